"""The guard before the graph database lets reading through and nothing else."""

from __future__ import annotations

import pytest

from graphsvc.errors import QuestionError
from graphsvc.graphdb.reading import CALLABLE, REFUSED, check_reading

READING = [
    "MATCH (s:system) RETURN s.id",
    "match (s:system) where s.vendor = 'Visma' return s order by s.id skip 1 limit 2",
    "OPTIONAL MATCH (s:system)-[:flow*1..4]->(t) RETURN DISTINCT t.id",
    "WITH 1 AS x RETURN x UNION ALL RETURN 2 AS x",
    "RETURN 1 AS x UNION RETURN 2 AS x",
    "UNWIND [1, 2.5, 1e3] AS n RETURN n % 2 <> 0, n ^ 2",
    "MATCH (s:system {id: $id}) RETURN s",
    "MATCH (s:system) WHERE EXISTS { MATCH (s)-[:flow]->(:system) } RETURN count(s)",
    "CALL show_tables() RETURN *",
    "CALL TABLE_INFO('system') RETURN name",
    "MATCH (s:system) WITH s CALL show_tables() RETURN s.id, name",
    "MATCH (s:system) RETURN s.id;",
    "MATCH (s:system) RETURN s.id ; ; // done",
    "MATCH (s:system) RETURN s.`set`, s.delete, s . create",
    "MATCH (`set`:system) RETURN `set`.id AS `create`",
    "RETURN 'DELETE everything; CREATE (:x)' AS words, \"LOAD FROM 'x'\" AS more",
    "RETURN 'it''s', 'it\\'s', \"a\\\\\" AS ends",
    "MATCH (s:system) /* DELETE s */ RETURN s // SET s.id = 1",
    "MATCH (s:system) WHERE s.name_nb = 'Økonomi' RETURN s.name_nb AS økonomi",
    "MATCH (a)-[r:flow|supports]->(b) RETURN label(r), list_filter([1], x -> x > 0)[1:2]",
]

#: Each with the word or sign that must be named, and where it stands (line, column).
REFUSED_STATEMENTS = [
    ("CREATE (:system {id: 'x'})", "CREATE", (1, 1)),
    ("MATCH (s:system) SET s.id = 'x'", "SET", (1, 18)),
    ("MATCH (s:system)\nDETACH DELETE s", "DETACH", (2, 1)),
    ("MATCH (s) DELETE s RETURN 1", "DELETE", (1, 11)),
    ("MERGE (:system {id: 'x'})", "MERGE", (1, 1)),
    ("mAtCh (s) rEmOvE s.id", "rEmOvE", (1, 11)),
    ("DROP TABLE `system`", "DROP", (1, 1)),
    ("ALTER TABLE `system` ADD x INT64", "ALTER", (1, 1)),
    ("LOAD FROM 'secret.csv' RETURN *", "LOAD", (1, 1)),
    ("MATCH (s:system) LOAD FROM 'secret.csv' RETURN *", "LOAD", (1, 18)),
    ("WITH 1 AS x\n  LOAD WITH HEADERS (a STRING) FROM 'secret.csv' RETURN a", "LOAD", (2, 3)),
    ("LOAD EXTENSION 'x.so'", "LOAD", (1, 1)),
    ("COPY (MATCH (s:system) RETURN s.id) TO 'out.csv'", "COPY", (1, 1)),
    ("COPY `system` FROM 'x.csv'", "COPY", (1, 1)),
    ("EXPORT DATABASE 'x'", "EXPORT", (1, 1)),
    ("IMPORT DATABASE 'x'", "IMPORT", (1, 1)),
    ("INSTALL json", "INSTALL", (1, 1)),
    ("FORCE INSTALL json", "FORCE", (1, 1)),
    ("UNINSTALL json", "UNINSTALL", (1, 1)),
    ("UPDATE json", "UPDATE", (1, 1)),
    ("ATTACH 'x.db' AS x (dbtype sqlite)", "ATTACH", (1, 1)),
    ("DETACH x", "DETACH", (1, 1)),
    ("USE x", "USE", (1, 1)),
    ("CHECKPOINT", "CHECKPOINT", (1, 1)),
    ("BEGIN TRANSACTION", "BEGIN", (1, 1)),
    ("COMMIT", "COMMIT", (1, 1)),
    ("ROLLBACK", "ROLLBACK", (1, 1)),
    ("ANALYZE", "ANALYZE", (1, 1)),
    ("COMMENT ON TABLE `system` IS 'x'", "COMMENT", (1, 1)),
    ("CREATE MACRO f(x) AS x + 1", "CREATE", (1, 1)),
    ("EXPLAIN MATCH (s) RETURN s", "EXPLAIN", (1, 1)),
    ("PROFILE MATCH (s) DELETE s", "PROFILE", (1, 1)),
    ("RETURN 1 UNION CREATE (:system {id: 'x'})", "CREATE", (1, 16)),
    ("RETURN 1 UNION ALL DROP TABLE x", "DROP", (1, 20)),
    ("RETURN 1 UNION (MATCH (s) RETURN s)", "(", (1, 16)),
    ("(MATCH (s) RETURN s)", "(", (1, 1)),
    ("`CREATE` (:x)", "`CREATE`", (1, 1)),
    ("FROBNICATE x", "FROBNICATE", (1, 1)),
    ("CALL threads = 8", "threads", (1, 6)),
    ("CALL read_csv_serial('secret.csv') RETURN *", "read_csv_serial", (1, 6)),
    ("MATCH (s) CALL clear_warnings() RETURN s", "clear_warnings", (1, 16)),
    ("CALL `show_tables`() RETURN *", "`show_tables`", (1, 6)),
    ("CALL", "CALL", (1, 1)),
    ("MATCH (s) RETURN s; MATCH (t) RETURN t", ";", (1, 19)),
    ("RETURN 1; CHECKPOINT", ";", (1, 9)),
    ("; RETURN 1", ";", (1, 1)),
    # A word after a number and a full stop is not a property: engines read `1.` differently.
    ("WITH 1 AS x RETURN 1. SET x", "SET", (1, 23)),
    ("RETURN 1CREATE (:x)", "CREATE", (1, 9)),
    ("RETURN [1..DELETE]", "DELETE", (1, 12)),
    # What one program takes for a comment or text and another does not.
    ("RETURN 1 // hidden\r CREATE (:x)", "CREATE", (1, 21)),
    ("RETURN 1 /***/ CREATE (:x) /**/", "CREATE", (1, 16)),
    ("RETURN 1 /* a **/ CREATE (:x) /* b */", "CREATE", (1, 19)),
    ("RETURN 1 /* never closed CREATE (:x)", "CREATE", (1, 26)),
    ("RETURN 'a' CREATE (:x {b: 'c'})", "CREATE", (1, 12)),
    ("RETURN 'a\\\\' CREATE (:x {b: 'c'})", "CREATE", (1, 14)),
]

