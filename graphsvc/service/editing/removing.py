"""Removing what people themselves added; what a file claims is ended by a day instead, and stays known."""

from __future__ import annotations

from graphsvc.errors import QuestionError
from graphsvc.i18n import say, text
from graphsvc.records import RelationRecord
from graphsvc.register import PEOPLE
from graphsvc.security import Action, permit
from graphsvc.service.editing.editing import carried, draft_of
from graphsvc.service.editing.subject import Subject, find_subject, reference_of, title_of
from graphsvc.service.editing.telling import document_of
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Draft, Outcome
from graphsvc.text import Language, Text

__all__ = ["remove"]

_SHOWN = 5


def remove(
    workspace: Workspace,
    words: str,
    language: Language,
    *,
    why: str = "",
    key: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Take away a thing or relation that nobody but people claims; undo the revision to have it back.

    Raises
    ------
    QuestionError
        When a file claims it too, or relations would lose an end; says what would work.

    Notes
    -----
    O(facts).
    """
    permit(workspace.actor, Action.EDIT)

    def draft() -> Draft:
        subject = find_subject(workspace, words)
        others = [one.source for one in subject.fact.origins if one.source != PEOPLE]
        if others or subject.own is None:
            raise QuestionError(text("editing.not_ours").format(name=subject.name, sources=", ".join(others)))
        _check_ends(subject)
        title = title_of(subject.snapshot, subject.record, language)
        summary = say("editing.removes", language, name=title)
        answer = document_of(subject.snapshot, subject.record, language, (), summary, notes=[], removed=True)
        message = Text.same(why) if why.strip() else text("editing.message_removed").format(name=subject.name)
        return draft_of([(subject.own, None)], message, answer)

    given = {"of": words, "why": why, "lang": language.value}
    return carried(workspace, "remove", given, key, draft, dry_run=dry_run)


def _check_ends(subject: Subject) -> None:
    """Refuse while relations that somebody wrote end at it."""
    own = subject.record.reference
    hanging = [
        reference_of(fact.record)
        for fact in subject.snapshot.facts.relations
        if isinstance(fact.record, RelationRecord)
        and own in (fact.record.start, fact.record.end)
        and not fact.record.derived
    ]
    if hanging:
        listed = ", ".join(hanging[:_SHOWN]) + (" …" if len(hanging) > _SHOWN else "")
        raise QuestionError(text("editing.still_joined").format(name=subject.name, n=len(hanging), known=listed))
