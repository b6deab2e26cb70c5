"""The tables of docs/operation.md about health say what /health answers, on every graph database."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphsvc.api import create_application
from graphsvc.service import Workspace
from tests.graph_engines import ENGINES
from tests.installations import settings_at
from tests.pairs import Pair
from tests.web import routes_of, serving

SECTION = (
    (Path(__file__).resolve().parents[2] / "docs" / "operation.md")
    .read_text(encoding="utf-8")
    .partition("\n## Health\n")[2]
    .partition("\n## ")[0]
)
#: First cell -> the others, of every row that begins with something in code.
ROWS = dict(re.findall(r"^\| `([^`]+)` \|(.*)\|$", SECTION, re.MULTILINE))


def test_every_address_of_health_is_in_the_table_and_no_other(tmp_path: Path) -> None:
    with Workspace.create(settings_at(tmp_path / "home")) as workspace:
        routes = {path for _, path in routes_of(create_application(workspace).routes) if path.startswith("/health")}
    assert routes == {name for name in ROWS if name.startswith("/")}


def test_every_graph_database_is_in_the_table_and_no_other() -> None:
    assert {name for name in ROWS if not name.startswith("/")} == {"none", *ENGINES}


def test_without_a_graph_database_health_says_what_the_table_says(tmp_path: Path) -> None:
    with Workspace.create(settings_at(tmp_path / "home", graph="none")) as workspace, serving(workspace) as web:
        assert web.ask("/health/live").json == {"live": True}
        graph = web.ask("/health/ready").json["graph"]
    assert f'{{"engine": "{graph["engine"]}", "in_step": {str(graph["in_step"]).lower()}}}' in ROWS["none"]


def test_health_tells_revision_engine_and_whether_it_is_in_step(pair: Pair) -> None:
    with Workspace.create(pair.settings()) as workspace, serving(workspace) as web:
        workspace.publish()
        found = web.ask("/health/ready")
    assert (found.status, found.json["ready"]) == (200, True)
    assert set(found.json) - {"ready"} == {"revision", "graph"}
    assert set(found.json["graph"]) == {"engine", "in_step"} == set(re.findall(r"`(engine|in_step)`", SECTION))
    assert found.json["graph"]["engine"] == pair.engine.name


@pytest.mark.parametrize("word", ["200", "503"])
def test_the_table_names_the_status(word: str) -> None:
    assert word in SECTION
