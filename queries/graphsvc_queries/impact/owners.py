"""Who owns many systems, and who leads many services, in arrays."""

from __future__ import annotations

import numpy as np

from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import distinct
from graphsvc_queries.impact.ways import Numbers

__all__ = ["leads_of", "owners_of"]


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
