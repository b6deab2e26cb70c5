"""Weak spots on a graph of thousands of systems: equal to networkx and to taking systems away, and cut honestly."""

from __future__ import annotations

import random
from itertools import pairwise

import networkx as nx
import pytest

from graphsvc.errors import QuestionError
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.weak_spots import WeakSpots, components, weak_spots
from graphsvc_queries.weak_spots.cutting import cut
from graphsvc_queries.weak_spots.dependence import joined
from tests.graphs import Tie, graph
from tests.oracle import weak_spots as oracle

SYSTEMS, FLOWS, SERVICES = 3000, 5000, 800


@pytest.fixture(scope="module")
def ties() -> list[Tie]:
    """Few systems give to many, as in real registers, so that parts are large, small, and single."""
    chance = random.Random(4)

    def one() -> str:
        return f"system:s{int(SYSTEMS * chance.random() ** 3):04}"

    made: list[Tie] = []
    for number in range(FLOWS):
        other = f"system:s{chance.randrange(SYSTEMS):04}"
        mode = {"mode": chance.choice(("sync", "login", "batch"))}
        made.append(("flow", *((one(), other) if number % 7 else (other, one())), mode))
    for number in range(SERVICES):
        group = {"alternative": "g"} if number % 5 == 0 else {}
        for _ in range(2 if group else 1):
            carrier = f"system:s{chance.randrange(SYSTEMS):04}"
            made.append(("supports", carrier, f"service:t{number:03}", {"strength": "required", **group}))
        made.append(("delivers", f"unit:u{number % 40:02}", f"service:t{number:03}"))
    return made


@pytest.fixture(scope="module")
def large(ties: list[Tie]) -> Snapshot:
    return graph([f"system:s{number:04}" for number in range(SYSTEMS)], ties)


@pytest.fixture(scope="module")
def found(large: Snapshot) -> WeakSpots:
    return weak_spots(large, limit=SYSTEMS)


def pairs(ties: list[Tie], *modes: str) -> list[tuple[str, str]]:
    return [(tie[1], tie[2]) for tie in ties if tie[0] == "flow" and (not modes or tie[3]["mode"] in modes)]  # type: ignore[misc]


def test_what_holds_the_map_together_and_circles_are_those_of_networkx(ties: list[Tie], found: WeakSpots) -> None:
    plain: nx.Graph[str] = nx.Graph((a, b) for a, b in pairs(ties) if a != b)
    assert set(found.articulation_points) == set(nx.articulation_points(plain))
    assert set(found.bridges) == {tuple(sorted(edge)) for edge in nx.bridges(plain)}
    directed: nx.DiGraph[str] = nx.DiGraph(pairs(ties))
    strong = {frozenset(one) for one in nx.strongly_connected_components(directed) if len(one) > 1}
    assert {frozenset(one.systems) for one in found.cycles} == strong
    assert max(len(one.systems) for one in found.cycles) > 100
    for one in found.cycles:
        assert all(
            directed.has_edge(*hop) for hop in zip(one.shortest, (*one.shortest[1:], one.shortest[0]), strict=True)
        )


def test_every_system_stops_the_services_that_stop_when_it_is_taken_away(ties: list[Tie], found: WeakSpots) -> None:
    at_once: nx.DiGraph[str] = nx.DiGraph(pairs(ties, "sync", "login"))
    needs: dict[str, list[str]] = {}
    for tie in ties:
        if tie[0] == "supports":
            needs.setdefault(tie[2], []).append(tie[1])
    expected = {}
    for number in range(SYSTEMS):
        name = f"system:s{number:04}"
        away = {name, *(nx.descendants(at_once, name) if name in at_once else ())}
        lost = tuple(sorted(service for service, carriers in needs.items() if away.issuperset(carriers)))
        if lost:
            expected[name] = (lost, len(away))
    assert {one.system: (one.services, one.away) for one in found.single_points} == expected
    assert len(expected) > 1000


@pytest.mark.parametrize("limit", [0, 1, 7, 500])
def test_a_limit_keeps_the_first_rows_and_says_how_many_there_are(
    large: Snapshot, found: WeakSpots, limit: int
) -> None:
    short = weak_spots(large, limit=limit)
    lists = ("single_points", "lifecycle", "without_owner", "unused", "stale", "unconfirmed")
    for name in lists:
        assert getattr(short, name) == getattr(found, name)[:limit], name
    assert short.counts == found.counts
    assert short.counts["unconfirmed"] == SYSTEMS + FLOWS
    assert short.truncated
    assert (short.cycles, short.bridges) == (found.cycles, found.bridges)
    document = short.document(Language.NB)
    assert (document["truncated"], document["counts"]) == (True, dict(found.counts))


def test_nothing_is_cut_when_all_fits() -> None:
    found = weak_spots(graph(["system:a"]), limit=1)
    assert (found.truncated, found.counts["unused"], found.counts["unconfirmed"]) == (False, 1, 1)
    with pytest.raises(QuestionError, match="At most -1 rows will not do"):
        weak_spots(graph(), limit=-1)


def test_the_shortest_circle_of_one_too_large_is_said_to_be_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    ring: list[Tie] = [("flow", f"system:{one}", f"system:{other}") for one, other in ("ab", "bc", "cd", "da", "bd")]
    assert [one.shortest for one in weak_spots(graph([], ring)).cycles] == [("system:a", "system:b", "system:d")]
    assert not weak_spots(graph([], ring)).truncated
    far: list[Tie] = [*ring, ("flow", "system:d", "system:c")]
    assert [one.shortest for one in weak_spots(graph([], far)).cycles] == [("system:c", "system:d")]
    monkeypatch.setattr(components, "MOST_EDGES", 2)
    cut_short = weak_spots(graph([], far))
    assert [one.shortest for one in cut_short.cycles] == [("system:a", "system:b", "system:d")]
    assert cut_short.truncated


@pytest.mark.parametrize("size", [0, 1, 2, 50])
def test_chains_and_rings_are_cut_where_they_are_thin(size: int) -> None:
    names = [f"system:s{number:02}" for number in range(size)]
    chain: list[Tie] = [("flow", one, other) for one, other in pairwise(names)]
    snapshot = graph(names, chain)
    assert cut(joined(snapshot)) == (list(range(1, size - 1)), [(one, one + 1) for one in range(size - 1)])
    if size > 2:
        assert cut(joined(graph(names, [*chain, ("flow", names[-1], names[0])]))) == ([], [])


def test_many_pieces_are_cut_like_one() -> None:
    for seed in range(300):
        chance = random.Random(seed)
        size = chance.randint(1, 30)
        ends = [(chance.randrange(size), chance.randrange(size)) for _ in range(chance.randint(0, 45))]
        snapshot = graph([f"system:s{one:02}" for one in range(size)], [_flow(*pair) for pair in ends])
        points, bridges = cut(joined(snapshot))
        names = snapshot.references
        assert snapshot.of_kind(Kind.SYSTEM).tolist() == list(range(size))
        expected = oracle.falls_apart(snapshot)
        assert ([names[one] for one in points], [(names[a], names[b]) for a, b in bridges]) == expected, seed


def _flow(start: int, end: int) -> Tie:
    return ("flow", f"system:s{start:02}", f"system:s{end:02}", {})
