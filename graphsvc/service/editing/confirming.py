"""Confirming: a person vouches that what the map says of a thing or relation was right on a day."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.i18n import say, text
from graphsvc.model import Relation
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.register import PEOPLE
from graphsvc.security import Action, permit
from graphsvc.service.editing.editing import carried, claim_of, draft_of
from graphsvc.service.editing.subject import Subject, find_subject, title_of
from graphsvc.service.editing.telling import changed, document_of
from graphsvc.service.lines import line_of
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Draft, Outcome
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["confirm"]

_LONGEST_WHO = 200


def confirm(
    workspace: Workspace,
    words: str,
    language: Language,
    *,
    relations: bool = False,
    who: str = "",
    why: str = "",
    key: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Say that what is known of a thing or a relation is right today; the values stay their sources' own.

    Parameters
    ----------
    words
        A thing or a relation; see :func:`graphsvc.service.editing.find_subject`.
    relations
        Whether every relation of the thing is confirmed too.
    who
        The role that vouches; empty = whoever asks.

    Raises
    ------
    UsageError
        When the role is too long, or has characters that cannot be stored.

    Notes
    -----
    O(facts), and O(relations of the thing).
    """
    permit(workspace.actor, Action.EDIT)
    role = line_of("who", who, _LONGEST_WHO) or workspace.actor.name

    def draft() -> Draft:
        subject = find_subject(workspace, words)
        day = (subject.snapshot.about.today or subject.snapshot.date).isoformat()
        fields = {"confirmed_on": day, "confirmed_by": role}
        subjects = [subject, *(_around(workspace, subject) if relations else ())]
        pairs = [(one.own, claim_of(one, {**(one.own.fields if one.own else {}), **fields})) for one in subjects]
        title = title_of(subject.snapshot, subject.record, language)
        told = {"name": title, "who": role, "n": len(subjects) - 1}
        summary = say("editing.confirms_all" if relations else "editing.confirms", language, **told)
        changes = changed(subject, fields)
        more = {"confirmed": len(subjects), "confirmed_on": day, "confirmed_by": role, "notes": []}
        answer = document_of(subject.snapshot, subject.record, language, changes, summary, **more)
        message = Text.same(why) if why.strip() else text("editing.message_confirmed").format(name=subject.name)
        return draft_of(pairs, message, answer)

    given = {"of": words, "relations": relations, "who": who, "why": why, "lang": language.value}
    return carried(workspace, "confirm", given, key, draft, dry_run=dry_run)


def _around(workspace: Workspace, subject: Subject) -> Iterator[Subject]:
    """Give the relations of a thing that somebody wrote; what a rule derived is nobody's word."""
    record, snapshot = subject.record, subject.snapshot
    if not isinstance(record, ThingRecord) or record.reference not in snapshot:
        return
    facts = [fact for fact in snapshot.facts.relations if _touches(fact.record, record.reference)]
    standing = {id(one) for one in _standing(snapshot, snapshot.index(record.reference))}
    kept = [fact for fact in facts if id(fact.record) in standing]
    own = workspace.register.archive.own(PEOPLE, {(fact.record.subject.value, fact.record.id) for fact in kept})
    for fact in kept:
        said = own.get((fact.record.subject.value, fact.record.id))
        yield Subject(fact, {PEOPLE: said} if said else {}, snapshot)


def _touches(record: Record, thing: str) -> bool:
    ends = (record.start, record.end) if isinstance(record, RelationRecord) else ()
    return thing in ends and isinstance(record, RelationRecord) and not record.derived


def _standing(snapshot: Snapshot, thing: int) -> Iterator[RelationRecord]:
    for relation in Relation:
        if relation is Relation.RELATED:  # words on a pair have their own day
            continue
        edges = snapshot.edges(relation)
        yield from (edges.records[place] for place in (*edges.out(thing).tolist(), *edges.into(thing).tolist()))
