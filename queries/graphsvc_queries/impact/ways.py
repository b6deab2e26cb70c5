"""Edges by rule, many things at a time, from the snapshot's arrays: no relation is read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation, Way
from graphsvc.rules import Rule
from graphsvc.snapshot import Edges, Fact, Snapshot
from graphsvc_queries.impact.edges import TIE
from graphsvc_queries.impact.flow_cases import case_of
from graphsvc_queries.impact.neighbours import Neighbours
from graphsvc_queries.impact.readings import READINGS, family_of

__all__ = ["STEP", "Numbers", "Steps", "Ways", "changes", "joined"]

Numbers = NDArray[np.integer[Any]]
#: Edges from paths on: the row of the path, the thing reached, the weight after division by k and multiplication by
#: the derived relation's factor, the rule's number, the relation's place among those of its type (-1: none), among how
#: many providers the weight was divided, and the flow's provider when what the flow goes through is what touches (-1).
STEP = np.dtype(
    [
        ("before", np.int32),
        ("target", np.int32),
        ("weight", np.float64),
        ("rule", np.int16),
        ("place", np.int32),
        ("k", np.int32),
        ("provider", np.int32),
    ]
)
Steps = NDArray[Any]


class _Flows(NamedTuple):
    """What each flow carries: its rule (-1: it touches nobody), its weight, and k."""

    rule: NDArray[np.int16]
    weight: NDArray[np.float64]
    k: NDArray[np.int32]


class _Hubs(NamedTuple):
    """Flows through systems: sorted by the one column or the other."""

    hub: NDArray[np.int32]
    place: NDArray[np.int32]


class _Groups(NamedTuple):
    """Groups of alternatives: a row for each member of each, with its strongest support."""

    group: Numbers
    member: Numbers
    service: Numbers
    weight: NDArray[np.float64]
    rule: NDArray[np.int16]
    place: Numbers
    #: How many members each group has.
    size: Numbers


class Ways(Neighbours):
    """Edges of each rule; what is needed of a type of relation is worked out in arrays when first asked for.

    Notes
    -----
    O(relations of the type) once, then O(relations of the things asked for).
    """

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot)
        self.rules: tuple[Rule, ...] = snapshot.rules.rules
        self._number = {rule.name: number for number, rule in enumerate(self.rules)}
        self.is_step = np.array([rule.step for rule in self.rules], dtype=np.int32)
        self.is_owning = np.array([rule.relation is Relation.OWNS for rule in self.rules], dtype=np.bool_)
        self.is_holding = np.array([rule.relation is Relation.HOLDS for rule in self.rules], dtype=np.bool_)
        families = [family_of(rule) for rule in self.rules]
        self.family = np.array([sorted(set(families)).index(one) for one in families], dtype=np.int16)
        names = sorted(self._number)
        self.name_rank = np.array([names.index(rule.name) for rule in self.rules], dtype=np.int16)
        self._kinds: dict[Kind, NDArray[np.bool_]] = {}
        self._weights: dict[str, tuple[NDArray[np.float64], NDArray[np.int16]]] = {}

    def of_kind(self, kind: Kind) -> NDArray[np.bool_]:
        """Tell which things are of a kind."""
        if kind not in self._kinds:
            flags = np.zeros(len(self.snapshot), dtype=np.bool_)
            flags[self.snapshot.of_kind(kind)] = True
            self._kinds[kind] = flags
        return self._kinds[kind]

    def fact(self, rule: int, place: int) -> Fact:
        """Return the relation behind an edge."""
        return self.snapshot.edges(self.rules[rule].relation).facts[place]

    def id(self, rule: int, place: int) -> str:
        """Return the id of the relation behind an edge; empty where there is none."""
        return self.fact(rule, place).record.id if place >= 0 else ""

    def ends(self, rule: int, place: int) -> tuple[Relation, int, int]:
        """Return a relation's type and its ends; of an edge without a relation the rule's type."""
        relation = self.rules[rule].relation
        if place < 0:
            return relation, -1, -1
        edges = self.snapshot.edges(relation)
        return relation, int(edges.start[place]), int(edges.end[place])

    def given(self, before: int, name: str, things: Iterable[int]) -> Steps:
        """Return edges that no relation tells, as a proposal's fields do."""
        targets = np.array(list(things), dtype=np.int64)
        number = self._number[name]
        weight = np.full(len(targets), self.rules[number].weight)
        return _steps(before, targets, weight, number, np.full(len(targets), -1))

    def steps(self, way: str, rows: Numbers, things: Numbers) -> Steps:
        """Return the edges of one sort (``carries``, ``realizes``, ``supports`` ...) from things on.

        Parameters
        ----------
        rows
            The path to each thing.
        """
        reading = READINGS[way]
        edges = self.snapshot.edges(reading.relation)
        if not len(edges) or not len(things):
            return _NOTHING
        which, places = edges.pairs_out_of(things) if reading.forward else edges.pairs_into(things)
        targets = edges.end[places] if reading.forward else edges.start[places]
        weight, rule = self._weighed(way)
        found = _steps(rows[which], targets, weight[places], rule[places], places)
        return _kept(found, targets != things[which])

    def _weighed(self, way: str) -> tuple[NDArray[np.float64], NDArray[np.int16]]:
        """Return weight and rule of each relation of a type, as one sort of edge reads it."""
        if way not in self._weights:
            reading = READINGS[way]
            edges = self.snapshot.edges(reading.relation)
            this, that = self._number[reading.rule], self._number[reading.otherwise or reading.rule]
            holds = edges.coded(reading.field).flags(lambda value: value == reading.value) if reading.field else None
            rule = np.full(len(edges), this) if holds is None else np.where(holds, this, that)
            self._weights[way] = self._weight[rule] * self._factor(edges), rule.astype(np.int16)
        return self._weights[way]

    @cached_property
    def _weight(self) -> NDArray[np.float64]:
        return np.array([rule.weight for rule in self.rules], dtype=np.float64)

    @staticmethod
    def _factor(edges: Edges) -> NDArray[np.float64]:
        """Return by what each relation's weight is multiplied (1 when nothing is said)."""
        told = edges.coded("factor")
        factors = np.array([1.0 if value is None else float(str(value)) for value in told.each()], dtype=np.float64)
        found: NDArray[np.float64] = factors[told.codes]
        return found

    # -- supports ----------------------------------------------------------------------------------------------
    @cached_property
    def alone(self) -> NDArray[np.bool_]:
        """Supports that are in no group of alternatives."""
        found: NDArray[np.bool_] = ~self.snapshot.edges(Relation.SUPPORTS).coded("alternative").flags(bool)
        return found

    @cached_property
    def serving(self) -> NDArray[np.bool_]:
        """Things that support any service, in a group or not."""
        serving = np.zeros(len(self.snapshot), dtype=np.bool_)
        serving[self.snapshot.edges(Relation.SUPPORTS).start] = True
        return serving

    @cached_property
    def groups(self) -> _Groups:
        """Groups of alternatives, by service and name."""
        edges = self.snapshot.edges(Relation.SUPPORTS)
        named, places = edges.coded("alternative"), np.flatnonzero(~self.alone)
        names = [str(value) for value in named.each("")]
        name = np.array([sorted(names).index(one) for one in names], dtype=np.int64)[named.codes[places]]
        weights, rules = self._weighed("supports")
        weight, rule = weights[places], rules[places]
        member, service = edges.start[places], edges.end[places]
        # Rounded to what counts as equal: of equally strong ones the first has the smallest id.
        order = np.lexsort((places, -np.rint(weight / TIE), member, name, service))
        first = changes(service[order], name[order], member[order])
        order = order[first]
        group = np.cumsum(changes(service[order], name[order])) - 1
        size = np.bincount(group, minlength=0)
        return _Groups(group, member[order], service[order], weight[order], rule[order], places[order], size)

    def in_group(self, steps: Steps) -> NDArray[np.bool_]:
        """Tell which edges are supports in a group of alternatives."""
        supports = np.array([rule.name.startswith("supports.") for rule in self.rules], dtype=np.bool_)
        found: NDArray[np.bool_] = supports[steps["rule"]]
        found[found] = ~self.alone[steps["place"][found]]
        return found

    # -- flows -------------------------------------------------------------------------------------------------
    @cached_property
    def flows(self) -> _Flows:
        """What each flow carries."""
        edges = self.snapshot.edges(Relation.FLOW)
        criticality, mode = edges.coded("criticality"), edges.coded("mode")
        cases = [[case_of(one, other) for other in mode.each()] for one in criticality.each("unknown")]
        at = criticality.codes, mode.codes
        number = [[-1 if name is None else self._number[f"flow.{name}"] for name, _ in row] for row in cases]
        rule = np.array(number, dtype=np.int16)[at]
        shared = np.array([[one for _, one in row] for row in cases], dtype=np.bool_)[at]
        k = np.where(shared, self._providers(edges, shared)[edges.end], 1).astype(np.int32)
        weight = np.where(rule >= 0, self._weight[rule], 0.0) / np.maximum(k, 1) * self._factor(edges)
        return _Flows(rule, weight, np.maximum(k, 1))

    @staticmethod
    def _providers(edges: Edges, shared: NDArray[np.bool_]) -> Numbers:
        """Count the distinct providers of the uncertain flows into each thing; parallel flows stand side by side."""
        start, end = edges.start[shared], edges.end[shared]
        first = np.ones(len(start), dtype=np.bool_)
        first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
        return np.bincount(end[first], minlength=edges.size)

    def flow_steps(self, rows: Numbers, things: Numbers) -> Steps:
        """Return flows to dependents: things' own, and those that go through them."""
        edges, flows = self.snapshot.edges(Relation.FLOW), self.flows
        if not len(edges) or not len(things):
            return _NOTHING
        which, places = edges.pairs_out_of(things)
        through, carried = self._through(things)
        provider = np.concatenate([np.full(len(places), -1), edges.start[carried]])
        which, places = np.concatenate([which, through]), np.concatenate([places, carried])
        targets = edges.end[places]
        found = _steps(rows[which], targets, flows.weight[places], flows.rule[places], places)
        found["k"], found["provider"] = flows.k[places], provider
        keep = (flows.rule[places] >= 0) & (targets != things[which]) & (provider != things[which])
        return _kept(found, keep)

    def both_ends(self, name: str, rows: Numbers, things: Numbers) -> Steps:
        """Return the other end of every flow and its hubs; of a hub both ends of each flow through it."""
        edges, number = self.snapshot.edges(Relation.FLOW), self._number[name]
        if not len(edges) or not len(things):
            return _NOTHING
        parts = list[tuple[Numbers, Numbers, Numbers]]()
        for (which, places), others in (
            (edges.pairs_out_of(things), edges.end),
            (edges.pairs_into(things), edges.start),
        ):
            hubbed, hubs = self._hubs_on(places)
            parts += [(which, places, others[places]), (which[hubbed], places[hubbed], hubs)]
        through, carried = self._through(things)
        parts += [(through, carried, edges.start[carried]), (through, carried, edges.end[carried])]
        of, at, targets = (np.concatenate(column) for column in zip(*parts, strict=True))
        weight = self.rules[number].weight * self._flow_factor[at]
        found = _steps(rows[of], targets, weight, number, at)
        return _kept(found, targets != things[of])

    def platforms_serving(self, things: Numbers) -> tuple[Numbers, Numbers]:
        """Return the platforms that flows into things come from or go through, and for each the thing's place."""
        edges = self.snapshot.edges(Relation.FLOW)
        if not len(edges) or not len(things):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        which, places = edges.pairs_into(things)
        at, hubs = self._hubs_on(places)
        platform = np.concatenate([edges.start[places], hubs])
        which = np.concatenate([which, which[at]])
        keep = self.platforms[platform] & (platform != things[which])
        return platform[keep], which[keep]

    # -- relations between two things --------------------------------------------------------------------------
    def is_hub(self, thing: int) -> bool:
        """Tell whether flows go through a thing."""
        return thing in self.hub_flows

    def beside(self, rule: int, place: int) -> list[int] | None:
        """Return a relation and those parallel to it under a rule, ascending; None where others may count as well."""
        relation = self.rules[rule].relation
        if relation is Relation.FLOW and self.rules[rule].way is Way.WORK:
            return None
        edges = self.snapshot.edges(relation)
        first, after = place, place + 1
        while first and edges.start[first - 1] == edges.start[place] and edges.end[first - 1] == edges.end[place]:
            first -= 1
        while after < len(edges) and edges.start[after] == edges.start[place] and edges.end[after] == edges.end[place]:
            after += 1
        if after - first == 1:
            return [place]
        found = list(range(first, after))
        if self.rules[rule].name.startswith("flow."):
            return [one for one in found if self.flows.rule[one] >= 0]
        if self.rules[rule].name.startswith("supports."):
            codes = edges.coded("alternative").codes
            return [one for one in found if codes[one] == codes[place]]
        return found

    def all_from(self, rule: int, thing: int) -> Steps:
        """Return the flows that a rule reads from a thing on."""
        rows, things = np.zeros(1, dtype=np.int32), np.array([thing])
        if self.rules[rule].way is Way.WORK:
            return self.both_ends(self.rules[rule].name, rows, things)
        return self.flow_steps(rows, things)

    @cached_property
    def _flow_factor(self) -> NDArray[np.float64]:
        return self._factor(self.snapshot.edges(Relation.FLOW))

    @cached_property
    def _by_hub(self) -> _Hubs:
        found = [(hub, place) for hub, places in sorted(self.hub_flows.items()) for place in places]
        hubs, places = np.array(found, dtype=np.int32).reshape(-1, 2).T
        return _Hubs(hubs, places)

    @cached_property
    def _by_place(self) -> _Hubs:
        hubs, places = self._by_hub
        order = np.argsort(places, kind="stable")
        return _Hubs(hubs[order], places[order])

    def _through(self, things: Numbers) -> tuple[Numbers, Numbers]:
        """Return the flows through things: for each the thing's place, and its own."""
        which, at = _found(self._by_hub.hub, things)
        return which, self._by_hub.place[at]

    def _hubs_on(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Return the hubs of flows, and for each where its flow stands among those given."""
        which, at = _found(self._by_place.place, places)
        return which, self._by_place.hub[at]


def _found(column: Numbers, sought: Numbers) -> tuple[Numbers, Numbers]:
    """Find values in a sorted column: for each hit the place of the value sought, and where it is."""
    begin, end = column.searchsorted(sought), column.searchsorted(sought, side="right")
    count = end - begin
    which = np.arange(len(sought)).repeat(count)
    return which, np.arange(len(which)) + (begin - count.cumsum() + count)[which]


def _kept(steps: Steps, flags: NDArray[np.bool_]) -> Steps:
    found: Steps = steps[flags]
    return found


def changes(*columns: Numbers) -> NDArray[np.bool_]:
    """Tell in which rows any column differs from the row before."""
    found = np.ones(len(columns[0]), dtype=np.bool_)
    if len(found):
        found[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return found


def _steps(before: Any, target: Numbers, weight: NDArray[np.float64], rule: Any, place: Numbers) -> Steps:
    found = np.zeros(len(target), dtype=STEP)
    found["before"], found["target"], found["weight"] = before, target, weight
    found["rule"], found["place"], found["k"], found["provider"] = rule, place, 1, -1
    return found


_NOTHING: Steps = np.zeros(0, dtype=STEP)


def joined(parts: Iterable[Steps]) -> Steps:
    """Put edges of several sorts behind one another."""
    found = [part for part in parts if len(part)]
    return np.concatenate(found) if found else _NOTHING
