"""The script of Cypher, run by a real Neo4j: the graph that comes out is the register's, digest by digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import neo4j
import pytest

from graphsvc.errors import DataError
from graphsvc.graphdb.digest import digests_of
from graphsvc.graphdb.neo4j_contents import differing
from graphsvc.graphdb.tables import tables_of
from graphsvc.model import Value
from graphsvc.service.exports import Edition
from graphsvc.service.exports.cypher import cypher_literal, write_cypher
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from tests.attacked import attacked_graph
from tests.demo_facts import imported_snapshot
from tests.graph_engines import neo4j_options, wiped
from tests.graphs import Tie, graph

#: Texts that end a string early, or begin one, in one dialect or another.
WORDS = (
    "it's",
    'say "hi"',
    "\\",
    "\\'",
    "\\\\u0027",
    "\\u0027 OR 1=1 //",
    "\\U00000027",
    "'}] AS row DETACH DELETE n; MATCH (n) DETACH DELETE n; //",
    "`system`) DETACH DELETE n //",
    "first\nsecond\r\n:exit\n\tthird",
    "nul\x00 bell\x07 del\x7f next\x85",
    "right\u202eleft\u2028line\u2029paragraph\ufeff",
    "$param ${x} {{y}}",
    "/* comment */ // end",
    "Ærfugl 🦆 שלום",
    "",
)


@pytest.fixture
def session() -> Iterator[neo4j.Session]:
    options = neo4j_options()
    with neo4j.GraphDatabase.driver(options["uri"], auth=(options["user"], options["password"])) as driver:
        wiped()
        with driver.session() as opened:
            yield opened
        wiped()


def script(snapshot: Snapshot, folder: Path, *, public: bool = False) -> str:
    assert write_cypher(Edition(snapshot, Language.EN, public), folder / "x.cypher") == ()
    return (folder / "x.cypher").read_text(encoding="utf-8")


def run(session: neo4j.Session, written: str) -> int:
    """Run statement by statement, as cypher-shell does: each ends with a semicolon at the end of a line."""
    statements = [one for one in written.split(";\n") if one.strip()]
    for one in statements:
        session.run(one).consume()
    return len(statements)


def wrong(session: neo4j.Session, snapshot: Snapshot) -> list[str]:
    """Return the tables whose rows or SHA-256 are not those of the facts."""
    expected = digests_of(tables_of(snapshot.facts).named())
    return session.execute_read(lambda work: differing(work, expected))


def test_the_demo_is_in_neo4j_table_by_table(demo_source: Path, session: neo4j.Session, tmp_path: Path) -> None:
    snapshot = imported_snapshot(demo_source)
    written = script(snapshot, tmp_path)
    assert run(session, written) > 20
    assert wrong(session, snapshot) == []
    meta = session.run("MATCH (m:Meta) RETURN properties(m) AS m").single(strict=True)["m"]
    assert (meta["title"], meta["revision"], meta["digest"]) == ("Eksempelvik", 1, snapshot.facts.digest)
    assert meta["relations"] == session.run("MATCH ()-[r]->() RETURN count(r) AS n").single(strict=True)["n"]


def test_words_that_attack_are_words(session: neo4j.Session, tmp_path: Path) -> None:
    snapshot = attacked_graph()
    written = script(snapshot, tmp_path)
    for _ in range(2):  # once more changes nothing
        run(session, written)
        assert wrong(session, snapshot) == []


def test_every_text_comes_back_as_it_was_in_values_lists_and_ids(session: neo4j.Session, tmp_path: Path) -> None:
    things: dict[str, Mapping[str, Value]] = {
        f"system:{number}{words}": {"name_nb": words, "protocols": (words, "x"), "properties": {words: words}}
        for number, words in enumerate(WORDS)
    }
    names = list(things)
    ties: list[Tie] = [("flow", names[0], name, {"id": f"r{name}", "data": name}) for name in names]
    snapshot = graph(things, ties)
    run(session, script(snapshot, tmp_path))
    assert wrong(session, snapshot) == []
    for words in WORDS:
        assert session.run(f"RETURN {cypher_literal(words)} AS w").single(strict=True)["w"] == words


def test_numbers_dates_and_flags_are_typed_and_what_does_not_fit_stands_apart(
    session: neo4j.Session, tmp_path: Path
) -> None:
    fields: dict[str, Value] = {
        "yearly_cost": 1e-7,
        "users": -3,
        "platform": True,
        "contract_end": "2030-01-31",
        "criticality": "høy",
        "vendor": None,
    }
    snapshot = graph({"system:a": fields, "system:b": {"yearly_cost": float("inf")}})
    run(session, script(snapshot, tmp_path))
    assert wrong(session, snapshot) == []
    asked = "MATCH (s:system {id: 'a'}) RETURN s.contract_end.year AS y, s.properties AS p"
    found = session.run(asked).single(strict=True)
    assert (found["y"], found["p"]) == (2030, '{"criticality":"høy"}')


def test_the_script_is_the_same_bytes_and_public_without_costs(demo_source: Path, tmp_path: Path) -> None:
    snapshot = imported_snapshot(demo_source)
    written = script(snapshot, tmp_path)
    assert script(Snapshot(snapshot.facts, snapshot.date), tmp_path) == written
    systems = [line for line in script(snapshot, tmp_path, public=True).splitlines() if "`scope`" in line]
    assert len(systems) > 100
    assert not any("yearly_cost" in line for line in systems)
    assert written.startswith("// Eksempelvik: 1 Dec 2026, revision 1. ")


def test_many_things_load_in_batches(session: neo4j.Session, tmp_path: Path) -> None:
    count = 1500
    ties: list[Tie] = [("flow", f"system:s{n}", f"system:s{n * 7 % count}", {"mode": "sync"}) for n in range(count)]
    snapshot = graph([f"system:s{n}" for n in range(count)], ties)
    written = script(snapshot, tmp_path)
    assert written.count("UNWIND") == 2 * count / 500
    run(session, written)
    assert wrong(session, snapshot) == []


def test_an_id_that_neo4j_cannot_look_up_is_named(tmp_path: Path) -> None:
    snapshot = graph(["system:" + "å" * 4001])
    with pytest.raises(DataError, match="system:ååå"):
        write_cypher(Edition(snapshot, Language.NB), tmp_path / "x.cypher")
