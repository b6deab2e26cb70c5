"""Which sectors many units stand in, in arrays."""

from __future__ import annotations

import numpy as np

from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import distinct, united, without
from graphsvc_queries.impact.ways import Numbers

__all__ = ["leads_of", "owners_of", "sectors_of"]

#: So many levels are climbed with all units at once.
_LEVELS = 50


def sectors_of(snapshot: Snapshot, units: Numbers) -> tuple[Numbers, Numbers]:
    """Return the nearest sectors at or above units: for each the unit's place, and the sector.

    The same as ``snapshot.organisation.sectors_of`` of each. O(units x levels of the tree) in arrays; in a tree deeper
    than any organisation it is asked of each, which is linear.
    """
    is_sector = snapshot.organisation.sector_flags
    parents, size = snapshot.edges(Relation.PART_OF), len(snapshot)
    level = np.arange(len(units)) * size + units
    seen = level
    found, levels = [level[is_sector[units]]], 0
    while len(level := level[~is_sector[level % size]]) and len(parents):
        if (levels := levels + 1) > _LEVELS:
            return _one_by_one(snapshot, units)
        which, places = parents.pairs_out_of(level % size)
        above = distinct(level[which] // size * size + parents.end[places])
        level = without(above, seen)
        seen = united(seen, level)
        found.append(level[is_sector[level % size]])
    pairs = np.sort(np.concatenate(found))
    return pairs // size, pairs % size


def _one_by_one(snapshot: Snapshot, units: Numbers) -> tuple[Numbers, Numbers]:
    sectors = snapshot.organisation.sectors_of
    pairs = [(place, one) for place, unit in enumerate(units.tolist()) for one in sectors(unit)]
    which, found = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return which, found


def owners_of(snapshot: Snapshot, systems: Numbers) -> tuple[Numbers, Numbers]:
    """Return the units that own systems: for each the system's place, and the unit; each pair once, ascending."""
    edges, size = snapshot.edges(Relation.OWNS), len(snapshot)
    if not len(edges):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    which, places = edges.pairs_into(systems)
    pairs = distinct(which * size + edges.start[places])
    return pairs // size, pairs % size


def leads_of(snapshot: Snapshot, services: Numbers) -> tuple[Numbers, Numbers]:
    """Return the unit that leads each service, other deliverers after leads: the service's place, and the unit.

    The same as ``snapshot.organisation.lead_of`` of each; a service that nobody delivers has none.
    """
    edges = snapshot.edges(Relation.DELIVERS)
    if not len(edges):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    which, places = edges.pairs_into(services)
    helps = snapshot.organisation.helping[places]
    order = np.lexsort((edges.start[places], helps, which))
    each, first = np.unique(which[order], return_index=True)
    units: Numbers = edges.start[places][order][first]
    return each, units.astype(np.int64)
