"""The cheapest paths without loops, one after the other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from heapq import heappop, heappush

from graphsvc_queries.paths.network import Network

__all__ = ["Search", "count"]

#: So much work (about a hop looked at, plus a cell for every system of a path remembered) before a search gives up:
#: about a second and some tens of megabytes. A count and not a clock, so that the answer is always the same.
WORK = 4_000_000

#: Where a path stands: its last system, and what it has taken in, as bits.
_State = tuple[int, int]

#: A path under way: the least that a whole one costs, its systems, what it has taken in, its own cost, and whether
#: the least is known with its own systems left out.
_UnderWay = tuple[int, tuple[int, ...], int, int, bool]


class Search:
    """Gives the paths of a network by cost, then by systems.

    Paths under way wait in a queue by the least that a whole path can cost. That least comes from one search backward
    from the end; when the cheapest way on would loop, it is found anew with the systems of the path left out. So every
    path that is continued leads somewhere: the work between two answers is that of Yen's algorithm, and what waits is
    found only when its turn comes (Yen 1971; Lawler 1972).

    Parameters
    ----------
    network
        Where paths may go.
    max_steps
        The longest path, None = any.
    work
        When to give up; :attr:`truncated` tells that it did.

    Notes
    -----
    O(k L (m + n log n)) for k paths of L steps, without systems to pass; with these the problem is hard, and the
    limit on work is what bounds it.
    """

    def __init__(self, network: Network, max_steps: int | None, work: int = WORK) -> None:
        self.network = network
        self.max_steps = math.inf if max_steps is None else max_steps
        self.counts_steps = max_steps is not None
        self.left = work
        self.truncated = False
        self.costs = _to_go(network, by_step=False)
        self.steps = _to_go(network, by_step=True)
        self._onward: dict[_State, _State] = {}

    def paths(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Give (cost, systems), cheapest first, ties by systems."""
        given: set[tuple[int, ...]] = set()
        queue: list[_UnderWay] = []
        self._wait(queue, 0, (self.network.start,), 0, 0)
        while queue:
            under_way = heappop(queue)
            _, systems, _, cost, _ = under_way
            if systems[-1] != self.network.end:
                if self.left < 0:
                    self.truncated = True
                    return
                self._continue(queue, under_way)
            elif systems not in given:
                given.add(systems)
                yield cost, systems

    def _continue(self, queue: list[_UnderWay], under_way: _UnderWay) -> None:
        """Put a path back with a better bound when its own was too low, else go on from it to every next system."""
        least, systems, mask, cost, exact = under_way
        if not exact and not self._goes_straight(systems, mask):
            better = self._least(systems, mask, cost)
            if better > least:
                if better < math.inf:
                    heappush(queue, (int(better), systems, mask, cost, True))
                return
        for hop in self.network.out.get(systems[-1], ()):
            if hop.end not in systems:
                for price, taken in hop.options:
                    self._wait(queue, least, (*systems, hop.end), mask | taken, cost + price)

    def _wait(self, queue: list[_UnderWay], least: int, systems: tuple[int, ...], mask: int, cost: int) -> None:
        self.left -= 16 + len(systems)
        to_go = self._at_least(systems[-1], mask, len(systems) - 1)
        if to_go < math.inf:
            heappush(queue, (max(least, cost + int(to_go)), systems, mask, cost, False))

    def _at_least(self, system: int, mask: int, steps: int) -> float:
        """Return the least that the rest can cost; infinite when there is no rest within the steps."""
        if steps + self.steps.get((system, mask), math.inf) > self.max_steps:
            return math.inf
        return self.costs.get((system, mask), math.inf)

    def _goes_straight(self, systems: tuple[int, ...], mask: int) -> bool:
        """Tell whether the cheapest way on neither loops nor takes too many steps, so that its cost is the least."""
        passed, state = set(systems), (systems[-1], mask)
        while state[0] != self.network.end:
            if state not in self._onward:
                self._onward[state] = self._cheapest(state)
            state = self._onward[state]
            self.left -= 1
            if state[0] in passed:
                return False
            passed.add(state[0])
        return len(passed) - 1 <= self.max_steps

    def _cheapest(self, state: _State) -> _State:
        """Return what comes next on the cheapest way to the end."""
        system, mask = state
        return min(
            (price + self.costs[after], after)
            for hop in self.network.out[system]
            for price, taken in hop.options
            if (after := (hop.end, mask | taken)) in self.costs
        )[1]

    def _least(self, systems: tuple[int, ...], mask: int, cost: int) -> float:
        """Return what the cheapest way to the end costs that keeps off the systems passed, within the steps."""
        network, passed, here = self.network, set(systems), systems[-1]
        done: dict[tuple[int, int], int] = {}
        queue: list[tuple[float, int, int, int, int]] = [(0.0, cost, len(systems) - 1, here, mask)]
        while queue:
            _, cost, steps, here, mask = heappop(queue)
            if here == network.end:
                return cost
            # Popped by cost: a later one at the same place is only of use with fewer steps.
            if done.get((here, mask), steps + 1) <= steps:
                continue
            done[here, mask] = steps
            for hop in network.out.get(here, ()):
                self.left -= 2 * len(hop.options)
                if hop.end in passed:
                    continue
                for price, taken in hop.options:
                    after = steps + 1 if self.counts_steps else steps
                    to_go = self._at_least(hop.end, mask | taken, after)
                    if to_go < math.inf:
                        heappush(queue, (cost + price + to_go, cost + price, after, hop.end, mask | taken))
        return math.inf


def _to_go(network: Network, *, by_step: bool) -> dict[_State, int]:
    """Return the least cost (or steps) from each state to the end with all taken in.

    Loops are allowed, which is why this is a bound and not the answer (Dijkstra, backward).
    """
    found: dict[_State, int] = {}
    queue = [(0, network.end, network.full)]
    while queue:
        cost, system, mask = heappop(queue)
        if (system, mask) in found:
            continue
        found[system, mask] = cost
        for hop in network.into.get(system, ()):
            for price, taken in hop.options:
                for before in _befores(mask, taken):
                    if (hop.start, before) not in found:
                        heappush(queue, (cost + (1 if by_step else price), hop.start, before))
    return found


def _befores(mask: int, taken: int) -> Iterator[int]:
    """Give what may have been taken in before, so that with this hop it is just the mask."""
    if taken & ~mask:
        return
    part = taken
    while True:
        yield (mask & ~taken) | part
        if not part:
            return
        part = (part - 1) & taken


def count(network: Network, max_steps: int | None, most: int, work: int = 50_000) -> tuple[int, bool]:
    """Count the paths without loops.

    Returns
    -------
    tuple
        How many were found, and whether these are all; it stops after ``most``, or when the work is used up.
    """
    limit = math.inf if max_steps is None else max_steps
    to_go = network.reached(network.end, backward=True)
    found = 0
    stack: list[tuple[tuple[int, ...], frozenset[int]]] = [((network.start,), frozenset({0}))]
    while stack:
        systems, masks = stack.pop()
        if systems[-1] == network.end:
            found += network.full in masks
            if found > most:
                return most, False
            continue
        for hop in network.out.get(systems[-1], ()):
            work -= 1
            if hop.end in to_go and hop.end not in systems and len(systems) + to_go[hop.end] <= limit:
                after = frozenset(mask | taken for mask in masks for _, taken in hop.options)
                stack.append(((*systems, hop.end), after))
        if work < 0:
            return found, False
    return found, True
