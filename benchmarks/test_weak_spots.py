"""Single points of failure, what holds the map together, and circles: ours beside the obvious way with networkx.

networkx takes each system away in turn and looks what is lost. The answers are equal first; then they are timed. Ours
also tells what ends, what nobody looks after, and the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from scipy.sparse import csr_array

from benchmarks.conftest import Grounds
from graphsvc.model import Kind, Relation
from graphsvc.registry import query
from graphsvc.snapshot import Snapshot
from graphsvc_queries.weak_spots.dependence import dependents, joined
from tests.demo_facts import demo_snapshot

Answer = tuple[dict[str, set[str]], set[str], int]


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


def supports(snapshot: Snapshot) -> dict[tuple[str, str], tuple[set[str], bool]]:
    """Members of each need of a service (a support, or a group of alternatives), and whether it is required."""
    needs: dict[tuple[str, str], tuple[set[str], bool]] = {}
    for record in snapshot.edges(Relation.SUPPORTS).records:
        key = (record.end, str(record.fields.get("alternative") or record.id))
        members, required = needs.get(key, (set(), False))
        needs[key] = (members | {record.start}, required or record.fields.get("strength") == "required")
    return needs


@pytest.mark.parametrize("engine", ["graphsvc", "networkx"])
def test_weak_spots_on_the_demo(demo: Snapshot, benchmark: BenchmarkFixture, engine: str) -> None:
    needs = supports(demo)
    at_once: nx.DiGraph[str] = nx.DiGraph(_edges(demo, dependents(demo, at_once=True)))
    always: nx.DiGraph[str] = nx.DiGraph(_edges(demo, dependents(demo)))
    plain: nx.Graph[str] = nx.Graph(_edges(demo, joined(demo)))

    def theirs() -> Answer:
        lost = {}
        for system in at_once:
            away = {system, *nx.descendants(at_once, system)}
            stopped = {service for (service, _), (members, required) in needs.items() if required and members <= away}
            if stopped:
                lost[system] = stopped
        circles = [one for one in nx.strongly_connected_components(always) if len(one) > 1]
        return lost, set(nx.articulation_points(plain)), len(circles)

    def ours() -> Answer:
        found: Any = query("weak_spots")(demo)
        lost = {one.system: set(one.services) for one in found.single_points}
        return lost, set(found.articulation_points), len(found.cycles)

    asked: dict[str, Callable[[], Answer]] = {"graphsvc": ours, "networkx": theirs}
    benchmark.group = "weak spots, demo"
    benchmark.extra_info["engine"] = engine
    assert asked[engine]() == theirs()
    benchmark(asked[engine])


def _edges(snapshot: Snapshot, rows: csr_array) -> dict[str, Iterable[str]]:
    names = [snapshot.references[system] for system in snapshot.of_kind(Kind.SYSTEM).tolist()]
    ends = zip(rows.indptr[:-1].tolist(), rows.indptr[1:].tolist(), strict=True)
    return {names[one]: [names[other] for other in rows.indices[a:b].tolist()] for one, (a, b) in enumerate(ends)}


@pytest.mark.large
@pytest.mark.parametrize("engine", ["graphsvc", "networkx, without words and what nobody looks after"])
def test_weak_spots_of_a_large_graph(grounds: Grounds, benchmark: BenchmarkFixture, engine: str) -> None:
    """63,666 systems and 277,559 flows; nothing is supported, so networkx need not take systems away one by one."""
    snapshot = grounds["debian"].snapshot
    directed: nx.DiGraph[str] = grounds["debian"].once(
        "directed", lambda: nx.DiGraph(_edges(snapshot, dependents(snapshot)))
    )
    plain: nx.Graph[str] = grounds["debian"].once("plain", lambda: nx.Graph(_edges(snapshot, joined(snapshot))))

    def ours() -> tuple[int, int, int]:
        found: Any = query("weak_spots")(snapshot)
        return len(found.articulation_points), len(found.bridges), len(found.cycles)

    def theirs() -> tuple[int, int, int]:
        circles = sum(len(one) > 1 for one in nx.strongly_connected_components(directed))
        return len(set(nx.articulation_points(plain))), sum(1 for _ in nx.bridges(plain)), circles

    asked = ours if engine == "graphsvc" else theirs
    benchmark.group = "weak spots, debian: 63,666 systems, 277,559 flows"
    benchmark.extra_info["engine"] = engine
    assert asked() == (5289, 9518, 962)
    benchmark(asked)
