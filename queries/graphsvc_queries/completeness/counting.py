"""Counts what is known and confirmed: one pass over things, one over relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from graphsvc.metamodel import KINDS, RELATIONS, Field, fields_of
from graphsvc.model import Kind, Relation
from graphsvc.records import Record, RelationRecord
from graphsvc.snapshot import Fact, Snapshot
from graphsvc_queries.completeness.result import Confirmation, FieldShare, Share, SourceShare
from graphsvc_queries.impact.paths import a_year_before

__all__ = ["Confirmed", "expected_of", "field_shares", "known", "relations_of", "responsible", "share_of", "sources"]


class Confirmed:
    """Tells how fresh facts are at a snapshot's date.

    A fact is fresh when date - 12 months <= confirmed on <= date; owns and uses are as fresh as the system's row.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._last, self._first = snapshot.date.isoformat(), a_year_before(snapshot.date).isoformat()

    def day(self, record: Record) -> str | None:
        """Return when a fact was confirmed, as far as known."""
        told = record.fields.get("confirmed_on")
        inherits = isinstance(record, RelationRecord) and record.relation in {Relation.OWNS, Relation.USES}
        if not told and inherits and isinstance(record, RelationRecord):
            told = self._snapshot.record(self._snapshot.index(record.end)).fields.get("confirmed_on")
        return str(told) if told else None

    def of(self, record: Record) -> Confirmation:
        """Return how fresh a fact is."""
        day = self.day(record)
        if day is None:
            return Confirmation.NEVER
        if day > self._last:
            return Confirmation.AHEAD
        return Confirmation.FRESH if day >= self._first else Confirmation.STALE

    def count(self, records: Iterable[Record]) -> dict[Confirmation, int]:
        """Count facts by how fresh they are."""
        found = Counter(self.of(record) for record in records)
        return {state: found[state] for state in Confirmation}


def expected_of(subject: Kind | Relation) -> tuple[Field, ...]:
    """Return the fields that are expected of a kind or relation."""
    return tuple(field for field in fields_of(subject).values() if field.expected)


def known(record: Record, name: str) -> bool:
    """Tell whether a field is known; "there is none" is knowledge, an empty text is not."""
    return name in record.fields and record.fields[name] not in ("", ())


def share_of(records: Iterable[Record]) -> Share:
    """Count the expected fields of some facts, and how many of them are known."""
    expected = found = 0
    for record in records:
        fields = expected_of(record.subject)
        expected += len(fields)
        found += sum(known(record, field.name) for field in fields)
    return Share(expected, found)


def relations_of(snapshot: Snapshot) -> tuple[Fact, ...]:
    """Return every imported relation that is there; derived ones are nobody's to complete."""
    every = [fact for relation in Relation for fact in snapshot.edges(relation).facts]
    return tuple(fact for fact in (*every, *snapshot.annotations) if not fact.record.fields.get("derived"))


def field_shares(snapshot: Snapshot, relations: Sequence[Fact]) -> tuple[FieldShare, ...]:
    """Count each expected field of each kind and relation; kinds first, fewest known first within each."""
    by_subject: dict[Kind | Relation, list[Record]] = {}
    for fact in (*snapshot.things, *relations):
        by_subject.setdefault(fact.record.subject, []).append(fact.record)
    found: list[FieldShare] = []
    for subject in (*Kind, *Relation):
        records = by_subject.get(subject, [])
        label = KINDS[subject].label if isinstance(subject, Kind) else RELATIONS[subject].label
        shares = [
            FieldShare(
                subject.value,
                label,
                field.name,
                field.label,
                Share(len(records), sum(known(record, field.name) for record in records)),
            )
            for field in expected_of(subject)
        ]
        found += sorted((one for one in shares if records), key=lambda one: (one.count.known, one.field))
    return tuple(found)


def responsible(snapshot: Snapshot, thing: int) -> tuple[int, ...]:
    """Return the units that answer for a thing, ascending.

    A unit for itself, owners for systems, the lead for a service, the owners of the master for information.
    """
    kind = snapshot.kind(thing)
    if kind is Kind.UNIT:
        return (thing,)
    if kind is Kind.SYSTEM:
        return snapshot.organisation.owners_of(thing)
    if kind is Kind.SERVICE:
        lead = snapshot.organisation.lead_of(thing)
        return () if lead is None else (lead,)
    if kind is Kind.DATA_OBJECT:
        holds = snapshot.edges(Relation.HOLDS)
        masters = [
            int(holds.start[edge]) for edge in holds.into(thing) if holds.records[edge].fields.get("role") == "master"
        ]
        return tuple(sorted({owner for one in masters for owner in snapshot.organisation.owners_of(one)}))
    return ()


def sources(things: Sequence[Fact], relations: Sequence[Fact], confirmed: Confirmed) -> tuple[SourceShare, ...]:
    """Count what each source claims; a fact that several claim counts for each."""
    made = []
    by_source = {"things": _by_source(things), "relations": _by_source(relations)}
    for name in {*by_source["things"], *by_source["relations"]}:
        own, ties = by_source["things"].get(name, []), by_source["relations"].get(name, [])
        counts = confirmed.count([*own, *ties])
        unconfirmed = len(own) + len(ties) - counts[Confirmation.FRESH]
        made.append(SourceShare(name, len(own), len(ties), share_of(own), unconfirmed))
    return tuple(sorted(made, key=lambda one: (one.source is None, one.count.known - one.count.expected, one.source)))


def _by_source(facts: Sequence[Fact]) -> Mapping[str | None, list[Record]]:
    found: dict[str | None, list[Record]] = {}
    for fact in facts:
        names: list[str | None] = [*dict.fromkeys(origin.source for origin in fact.origins)]
        for source in names or [None]:
            found.setdefault(source, []).append(fact.record)
    return found
