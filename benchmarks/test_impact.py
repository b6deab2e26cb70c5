"""Effect of an outage with strengths and paths; the same strengths from each engine, then they are timed.

Ours also writes a sentence for every hop, sums by sector, finds whom to consult, ties, and what the limits leave out;
networkx and Cypher give strengths and paths only. networkx's graph of weights, which holds for one question only, is
made beforehand and not timed. Cypher is asked on the Debian graph: alternatives and the division by k of the demo
cannot be put in one statement.
"""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import networks
from benchmarks.answers import impact_by_cypher, impact_by_us, strengths
from benchmarks.conftest import Grounds

LEAST = 0.2
#: More steps than any path of the demo has, since networkx counts none; on the Debian graph all stop at 4.
NO_LIMIT = 1000

DEMO = ["system:epj", "system:entra"]
DEBIAN = ["system:vim", "system:libxml2"]


@pytest.mark.parametrize("engine", ["graphsvc", "networkx"])
@pytest.mark.parametrize("thing", DEMO)
def test_impact_on_the_demo(grounds: Grounds, benchmark: BenchmarkFixture, thing: str, engine: str) -> None:
    ground = grounds["demo"]
    network = ground.once(("network", thing), lambda: networks.effect_network(ground.snapshot, thing))
    asked = {
        "graphsvc": lambda: impact_by_us(ground.snapshot, thing, max_steps=NO_LIMIT),
        "networkx": lambda: strengths(networks.effect(network, LEAST)),
    }
    expected = asked["networkx"]()
    benchmark.group = f"impact, demo, {thing}: {len(expected):,} touched"
    benchmark.extra_info["engine"] = engine
    assert asked[engine]() == pytest.approx(expected, abs=1e-9)
    benchmark(asked[engine])


@pytest.mark.large
@pytest.mark.parametrize("engine", ["graphsvc", "networkx", "Cypher in Ladybug"])
@pytest.mark.parametrize("thing", DEBIAN)
def test_impact_on_debian(grounds: Grounds, benchmark: BenchmarkFixture, thing: str, engine: str) -> None:
    ground = grounds["debian"]
    asked = {
        "graphsvc": lambda: impact_by_us(ground.snapshot, thing),
        "networkx": lambda: strengths(networks.uniform_effect(ground.dependence.flows, thing, 0.9, 4)),
        "Cypher in Ladybug": lambda: impact_by_cypher(ground.database, thing),
    }
    expected = ground.once(("impact", thing), asked["networkx"])
    benchmark.group = f"impact, debian, {thing}: {len(expected):,} touched"
    benchmark.extra_info["engine"] = engine
    assert asked[engine]() == pytest.approx(expected, abs=1e-9)
    benchmark(asked[engine])


def test_publishing_the_demo(grounds: Grounds, benchmark: BenchmarkFixture) -> None:
    ground = grounds["demo"]
    benchmark.group = "publish a revision to the graph database, demo"
    benchmark.extra_info["engine"] = "Ladybug"
    assert benchmark(lambda: ground.database.build(ground.snapshot)).digest_ok
