"""Whatever happens to a graph in Neo4j: it is seen, said and built anew; a failed write leaves what was shown."""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graphsvc.errors import GraphDatabaseError, QuestionError
from graphsvc.graphdb import neo4j_publishing, neo4j_reader, neo4j_server
from graphsvc.graphdb.neo4j import Neo4jDatabase
from graphsvc.graphdb.neo4j_marker import announce, shadow_begins
from graphsvc.graphdb.sync import ensure, in_step
from graphsvc.snapshot import Facts, Snapshot
from tests.contract.test_graph_database_follows import history
from tests.graph_engines import neo4j_options, wiped
from tests.graphs import DATE, graph
from tests.held_facts import expected, held

OLD = graph([], [("owns", "unit:u", "system:old"), ("flow", "system:old", "system:other", {"id": "f"})])
NEW = Snapshot(
    Facts(2, graph(["system:new"]).facts.things, ()),
    DATE,
    history=lambda number: OLD.facts if number == 1 else NEW.facts,
)


def connected(**options: Any) -> Neo4jDatabase:
    return Neo4jDatabase(Path("unused"), **{**neo4j_options(), **options})


@pytest.fixture
def session() -> Iterator[neo4j.Session]:
    """The way of somebody else to the same server."""
    options = neo4j_options()
    with (
        neo4j.GraphDatabase.driver(options["uri"], auth=(options["user"], options["password"])) as driver,
        driver.session() as opened,
    ):
        yield opened


@pytest.fixture
def database() -> Neo4jDatabase:
    """A database that shows the old revision."""
    wiped()
    made = connected()
    made.build(OLD)
    return made


DAMAGE = {
    "a property changed": "MATCH (s:system {id: 'old'}) SET s.criticality = 4",
    "a property that no field has": "MATCH (s:system {id: 'old'}) SET s.colour = 'red'",
    "a value of another type": "MATCH (s:system {id: 'old'}) SET s.criticality = 'high'",
    "a node gone": "MATCH (s:system {id: 'other'}) DETACH DELETE s",
    "a node more": "CREATE (:system {id: 'x'})",
    "a node of two kinds": "MATCH (s:system {id: 'old'}) SET s:unit",
    "a node of no kind": "MATCH (s:system {id: 'other'}) REMOVE s:system",
    "a relation gone": "MATCH ()-[r:flow]->() DELETE r",
    "a relation twice": "MATCH (a)-[r:flow]->(b) CREATE (a)-[c:flow]->(b) SET c = properties(r)",
    "a relation of another type": "MATCH (a:system {id: 'old'}), (b:unit) CREATE (a)-[:LIKES]->(b)",
    "a relation of ours elsewhere": "MATCH (a:system {id: 'old'}), (b:unit) CREATE (a)-[:owns {id: 'x'}]->(b)",
    "a relation's property": "MATCH ()-[r:flow]->() SET r.mode = 'sync'",
    "another id": "MATCH (s:system {id: 'old'}) SET s.id = 'renamed'",
    "a constraint gone": "DROP CONSTRAINT graphsvc_system",
}


@pytest.mark.parametrize("what", DAMAGE)
def test_what_somebody_changes_is_seen_and_the_next_build_mends_it(
    database: Neo4jDatabase, session: neo4j.Session, what: str
) -> None:
    assert database.status(verify=True).digest_ok
    session.run(DAMAGE[what]).consume()
    status = database.status(verify=True)
    assert not status.digest_ok
    assert status.revision == 1
    assert status.why is not None
    assert "graphsvc graph rebuild" in status.why.en
    assert in_step(ensure(database, OLD, verify=True), OLD)
    assert database.status(verify=True).digest_ok
    assert held(database) == expected(OLD.facts)


@pytest.mark.parametrize("what", ["a node gone", "a relation gone", "a relation twice", "a node more"])
def test_changes_that_meet_a_damaged_graph_end_in_a_whole_one(
    database: Neo4jDatabase, session: neo4j.Session, what: str
) -> None:
    later = graph([], [("flow", "system:old", "system:x", {"id": "f2"})]).facts
    session.run(DAMAGE[what]).consume()
    snapshot = Snapshot(Facts(2, later.things, later.relations), DATE, history=lambda _: OLD.facts)
    assert in_step(ensure(database, snapshot), snapshot)
    assert database.status(verify=True).digest_ok
    assert held(database) == expected(snapshot.facts)


def test_what_others_keep_under_their_own_labels_is_left_alone(database: Neo4jDatabase, session: neo4j.Session) -> None:
    session.run("CREATE (:_Bloom_Perspective_ {name: 'ours'})").consume()
    assert database.status(verify=True).digest_ok
    database.build(NEW)
    assert session.run("MATCH (p:_Bloom_Perspective_) RETURN p.name AS name").single(strict=True)["name"] == "ours"
    session.run("MATCH (p:_Bloom_Perspective_) DELETE p").consume()


