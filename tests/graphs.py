"""Small graphs for tests, written as Python literals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import Place, RelationRecord, ThingRecord
from graphsvc.rules import RULES, RuleSet
from graphsvc.snapshot import About, Fact, Facts, Origin, Snapshot

__all__ = ["DATE", "Tie", "facts", "graph", "thing", "tie", "without_hubs"]

#: The day on which test graphs are seen, unless a test says otherwise.
DATE = dt.date(2026, 12, 1)

#: A relation as ``(relation, from, to)`` or ``(relation, from, to, fields)``; the field ``id`` names it.
Tie = tuple[str, str, str] | tuple[str, str, str, Mapping[str, Value]]


def thing(reference: str, fields: Mapping[str, Value] | None = None, *, source: str = "test") -> Fact:
    """Make one thing from ``kind:id``; it is called by its id unless ``fields`` says otherwise."""
    kind, identifier = split_reference(reference)
    named = {"name_nb": identifier, **(fields or {})}
    record = ThingRecord(Kind(kind), identifier, named, Place(file=f"{kind}.csv"))
    return Fact(record, (Origin(source, str(record.place)),))


def tie(number: int, written: Tie, *, source: str = "test") -> Fact:
    """Make one relation; without a field ``id`` it is called ``r`` and its number in the list, from 1."""
    relation, start, end = written[:3]
    fields = dict(written[3]) if len(written) == 4 else {}
    identifier = str(fields.pop("id", f"r{number:03}"))
    place = Place(file=f"{relation}.csv", line=number)
    record = RelationRecord(Relation(relation), identifier, Reference(start), Reference(end), fields, place)
    return Fact(record, (Origin(source, str(place)),))


def facts(
    things: Mapping[str, Mapping[str, Value]] | Iterable[str] = (),
    ties: Iterable[Tie] = (),
    *,
    it_unit: str | None = None,
    rules: RuleSet = RULES,
) -> Facts:
    """Make facts; things that only a relation names are made with no fields but a name.

    Parameters
    ----------
    things
        ``kind:id`` -> fields, or just a list of ``kind:id``.
    ties
        Relations, see :data:`Tie`.
    it_unit
        The unit that answers for systems without an owner.
    """
    named = dict(things) if isinstance(things, Mapping) else {name: {} for name in things}
    written = list(ties)
    for one in written:
        for end in one[1:3]:
            if split_reference(end)[0] != "relation":
                named.setdefault(end, {})
    about = About(title="test", it_unit=Reference(it_unit) if it_unit else None, rules=rules)
    relations = tuple(tie(number, one) for number, one in enumerate(written, 1))
    return Facts(1, tuple(thing(name, fields) for name, fields in named.items()), relations, about=about)


def graph(
    things: Mapping[str, Mapping[str, Value]] | Iterable[str] = (),
    ties: Iterable[Tie] = (),
    *,
    date: dt.date = DATE,
    it_unit: str | None = None,
    rules: RuleSet = RULES,
) -> Snapshot:
    """Make a snapshot, see :func:`facts`.

    Examples
    --------
    >>> graph([], [("supports", "system:a", "service:t", {"strength": "required"})]).references
    ('service:t', 'system:a')
    """
    return Snapshot(facts(things, ties, it_unit=it_unit, rules=rules), date)


def without_hubs(facts: Facts) -> Facts:
    """Return the facts with flows that pass no hub: a hub is no edge, so a path in Cypher does not go by one."""

    def direct(fact: Fact) -> Fact:
        record = fact.record
        if not isinstance(record, RelationRecord) or record.relation is not Relation.FLOW:
            return fact
        fields = {name: value for name, value in record.fields.items() if name != "through"}
        return replace(fact, record=replace(record, fields=fields))

    return replace(facts, relations=tuple(direct(fact) for fact in facts.relations))
