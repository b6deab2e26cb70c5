"""Between which municipalities flows go, by who owns the systems at their ends."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot

__all__ = ["homes", "joined"]

_Numbers = NDArray[np.int64]


def homes(snapshot: Snapshot, systems: NDArray[np.integer[Any]]) -> tuple[_Numbers, _Numbers]:
    """Return in which municipalities the owners of some systems are.

    Returns
    -------
    tuple
        The place of a system, ascending, and the organisation of an owner, -1 of owners that belong to none; each
        two once. Shape (n,) both. A national system is nobody's, whoever owns it, as in the matrix.

    Notes
    -----
    O(owners log owners).
    """
    edges = snapshot.edges(Relation.OWNS)
    if not len(edges):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    local = np.flatnonzero(~snapshot.organisation.national[systems])
    which, places = edges.pairs_into(systems[local])
    size = len(snapshot) + 1
    tops = snapshot.organisation.municipalities[edges.start[places]].astype(np.int64)
    pairs = np.unique(local[which] * size + tops + 1)
    return pairs // size, pairs % size - 1


def joined(snapshot: Snapshot, flows: NDArray[np.integer[Any]]) -> tuple[_Numbers, _Numbers, _Numbers]:
    """Return which municipalities some flows join.

    Parameters
    ----------
    flows
        Positions of flows.

    Returns
    -------
    tuple
        The place of a flow, ascending, an organisation at its start and one at its end, as :func:`homes` has them:
        all of the one end with all of the other. A flow with a national or ownerless end is not among them.

    Notes
    -----
    O(flows x owners, log owners).
    """
    edges = snapshot.edges(Relation.FLOW)
    systems, ends = np.unique(np.stack([edges.start[flows], edges.end[flows]]), return_inverse=True)
    starts, ends = ends.reshape(2, -1)
    which, tops = homes(snapshot, systems)
    counts = np.bincount(which, minlength=len(systems))
    begin = np.cumsum(counts) - counts
    many = counts[starts] * counts[ends]
    flow = np.repeat(np.arange(len(flows)), many)
    place = np.arange(len(flow)) - np.repeat(np.cumsum(many) - many, many)
    wide = counts[ends[flow]]
    return flow, tops[begin[starts[flow]] + place // wide], tops[begin[ends[flow]] + place % wide]
