"""What Cypher can say of the analyses for architects equals what the functions say, on every graph database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.metamodel import fields_of
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_queries.completeness import completeness
from graphsvc_queries.journey import journey
from graphsvc_queries.learning import learning
from graphsvc_queries.privacy import privacy
from graphsvc_queries.structure import structure
from tests.demo_facts import imported_snapshot
from tests.graph_engines import Engine

Asked = Callable[..., list[list[object]]]


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


@pytest.fixture
def asked(engine: Engine, demo: Snapshot) -> Asked:
    """Ask a shipped question of the demo."""
    database = engine.holding(demo)
    return lambda name, **parameters: database.read(engine.statement(name), parameters).rows


def test_shared_systems_between_sectors_are_the_same(asked: Asked, demo: Snapshot) -> None:
    found = structure(demo).matrix
    names = [axis.id for axis in found.axes]
    expected = {
        (row, end): count
        for row, counts in zip(names, found.cells["shared_systems"], strict=True)
        for end, count in zip(names, counts, strict=True)
        if count
    }
    assert {(row, end): count for row, end, count in asked("structure")} == expected


@pytest.mark.parametrize("capability", ["iot", "varsling", "arkiv"])
def test_units_with_experience_are_the_same(asked: Asked, demo: Snapshot, capability: str) -> None:
    found = {
        one.unit.id: sorted(row.system.id for row in one.holdings)
        for one in learning(demo, capability=(capability,)).experience
    }
    rows = asked("learning", capability=capability)
    assert rows == [[unit, found[unit]] for unit in sorted(found)]


def test_manual_flows_along_each_journey_are_the_same(asked: Asked, demo: Snapshot) -> None:
    for number in demo.of_kind(Kind.JOURNEY).tolist():
        name = demo.record(number).id
        found = sorted({flow.id for flow in journey(demo, thing=name).manual})
        assert [row[0] for row in asked("journey", journey=name)] == found, name


def test_what_is_missing_of_systems_is_the_same(asked: Asked, demo: Snapshot) -> None:
    expected = {
        task.one.id: set(task.missing)
        for task in completeness(demo, limit=10_000).work
        if task.one.kind is Kind.SYSTEM and task.missing
    }
    names = [name for name, field in fields_of(Kind.SYSTEM).items() if field.expected]
    columns = ["vendor", "criticality", "personal_data_level", "contract_end", "confirmed_on"]
    assert sorted(columns) == sorted(names)
    rows = asked("completeness")
    assert {
        str(system): {name for name, lacks in zip(columns, gone, strict=True) if lacks} for system, *gone in rows
    } == expected


@pytest.mark.parametrize("data", ["D006", "D060", "D112"])
def test_flows_that_carry_information_are_the_same(asked: Asked, demo: Snapshot, data: str) -> None:
    found = sorted([flow.id, flow.start.id, flow.end.id] for flow in privacy(demo, things=(data,)).flows)
    assert asked("privacy", data=data) == found
