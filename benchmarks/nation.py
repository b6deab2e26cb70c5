"""A nation made from the demo's shape: municipalities of many sizes that share national and regional systems.

Nothing in it is real. Each municipality is the demo's organisation with more or fewer copies of its units, services,
systems and data, tied as in the demo; national systems are there once, some systems once for each region. The same
seed gives the same nation, record by record, without holding it in memory.
"""

from __future__ import annotations

import datetime as dt
import random
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graphsvc.model import Kind, Reference, Relation, Value, reference, split_reference
from graphsvc.ports import ImportOptions
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.snapshot import About, Fact, Facts, Snapshot
from graphsvc_importers.tables import TablesImporter

__all__ = ["DATE", "MUNICIPALITIES", "REGION", "Nation", "nation_snapshot"]

DATE = dt.date(2026, 12, 1)
MUNICIPALITIES = 357
#: So many municipalities share the systems of a region.
REGION = 8
#: How often each of the demo's things is there: between a small place and a large town.
_LEAST, _MOST, _SHAPE = 0.85, 5.5, (2.4, 2.0)
#: One of so many local systems is run once for a whole region.
_REGIONAL = 10
#: Share of the demo's ties that a municipality has; the demo's users are listed more fully than most can.
_KEPT: Mapping[Relation, float] = {
    Relation.USES: 0.07,
    Relation.SUPPORTS: 0.75,
    Relation.DELIVERS: 0.70,
    Relation.HOLDS: 0.50,
    Relation.PROVIDES: 0.65,
    Relation.FLOW: 0.95,
}


