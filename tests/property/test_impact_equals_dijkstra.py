"""Where there are no alternatives and no platforms, effect is networkx's shortest path over -log of the weights."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import networkx as nx
import pytest

from tests.oracle.carriers import hops, starts
from tests.oracle.paths import Hop, Path
from tests.oracle.register import CARRIERS, Register, register
from tests.property.documents import answer
from tests.property.graphs import municipality, seeds

GRAPHS, BATCH = 200, 50
#: More flows in a row than any of the graphs has.
NO_LIMIT = 1000
#: Everything that can be touched at all.
SMALLEST = 0.0


Edge = tuple[str, str, float]


def _network(seen: Register, changes: list[tuple[str, str]]) -> nx.DiGraph[str]:
    """Every rule as an edge, the strongest of parallel ones; a node ``start`` stands for all changes."""
    changed = {thing for thing, _ in changes}
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_node("start")
    for start, end, weight in [*_from_changes(seen, changes), *_from_carriers(seen, changed), *_from_services(seen)]:
        cost = -math.log(weight)
        known = network.get_edge_data(start, end, {"cost": math.inf})["cost"]
        if end not in changed and cost < known:
            network.add_edge(start, end, cost=cost)
    return network


def _from_changes(seen: Register, changes: list[tuple[str, str]]) -> Iterator[Edge]:
    for path, half in starts(changes):
        for end, weight in [*_supports(seen, path.start), *_uses(seen, path.start)]:
            yield "start", end, weight * half
        for hop in hops(seen, path, half):
            yield "start", hop.end, hop.weight


def _from_carriers(seen: Register, changed: set[str]) -> Iterator[Edge]:
    for carrier in set(seen.kind(*CARRIERS)) - changed:
        arrived = Path("somewhere", (Hop("somewhere", carrier, "flow", "", 1.0),))
        supports = _supports(seen, carrier)
        for end, weight in supports or _uses(seen, carrier):
            yield carrier, end, weight
        for hop in hops(seen, arrived, 1.0):
            yield carrier, hop.end, hop.weight


def _supports(seen: Register, carrier: str) -> list[tuple[str, float]]:
    rows = [row for row in seen.of("supports") if row.start == carrier]
    return [(row.end, row.factor * (1.0 if row.fields.get("strength") == "required" else 0.5)) for row in rows]


def _uses(seen: Register, carrier: str) -> list[tuple[str, float]]:
    rows = [row for row in seen.of("uses") if row.end == carrier]
    return [(row.start, row.factor * (0.5 if row.fields.get("kind") == "interaction" else 0.7)) for row in rows]


def _from_services(seen: Register) -> Iterator[Edge]:
    for row in seen.of("requires"):
        yield row.end, row.start, row.factor * (0.8 if row.fields.get("strength") == "required" else 0.4)
    for row in seen.of("delivers"):
        yield row.end, row.start, row.factor * (1.0 if row.fields.get("role") == "lead" else 0.7)
    for row in seen.of("contains"):
        yield row.end, row.start, row.factor


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_effect_without_step_limit_is_the_shortest_path(batch: int) -> None:
    touched = 0
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        made = municipality(seed, plain=True)
        snapshot = made.snapshot
        seen = register(snapshot)
        chance = random.Random(seed)
        kind = chance.choice(("outage", "retire", "replace", "upgrade", "data"))
        fitting = seen.kind("data_object") if kind == "data" else seen.kind(*CARRIERS)
        if not fitting:
            continue
        things = chance.sample(fitting, min(len(fitting), chance.choice((1, 1, 2))))
        asked = {"things": tuple(things), "change": kind, "min_strength": SMALLEST, "max_steps": NO_LIMIT}
        document = answer(snapshot, asked)
        network = _network(seen, [(thing, kind) for thing in things])
        costs = nx.single_source_dijkstra_path_length(network, "start", weight="cost")
        expected = {name: math.exp(-cost) for name, cost in costs.items() if name != "start"}
        got = {row["thing"]: row["strength"] for row in document["touched"] if row["way"] == "effect"}
        assert got == pytest.approx(expected, abs=1e-9), f"GRAPHSVC_SEED={seed}, {asked}"
        touched += len(got)
    assert touched > BATCH
