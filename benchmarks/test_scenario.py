"""Scenario: the register without one system, who depends on another before and after; networkx gives the same sets.

The obvious way with networkx copies the graph, removes the node and searches both. Ours also checks the change set,
lists every fact that comes and goes, and says the difference in sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from graphsvc.ports import FileText
from graphsvc.service.asking import ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.scenario import scenario
from tests.demo_facts import imported_snapshot

GONE, ASKED = "system:epj", "system:entra"
CHANGES = FileText('[[end.system]]\nid = "epj"')


@pytest.fixture(scope="module")
def demo(demo_source: Any) -> Snapshot:
    """The demo as the product reads it."""
    return imported_snapshot(demo_source)


def _dependents(network: nx.MultiDiGraph[str]) -> set[str]:
    flows: nx.DiGraph[str] = nx.DiGraph()
    flows.add_node(ASKED)
    for start, end, data in network.edges(data=True):
        if data["relation"] == "flow":
            flows.add_edge(start, end)
            hubs = [f"system:{hub}" for hub in data.get("through") or ()]
            flows.add_edges_from((hub, end) for hub in hubs if hub in network)
    return set(nx.descendants(flows, ASKED)) - {ASKED}


def _by_networkx(network: nx.MultiDiGraph[str]) -> tuple[set[str], set[str]]:
    after = network.copy()
    after.remove_node(GONE)
    return _dependents(network), _dependents(after)


def _by_us(demo: Snapshot) -> tuple[set[str], set[str]]:
    found = scenario(demo, ask=ask, changes=CHANGES, analysis=(f"reach?thing={ASKED}",))
    assert found.document(Language.NB)["sentences"]
    (answer,) = found.analyses
    return set(answer.before.systems), set(answer.after.systems)


@pytest.mark.parametrize("engine", ["graphsvc", "networkx"])
def test_scenario(demo: Snapshot, benchmark: BenchmarkFixture, engine: str) -> None:
    network = demo.to_networkx()
    asked: dict[str, Callable[[], tuple[set[str], set[str]]]] = {
        "graphsvc": lambda: _by_us(demo),
        "networkx": lambda: _by_networkx(network),
    }
    assert asked["graphsvc"]() == asked["networkx"]()
    benchmark.group = "scenario without the journal, who depends on the directory, demo"
    benchmark.extra_info["engine"] = engine
    benchmark(asked[engine])


def test_scenario_of_a_proposal_with_its_usual_questions(demo: Snapshot, benchmark: BenchmarkFixture) -> None:
    benchmark.group = "scenario of proposal P3: five impacts and the matrix, before and after, with its document"
    benchmark.extra_info["engine"] = "graphsvc"
    document = benchmark(lambda: scenario(demo, ask=ask, proposal="P3").document(Language.NB))
    assert len(document["analyses"]) == 6
