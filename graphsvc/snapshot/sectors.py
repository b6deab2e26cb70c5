"""Which sectors units stand in: of many at once in arrays, and of all in a tree that is too deep for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation
from graphsvc.snapshot.ascending import distinct, united, without

if TYPE_CHECKING:
    from graphsvc.snapshot.snapshot import Snapshot

__all__ = ["climbed", "from_above"]

#: So many levels are climbed with all units at once.
_LEVELS = 50


def climbed(snapshot: Snapshot, units: NDArray[np.integer]) -> tuple[NDArray[np.integer], NDArray[np.integer]] | None:
    """Return the nearest sectors at or above units: for each the unit's place, and the sector, both ascending.

    None in a tree deeper than any organisation. O(units x levels of the tree) in arrays.
    """
    is_sector = snapshot.organisation.sector_flags
    parents, size = snapshot.edges(Relation.PART_OF), len(snapshot)
    level = np.arange(len(units)) * size + units
    seen = level
    found, levels = [level[is_sector[units]]], 0
    while len(level := level[~is_sector[level % size]]) and len(parents):
        if (levels := levels + 1) > _LEVELS:
            return None
        which, places = parents.pairs_out_of(level % size)
        above = distinct(level[which] // size * size + parents.end[places])
        level = without(above, seen)
        seen = united(seen, level)
        found.append(level[is_sector[level % size]])
    pairs = np.sort(np.concatenate(found))
    return pairs // size, pairs % size


def from_above(snapshot: Snapshot) -> dict[int, list[int]]:
    """Return the nearest sectors of every unit, ascending: a deep tree is walked once, not once for each unit."""
    found: dict[int, list[int]] = {int(unit): [] for unit in snapshot.of_kind(Kind.UNIT)}
    is_sector = snapshot.organisation.sector_flags
    parents = snapshot.edges(Relation.PART_OF)
    for sector in np.flatnonzero(is_sector).tolist():
        seen, level = {sector}, [sector]
        while level:
            for one in level:
                if one in found:
                    found[one].append(sector)
            below = {int(parents.start[edge]) for one in level for edge in parents.into(one).tolist()} - seen
            seen |= below
            level = [one for one in sorted(below) if not is_sector[one]]
    return found
