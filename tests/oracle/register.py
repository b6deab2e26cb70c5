"""The register as plain dictionaries, for the oracles: nothing of the snapshot's own indexes is used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Facts, Snapshot

__all__ = ["Register", "Row", "register"]

#: Technologies and systems are what a change starts at, and what carries it on.
CARRIERS = ("system", "technology")


@dataclass(frozen=True)
class Row:
    """One relation."""

    relation: str
    id: str
    start: str
    end: str
    fields: Mapping[str, Any]

    @property
    def factor(self) -> float:
        """What the rule's weight is multiplied by (derived relations)."""
        given = self.fields.get("factor")
        return 1.0 if given is None else float(given)


@dataclass(frozen=True)
class Register:
    """What is valid at a date."""

    date: str
    things: Mapping[str, Mapping[str, Any]]
    rows: tuple[Row, ...]
    proposals: Mapping[str, Mapping[str, Any]]
    it_unit: str | None

    def of(self, relation: str) -> Iterator[Row]:
        """All relations of a type."""
        return (row for row in self.rows if row.relation == relation)

    def kind(self, *kinds: str) -> list[str]:
        """All things of some kinds, sorted."""
        return sorted(name for name in self.things if kind_of(name) in kinds)

    def is_platform(self, system: str) -> bool:
        """All national systems; others by flag."""
        fields = self.things[system]
        return fields.get("scope") == "national" or bool(fields.get("platform"))


def kind_of(name: str) -> str:
    """The kind in ``kind:id``."""
    return name.split(":", 1)[0]


def register(snapshot: Snapshot) -> Register:
    """Read the facts behind a snapshot, and keep what is valid at its date."""
    facts: Facts = snapshot.facts
    day = snapshot.date
    things: dict[str, Mapping[str, Any]] = {}
    proposals: dict[str, Mapping[str, Any]] = {}
    for fact in facts.things:
        record = fact.record
        assert isinstance(record, ThingRecord)
        if record.kind.value == "proposal":
            proposals[record.id] = dict(record.fields)
        elif _valid(record.fields, day, is_system=record.kind.value == "system"):
            things[record.reference] = dict(record.fields)
    it_unit = facts.about.it_unit if facts.about.it_unit in things else None
    rows = []
    for fact in facts.relations:
        record = fact.record
        assert isinstance(record, RelationRecord)
        row = Row(record.relation.value, record.id, record.start, record.end, dict(record.fields))
        if _valid(record.fields, day) and row.start in things and row.end in things:
            rows.append(row)
    return Register(day.isoformat(), things, tuple(_grounded(rows)), proposals, it_unit)


def _valid(fields: Mapping[str, Any], day: dt.date, *, is_system: bool = False) -> bool:
    first = [fields.get("valid_from"), fields.get("in_use_from") if is_system else None]
    gone = [fields.get("valid_to"), fields.get("decommission") if is_system else None]
    begun = all(dt.date.fromisoformat(bound) <= day for bound in first if bound)
    return begun and all(day < dt.date.fromisoformat(bound) for bound in gone if bound)


def _grounded(rows: list[Row]) -> list[Row]:
    """A derived relation stands while all that it comes from stands."""
    while True:
        there = {row.id for row in rows}
        left = [row for row in rows if set(row.fields.get("via") or ()) <= there]
        if len(left) == len(rows):
            return left
        rows = left
