"""The least that the rest of a path can cost, from wherever it stands: what a search is led by."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from graphsvc_queries.paths.network import Network
from graphsvc_queries.paths.ways import Numbers

__all__ = ["ToGo", "to_go"]


class ToGo(NamedTuple):
    """The least cost, and the fewest steps, from each state to the end with all taken in.

    A state is a system and what has been taken in, as one number: ``bits * size + system``. Loops are allowed, which
    is why these are bounds and not the answer. ``steps`` is empty when the length of a path has no limit.
    """

    size: int
    cost: dict[int, int]
    steps: dict[int, int]


def to_go(network: Network) -> ToGo:
    """Work out the bounds of a network.

    Notes
    -----
    Dijkstra, backward from the end, in SciPy: O((m + n log n) 2^w) for m ways between n systems that may lie on a
    path, and w systems to pass.
    """
    size, part = len(network.flows.snapshot), network.part
    systems, local = np.unique(np.concatenate([part.start, part.end, [network.end]]), return_inverse=True)
    count, ways = len(systems), len(part)
    start, end = local[:ways], local[ways : 2 * ways]
    masks = np.arange(network.full + 1)[:, None]
    rows = ((masks | network.taken) * count + end).ravel()
    columns = (masks * count + start).ravel()
    goal = int(network.full * count + local[-1])
    matrix = _cheapest(rows, columns, np.tile(part.cost, len(masks)), count * len(masks))
    states = np.concatenate([mask * size + systems for mask in range(len(masks))])
    cost = _finite(states, scipy.sparse.csgraph.dijkstra(matrix, indices=[goal])[0])
    if network.question.max_steps is None:
        return ToGo(size, cost, {})
    return ToGo(size, cost, _finite(states, scipy.sparse.csgraph.dijkstra(matrix, indices=[goal], unweighted=True)[0]))


def _cheapest(rows: Numbers, columns: Numbers, costs: Numbers, size: int) -> scipy.sparse.csr_array:
    """Make a matrix with the least cost in each cell."""
    order = np.lexsort((costs, columns, rows))
    rows, columns, costs = rows[order], columns[order], costs[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    rows, columns, costs = rows[first], columns[first], costs[first]
    bounds = np.searchsorted(rows, np.arange(size + 1))
    return scipy.sparse.csr_array((costs.astype(np.float64), columns, bounds), shape=(size, size))


def _finite(states: Numbers, found: NDArray[np.float64]) -> dict[int, int]:
    there = np.flatnonzero(np.isfinite(found))
    return dict(zip(states[there].tolist(), found[there].astype(np.int64).tolist(), strict=True))
