"""Who belongs to which sector, who owns a system, who leads a service."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation, Scope
from graphsvc.snapshot.municipalities import municipalities
from graphsvc.snapshot.sectors import climbed, from_above

if TYPE_CHECKING:
    from graphsvc.snapshot.snapshot import Snapshot

__all__ = ["Organisation"]


class Organisation:
    """The organisation tree of a snapshot, as the roll-up needs it (model.md section 4, Roll-up)."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def sectors(self) -> tuple[int, ...]:
        """Units of level sector in the register's order (field ``order``, then id)."""
        units = self._snapshot.of_kind(Kind.UNIT)
        level = self._snapshot.coded(Kind.UNIT, "level")
        return tuple(sorted(units[level.flags(lambda value: value == "sector")].tolist(), key=self._order))

    @cached_property
    def _sectors(self) -> frozenset[int]:
        return frozenset(self.sectors)

    @cached_property
    def sectors_in_order(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """:attr:`sectors` as an array, and for each thing, shape (n,), its place there; 0 for what is no sector."""
        sectors = np.array(self.sectors, dtype=np.int64)
        rank = np.zeros(len(self._snapshot), dtype=np.int32)
        rank[sectors] = np.arange(len(sectors))
        for one in (sectors, rank):
            one.setflags(write=False)
        return sectors, rank

    def is_sector(self, unit: int) -> bool:
        """Tell whether a unit is of level sector."""
        return unit in self._sectors

    def sectors_of(self, unit: int) -> tuple[int, ...]:
        """Return the nearest units of level sector at or above a unit, ascending; empty when there is none.

        Several parents lead to several sectors; cycles in the tree end where they began.
        """
        units = self._snapshot.of_kind(Kind.UNIT)  # they stand together
        place = unit - int(units[0]) if len(units) else -1
        if not 0 <= place < len(units):
            return self._climb(unit)
        sectors, begin = self._nearest
        return tuple(sectors[begin[place] : begin[place + 1]])

    def sectors_of_each(self, units: NDArray[np.integer]) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
        """Return the sectors of many units: for each the unit's place among these, and the sector, ascending.

        The same as :meth:`sectors_of` of each. O(units x levels of the tree) in arrays; in a tree deeper than any
        organisation it is asked of each, which is linear.
        """
        found = climbed(self._snapshot, units)
        if found is not None:
            return found
        pairs = [(place, one) for place, unit in enumerate(units.tolist()) for one in self.sectors_of(unit)]
        which, sectors = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return which, sectors

    def sectors_of_system(self, system: int) -> tuple[int, ...]:
        """Return the sectors of a system's owners, ascending."""
        return tuple(sorted({sector for owner in self.owners_of(system) for sector in self.sectors_of(owner)}))

    def sectors_of_service(self, service: int) -> tuple[int, ...]:
        """Return the sectors of a service's lead unit (of its first deliverer when nobody leads), ascending."""
        lead = self.lead_of(service)
        return () if lead is None else self.sectors_of(lead)

    def owners_of(self, system: int) -> tuple[int, ...]:
        """Return the units that own a system, ascending."""
        edges = self._snapshot.edges(Relation.OWNS)
        return tuple(sorted(set(edges.start[edges.into(system)].tolist()))) if len(edges) else ()

    def lead_of(self, service: int) -> int | None:
        """Return the unit that leads a service: the first by reference, deliverers of other roles after leads."""
        found = self.deliverers_of(service)
        return found[0] if found else None

    def deliverers_of(self, service: int) -> tuple[int, ...]:
        """Return the units that deliver a service, leads first, then by reference."""
        edges = self._snapshot.edges(Relation.DELIVERS)
        if not len(edges):
            return ()
        into = edges.into(service)
        ranked: dict[int, bool] = {}
        for unit, helps in zip(edges.start[into].tolist(), self.helping[into].tolist(), strict=True):
            ranked[unit] = ranked.get(unit, True) and helps
        return tuple(sorted(ranked, key=lambda unit: (ranked[unit], unit)))

    @cached_property
    def sector_flags(self) -> NDArray[np.bool_]:
        """Which things are sectors, shape (n,)."""
        found = np.zeros(len(self._snapshot), dtype=np.bool_)
        found[list(self.sectors)] = True
        return found

    @cached_property
    def national(self) -> NDArray[np.bool_]:
        """Which things are national systems, shape (n,): they belong to no unit's sector, whoever owns them."""
        found = np.zeros(len(self._snapshot), dtype=np.bool_)
        scope = self._snapshot.coded(Kind.SYSTEM, "scope")
        found[self._snapshot.of_kind(Kind.SYSTEM)] = scope.flags(lambda value: value == Scope.NATIONAL)
        found.setflags(write=False)
        return found

    @cached_property
    def helping(self) -> NDArray[np.bool_]:
        """Which deliveries are not led by their unit, shape (deliveries,)."""
        return self._snapshot.edges(Relation.DELIVERS).coded("role").flags(lambda value: value != "lead")

    def municipality_of(self, thing: int) -> int | None:
        """Return the organisation that a thing belongs to where the register holds several; else None.

        The organisation itself, and what several of them own, belongs to none.
        """
        found = int(self.municipalities[thing])
        return None if found < 0 else found

    @cached_property
    def municipalities(self) -> NDArray[np.int32]:
        """For each thing what :meth:`municipality_of` returns, -1 for None."""
        found = municipalities(self._snapshot).astype(np.int32)
        tops = np.unique(found[self._snapshot.of_kind(Kind.ORGANISATION)])
        none = np.full(len(found), -1, dtype=np.int32)
        if np.count_nonzero(tops >= 0) < 2:
            return none
        return np.where(found == np.arange(len(found)), none, found)

    @cached_property
    def all_municipalities(self) -> tuple[int, ...]:
        """The organisations that things belong to where the register holds several, by reference; else none."""
        found = np.unique(self.municipalities)
        return tuple(found[found >= 0].tolist())

    @cached_property
    def several(self) -> bool:
        """Whether the register holds several municipalities."""
        return bool(np.any(self.municipalities >= 0))

    @cached_property
    def _nearest(self) -> tuple[Sequence[int], Sequence[int]]:
        """The sectors of all units, one unit after the other, and where each unit's begin, shape (units + 1,)."""
        units = self._snapshot.of_kind(Kind.UNIT)
        found = climbed(self._snapshot, units)
        if found is None:
            each = from_above(self._snapshot)
            begin = np.cumsum([0, *(len(each[unit]) for unit in units.tolist())])
            return [sector for unit in units.tolist() for sector in each[unit]], begin.tolist()
        which, sectors = found
        return sectors.tolist(), which.searchsorted(np.arange(len(units) + 1)).tolist()

    def _climb(self, unit: int) -> tuple[int, ...]:
        parents = self._snapshot.edges(Relation.PART_OF)
        found: set[int] = set()
        seen, level = {unit}, [unit]
        while level:
            found |= {one for one in level if self._is_unit(one) and self.is_sector(one)}
            above = {int(parents.end[edge]) for one in level if one not in found for edge in parents.out(one)}
            level = sorted(above - seen)
            seen |= above
        return tuple(sorted(found))

    def _is_unit(self, thing: int) -> bool:
        return self._snapshot.kind(thing) is Kind.UNIT

    def _order(self, unit: int) -> tuple[float, int]:
        order = self._snapshot.record(unit).fields.get("order")
        return (float(str(order)) if order is not None else float("inf"), unit)
