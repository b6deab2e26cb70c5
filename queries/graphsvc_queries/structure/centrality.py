"""Centralities of systems: how many depend on each, and how many shortest paths pass it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

__all__ = ["betweenness"]

Graph = Mapping[int, Sequence[int]]


def betweenness(graph: Graph) -> dict[int, float]:
    """Return for each node the share of shortest paths between others that pass through it, 0-1.

    Parameters
    ----------
    graph
        Node -> those it leads to, each once, without itself; every node has a row.

    Notes
    -----
    O(nodes x edges). Brandes, "A faster algorithm for betweenness centrality", J. of Math. Sociology 25, 2001.

    Examples
    --------
    >>> betweenness({0: [1], 1: [2], 2: []})
    {0: 0.0, 1: 0.5, 2: 0.0}
    """
    found = dict.fromkeys(graph, 0.0)
    for source in graph:
        if graph[source]:
            _add_from(graph, source, found)
    pairs = (len(graph) - 1) * (len(graph) - 2)
    return {node: value / pairs if pairs > 0 else 0.0 for node, value in found.items()}


def _add_from(graph: Graph, source: int, found: dict[int, float]) -> None:
    """Search from one node, then hand its dependence back from the far end."""
    depth, paths = {source: 0}, {source: 1.0}
    before: dict[int, list[int]] = {source: []}
    order, waiting = [], deque([source])
    while waiting:
        node = waiting.popleft()
        order.append(node)
        step, ways = depth[node] + 1, paths[node]
        for other in graph[node]:
            if other not in depth:
                depth[other], paths[other], before[other] = step, 0.0, []
                waiting.append(other)
            if depth[other] == step:
                paths[other] += ways
                before[other].append(node)
    rests = dict.fromkeys(order, 0.0)
    for node in reversed(order[1:]):
        share = (1.0 + rests[node]) / paths[node]
        for one in before[node]:
            rests[one] += paths[one] * share
        found[node] += rests[node]
