"""Full reachability: ours, networkx and Cypher in the graph database give the same sets; then they are timed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import networks
from benchmarks.answers import Reached, reach_by_cypher, reach_by_us
from benchmarks.conftest import Ground, Grounds

QUESTIONS = [
    ("demo", "system:epj"),
    ("demo", "system:entra"),
    pytest.param("debian", "system:libc6", marks=pytest.mark.large),
    pytest.param("debian", "system:vim", marks=pytest.mark.large),
]

#: What the two largest answers are known to hold, from a run of their own.
KNOWN = {"system:libc6": 50_445}


def ways(ground: Ground, thing: str) -> dict[str, Callable[[], Reached]]:
    """The question put to each engine."""
    return {
        "graphsvc": lambda: reach_by_us(ground.snapshot, thing),
        "networkx": lambda: networks.reach(ground.dependence, thing),
        "Cypher in Ladybug": lambda: reach_by_cypher(ground.database, ground.snapshot, thing),
    }


@pytest.mark.parametrize("engine", ["graphsvc", "networkx", "Cypher in Ladybug"])
@pytest.mark.parametrize(("name", "thing"), QUESTIONS)
def test_reach(grounds: Grounds, benchmark: BenchmarkFixture, name: str, thing: str, engine: str) -> None:
    ground = grounds[name]
    asked = ways(ground, thing)
    expected = ground.once(("reach", thing), asked["networkx"])
    benchmark.group = f"reach, {name}, {thing}: {len(expected[0]):,} systems, {len(expected[1]):,} services"
    benchmark.extra_info["engine"] = engine
    assert asked[engine]() == expected
    assert len(expected[0]) == KNOWN.get(thing, len(expected[0]))
    benchmark(asked[engine])
