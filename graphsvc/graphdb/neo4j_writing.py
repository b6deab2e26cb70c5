"""The statements that write the graph into Neo4j: labels and types from the metamodel, everything else a parameter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from graphsvc.graphdb.changes import TableChange
from graphsvc.graphdb.rows import GRAPH_KINDS, Pair
from graphsvc.model import Kind

if TYPE_CHECKING:
    import neo4j

__all__ = [
    "SHADOW",
    "CountsDiffer",
    "change",
    "clear",
    "clear_leftovers",
    "create",
    "ensure_schema",
    "ensure_shadow_schema",
    "labels",
    "plan_anew",
    "schema_is_missing",
    "switch",
]

Row = Mapping[str, object]

#: Put before the label of a kind while a shadow is built.
SHADOW = "graphsvc_next_"
_OLD = "graphsvc_old"
#: Rows that one statement carries, and nodes that one transaction clears away.
_BATCH = 5_000


def labels(prefix: str = "") -> str:
    """Return every label of ours as one expression.

    Examples
    --------
    >>> labels().split("|")[:2]
    ['`organisation`', '`unit`']
    """
    return "|".join(f"`{prefix}{kind.value}`" for kind in GRAPH_KINDS)


_LEFTOVERS = f"{_OLD}|{labels(SHADOW)}"


class CountsDiffer(Exception):
    """A statement met fewer or more nodes or relations than it should: the graph is not what the marker says."""


def ensure_schema(session: neo4j.Session) -> None:
    """Make constraints and indexes where they are missing, and wait until they are of use.

    The id of a thing is unique within its kind, and found at once; captions are indexed for tools that search in
    them. Relations are found from their ends.
    """
    statements = ["CREATE CONSTRAINT graphsvc_meta IF NOT EXISTS FOR (m:Meta) REQUIRE m.id IS UNIQUE"]
    for kind in GRAPH_KINDS:
        index = f"CREATE TEXT INDEX graphsvc_caption_{kind.value} IF NOT EXISTS FOR (n:`{kind.value}`) ON (n.caption)"
        statements += [_unique(kind.value), index]
    _declare(session, statements)


def ensure_shadow_schema(session: neo4j.Session) -> None:
    """Make the constraints of a shadow, so that ends of its relations are found at once."""
    _declare(session, [_unique(f"{SHADOW}{kind.value}") for kind in GRAPH_KINDS])


def _unique(label: str) -> str:
    return f"CREATE CONSTRAINT graphsvc_{label} IF NOT EXISTS FOR (n:`{label}`) REQUIRE n.id IS UNIQUE"


def _declare(session: neo4j.Session, statements: Sequence[str]) -> None:
    session.execute_write(lambda work: [work.run(statement).consume() for statement in statements])
    session.run("CALL db.awaitIndexes(300)").consume()


def plan_anew(session: neo4j.Session) -> None:
    """Let Neo4j count its indexes and forget its plans: one made while the graph was empty may never end on a full one.

    A user who may not ask for that does without; Neo4j does it by itself before long.
    """
    from neo4j.exceptions import ClientError

    with suppress(ClientError):
        session.run("CALL db.prepareForReplanning(60)").consume()


def schema_is_missing(work: neo4j.Transaction | neo4j.ManagedTransaction) -> list[str]:
    """Return the names of our constraints that are not there."""
    names = {"graphsvc_meta", *(f"graphsvc_{kind.value}" for kind in GRAPH_KINDS)}
    found = work.run("SHOW CONSTRAINTS YIELD name RETURN collect(name) AS names").single(strict=True)["names"]
    return sorted(names - set(found))


def create(work: neo4j.Transaction, key: Kind | Pair, rows: Sequence[Row], *, prefix: str = "") -> None:
    """Create the rows of a table; ends of relations must be there.

    Raises
    ------
    CountsDiffer
        When an end was not there.
    """
    if isinstance(key, Kind):
        statement = f"CREATE (n:`{prefix}{key.value}`) SET n = row"
        _run(work, statement, rows)
        return
    relation, start, end = key
    statement = (
        f"MATCH (a:`{prefix}{start.value}` {{id: row.from}}) MATCH (b:`{prefix}{end.value}` {{id: row.to}}) "
        f"CREATE (a)-[r:`{relation.value}`]->(b) SET r = row.held"
    )
    _run(work, statement, list(map(_held, rows)))


def change(work: neo4j.Transaction, changes: Mapping[Kind | Pair, TableChange]) -> None:
    """Carry out what differs between two revisions: relations go first and come last.

    Raises
    ------
    CountsDiffer
        When something that should be there was not, or was there twice.
    """
    kinds = [(key, one) for key, one in changes.items() if isinstance(key, Kind)]
    pairs = [(key, one) for key, one in changes.items() if not isinstance(key, Kind)]
    for pair, one in pairs:
        _run(work, f"MATCH {_relation(pair)} DELETE r", one.removed)
        _run(work, f"MATCH {_relation(pair)} SET r = row.held", list(map(_held, one.changed)))
    for kind, one in kinds:
        _run(work, f"MATCH (n:`{kind.value}` {{id: row.id}}) DETACH DELETE n", one.removed)
        _run(work, f"MATCH (n:`{kind.value}` {{id: row.id}}) SET n = row", one.changed)
        create(work, kind, one.added)
    for pair, one in pairs:
        create(work, pair, one.added)


def clear(work: neo4j.Transaction) -> None:
    """Remove every node of ours, with its relations, and what has no label: it belongs to nobody."""
    work.run(f"MATCH (n) WHERE n:{labels()}|{_LEFTOVERS} OR size(labels(n)) = 0 DETACH DELETE n").consume()


def switch(work: neo4j.Transaction) -> None:
    """Give the nodes of the shadow the labels of their kinds, and take them from those that had them."""
    for kind in GRAPH_KINDS:
        shadow = f"{SHADOW}{kind.value}"
        work.run(f"MATCH (n:`{kind.value}`) REMOVE n:`{kind.value}` SET n:{_OLD}").consume()
        work.run(f"MATCH (n:`{shadow}`) REMOVE n:`{shadow}` SET n:`{kind.value}`").consume()


def clear_leftovers(session: neo4j.Session) -> None:
    """Remove, in transactions of their own, what a switch has put aside and what a dead build has left."""
    # Relations first and apart: one node may have a hundred thousand of them.
    for statement in (
        f"MATCH (:{_LEFTOVERS})-[r]-() WITH DISTINCT r LIMIT {_BATCH * 4} DELETE r RETURN count(*) AS n",
        f"MATCH (n:{_LEFTOVERS}) WITH n LIMIT {_BATCH * 4} DETACH DELETE n RETURN count(*) AS n",
    ):
        while _removed(session, statement):
            pass


def _removed(session: neo4j.Session, statement: str) -> int:
    return int(session.execute_write(lambda work: work.run(statement).single(strict=True)["n"]))


def _relation(pair: Pair) -> str:
    relation, start, end = pair
    return f"(:`{start.value}` {{id: row.from}})-[r:`{relation.value}` {{id: row.id}}]->(:`{end.value}` {{id: row.to}})"


def _held(row: Row) -> Row:
    """Keep the ends of a relation apart from what it holds."""
    held = {name: value for name, value in row.items() if name not in {"from", "to"}}
    return {"id": row["id"], "from": row["from"], "to": row["to"], "held": held}


def _run(work: neo4j.Transaction, statement: str, rows: Sequence[Row]) -> None:
    for part in _parts(rows):
        done = work.run(f"UNWIND $rows AS row {statement} RETURN count(*) AS n", rows=part)
        if done.single(strict=True)["n"] != len(part):
            raise CountsDiffer(statement)


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[begin : begin + _BATCH] for begin in range(0, len(rows), _BATCH))
