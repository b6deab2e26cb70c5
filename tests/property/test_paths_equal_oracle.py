"""Paths equal those of the oracle that writes down every path, and those of networkx, in the same order."""

from __future__ import annotations

import random
from itertools import islice
from typing import Any

import networkx as nx
import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.paths import Direction, Paths, paths
from graphsvc_queries.paths.flows import flows_of
from graphsvc_queries.paths.network import Network
from graphsvc_queries.paths.question import Question
from tests.oracle.integration_paths import Asked, every_path, smallest_relaxations
from tests.oracle.register import register
from tests.property.graphs import Municipality, municipality, permuted, seeds

GRAPHS, BATCH = 500, 100
UNKNOWN = object()


def with_data(made: Municipality) -> Municipality:
    """The same municipality with flows that say which way data moves, what it is, how and whether it runs."""
    chance = random.Random(made.seed + 7)
    objects = made.of("data_object")
    for one in objects:
        drawn(chance, made.things[one], "personal_data", "none", "ordinary", "special", UNKNOWN, None)
    for relation, _, _, fields in made.ties:
        if relation == "flow":
            drawn(chance, fields, "data_to", "dependent", "dependent", "provider", "both", UNKNOWN, None)
            drawn(chance, fields, "protocol", "REST", "SFTP", "Fiks", UNKNOWN)
            drawn(chance, fields, "status", "existing", "planned", "ended", UNKNOWN, UNKNOWN)
            named = tuple(one.split(":")[1] for one in chance.sample(objects, chance.randint(1, min(2, len(objects)))))
            drawn(chance, fields, "data_objects", named, named, (*named, "gone"), UNKNOWN, None)
    return made


def drawn(chance: random.Random, fields: dict[str, Any], name: str, *values: object) -> None:
    value = chance.choice(values)
    if value is not UNKNOWN:
        fields[name] = value


def question(snapshot: Snapshot, seed: int) -> Asked | None:
    """Draw two systems and some filters; None when there are not two."""
    chance = random.Random(seed + 99)
    systems = register(snapshot).kind("system")
    if len(systems) < 2:
        return None
    start, end = chance.sample(systems, 2)
    others = [one for one in systems if one not in (start, end)]

    def some(values: list[str], share: float, most: int = 2) -> tuple[str, ...]:
        drawn = chance.sample(values, min(len(values), chance.randint(1, most)))
        return tuple(drawn) if chance.random() < share else ()

    via = some(others, 0.25)
    return Asked(
        start,
        end,
        chance.choice(("data", "data", "dependence")),
        chance.random() < 0.2,
        protocol=some(["rest", "SFTP", "unknown"], 0.2),
        status=some(["existing", "planned", "unknown"], 0.15),
        mode=some(["sync", "async", "batch", "manual", "login", "unknown"], 0.25, 4),
        max_personal_data=chance.choice((None, None, None, 0, 1, 2)),
        via=via,
        avoid=some([one for one in others if one not in via], 0.25),
        may_pass=some(others, 0.1, 6),
        max_steps=chance.choice((0, 1, 2, 3, 4, 4, 5)),
    )


def answer(snapshot: Snapshot, asked: Asked, **more: Any) -> Paths:
    given = {name: value for name, value in vars(asked).items() if name not in ("start", "end", "off")}
    given["direction"] = Direction(given["direction"])
    return paths(snapshot, from_=asked.start, to=asked.end, **{**given, **more})


