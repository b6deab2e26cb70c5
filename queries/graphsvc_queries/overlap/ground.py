"""What is worked out once for a snapshot and the kind of thing that is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import ReferenceType, WeakKeyDictionary, ref

import numpy as np
from numpy.typing import NDArray

from graphsvc.judgement import Judgement, judgements
from graphsvc.model import Kind, Relation, Scope
from graphsvc.records import ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc_queries.overlap.caps import Caps
from graphsvc_queries.overlap.holdings import Holdings, Ties, holdings, ties
from graphsvc_queries.overlap.likeness import Corpus, corpora
from graphsvc_queries.overlap.words import letters_of

__all__ = ["Ground", "bases_of", "bases_with_services", "ground", "level_of", "maker"]

#: What stands where a vendor should, and names none.
_NO_VENDOR = frozenset(
    letters_of(words)
    for words in (
        "egenutviklet",
        "eigenutvikla",
        "egenutviklet løsning",
        "åpen kildekode",
        "open kjeldekode",
        "open source",
        "in-house",
        "ukjent",
        "unknown",
        "ingen",
        "none",
    )
)


@dataclass(frozen=True)
class Ground:
    """The candidates of a snapshot and all that is known of them.

    Parameters
    ----------
    things
        Numbers of the candidates in the snapshot, ascending.
    """

    seen: ReferenceType[Snapshot]
    things: tuple[int, ...]
    caps: Caps
    ties: Ties

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot; not held on to, so that what is made for it goes away with it."""
        found = self.seen()
        assert found is not None  # noqa: S101 - whoever asks holds it
        return found

    @cached_property
    def position(self) -> dict[int, int]:
        """Where a thing stands among the candidates."""
        return {thing: number for number, thing in enumerate(self.things)}

    @cached_property
    def capabilities(self) -> Holdings:
        """What candidates can do (services: what they need)."""
        return holdings(self.ties.capabilities, self.things, len(self.snapshot))

    @cached_property
    def data(self) -> Holdings:
        """What information they hold."""
        return holdings(self.ties.data, self.things, len(self.snapshot))

    @cached_property
    def neighbours(self) -> Holdings:
        """What else they hang together with: services, flow partners, units."""
        return holdings(self.ties.neighbours, self.things, len(self.snapshot))

    @cached_property
    def generic(self) -> NDArray[np.bool_]:
        """Which capabilities so many have that they alone say nothing, shape (things of the snapshot,)."""
        limit = max(self.caps.generic_count, self.caps.generic_share * len(self.things))
        return self.capabilities.spread > limit

    @cached_property
    def corpora(self) -> tuple[Corpus, ...]:
        """Their names and texts."""
        return corpora(self.snapshot, self.things, self.caps.name)

    @cached_property
    def records(self) -> tuple[ThingRecord, ...]:
        """Their records."""
        return tuple(self.snapshot.record(thing) for thing in self.things)

    @cached_property
    def vendors(self) -> NDArray[np.str_]:
        """Who makes them, folded; empty = unknown."""
        return np.array([maker(record, "vendor") for record in self.records], dtype=np.str_)

    @cached_property
    def products(self) -> NDArray[np.str_]:
        """What they are an instance of, folded; empty = unknown."""
        return np.array([maker(record, "product") for record in self.records], dtype=np.str_)

    @cached_property
    def vendor_telling(self) -> NDArray[np.float64]:
        """How much it tells to share each candidate's vendor, 0 to 1: 1 when nobody else has it."""
        names, position, counts = np.unique(self.vendors, return_inverse=True, return_counts=True)
        most = np.log(max(len(self.things), 2))
        told = np.maximum(most - np.log(counts), 0.0) / most
        return np.where(names == "", 0.0, told)[position]

    @cached_property
    def national(self) -> NDArray[np.bool_]:
        """Which are national, and so not the municipality's to merge."""
        return np.array([record.fields.get("scope") == Scope.NATIONAL for record in self.records], dtype=np.bool_)

    @cached_property
    def levels(self) -> NDArray[np.int64]:
        """Personal data, 0 to 2; -1 = unknown."""
        found = [level_of(record) for record in self.records]
        return np.array([-1 if level is None else level for level in found], dtype=np.int64)

    @cached_property
    def bases(self) -> tuple[frozenset[str], ...]:
        """Legal bases: their own, and those of the services they support."""
        return tuple(bases_with_services(self.snapshot, thing) for thing in self.things)

    @cached_property
    def judgements(self) -> dict[tuple[int, int], Judgement]:
        """What people have said of pairs."""
        return judgements(self.snapshot)


def maker(record: ThingRecord, name: str) -> str:
    """Return a vendor or product folded to letters; empty when none is named."""
    letters = letters_of(str(record.fields.get(name) or ""))
    return "" if letters in _NO_VENDOR else letters


def level_of(record: ThingRecord) -> int | None:
    """Return how sensitive the personal data of a system or proposal is, None = unknown."""
    level = record.fields.get("personal_data_level")
    return int(float(str(level))) if level is not None else None


def bases_of(record: ThingRecord) -> frozenset[str]:
    """Return the legal bases that a record names, folded to letters; they are divided by semicolons."""
    parts = str(record.fields.get("legal_basis") or "").split(";")
    return frozenset(letters_of(part) for part in parts if part.strip())


def bases_with_services(snapshot: Snapshot, thing: int) -> frozenset[str]:
    """Return the legal bases of a thing, and of the services that it supports."""
    edges = snapshot.edges(Relation.SUPPORTS)
    served = {int(edges.end[edge]) for edge in edges.out(thing)}
    return frozenset().union(*(bases_of(snapshot.record(one)) for one in (thing, *served)))


_GROUNDS: WeakKeyDictionary[Snapshot, dict[tuple[Caps, tuple[Kind, ...] | None], Ground]] = WeakKeyDictionary()
_TIES: WeakKeyDictionary[Snapshot, Ties] = WeakKeyDictionary()


def ground(snapshot: Snapshot, kinds: Sequence[Kind] | None, caps: Caps) -> Ground:
    """Return the ground for candidates of some kinds (None = every thing), made once for a snapshot."""
    key = (caps, None if kinds is None else tuple(kinds))
    made = _GROUNDS.setdefault(snapshot, {})
    if key not in made:
        if snapshot not in _TIES:
            _TIES[snapshot] = ties(snapshot)
        chosen = (
            range(len(snapshot))
            if kinds is None
            else sorted(thing for kind in kinds for thing in snapshot.of_kind(kind).tolist())
        )
        made[key] = Ground(ref(snapshot), tuple(chosen), caps, _TIES[snapshot])
    return made[key]
