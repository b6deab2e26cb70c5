"""The questions shipped as Cypher are let through by the guard, and answer like ours where Cypher can express them."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from graphsvc.graphdb.reading import check_reading
from graphsvc.model import Kind, Relation
from graphsvc.registry import query
from tests.demo_facts import DEMO_DATE, demo_snapshot
from tests.graph_engines import DIALECTS, ENGINES, Engine

PAGE = Path(__file__).resolve().parents[2] / "docs" / "graph-database.md"
#: A block may be for one engine only, where the dialects differ: ```cypher neo4j.
EXAMPLE = re.compile(r"```cypher ?(\w*)\n(.*?)```\n+```text\n(.*?)```", re.DOTALL)

CYPHER = files("graphsvc_queries") / "cypher"
SHIPPED = sorted(file.name for file in CYPHER.iterdir() if file.name.endswith(".cypher"))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_question_only_reads(name: str) -> None:
    own = name.split(".")[1]
    for engine in [own] if own in ENGINES else ENGINES:
        assert check_reading((CYPHER / name).read_text(encoding="utf-8"), DIALECTS[engine])


def test_a_question_of_one_engine_is_one_for_all_too_and_says_why_it_is_apart() -> None:
    own = [name for name in SHIPPED if name.count(".") > 1]
    assert {name.split(".")[1] for name in own} <= set(ENGINES)
    for name in own:
        assert f"{name.split('.')[0]}.cypher" in SHIPPED
        assert "Apart from" in (CYPHER / name).read_text(encoding="utf-8")


def test_every_example_of_the_page_answers_what_the_page_says(engine: Engine, demo_source: Path) -> None:
    """docs/graph-database.md: each block of Cypher is followed by its answer on the demo."""
    database = engine.holding(demo_snapshot(demo_source))
    examples = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    assert {own for own, _, _ in examples} <= {"", *ENGINES}
    examples = [(statement, answer) for own, statement, answer in examples if own in {"", engine.name}]
    assert len(examples) >= 7
    for statement, answer in examples:
        columns, rows, _ = database.read(statement)
        written = [" | ".join(columns), *(" | ".join(map(str, row)) for row in rows)]
        assert "\n".join(written) == answer.strip(), statement


def test_reach_in_cypher_equals_ours_for_every_system_behind_no_hub(engine: Engine, demo_source: Path) -> None:
    snapshot = demo_snapshot(demo_source)
    database, statement = engine.holding(snapshot), engine.statement("reach_services")
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
