"""Reach gives what the naive oracle gives, and what networkx calls descendants."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.reach import ReachMode, reach
from tests.oracle import reach as oracle
from tests.oracle.carriers import through
from tests.oracle.register import register
from tests.property.documents import differences
from tests.property.graphs import municipality, seeds

GRAPHS, BATCH = 500, 100
LISTS: dict[str, str] = {"systems": "system", "services": "service", "units": "unit", "sectors": "unit"}


def _answer(snapshot: Snapshot, system: str, mode: str, max_steps: int | None) -> dict[str, Any]:
    found = reach(snapshot, thing=system, mode=ReachMode(mode), max_steps=max_steps)
    document: dict[str, Any] = found.document(Language.NB)
    named = {name: [f"{kind}:{one}" for one in document[name]] for name, kind in LISTS.items()}
    return {**named, "by_steps": {int(steps): count for steps, count in document["by_steps"].items()}}


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_the_whole_answer_equals_that_of_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot = municipality(seed).snapshot
        chance = random.Random(seed)
        systems = register(snapshot).kind("system")
        for system in chance.sample(systems, min(2, len(systems))):
            mode, steps = chance.choice(("all", "sync")), chance.choice((None, None, 0, 1, 2, 3))
            expected = oracle.reach(snapshot, system, mode=mode, max_steps=steps)
            wrong = differences(_answer(snapshot, system, mode, steps), expected)
            assert not wrong, f"GRAPHSVC_SEED={seed}, {system} {mode} {steps}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_systems_reached_are_the_descendants_in_networkx(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot = municipality(seed).snapshot
        network: nx.DiGraph[str] = nx.DiGraph()
        systems = register(snapshot).kind("system")
        network.add_nodes_from(systems)
        for row in register(snapshot).of("flow"):
            network.add_edge(row.start, row.end)
            network.add_edges_from((hub, row.end) for hub in through(row))
        for system in systems[:3]:
            expected = sorted(nx.descendants(network, system))
            assert _answer(snapshot, system, "all", None)["systems"] == expected, f"GRAPHSVC_SEED={seed}, {system}"
