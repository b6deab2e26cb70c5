"""The questions shipped as Cypher are let through by the guard, and answer like ours where Cypher can express them."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from graphsvc.graphdb.reading import check_reading
from graphsvc.model import Kind, Relation
from graphsvc.registry import graph_database, query
from tests.contract.test_graph_database import ENGINES
from tests.demo_facts import DEMO_DATE, demo_snapshot

PAGE = Path(__file__).resolve().parents[2] / "docs" / "graph-database.md"
EXAMPLE = re.compile(r"```cypher\n(.*?)```\n+```text\n(.*?)```", re.DOTALL)

CYPHER = files("graphsvc_queries") / "cypher"
SHIPPED = sorted(file.name for file in CYPHER.iterdir() if file.name.endswith(".cypher"))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_question_only_reads(name: str) -> None:
    assert check_reading((CYPHER / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("engine", ENGINES)
def test_every_example_of_the_page_answers_what_the_page_says(engine: str, tmp_path: Path, demo_source: Path) -> None:
    """docs/graph-database.md: each block of Cypher is followed by its answer on the demo."""
    database = graph_database(engine)(tmp_path)
    database.build(demo_snapshot(demo_source))
    examples = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(examples) >= 6
    for statement, answer in examples:
        columns, rows, _ = database.read(statement)
        written = [" | ".join(columns), *(" | ".join(map(str, row)) for row in rows)]
        assert "\n".join(written) == answer.strip(), statement


@pytest.mark.parametrize("engine", ENGINES)
def test_reach_in_cypher_equals_ours_for_every_system_behind_no_hub(
    engine: str, tmp_path: Path, demo_source: Path
) -> None:
    snapshot = demo_snapshot(demo_source)
    database = graph_database(engine)(tmp_path)
    database.build(snapshot)
    statement = (CYPHER / "reach_services.cypher").read_text(encoding="utf-8")
    differing = set()
    for number in snapshot.of_kind(Kind.SYSTEM):
        ours = query("reach")(snapshot, thing=snapshot.references[int(number)]).document("nb")
        name = snapshot.record(int(number)).id
        (row,) = database.read(statement, {"thing": name, "date": DEMO_DATE.isoformat()}).rows
        answered = [set(cells) for cells in row if isinstance(cells, list)]
        if answered != [set(ours[field]) for field in ("systems", "services", "units")]:
            differing.add(name)
    through = [edge.fields.get("through") for edge in snapshot.edges(Relation.FLOW).records]
    hubs = {hub for hubs in through if isinstance(hubs, tuple) for hub in hubs}
    assert hubs <= differing
    assert differing - hubs == {"maskinporten"}  # its one way on is to a hub
