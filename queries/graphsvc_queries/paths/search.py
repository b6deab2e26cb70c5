"""The cheapest paths without loops, one after the other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count as numbers
from typing import NamedTuple

from graphsvc_queries.paths.bounds import to_go
from graphsvc_queries.paths.network import Hop, Network

__all__ = ["Search", "count"]

#: So much work (two for a hop looked at, more for a path remembered) before a search gives up: about a second and some
#: tens of megabytes. A count and not a clock, so that the answer is always the same.
WORK = 4_000_000

#: Where a path stands, its last system and what it has taken in, as one number (bounds.py).
_State = int


#: A step on: the least that the rest costs with it, where it leads, its own cost, what is then taken in.
_Step = tuple[int, int, int, int]

#: A path one step longer: the least that a whole one costs, its systems, what it has taken in, its own cost.
_Longer = tuple[int, tuple[int, ...], int, int]


class _UnderWay(NamedTuple):
    """A path under way, by the least that a whole one costs, then by its systems.

    ``exact`` tells that the least is known with its own systems left out; ``siblings`` gives what comes after it.
    """

    least: int
    systems: tuple[int, ...]
    number: int
    mask: int
    cost: int
    exact: bool
    siblings: Iterator[_Longer]


class Search:
    """Gives the paths of a network by cost, then by systems.

    Paths under way wait in a queue by the least that a whole path can cost. That least comes from one search backward
    from the end; when the cheapest way on would loop, it is found anew with the systems of the path left out. So every
    path that is continued leads somewhere: the work between two answers is that of Yen's algorithm, and what waits is
    found only when its turn comes (Yen 1971; Lawler 1972). Of the steps on from one place only the next best waits, so
    that a system with thousands of neighbours costs no more than one with two.

    Parameters
    ----------
    network
        Where paths may go, and how far.
    work
        When to give up; :attr:`truncated` tells that it did.

    Notes
    -----
    O(k L (m + n log n)) for k paths of L steps, without systems to pass; with these the problem is hard, and the
    limit on work is what bounds it.
    """

    def __init__(self, network: Network, work: int = WORK) -> None:
        self.network = network
        longest = network.question.max_steps
        self.max_steps = math.inf if longest is None else longest
        self.counts_steps = longest is not None
        self.left = work
        self.truncated = False
        self.size, self.costs, self.steps = to_go(network)
        self._steps_on: dict[_State, list[_Step]] = {}
        self._queue: list[_UnderWay] = []
        self._numbers = numbers()

    def paths(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Give (cost, systems), cheapest first, ties by systems."""
        given: set[tuple[int, ...]] = set()
        whole = self.costs.get(self.network.start)
        if whole is not None:
            self._wait(iter([(whole, (self.network.start,), 0, 0)]))
        while self._queue:
            under_way = heappop(self._queue)
            if not under_way.exact:
                self._wait(under_way.siblings)
            if under_way.systems[-1] != self.network.end:
                if self.left < 0:
                    self.truncated = True
                    return
                self._continue(under_way)
            elif under_way.systems not in given:
                given.add(under_way.systems)
                yield under_way.cost, under_way.systems

    def _continue(self, one: _UnderWay) -> None:
        """Put a path back with a better bound when its own was too low, else go on from it."""
        if not one.exact and not self._goes_straight(one.systems, one.mask):
            better = self._least(one.systems, one.mask, one.cost)
            if better > one.least:
                if better < math.inf:
                    heappush(self._queue, one._replace(least=int(better), exact=True))
                return
        self._wait(self._longer(one))

    def _wait(self, siblings: Iterator[_Longer]) -> None:
        """Let the next of some siblings, which come by what they cost at least, wait for its turn."""
        for least, systems, mask, cost in siblings:
            self.left -= 32 + 2 * len(systems)
            heappush(self._queue, _UnderWay(least, systems, next(self._numbers), mask, cost, False, siblings))
            return

    def _longer(self, one: _UnderWay) -> Iterator[_Longer]:
        """Give the paths that are one step longer and can still lead to the end, cheapest first."""
        systems, cost, steps = one.systems, one.cost, len(one.systems)
        for least, end, price, mask in self._onward(one.mask * self.size + systems[-1]):
            self.left -= 2
            if end not in systems and self._in_reach(mask * self.size + end, steps):
                yield max(one.least, cost + least), (*systems, end), mask, cost + price

    def _onward(self, state: _State) -> list[_Step]:
        """Return the steps on from a state, by what the rest costs at least, then by where they lead."""
        if state not in self._steps_on:
            mask, system = divmod(state, self.size)
            self._steps_on[state] = sorted(
                (price + self.costs[after], hop.end, price, mask | taken)
                for hop in self.network.out(system)
                for price, taken in hop.options
                if (after := (mask | taken) * self.size + hop.end) in self.costs
            )
        return self._steps_on[state]

    def _in_reach(self, state: _State, steps: int) -> bool:
        """Tell whether the end can be reached from a state within the steps that are left, loops not looked at."""
        return not self.counts_steps or steps + self.steps[state] <= self.max_steps

    def _goes_straight(self, systems: tuple[int, ...], mask: int) -> bool:
        """Tell whether the cheapest way on neither loops nor takes too many steps, so that its cost is the least."""
        passed, here = set(systems), systems[-1]
        while here != self.network.end:
            _, here, _, mask = self._onward(mask * self.size + here)[0]
            self.left -= 2
            if here in passed:
                return False
            passed.add(here)
        return len(passed) - 1 <= self.max_steps

    def _least(self, systems: tuple[int, ...], mask: int, cost: int) -> float:
        """Return what the cheapest way to the end costs that keeps off the systems passed, within the steps.

        Steps on are taken one by one, each when nothing cheaper waits (A* with the bounds of :mod:`bounds`).
        """
        passed, done = set(systems), dict[_State, int]()
        queue: list[tuple[int, int, int, _State, int]] = []
        self._look(queue, cost, len(systems) - 1, mask * self.size + systems[-1], 0)
        while queue:
            _, cost, steps, state, place = heappop(queue)
            self._look(queue, cost, steps, state, place + 1)
            _, here, price, mask = self._onward(state)[place]
            state, steps = mask * self.size + here, steps + 1 if self.counts_steps else steps
            # Taken by cost: a later one at the same place is only of use with fewer steps.
            if here in passed or not self._in_reach(state, steps) or done.get(state, steps + 1) <= steps:
                continue
            if here == self.network.end:
                return cost + price
            done[state] = steps
            self._look(queue, cost + price, steps, state, 0)
        return math.inf

    def _look(
        self, queue: list[tuple[int, int, int, _State, int]], cost: int, steps: int, state: _State, at: int
    ) -> None:
        onward = self._onward(state)
        self.left -= 2
        if at < len(onward):
            heappush(queue, (cost + onward[at][0], cost, steps, state, at))


def count(network: Network, most: int, work: int = 50_000) -> tuple[int, bool]:
    """Count the paths without loops, by walking all of them.

    Returns
    -------
    tuple
        How many were found, and whether these are all; it stops after ``most``, or when the work is used up.
    """
    limit = math.inf if network.question.max_steps is None else network.question.max_steps
    behind, onward = network.behind.tolist(), dict[tuple[int, float], list[Hop]]()
    found = 0
    stack: list[tuple[tuple[int, ...], frozenset[int]]] = [((network.start,), frozenset({0}))]
    while stack:
        systems, masks = stack.pop()
        if systems[-1] == network.end:
            found += network.full in masks
            if found > most:
                return most, False
            continue
        key = here, left = systems[-1], limit - len(systems)
        if key not in onward:
            onward[key] = [hop for hop in network.out(here) if behind[hop.end] <= left]
        for hop in onward[key]:
            work -= 1
            if hop.end not in systems:
                after = frozenset(mask | taken for mask in masks for _, taken in hop.options)
                stack.append(((*systems, hop.end), after))
        if work < 0:
            return found, False
    return found, True
