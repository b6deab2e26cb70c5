"""Why there is no path: the smallest set of filters to relax, what was filtered away, what one new flow would join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.paths.flows import Flow, Travel, flows_of, travels
from graphsvc_queries.paths.network import Network
from graphsvc_queries.paths.question import UNKNOWN, Filter, Question
from graphsvc_queries.paths.result import Missed, Near, NoneBecause, Relaxation, Relaxed
from graphsvc_queries.paths.search import Search, count
from graphsvc_queries.paths.telling import Teller, level_word, name
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
    missed = sorted(_missed(snapshot, network), key=lambda travel: (travel.flow.id, travel.start))
    teller = Teller(snapshot, network)
    shown = tuple(_told(snapshot, question, travel, teller.sentence(travel)) for travel in missed[:LISTED])
    names = name(snapshot, question.start), name(snapshot, question.end)
    sentence = none_sentence(
        names,
        snapshot.date,
        out=bool(network.out.get(question.start)),
        into=bool(network.into.get(question.end)),
    )
    return NoneBecause(sentence, relax, _nearest(snapshot, question, network), shown, len(missed), complete)


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
    search = Search(network, question.max_steps, work=200_000)
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
    found, all_of_them = count(network, network.question.max_steps, MOST_COUNTED)
    sentence = _ALLOW.format(what=joined(clauses))
    return Relaxation(tuple(relaxed), sentence, Teller(snapshot, network).path(systems), found, all_of_them)


def _least_refused(question: Question, network: Network, ends: tuple[int, int]) -> Travel:
    """Return the flow of a hop that asks for the fewest filters to give way, then the cheapest."""
    return min(network.hops[ends].travels, key=lambda travel: (len(question.refusals(travel.flow)), travel.order))


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


def _missed(snapshot: Snapshot, network: Network) -> Iterator[Travel]:
    """Give the flows that would lead on from what the start reaches, had no filter kept them out."""
    question, reached = network.question, network.reached(network.start)
    for flow in flows_of(snapshot):
        if flow.provider in reached or flow.dependent in reached:
            for travel in travels(flow, question.direction, undirected=question.undirected):
                if travel.start in reached and travel.end not in reached:
                    yield travel


def _told(snapshot: Snapshot, question: Question, travel: Travel, sentence: Text) -> Missed:
    refused = {*question.refusals(travel.flow), *question.barred(travel.end)}
    ends = snapshot.references[travel.start], snapshot.references[travel.end]
    return Missed(travel.flow.id, *ends, tuple(one for one in Filter if one in refused), sentence)


def _nearest(snapshot: Snapshot, question: Question, network: Network) -> tuple[Near, ...]:
    """List what one new flow could join so that the steps suffice; nothing when the two are joined already."""
    ahead, behind = network.reached(question.start), network.reached(question.end, backward=True)
    limit = len(snapshot) if question.max_steps is None else question.max_steps
    if ahead.get(question.end, limit + 1) <= limit:
        return ()
    ties = _ties(snapshot)
    found: list[Near] = []
    for side, steps in (("from", ahead), ("to", behind)):
        order = sorted((step, -ties[one], one) for one, step in steps.items() if step + 1 <= limit)
        for step, _, one in order[:NEAREST]:
            found.append(Near(side, snapshot.references[one], name(snapshot, one), step, ties[one]))
    return tuple(found)


def _ties(snapshot: Snapshot) -> Counter[int]:
    """Count the flows at each system, as an end or a hub."""
    return Counter(one for flow in flows_of(snapshot) for one in {flow.provider, flow.dependent, *flow.hubs})
