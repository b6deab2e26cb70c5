"""How many flows go between sectors, and between units, whichever way; each flow counts once for each pair it joins."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.map.homes import joined

__all__ = ["NATIONAL", "FlowCounts"]

#: Stands for all national systems where a unit or a sector would stand.
NATIONAL = -1

_Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class FlowCounts:
    """Counts the flows of a snapshot by who answers for their ends.

    Parameters
    ----------
    snapshot
        The graph.
    municipality
        Count only what the units of this organisation own, and the flows at it; -1 = of those units that belong to
        none. None = everything.

    Notes
    -----
    O(flows x owners) once, in arrays; with a municipality only its own flows are looked at.
    """

    snapshot: Snapshot
    municipality: int | None = None

    @cached_property
    def units(self) -> NDArray[np.int32]:
        """The units that are looked at, sectors among them, ascending."""
        units = self.snapshot.of_kind(Kind.UNIT)
        if self.municipality is None:
            return units
        found: NDArray[np.int32] = units[self.snapshot.organisation.municipalities[units] == self.municipality]
        return found

    @cached_property
    def systems(self) -> dict[int, tuple[int, ...]]:
        """Unit -> the local systems it owns, ascending."""
        found: dict[int, list[int]] = {}
        for unit, system in zip(*(one.tolist() for one in self._owned), strict=True):
            found.setdefault(unit, []).append(system)
        return {unit: tuple(owned) for unit, owned in found.items()}

    def of(self, unit: int) -> tuple[int, ...]:
        """Return the local systems that a unit owns, ascending."""
        edges = self.snapshot.edges(Relation.OWNS)
        systems = np.unique(edges.end[edges.out(unit)]) if len(edges) else np.empty(0, dtype=np.int32)
        return tuple(systems[_local(self.snapshot)[systems]].tolist())

    @cached_property
    def national(self) -> tuple[int, ...]:
        """National systems, ascending."""
        return tuple(np.flatnonzero(self.snapshot.organisation.national).tolist())

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
        return len(self.flows)

    @cached_property
    def away(self) -> int:
        """How many of them lead from an owner in the municipality to one outside it, in another or in none."""
        if self.municipality is None:
            return 0
        flow, start, end = joined(self.snapshot, self.flows)
        return len(np.unique(flow[(start == self.municipality) != (end == self.municipality)]))

    def ends(self, system: int) -> tuple[int, ...]:
        """Return who answers for a system: its owners, or :data:`NATIONAL`."""
        if self.snapshot.organisation.national[system]:
            return (NATIONAL,)
        return self.snapshot.organisation.owners_of(system)

    @cached_property
    def _owned(self) -> tuple[_Numbers, _Numbers]:
        """Units with the local systems that they own, each pair once, ascending by unit, then system."""
        edges, size = self.snapshot.edges(Relation.OWNS), len(self.snapshot)
        places = np.arange(len(edges)) if self.municipality is None else edges.out_of(self.units)
        places = places[_local(self.snapshot)[edges.end[places]]]
        pairs = np.unique(edges.start[places].astype(np.int64) * size + edges.end[places])
        return pairs // max(size, 1), pairs % max(size, 1)

    @cached_property
    def flows(self) -> NDArray[np.integer[Any]]:
        """Positions of the flows that are looked at, ascending."""
        edges = self.snapshot.edges(Relation.FLOW)
        if self.municipality is None or not len(edges):
            return np.arange(len(edges))
        systems = np.unique(self._owned[1])
        return np.union1d(edges.out_of(systems), edges.into_any(systems))

    def _answering(self, systems: _Numbers, *, by_sector: bool) -> tuple[_Numbers, _Numbers]:
        """Return who answers for each of some systems: the system's place, ascending, and a unit, sector or nation."""
        national = self.snapshot.organisation.national[systems]
        local, edges = np.flatnonzero(~national), self.snapshot.edges(Relation.OWNS)
        which, owners = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        if len(edges):
            which, places = edges.pairs_into(systems[local])
            owners = edges.start[places].astype(np.int64)
        if by_sector:
            units, back = np.unique(owners, return_inverse=True)
            unit, sectors = self.snapshot.organisation.sectors_of_each(units)
            counts = np.bincount(unit, minlength=len(units))
            which, owners = _spread(which, back, np.cumsum(counts) - counts, counts, sectors.astype(np.int64))
        whole = np.flatnonzero(national)
        size = len(self.snapshot) + 1
        pairs = np.unique(
            np.concatenate([local[which] * size + owners + 1, whole * size])  # national systems come before all units
        )
        return pairs // size, pairs % size - 1

    def _count(self, *, by_sector: bool) -> Counter[tuple[int, int]]:
        edges, size = self.snapshot.edges(Relation.FLOW), len(self.snapshot) + 1
        flows = self.flows
        systems, ends = np.unique(np.stack([edges.start[flows], edges.end[flows]]), return_inverse=True)
        starts, ends = ends.reshape(2, -1)
        which, places = self._answering(systems.astype(np.int64), by_sector=by_sector)
        counts = np.bincount(which, minlength=len(systems))
        begin = np.cumsum(counts) - counts
        flow, one = _spread(np.arange(len(flows)), starts, begin, counts, places)
        pair, other = _spread(np.arange(len(flow)), ends[flow], begin, counts, places)
        low, high = np.minimum(one[pair], other) + 1, np.maximum(one[pair], other) + 1
        joined, code = np.unique(low * size + high, return_inverse=True)
        # A flow whose ends several answer for joins two of them once.
        once = np.unique(flow[pair] * max(len(joined), 1) + code) % max(len(joined), 1)
        numbers = np.bincount(once, minlength=len(joined)).tolist()
        found: Counter[tuple[int, int]] = Counter()
        for both, number in zip(joined.tolist(), numbers, strict=True):
            found[both // size - 1, both % size - 1] = number
        return found


def _spread(
    rows: _Numbers, keys: _Numbers, begin: _Numbers, counts: _Numbers, values: _Numbers
) -> tuple[_Numbers, _Numbers]:
    """Give each row everything that its key stands for: the row again and again, and one value each time."""
    many = counts[keys]
    first = np.cumsum(many) - many
    places = np.arange(int(many.sum())) + np.repeat(begin[keys] - first, many)
    return np.repeat(rows, many), values[places]


def _local(snapshot: Snapshot) -> NDArray[np.bool_]:
    """Tell which things are systems and not national."""
    found = np.zeros(len(snapshot), dtype=np.bool_)
    found[snapshot.of_kind(Kind.SYSTEM)] = True
    found &= ~snapshot.organisation.national
    return found
