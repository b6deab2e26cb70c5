"""Why there is no path: the smallest set of filters to relax, what was filtered away, what one new flow would join."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np

from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.paths.flows import Flow, Flows, Travel, flows_of, travel
from graphsvc_queries.paths.network import Network
from graphsvc_queries.paths.question import UNKNOWN, Filter, Question
from graphsvc_queries.paths.result import Missed, Near, NoneBecause, Relaxation, Relaxed
from graphsvc_queries.paths.search import Search, count
from graphsvc_queries.paths.telling import Teller, level_word, name
from graphsvc_queries.paths.ways import Numbers, steps_from
from graphsvc_queries.paths.wording import ALLOW, joined, none_sentence, value_word

__all__ = ["none_because"]

#: So many flows are looked at, over all sets of filters, before no more sets are tried.
FLOWS_LOOKED_AT = 1_000_000
#: So many filtered flows, and near systems a side, are listed.
LISTED = 20
NEAREST = 5
MOST_COUNTED = 1000

_ALLOW = Text("Tillat {what}.", "Tillat {what}.", "Allow {what}.")


def none_because(snapshot: Snapshot, question: Question, network: Network) -> NoneBecause:
    """Tell why a question has no path.

    Notes
    -----
    O(2^f m) for f active filters, of which two are usual, with a limit on the work.
    """
    relax, complete = _relaxations(snapshot, question)
    missed, missed_count = _missed(network)
    teller = Teller(snapshot, network)
    shown = tuple(_told(snapshot, question, travel, teller.sentence(travel)) for travel in missed)
    names = name(snapshot, question.start), name(snapshot, question.end)
    sentence = none_sentence(
        names,
        snapshot.date,
        out=bool((network.allowed.start == question.start).any()),
        into=bool((network.allowed.end == question.end).any()),
    )
    return NoneBecause(sentence, relax, _nearest(snapshot, network), shown, missed_count, complete)


def _relaxations(snapshot: Snapshot, question: Question) -> tuple[tuple[Relaxation, ...], bool]:
    """Return all sets of the smallest size that gives a path, and whether every set was tried."""
    left = max(FLOWS_LOOKED_AT // max(len(flows_of(snapshot)), 1), 16)
    active = question.active
    if _first(snapshot, question.without(active)) is None:
        return (), True
    for size in range(1, len(active) + 1):
        found: list[Relaxation] = []
        for filters in combinations(active, size):
            if not left:
                return tuple(found), False
            left -= 1
            path = _first(snapshot, question.without(filters))
            if path is not None:
                found.append(_relaxation(snapshot, question, filters, path))
        if found:
            return tuple(found), True
    return (), True


def _first(snapshot: Snapshot, question: Question) -> tuple[Network, tuple[int, ...]] | None:
    network = Network(flows_of(snapshot), question)
    search = Search(network, work=200_000)
    return next(((network, systems) for _, systems in search.paths()), None)


def _relaxation(
    snapshot: Snapshot, question: Question, filters: Sequence[Filter], path: tuple[Network, tuple[int, ...]]
) -> Relaxation:
    network, systems = path
    taken = [_least_refused(question, network, ends) for ends in pairwise(systems)]
    relaxed = [Relaxed(one, _values(snapshot, question, one, systems, taken)) for one in filters]
    clauses = [
        ALLOW[one.filter].format(value=_word(snapshot, one.filter, value))
        for one in relaxed
        for value in one.allow or ("",)
    ]
    found, all_of_them = count(network, MOST_COUNTED)
    sentence = _ALLOW.format(what=joined(clauses))
    return Relaxation(tuple(relaxed), sentence, Teller(snapshot, network).path(systems), found, all_of_them)


def _least_refused(question: Question, network: Network, ends: tuple[int, int]) -> Travel:
    """Return the flow of a hop that asks for the fewest filters to give way; of equals the first, the cheapest."""
    return min(network.travels(*ends), key=lambda travel: len(question.refusals(travel.flow)))


def _values(
    snapshot: Snapshot, question: Question, relaxed: Filter, systems: Sequence[int], taken: Sequence[Travel]
) -> tuple[str, ...]:
    """Return which values of a filter a path asks for."""
    passed = {*systems, *(hub for travel in taken for hub in travel.flow.hubs)}
    if relaxed is Filter.MAX_STEPS:
        return (str(len(systems) - 1),)
    if relaxed is Filter.LOGIN:
        return ("login",)
    if relaxed is Filter.VIA:
        return _references(snapshot, set(question.via) - passed)
    if relaxed in (Filter.AVOID, Filter.MAY_PASS):
        return _references(snapshot, {one for one in passed if relaxed in question.barred(one)})
    refused = [travel.flow for travel in taken if relaxed in question.refusals(travel.flow)]
    return tuple(sorted({_value(flow, relaxed) for flow in refused}))


def _value(flow: Flow, relaxed: Filter) -> str:
    if relaxed is Filter.PERSONAL_DATA:
        return UNKNOWN if flow.level is None else str(flow.level)
    told = {Filter.PROTOCOL: flow.protocol, Filter.MODE: flow.mode, Filter.STATUS: flow.status}[relaxed]
    return told or UNKNOWN


def _word(snapshot: Snapshot, relaxed: Filter, value: str) -> Text:
    if value in snapshot:
        return name(snapshot, snapshot.index(value))
    if relaxed is Filter.PERSONAL_DATA and value.isdecimal():
        return level_word(int(value)) or Text.same(value)
    return value_word(relaxed, value)


def _references(snapshot: Snapshot, things: set[int]) -> tuple[str, ...]:
    return tuple(snapshot.references[thing] for thing in sorted(things))


def _missed(network: Network) -> tuple[list[Travel], int]:
    """Return the flows that would lead on from what the start reaches, had no filter kept them out.

    The first of them by id, and how many there are.
    """
    flows, question = network.flows, network.question
    reached = steps_from(network.allowed, question.start, len(flows.snapshot), None) >= 0
    ways = flows.ways(question.direction, undirected=question.undirected)
    places = np.flatnonzero(reached[ways.start] & ~reached[ways.end])
    first = places[np.lexsort((places, ways.start[places], flows.rank[ways.flow[places]]))][:LISTED]
    return [travel(flows, ways, place) for place in first.tolist()], len(places)


def _told(snapshot: Snapshot, question: Question, travel: Travel, sentence: Text) -> Missed:
    refused = {*question.refusals(travel.flow), *question.barred(travel.end)}
    ends = snapshot.references[travel.start], snapshot.references[travel.end]
    return Missed(travel.flow.id, *ends, tuple(one for one in Filter if one in refused), sentence)


def _nearest(snapshot: Snapshot, network: Network) -> tuple[Near, ...]:
    """List what one new flow could join so that the steps suffice; nothing when the two are joined already."""
    if network.ahead[network.end] >= 0:
        return ()
    ties, limit = _ties(network.flows), network.question.max_steps
    found: list[Near] = []
    for side, steps in (("from", network.ahead), ("to", network.behind)):
        near = np.flatnonzero((steps >= 0) & ((limit is None) | (steps < (limit or 0))))
        first = near[np.lexsort((near, -ties[near], steps[near]))][:NEAREST].tolist()
        found += [
            Near(side, snapshot.references[one], name(snapshot, one), int(steps[one]), int(ties[one])) for one in first
        ]
    return tuple(found)


def _ties(flows: Flows) -> Numbers:
    """Count the flows at each system, as an end or a hub."""
    size = len(flows.snapshot)
    apart = flows.provider != flows.dependent
    ties = np.bincount(flows.provider, minlength=size) + np.bincount(flows.dependent[apart], minlength=size)
    for place, hubs in flows.hubs.items():
        for hub in {*hubs} - {int(flows.provider[place]), int(flows.dependent[place])}:
            ties[hub] += 1
    return ties
