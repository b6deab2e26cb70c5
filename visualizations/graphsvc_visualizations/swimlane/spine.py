"""What the spine says: every change, what happens to it and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.model import Kind, Reference, Way, split_reference
from graphsvc.text import Text
from graphsvc_queries.impact.result import Change
from graphsvc_visualizations.swimlane import words
from graphsvc_visualizations.swimlane.cells import Question

__all__ = ["Entry", "entries", "least_height", "slots"]

SLOT, EDGE = 96, 14
_LEAST, _MOST = 120, 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One change on the spine: its name, what happens to it, and who owns (or proposes) it."""

    thing: Reference
    name: Text
    verb: Text
    answers: Text | None


def entries(question: Question) -> tuple[Entry, ...]:
    """Return every change in the order of the question."""
    return tuple(_entry(question, change) for change in question.result.changes)


def _entry(question: Question, change: Change) -> Entry:
    verb = words.VERBS.get(change.kind, Text.same(change.kind))
    return Entry(change.thing, change.name, verb, _answers(question, change))


def _answers(question: Question, change: Change) -> Text | None:
    snapshot = question.snapshot
    if change.thing in snapshot and split_reference(change.thing)[0] == Kind.SYSTEM:
        owners = snapshot.organisation.owners_of(snapshot.index(change.thing))
        names = [question.called(owner) for owner in owners]
        return words.OWNER.format(names=words.listed(names)) if names else words.WITHOUT_OWNER
    proposers = [
        question.called(snapshot.index(tie.end))
        for tie in question.result.ties
        if tie.way is Way.WORK and tie.start == change.thing and split_reference(tie.end)[0] == Kind.UNIT
    ]
    return words.PROPOSED_BY.format(names=words.listed(proposers)) if proposers else None


def slots(height: float) -> int:
    """Return how many changes the spine has room for; the rest are counted."""
    return max(int((height - EDGE) // SLOT), 1)


def least_height(question: Question) -> float:
    """Return the least height of the spine: three changes, or as many as there are."""
    changes = len(question.result.changes)
    return max(_LEAST, EDGE + SLOT * min(changes, _MOST) + (20 if changes > _MOST else 0))
