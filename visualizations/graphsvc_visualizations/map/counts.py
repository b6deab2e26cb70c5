"""How many flows go between sectors, and between units, whichever way; each flow counts once for each pair it joins."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from graphsvc.model import Kind, Relation, Scope
from graphsvc.snapshot import Snapshot

__all__ = ["NATIONAL", "FlowCounts"]

#: Stands for all national systems where a unit or a sector would stand.
NATIONAL = -1


@dataclass(frozen=True)
class FlowCounts:
    """Counts the flows of a snapshot by who answers for their ends.

    Notes
    -----
    O(flows x owners) once.
    """

    snapshot: Snapshot

    @cached_property
    def systems(self) -> dict[int, tuple[int, ...]]:
        """Unit -> the local systems it owns, ascending."""
        found: dict[int, list[int]] = {}
        for system in self.snapshot.of_kind(Kind.SYSTEM).tolist():
            if not self._national(system):
                for owner in self.snapshot.organisation.owners_of(system):
                    found.setdefault(owner, []).append(system)
        return {unit: tuple(owned) for unit, owned in found.items()}

    @cached_property
    def national(self) -> tuple[int, ...]:
        """National systems, ascending."""
        return tuple(one for one in self.snapshot.of_kind(Kind.SYSTEM).tolist() if self._national(one))

    @cached_property
    def between_units(self) -> Counter[tuple[int, int]]:
        """(smaller, larger) unit, or (:data:`NATIONAL`, unit) -> flows; within a unit (unit, unit)."""
        return self._count(by_sector=False)

    @cached_property
    def between_sectors(self) -> Counter[tuple[int, int]]:
        """(smaller, larger) sector, or (:data:`NATIONAL`, sector) -> flows; within a sector (sector, sector)."""
        return self._count(by_sector=True)

    @cached_property
    def exist(self) -> int:
        """How many flows there are."""
        return len(self.snapshot.edges(Relation.FLOW))

    def ends(self, system: int) -> tuple[int, ...]:
        """Return who answers for a system: its owners, or :data:`NATIONAL`."""
        return self._ends(system, by_sector=False)

    def _national(self, system: int) -> bool:
        return self.snapshot.record(system).fields.get("scope") == Scope.NATIONAL

    def _ends(self, system: int, *, by_sector: bool) -> tuple[int, ...]:
        if self.snapshot.kind(system) is Kind.SYSTEM and self._national(system):
            return (NATIONAL,)
        owners = self.snapshot.organisation.owners_of(system)
        if not by_sector:
            return owners
        return tuple(sorted({one for owner in owners for one in self.snapshot.organisation.sectors_of(owner)}))

    def _count(self, *, by_sector: bool) -> Counter[tuple[int, int]]:
        edges = self.snapshot.edges(Relation.FLOW)
        ends = {end: self._ends(end, by_sector=by_sector) for end in {*edges.start.tolist(), *edges.end.tolist()}}
        found: Counter[tuple[int, int]] = Counter()
        for start, end in zip(edges.start.tolist(), edges.end.tolist(), strict=True):
            found.update({(min(a, b), max(a, b)) for a in ends[start] for b in ends[end]})
        return found