UNREADABLE = [
    "RETURN 'never closed",
    "RETURN 'bad escape \\q' CREATE (:x)",
    'RETURN "\\x4"',
    "RETURN `",
    "RETURN ``",
    "RETURN 1\u00a0AS x",
    "RETURN 1 AS \u202ex",
    "MATCH (s)\u2010[:flow]->(t) RETURN t",
    "RETURN \x00",
    "RETURN @x",
    "RETURN 1 # comment",
    "ＣＲＥＡＴＥ (:x)",
]


@pytest.mark.parametrize("statement", READING)
def test_reading_statements_get_through_without_their_comments(statement: str) -> None:
    allowed = check_reading(statement)
    assert "DELETE s */" not in allowed
    assert not allowed.rstrip().endswith(";")
    assert check_reading(allowed).split() == allowed.split()


@pytest.mark.parametrize(("statement", "word", "place"), REFUSED_STATEMENTS)
def test_everything_else_is_refused_with_its_word_and_place(statement: str, word: str, place: tuple[int, int]) -> None:
    with pytest.raises(QuestionError) as refused:
        check_reading(statement)
    line, column = place
    detail = refused.value.detail
    assert f"'{word}' at line {line}, column {column}" in detail.en
    assert f"linje {line}, kolonne {column}" in detail.nb
    assert f"linje {line}, kolonne {column}" in detail.nn


@pytest.mark.parametrize("statement", UNREADABLE)
def test_what_cannot_be_taken_apart_for_certain_is_refused(statement: str) -> None:
    with pytest.raises(QuestionError, match="cannot be read here"):
        check_reading(statement)


@pytest.mark.parametrize("word", sorted(REFUSED))
@pytest.mark.parametrize(
    "form", ["MATCH (s) {} s", "{} x", "WITH 1 AS x {} x", "RETURN 1 UNION {} x", "CALL {}() RETURN *"]
)
def test_a_refused_word_is_refused_wherever_a_clause_may_stand(word: str, form: str) -> None:
    for spelled in (word, word.lower(), word.title()):
        with pytest.raises(QuestionError):
            check_reading(form.format(spelled))


@pytest.mark.parametrize("statement", ["", "   \n", "// only a comment", "/* nothing */;;"])
def test_an_empty_question_says_how_to_ask(statement: str) -> None:
    with pytest.raises(QuestionError, match="The question is empty"):
        check_reading(statement)


def test_a_question_of_more_than_a_hundred_thousand_characters_is_refused() -> None:
    with pytest.raises(QuestionError, match="longer than 100000"):
        check_reading("RETURN " + "1 + " * 30_000 + "1")


def test_only_functions_that_show_how_the_database_is_made_may_be_called() -> None:
    assert all(name.startswith("SHOW_") or name in {"DB_VERSION", "TABLE_INFO"} for name in CALLABLE)
