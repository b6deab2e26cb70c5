"""The table that says what a relationship means between two classes of elements; the first row that fits wins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graphsvc.model import Relation, Value

__all__ = ["AUDIENCE", "MEMBERSHIP", "MOTIVATION", "ROWS", "Row", "row_for"]

#: Words kept as the subtype of a relation that has no better one.
AUDIENCE, MEMBERSHIP, MOTIVATION = "audience", "membership", "motivation"


class _Pair(NamedTuple):
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Parameters
    ----------
    relation
        What it becomes; ``related`` keeps the original type.
    turned
        The relation starts at the target.
    fields
        Attributes that follow from the row alone.
    shared
        The strength is supporting when others realise the same thing.
    access
        The relation's attribute that takes the access type (``role`` or ``access``).
    subtype
        Why it stays ``related``.
    """

    relation: Relation = Relation.RELATED
    turned: bool = False
    fields: Mapping[str, Value] = field(default_factory=dict)
    shared: bool = False
    access: str | None = None
    subtype: str | None = None


REQUIRED, SUPPORTING = {"strength": "required"}, {"strength": "supporting"}
USE, INTERACTION = {"kind": "use"}, {"kind": "interaction"}
LEAD, CONTRIBUTOR = {"role": "lead"}, {"role": "contributor"}
SYNC, ASYNC = {"mode": "sync"}, {"mode": "async"}
WHOLE = "Composition Aggregation"


def _supports() -> list[tuple[str, str, Row]]:
    return [
        ("Serving", "S>B T>B", Row(Relation.SUPPORTS, fields=REQUIRED)),
        ("Realization Assignment", "S>B T>B", Row(Relation.SUPPORTS, fields=REQUIRED, shared=True)),
    ]


def _systems() -> list[tuple[str, str, Row]]:
    return [
        ("Serving", "S>S", Row(Relation.FLOW, fields=SYNC)),
        ("Serving", "S>U T>U", Row(Relation.USES, turned=True, fields=USE)),
        ("Serving Realization Assignment", "T>S T>T", Row(Relation.RUNS_ON, turned=True)),
        ("Flow Triggering", "S>S", Row(Relation.FLOW, fields=ASYNC)),
        ("Realization", "S>S", Row(Relation.REALIZES)),
        ("Flow Triggering", "S>U", Row(Relation.USES, turned=True, fields=INTERACTION)),
        ("Flow Triggering Serving", "U>S", Row(Relation.USES, fields=INTERACTION)),
        ("Realization Assignment Composition Aggregation", "S>K", Row(Relation.PROVIDES)),
        ("Serving Realization", "K>B", Row(Relation.NEEDS, turned=True)),
        ("Realization", "S>C", Row(Relation.PROVIDES)),
        ("Realization", "B>C", Row(Relation.NEEDS)),
    ]


def _business() -> list[tuple[str, str, Row]]:
    return [
        ("Assignment", "U>B", Row(Relation.DELIVERS, fields=LEAD)),
        ("Serving", "U>B", Row(Relation.DELIVERS, fields=CONTRIBUTOR)),
        ("Assignment", "U>U", Row(Relation.PART_OF, turned=True)),
        ("Assignment Composition Aggregation", "U>S", Row(Relation.OWNS)),
        (WHOLE, "U>B", Row(Relation.DELIVERS, fields=LEAD)),
        ("Serving Flow Triggering", "B>U", Row(subtype=AUDIENCE)),
        ("Flow Triggering", "U>B", Row(subtype=AUDIENCE)),
        ("Realization", "B>B", Row(Relation.REQUIRES, turned=True, fields=REQUIRED)),
        ("Serving", "B>B", Row(Relation.REQUIRES, turned=True, fields=SUPPORTING)),
        (WHOLE, "B>B", Row(Relation.REQUIRES, fields=SUPPORTING)),
        ("Triggering Flow", "B>B", Row(Relation.REQUIRES, turned=True, fields=SUPPORTING)),
        (WHOLE, "B>S B>T", Row(Relation.SUPPORTS, turned=True, fields=REQUIRED)),
    ]


def _rest() -> list[tuple[str, str, Row]]:
    return [
        (WHOLE, "S>S U>U D>D C>C K>K T>T", Row(Relation.PART_OF, turned=True)),
        ("Access", "S>D T>D", Row(Relation.HOLDS, access="role")),
        ("Access", "B>D E>D U>D", Row(Relation.HANDLES, access="access")),
        ("Flow", "U>U", Row(Relation.EXCHANGES)),
        ("Specialization", " ".join(f"{one}>{one}" for one in "SKBUEDTCVGJM"), Row(Relation.KIND_OF)),
        ("Serving Realization", "B>V", Row(Relation.CONTAINS, turned=True)),
        (WHOLE, "V>B", Row(Relation.CONTAINS)),
        (WHOLE, " ".join(f"G>{one}" for one in "SKBUEDTCVGJM"), Row(subtype=MEMBERSHIP)),
    ]


def _table() -> dict[tuple[str, _Pair], Row]:
    table: dict[tuple[str, _Pair], Row] = {}
    for types, pairs, row in (*_supports(), *_systems(), *_business(), *_rest()):
        for name in types.split():
            for pair in pairs.split():
                table.setdefault((name, _Pair(pair[0], pair[2])), row)
    return table


#: ``(type of relationship, (source class, target class))`` -> row.
ROWS = _table()
_MOTIVATION = Row(subtype=MOTIVATION)
_NOTHING = Row()


def row_for(type_: str, source: str, target: str) -> Row:
    """Return what a relationship between two classes means.

    Examples
    --------
    >>> row_for("Serving", "S", "B").relation.value
    'supports'
    >>> row_for("Influence", "M", "M").subtype
    'motivation'
    """
    found = ROWS.get((type_, _Pair(source, target)))
    if found is not None:
        return found
    return _MOTIVATION if "M" in (source, target) else _NOTHING
