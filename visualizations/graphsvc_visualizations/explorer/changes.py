"""Changes of claims as a person reads them: which thing, and which of its fields from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphsvc.metamodel import KINDS, RELATIONS, Field, fields_of, shown_name, value_label
from graphsvc.model import Kind, Value
from graphsvc.records import ClaimChange, Operation, Record, RelationRecord, ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.lettering import clean

__all__ = ["Group", "Told", "tell"]

_SHOWN, _FIELDS, _LONGEST = 20, 8, 160
#: What goes comes first: that is what a person must see before saying yes.
_ORDER = (Operation.WITHDRAW, Operation.CHANGE, Operation.ADD)


@dataclass(frozen=True, slots=True)
class Told:
    """One change.

    Parameters
    ----------
    kind, name, identifier
        What it is about, in words.
    thing
        Its reference when it has a page of its own.
    fields
        Label, value before, value after; None where there was none.
    more
        How many further fields changed.
    """

    kind: str
    name: str
    identifier: str
    thing: str | None
    fields: tuple[tuple[str, str | None, str | None], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Group:
    """All changes of one sort: the first of them, and how many there are."""

    operation: str
    shown: Sequence[Told]
    number: int


def tell(
    frame: Frame, snapshot: Snapshot, changes: Iterable[ClaimChange], records: Iterable[Record] = ()
) -> list[Group]:
    """Return the groups of changes that hold something; derived relations are left out, nobody wrote them.

    Parameters
    ----------
    frame, snapshot
        Language, and names of things that are known already.
    changes
        In the order in which they are shown.
    records
        Further records that may hold names.

    Notes
    -----
    O(changes + records).
    """
    sorted_: dict[Operation, list[ClaimChange]] = {operation: [] for operation in _ORDER}
    for change in changes:
        if not (isinstance(change.record, RelationRecord) and change.record.derived):
            sorted_[change.operation].append(change)
    names: dict[str, ThingRecord] = {record.reference: record for record in records if isinstance(record, ThingRecord)}
    return [
        Group(operation.value, [_told(frame, snapshot, names, one) for one in found[:_SHOWN]], len(found))
        for operation, found in sorted_.items()
        if found
    ]


def _told(frame: Frame, snapshot: Snapshot, names: Mapping[str, ThingRecord], change: ClaimChange) -> Told:
    record = change.record
    rows = list(_fields(frame, change)) if change.operation is Operation.CHANGE else []
    if isinstance(record, ThingRecord):
        definition = KINDS[record.kind].label
        name = clean(shown_name(record.fields, record.id, frame.language).words)
        thing = record.reference if record.reference in snapshot else None
    else:
        definition = RELATIONS[record.relation].label
        ends = (_name(frame, snapshot, names, end) for end in (record.start, record.end))
        name, thing = " → ".join(ends), None
    shown = tuple(rows[:_FIELDS])
    return Told(frame.words(definition), name, clean(record.id), thing, shown, len(rows) - len(shown))


def _name(frame: Frame, snapshot: Snapshot, names: Mapping[str, ThingRecord], end: str) -> str:
    if end in names:
        return clean(shown_name(names[end].fields, names[end].id, frame.language).words)
    return clean(snapshot.name(snapshot.index(end), frame.language).words if end in snapshot else end)


def _fields(frame: Frame, change: ClaimChange) -> Iterable[tuple[str, str | None, str | None]]:
    before, after = change.before, change.after
    assert before is not None  # noqa: S101 - a change has both sides
    assert after is not None  # noqa: S101
    known = fields_of(after.subject)
    if before.subject is not after.subject:
        yield frame.say("importing.col_kind"), _subject(frame, before), _subject(frame, after)
    for name in dict.fromkeys([*known, *before.fields, *after.fields]):
        old, new = (_value(frame, known.get(name), record.fields, name) for record in (before, after))
        if old != new:
            yield (frame.words(known[name].label) if name in known else clean(name)), old, new


def _subject(frame: Frame, record: Record) -> str:
    subject = record.subject
    return frame.words((KINDS[subject] if isinstance(subject, Kind) else RELATIONS[subject]).label)


def _value(frame: Frame, field: Field | None, fields: Mapping[str, Value], name: str) -> str | None:
    if name not in fields:
        return None
    value = fields[name]
    if value is None:
        return frame.say("importing.claimed_none")
    if isinstance(value, bool):
        return frame.say("yes" if value else "no")
    if field is not None and field.values and isinstance(value, str):
        return frame.words(value_label(field, value))
    if isinstance(value, Mapping):
        return clean("; ".join(f"{key}: {part}" for key, part in sorted(value.items())))[:_LONGEST]
    words = "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    return clean(words)[:_LONGEST]
