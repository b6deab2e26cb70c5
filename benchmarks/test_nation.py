"""Nations of growing size: ours beside networkx, rustworkx, bare SciPy and Cypher in two databases, on the same data.

``GRAPHSVC_MUNICIPALITIES`` says which sizes (``4,36,357``; 4 when nothing is said), ``GRAPHSVC_NATION_HOME`` a folder
in which :mod:`benchmarks.nation_home` has made the nation already (of one size; its import is not measured then). Every
peer gets its graph made beforehand; answers are asserted equal before anything is timed.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import neo4j
import networkx as nx
import pytest
import rustworkx as rx
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import effect_in_neo4j, networks
from benchmarks.answers import Reached, outage_by_us, outage_strengths_by_us, reach_by_us
from benchmarks.bounded import LIMIT, Stopped, measure, once, tell
from benchmarks.effect_network import EffectNetwork
from benchmarks.reaching import EVERYTHING, DependenceForms, EverythingForms
from graphsvc.errors import GraphDatabaseError
from graphsvc.graphdb.ladybug import LadybugDatabase
from graphsvc.service import Workspace
from graphsvc.settings import Settings
from graphsvc.snapshot import Snapshot
from tests.graph_engines import Engine, neo4j_options

SIZES = [int(one) for one in os.environ.get("GRAPHSVC_MUNICIPALITIES", "4").split(",")]
HOME = os.environ.get("GRAPHSVC_NATION_HOME")
ENGINES = ["graphsvc", "networkx", "rustworkx", "bare SciPy", "Cypher in Ladybug", "Cypher in Neo4j"]
UNWIND = "UNWIND into Neo4j, nothing validated"


@dataclass
class Nation:
    """One nation in the form that each engine wants; nothing here is timed."""

    snapshot: Snapshot
    ladybug: LadybugDatabase | None
    session: neo4j.Session
    imported: dict[str, dict[str, float]]
    known: dict[object, Any] = field(default_factory=dict)

    @cached_property
    def everything(self) -> EverythingForms:
        return EverythingForms(self.snapshot)

    @cached_property
    def flows(self) -> DependenceForms:
        return DependenceForms(self.snapshot)

    @cached_property
    def without_hubs(self) -> networks.Dependence:
        """What Cypher follows: a hub is an attribute of a flow there, and no way."""
        return networks.dependence(self.snapshot, hubs=False)

    @cached_property
    def effect(self) -> EffectNetwork:
        return EffectNetwork(self.snapshot)

    @cached_property
    def weighted(self) -> neo4j.Session:
        effect_in_neo4j.prepare(self.session, self.effect)
        return self.session

    @cached_property
    def hub(self) -> str:
        """The system of the first municipality on which most others depend at once."""
        return self.flows.most_depended_on("system:m0000.")

    @cached_property
    def median(self) -> str:
        """The system of the first municipality that touches as many things as half of the others do at most."""
        systems = [one for one in self.snapshot.references if one.startswith("system:m0000.")]
        return sorted(systems, key=lambda one: (len(self.effect.strengths(one)), one))[len(systems) // 2]

    def once(self, key: object, make: Callable[[], Any]) -> Any:
        """Make something when it is first asked for."""
        if key not in self.known:
            self.known[key] = make()
        return self.known[key]

    def neo4j(self, statement: str, **parameters: object) -> list[list[Any]]:
        """Ask Neo4j, within the limit."""
        try:
            with self.session.begin_transaction(timeout=LIMIT) as work:
                return work.run(statement, parameters).values()
        except neo4j.exceptions.Neo4jError as error:
            if error.code and ("Timed" in error.code or "Timeout" in error.code or "Memory" in error.code):
                raise Stopped(error.code) from error
            raise

    def cypher(self, statement: str, parameters: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        """Ask Ladybug, within the limit."""
        if self.ladybug is None:
            raise Stopped("could not be written")
        return self.ladybug.read(statement, parameters).rows

    def about(self, benchmark: BenchmarkFixture, engine: str, question: str, answer: str = "") -> None:
        """Say what is measured, so that the table can put sizes beside each other."""
        things = len(self.snapshot)
        group = f"nation of {things:,} things: {question}{', ' if answer else ''}{answer}"
        tell(benchmark, group=group, engine=engine, question=question, things=things)


@pytest.fixture(scope="module", params=SIZES)
def nation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nation]:
    """Import a nation, or open the one that is there, and load it into Neo4j; each import in a process of its own."""
    folder, imported = tmp_path_factory.mktemp("nation"), {}
    home = Path(HOME) if HOME else folder / "home"
    if not HOME:
        imported["graphsvc"] = _imported("graphsvc", request.param, str(home))
    imported[UNWIND] = _imported("neo4j", request.param)
    options = neo4j_options()
    with (
        Workspace.open(Settings(home=home, graph="none")) as workspace,
        neo4j.GraphDatabase.driver(options["uri"], auth=(options["user"], options["password"])) as driver,
        driver.session() as session,
    ):
        snapshot = workspace.map_snapshot()
        ladybug = LadybugDatabase(folder / "graph" if HOME else home / "graph", row_limit=1_000_000, seconds=LIMIT)
        if HOME:
            with suppress(GraphDatabaseError):
                ladybug.build(snapshot)
        shown = ladybug.status()
        good = shown.digest_ok and shown.revision == snapshot.revision
        yield Nation(snapshot, ladybug if good else None, session, imported)


def _imported(engine: str, municipalities: int, *place: str) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.nation_import",
        engine,
        *place,
        "--municipalities",
        str(municipalities),
    ]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(told)
    return found


@pytest.mark.parametrize("engine", [UNWIND] if HOME else ["graphsvc", UNWIND])
def test_import(nation: Nation, benchmark: BenchmarkFixture, engine: str) -> None:
    """Ours with validation, register and graph database; Neo4j holds as many things and relations afterwards.

    Where the graph database could not be written, the time is that of the register alone, and the engine says so.
    """
    ((things, relations),) = nation.neo4j("MATCH (n) WITH count(n) AS n MATCH ()-[r]->() RETURN n, count(r)")
    assert things == len(nation.snapshot)
    told = nation.imported[engine]
    shown = engine if told.get("graph", 1) else f"{engine}, register alone"
    nation.about(benchmark, shown, "import", f"{nation.everything.relations:,} relations")
    assert told["records"] == things + nation.everything.relations
    assert relations >= nation.everything.relations
    benchmark.extra_info.update(told)
    once(benchmark)


@pytest.mark.parametrize("engine", ENGINES)
def test_everything_ahead(nation: Nation, benchmark: BenchmarkFixture, engine: str) -> None:
    """All relations are followed, from start to end; each engine answers in its own numbers, Cypher counts them."""
    forms, snapshot, name = nation.everything, nation.snapshot, nation.hub
    thing = snapshot.index(name)
    asked: dict[str, Callable[[], Any]] = {
        "graphsvc": lambda: snapshot.onward(thing),
        "networkx": lambda: nx.descendants(forms.networkx, thing),
        "rustworkx": lambda: rx.descendants(forms.rustworkx, thing),
        "bare SciPy": lambda: forms.by_scipy(thing),
        "Cypher in Ladybug": lambda: nation.cypher(EVERYTHING["ladybug"], {"thing": name[7:]})[0][0],
        "Cypher in Neo4j": lambda: nation.neo4j(EVERYTHING["neo4j"], thing=name[7:])[0][0],
    }
    expected = nation.once("everything", lambda: {int(one) for one in asked["networkx"]()})
    nation.about(benchmark, engine, "everything that all relations lead to", f"{len(expected):,} things")
    measure(
        benchmark,
        asked[engine],
        lambda found: (
            found == len(expected) if engine.startswith("Cypher") else {int(one) for one in found} == expected
        ),
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_reach(nation: Nation, benchmark: BenchmarkFixture, engine: str) -> None:
    """Flows are followed, and what is behind is named: systems, services, units, and by ours sectors and steps too."""
    forms, thing = nation.flows, nation.hub
    asked: dict[str, Callable[[], Reached]] = {
        "graphsvc": lambda: reach_by_us(nation.snapshot, thing),
        "networkx": lambda: forms.by_networkx(thing),
        "rustworkx": lambda: forms.by_rustworkx(thing),
        "bare SciPy": lambda: forms.by_scipy(thing),
        "Cypher in Ladybug": lambda: _reach_by_cypher("ladybug", nation, thing),
        "Cypher in Neo4j": lambda: _reach_by_cypher("neo4j", nation, thing),
    }
    expected = nation.once("reach", asked["networkx"])
    if engine.startswith("Cypher"):
        expected = nation.once("reach without hubs", lambda: networks.reach(nation.without_hubs, thing))
    nation.about(benchmark, engine, "reach along flows", f"{len(nation.known['reach'][0]):,} systems")
    measure(benchmark, asked[engine], lambda found: found == expected)


def _reach_by_cypher(engine: str, nation: Nation, thing: str) -> Reached:
    statement = Engine(engine, Path("unused")).statement("reach_services")
    given = {"thing": thing[7:], "date": nation.snapshot.date.isoformat()}
    (row,) = nation.cypher(statement, given) if engine == "ladybug" else nation.neo4j(statement, **given)
    systems, services, units = ({f"{kind}:{one}" for one in ids} for kind, ids in zip(_NAMED, row, strict=True))
    return systems, services, units


_NAMED = ("system", "service", "unit")


@pytest.mark.parametrize("engine", ["graphsvc", "networkx"])
@pytest.mark.parametrize("which", ["median", "hub"])
def test_impact(nation: Nation, benchmark: BenchmarkFixture, which: str, engine: str) -> None:
    """The whole answer as a document: strengths, a path to each with a sentence a hop, and the roll-up by sector."""
    thing = getattr(nation, which)
    asked: dict[str, Callable[[], Any]] = {
        "graphsvc": lambda: outage_by_us(nation.snapshot, thing),
        "networkx": lambda: nation.effect.outage(thing),
    }
    expected = nation.once(("impact", which), asked["networkx"])
    nation.about(benchmark, engine, f"impact of the {which} system, whole answer", f"{len(expected.rows):,} touched")
    measure(benchmark, asked[engine], lambda found: _same(found, expected))


def _same(found: Any, expected: Any) -> bool:
    rows = {row["thing"]: row for row in found.rows}
    for row in expected.rows:
        ours = rows.pop(row["thing"])
        assert math.isclose(ours["strength"], row["strength"], abs_tol=1e-8)
        assert len(ours["path"]) == len(row["path"])
        assert all(hop["sentence"] for hop in (*ours["path"], *row["path"]))
    assert found.sectors == {
        sector: row | {"strength": pytest.approx(row["strength"], abs=1e-8)} for sector, row in expected.sectors.items()
    }
    return not rows


@pytest.mark.parametrize("engine", ["graphsvc", "networkx", "systems by Cypher in Neo4j"])
@pytest.mark.parametrize("which", ["median", "hub"])
def test_strengths(nation: Nation, benchmark: BenchmarkFixture, which: str, engine: str) -> None:
    """The kernel alone. Neo4j gives systems and their paths only, over weights that were worked out for it."""
    thing = getattr(nation, which)
    asked: dict[str, Callable[[], dict[str, float]]] = {
        "graphsvc": lambda: outage_strengths_by_us(nation.snapshot, thing),
        "networkx": lambda: nation.effect.strengths(thing),
        "systems by Cypher in Neo4j": lambda: _strengths_by_neo4j(nation, thing),
    }
    expected = nation.once(("strengths", which), asked["networkx"])
    if "Neo4j" in engine:
        _ = nation.weighted
    nation.about(benchmark, engine, f"impact of the {which} system, strengths alone", f"{len(expected):,} touched")
    shown = {one: strength for one, strength in expected.items() if "Neo4j" not in engine or one.startswith("system:")}
    measure(benchmark, asked[engine], lambda found: found == pytest.approx(shown, abs=1e-9))


def _strengths_by_neo4j(nation: Nation, thing: str) -> dict[str, float]:
    rows = nation.neo4j(effect_in_neo4j.STATEMENT, thing=thing[7:], least=0.2 - 1e-9)
    return {f"system:{name}": strength for name, strength, _ in rows}
