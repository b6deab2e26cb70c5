"""Which facts stand in the graph of a revision, and the row that each becomes; no engine is known here."""

from __future__ import annotations

import datetime as dt
import json
import math
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeVar, cast, overload

from graphsvc.metamodel import KINDS, RELATIONS, FieldType, fields_of, shown_name
from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.snapshot import Fact, Facts
from graphsvc.text import Language

__all__ = [
    "AMOUNTS",
    "GRAPH_KINDS",
    "LISTS",
    "Pair",
    "Placed",
    "Records",
    "column_types",
    "pair_of",
    "pairs_of",
    "placed",
    "row_of",
    "table_name",
]

#: The kinds that are nodes of the graph.
GRAPH_KINDS: tuple[Kind, ...] = tuple(kind for kind in Kind if KINDS[kind].in_graph)

#: A relation between two kinds: the unit in which relations are loaded and counted.
Pair = tuple[Relation, Kind, Kind]

#: Types of fields that are lists of text, and those that are decimal numbers.
LISTS = frozenset({FieldType.LIST, FieldType.THINGS})
AMOUNTS = frozenset({FieldType.NUMBER, FieldType.MONEY})
_WORDS = {FieldType.TEXT, FieldType.CHOICE}

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Records(Sequence[R]):
    """The records of some facts, each made when it is looked at: a nation's are never held all at once.

    Parameters
    ----------
    facts
        All of them.
    places
        Which of them, by number.
    """

    facts: Sequence[Fact]
    places: array[int]

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[R]:
        return (cast("R", self.facts[place].record) for place in self.places)

    @overload
    def __getitem__(self, number: int) -> R: ...
    @overload
    def __getitem__(self, number: slice) -> list[R]: ...
    def __getitem__(self, number: int | slice) -> R | list[R]:
        if isinstance(number, slice):
            return [cast("R", self.facts[place].record) for place in self.places[number]]
        return cast("R", self.facts[self.places[number]].record)


@dataclass(frozen=True)
class Placed:
    """The records that have a place in a property graph.

    Parameters
    ----------
    things
        Records of every kind of the graph, also of kinds without things.
    relations
        Records of every pair that occurs, sorted.
    left_out
        How many relations have no place, by reason: ``relation as an end``, ``missing end``.
    """

    things: Mapping[Kind, Sequence[ThingRecord]]
    relations: Mapping[Pair, Sequence[RelationRecord]]
    left_out: Mapping[str, int]


def table_name(key: Kind | Pair) -> str:
    """Name a table for people and stamps.

    Examples
    --------
    >>> table_name((Relation.OWNS, Kind.UNIT, Kind.SYSTEM))
    'owns unit>system'
    """
    return key.value if isinstance(key, Kind) else f"{key[0].value} {key[1].value}>{key[2].value}"


def pair_of(name: str) -> Pair:
    """Read the name of a relation's table back, see :func:`table_name`.

    Examples
    --------
    >>> pair_of("owns unit>system")[1].value
    'unit'
    """
    relation, _, kinds = name.partition(" ")
    start, _, end = kinds.partition(">")
    return Relation(relation), Kind(start), Kind(end)


@cache
def column_types(subject: Kind | Relation) -> Mapping[str, FieldType]:
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


def placed(facts: Facts) -> Placed:
    """Tell which facts have a place in the graph, whatever their validity.

    Notes
    -----
    O(facts); relations that hang on relations that are missing are found in rounds. Kept are names and places: records
    of facts that lie in a file are made one at a time, here and by whoever goes through the answer.
    """
    things = {kind: array("Q") for kind in GRAPH_KINDS}
    present: dict[Reference, Reference] = {}
    for place, fact in enumerate(facts.things):
        if isinstance(fact.record, ThingRecord) and fact.record.kind in things:
            things[fact.record.kind].append(place)
            present[fact.record.reference] = fact.record.reference
    ties = [
        _tie(place, fact.record, present)
        for place, fact in enumerate(facts.relations)
        if isinstance(fact.record, RelationRecord)
    ]
    standing, left_out = _standing(ties, present)
    pairs: dict[Pair, array[int]] = {}
    for tie in standing:
        start, end = Kind(split_reference(tie.start)[0]), Kind(split_reference(tie.end)[0])
        pairs.setdefault((tie.relation, start, end), array("Q")).append(tie.place)
    return Placed(
        {kind: Records(facts.things, places) for kind, places in things.items()},
        {pair: Records(facts.relations, pairs[pair]) for pair in sorted(pairs)},
        left_out,
    )


class _Tie(NamedTuple):
    """What decides whether a relation has a place, and where it stands among the relations."""

    place: int
    name: Reference
    relation: Relation
    start: Reference
    end: Reference
    grounds: tuple[str, ...]


def _tie(place: int, record: RelationRecord, present: Mapping[Reference, Reference]) -> _Tie:
    via = record.fields.get("via")
    grounds = via if isinstance(via, tuple) and record.derived else ()
    start, end = (present.get(end, end) for end in (record.start, record.end))  # one text for all that name a thing
    return _Tie(place, record.reference, record.relation, start, end, grounds)


def _standing(ties: Sequence[_Tie], things: Collection[Reference]) -> tuple[list[_Tie], dict[str, int]]:
    """Keep the relations between things; a relation whose end, or whose ground when derived, is missing goes."""
    kept = list(ties)
    while True:  # a relation may hang on another one, so losing one may lose the next
        names = {tie.name for tie in kept}
        standing = [tie for tie in kept if _stands(tie, things, names)]
        if len(standing) == len(kept):
            break
        kept = standing
    between = [tie for tie in kept if tie.start in things and tie.end in things]
    counts = {"relation as an end": len(kept) - len(between), "missing end": len(ties) - len(kept)}
    return between, {reason: count for reason, count in counts.items() if count}


def _stands(tie: _Tie, things: Collection[Reference], names: Collection[str]) -> bool:
    ends = all(end in things or end in names for end in (tie.start, tie.end))
    return ends and all(f"relation:{ground}" in names for ground in tie.grounds)


def row_of(record: Record) -> dict[str, object]:
    """Turn a record into a row: column -> value as its column holds it; what is unknown is not in it.

    A value that does not fit its column (a word where a number belongs) and a field that the metamodel does not know
    stand in ``properties`` under their own name; the names of fields that are claimed to have none stand in
    ``claimed_none``. A thing without a name in its source's own language is called ``name`` by its caption, so that
    tools that show a node by its name show something to read.

    Examples
    --------
    >>> row_of(ThingRecord(Kind.SYSTEM, "epj", {"name_nb": "Journal", "criticality": 3}))
    {'name_nb': 'Journal', 'criticality': 3, 'id': 'epj', 'caption': 'Journal', 'name': 'Journal'}
    """
    types = column_types(record.subject)
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
        row.setdefault("name", row["caption"])
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
    if type_ in LISTS:
        return list(value) if isinstance(value, tuple) else [value] if isinstance(value, str) else None
    if type_ in _WORDS:
        return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    if type_ is FieldType.FLAG:
        return value if isinstance(value, bool) else None
    if type_ is FieldType.DATE:
        return _date(value)
    return _number(value, whole=type_ not in AMOUNTS)


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
