"""Merging the claims of all sources into facts, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from graphsvc.model import Kind, Reference, Value
from graphsvc.records import Record, RelationRecord
from graphsvc.register import installation, precedence
from graphsvc.register.claims import Key, Stored, record_of
from graphsvc.register.identity import Identity, identities
from graphsvc.register.schema import OWN_SUBJECTS
from graphsvc.snapshot import Conflict, Fact, Facts, Origin

__all__ = ["merge", "merged_fact"]

#: When and by whom a fact was confirmed: the newest counts, whoever says so, and two days are no disagreement.
_CONFIRMATION = ("confirmed_on", "confirmed_by")
#: A record as its source tells it, and who that is.
Said = tuple[str, Record]


def merge(revision: int, claims: Iterable[tuple[Key, Stored]]) -> Facts:
    """Merge the claims that stand after a revision.

    Per field the first source in the order of precedence that knows it is shown, and every source's value is listed
    where they differ. A source knows a field when it holds a value or claims that there is none; unknown never
    overrides. Who confirmed it and when come from the source that did so last. A relation's ends come from the first
    source that claims it.

    Notes
    -----
    O(claims), and O(n log n) for putting the facts in order.
    """
    own: dict[Key, Stored] = {}
    stored: dict[str, list[Stored]] = {}
    for key, one in claims:
        if key.subject in OWN_SUBJECTS:
            own[key] = one
        else:
            stored.setdefault(key.source, []).append(one)
    grouped: dict[tuple[str, str], list[Said]] = {}
    who = identities(own)
    for source in precedence.order(own):
        for record in _told(stored.get(source, []), who(source)):
            grouped.setdefault((record.subject.value, record.id), []).append((source, record))
    conflicts: list[Conflict] = []
    facts = [merged_fact(said, conflicts) for _, said in sorted(grouped.items(), key=lambda item: item[0])]
    things = tuple(fact for fact in facts if isinstance(fact.record.subject, Kind))
    relations = tuple(fact for fact in facts if not isinstance(fact.record.subject, Kind))
    conflicts.sort(key=lambda conflict: conflict.reference)
    return Facts(revision, things, relations, tuple(conflicts), installation.about(own))


def _told(stored: list[Stored], identity: Identity) -> Iterator[Record]:
    """Give one source's records; those that go by their own id before those that an alias brings here."""
    renamed = []
    for one in stored:
        record = record_of(one)
        meant = identity.record(record)
        if meant.reference == record.reference:
            yield meant
        else:
            renamed.append(meant)
    yield from renamed


def merged_fact(said: list[Said], conflicts: list[Conflict]) -> Fact:
    """Merge what sources say of one thing, the first heard first; fields they differ on are added to conflicts."""
    first = said[0][1]
    origins = tuple(Origin(source, str(record.place)) for source, record in said)
    if len(said) == 1:
        return Fact(first, origins)
    fields: dict[str, Value] = {}
    field_origins: dict[str, int] = {}
    heard = _newest_confirmation_first(said)
    for name in dict.fromkeys(name for _, record in said for name in record.fields):
        if name in _CONFIRMATION and heard is not None:
            _take(fields, field_origins, name, said, heard)
            continue
        knowing = [(number, record.fields[name]) for number, (_, record) in enumerate(said) if name in record.fields]
        if knowing[0][0]:
            field_origins[name] = knowing[0][0]
        values = [(said[number][0], value) for number, value in knowing]
        fields[name] = _merged(first.reference, name, values, conflicts)
    _compare_ends(said, conflicts)
    return Fact(replace(first, fields=fields), origins, field_origins)


def _newest_confirmation_first(said: list[Said]) -> int | None:
    """Return the place of the source that confirmed the thing last, the one heard first on the same day."""
    days = [(str(record.fields["confirmed_on"]), -place) for place, (_, record) in enumerate(said) if _day(record)]
    return -max(days)[1] if days else None


def _day(record: Record) -> bool:
    return bool(record.fields.get("confirmed_on"))


def _take(fields: dict[str, Value], origins: dict[str, int], name: str, said: list[Said], place: int) -> None:
    """Take a field from one source only, as it says or does not say it."""
    if name in said[place][1].fields:
        fields[name] = said[place][1].fields[name]
        if place:
            origins[name] = place


def _merged(thing: Reference, name: str, values: list[tuple[str, Value]], conflicts: list[Conflict]) -> Value:
    shown = values[0][1]
    if isinstance(shown, Mapping) and all(isinstance(value, Mapping) for _, value in values):
        return _merged_maps(thing, name, values, conflicts)
    if any(value != shown for _, value in values):
        conflicts.append(Conflict(thing, name, tuple(values)))
    return shown


def _merged_maps(thing: Reference, name: str, values: list[tuple[str, Value]], conflicts: list[Conflict]) -> Value:
    """Merge properties one by one: sources seldom share them, and one's must not hide another's."""
    told: dict[str, list[tuple[str, Value]]] = {}
    for source, value in values:
        assert isinstance(value, Mapping)  # noqa: S101 - the caller asked
        for word, one in value.items():
            told.setdefault(word, []).append((source, one))
    return {word: str(_merged(thing, f"{name}.{word}", known, conflicts)) for word, known in told.items()}


def _compare_ends(said: list[Said], conflicts: list[Conflict]) -> None:
    relations = [(source, record) for source, record in said if isinstance(record, RelationRecord)]
    for name, ends in (
        ("from", [(source, record.start) for source, record in relations]),
        ("to", [(source, record.end) for source, record in relations]),
    ):
        if len({end for _, end in ends}) > 1:
            conflicts.append(Conflict(said[0][1].reference, name, tuple(ends)))
