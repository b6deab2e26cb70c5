"""The k cheapest paths without loops: ours and networkx's give the same costs; then they are timed.

Filters are what a person changes from question to question, so a graph for networkx is made for the question:
``networkx`` filters the flows as networkx graphs are filtered (a new graph of what is allowed) and then asks;
``networkx, graph ready`` is given that graph and only asks. Ours also reads the question, lists parallel flows, writes
a sentence for every hop, and counts how many paths there are. ``graphsvc, search alone`` only filters and searches.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import networkx as nx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.conftest import Grounds
from graphsvc.registry import query
from graphsvc.snapshot import Snapshot
from graphsvc_queries.paths.flows import flows_of
from graphsvc_queries.paths.network import Network
from graphsvc_queries.paths.question import Question
from graphsvc_queries.paths.search import Search
from tests.demo_facts import demo_snapshot
from tests.oracle.integration_paths import COSTS

PAIRS = [("iplan", "minside"), ("hrm", "bi")]
HOW_MANY = [5, 100]
ENGINES = ["graphsvc", "graphsvc, search alone", "networkx", "networkx, graph ready"]


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


def allowed(whole: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    """Make the graph of the ways that data goes, without logins: of parallel flows the cheapest."""
    made: nx.DiGraph[str] = nx.DiGraph()
    for provider, dependent, flow in whole.edges(data=True):
        if flow["relation"] != "flow" or flow.get("mode") == "login" or flow.get("data_to", "") is None:
            continue
        cost, told = COSTS["step"] + COSTS[flow.get("mode") or "unknown"], flow.get("data_to", "both")
        ways = [(provider, dependent)] if told != "provider" else []
        ways += [(dependent, provider)] if told != "dependent" else []
        for start, end in ways:
            if cost < made.get_edge_data(start, end, {"cost": 10**9})["cost"]:
                made.add_edge(start, end, cost=cost)
    return made


def costs(known: nx.DiGraph[str], start: str, end: str, k: int) -> list[int]:
    simple = nx.shortest_simple_paths(known, f"system:{start}", f"system:{end}", weight="cost")
    return [int(nx.path_weight(known, one, weight="cost")) for one in islice(simple, k)]


def searched(snapshot: Snapshot, start: str, end: str, k: int, steps: int | None) -> list[int]:
    asked = Question(snapshot.index(f"system:{start}"), snapshot.index(f"system:{end}"), max_steps=steps)
    found = Search(Network(flows_of(snapshot), asked)).paths()
    return [cost for cost, _ in islice(found, k)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("k", HOW_MANY)
@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_paths_on_the_demo(
    demo: Snapshot, benchmark: BenchmarkFixture, start: str, end: str, k: int, engine: str
) -> None:
    whole = demo.to_networkx()
    ready = allowed(whole)

    def ours() -> list[int]:
        return [path.cost for path in query("paths")(demo, from_=start, to=end, k=k, max_steps=0).paths]

    asked: dict[str, Callable[[], list[int]]] = {
        "graphsvc": ours,
        "graphsvc, search alone": lambda: searched(demo, start, end, k, None),
        "networkx": lambda: costs(allowed(whole), start, end, k),
        "networkx, graph ready": lambda: costs(ready, start, end, k),
    }
    benchmark.group = f"paths, demo, {start} to {end}: {k} best"
    benchmark.extra_info["engine"] = engine
    assert asked[engine]() == costs(ready, start, end, k)
    benchmark(asked[engine])


@pytest.mark.large
@pytest.mark.benchmark(min_rounds=1, max_time=0.1)
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("start", "end"), [("libc6", "gimp")])
def test_paths_on_the_debian_graph(
    grounds: Grounds, benchmark: BenchmarkFixture, start: str, end: str, engine: str
) -> None:
    """Twenty best of a graph of 63,000 systems and 278,000 flows."""
    ground, k = grounds["debian"], 20
    snapshot = ground.snapshot
    whole = ground.once("networkx", snapshot.to_networkx)
    ready = ground.once("ways", lambda: allowed(whole))

    def ours() -> list[int]:
        return [path.cost for path in query("paths")(snapshot, from_=start, to=end, k=k, max_steps=4).paths]

    asked: dict[str, Callable[[], list[int]]] = {
        "graphsvc": ours,
        "graphsvc, search alone": lambda: searched(snapshot, start, end, k, 4),
        "networkx": lambda: costs(allowed(whole), start, end, k),
        "networkx, graph ready": lambda: costs(ready, start, end, k),
    }
    benchmark.group = f"paths, debian, {start} to {end}: {k} best"
    benchmark.extra_info["engine"] = engine
    expected = ground.once(("paths", start, end), lambda: costs(ready, start, end, k))
    assert asked[engine]() == expected
    benchmark(asked[engine])
