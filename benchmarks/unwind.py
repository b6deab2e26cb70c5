"""The peer of our import: a load into Neo4j by parameterised UNWIND, as its manual shows it, that validates nothing.

It is handed rows that are already parsed, sets no revision, keeps no digest, and commits five thousand rows at a time,
so that a reader sees half a graph while it runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import neo4j

from graphsvc.graphdb.rows import GRAPH_KINDS, placed, row_of, table_name
from graphsvc.snapshot import Facts

__all__ = ["Rows", "clear", "load", "rows_of_facts"]

#: Table -> (statement, rows).
Rows = Mapping[str, tuple[str, Sequence[dict[str, Any]]]]
_BATCH = 5_000


def rows_of_facts(facts: Facts) -> Rows:
    """Make the rows and statements beforehand; this is not timed."""
    found = placed(facts)
    made: dict[str, tuple[str, Sequence[dict[str, Any]]]] = {}
    for kind, things in found.things.items():
        made[kind.value] = (
            f"UNWIND $rows AS row CREATE (n:`{kind.value}`) SET n = row",
            [row_of(one) for one in things],
        )
    for pair, relations in found.relations.items():
        relation, start, end = pair
        statement = (
            f"UNWIND $rows AS row MATCH (a:`{start.value}` {{id: row.from}}) MATCH (b:`{end.value}` {{id: row.to}}) "
            f"CREATE (a)-[r:`{relation.value}`]->(b) SET r = row.held"
        )
        made[table_name(pair)] = (statement, [_apart(row_of(one)) for one in relations])
    return made


def _apart(row: dict[str, Any]) -> dict[str, Any]:
    return {"from": row.pop("from"), "to": row.pop("to"), "held": row}


def clear(session: neo4j.Session) -> None:
    """Empty the database and make the constraints; this is not timed."""
    session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    for kind in GRAPH_KINDS:
        name = f"graphsvc_{kind.value}"
        session.run(f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:`{kind.value}`) REQUIRE n.id IS UNIQUE").consume()


def load(session: neo4j.Session, rows: Rows) -> int:
    """Load everything; return how many nodes and relations were made."""
    count = 0
    for statement, all_rows in rows.values():
        for batch in _batches(all_rows):
            made = session.execute_write(_run, statement, batch)
            count += made.nodes_created + made.relationships_created
    return count


def _run(work: neo4j.ManagedTransaction, statement: str, rows: Sequence[dict[str, Any]]) -> neo4j.SummaryCounters:
    return work.run(statement, rows=rows).consume().counters


def _batches(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    return (rows[begin : begin + _BATCH] for begin in range(0, len(rows), _BATCH))
