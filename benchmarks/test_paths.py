"""The k cheapest paths without loops: ours and networkx's give the same costs; then they are timed.

networkx reads a graph with one edge for each two systems, made beforehand and not timed. Ours also reads the question,
filters the flows, lists parallel ones, writes a sentence for every hop, and counts how many paths there are.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import networkx as nx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from graphsvc.registry import query
from graphsvc.snapshot import Snapshot
from graphsvc_queries.paths.flows import flows_of
from graphsvc_queries.paths.network import Network
from graphsvc_queries.paths.question import Question
from tests.demo_facts import demo_snapshot

PAIRS = [("iplan", "minside"), ("hrm", "bi")]
HOW_MANY = [5, 100]


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


def network(snapshot: Snapshot, start: str, end: str) -> nx.DiGraph[str]:
    asked = Question(snapshot.index(f"system:{start}"), snapshot.index(f"system:{end}"))
    made: nx.DiGraph[str] = nx.DiGraph()
    ways = Network(flows_of(snapshot), asked).allowed
    for here, there, cost in zip(ways.start[::-1], ways.end[::-1], ways.cost[::-1], strict=True):
        # Of parallel ways the cheapest comes first, so it is the last to be written here.
        made.add_edge(snapshot.references[here], snapshot.references[there], cost=int(cost))
    return made


@pytest.mark.parametrize("engine", ["graphsvc", "networkx"])
@pytest.mark.parametrize("k", HOW_MANY)
@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_paths_on_the_demo(
    demo: Snapshot, benchmark: BenchmarkFixture, start: str, end: str, k: int, engine: str
) -> None:
    known = network(demo, start, end)

    def ours() -> list[int]:
        return [path.cost for path in query("paths")(demo, from_=start, to=end, k=k, max_steps=0).paths]

    def theirs() -> list[int]:
        simple = nx.shortest_simple_paths(known, f"system:{start}", f"system:{end}", weight="cost")
        return [int(nx.path_weight(known, one, weight="cost")) for one in islice(simple, k)]

    asked: dict[str, Callable[[], list[int]]] = {"graphsvc": ours, "networkx": theirs}
    benchmark.group = f"paths, demo, {start} to {end}: {k} best"
    benchmark.extra_info["engine"] = engine
    assert asked[engine]() == theirs()
    benchmark(asked[engine])
