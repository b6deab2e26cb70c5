"""Every case of the graph database's contract is run on every engine, and none of them builds on one engine only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contract.conftest import CASES
from tests.graph_engines import ENGINES


def test_both_shipped_engines_are_installed() -> None:
    assert {"ladybug", "neo4j"} <= set(ENGINES)


def test_every_case_is_collected_for_every_engine(request: pytest.FixtureRequest) -> None:
    cases = request.config.stash[CASES]
    assert {case: engines for case, engines in cases.items() if engines != set(ENGINES)} == {}


def test_no_contract_of_graph_databases_names_one_engine() -> None:
    """A test that reaches for one engine by name is no contract; those of one engine have files of their own."""
    named = re.compile(r"LadybugDatabase|Neo4jDatabase|graphdb\.(ladybug|neo4j)")
    files = [*Path(__file__).parent.glob("test_cypher_*.py"), *Path(__file__).parent.glob("test_graph_database*.py")]
    assert len(files) >= 5
    assert [file.name for file in files if named.search(file.read_text(encoding="utf-8"))] == []
