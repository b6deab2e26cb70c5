"""Which systems a question lets a path go between, at what cost, and which systems to pass that takes in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from graphsvc_queries.paths.flows import Flow, Travel, travels
from graphsvc_queries.paths.question import Question

__all__ = ["Hop", "Network", "Option"]

#: A way over a hop: its cost, and the systems to pass that it takes in, as bits.
Option = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hop:
    """From one system to the next: every flow that may be taken, cheapest first."""

    start: int
    end: int
    travels: tuple[Travel, ...]
    options: tuple[Option, ...]


class Network:
    """The hops that a question allows.

    Parameters
    ----------
    flows
        All flows.
    question
        What may be used.

    Notes
    -----
    O(flows log flows).
    """

    def __init__(self, flows: Iterable[Flow], question: Question) -> None:
        self.question = question
        self.start, self.end = question.start, question.end
        self.wanted = {
            system: 1 << position
            for position, system in enumerate(sorted({*question.via} - {question.start, question.end}))
        }
        self.full = (1 << len(self.wanted)) - 1
        self.hops = self._hops(flows)

    def _hops(self, flows: Iterable[Flow]) -> dict[tuple[int, int], Hop]:
        found: dict[tuple[int, int], list[Travel]] = {}
        question = self.question
        for flow in flows:
            if question.refusals(flow) or question.barred(flow.provider) or question.barred(flow.dependent):
                continue
            for travel in travels(flow, question.direction, undirected=question.undirected):
                # A path without loops never comes back to its start, nor goes on from its end.
                if travel.end not in (travel.start, self.start) and travel.start != self.end:
                    found.setdefault((travel.start, travel.end), []).append(travel)
        return {ends: self._hop(*ends, found[ends]) for ends in found}

    def _hop(self, start: int, end: int, parallel: list[Travel]) -> Hop:
        if len(parallel) > 1:
            parallel.sort(key=lambda travel: travel.order)
        options: list[Option] = []
        for travel in parallel:
            cost, taken = travel.flow.cost, self.taken_in(travel)
            if all(taken & ~other for _, other in options):
                options.append((cost, taken))
        return Hop(start, end, tuple(parallel), tuple(options))

    def taken_in(self, travel: Travel) -> int:
        """Return which systems to pass a flow takes in: the system it comes to, and the hubs it goes through."""
        taken = self.wanted.get(travel.end, 0)
        for hub in travel.flow.hubs:
            taken |= self.wanted.get(hub, 0)
        return taken

    @cached_property
    def out(self) -> dict[int, list[Hop]]:
        """The hops from each system, by the number of the next."""
        found: dict[int, list[Hop]] = {}
        for hop in self.hops.values():
            found.setdefault(hop.start, []).append(hop)
        return found

    @cached_property
    def into(self) -> dict[int, list[Hop]]:
        """The hops to each system."""
        found: dict[int, list[Hop]] = {}
        for hop in self.hops.values():
            found.setdefault(hop.end, []).append(hop)
        return found

    def reached(self, start: int, *, backward: bool = False) -> dict[int, int]:
        """Return the systems that can be reached, or that reach, with the fewest steps."""
        steps, level, step = {start: 0}, [start], 0
        while level:
            step += 1
            there = [hop for system in level for hop in (self.into if backward else self.out).get(system, ())]
            level = sorted({hop.start if backward else hop.end for hop in there} - set(steps))
            steps |= dict.fromkeys(level, step)
        return steps

    def chosen(self, systems: Sequence[int]) -> tuple[Travel, ...]:
        """Choose one flow a hop: the cheapest that together take in all that is to be passed."""
        best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
        hops = [self.hops[ends] for ends in pairwise(systems)]
        for hop in hops:
            longer: dict[int, tuple[int, tuple[int, ...]]] = {}
            for mask, (cost, places) in best.items():
                for place, travel in enumerate(hop.travels):
                    key = mask | self.taken_in(travel)
                    way = (cost + travel.flow.cost, (*places, place))
                    longer[key] = min(longer.get(key, way), way)
            best = longer
        return tuple(hop.travels[place] for hop, place in zip(hops, best[self.full][1], strict=True))
