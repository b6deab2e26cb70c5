"""The whole graph of a revision as typed tables, whatever the validity of its facts; no engine is known here."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from graphsvc.metamodel import KINDS, RELATIONS, FieldType, fields_of, shown_name
from graphsvc.model import Kind, Relation, Value, split_reference
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.snapshot import Facts
from graphsvc.text import Language

__all__ = ["GRAPH_KINDS", "GraphTables", "Pair", "arrow_schema", "column_types", "pairs_of", "table_name", "tables_of"]

#: The kinds that are nodes of the graph.
GRAPH_KINDS: tuple[Kind, ...] = tuple(kind for kind in Kind if KINDS[kind].in_graph)

#: A relation between two kinds: the unit in which relations are loaded and counted.
Pair = tuple[Relation, Kind, Kind]

_LISTS = {FieldType.LIST, FieldType.THINGS}
_AMOUNTS = {FieldType.NUMBER, FieldType.MONEY}
_WORDS = {FieldType.TEXT, FieldType.CHOICE}


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


def table_name(key: Kind | Pair) -> str:
    """Name a table for people and stamps.

    Examples
    --------
    >>> table_name((Relation.OWNS, Kind.UNIT, Kind.SYSTEM))
    'owns unit>system'
    """
    return key.value if isinstance(key, Kind) else f"{key[0].value} {key[1].value}>{key[2].value}"


def column_types(subject: Kind | Relation) -> dict[str, FieldType]:
    """Return the columns of a kind or relation in order: id, the caption of a thing, then the metamodel's fields.

    Examples
    --------
    >>> list(column_types(Kind.CAPABILITY))[:3]
    ['id', 'caption', 'name_nb']
    """
    first = ["id", "caption"] if isinstance(subject, Kind) else ["id"]
    return {**dict.fromkeys(first, FieldType.TEXT), **{name: field.type for name, field in fields_of(subject).items()}}


def pairs_of(relation: Relation) -> list[Pair]:
    """Return the pairs of kinds that the metamodel allows for a relation, sorted."""
    definition = RELATIONS[relation]
    return [(relation, a, b) for a in GRAPH_KINDS for b in GRAPH_KINDS if definition.allows(a, b)]


def tables_of(facts: Facts) -> GraphTables:
    """Turn the merged graph at a revision into tables.

    Parameters
    ----------
    facts
        Every fact of the revision; validity stays a property and hides nothing.

    Returns
    -------
    GraphTables
        A value that does not fit its column (a word where a number belongs) and a field that the metamodel does not
        know stand in ``properties`` under their own name; the names of fields that are claimed to have none stand
        in ``claimed_none``.

    Notes
    -----
    O(facts + fields).
    """
    things: dict[Kind, list[Record]] = {kind: [] for kind in GRAPH_KINDS}
    for fact in facts.things:
        if isinstance(fact.record, ThingRecord) and fact.record.kind in things:
            things[fact.record.kind].append(fact.record)
    present = {record.reference for records in things.values() for record in records}
    standing, left_out = _standing([f.record for f in facts.relations if isinstance(f.record, RelationRecord)], present)
    pairs: dict[Pair, list[Record]] = {}
    for record in standing:
        start, end = Kind(split_reference(record.start)[0]), Kind(split_reference(record.end)[0])
        pairs.setdefault((record.relation, start, end), []).append(record)
    return GraphTables(
        {kind: _table(kind, records) for kind, records in things.items()},
        {pair: _table(pair[0], pairs[pair]) for pair in sorted(pairs)},
        left_out,
    )


def _standing(relations: Sequence[RelationRecord], things: set[Any]) -> tuple[list[RelationRecord], dict[str, int]]:
    """Keep the relations between things; a relation whose end, or whose ground when derived, is missing goes."""
    kept = list(relations)
    while True:  # a relation may hang on another one, so losing one may lose the next
        names = {record.reference for record in kept}
        standing = [record for record in kept if _stands(record, things, names)]
        if len(standing) == len(kept):
            break
        kept = standing
    between = [record for record in kept if record.start in things and record.end in things]
    counts = {"relation as an end": len(kept) - len(between), "missing end": len(relations) - len(kept)}
    return between, {reason: count for reason, count in counts.items() if count}


def _stands(record: RelationRecord, things: set[Any], names: set[Any]) -> bool:
    via = record.fields.get("via")
    grounds = via if isinstance(via, tuple) and record.derived else ()
    ends = all(end in things or end in names for end in (record.start, record.end))
    return ends and all(f"relation:{ground}" in names for ground in grounds)


def arrow_schema(subject: Kind | Relation) -> pa.Schema:
    """Return the columns of a table with their types; those of a relation begin with the ids of its ends."""
    ends = {"from": pa.string(), "to": pa.string()} if isinstance(subject, Relation) else {}
    return pa.schema({**ends, **{name: _arrow_type(type_) for name, type_ in column_types(subject).items()}})


def _table(subject: Kind | Relation, records: Sequence[Record]) -> pa.Table:
    schema = arrow_schema(subject)
    columns: dict[str, list[object]] = {name: [None] * len(records) for name in schema.names}
    types = column_types(subject)
    for row, record in enumerate(records):
        for name, value in _row(record, types).items():
            columns[name][row] = value
    return pa.table(columns, schema=schema)


def _row(record: Record, types: Mapping[str, FieldType]) -> dict[str, object]:
    row: dict[str, object] = {}
    other: dict[str, object] = {}
    for name, value in record.fields.items():
        fitting = _fitting(value, types[name]) if name in types and name not in {"id", "caption"} else None
        if fitting is not None:
            row[name] = fitting
        elif value is not None:
            other[name] = value
    row["id"] = record.id
    if isinstance(record, RelationRecord):
        row["from"], row["to"] = split_reference(record.start)[1], split_reference(record.end)[1]
    else:
        row["caption"] = shown_name(record.fields, record.id, Language.NB).words
    without = {name for name, value in record.fields.items() if value is None}
    if without:
        row["claimed_none"] = sorted({*without, *_words(row.get("claimed_none"))})
    if other:
        kept = record.fields.get("properties")
        row["properties"] = _json({**(kept if isinstance(kept, Mapping) else {}), **other})
    return row


def _words(value: object) -> Iterable[str]:
    return (str(word) for word in value) if isinstance(value, list) else ()


def _fitting(value: Value, type_: FieldType) -> object | None:
    """Return the value as its column holds it, or None when it does not fit there."""
    if type_ is FieldType.PROPERTIES:
        return _json(value) if isinstance(value, Mapping) else None
    if type_ in _LISTS:
        return list(value) if isinstance(value, tuple) else [value] if isinstance(value, str) else None
    if type_ in _WORDS:
        return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    if type_ is FieldType.FLAG:
        return value if isinstance(value, bool) else None
    if type_ is FieldType.DATE:
        return _date(value)
    return _number(value, whole=type_ not in _AMOUNTS)


def _number(value: Value, *, whole: bool) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not whole:
        return float(value)
    return int(value) if math.isfinite(value) and value == int(value) and abs(value) < 2**63 else None


def _date(value: Value) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-12-01") else None
    except ValueError:
        return None


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)


def _arrow_type(type_: FieldType) -> pa.DataType:
    if type_ in _LISTS:
        return pa.list_(pa.string())
    exact = {FieldType.INTEGER: pa.int64(), FieldType.FLAG: pa.bool_(), FieldType.DATE: pa.date32()}
    return pa.float64() if type_ in _AMOUNTS else exact.get(type_, pa.string())
