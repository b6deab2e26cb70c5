"""What every graph database must do; written once, run over every engine that is installed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from graphsvc.errors import GraphDatabaseError, QuestionError
from graphsvc.graphdb.rows import GRAPH_KINDS
from graphsvc.graphdb.sync import ensure, in_step
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Value
from graphsvc.ports import GraphDatabase
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Facts, Snapshot
from tests.demo_facts import demo_snapshot
from tests.graph_engines import Engine
from tests.graphs import DATE, Tie, facts, graph

HOSTILE = [
    'system:O\'Brien "x"',
    "system:linje\nto",
    "system:æøå",
    "system:🚒",
    "system:`; DROP TABLE x; //",
    "system:<script>",
    "system:" + "x" * 4000,
]

ODD: dict[str, dict[str, Value]] = {
    "system:odd": {
        "vendor": None,
        "criticality": 3,
        "yearly_cost": 12,
        "in_use_from": "2020-02-29",
        "decommission": "snart",
        "users": "mange",
        "platform": True,
        "protocols": ("REST", "", "a,b", "[c]"),
        "properties": {"k": "v"},
        "from_elsewhere": "kept",
        "valid_from": "2001-01-01",
        "valid_to": "2002-01-01",
    },
    "system:empty": {"protocols": (), "name_nb": ""},
    **{name: {} for name in HOSTILE},
}
TIES: list[Tie] = [
    ("owns", "unit:u", "system:odd"),
    ("flow", "system:odd", "system:empty", {"id": "f1", "mode": "sync", "data_objects": ("d",), "through": ("h",)}),
    ("flow", "system:odd", "system:empty", {"id": "f2"}),
    ("flow", "system:empty", "system:nowhere", {"id": "f3", "derived": True, "factor": 0.25, "via": ("gone",)}),
    ("related", "relation:f1", "unit:u", {"id": "about"}),
    ("related", "unit:u", "system:odd", {"id": "rel", "original_type": "Association"}),
    *(("kind_of", name, "system:odd") for name in HOSTILE),
]


def odd() -> Snapshot:
    """Facts with everything that is hard to store; one relation names an end that is not there."""
    made = facts(ODD, TIES)
    things = tuple(fact for fact in made.things if fact.record.id != "nowhere")
    return Snapshot(Facts(made.revision, things, made.relations, about=made.about), DATE)


@pytest.fixture
def empty(new_engine: Engine) -> GraphDatabase:
    """A graph database that nothing was written to."""
    return new_engine.empty()


@pytest.fixture
def demo(engine: Engine, demo_source: Path) -> GraphDatabase:
    """The demo municipality."""
    return engine.holding(demo_snapshot(demo_source))


@pytest.fixture
def oddities(engine: Engine) -> GraphDatabase:
    """The facts of :func:`odd`."""
    return engine.holding(odd())


def only(database: GraphDatabase, statement: str, **parameters: object) -> object:
    """Return the one cell of an answer."""
    ((cell,),) = database.read(statement, parameters).rows
    return cell


def test_it_fulfils_the_port(empty: GraphDatabase) -> None:
    assert isinstance(empty, GraphDatabase)


def test_before_the_first_build_it_says_what_is_missing_and_what_would_work(empty: GraphDatabase) -> None:
    status = empty.status()
    assert (status.revision, status.digest, status.digest_ok) == (None, None, False)
    assert status.why is not None
    assert "graphsvc graph rebuild" in status.why.en
    with pytest.raises(GraphDatabaseError, match="graphsvc graph rebuild"):
        empty.read("RETURN 1")


def test_after_a_build_it_shows_the_revision_and_holds_when_verified(empty: GraphDatabase) -> None:
    snapshot = odd()
    built = empty.build(snapshot)
    assert (built.revision, built.digest, built.digest_ok, built.why) == (1, snapshot.facts.digest, True, None)
    assert empty.status(verify=True) == built
    assert in_step(built, snapshot)


def test_it_holds_every_thing_and_relation_of_the_demo(demo: GraphDatabase, demo_source: Path) -> None:
    expected = demo_snapshot(demo_source).facts
    kinds = Counter(fact.record.subject.value for fact in expected.things if KINDS[Kind(fact.record.subject)].in_graph)
    counted = {kind: only(demo, f"MATCH (n:`{kind}`) RETURN count(n)") for kind in GRAPH_KINDS}
    assert counted == {kind: kinds[kind] for kind in GRAPH_KINDS}
    assert only(demo, "MATCH (n) RETURN count(n)") == sum(kinds.values()) + 1  # the node Meta
    for relation, count in Counter(fact.record.subject.value for fact in expected.relations).items():
        assert only(demo, f"MATCH ()-[r:`{relation}`]->() RETURN count(r)") == count


def test_systems_of_the_demo_have_their_ids_captions_and_owners(demo: GraphDatabase, demo_source: Path) -> None:
    snapshot = demo_snapshot(demo_source)
    rows = demo.read("MATCH (s:system) RETURN s.id, s.caption ORDER BY s.id").rows
    systems = [int(number) for number in snapshot.of_kind(Kind.SYSTEM)]
    assert rows == sorted([snapshot.record(n).id, snapshot.name(n).words] for n in systems)
    owners = demo.read("MATCH (u:unit)-[:owns]->(s:system) RETURN u.id, s.id").rows
    records = [fact.record for fact in snapshot.facts.relations if isinstance(fact.record, RelationRecord)]
    ends = [(r.start.removeprefix("unit:"), r.end.removeprefix("system:")) for r in records if r.relation == "owns"]
    assert sorted(map(tuple, owners)) == sorted(ends)


def test_the_node_meta_says_what_is_shown(demo: GraphDatabase, demo_source: Path) -> None:
    expected = demo_snapshot(demo_source)
    rows = demo.read("MATCH (m:Meta) RETURN m.revision, m.digest, m.title, m.synthetic").rows
    assert rows == [[1, expected.facts.digest, "Eksempelvik", True]]


def test_typed_fields_come_back_as_they_were(oddities: GraphDatabase) -> None:
    rows = oddities.read(
        "MATCH (s:system {id: 'odd'}) "
        "RETURN s.criticality, s.yearly_cost, s.in_use_from, s.platform, s.protocols, s.vendor"
    ).rows
    assert rows == [[3, 12.0, "2020-02-29", True, ["REST", "", "a,b", "[c]"], None]]


def test_an_empty_list_is_not_an_unknown_one(oddities: GraphDatabase) -> None:
    assert only(oddities, "MATCH (s:system {id: 'empty'}) RETURN s.protocols") == []
    assert only(oddities, "MATCH (s:system {id: 'O\\'Brien \"x\"'}) RETURN s.protocols") is None


def test_a_field_claimed_to_have_none_is_told_apart_from_an_unknown_one(oddities: GraphDatabase) -> None:
    assert only(oddities, "MATCH (s:system {id: 'odd'}) RETURN s.claimed_none") == ["vendor"]


def test_what_fits_no_column_is_kept_in_properties(oddities: GraphDatabase) -> None:
    kept = only(oddities, "MATCH (s:system {id: 'odd'}) RETURN s.properties")
    assert kept == '{"decommission":"snart","from_elsewhere":"kept","k":"v","users":"mange"}'


def test_validity_hides_nothing_and_can_be_asked_for(oddities: GraphDatabase) -> None:
    assert "system:odd" not in odd()
    asked = "MATCH (s:system) WHERE s.valid_to <= date('2026-12-01') RETURN s.id"
    assert oddities.read(asked).rows == [["odd"]]


@pytest.mark.parametrize("reference", HOSTILE)
def test_hostile_ids_are_stored_and_found_by_parameter(oddities: GraphDatabase, reference: str) -> None:
    identifier = reference.removeprefix("system:")
    found = oddities.read("MATCH (s:system {id: $id})-[:kind_of]->(t) RETURN s.id, t.id", {"id": identifier}).rows
    assert found == [[identifier, "odd"]]


def test_parallel_relations_stay_two_and_keep_their_attributes(oddities: GraphDatabase) -> None:
    rows = oddities.read(
        "MATCH (:system {id: 'odd'})-[f:flow]->(:system {id: 'empty'}) "
        "RETURN f.id, f.mode, f.data_objects, f.through ORDER BY f.id"
    ).rows
    assert rows == [["f1", "sync", ["d"], ["h"]], ["f2", None, None, None]]


def test_relations_without_a_place_in_it_are_left_out(oddities: GraphDatabase) -> None:
    ids = [row[0] for row in oddities.read("MATCH ()-[r:flow|related]->() RETURN r.id ORDER BY r.id").rows]
    assert ids == ["f1", "f2", "rel"]


def test_every_kind_and_relation_can_be_asked_for_though_nothing_is_there(empty: GraphDatabase) -> None:
    empty.build(graph(["system:a"]))
    assert only(empty, "MATCH (:unit)-[r:exchanges]->(:unit) RETURN count(r)") == 0
    assert only(empty, "MATCH (t:technology) RETURN count(t)") == 0


def test_a_graph_without_things_can_be_built(empty: GraphDatabase) -> None:
    assert empty.build(graph()).digest_ok
    assert only(empty, "MATCH (s:system) RETURN count(s)") == 0
    assert empty.status(verify=True).digest_ok


def test_a_new_build_takes_the_place_of_the_one_before(empty: GraphDatabase) -> None:
    empty.build(graph(["system:a"]))
    assert only(empty, "MATCH (s:system) RETURN s.id") == "a"
    newer = graph(["system:b"])
    later = Snapshot(Facts(2, newer.facts.things, newer.facts.relations), DATE)
    assert empty.build(later).revision == 2
    assert only(empty, "MATCH (s:system) RETURN s.id") == "b"
    assert only(empty, "MATCH (m:Meta) RETURN m.revision") == 2


def test_it_is_built_anew_only_when_it_is_not_in_step(empty: GraphDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    one = graph(["system:a"])
    assert ensure(empty, one).digest_ok
    other = graph(["system:a", "system:b"])
    assert not in_step(empty.status(), other)
    assert in_step(ensure(empty, other, verify=True), other)
    monkeypatch.setattr(type(empty), "build", lambda *_: pytest.fail("it was in step"))
    assert in_step(ensure(empty, other, verify=True), other)


def test_the_date_of_the_snapshot_does_not_matter(empty: GraphDatabase) -> None:
    snapshot = odd()
    first = empty.build(snapshot)
    assert in_step(first, snapshot.as_of(dt.date(1999, 1, 1)))


def test_nodes_and_relations_come_back_as_known_fields_with_a_label(oddities: GraphDatabase) -> None:
    rows = oddities.read("MATCH (u:unit)-[r:related]->() RETURN u, r").rows
    assert rows == [
        [
            {"label": "unit", "id": "u", "caption": "u", "name_nb": "u", "name": "u"},
            {"label": "related", "id": "rel", "original_type": "Association"},
        ]
    ]


def test_writing_statements_are_refused_and_change_nothing(oddities: GraphDatabase) -> None:
    for statement in ("CREATE (:system {id: 'x'})", "MATCH (s:system) SET s.vendor = 'x'", "MATCH (s) DETACH DELETE s"):
        with pytest.raises(QuestionError, match="is not allowed"):
            oddities.read(statement)
    assert oddities.status(verify=True).digest_ok


def test_files_cannot_be_read_or_written_by_a_question(oddities: GraphDatabase, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    out = tmp_path / "out.csv"
    for statement in (
        f"LOAD CSV FROM 'file://{tmp_path / 'secret.csv'}' AS row RETURN row",
        f"LOAD FROM '{tmp_path / 'secret.csv'}' RETURN *",
        f"CALL read_csv_serial('{tmp_path / 'secret.csv'}') RETURN *",
        f"COPY (MATCH (s:system) RETURN s.id) TO '{out}'",
        f"EXPORT DATABASE '{tmp_path / 'export'}'",
    ):
        with pytest.raises(QuestionError, match="not allowed"):
            oddities.read(statement)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["secret.csv"]


def test_a_mistake_in_a_question_is_an_error_that_names_it(oddities: GraphDatabase) -> None:
    with pytest.raises(QuestionError, match="sytem"):
        oddities.read("MATCH (s:sytem) RETURN s")
    with pytest.raises(QuestionError, match="RETRUN") as refused:
        oddities.read("MATCH (s:system) RETRUN s.id")
    assert len(refused.value.detail.nb) < 500
    with pytest.raises(QuestionError, match=r"no value for \$id"):
        oddities.read("MATCH (s:system {id: $id}) RETURN s")


def test_an_answer_says_when_rows_were_left_out(new_engine: Engine) -> None:
    database = new_engine.empty(row_limit=3)
    database.build(graph([f"system:{number}" for number in range(5)]))
    cut = database.read("MATCH (s:system) RETURN s.id ORDER BY s.id")
    assert (cut.columns, cut.rows, cut.truncated) == (["s.id"], [["0"], ["1"], ["2"]], True)
    whole = database.read("MATCH (s:system) RETURN s.id ORDER BY s.id LIMIT 3")
    assert not whole.truncated


def test_a_question_that_takes_too_long_is_stopped(new_engine: Engine) -> None:
    database = new_engine.empty(seconds=0.2)
    database.build(graph(["system:a"]))
    with pytest.raises(QuestionError, match=r"more than 0\.2 seconds"):
        database.read("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)")
    assert only(database, "MATCH (s:system) RETURN s.id") == "a"
