"""Paths equal those of the oracle that writes down every path, and those of networkx, in the same order."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise
from typing import Any

import networkx as nx
import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.paths import Direction, Paths, paths
from graphsvc_queries.paths.within import within_reach
from tests.graphs import DATE
from tests.oracle.integration_paths import (
    COSTS,
    Answer,
    Asked,
    allowed_hops,
    cost_of,
    every_path,
    hubs_passed,
    may_be_passed,
    smallest_relaxations,
)
from tests.oracle.register import register
from tests.property.graphs import LEAP_DAY, Municipality, municipality, permuted, seeds

GRAPHS, BATCH = 500, 100
UNKNOWN = object()
FILTERS = ("protocol", "status", "mode", "personal data", "personal data", "via", "via", "avoid", "may pass")
#: Days on which other things are valid than on the municipality's own.
DATES = (dt.date(2025, 6, 1), dt.date(2026, 12, 2), dt.date(2027, 1, 2), dt.date(2030, 1, 1))


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

    # One or two filters most of the time: with more of them hardly anything is left to compare.
    on = chance.sample(FILTERS, chance.choice((0, 1, 1, 1, 2, 2, 3)))

    def some(name: str, values: list[str], most: int = 2) -> tuple[str, ...]:
        drawn = chance.sample(values, min(len(values), chance.randint(1, most)))
        return tuple(drawn) if name in on else ()

    hubs = sorted(hubs_passed(register(snapshot).of("flow")) & set(others))
    via = some("via", hubs if hubs and chance.random() < 0.8 else others, 1 if hubs else 2)
    return Asked(
        start,
        end,
        chance.choice(("data", "data", "dependence")),
        chance.random() < 0.2,
        protocol=some("protocol", ["rest", "SFTP", "unknown"]),
        status=some("status", ["existing", "planned", "unknown"]),
        mode=some("mode", ["sync", "async", "batch", "manual", "login", "unknown"], 4),
        max_personal_data=chance.choice((0, 1, 1, 2)) if "personal data" in on else None,
        via=via,
        avoid=some("avoid", [one for one in others if one not in via]),
        may_pass=some("may pass", others, 10),
        max_steps=chance.choice((0, 1, 2, 3, 4, 4, 5)),
    )


def answer(snapshot: Snapshot, asked: Asked, **more: Any) -> Paths:
    apart = ("start", "end", "off", "costs")
    given = {name: value for name, value in vars(asked).items() if name not in apart}
    given["direction"] = Direction(given["direction"])
    return paths(snapshot, from_=asked.start, to=asked.end, **{**given, **more})


@dataclass(frozen=True)
class Case:
    """A municipality at some date, under some costs, and a question about it."""

    seed: int
    snapshot: Snapshot
    asked: Asked

    def __str__(self) -> str:
        return f"GRAPHSVC_SEED={self.seed}, {self.snapshot.date}, {self.asked}"


def case(seed: int) -> Case | None:
    """Draw a case; None when the municipality has no two systems at the date."""
    chance = random.Random(seed + 31)
    made = with_data(municipality(seed))
    snapshot = Snapshot(made.facts, chance.choice((made.date, made.date, *DATES)))
    asked = question(snapshot, seed)
    if asked is None:
        return None
    if chance.random() < 0.2:
        costs = {name: chance.randint(1, 9) for name in ("step", "sync", "async", "unknown", "batch", "manual")}
        rules = snapshot.rules.with_weights({f"paths.{name}": cost for name, cost in costs.items()})
        return Case(seed, snapshot.with_rules(rules), replace(asked, costs=costs))
    return Case(seed, snapshot, asked)


@cache
def cases(batch: int) -> list[Case]:
    """The first 500 questions that can be asked, in batches; a seed whose municipality is too small is passed over."""
    drawn = (one for seed in seeds(10 * GRAPHS) if (one := case(seed)) is not None)
    return list(islice(drawn, batch * BATCH, (batch + 1) * BATCH))


def told(found: Paths) -> list[Answer]:
    return [(path.cost, path.systems) for path in found.paths]


def test_the_questions_ask_for_everything_that_can_be_asked_and_many_have_answers() -> None:
    counts = Counter[str]()
    for batch in range(GRAPHS // BATCH):
        for one in cases(batch):
            found, asked = every_path(one.snapshot, one.asked), one.asked
            counts["questions"] += 1
            counts["answers" if found else "none"] += 1
            counts["costs"] += asked.costs != COSTS
            counts["other date"] += one.snapshot.date not in {DATE, LEAP_DAY}
            for name in ("undirected", "protocol", "mode", "status", "via", "avoid", "may_pass"):
                counts[name] += bool(getattr(asked, name)) and bool(found)
            counts["personal data"] += asked.max_personal_data in (0, 1) and bool(found)
            counts["personal data, none"] += asked.max_personal_data in (0, 1) and not found
            counts["dependence"] += asked.direction == "dependence" and bool(found)
            rows = allowed_hops(one.snapshot, asked)
            counts["hubs"] += any(hubs_passed(rows[ends]) for _, path in found for ends in pairwise(path))
            counts["via a hub"] += any(not set(asked.via) <= set(path) for _, path in found)
    assert counts["questions"] == GRAPHS
    assert {name: number for name, number in counts.items() if number < 5} == {}
    assert counts["answers"] > GRAPHS / 5


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_all_paths_equal_those_of_the_oracle(batch: int) -> None:
    for one in cases(batch):
        expected = every_path(one.snapshot, one.asked)
        found = answer(one.snapshot, one.asked, all=True)
        assert told(found) == expected[:1000], one
        assert found.truncated == (len(expected) > 1000), one
        assert (found.none_because is None) == bool(expected), one
        assert (found.count, found.counted_all) == (len(expected), True) or found.truncated, one


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_every_hop_lists_all_flows_that_may_be_taken_and_counts_for_what_the_path_costs(batch: int) -> None:
    for one in cases(batch):
        hops = allowed_hops(one.snapshot, one.asked)
        for path in answer(one.snapshot, one.asked, k=10).paths:
            for hop in path.hops:
                rows = hops[hop.start, hop.end]
                listed = sorted((cost_of(row, one.asked), row.id) for row in rows)
                assert sorted((flow.cost, flow.id) for flow in hop.flows) == listed, one
                assert sum(flow.counted for flow in hop.flows) == 1, one
            counted = [hop.counted for hop in path.hops]
            passed = {*path.systems, *(hub for flow in counted for hub in flow.through)}
            assert sum(flow.cost for flow in counted) == path.cost, one
            assert set(one.asked.via) <= passed, one


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_k_best_are_the_first_of_all_and_the_rest_is_counted(batch: int) -> None:
    for one in cases(batch):
        expected = every_path(one.snapshot, one.asked)
        found = answer(one.snapshot, one.asked, k=3)
        assert told(found) == expected[:3], one
        assert not found.truncated
        assert found.count == len(expected) or not found.counted_all


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_what_is_shown_is_what_touches_it_and_the_rest_is_counted_as_hidden(batch: int) -> None:
    for one in cases(batch):
        systems = register(one.snapshot).kind("system")
        shown = tuple(random.Random(one.seed).sample(systems, min(2, len(systems))))
        expected = every_path(one.snapshot, one.asked)
        found = answer(one.snapshot, one.asked, show=shown, all=True)
        if len(expected) <= 1000:
            assert told(found) == [path for path in expected if set(path[1]) & set(shown)], one
            assert found.hidden + len(found.paths) == len(expected), one


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_relaxations_are_the_smallest_sets_that_give_a_path(batch: int) -> None:
    for one in cases(batch):
        found = answer(one.snapshot, one.asked).none_because
        if found is not None:
            sets = {frozenset(each.filter.value for each in relaxation.filters) for relaxation in found.relax}
            assert sets == smallest_relaxations(one.snapshot, one.asked), one
            for relaxation in found.relax:
                off = frozenset(each.filter.value for each in relaxation.filters)
                expected = every_path(one.snapshot, replace(one.asked, off=off))
                assert (relaxation.path.cost, relaxation.path.systems) == expected[0], one
                assert relaxation.count == len(expected) or not relaxation.counted_all


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_one_new_flow_between_the_two_sides_would_give_a_path(batch: int) -> None:
    for one in cases(batch):
        asked = one.asked
        free = Asked(asked.start, asked.end, asked.direction, asked.undirected, max_steps=asked.max_steps)
        found = answer(one.snapshot, free).none_because
        if found is not None:
            limit = free.max_steps or 10**6
            steps = {side: [near.steps for near in found.nearest if near.side == side] for side in ("from", "to")}
            assert all(sorted(side) == side for side in steps.values())
            assert steps["from"][:1] == steps["to"][:1] == [0]
            assert all(step + 1 <= limit for side in steps.values() for step in side)
            for near in found.nearest:
                ends = (free.start, near.thing) if near.side == "from" else (near.thing, free.end)
                joined = ends[0] == ends[1] or every_path(
                    one.snapshot, Asked(ends[0], ends[1], free.direction, free.undirected)
                )
                assert joined, f"{one}, {near}"


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_best_paths_are_the_shortest_simple_paths_of_networkx(batch: int) -> None:
    for one in cases(batch):
        asked = replace(one.asked, via=(), max_steps=0)
        known: nx.DiGraph[str] = nx.DiGraph()
        known.add_nodes_from((asked.start, asked.end))
        for (start, end), rows in allowed_hops(one.snapshot, asked).items():
            if may_be_passed(start, asked) and may_be_passed(end, asked):
                known.add_edge(start, end, cost=min(cost_of(row, asked) for row in rows))
        try:
            simple = list(islice(nx.shortest_simple_paths(known, asked.start, asked.end, weight="cost"), 200))
        except nx.NetworkXNoPath:
            simple = []
        expected = sorted((nx.path_weight(known, path, weight="cost"), tuple(path)) for path in simple)
        assert told(answer(one.snapshot, asked, k=20)) == expected[:20], one


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_what_is_within_reach_is_what_networkx_reaches_without_login(batch: int, backward: bool) -> None:
    for one in cases(batch):
        snapshot, start = one.snapshot, one.asked.start
        known: nx.DiGraph[str] = nx.DiGraph(allowed_hops(snapshot, Asked(start, start, "data")).keys())
        known.add_node(start)
        expected = nx.single_source_shortest_path_length(known.reverse() if backward else known, start, cutoff=4)
        found = within_reach(snapshot, snapshot.index(start), backward=backward)
        assert {snapshot.references[thing]: steps for thing, steps in found} == {
            thing: steps for thing, steps in expected.items() if thing != start
        }, one
        assert [steps for _, steps in found] == sorted(steps for _, steps in found)


def test_the_same_facts_in_another_order_give_the_same_document() -> None:
    for one in cases(0):
        shuffled = Snapshot(permuted(one.snapshot.facts, one.seed), one.snapshot.date)
        documents = [answer(each, one.asked).document(Language.NN) for each in (one.snapshot, shuffled)]
        assert documents[0] == documents[1], one
