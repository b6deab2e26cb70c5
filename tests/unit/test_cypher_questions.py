"""The questions that Cypher can express give the same answers from the graph database as from the snapshot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import graphsvc_queries
from graphsvc.graphdb.ladybug import LadybugDatabase
from graphsvc.model import Relation
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc_queries.matrix import MatrixRelation, matrix
from graphsvc_queries.reach import reach
from tests.demo_facts import DEMO_DATE, demo_facts

STATEMENTS = Path(graphsvc_queries.__file__).parent / "cypher"


@pytest.fixture(scope="module")
def facts(demo_source: Path) -> Facts:
    return demo_facts(demo_source)


@pytest.fixture(scope="module")
def database(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> LadybugDatabase:
    made = LadybugDatabase(tmp_path_factory.mktemp("graph"))
    made.build(Snapshot(facts, DEMO_DATE))
    return made


def asked(database: LadybugDatabase, name: str, **parameters: object) -> list[list[object]]:
    return database.read((STATEMENTS / f"{name}.cypher").read_text(encoding="utf-8"), parameters).rows


def without_hubs(facts: Facts) -> Facts:
    def plain(fact: Fact) -> Fact:
        record = fact.record
        if not isinstance(record, RelationRecord) or record.relation is not Relation.FLOW:
            return fact
        fields = {name: value for name, value in record.fields.items() if name != "through"}
        return replace(fact, record=replace(record, fields=fields))

    return replace(facts, relations=tuple(plain(fact) for fact in facts.relations))


@pytest.mark.parametrize("system", ["integr", "fiksio", "epj", "entra"])
def test_direct_dependents_are_the_same(database: LadybugDatabase, facts: Facts, system: str) -> None:
    found = reach(Snapshot(facts, DEMO_DATE), thing=f"system:{system}", max_steps=1)
    assert [f"system:{row[0]}" for row in asked(database, "reach_direct", thing=system)] == list(found.systems)


@pytest.mark.parametrize("system", ["epj", "entra", "hrm"])
def test_everything_reached_is_the_same_where_no_hub_is_passed(
    database: LadybugDatabase, facts: Facts, system: str
) -> None:
    found = reach(Snapshot(without_hubs(facts), DEMO_DATE), thing=f"system:{system}")
    rows = asked(database, "reach", thing=system)
    assert {f"system:{name}": steps for name, steps in rows} == found.dependents


def test_flows_between_sectors_are_the_same(database: LadybugDatabase, facts: Facts) -> None:
    found = matrix(Snapshot(facts, DEMO_DATE), relation=MatrixRelation.FLOWS)
    sectors = [axis.id for axis in found.axes if axis.thing]
    expected = {
        (gives, gets): found.cells[row][column].flows
        for row, gives in enumerate(sectors)
        for column, gets in enumerate(sectors)
        if found.cells[row][column].flows
    }
    assert {(gives, gets): flows for gives, gets, flows in asked(database, "matrix")} == expected
