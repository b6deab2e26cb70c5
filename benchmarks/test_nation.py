"""Nations of growing size: ours beside networkx, rustworkx, bare SciPy and Cypher in Ladybug, on the same data.

``GRAPHSVC_MUNICIPALITIES`` says which sizes (``4,36,357``; 4 when nothing is said). Every peer gets its graph made
beforehand; the answers are asserted equal before anything is timed.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import rustworkx as rx
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra

from benchmarks import networks
from benchmarks.answers import Reached, reach_by_cypher, reach_by_us
from benchmarks.conftest import Ground
from benchmarks.nation import nation_snapshot
from graphsvc.graphdb.ladybug import LadybugDatabase
from graphsvc.model import ChangeKind
from graphsvc.registry import query

SIZES = [int(one) for one in os.environ.get("GRAPHSVC_MUNICIPALITIES", "4").split(",")]
LEAST, STEPS = 0.2, 4
REACH = ["graphsvc", "networkx", "rustworkx", "bare SciPy", "Cypher in Ladybug"]
#: With more municipalities the shipped statement does not fit into the memory that the product gives Ladybug.
IN_LADYBUG = 4


class Nation(Ground):
    """One nation in the form that each engine wants; nothing here is timed."""

    @cached_property
    def thing(self) -> str:
        """The system of the first municipality on which most others depend at once."""
        own = (one for one in self.dependence.flows if one.startswith("system:m0000."))
        return max(own, key=lambda one: (self.dependence.flows.out_degree(one), one))

    @cached_property
    def names(self) -> list[str]:
        return list(self.dependence.flows)

    @cached_property
    def places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def rows(self) -> csr_array:
        edges = np.array([(self.places[start], self.places[end]) for start, end in self.dependence.flows.edges])
        return csr_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(len(self.names), len(self.names)))

    @cached_property
    def rust(self) -> rx.PyDiGraph:
        made = rx.PyDiGraph(multigraph=False)
        made.add_nodes_from(self.names)
        made.add_edges_from_no_data([(self.places[a], self.places[b]) for a, b in self.dependence.flows.edges])
        return made

    def behind(self, systems: set[str]) -> Reached:
        """Return what stands behind systems, as networkx's way to ask does."""
        known, found = self.dependence, systems - {self.thing}
        services = {service for one in {self.thing, *found} for service in known.required.get(one, ())}
        return found, services, {unit for service in services for unit in known.deliverers.get(service, ())}

    def by_rustworkx(self) -> Reached:
        return self.behind({self.names[one] for one in rx.descendants(self.rust, self.places[self.thing])})

    def by_scipy(self) -> Reached:
        order = breadth_first_order(self.rows, self.places[self.thing], return_predecessors=False)
        return self.behind({self.names[one] for one in order.tolist()})

    @property
    def reaches(self) -> dict[str, Callable[[], Reached]]:
        return {
            "graphsvc": lambda: reach_by_us(self.snapshot, self.thing),
            "networkx": lambda: networks.reach(self.dependence, self.thing),
            "rustworkx": self.by_rustworkx,
            "bare SciPy": self.by_scipy,
            "Cypher in Ladybug": lambda: reach_by_cypher(self.database, self.snapshot, self.thing),
        }

    @property
    def within(self) -> dict[str, Callable[[], set[str]]]:
        """The bare search of an impact: the systems within four flows, whatever their strength."""
        start = self.places[self.thing]
        return {
            "bare SciPy": lambda: self._near(
                dijkstra(self.rows, indices=np.array(start), unweighted=True, limit=float(STEPS))
            ),
            "networkx": lambda: set(nx.single_source_shortest_path_length(self.dependence.flows, self.thing, STEPS)),
            "rustworkx": lambda: (
                {
                    self.names[one]
                    for one, far in rx.dijkstra_shortest_path_lengths(self.rust, start, lambda _: 1.0).items()
                    if far <= STEPS
                }
                | {self.thing}
            ),
        }

    def _near(self, far: NDArray[np.float64]) -> set[str]:
        return {self.names[one] for one in np.flatnonzero(far < math.inf).tolist()}


@pytest.fixture(scope="module", params=SIZES)
def nation(request: pytest.FixtureRequest, demo_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Nation:
    snapshot = nation_snapshot(demo_source, request.param)
    database = LadybugDatabase(tmp_path_factory.mktemp("nation"), row_limit=1_000_000, seconds=600)
    assert database.build(snapshot).digest_ok
    return Nation(snapshot, database)


@pytest.mark.parametrize(
    ("nation", "engine"),
    [(size, one) for size in SIZES for one in REACH if one != "Cypher in Ladybug" or size <= IN_LADYBUG],
    indirect=["nation"],
    scope="module",  # each nation is made once
)
def test_full_reachability(nation: Nation, benchmark: BenchmarkFixture, engine: str) -> None:
    expected = nation.once("reach", nation.reaches["networkx"])
    assert nation.reaches[engine]() == expected
    benchmark.group = f"nation of {len(nation.snapshot):,} things: full reachability, {len(expected[0]):,} systems"
    benchmark.extra_info["engine"] = engine
    benchmark(nation.reaches[engine])


@pytest.mark.parametrize("engine", ["bare SciPy", "networkx", "rustworkx"])
def test_systems_within_four_flows(nation: Nation, benchmark: BenchmarkFixture, engine: str) -> None:
    """What a search for an impact costs at the least: ours does it with strengths, within the whole answer below."""
    expected = nation.once("within", nation.within["networkx"])
    assert nation.within[engine]() == expected
    benchmark.group = f"nation of {len(nation.snapshot):,} things: the {len(expected):,} systems within four flows"
    benchmark.extra_info["engine"] = engine
    benchmark(nation.within[engine])


def test_whole_answer(nation: Nation, benchmark: BenchmarkFixture) -> None:
    """Strengths, paths, sentences, sectors, whom to consult; every flow lies within what the bare search found."""

    def asked() -> set[str]:
        answer = query("impact")(nation.snapshot, things=(nation.thing,), change=ChangeKind.OUTAGE, max_steps=STEPS)
        assert all(one.strength >= LEAST for one in answer.touched)
        return {str(one.thing) for one in answer.touched}

    touched = asked()
    assert touched
    assert {one for one in touched if one in nation.places} <= nation.once("within", nation.within["networkx"])
    benchmark.group = f"nation of {len(nation.snapshot):,} things: impact, whole answer, {len(touched):,} touched"
    benchmark.extra_info["engine"] = "graphsvc"
    benchmark(asked)
