"""Changing what people say of one thing or relation: values, there is none, and taking a word back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphsvc.errors import EditConflict
from graphsvc.i18n import say, text
from graphsvc.metamodel import fields_of
from graphsvc.metamodel.by_hand import CONFIRMATION
from graphsvc.model import Value
from graphsvc.records import ClaimChange, Record, RelationRecord, ThingRecord
from graphsvc.register import PEOPLE, HistoryEntry, RevisionKind
from graphsvc.security import Action, permit
from graphsvc.service.editing.asked import Asked, read, refused
from graphsvc.service.editing.checks import check_record
from graphsvc.service.editing.subject import Subject, find_subject, title_of
from graphsvc.service.editing.telling import ABSENT, changed, document_of, plain, shown
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Draft, Outcome, write
from graphsvc.text import Language, Text

__all__ = ["carried", "claim_of", "draft_of", "edit", "written"]


def edit(
    workspace: Workspace,
    words: str,
    asked: Asked,
    language: Language,
    *,
    seen: int | None = None,
    key: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Write what people say of some fields as one revision; what they have not spoken about stays the files'.

    Parameters
    ----------
    words
        A thing or a relation; see :func:`graphsvc.service.editing.find_subject`.
    seen
        The revision that was looked at: when somebody has changed one of the same fields since, nothing is written.
    key
        The sender's word for this request: carried out once, however often it is sent.
    dry_run
        Whether only to say what would change.

    Raises
    ------
    DataError
        With one problem for each field that does not fit.
    EditConflict
        With both versions.

    Notes
    -----
    O(facts) to find the thing and to merge the new revision.
    """
    permit(workspace.actor, Action.EDIT)

    def draft() -> Draft:
        subject = find_subject(workspace, words)
        values = read(workspace, subject.record.subject, asked)
        return _drafted(workspace, subject, values, asked, language, seen)

    given = {**asked.document, "of": words, "lang": language.value}
    return carried(workspace, "edit", given, key, draft, dry_run=dry_run)


def carried(
    workspace: Workspace,
    name: str,
    given: Mapping[str, object],
    key: str | None,
    draft: Callable[[], Draft],
    *,
    dry_run: bool,
) -> Outcome:
    """Write a draft and publish it, or only tell what it would do."""
    if dry_run:
        return Outcome({**draft().answer, "dry_run": True}, workspace.register.head)
    done = write(workspace, name, given, key, draft)
    warning = None if done.repeated else workspace.publish()
    return replace(done, warnings=(warning,) if warning else ())


def _drafted(
    workspace: Workspace,
    subject: Subject,
    values: Mapping[str, Value],
    asked: Asked,
    language: Language,
    seen: int | None,
) -> Draft:
    own = dict(subject.own.fields) if subject.own else {}
    taken = [name for name in asked.take_back if name in own]
    kept = {name: value for name, value in own.items() if name not in taken}
    after: dict[str, Any] = dict(values)
    for name in taken:
        below = subject.below(name)
        after[name] = below[1] if below else ABSENT
    problems = list(check_record(replace(subject.record, fields=_merged(subject, after))))
    if problems:
        raise refused(problems)
    changes = changed(subject, after, taken)
    values = {name: values[name] for name in values if name in {one.field.name for one in changes}}
    said = claim_of(subject, {**kept, **values})
    if changes and seen is not None:
        _check_seen(workspace, subject, {one.field.name: one.after for one in changes}, seen, language)
    order = workspace.register.source_names()
    notes = [
        say(
            "editing.not_heard", language, label=fields_of(subject.record.subject)[name].label.in_(language), source=one
        )
        for name in values
        if (one := subject.louder(order, name))
    ]
    title = title_of(subject.snapshot, subject.record, language)
    told = "; ".join(str(one.document(language)["sentence"]) for one in changes)
    summary = say("editing.would_change", language, name=title, told=told) if told else say("editing.same", language)
    answer = document_of(subject.snapshot, subject.record, language, changes, summary, notes=notes)
    message = Text.same(asked.why) if asked.why.strip() else _message(subject, [one.field.name for one in changes])
    return draft_of([(subject.own, said)] if changes else [], message, answer)


def _merged(subject: Subject, after: Mapping[str, Any]) -> dict[str, Value]:
    merged = {**subject.record.fields, **after}
    return {name: value for name, value in merged.items() if value is not ABSENT}


def written(done: Outcome) -> int | None:
    """Return the revision that an edit made; None when it said nothing new, or was only tried."""
    return done.revision if done.document["writes"] and not done.document.get("dry_run") else None


def claim_of(subject: Subject, fields: Mapping[str, Value]) -> Record | None:
    """Return the claim that says these fields; None when it would say nothing and others claim the thing too."""
    if not fields and not subject.people_alone:
        return None
    record = subject.own or subject.record
    if isinstance(record, ThingRecord):
        return ThingRecord(record.kind, record.id, dict(fields))
    return RelationRecord(record.relation, record.id, record.start, record.end, dict(fields))


def draft_of(
    pairs: Iterable[tuple[Record | None, Record | None]], message: Text, answer: Mapping[str, object]
) -> Draft:
    """Return a draft of people's claims before and after; ``writes`` in its answer says whether any of them differ."""
    pairs = list(pairs)
    answer = {**answer, "writes": any(before != after for before, after in pairs)}
    changes = [ClaimChange(before, after) for before, after in pairs if before is not None or after is not None]
    return Draft(changes, message, answer, source=PEOPLE, kind=RevisionKind.EDIT)


def _message(subject: Subject, names: Sequence[str]) -> Text:
    return text("editing.message").format(name=subject.name, fields=", ".join(names))


def _check_seen(
    workspace: Workspace, subject: Subject, wanted: Mapping[str, object], seen: int, language: Language
) -> None:
    """Refuse to write over what whoever edits has not seen; another field of the same thing is another matter.

    Raises
    ------
    EditConflict
        With what was to be written, and what stands.
    """
    later = [
        (entry, name)
        for entry in workspace.register.history(subject.record.reference)
        if entry.revision.number > seen
        for name in wanted
        if _differs(entry, name)
    ]
    if not later:
        return
    newest = later[-1][0].revision
    known, names = fields_of(subject.record.subject), dict.fromkeys(name for _, name in later)
    now = subject.record.fields
    stands = "; ".join(
        f"{known[name].label.in_(language)}: {shown(known[name], now.get(name, ABSENT), language)}" for name in names
    )
    raise EditConflict(
        text("editing.conflict").format(
            name=subject.name, who=newest.who, revision=newest.number, stands=stands, why=newest.message or "–"
        ),
        yours={name: plain(wanted[name]) for name in names},  # type: ignore[arg-type]
        stored={name: plain(now.get(name, ABSENT)) for name in names},
        version=str(workspace.register.head),
    )


def _differs(entry: HistoryEntry, name: str) -> bool:
    if name in CONFIRMATION:
        return False
    before, after = (
        one.fields.get(name, ABSENT) if one else ABSENT for one in (entry.change.before, entry.change.after)
    )
    return before != after
