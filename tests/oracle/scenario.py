"""What a change set does and what differs, on plain dictionaries, one obvious step after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphsvc.model import Kind, Reference, Relation
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.snapshot import About, Fact, Facts, Snapshot

__all__ = ["Plain", "applied", "compared", "plain", "snapshot_of", "toml"]

#: (kind or relation, id) -> fields; a relation's ends stand among them as ``from`` and ``to``.
Plain = dict[tuple[str, str], dict[str, Any]]


def plain(snapshot: Snapshot) -> Plain:
    """Everything that is there at the date."""
    records: list[Record] = [fact.record for fact in snapshot.things]
    for relation in Relation:
        records += snapshot.edges(relation).records
    records += [fact.record for fact in snapshot.annotations]
    found: Plain = {}
    for record in records:
        ends = {"from": record.start, "to": record.end} if isinstance(record, RelationRecord) else {}
        found[record.subject.value, record.id] = {**record.fields, **ends}
    return found


def applied(facts: Plain, entries: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Plain:
    """Add, change and end; then drop relations whose ends are not there."""
    found = {key: dict(fields) for key, fields in facts.items()}
    for operation, subject, written in entries:
        key = (subject, written["id"])
        fields = {name: value for name, value in written.items() if name not in ("id", "on")}
        if operation == "end":
            del found[key]
        elif operation == "add":
            assert key not in found
            found[key] = fields
        else:
            found[key] |= fields
    while True:  # a relation may end at, or be derived from, a relation that has just gone
        names = {f"{subject if subject in set(Kind) else 'relation'}:{identifier}" for subject, identifier in found}
        standing = {
            key: fields
            for key, fields in found.items()
            if key[0] in set(Kind)
            or {fields["from"], fields["to"], *(f"relation:{one}" for one in fields.get("via", ()))} <= names
        }
        if len(standing) == len(found):
            return found
        found = standing


def snapshot_of(facts: Plain, like: Snapshot) -> Snapshot:
    """The same facts as a snapshot that never heard of change sets."""
    things: list[Fact] = []
    relations: list[Fact] = []
    for (subject, identifier), fields in facts.items():
        if subject in set(Kind):
            things.append(Fact(ThingRecord(Kind(subject), identifier, fields)))
        else:
            told = {name: value for name, value in fields.items() if name not in ("from", "to")}
            start, end = Reference(fields["from"]), Reference(fields["to"])
            relations.append(Fact(RelationRecord(Relation(subject), identifier, start, end, told)))
    about: About = like.about
    proposals = [fact for fact in like.facts.things if fact.record.subject is Kind.PROPOSAL]
    return Snapshot(Facts(like.revision, (*things, *proposals), tuple(relations), about=about), like.date)


def compared(before: Plain, after: Plain) -> dict[str, set[tuple[str, str]]]:
    """What came, changed and went."""
    return {
        "added": {key for key in after if key not in before},
        "removed": {key for key in before if key not in after},
        "changed": {key for key in after if key in before and before[key] != after[key]},
    }


def toml(entries: Iterable[tuple[str, str, Mapping[str, Any]]]) -> str:
    """Write a change set."""
    lines: list[str] = []
    for operation, subject, fields in entries:
        lines += [f"[[{operation}.{subject}]]", *(f"{name} = {_written(value)}" for name, value in fields.items()), ""]
    return "\n".join(lines)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_written, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
