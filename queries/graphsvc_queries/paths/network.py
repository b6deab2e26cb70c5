"""Which systems a question lets a path go between, at what cost, and which systems to pass that takes in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from graphsvc_queries.paths.flows import Flows, Travel, travel
from graphsvc_queries.paths.question import Question
from graphsvc_queries.paths.ways import Numbers, Ways, steps_from

__all__ = ["Hop", "Network", "Option"]

#: A way over a hop: its cost, and the systems to pass that it takes in, as bits.
Option = tuple[int, int]


class Hop(NamedTuple):
    """To the next system: the ways over, cheapest first, none of them worse than another in both cost and bits."""

    end: int
    options: tuple[Option, ...]


class Network:
    """The ways that a question allows.

    Parameters
    ----------
    flows
        All flows.
    question
        What may be used.

    Notes
    -----
    O(flows) over arrays; hops are made for the systems that a search comes to.
    """

    def __init__(self, flows: Flows, question: Question) -> None:
        self.flows = flows
        self.question = question
        self.start, self.end = question.start, question.end
        self.wanted = {
            system: 1 << position
            for position, system in enumerate(sorted({*question.via} - {question.start, question.end}))
        }
        self.full = (1 << len(self.wanted)) - 1
        self.allowed = self._allowed()
        self._out: dict[int, list[Hop]] = {}
        self._travels: dict[tuple[int, int], tuple[Travel, ...]] = {}

    def _allowed(self) -> Ways:
        """Return the ways that pass the filters; a path without loops never returns to its start."""
        question = self.question
        ways = self.flows.ways(question.direction, undirected=question.undirected)
        kept = (ways.end != self.start) & (ways.start != self.end)
        flows, systems = question.flows_allowed(self.flows), question.systems_allowed(len(self.flows.snapshot))
        if flows is not None:
            kept &= flows[ways.flow]
        if systems is not None:
            kept &= systems[ways.start] & systems[ways.end]
        return ways.those(np.flatnonzero(kept))

    @cached_property
    def ahead(self) -> Numbers:
        """The fewest steps from the start to each system, -1 where there is no way within the longest path."""
        return steps_from(self.allowed, self.start, len(self.flows.snapshot), self.question.max_steps)

    @cached_property
    def behind(self) -> Numbers:
        """The fewest steps from each system to the end."""
        size, limit = len(self.flows.snapshot), self.question.max_steps
        return steps_from(self.allowed, self.end, size, limit, backward=True)

    @cached_property
    def part(self) -> Ways:
        """The ways that lie on some way from start to end that is short enough; loops not looked at."""
        ahead, behind = self.ahead[self.allowed.start], self.behind[self.allowed.end]
        kept = (ahead >= 0) & (behind >= 0)
        if self.question.max_steps is not None:
            kept &= ahead + 1 + behind <= self.question.max_steps
        return self.allowed.those(np.flatnonzero(kept))

    @cached_property
    def taken(self) -> Numbers:
        """Which systems to pass each way of the part takes in: the one it comes to, and the hubs of its flow."""
        by_system = np.zeros(len(self.flows.snapshot), dtype=np.int64)
        by_flow = np.zeros(len(self.flows), dtype=np.int64)
        for system, bit in self.wanted.items():
            by_system[system] = bit
        for place, hubs in self.flows.hubs.items() if self.wanted else ():
            by_flow[place] = self._bits(hubs)
        return by_system[self.part.end] | by_flow[self.part.flow]

    def _bits(self, systems: Sequence[int]) -> int:
        taken = 0
        for system in systems:
            taken |= self.wanted.get(system, 0)
        return taken

    def taken_in(self, travel: Travel) -> int:
        """Return which systems to pass a flow takes in."""
        return self._bits((travel.end, *travel.flow.hubs))

    def out(self, system: int) -> list[Hop]:
        """Return the hops from a system that may lead to the end, by the number of the next."""
        if system not in self._out:
            self._out[system] = self._hops(system)
        return self._out[system]

    def _hops(self, system: int) -> list[Hop]:
        part, place = self.part, self.part.out(system)
        found: list[Hop] = []
        ends, costs, taken = (column[place].tolist() for column in (part.end, part.cost, self.taken))
        for end, cost, bits in zip(ends, costs, taken, strict=True):
            if not found or found[-1].end != end:
                found.append(Hop(end, ((cost, bits),)))
            elif all(bits & ~other for _, other in found[-1].options):
                found[-1] = Hop(end, (*found[-1].options, (cost, bits)))
        return found

    def travels(self, start: int, end: int) -> tuple[Travel, ...]:
        """Return every flow that may be taken from one system to the next, cheapest first."""
        if (start, end) not in self._travels:
            ways, place = self.allowed, self.allowed.out(start)
            first, last = np.searchsorted(ways.end[place], (end, end + 1)) + place.start
            self._travels[start, end] = tuple(travel(self.flows, ways, one) for one in range(int(first), int(last)))
        return self._travels[start, end]

    def chosen(self, systems: Sequence[int]) -> tuple[Travel, ...]:
        """Choose one flow a hop: the cheapest that together take in all that is to be passed."""
        hops = [self.travels(*ends) for ends in pairwise(systems)]
        if not self.full:
            return tuple(hop[0] for hop in hops)
        best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
        for hop in hops:
            longer: dict[int, tuple[int, tuple[int, ...]]] = {}
            for mask, (cost, places) in best.items():
                for place, one in enumerate(hop):
                    key = mask | self.taken_in(one)
                    way = (cost + one.flow.cost, (*places, place))
                    longer[key] = min(longer.get(key, way), way)
            best = longer
        return tuple(hop[place] for hop, place in zip(hops, best[self.full][1], strict=True))
