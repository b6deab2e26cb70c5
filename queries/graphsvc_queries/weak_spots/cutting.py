"""What holds an undirected graph together: articulation points and bridges, in linear time and without recursion."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import NDArray

__all__ = ["cut"]

Numbers = NDArray[np.int64]


def cut(rows: scipy.sparse.csr_array) -> tuple[list[int], list[tuple[int, int]]]:
    """Return articulation points and bridges of an undirected simple graph, each ascending.

    Without an articulation point its part of the graph falls apart; so it does without a bridge.

    Parameters
    ----------
    rows
        Shape (n, n), symmetric, no loops.

    Notes
    -----
    O(n + m), all but two plain passes over the nodes in compiled code. The edges of a spanning tree are grouped into
    blocks that no single node can part (R. Tarjan and U. Vishkin, "An efficient parallel biconnectivity algorithm",
    SIAM J. Comput. 14, 1985): a bridge is a block of its own, an articulation point is in several.

    Examples
    --------
    >>> edges = [(0, 1), (0, 2), (1, 2), (2, 3)]
    >>> both = np.array([*edges, *((b, a) for a, b in edges)])
    >>> cut(scipy.sparse.csr_array((np.ones(8), (both[:, 0], both[:, 1])), shape=(4, 4)))
    ([2], [(2, 3)])
    """
    size = rows.shape[0]
    if not size:
        return [], []
    tree = _Tree(rows)
    blocks = _blocks(rows, tree)
    below = np.flatnonzero(tree.parent[:size] != size)  # the nodes whose edge upward is an edge of the graph
    above = tree.parent[below]
    alone = np.bincount(blocks[below], minlength=size)[blocks[below]] == 1
    bridges = sorted((min(ends), max(ends)) for ends in zip(below[alone].tolist(), above[alone].tolist(), strict=True))
    # Each node is in the block of its edge upward and in those of the edges to its children.
    belongs = np.concatenate([np.stack([below, blocks[below]]), np.stack([above, blocks[below]])], axis=1)
    places = np.unique(belongs, axis=1)[0]
    return np.flatnonzero(np.bincount(places, minlength=size) > 1).tolist(), bridges


class _Tree:
    """A spanning tree of all parts of the graph below one added root, whose number is that of the nodes.

    Parameters
    ----------
    parent
        Shape (n + 1,); the root is its own.
    first, last
        Nodes are numbered so that those below a node follow it: from ``first`` on, up to and without ``last``.
    """

    def __init__(self, rows: scipy.sparse.csr_array) -> None:
        size = rows.shape[0]
        _, parts = scipy.sparse.csgraph.connected_components(rows, directed=False)
        tops = np.unique(parts, return_index=True)[1]
        ends = rows.tocoo()
        start = np.concatenate([ends.coords[0], np.full(len(tops), size)])
        end = np.concatenate([ends.coords[1], tops])
        with_root = _graph(start, end, size + 1)
        _, before = scipy.sparse.csgraph.breadth_first_order(with_root, size)
        self.parent: Numbers = before.astype(np.int64)
        self.parent[size] = size
        children = _graph(self.parent[:size], np.arange(size), size + 1)
        self.order: Numbers = scipy.sparse.csgraph.depth_first_order(children, size, return_predecessors=False).astype(
            np.int64
        )
        self.first = np.empty(size + 1, dtype=np.int64)
        self.first[self.order] = np.arange(size + 1)
        self.last = self.first + self._sizes()

    def _sizes(self) -> Numbers:
        sizes, parent = [1] * len(self.parent), self.parent.tolist()
        for node in self.order[:0:-1].tolist():
            sizes[parent[node]] += sizes[node]
        return np.array(sizes, dtype=np.int64)


def _graph(start: NDArray[np.integer], end: NDArray[np.integer], size: int) -> scipy.sparse.csr_array:
    return scipy.sparse.coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(size, size)).tocsr()


def _blocks(rows: scipy.sparse.csr_array, tree: _Tree) -> Numbers:
    """Return for each node the block of its edge upward: edges that a cycle joins are of one block."""
    size = rows.shape[0]
    ends = rows.tocoo()
    start, end = (one.astype(np.int64) for one in ends.coords)
    apart = (tree.parent[start] != end) & (tree.parent[end] != start)
    start, end = start[apart], end[apart]  # each way once, so that what holds of start holds of both
    lowest, highest = tree.first.copy(), tree.first.copy()
    np.minimum.at(lowest, start, tree.first[end])
    np.maximum.at(highest, start, tree.first[end])
    lowest, highest = _below(tree, lowest, highest)
    beside = tree.last[start] <= tree.first[end]  # two branches, joined by an edge
    node = np.arange(size)
    over = tree.parent[:size]
    # What is below a node reaches past the node above it, so both their edges upward are on a cycle.
    leaves = (over != size) & ((lowest[node] < tree.first[over]) | (highest[node] >= tree.last[over]))
    one = np.concatenate([start[beside], node[leaves]])
    other = np.concatenate([end[beside], over[leaves]])
    labels: Numbers = scipy.sparse.csgraph.connected_components(_graph(one, other, size), directed=False)[1].astype(
        np.int64
    )
    return labels


def _below(tree: _Tree, lowest: Numbers, highest: Numbers) -> tuple[Numbers, Numbers]:
    """Return the lowest and highest number that an edge from a node, or from any below it, leads to."""
    low, high, parent = lowest.tolist(), highest.tolist(), tree.parent.tolist()
    for node in tree.order[:0:-1].tolist():
        above = parent[node]
        low[above] = min(low[above], low[node])
        high[above] = max(high[above], high[node])
    return np.array(low, dtype=np.int64), np.array(high, dtype=np.int64)