@pytest.mark.parametrize("limit", [0, 250_000], ids=["as a shadow", "in one transaction"])
def test_a_build_that_does_not_read_back_is_not_shown(
    database: Neo4jDatabase, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    before = held(database)
    with monkeypatch.context() as broken:
        broken.setattr(neo4j_publishing, "differing", lambda *_, **__: ["system"])
        with pytest.raises(GraphDatabaseError, match="system"):
            connected(whole_limit=limit).build(NEW)
    status = database.status()
    assert status.revision == 1
    if limit:
        assert status.digest_ok
        assert held(database) == before
    else:  # what the shadow left lies beside it: patterns without a label would meet it
        assert not status.digest_ok
        with pytest.raises(GraphDatabaseError, match="graphsvc graph rebuild"):
            database.read("MATCH (n) RETURN n")
    assert in_step(ensure(database, NEW), NEW)
    assert held(database) == expected(NEW.facts)


def test_a_shadow_takes_the_place_of_the_graph_before_and_leaves_nothing(
    database: Neo4jDatabase, session: neo4j.Session
) -> None:
    made = history(3)[4]
    connected(whole_limit=0).build(Snapshot(made, DATE))
    assert database.status(verify=True).digest_ok
    assert held(database) == expected(made)
    count = session.run("MATCH (n) RETURN count(n) AS n").single(strict=True)["n"]
    assert count == 1 + sum(table.rows for name, table in _tables(database).items() if " " not in name)


def _tables(database: Neo4jDatabase) -> Any:
    marker = database._marker()
    assert marker is not None
    return marker.tables


def test_a_writer_that_comes_second_changes_nothing(database: Neo4jDatabase) -> None:
    marker = database._marker()
    database.build(OLD)
    before = held(database)
    for write in (
        lambda: neo4j_publishing.apply(database.address, NEW, OLD.facts, marker, secrets.token_hex(8)),
        lambda: neo4j_publishing.build(database.address, NEW, marker, secrets.token_hex(8), 250_000),
        lambda: neo4j_publishing.build(database.address, NEW, marker, secrets.token_hex(8), 0),
    ):
        with pytest.raises(GraphDatabaseError, match="Another process wrote"):
            write()
        assert held(database) == before


def test_a_reader_waits_for_a_switch_that_is_announced_and_no_longer(
    database: Neo4jDatabase, session: neo4j.Session
) -> None:
    stamp = session.run("MATCH (m:Meta) RETURN m.stamp AS s").single(strict=True)["s"]
    announce(session, stamp, 700)
    before = session.run("RETURN timestamp() AS t").single(strict=True)["t"]
    assert database.read("MATCH (s:system) RETURN count(s)").rows == [[2]]
    after = session.run("RETURN timestamp() AS t").single(strict=True)["t"]
    assert after - before >= 500
    assert database.status().digest_ok


def test_while_a_shadow_is_built_a_reader_is_told_so(database: Neo4jDatabase, session: neo4j.Session) -> None:
    stamp = session.run("MATCH (m:Meta) RETURN m.stamp AS s").single(strict=True)["s"]
    shadow_begins(session, stamp)
    session.run("CREATE (:graphsvc_next_system {id: 'half'})").consume()
    with pytest.raises(GraphDatabaseError, match="being built anew"):
        database.read("MATCH (n) RETURN n")
    assert in_step(ensure(database, OLD), OLD)
    assert held(database) == expected(OLD.facts)


@pytest.mark.parametrize("limit", [0, 250_000], ids=["as a shadow", "led or whole"])
def test_many_readers_see_exactly_one_revision_each_while_many_are_written(limit: int) -> None:
    """A revision has as many systems as its number, all of which say the number; a mixture would show."""
    wiped()
    revisions = {number: _numbered(number) for number in range(1, 7)}
    writer, done, wrong = connected(whole_limit=limit), threading.Event(), []
    writer.build(Snapshot(revisions[1], DATE))
    seen: set[object] = set()

    def look() -> None:
        reader = connected()
        while not done.is_set():
            try:
                rows = reader.read("MATCH (s:system) RETURN s.users, count(s)").rows
                flows = reader.read("MATCH (s)-[f:flow]->(s) WITH f.protocol AS p, count(f) AS n RETURN p, n").rows
            except GraphDatabaseError as error:
                if "being built anew" not in str(error):
                    wrong.append(str(error))
                continue
            wrong.extend(one for one in (rows, flows) if len(one) != 1 or int(str(one[0][0])) * 40 != one[0][1])
            seen.add(rows[0][0])

    readers = [threading.Thread(target=look) for _ in range(3)]
    for one in readers:
        one.start()
    try:
        for number in range(2, 7):
            snapshot = Snapshot(revisions[number], DATE, history=revisions.__getitem__)
            writer.build(snapshot) if limit == 0 else ensure(writer, snapshot)
    finally:
        done.set()
        for one in readers:
            one.join(60)
    assert wrong == []
    assert len(seen) > 1
    assert writer.status(verify=True).digest_ok


def _numbered(number: int) -> Facts:
    things = {f"system:s{one}": {"users": number} for one in range(number * 40)}
    ties = [("flow", name, name, {"id": name, "protocol": str(number)}) for name in things]
    made = graph(things, ties).facts
    return Facts(number, made.things, made.relations)


def test_the_server_itself_refuses_to_write_when_the_guard_is_passed_by(
    database: Neo4jDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.graphdb.neo4j.check_reading", lambda statement, dialect: statement)
    for statement in (
        "CREATE (:system {id: 'x'})",
        "MATCH (s:system) SET s.vendor = 'x'",
        "CREATE INDEX FOR (n:x) ON n.y",
    ):
        with pytest.raises(QuestionError):
            database.read(statement)
    assert database.status(verify=True).digest_ok


@pytest.mark.parametrize(
    "statement",
    [
        "RETURN 'it\\u0027 MATCH (s) DETACH DELETE s //'",
        "CALL apoc.export.csv.all('x', {}) YIELD file RETURN file",
        "CALL dbms.listConfig() YIELD name RETURN name",
        "RETURN apoc.cypher.runFirstColumnSingle('RETURN 1', {}) AS x",
        "RETURN genai.vector.encode('x', 'OpenAI', {}) AS x",
        "CALL { MATCH (s:system) DETACH DELETE s } IN TRANSACTIONS",
        "CALL (*) { CREATE (:system) } RETURN 1",
        "SHOW USERS",
        "CYPHER runtime=slotted MATCH (n) DELETE n",
        "MATCH (n) FOREACH (x IN [1] | SET n.x = x)",
        "USE system RETURN 1",
        "TERMINATE TRANSACTIONS 'x'",
    ],
)
def test_statements_that_do_more_than_read_are_refused(database: Neo4jDatabase, statement: str) -> None:
    with pytest.raises(QuestionError, match=r"not allowed|cannot be read"):
        database.read(statement)


def test_functions_that_neo4j_ships_are_let_through(database: Neo4jDatabase) -> None:
    answer = database.read(
        "CALL db.labels() YIELD label WITH label WHERE label = 'system' "
        "RETURN label, date.truncate('year', date('2026-05-01')), "
        "duration.inDays(date('2026-01-01'), date('2026-01-03'))"
    )
    assert answer.rows == [["system", "2026-01-01", "P2D"]]
    assert neo4j_reader.plain(float("inf")) == "inf"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"password": "wrong"}, "GRAPHSVC_NEO4J_PASSWORD"),
        ({"uri": "bolt://127.0.0.1:1"}, "does not answer"),
        ({"uri": "http://localhost:7474"}, "bolt://host:7687"),
        ({"uri": "bolt://me:secret@127.0.0.1:1"}, "127.0.0.1:1"),
        ({"database": "nowhere"}, "nowhere"),
    ],
)
def test_a_server_that_cannot_be_asked_is_an_error_that_says_what_would_work(
    options: dict[str, str], words: str
) -> None:
    closed = connected(**options)
    status = closed.status()
    assert (status.revision, status.digest_ok) == (None, False)
    assert status.why is not None
    assert words in status.why.en
    for attempt in (lambda: closed.build(OLD), lambda: closed.read("RETURN 1")):
        with pytest.raises(GraphDatabaseError) as failed:
            attempt()
        assert words in failed.value.detail.en
    shown = f"{status.why} {failed.value!r} {closed!r}"
    assert "secret" not in shown
    assert neo4j_options()["password"] not in shown


def test_an_id_that_neo4j_cannot_index_is_named_before_anything_is_written(database: Neo4jDatabase) -> None:
    long = graph(["system:" + "æ" * 4001])
    with pytest.raises(GraphDatabaseError, match="æææ"):
        database.build(long)
    assert held(database) == expected(OLD.facts)
    assert database.build(graph(["system:" + "æ" * 3900])).digest_ok


def test_without_the_driver_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_server, "_drivers", {})
    monkeypatch.setitem(sys.modules, "neo4j", None)
    with pytest.raises(GraphDatabaseError, match=r"pip install 'graphsvc\[neo4j\]'"):
        Neo4jDatabase(Path("unused")).read("RETURN 1")
    status = Neo4jDatabase(Path("unused")).status()
    assert status.why is not None
    assert "graphsvc[neo4j]" in status.why.nb