def cases(batch: int) -> list[tuple[Municipality, Asked]]:
    found = []
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        made = with_data(municipality(seed))
        asked = question(made.snapshot, seed)
        if asked is not None:
            found.append((made, asked))
    return found


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_all_paths_equal_those_of_the_oracle(batch: int) -> None:
    for made, asked in cases(batch):
        expected = every_path(made.snapshot, asked)
        found = answer(made.snapshot, asked, all=True)
        told = [(path.cost, path.systems) for path in found.paths]
        where = f"GRAPHSVC_SEED={made.seed}, {asked}"
        assert told == expected[:1000], where
        assert found.truncated == (len(expected) > 1000), where
        assert (found.none_because is None) == bool(expected), where
        assert (found.count, found.counted_all) == (len(expected), True) or found.truncated, where


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_k_best_are_the_first_of_all_and_the_rest_is_counted(batch: int) -> None:
    for made, asked in cases(batch):
        expected = every_path(made.snapshot, asked)
        found = answer(made.snapshot, asked, k=3)
        assert [(path.cost, path.systems) for path in found.paths] == expected[:3], f"GRAPHSVC_SEED={made.seed}"
        assert not found.truncated
        assert found.count == len(expected) or not found.counted_all


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_relaxations_are_the_smallest_sets_that_give_a_path(batch: int) -> None:
    for made, asked in cases(batch):
        found = answer(made.snapshot, asked).none_because
        if found is not None:
            told = {frozenset(one.filter.value for one in relaxation.filters) for relaxation in found.relax}
            assert told == smallest_relaxations(made.snapshot, asked), f"GRAPHSVC_SEED={made.seed}, {asked}"
            for relaxation in found.relax:
                off = frozenset(one.filter.value for one in relaxation.filters)
                expected = every_path(made.snapshot, Asked(**{**vars(asked), "off": off}))
                assert (relaxation.path.cost, relaxation.path.systems) == expected[0]
                assert relaxation.count == len(expected) or not relaxation.counted_all


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_one_new_flow_between_the_two_sides_would_give_a_path(batch: int) -> None:
    for made, asked in cases(batch):
        free = Asked(asked.start, asked.end, asked.direction, asked.undirected, max_steps=asked.max_steps)
        found = answer(made.snapshot, free).none_because
        if found is not None:
            limit = free.max_steps or 10**6
            steps = {side: [one.steps for one in found.nearest if one.side == side] for side in ("from", "to")}
            assert all(sorted(side) == side for side in steps.values())
            assert steps["from"][:1] == steps["to"][:1] == [0]
            assert all(step + 1 <= limit for side in steps.values() for step in side)
            for one in found.nearest:
                ends = (free.start, one.thing) if one.side == "from" else (one.thing, free.end)
                joined = ends[0] == ends[1] or every_path(
                    made.snapshot, Asked(ends[0], ends[1], free.direction, free.undirected)
                )
                assert joined, f"GRAPHSVC_SEED={made.seed}, {one}"


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_best_paths_are_the_shortest_simple_paths_of_networkx(batch: int) -> None:
    for made, asked in cases(batch):
        snapshot = made.snapshot
        network = Network(flows_of(snapshot), Question(snapshot.index(asked.start), snapshot.index(asked.end)))
        known: nx.DiGraph[str] = nx.DiGraph()
        known.add_nodes_from((asked.start, asked.end))
        ways = network.allowed
        for start, end, cost in zip(ways.start[::-1], ways.end[::-1], ways.cost[::-1], strict=True):
            # Of parallel ways the cheapest comes first, so it is the last to be written here.
            known.add_edge(snapshot.references[start], snapshot.references[end], cost=int(cost))
        found = answer(snapshot, Asked(asked.start, asked.end, max_steps=0), k=20).paths
        try:
            simple = list(islice(nx.shortest_simple_paths(known, asked.start, asked.end, weight="cost"), 200))
        except nx.NetworkXNoPath:
            simple = []
        expected = sorted((nx.path_weight(known, one, weight="cost"), tuple(one)) for one in simple)
        assert [(path.cost, path.systems) for path in found] == expected[:20], f"GRAPHSVC_SEED={made.seed}"


def test_the_same_facts_in_another_order_give_the_same_document() -> None:
    for made, asked in cases(0):
        shuffled = Snapshot(permuted(made.facts, made.seed), made.date)
        documents = [answer(one, asked).document(Language.NN) for one in (made.snapshot, shuffled)]
        assert documents[0] == documents[1], f"GRAPHSVC_SEED={made.seed}"
