"""What an edit changes, in sentences: which field, from what and whose word, to what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphsvc.i18n import date, number, say, text
from graphsvc.metamodel import KINDS, RELATIONS, Field, FieldType, fields_of, value_label
from graphsvc.model import Kind, Value
from graphsvc.records import ClaimChange, Record, RelationRecord
from graphsvc.service.editing.subject import Subject, title_of
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["ABSENT", "Changed", "changed", "document_of", "plain", "said_in", "shown", "subject_document"]


class _Absent:
    """Nothing is known; unlike None, which claims that there is none."""


ABSENT = _Absent()


@dataclass(frozen=True)
class Changed:
    """One field before and after; ABSENT where it is unknown."""

    field: Field
    before: Value | _Absent
    before_source: str | None
    after: Value | _Absent

    def document(self, language: Language) -> dict[str, object]:
        """Return the change as a document, with a sentence."""
        before, after = (shown(self.field, value, language) for value in (self.before, self.after))
        source = f" ({_source(self.before_source, language)})" if self.before_source else ""
        label = self.field.label.in_(language)
        return {
            "field": self.field.name,
            "label": label,
            "before": plain(self.before),
            "before_known": self.before is not ABSENT,
            "before_source": self.before_source,
            "after": plain(self.after),
            "after_known": self.after is not ABSENT,
            "sentence": say("editing.from_to", language, label=label, before=before, source=source, after=after),
        }


def changed(subject: Subject, after: Mapping[str, Value | _Absent], taken: Collection[str] = ()) -> list[Changed]:
    """Return what differs between a subject as it stands and what its fields will be.

    Saying what a file says already is no change: to vouch for it, confirm it, and the file may still correct itself.
    """
    known, now = fields_of(subject.record.subject), subject.record.fields
    return [
        Changed(known[name], now.get(name, ABSENT), subject.source_of(name), value)
        for name, value in after.items()
        if now.get(name, ABSENT) != value or name in taken
    ]


def document_of(
    snapshot: Snapshot, record: Record, language: Language, changes: Iterable[Changed], summary: str, **more: object
) -> dict[str, object]:
    """Return what came of an edit as a document."""
    document: dict[str, object] = {
        "thing" if not isinstance(record, RelationRecord) else "relation": f"{record.subject.value}:{record.id}",
        "id": record.id,
        "name": title_of(snapshot, record, language),
        "kind": record.subject.value,
        "label": _label(record).in_(language),
    }
    if isinstance(record, RelationRecord):
        document |= {"from": record.start, "to": record.end}
    told = [one.document(language) for one in changes]
    return {**document, "changes": told, "summary": summary, **more}


def said_in(changes: Iterable[ClaimChange], reference: str, language: Language) -> Iterator[str]:
    """Give what a revision made people say of one thing or relation, a field at a time; words taken back are named."""
    for change in changes:
        if change.record.reference == reference:
            before, after = (dict(one.fields) if one else {} for one in (change.before, change.after))
            for name, field in fields_of(change.record.subject).items():
                if name in after and before.get(name, ABSENT) != after[name]:
                    yield f"{field.label.in_(language)}: {shown(field, after[name], language)}"
                elif name in before and name not in after:
                    yield say("editing.taken_back", language, label=field.label.in_(language))


def subject_document(subject: Subject, language: Language) -> dict[str, object]:
    """Return all that is known of a thing or relation: each field with its source, and what stands below people's word.

    ``version`` is the revision, for ``If-Match``.
    """
    record = subject.record
    rows: list[dict[str, object]] = []
    for name, field in fields_of(record.subject).items():
        if name in record.fields:
            below = subject.below(name) if subject.said_by_people(name) else None
            under = {"source": below[0], "value": plain(below[1])} if below else None
            told = {"label": field.label.in_(language), "shown": shown(field, record.fields[name], language)}
            value, source = plain(record.fields[name]), subject.source_of(name)
            rows.append({"name": name, **told, "value": value, "source": source, "below": under})
    document = document_of(subject.snapshot, record, language, (), "")
    for name in ("changes", "summary"):
        document.pop(name)
    sources = [{"source": origin.source, "place": origin.place} for origin in subject.fact.origins]
    return {**document, "fields": rows, "sources": sources, "version": str(subject.snapshot.revision)}


def _label(record: Record) -> Text:
    subject = record.subject
    return (KINDS[subject] if isinstance(subject, Kind) else RELATIONS[subject]).label


def shown(field: Field, value: Value | _Absent, language: Language) -> str:
    """Write a value as people read it.

    Examples
    --------
    >>> from graphsvc.model import Kind
    >>> known = fields_of(Kind.SYSTEM)
    >>> shown(known["platform"], True, Language.NB), shown(known["contract_end"], "2027-07-01", Language.NB)
    ('ja', '1.7.2027')
    """
    if isinstance(value, _Absent):
        return say("editing.unknown", language)
    if value is None:
        return say("editing.none", language)
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {one}" for name, one in value.items())
    if field.values:
        return value_label(field, value).in_(language)
    return _plainly(field, value, language)


def _plainly(field: Field, value: str | float | bool, language: Language) -> str:
    if isinstance(value, bool):
        return say("editing.yes" if value else "editing.no", language)
    if field.type is FieldType.DATE:
        try:
            return date(str(value), language)
        except ValueError:
            return str(value)
    if isinstance(value, int | float):
        words = number(value, language, 0 if float(value).is_integer() else 2)
        return f"{words} kNOK" if field.type is FieldType.MONEY else words
    return f"«{value}»" if language is not Language.EN else f"“{value}”"


def _source(name: str, language: Language) -> str:
    return text("editing.people").in_(language) if name == "people" else name


def plain(value: Value | _Absent) -> object:
    """Return a value as JSON has it."""
    if isinstance(value, _Absent):
        return None
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
