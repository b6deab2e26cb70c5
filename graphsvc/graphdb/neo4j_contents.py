"""What Neo4j holds, read back and digested table by table, as the facts are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]

from graphsvc.graphdb.digest import digest_of_table
from graphsvc.graphdb.neo4j_writing import labels
from graphsvc.graphdb.rows import GRAPH_KINDS, Pair, pair_of, table_name
from graphsvc.graphdb.stamp import TableDigest
from graphsvc.graphdb.tables import table_of_rows
from graphsvc.model import Kind, Relation

if TYPE_CHECKING:
    import neo4j

    Runner = neo4j.Transaction | neo4j.ManagedTransaction

__all__ = ["differing"]


def differing(work: Runner, expected: Mapping[str, TableDigest], *, prefix: str = "") -> list[str]:
    """Return the names of the tables that do not hold what they should; what no table should hold is ``?``.

    Parameters
    ----------
    work
        A transaction; what it has written itself is looked at too.
    prefix
        Stands before the labels, see :data:`graphsvc.graphdb.neo4j_writing.SHADOW`.

    Notes
    -----
    O(rows log rows): every table is read back whole.
    """
    wrong = []
    for name, table in expected.items():
        key: Kind | Pair = Kind(name) if name in GRAPH_KINDS else pair_of(name)
        if _digest(work, key, prefix) != table:
            wrong.append(table_name(key))
    pairs = [name for name in expected if name not in GRAPH_KINDS]
    return wrong + _beyond(work, expected, pairs, prefix)


def _digest(work: Runner, key: Kind | Pair, prefix: str) -> TableDigest | None:
    """Digest a table as it is stored; None when it holds properties or values that no table has."""
    if isinstance(key, Kind):
        statement = f"MATCH (x:`{prefix}{key.value}`) RETURN properties(x) AS held"
        rows = [_row(one["held"]) for one in work.run(statement)]
        return _digest_of_rows(key, rows)
    relation, start, end = key
    between = f"(a:`{prefix}{start.value}`)-[x:`{relation.value}`]->(b:`{prefix}{end.value}`)"
    statement = f"MATCH {between} RETURN a.id AS source, b.id AS target, properties(x) AS held"
    rows = [{**_row(one["held"]), "from": one["source"], "to": one["target"]} for one in work.run(statement)]
    return _digest_of_rows(relation, rows)


def _digest_of_rows(subject: Kind | Relation, rows: list[dict[str, object]]) -> TableDigest | None:
    try:
        return digest_of_table(table_of_rows(subject, rows, len(rows)))
    except (KeyError, TypeError, pa.ArrowException):
        return None


def _row(held: Mapping[str, object]) -> dict[str, object]:
    return {name: _native(value) for name, value in held.items()}


def _native(value: object) -> object:
    native = getattr(value, "to_native", None)
    return value if native is None or isinstance(value, dt.date) else native()


def _beyond(work: Runner, expected: Mapping[str, TableDigest], pairs: Iterable[str], prefix: str) -> list[str]:
    """Find nodes of two kinds and relations of no table: they are in no table's digest, or in two."""
    relations = sum(expected[name].rows for name in pairs)
    nodes = sum(table.rows for table in expected.values()) - relations
    ours = labels(prefix)
    counted = work.run(f"MATCH (n:{ours}) RETURN count(n) AS n").single(strict=True)["n"]
    joined = work.run(f"MATCH (:{ours})-[r]->(:{ours}) RETURN count(r) AS n").single(strict=True)["n"]
    return [] if (counted, joined) == (nodes, relations) else ["?"]
