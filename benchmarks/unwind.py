"""The peer of our import: a load into Neo4j by parameterised UNWIND, as its manual shows it, that validates nothing.

It is handed rows that are already parsed, sets no revision, keeps no digest, and commits five thousand rows at a time,
so that a reader sees half a graph while it runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import neo4j

from graphsvc.graphdb.rows import GRAPH_KINDS, Pair, placed, row_of, table_name
from graphsvc.model import Kind, split_reference
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.snapshot import Facts

__all__ = ["Rows", "clear", "load", "rows_of_facts", "rows_of_records"]

#: Table -> (statement, rows).
Rows = Mapping[str, tuple[str, Sequence[dict[str, Any]]]]
_BATCH = 5_000


def rows_of_facts(facts: Facts) -> Rows:
    """Make the rows and statements of what has a place in the graph beforehand; this is not timed."""
    found = placed(facts)
    return _rows(found.things, found.relations)


def rows_of_records(records: Iterable[Record]) -> Rows:
    """Make the rows and statements of records whose ends are all in the graph, in these records or before them."""
    things: dict[Kind, list[ThingRecord]] = defaultdict(list)
    relations: dict[Pair, list[RelationRecord]] = defaultdict(list)
    for one in records:
        if isinstance(one, ThingRecord):
            things[one.kind].append(one)
        elif isinstance(one, RelationRecord):
            start, end = (Kind(split_reference(name)[0]) for name in (one.start, one.end))
            relations[one.relation, start, end].append(one)
    return _rows(things, relations)


def _rows(things: Mapping[Kind, Sequence[ThingRecord]], relations: Mapping[Pair, Sequence[RelationRecord]]) -> Rows:
    made: dict[str, tuple[str, Sequence[dict[str, Any]]]] = {}
    for kind, found in things.items():
        statement = f"UNWIND $rows AS row CREATE (n:`{kind.value}`) SET n = row"
        made[kind.value] = statement, [row_of(one) for one in found]
    for pair, ties in relations.items():
        relation, start, end = pair
        statement = (
            f"UNWIND $rows AS row MATCH (a:`{start.value}` {{id: row.from}}) MATCH (b:`{end.value}` {{id: row.to}}) "
            f"CREATE (a)-[r:`{relation.value}`]->(b) SET r = row.held"
        )
        made[table_name(pair)] = statement, [_apart(row_of(one)) for one in ties]
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
