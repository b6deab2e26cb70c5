"""Parts of a graph in linear time: strongly connected components, what holds it together, and shortest cycles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

__all__ = ["cut", "shortest_cycle", "strong_components"]

#: Neighbours by node, ascending; every node is there.
Graph = Mapping[int, list[int]]


def strong_components(graph: Graph) -> list[list[int]]:
    """Return the strongly connected components, those that are reached before those that reach them.

    Notes
    -----
    O(n + m), without recursion (Tarjan 1972).

    Examples
    --------
    >>> strong_components({1: [2], 2: [1, 3], 3: []})
    [[3], [1, 2]]
    """
    found: list[list[int]] = []
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    open_nodes: list[int] = []
    closed: set[int] = set()
    for root in graph:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        open_nodes.append(root)
        walk = [(root, iter(graph[root]))]
        while walk:
            node, following = walk[-1]
            new = _advance(following, order, low, closed, node)
            if new is not None:
                order[new] = low[new] = len(order)
                open_nodes.append(new)
                walk.append((new, iter(graph[new])))
                continue
            walk.pop()
            if walk:
                low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
            if low[node] == order[node]:
                place = _place(open_nodes, node)
                found.append(sorted(open_nodes[place:]))
                closed.update(open_nodes[place:])
                del open_nodes[place:]
    return found


def _advance(
    following: Iterator[int], order: Mapping[int, int], low: dict[int, int], closed: Collection[int], node: int
) -> int | None:
    """Return the next node that nobody has been at, lowering what the node reaches by those on the way."""
    for other in following:
        if other not in order:
            return other
        if other not in closed:
            low[node] = min(low[node], order[other])
    return None


def _place(open_nodes: list[int], node: int) -> int:
    place = len(open_nodes) - 1
    while open_nodes[place] != node:
        place -= 1
    return place


def cut(graph: Graph) -> tuple[list[int], list[tuple[int, int]]]:
    """Return articulation points and bridges of an undirected simple graph, each ascending.

    Without an articulation point its part of the graph falls apart; so it does without a bridge.

    Notes
    -----
    O(n + m), without recursion (Hopcroft and Tarjan 1973).

    Examples
    --------
    >>> cut({1: [2, 3], 2: [1, 3], 3: [1, 2, 4], 4: [3]})
    ([3], [(3, 4)])
    """
    points: set[int] = set()
    bridges: list[tuple[int, int]] = []
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    for root in graph:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        children = 0
        walk = [(root, root, iter(graph[root]))]
        while walk:
            node, parent, following = walk[-1]
            new = _descend(following, order, low, node, parent)
            if new is not None:
                order[new] = low[new] = len(order)
                walk.append((new, node, iter(graph[new])))
                continue
            walk.pop()
            if node == root:
                continue
            low[parent] = min(low[parent], low[node])
            if low[node] > order[parent]:
                bridges.append((min(node, parent), max(node, parent)))
            if parent == root:
                children += 1
            elif low[node] >= order[parent]:
                points.add(parent)
        if children > 1:
            points.add(root)
    return sorted(points), sorted(bridges)


def _descend(
    following: Iterator[int], order: Mapping[int, int], low: dict[int, int], node: int, parent: int
) -> int | None:
    for other in following:
        if other not in order:
            return other
        if other != parent:
            low[node] = min(low[node], order[other])
    return None


def shortest_cycle(graph: Graph, members: Collection[int]) -> tuple[int, ...]:
    """Return the shortest cycle within a component, from its smallest member; of equals the smallest sequence.

    Notes
    -----
    O(n m) for a component of n nodes and m edges; each search stops where the cycle would be no shorter.
    """
    inside = {node: [other for other in graph[node] if other in members and other != node] for node in sorted(members)}
    into: dict[int, list[int]] = {node: [] for node in inside}
    for node, others in inside.items():
        for other in others:
            into[other].append(node)
    best: tuple[int, ...] = ()
    for start in inside:
        found = _cycle_from(inside, into, start, len(best) or len(inside) + 1)
        if found:
            best = found
        if len(best) == 2:
            break
    return best


def _cycle_from(inside: Graph, into: Graph, start: int, shorter_than: int) -> tuple[int, ...]:
    """Return the smallest shortest cycle through a start that is its smallest member, if shorter than that."""
    left, level, steps = {start: 0}, [start], 0
    while level and steps < shorter_than - 2:
        steps += 1
        level = sorted({one for node in level for one in into[node] if one > start} - left.keys())
        left |= dict.fromkeys(level, steps)
    ways = [(left[node], node) for node in inside[start] if node in left and node > start]
    if not ways:
        return ()
    away, node = min(ways)
    cycle = [start, node]
    while away > 1:
        away, node = min((left[other], other) for other in inside[node] if left.get(other) == away - 1)
        cycle.append(node)
    return tuple(cycle)
