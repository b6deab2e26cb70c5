"""Communities by modularity (Louvain), and how two partitions agree (adjusted Rand index)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from math import comb

__all__ = ["Network", "adjusted_rand_index", "communities", "modularity"]

#: Undirected weights: ``network[a][b] == network[b][a]``; a weight to oneself is a loop.
Network = Mapping[int, Mapping[int, float]]

#: Fixed, so that the same register always has the same communities.
SEEDS = range(20)
#: Smaller gains are rounding.
GAIN = 1e-9


def communities(network: Network) -> tuple[tuple[int, ...], ...]:
    """Divide a network into communities: the best of twenty runs of Louvain by modularity.

    Each run visits the nodes in an order of its own, drawn from a fixed seed; equally good partitions (within 1e-9)
    go to the one whose sorted members come first.

    Parameters
    ----------
    network
        Undirected weights, no loops; nodes without ties should be left out.

    Returns
    -------
    tuple of tuple of int
        Members ascending; largest community first, then by smallest member.

    Notes
    -----
    O(20 x passes x ties). Louvain: Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in
    large networks", J. Stat. Mech. P10008, 2008. It finds good partitions, not provably the best one.

    Examples
    --------
    >>> pairs = {0: {1: 1.0}, 1: {0: 1.0}, 2: {3: 1.0}, 3: {2: 1.0}}
    >>> communities(pairs)
    ((0, 1), (2, 3))
    """
    best: tuple[tuple[int, ...], ...] = ()
    best_value = float("-inf")
    for partition in sorted({_run(network, seed) for seed in SEEDS}):
        value = modularity(network, partition)
        if value > best_value + GAIN:
            best, best_value = partition, value
    return best


def modularity(network: Network, partition: Sequence[Sequence[int]]) -> float:
    """Return how much more weight lies within the parts than chance would put there; 0 without ties.

    Notes
    -----
    O(ties). Newman and Girvan, Phys. Rev. E 69, 026113, 2004; a loop counts twice in a node's degree.
    """
    degree = {node: _degree(node, near) for node, near in network.items()}
    doubled = sum(degree.values())
    if not doubled:
        return 0.0
    value = 0.0
    for part in partition:
        members = set(part)
        inside = sum(weight for node in part for other, weight in network[node].items() if other in members)
        inside += sum(network[node].get(node, 0.0) for node in part)
        value += inside / doubled - (sum(degree[node] for node in part) / doubled) ** 2
    return value


def adjusted_rand_index(one: Sequence[Hashable], other: Sequence[Hashable]) -> float | None:
    """Return how two labellings of the same things agree: 1 the same, about 0 by chance; None without things.

    Two labellings that leave nothing to chance (all together, or all apart, in both) agree: 1.

    Notes
    -----
    O(n). Hubert and Arabie, "Comparing partitions", J. of Classification 2, 1985.

    Examples
    --------
    >>> adjusted_rand_index("aabb", "xxyy"), round(adjusted_rand_index("aabb", "xyxy"), 2)
    (1.0, -0.5)
    """
    if not one:
        return None
    both = sum(comb(count, 2) for count in Counter(zip(one, other, strict=True)).values())
    first, second = (sum(comb(count, 2) for count in Counter(labels).values()) for labels in (one, other))
    pairs = comb(len(one), 2)
    expected = first * second / pairs if pairs else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _run(network: Network, seed: int) -> tuple[tuple[int, ...], ...]:
    """Run Louvain once: move nodes while that gains, make each community a node, and begin again."""
    chance = random.Random(seed)  # noqa: S311 - an order of visits, not a secret
    members: dict[int, tuple[int, ...]] = {node: (node,) for node in network}
    level: Network = network
    while True:
        label = _moved(level, chance)
        groups: dict[int, list[int]] = {}
        for node in level:
            groups.setdefault(label[node], []).append(node)
        members = {part: tuple(one for node in nodes for one in members[node]) for part, nodes in groups.items()}
        if len(groups) == len(level):
            break
        level = _aggregated(level, label)
    return tuple(sorted((tuple(sorted(part)) for part in members.values()), key=lambda part: (-len(part), part)))


def _moved(network: Network, chance: random.Random) -> dict[int, int]:
    """Move each node to the neighbouring community that gains most, until no move gains."""
    label = {node: node for node in network}
    degree = {node: _degree(node, near) for node, near in network.items()}
    total = dict(degree)
    doubled = sum(degree.values()) or 1.0
    order = sorted(network)
    chance.shuffle(order)
    moving = True
    while moving:
        moving = False
        for node in order:
            home, own = label[node], degree[node]
            total[home] -= own
            ties = _ties(network[node], node, label)
            target = _best(ties, total, own / doubled, home)
            total[target] += own
            label[node] = target
            moving |= target != home
    return label


def _ties(near: Mapping[int, float], node: int, label: Mapping[int, int]) -> dict[int, float]:
    """Return the weight from a node to each community beside it."""
    found: dict[int, float] = {}
    for other, weight in near.items():
        if other != node:
            part = label[other]
            found[part] = found.get(part, 0.0) + weight
    return found


def _best(ties: Mapping[int, float], total: Mapping[int, float], share: float, home: int) -> int:
    best, best_gain = home, ties.get(home, 0.0) - total[home] * share
    for part, weight in ties.items():
        gain = weight - total[part] * share
        if gain > best_gain + GAIN:
            best, best_gain = part, gain
    return best


def _degree(node: int, near: Mapping[int, float]) -> float:
    return sum(near.values()) + near.get(node, 0.0)


def _aggregated(network: Network, label: Mapping[int, int]) -> dict[int, dict[int, float]]:
    """Make each community a node; what lay within becomes its loop."""
    made: dict[int, dict[int, float]] = {part: {} for part in label.values()}
    for node, near in network.items():
        row, part = made[label[node]], label[node]
        for other, weight in near.items():
            there = label[other]
            # A tie within is met from both its ends, a loop only once: a loop keeps its weight, a tie counts half.
            share = weight if there != part or other == node else weight / 2
            row[there] = row.get(there, 0.0) + share
    return made
