"""The whole graph of a revision as typed tables, whatever the validity of its facts; no engine is known here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa  # type: ignore[import-untyped]

from graphsvc.graphdb.rows import AMOUNTS, LISTS, Pair, column_types, placed, row_of, table_name
from graphsvc.metamodel import FieldType
from graphsvc.model import Kind, Relation
from graphsvc.records import Record
from graphsvc.snapshot import Facts

__all__ = ["GraphTables", "arrow_schema", "table_of", "table_of_rows", "tables_of"]


@dataclass(frozen=True)
class GraphTables:
    """What a graph database holds.

    Parameters
    ----------
    nodes
        One table a kind, also for kinds without things.
    relations
        One table a relation and pair of kinds that occurs; the columns ``from`` and ``to`` are ids.
    left_out
        How many relations have no place in a property graph, by reason: ``relation as an end``, ``missing end``.
    """

    nodes: Mapping[Kind, pa.Table]
    relations: Mapping[Pair, pa.Table]
    left_out: Mapping[str, int]

    def named(self) -> dict[str, pa.Table]:
        """Return every table by the name under which it is counted, see :func:`table_name`."""
        kinds = {table_name(kind): table for kind, table in self.nodes.items()}
        return kinds | {table_name(pair): table for pair, table in self.relations.items()}


def tables_of(facts: Facts) -> GraphTables:
    """Turn the merged graph at a revision into tables.

    Parameters
    ----------
    facts
        Every fact of the revision; validity stays a property and hides nothing.

    Returns
    -------
    GraphTables
        Rows as :func:`graphsvc.graphdb.rows.row_of` makes them.

    Notes
    -----
    O(facts + fields).
    """
    found = placed(facts)
    return GraphTables(
        {kind: table_of(kind, records) for kind, records in found.things.items()},
        {pair: table_of(pair, records) for pair, records in found.relations.items()},
        found.left_out,
    )


def arrow_schema(subject: Kind | Relation) -> pa.Schema:
    """Return the columns of a table with their types; those of a relation begin with the ids of its ends."""
    ends = {"from": pa.string(), "to": pa.string()} if isinstance(subject, Relation) else {}
    return pa.schema({**ends, **{name: _arrow_type(type_) for name, type_ in column_types(subject).items()}})


def table_of_rows(subject: Kind | Relation, rows: Iterable[Mapping[str, object]], count: int) -> pa.Table:
    """Make a table of so many rows that name their columns; a column that a row does not name is unknown there."""
    schema = arrow_schema(subject)
    columns: dict[str, list[object]] = {name: [None] * count for name in schema.names}
    for number, row in enumerate(rows):
        for name, value in row.items():
            columns[name][number] = value
    return pa.table(columns, schema=schema)


def table_of(key: Kind | Pair, records: Sequence[Record]) -> pa.Table:
    """Make the table of a kind, or of a relation between two kinds."""
    return table_of_rows(key if isinstance(key, Kind) else key[0], map(row_of, records), len(records))


def _arrow_type(type_: FieldType) -> pa.DataType:
    if type_ in LISTS:
        return pa.list_(pa.string())
    exact = {FieldType.INTEGER: pa.int64(), FieldType.FLAG: pa.bool_(), FieldType.DATE: pa.date32()}
    return pa.float64() if type_ in AMOUNTS else exact.get(type_, pa.string())
