"""What must hold of what people write, as it must of what files bring: ends, rings, dates, and no person's number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from graphsvc.metamodel import KINDS, RELATIONS
from graphsvc.metamodel.by_hand import editable
from graphsvc.model import Kind, Relation, Value
from graphsvc.records import Problem, Record, RelationRecord
from graphsvc.service.editing.asked import problem
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["check_ends", "check_record"]

_DIGITS = re.compile(r"(?<!\d)(\d{6})[ .]?(\d{5})(?!\d)")
_FIRST, _SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def check_record(record: Record) -> Iterator[Problem]:
    """Give what is wrong with a record as it would stand."""
    known = editable(record.subject)
    begins, ends = record.fields.get("valid_from"), record.fields.get("valid_to")
    if begins and ends and str(ends) <= str(begins):
        yield problem("ends-before-it-begins", "valid_to", known["valid_to"], begins=begins, ends=ends)
    for name, value in record.fields.items():
        if name in known and any(_holds_identity_number(word) for word in _words(value)):
            yield problem("identity-number", name, known[name])


def _words(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def _holds_identity_number(words: str) -> bool:
    """Tell whether a text holds what looks like a national identity number: a day, and two digits that check.

    Examples
    --------
    >>> _holds_identity_number("ring 010190 00083"), _holds_identity_number("org. 974 760 673")
    (True, False)
    """
    return any(_is_identity_number(found[1] + found[2]) for found in _DIGITS.finditer(words))


def _is_identity_number(digits: str) -> bool:
    numbers = [int(digit) for digit in digits]
    day, month = int(digits[:2]) % 40, int(digits[2:4]) % 40
    try:
        dt.date(2000, month, day)
    except ValueError:
        return False
    for factors, place in ((_FIRST, 9), (_SECOND, 10)):
        rest = sum(one * number for one, number in zip(factors, numbers, strict=False)) % 11
        if (11 - rest) % 11 != numbers[place]:
            return False
    return True


def check_ends(snapshot: Snapshot, record: RelationRecord) -> Iterator[Problem]:
    """Give what is wrong with the ends of a new relation.

    Notes
    -----
    O(things above the end) for ``part_of``.
    """
    definition = RELATIONS[record.relation]
    start, end = (snapshot.kind(snapshot.index(one)) for one in (record.start, record.end))
    if not definition.allows(start, end):
        labels = KINDS[start].label, KINDS[end].label
        yield problem(
            "wrong-ends",
            "to",
            relation=definition.label,
            start=labels[0],
            end=labels[1],
            known=_allowed(record.relation),
        )
    elif record.start == record.end:
        yield problem("self-relation", "to", thing=record.start)
    elif record.relation is Relation.PART_OF and _is_above(snapshot, record):
        yield problem("cycle", "to", start=record.start, end=record.end)


def _allowed(relation: Relation) -> Text:
    def said(language: Language) -> str:
        pairs = (f"{_kinds(starts, language)} → {_kinds(ends, language)}" for starts, ends in RELATIONS[relation].ends)
        return "; ".join(pairs)

    return Text(*(said(language) for language in Language))


def _kinds(kinds: frozenset[Kind], language: Language) -> str:
    return " / ".join(KINDS[kind].label.in_(language) for kind in Kind if kind in kinds)


def _is_above(snapshot: Snapshot, record: RelationRecord) -> bool:
    """Tell whether the start of a new ``part_of`` already stands above its end."""
    edges, sought = snapshot.edges(Relation.PART_OF), snapshot.index(record.start)
    known, ahead = set[int](), [snapshot.index(record.end)]
    while ahead:
        thing = ahead.pop()
        if thing == sought:
            return True
        if thing not in known:
            known.add(thing)
            ahead += [int(edges.end[place]) for place in edges.out(thing).tolist()]
    return False