@dataclass(frozen=True)
class Nation:
    """Makes a nation's records.

    Parameters
    ----------
    demo
        Folder with the demo's files.
    municipalities
        How many; 357 are a nation, 36 and 4 are its tenth and its hundredth part.
    seed
        Chooses sizes and which ties are there.
    """

    demo: Path
    municipalities: int = MUNICIPALITIES
    seed: int = 2026

    def records(self) -> Iterator[Record]:
        """Give every thing, then every relation. O(records), a municipality at a time."""
        yield from self._shared
        for number in range(self.municipalities):
            yield from self.things(number)
        for number in range(self.municipalities):
            yield from self.relations(number)

    @cached_property
    def _records(self) -> tuple[Record, ...]:
        reading = TablesImporter().read([self.demo], ImportOptions(mapping="eksempelvik"))
        assert not reading.has_errors
        return tuple(one for one in reading.records if one.subject not in {Kind.PROPOSAL, Kind.ROLE})

    @cached_property
    def _shared(self) -> tuple[ThingRecord, ...]:
        """National systems and capabilities: there once."""
        return tuple(one for one in self._records if isinstance(one, ThingRecord) and _is_shared(one))

    @cached_property
    def _everywhere(self) -> frozenset[Reference]:
        return frozenset(one.reference for one in self._shared)

    @cached_property
    def _regional(self) -> frozenset[Reference]:
        """Local systems that are run once for a region."""
        systems = (one for one in self._records if isinstance(one, ThingRecord) and one.kind is Kind.SYSTEM)
        return frozenset(
            one.reference for one in systems if not _is_shared(one) and _hash("region", one.id) % _REGIONAL == 0
        )

    @cached_property
    def _local(self) -> tuple[ThingRecord, ...]:
        return tuple(one for one in self._records if isinstance(one, ThingRecord) and not _is_shared(one))

    @cached_property
    def _ties(self) -> tuple[RelationRecord, ...]:
        return tuple(one for one in self._records if isinstance(one, RelationRecord))

    @cached_property
    def _sizes(self) -> tuple[float, ...]:
        chance = random.Random(self.seed)
        return tuple(_LEAST + (_MOST - _LEAST) * chance.betavariate(*_SHAPE) for _ in range(self.municipalities))

    def _copies(self, number: int, name: Reference) -> int:
        """Return how many there are of a demo thing in a municipality; organisation and sectors are there once."""
        kind, identifier = split_reference(name)
        if kind == Kind.ORGANISATION or (kind == Kind.UNIT and identifier.startswith("A")):
            return 1
        size = self._sizes[number]
        return max(int(size + _share(self.seed, number, name)), 0)

    def _name(self, number: int, name: Reference, copy: int) -> Reference:
        """Return what a copy of a demo thing is called."""
        kind, identifier = split_reference(name)
        if name in self._everywhere:
            return name
        if name in self._regional:
            return reference(Kind(kind), f"r{number // REGION:03}.{identifier}")
        return reference(Kind(kind), f"m{number:04}.{identifier}{f'.{copy}' if copy else ''}")

    def shared(self) -> tuple[ThingRecord, ...]:
        """Give what is there once in the nation."""
        return self._shared

    def things(self, number: int) -> Iterator[ThingRecord]:
        """Give the things of one municipality; the first of a region has the region's."""
        for one in self._local:
            regional = one.reference in self._regional
            if regional and number % REGION:
                continue
            for copy in range(1 if regional else self._copies(number, one.reference)):
                identifier = split_reference(self._name(number, one.reference, copy))[1]
                yield ThingRecord(one.kind, identifier, _named(one.fields, identifier), one.place)

    def relations(self, number: int) -> Iterator[RelationRecord]:
        """Give the relations of one municipality."""
        for one in self._ties:
            ends = one.start, one.end
            copies = [self._count(number, end) for end in ends]
            if not all(copies) or number % self._period(ends):
                continue
            for copy in range(max(copies)):
                if _share(self.seed, number, f"{one.id}.{copy}") < _KEPT.get(one.relation, 1.0):
                    start, end = (
                        self._name(number, name, copy % many) for name, many in zip(ends, copies, strict=True)
                    )
                    fields = self._moved(number, copy, one.fields)
                    yield RelationRecord(one.relation, f"m{number:04}.{one.id}.{copy}", start, end, fields, one.place)

    def _period(self, ends: tuple[Reference, Reference]) -> int:
        """Return how many municipalities share a tie: a whole nation, a region, or one."""
        if all(end in self._everywhere for end in ends):
            return self.municipalities
        return REGION if all(end in self._everywhere or end in self._regional for end in ends) else 1

    def _count(self, number: int, name: Reference) -> int:
        return 1 if name in self._everywhere or name in self._regional else self._copies(number, name)

    def _moved(self, number: int, copy: int, fields: Mapping[str, Value]) -> Mapping[str, Value]:
        """Name the hub and the data of a flow as they are called here."""
        moved = dict(fields)
        for name, kind in (("through", Kind.SYSTEM), ("data_objects", Kind.DATA_OBJECT)):
            told = fields.get(name)
            if isinstance(told, tuple):
                known = [one for one in told if self._count(number, reference(kind, one))]
                moved[name] = tuple(
                    split_reference(
                        self._name(number, reference(kind, one), copy % self._count(number, reference(kind, one)))
                    )[1]
                    for one in known
                )
        return moved


def nation_snapshot(demo: Path, municipalities: int = MUNICIPALITIES) -> Snapshot:
    """Make a nation's graph in memory. O(records)."""
    facts = [Fact(one) for one in Nation(demo, municipalities).records()]
    things = tuple(one for one in facts if isinstance(one.record, ThingRecord))
    relations = tuple(one for one in facts if isinstance(one.record, RelationRecord))
    about = About(title="Nation", synthetic=True, today=DATE)
    return Snapshot(Facts(1, things, relations, about=about), DATE)


def _is_shared(one: ThingRecord) -> bool:
    return one.kind is Kind.CAPABILITY or one.fields.get("scope") == "national"


def _named(fields: Mapping[str, Value], identifier: str) -> Mapping[str, Value]:
    names = {
        name: f"{fields[name]} {identifier.partition('.')[0]}" for name in ("name_nb", "name_en") if name in fields
    }
    return {**fields, **names}


def _hash(*words: object) -> int:
    return zlib.crc32("\0".join(map(str, words)).encode())


def _share(*words: object) -> float:
    """Return a number from 0 to 1 that these words alone decide."""
    return _hash(*words) / 2**32
