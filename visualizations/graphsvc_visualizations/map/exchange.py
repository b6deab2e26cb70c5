"""What chosen units and systems exchange with each other and with the rest, flow by flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.map.counts import NATIONAL, FlowCounts

__all__ = ["NOBODY", "Exchange"]

#: Stands for whoever owns a system without owner, where a unit would stand.
NOBODY = -2


class Exchange:
    """Counts the flows at some chosen units and systems; a unit stands for the systems it owns.

    Parameters
    ----------
    snapshot
        The graph.
    chosen
        Units and systems.

    Attributes
    ----------
    members
        The chosen ones, ascending.
    between
        (smaller, larger) member -> flows between the two.
    partners
        Unit (also a chosen one), :data:`~graphsvc_visualizations.map.counts.NATIONAL` or :data:`NOBODY` -> flows
        between it and the members other than itself.
    others
        The same for the flows that leave the choice: unit, national or nobody -> flows.
    inside, outside, within
        Flows between two members, flows with one end outside, flows inside one member alone; each flow counts once.

    Notes
    -----
    O(flows of the members x owners).
    """

    def __init__(self, snapshot: Snapshot, chosen: Iterable[int]) -> None:
        self.members = tuple(sorted(chosen))
        self.between: Counter[tuple[int, int]] = Counter()
        self.inside = self.outside = self.within = 0
        self._counts = FlowCounts(snapshot)
        self._of = self._members_of(snapshot)
        partners: Counter[int] = Counter()
        others: Counter[int] = Counter()
        edges = snapshot.edges(Relation.FLOW)
        systems = np.array(sorted(self._of), dtype=np.int32)
        flows = np.union1d(edges.out_of(systems), edges.into_any(systems)) if len(edges) else systems[:0]
        for start, end in zip(edges.start[flows].tolist(), edges.end[flows].tolist(), strict=True):
            here, there = self._of.get(start, ()), self._of.get(end, ())
            self._count(here, there)
            partners.update({*self._partners(here, end), *self._partners(there, start)})
            if not (here and there):
                others.update(self._ends(end if here else start))
        self.partners, self.others = _ranked(partners), _ranked(others)

    def _members_of(self, snapshot: Snapshot) -> dict[int, tuple[int, ...]]:
        """Return system -> the members that it belongs to."""
        found: dict[int, list[int]] = {}
        for member in self.members:
            is_unit = snapshot.kind(member) is Kind.UNIT
            for system in self._counts.of(member) if is_unit else (member,):
                found.setdefault(system, []).append(member)
        return {system: tuple(members) for system, members in found.items()}

    def _count(self, here: tuple[int, ...], there: tuple[int, ...]) -> None:
        pairs = {(min(one, other), max(one, other)) for one in here for other in there if one != other}
        self.between.update(pairs)
        self.inside += bool(pairs)
        self.outside += not (here and there)
        self.within += bool(here and there) and not pairs

    def _partners(self, members: tuple[int, ...], other: int) -> set[int]:
        return {one for one in self._ends(other) if any(member != one for member in members)}

    def _ends(self, system: int) -> tuple[int, ...]:
        return self._counts.ends(system) or (NOBODY,)


def _ranked(counted: Counter[int]) -> dict[int, int]:
    """Return units by flows, most first, then national systems and nobody's."""
    return dict(sorted(counted.items(), key=lambda row: ({NATIONAL: 1, NOBODY: 2}.get(row[0], 0), -row[1], row[0])))
