"""Readings and registers for tests, written in few words."""

from __future__ import annotations

from collections.abc import Iterable

from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import Cover, Place, Reading, Record, RelationRecord, ThingRecord
from graphsvc.register import Register
from graphsvc.snapshot import Facts

__all__ = ["fields_of", "linked", "load", "shown", "thing", "told"]


def thing(name: str, /, line: int | None = None, **fields: Value) -> ThingRecord:
    """Make a thing from ``kind:id``."""
    kind, identifier = split_reference(name)
    return ThingRecord(Kind(kind), identifier, fields, Place(f"{kind}.csv", line=line))


def linked(relation: str, start: str, end: str, /, name: str | None = None, **fields: Value) -> RelationRecord:
    """Make a relation, called by its ends unless it has a name."""
    called = name or f"{start}>{end}"
    place = Place(f"{relation}.csv")
    return RelationRecord(Relation(relation), called, Reference(start), Reference(end), fields, place)


def told(name: str, /, *records: Record, covers: Iterable[Cover] | None = None, one_id_space: bool = False) -> Reading:
    """Make a reading; without ``covers`` it speaks whole of every kind and relation that it has a record of."""
    if covers is None:
        covers = [Cover(subject) for subject in sorted({record.subject for record in records})]
    return Reading("tables", name, tuple(records), coverage=tuple(covers), one_id_space=one_id_space)


def load(register: Register, reading: Reading, source: str | None = None) -> int:
    """Plan and commit."""
    return register.commit(register.plan(reading, source), who="kari", message=f"load {reading.name}")


def shown(facts: Facts) -> set[str]:
    """Return the references of all facts."""
    return {fact.record.reference for fact in (*facts.things, *facts.relations)}


def fields_of(facts: Facts, name: str) -> dict[str, Value]:
    """Return the merged fields of one fact."""
    for fact in (*facts.things, *facts.relations):
        if fact.record.reference == name:
            return dict(fact.record.fields)
    raise KeyError(name)
