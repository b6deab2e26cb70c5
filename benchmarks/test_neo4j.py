"""Beside Neo4j: our whole import against a bare load, and reach and impact against Cypher at its best plan.

The same data, in one run. Neo4j holds what the bare load has just put there, so that both are asked of one graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neo4j
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import unwind
from benchmarks.answers import Reached, impact_by_us, reach_by_us
from benchmarks.conftest import Ground, Grounds
from benchmarks.debian import debian_tables
from graphsvc.service import Workspace
from graphsvc.service.importing import carry_out, preview
from graphsvc.settings import Settings
from tests.demo_facts import imported_snapshot
from tests.graph_engines import Engine, neo4j_options

GROUNDS = ["demo", pytest.param("debian", marks=pytest.mark.large)]
REACHED = {"demo": "system:epj", "debian": "system:libc6"}
IMPACTS = {"demo": "system:epj", "debian": "system:libxml2"}
_ENGINE = Engine("neo4j", Path("unused"))

#: On the Debian graph every flow is synchronous (0.9), and nothing but flows passes a change on. Neo4j is spared paths.
_UNIFORM_IMPACT = """
    MATCH path = (:system {id: $thing})-[:flow*1..4]->(s:system)
    WHERE s.id <> $thing
    WITH s, min(length(path)) AS steps
    OPTIONAL MATCH (u:unit)-[:owns]->(s)
    RETURN s.id AS id, 0.9 ^ steps AS strength, u.id AS unit
"""


@dataclass
class Loaded:
    """A graph in Neo4j, and in the form that each peer wants."""

    name: str
    ground: Ground
    rows: unwind.Rows
    session: neo4j.Session
    source: Path


@pytest.fixture(scope="module")
def session() -> Iterator[neo4j.Session]:
    """A session of the bare driver."""
    options = neo4j_options()
    with (
        neo4j.GraphDatabase.driver(options["uri"], auth=(options["user"], options["password"])) as driver,
        driver.session() as opened,
    ):
        yield opened


@pytest.fixture(scope="module", params=GROUNDS)
def loaded(
    request: pytest.FixtureRequest,
    session: neo4j.Session,
    grounds: Grounds,
    demo_source: Path,
    shared: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Loaded:
    """Load a graph; the source is what our import reads."""
    name = str(request.param)
    source, facts = demo_source, imported_snapshot(demo_source).facts
    if name == "debian":
        source = debian_tables(shared / "data" / "debian-deps", tmp_path_factory.mktemp("tables"))
        facts = grounds[name].snapshot.facts
    rows = unwind.rows_of_facts(facts)
    unwind.clear(session)
    assert unwind.load(session, rows) == sum(len(one) for _, one in rows.values())
    session.run("CALL db.prepareForReplanning(300)").consume()
    return Loaded(name, grounds[name], rows, session, source)


def asked(loaded: Loaded, statement: str, **parameters: object) -> list[list[Any]]:
    return loaded.session.execute_read(lambda work: work.run(statement, parameters).values())


def reach_by_neo4j(loaded: Loaded, thing: str) -> Reached:
    date = loaded.ground.snapshot.date.isoformat()
    ((systems, services, units),) = asked(
        loaded, _ENGINE.statement("reach_services"), thing=thing.removeprefix("system:"), date=date
    )
    named = (("system", systems), ("service", services), ("unit", units))
    found = [{f"{kind}:{one}" for one in ids} for kind, ids in named]
    return found[0], found[1], found[2]


@pytest.mark.parametrize("engine", ["graphsvc", "Cypher in Neo4j"])
def test_reach(loaded: Loaded, benchmark: BenchmarkFixture, engine: str) -> None:
    thing, snapshot = REACHED[loaded.name], loaded.ground.snapshot
    asked_of = {
        "graphsvc": lambda: reach_by_us(snapshot, thing),
        "Cypher in Neo4j": lambda: reach_by_neo4j(loaded, thing),
    }
    expected = asked_of["graphsvc"]()
    assert asked_of[engine]() == expected
    benchmark.group = f"reach, {loaded.name}, {thing}: {len(expected[0]):,} systems, {len(expected[1]):,} services"
    benchmark.extra_info["engine"] = engine
    _warm(asked_of[engine])
    benchmark(asked_of[engine])


@pytest.mark.parametrize("engine", ["graphsvc", "Cypher in Neo4j"])
def test_impact(loaded: Loaded, benchmark: BenchmarkFixture, engine: str) -> None:
    """On the demo the rules (alternatives, division by k) cannot be put in one statement: Neo4j follows flows only."""
    thing, snapshot = IMPACTS[loaded.name], loaded.ground.snapshot
    asked_of = {
        "graphsvc": lambda: impact_by_us(snapshot, thing),
        "Cypher in Neo4j": lambda: strengths_by_neo4j(loaded, thing),
    }
    expected = asked_of["graphsvc"]()
    if loaded.name == "debian":
        assert asked_of[engine]() == pytest.approx(expected, abs=1e-9)
    benchmark.group = f"impact, {loaded.name}, {thing}: {len(expected):,} touched"
    benchmark.extra_info["engine"] = engine if loaded.name == "debian" else engine.replace("Cypher", "flows by Cypher")
    _warm(asked_of[engine])
    benchmark(asked_of[engine])


def strengths_by_neo4j(loaded: Loaded, thing: str) -> dict[str, float]:
    rows = asked(loaded, _UNIFORM_IMPACT, thing=thing.removeprefix("system:"))
    return {f"system:{name}": strength for name, strength, _ in rows}


@pytest.mark.parametrize("engine", ["graphsvc", "UNWIND into Neo4j, nothing validated"])
def test_loading(loaded: Loaded, benchmark: BenchmarkFixture, tmp_path: Path, engine: str) -> None:
    count = sum(len(rows) for _, rows in loaded.rows.values())
    benchmark.group = f"load, {loaded.name}: {count:,} things and relations, from files through checks into the graph"
    benchmark.extra_info["engine"] = engine
    if engine == "graphsvc":
        homes = iter(range(100))
        _measure(benchmark, lambda: our_import(loaded, tmp_path / f"home{next(homes)}"), None, _rounds(loaded))
        return

    def bare() -> None:
        assert unwind.load(loaded.session, loaded.rows) == count

    _measure(benchmark, bare, lambda: unwind.clear(loaded.session), _rounds(loaded))


def _measure(benchmark: Any, work: Any, setup: Any, rounds: int) -> None:
    benchmark.pedantic(work, setup=setup, rounds=rounds)


def our_import(loaded: Loaded, home: Path) -> None:
    """Read, check, register and publish to the graph database, as `graphsvc import` does."""
    with Workspace.create(Settings(home=home, upload_bytes=10**9, unpacked_bytes=10**10, guard_memory_mb=8192)) as made:
        prepared = preview(made, [loaded.source], mapping="eksempelvik" if loaded.name == "demo" else None)
        revision, warnings = carry_out(made, prepared)
    assert (revision, warnings) == (1, ())


def _rounds(loaded: Loaded) -> int:
    return 5 if loaded.name == "demo" else 1


def _warm(question: Any) -> None:
    """Let Java compile what is asked; a server that runs for long is not cold."""
    for _ in range(20):
        question()
