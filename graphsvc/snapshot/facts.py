"""The merged graph at a revision, before any date is chosen: what the register hands to a snapshot."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.records import ChangeSet, Record, RelationRecord, ThingRecord
from graphsvc.rules import RULES, RuleSet

__all__ = [
    "About",
    "Conflict",
    "DatedFacts",
    "Fact",
    "Facts",
    "Origin",
    "SortedFacts",
    "canonical_json",
    "digest_of",
    "references_of",
    "turning_days_of",
    "validity",
]

#: One for all records, since making an encoder costs a quarter of what writing a record does.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)
_NEVER = "9999-12-31"
_OPEN = frozenset({"", _NEVER})


@dataclass(frozen=True, slots=True)
class Origin:
    """Who claims a fact, and where it stands there."""

    source: str
    place: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A merged record with those who claim it.

    Parameters
    ----------
    record
        The merge, field by field.
    origins
        The sources that claim it, first in the order of precedence first.
    field_origins
        Field -> position in ``origins``, for fields that do not come from the first.
    """

    record: Record
    origins: tuple[Origin, ...] = ()
    field_origins: Mapping[str, int] = field(default_factory=dict)

    def origin_of(self, name: str) -> Origin | None:
        """Return who says what this field holds."""
        return self.origins[self.field_origins.get(name, 0)] if self.origins else None


class DatedFacts(Sequence[Fact]):
    """Facts that know on which days they begin and end to hold without being read one by one."""

    @abstractmethod
    def turning_days(self) -> Counter[str]:
        """Count how many begin or end on each day, open ones too."""


class SortedFacts(Sequence[Fact]):
    """Facts that stand sorted by kind or type, and know their ids: none is read to find those of a kind."""

    @abstractmethod
    def outside_graph(self) -> Sequence[Fact]:
        """Return the facts whose kind is none of the graph's."""

    @abstractmethod
    def of(self, subject: Kind | Relation) -> Sequence[Fact]:
        """Return the facts of one kind or type, in their order."""

    @abstractmethod
    def references(self) -> Iterable[Reference]:
        """Give the reference of each, without reading what it says."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which sources disagree; the first value is the one shown."""

    reference: Reference
    field: str
    values: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class About:
    """What an installation says of itself: read by analyses and pages, kept in the register.

    Parameters
    ----------
    title
        Whose register this is.
    synthetic
        True when the data is invented; every page says so.
    it_unit
        The unit that answers for systems without an owner (``unit:U01``).
    today
        A fixed date (the demo's); None = the clock's.
    rules
        The touch rules in force.
    """

    title: str = ""
    synthetic: bool = False
    it_unit: Reference | None = None
    today: dt.date | None = None
    rules: RuleSet = RULES


@dataclass(frozen=True)
class Facts:
    """Every merged fact at a revision, whatever its validity.

    Relations may name ends that are missing, and derived relations may rest on relations that are missing: a
    snapshot leaves them out and lists them.
    """

    revision: int
    things: Sequence[Fact]
    relations: Sequence[Fact]
    conflicts: tuple[Conflict, ...] = ()
    about: About = field(default_factory=About)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every record in canonical order; independent of who claims what."""
        return digest_of(fact.record for fact in chain(self.things, self.relations))

    @cached_property
    def turning_days(self) -> Mapping[str, int]:
        """Day (ISO text, ascending) -> how many things and relations of the graph begin or end to hold on it."""
        found = turning_days_of(self.things) + turning_days_of(self.relations)
        return {day: found[day] for day in sorted(found) if day not in _OPEN}

    def of(self, subject: Kind | Relation) -> Sequence[Fact]:
        """Return the facts of one kind or type, whatever their validity."""
        among = self.things if isinstance(subject, Kind) else self.relations
        if isinstance(among, SortedFacts):
            return among.of(subject)
        return [fact for fact in among if fact.record.subject is subject]

    def references(self) -> frozenset[Reference]:
        """Return the references of all things and relations. O(facts), and none is read where they lie in a file."""
        return frozenset(chain(references_of(self.things), references_of(self.relations)))

    def with_(self, changes: ChangeSet) -> Facts:
        """Return these facts with a change set on top, as the source that is heard first.

        Notes
        -----
        O(facts + changes). A changed claim overrides field by field; a withdrawn one removes the fact whole.
        """
        merged = {(fact.record.subject, fact.record.id): fact for fact in (*self.things, *self.relations)}
        for change in changes.changes:
            if change.before is not None and (change.after is None or change.after.subject != change.before.subject):
                merged.pop((change.before.subject, change.before.id), None)
            if change.after is not None:
                key = (change.after.subject, change.after.id)
                merged[key] = _on_top(merged.get(key), change.after, Origin(changes.source, str(change.after.place)))
        things = tuple(fact for fact in merged.values() if isinstance(fact.record, ThingRecord))
        relations = tuple(fact for fact in merged.values() if isinstance(fact.record, RelationRecord))
        return Facts(self.revision, things, relations, self.conflicts, self.about)


def references_of(facts: Sequence[Fact]) -> Iterable[Reference]:
    """Give the reference of each fact; none is read where they lie in a file."""
    return facts.references() if isinstance(facts, SortedFacts) else (fact.record.reference for fact in facts)


def turning_days_of(facts: Sequence[Fact]) -> Counter[str]:
    """Count how many facts begin and end to hold on each day; none is read where they lie in a file."""
    if isinstance(facts, DatedFacts):
        return facts.turning_days()
    return Counter(day for fact in facts for day in validity(fact.record))


def _on_top(below: Fact | None, record: Record, origin: Origin) -> Fact:
    if below is None:
        return Fact(record, (origin,))
    fields = {**below.record.fields, **record.fields}
    shifted = {name: below.field_origins.get(name, 0) + 1 for name in below.record.fields if name not in record.fields}
    merged: Record
    if isinstance(record, ThingRecord):
        merged = ThingRecord(record.kind, record.id, fields, record.place)
    else:
        merged = RelationRecord(record.relation, record.id, record.start, record.end, fields, record.place)
    return Fact(merged, (origin, *below.origins), shifted)


def canonical_json(record: Record) -> str:
    """Write a record as JSON that is the same for the same content, whatever the order of its fields.

    The place in the source is not part of it: moving a row changes nothing.
    """
    document: dict[str, object] = {"is": record.subject.value, "id": record.id, "fields": dict(record.fields)}
    if isinstance(record, RelationRecord):
        document["from"], document["to"] = record.start, record.end
    return _ENCODER.encode(document)


def digest_of(records: Iterable[Record]) -> str:
    """Return the SHA-256 of records in canonical order.

    Notes
    -----
    O(n log n) for the sorting.
    """
    digest = hashlib.sha256()
    for line in sorted(canonical_json(record) for record in records):
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def validity(record: Record) -> tuple[str, str]:
    """Return from which day (inclusive) to which day (exclusive) a fact holds, as ISO text.

    A system also starts when it is taken into use and ends when it is decommissioned (model.md section 3);
    a missing bound is open.

    Examples
    --------
    >>> validity(ThingRecord(Kind.SYSTEM, "x", {"decommission": "2027-07-01"}))
    ('', '2027-07-01')
    """
    starts, ends = [record.fields.get("valid_from")], [record.fields.get("valid_to")]
    if isinstance(record, ThingRecord) and record.kind is Kind.SYSTEM:
        starts.append(record.fields.get("in_use_from"))
        ends.append(record.fields.get("decommission"))
    return max((str(day) for day in starts if day), default=""), min((str(day) for day in ends if day), default=_NEVER)
