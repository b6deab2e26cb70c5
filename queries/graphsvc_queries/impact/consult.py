"""Whom to ask: units touched in either way, and owners of touched systems (model.md section 4, Consult)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import ChangeKind, Way
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import without
from graphsvc.text import Text
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.labels import Found
from graphsvc_queries.impact.lazy import LazyRows
from graphsvc_queries.impact.owners import owners_of
from graphsvc_queries.impact.paths import Paths
from graphsvc_queries.impact.result import Because, Consulted
from graphsvc_queries.impact.ways import Numbers

__all__ = ["ConsultedUnits"]

_OWNS = Text(
    "{unit} eier {systems}, som blir berørt.",
    "{unit} eig {systems}, som blir råka.",
    "{unit} owns {systems}, which is touched.",
)
_OWNERLESS = Text(
    "{unit} svarer for system uten eier: {systems}.",
    "{unit} svarar for system utan eigar: {systems}.",
    "{unit} answers for systems without an owner: {systems}.",
)
_FAILS = Text(
    "{unit} eier {systems}, som er ute av drift.",
    "{unit} eig {systems}, som er ute av drift.",
    "{unit} owns {systems}, which is out of service.",
)
_MORE = Text(" og {n} til", " og {n} til", " and {n} more")
_SHOWN = 3


class _Systems:
    """Systems by the unit that answers for them, both ascending."""

    def __init__(self, units: Numbers, systems: Numbers) -> None:
        order = np.lexsort((systems, units))
        self.units, self.systems = units[order], systems[order]

    def of(self, units: Numbers) -> list[Numbers]:
        """Return the systems of each of some units."""
        begin, end = self.units.searchsorted(units), self.units.searchsorted(units, side="right")
        return [self.systems[first:after] for first, after in zip(begin.tolist(), end.tolist(), strict=True)]


class ConsultedUnits(LazyRows[Consulted]):
    """The units to ask, by their highest strength, then id.

    Notes
    -----
    O(touched things) in arrays to make.
    """

    def __init__(self, snapshot: Snapshot, found: Answer) -> None:
        self._snapshot, self._found = snapshot, found
        systems, strength = _strongest_systems(found)
        which, owner = owners_of(snapshot, systems)
        ownerless = without(np.arange(len(systems)), which)
        it_units = np.array(list(_it_unit(snapshot)), dtype=np.int64)
        answering = np.repeat(it_units, len(ownerless))
        self._owned = _Systems(owner, systems[which])
        self._ownerless = _Systems(answering, systems[ownerless] if len(it_units) else systems[:0])
        self._failing = _Systems(*_failing(snapshot, found))
        own = [(best.things, found.labels.column("strength")[best.rows]) for _, best in self._touched()]
        own += [(owner, strength[which]), (answering, strength[ownerless][: len(answering)])]
        #: Units, the most strongly touched first, and how strongly.
        self.units, self.strengths = self._in_order(own)

    def _touched(self) -> tuple[tuple[Way, Found], ...]:
        return (Way.EFFECT, self._found.effect.units), (Way.WORK, self._found.work.units)

    def _in_order(self, parts: list[tuple[Numbers, NDArray[np.float64]]]) -> tuple[Numbers, NDArray[np.float64]]:
        units, place = np.unique(np.concatenate([*(one for one, _ in parts), self._failing.units]), return_inverse=True)
        strengths = np.zeros(len(units))
        told = np.concatenate([one for _, one in parts])
        np.maximum.at(strengths, place[: len(told)], told)
        strengths[place[len(told) :]] = 1.0
        order = np.lexsort((units, -np.rint(strengths * 1e9)))
        return units[order], strengths[order]

    def __len__(self) -> int:
        return len(self.units)

    def _made(self, begin: int, end: int) -> list[Consulted]:
        units = self.units[begin:end]
        rows = [best.at(units) for _, best in self._touched()]
        paths = Paths(self._found.compiled, self._found.starts, (every := np.concatenate(rows))[every >= 0])
        of_way = zip(*(one.tolist() for one in rows), strict=True)
        systems = zip(*(one.of(units) for one in (self._owned, self._ownerless, self._failing)), strict=True)
        told = zip(units.tolist(), self.strengths[begin:end].tolist(), of_way, systems, strict=True)
        return [self._consulted(paths, *one) for one in told]

    def _consulted(
        self, paths: Paths, unit: int, strength: float, of_way: tuple[int, ...], systems: tuple[Numbers, ...]
    ) -> Consulted:
        rows = zip((way for way, _ in self._touched()), of_way, strict=True)
        owned, ownerless, failing = systems
        because = [Because(way, paths.last_sentence(row)) for way, row in rows if row >= 0]
        # A touched unit's own sentences say why; owning something touched is a reason for the others.
        listed = [(_OWNERLESS, ownerless), (_FAILS, failing)]
        if not because:
            listed.insert(0, (_OWNS, owned))
        because += [Because(None, self._sentence(unit, words, some)) for words, some in listed if len(some)]
        contact = self._snapshot.fields(unit).get("contact")
        compiled = self._found.compiled
        return Consulted(
            self._snapshot.references[unit],
            compiled.id(unit),
            compiled.name(unit),
            str(contact) if contact else None,
            strength,
            tuple(because),
        )

    def _sentence(self, unit: int, words: Text, systems: Numbers) -> Text:
        name = self._found.compiled.name
        names = [name(system) for system in systems[:_SHOWN].tolist()]
        more = _MORE.format(n=len(systems) - _SHOWN) if len(systems) > _SHOWN else Text.same("")
        listed = Text(
            ", ".join(name.nb for name in names) + more.nb,
            ", ".join(name.nn for name in names) + more.nn,
            ", ".join(name.en for name in names) + more.en,
        )
        return words.format(unit=name(unit), systems=listed)


def _strongest_systems(found: Answer) -> tuple[Numbers, NDArray[np.float64]]:
    """Return the touched systems, ascending, with the highest strength of each over both ways."""
    strength = found.labels.column("strength")
    ways = [(systems := found.systems_touched(way), strength[found.touched[way].at(systems)]) for way in Way]
    systems, place = np.unique(np.concatenate([one for one, _ in ways]), return_inverse=True)
    highest = np.zeros(len(systems))
    np.maximum.at(highest, place, np.concatenate([one for _, one in ways]))
    return systems, highest


def _failing(snapshot: Snapshot, found: Answer) -> tuple[Numbers, Numbers]:
    """Return the owners of what is out of service, and what they own."""
    rows = found.starts.rows_of(ChangeKind.OUTAGE)
    things = found.labels.column("thing")[rows].astype(np.int64)
    which, owner = owners_of(snapshot, things)
    return owner, things[which]


def _it_unit(snapshot: Snapshot) -> Iterator[int]:
    """Give the unit set as IT, when it is set and there."""
    unit = snapshot.about.it_unit
    if unit is not None and unit in snapshot:
        yield snapshot.index(unit)
