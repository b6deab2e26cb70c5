"""Systems that all depend on each other, and the shortest circle among them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np
import scipy
from numpy.typing import NDArray

__all__ = ["circles", "labelled", "shortest_cycle"]

#: Neighbours by node, ascending; every node is there.
Graph = Mapping[int, list[int]]

#: So many edges are looked at in a circle before the shortest cycle found so far has to do.
MOST_EDGES = 5_000_000


def labelled(rows: scipy.sparse.csr_array) -> tuple[int, NDArray[np.int32]]:
    """Return how many strongly connected components there are, and in which one each node is.

    Notes
    -----
    O(n + m), in compiled code (SciPy).
    """
    if not rows.shape[0]:
        return 0, np.empty(0, dtype=np.int32)
    count, labels = scipy.sparse.csgraph.connected_components(rows, directed=True, connection="strong")
    return int(count), labels


def circles(rows: scipy.sparse.csr_array) -> list[tuple[list[int], tuple[int, ...], bool]]:
    """Return the components of several nodes, each with a shortest cycle and whether that is surely the shortest.

    Largest first, then by smallest member.
    """
    count, labels = labelled(rows)
    large = np.flatnonzero(np.bincount(labels, minlength=count) > 1)
    members: dict[int, list[int]] = {label: [] for label in large.tolist()}
    for node in np.flatnonzero(np.isin(labels, large)).tolist():
        members[int(labels[node])].append(node)
    found = sorted(members.values(), key=lambda one: (-len(one), one))
    return [(one, *shortest_cycle({node: _row(rows, node) for node in one}, set(one))) for one in found]


def _row(rows: scipy.sparse.csr_array, node: int) -> list[int]:
    found: list[int] = rows.indices[rows.indptr[node] : rows.indptr[node + 1]].tolist()
    return found


def shortest_cycle(graph: Graph, members: Collection[int]) -> tuple[tuple[int, ...], bool]:
    """Return the shortest cycle within a component, from its smallest member; of equals the smallest sequence.

    Returns
    -------
    tuple of (tuple of int, bool)
        The cycle, and whether all of the component was searched: a component in which that would take more than
        5 million steps gets the shortest cycle found until then.

    Notes
    -----
    O(n m) for a component of n nodes and m edges; each search stops where the cycle would be no shorter.

    Examples
    --------
    >>> shortest_cycle({1: [2], 2: [3], 3: [1, 2]}, {1, 2, 3})
    ((2, 3), True)
    """
    inside = {node: [other for other in graph[node] if other in members and other != node] for node in sorted(members)}
    into: dict[int, list[int]] = {node: [] for node in inside}
    for node, others in inside.items():
        for other in others:
            into[other].append(node)
    best: tuple[int, ...] = ()
    looked = 0
    for start in inside:
        # The smallest member is on a cycle, since all other members are larger: the first search finds one.
        if best and looked > MOST_EDGES:
            return best, False
        search = _Search(inside, into, start)
        found = search.cycle(len(best) or len(inside) + 1)
        looked += search.looked
        if found:
            best = found
        if len(best) == 2:
            break
    return best, True


class _Search:
    """Looks for the smallest shortest cycle through a start that is its smallest member."""

    def __init__(self, inside: Graph, into: Graph, start: int) -> None:
        self.looked = 0
        self._inside, self._into, self._start = inside, into, start

    def cycle(self, shorter_than: int) -> tuple[int, ...]:
        """Return the cycle, if there is one shorter than that."""
        start = self._start
        left, level, steps = {start: 0}, [start], 0
        while level and steps < shorter_than - 2:
            steps += 1
            level = sorted(set(self._before(level)) - left.keys())
            left |= dict.fromkeys(level, steps)
        ways = [(left[node], node) for node in self._inside[start] if node in left and node > start]
        if not ways:
            return ()
        away, node = min(ways)
        cycle = [start, node]
        while away > 1:
            away, node = min((left[other], other) for other in self._inside[node] if left.get(other) == away - 1)
            cycle.append(node)
        return tuple(cycle)

    def _before(self, level: list[int]) -> Iterator[int]:
        for node in level:
            self.looked += len(self._into[node])
            yield from (one for one in self._into[node] if one > self._start)
