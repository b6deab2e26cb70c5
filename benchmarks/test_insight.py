"""Structure, learning, completeness and privacy beside networkx and pandas; the same answers first.

Journeys have no obvious counterpart in a library and are timed alone. Tables of pandas and graphs of networkx are
made beforehand, as our snapshot is; ours also writes names, shares, sentences and drafts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from graphsvc.model import Kind
from graphsvc.registry import query
from graphsvc.snapshot import Snapshot
from graphsvc_queries.structure.centrality import betweenness
from graphsvc_queries.structure.communities import communities, modularity
from tests.demo_facts import imported_snapshot
from tests.oracle import structure as oracle


@pytest.fixture(scope="module")
def demo(demo_source: Any) -> Snapshot:
    """The demo as the product reads it, with capabilities and what flows carry."""
    return imported_snapshot(demo_source)


@pytest.fixture(scope="module")
def units(demo: Snapshot) -> nx.Graph[int]:
    """How strongly units hang together."""
    made: nx.Graph[int] = nx.Graph()
    for (one, other), weight in oracle.weights(demo).items():
        made.add_edge(demo.index(one), demo.index(other), weight=weight)
    return made


def _timed(benchmark: BenchmarkFixture, group: str, engine: str, ask: Callable[[], Any]) -> None:
    benchmark.group = group
    benchmark.extra_info["engine"] = engine
    benchmark(ask)


@pytest.mark.parametrize("engine", ["graphsvc", "networkx"])
def test_communities_of_units(units: nx.Graph[int], benchmark: BenchmarkFixture, engine: str) -> None:
    rows = {one: {other: float(units[one][other]["weight"]) for other in sorted(units[one])} for one in sorted(units)}

    def theirs() -> float:
        runs = (nx.community.louvain_communities(units, seed=seed) for seed in range(20))
        return max(nx.community.modularity(units, run) for run in runs)

    asked: dict[str, Callable[[], float]] = {
        "graphsvc": lambda: modularity(rows, communities(rows)),
        "networkx": theirs,
    }
    assert asked["graphsvc"]() >= theirs() - 1e-9
    _timed(benchmark, "structure, demo: best of 20 runs of Louvain", engine, asked[engine])


@pytest.mark.parametrize("engine", ["graphsvc", "networkx"])
def test_betweenness_of_systems(demo: Snapshot, benchmark: BenchmarkFixture, engine: str) -> None:
    pairs = [(one, end) for one, (_, ends) in oracle.neighbours(demo).items() for end in ends]
    flows: nx.DiGraph[int] = nx.DiGraph((demo.index(one), demo.index(end)) for one, end in pairs)
    rows = {one: sorted(flows[one]) for one in sorted(flows)}
    asked: dict[str, Callable[[], dict[int, float]]] = {
        "graphsvc": lambda: betweenness(rows),
        "networkx": lambda: nx.betweenness_centrality(flows),
    }
    assert asked["graphsvc"]() == pytest.approx(asked["networkx"](), abs=1e-12)
    _timed(benchmark, "structure, demo: betweenness of systems", engine, asked[engine])


@pytest.mark.parametrize("engine", ["graphsvc", "pandas"])
def test_units_with_experience(demo: Snapshot, benchmark: BenchmarkFixture, engine: str) -> None:
    tables = demo.to_pandas()
    known = pd.concat([tables["owns"], tables["uses"]])
    provided = tables["provides"]

    def theirs() -> set[str]:
        systems = provided.loc[provided["to"] == "capability:varsling", "from"]
        return set(known.loc[known["to"].isin(systems), "from"])

    asked: dict[str, Callable[[], set[str]]] = {
        "graphsvc": lambda: {
            str(one.unit.thing) for one in query("learning")(demo, capability=("varsling",)).experience
        },
        "pandas": theirs,
    }
    assert asked["graphsvc"]() == theirs()
    _timed(benchmark, "learning, demo, notification", engine, asked[engine])


@pytest.mark.parametrize("engine", ["graphsvc", "networkx"])
def test_hops_of_personal_data(demo: Snapshot, benchmark: BenchmarkFixture, engine: str) -> None:
    found = query("privacy")(demo)
    graphs: dict[str, nx.DiGraph[str]] = {one.data.id: nx.DiGraph() for one in found.data}
    for flow in found.flows:
        for data in flow.data:
            graphs[data].add_edge(str(flow.start.thing), str(flow.end.thing))
            graphs[data].add_edges_from((str(flow.start.thing), f"system:{hub}") for hub in flow.through)
    origins = {one.data.id: [str(origin) for origin in one.origins] for one in found.data}

    def theirs() -> dict[str, int]:
        deepest = {}
        for data, carried in graphs.items():
            carried.add_nodes_from(origins[data])
            reached = nx.multi_source_dijkstra_path_length(carried, set(origins[data]), weight=None)
            deepest[data] = int(max(reached.values()))
        return deepest

    asked: dict[str, Callable[[], dict[str, int]]] = {
        "graphsvc": lambda: {one.data.id: one.hops for one in query("privacy")(demo).data},
        "networkx": theirs,
    }
    assert asked["graphsvc"]() == theirs()
    _timed(benchmark, "privacy, demo, all personal data", engine, asked[engine])


@pytest.mark.parametrize("engine", ["graphsvc", "pandas"])
def test_known_fields_of_systems(demo: Snapshot, benchmark: BenchmarkFixture, engine: str) -> None:
    table = demo.to_pandas()["system"]
    fields = ["vendor", "criticality", "personal_data_level", "contract_end", "confirmed_on"]
    asked: dict[str, Callable[[], dict[str, int]]] = {
        "graphsvc": lambda: {
            one.field: one.count.known for one in query("completeness")(demo).fields if one.subject == Kind.SYSTEM
        },
        "pandas": lambda: {name: int(table[name].notna().sum()) for name in fields},
    }
    assert asked["graphsvc"]() == asked["pandas"]()
    _timed(benchmark, "completeness, demo", engine, asked[engine])


def test_a_journey_of_the_demo(demo: Snapshot, benchmark: BenchmarkFixture) -> None:
    _timed(benchmark, "journey, demo, J2", "graphsvc", lambda: query("journey")(demo, thing="J2"))


def test_the_whole_of_structure(demo: Snapshot, benchmark: BenchmarkFixture) -> None:
    _timed(benchmark, "structure, demo, whole answer", "graphsvc", lambda: query("structure")(demo))
