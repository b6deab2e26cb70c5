"""Reach, matrix, paths and weak spots in Cypher give what the library gives, on every graph database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.snapshot import Snapshot
from graphsvc_queries.matrix import MatrixRelation, matrix
from graphsvc_queries.paths import Direction, paths
from graphsvc_queries.reach import reach
from graphsvc_queries.weak_spots import weak_spots
from tests.demo_facts import DEMO_DATE, demo_facts, demo_snapshot
from tests.graph_engines import Engine
from tests.graphs import without_hubs

Asked = Callable[..., list[list[object]]]


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


@pytest.fixture(scope="module")
def hubless(demo_source: Path) -> Snapshot:
    """The demo without hubs, which a path in Cypher does not go by."""
    return Snapshot(without_hubs(demo_facts(demo_source)), DEMO_DATE)


def asking(engine: Engine, snapshot: Snapshot) -> Asked:
    database = engine.holding(snapshot)
    return lambda name, **parameters: database.read(engine.statement(name), parameters).rows


@pytest.mark.parametrize("system", ["integr", "fiksio", "epj", "entra"])
def test_direct_dependents_are_the_same(engine: Engine, demo: Snapshot, system: str) -> None:
    found = reach(demo, thing=f"system:{system}", max_steps=1)
    rows = asking(engine, demo)("reach_direct", thing=system)
    assert [f"system:{row[0]}" for row in rows] == list(found.systems)


def test_flows_between_sectors_are_the_same(engine: Engine, demo: Snapshot) -> None:
    found = matrix(demo, relation=MatrixRelation.FLOWS)
    sectors = [axis.id for axis in found.axes if axis.thing]
    expected = {
        (gives, gets): found.cells[row][column].flows
        for row, gives in enumerate(sectors)
        for column, gets in enumerate(sectors)
        if found.cells[row][column].flows
    }
    assert {(gives, gets): flows for gives, gets, flows in asking(engine, demo)("matrix")} == expected


def test_paths_of_dependence_are_the_same(engine: Engine, demo: Snapshot) -> None:
    asked = asking(engine, demo)
    counted = 0
    for start, end in (("hrm", "oko"), ("epj", "sakark"), ("fiksio", "bi"), ("idm", "minside"), ("bi", "hrm")):
        ours = paths(demo, from_=start, to=end, direction=Direction.DEPENDENCE, all=True)
        expected = {tuple(one.split(":")[1] for one in path.systems) for path in ours.paths}
        rows = asked("paths", **{"from": start, "to": end})
        found = {tuple(systems): steps for systems, steps in rows if isinstance(systems, list)}
        assert found == {systems: len(systems) - 1 for systems in expected}
        counted += len(rows)
    assert counted >= 9


@pytest.mark.parametrize("system", ["epj", "entra", "hrm"])
def test_everything_reached_is_the_same_where_no_hub_is_passed(engine: Engine, hubless: Snapshot, system: str) -> None:
    found = reach(hubless, thing=f"system:{system}")
    rows = asking(engine, hubless)("reach", thing=system)
    assert {f"system:{name}": steps for name, steps in rows} == found.dependents
    assert rows == sorted(rows, key=lambda row: (row[1], row[0]))


def test_weak_spots_are_the_same_where_no_hub_is_passed(engine: Engine, hubless: Snapshot) -> None:
    asked = asking(engine, hubless)
    found = weak_spots(hubless)
    for name in ("without_owner", "unused"):
        rows = asked(f"weak_spots_{name}")
        assert [row[0] for row in rows] == [one.system.split(":")[1] for one in getattr(found, name)]
    lost = {one.system.split(":")[1]: one for one in found.single_points}
    for system in ("entra", "idporten", "telefoni", "sakark", "befvars", "epjlv", "intranett"):
        expected = [one.split(":")[1] for one in lost[system].services] if system in lost else []
        rows = asked("weak_spots_single_points", thing=system)
        assert [row[0] for row in rows] == expected, system
