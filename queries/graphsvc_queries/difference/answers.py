"""One question asked of two snapshots, and how the answers differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graphsvc.errors import QuestionError, UnknownThing
from graphsvc.model import split_reference
from graphsvc.ports import Ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.difference.documents import ListChange, ValueChange, differences
from graphsvc_queries.difference.telling import told

__all__ = ["AnswerDifference", "answer_difference", "check_questions"]

#: So many questions may be asked at once, and so many rows of each sort are listed.
MOST_QUESTIONS = 20
LISTED = 500
#: Comparisons; asked of each other they would never end.
_COMPARING = frozenset({"scenario", "diff"})


@dataclass(frozen=True)
class AnswerDifference:
    """How the answer to one question differs.

    Parameters
    ----------
    question
        As it was put: ``reach?thing=epj``.
    before, after
        Both answers; None where what the question is about is not there.
    snapshots
        Where the names are, for answers that give ids only.
    """

    question: str
    before: Any
    after: Any
    snapshots: tuple[Snapshot, ...] = field(default=(), repr=False, compare=False)
    _documents: dict[Language, tuple[dict[str, Any] | None, dict[str, Any] | None]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def analysis(self) -> str:
        """Name of the query."""
        return _name(self.question)

    def differences(self, language: Language) -> tuple[ValueChange | ListChange, ...]:
        """Return what differs between the documents; nothing when only one of them is there."""
        before, after = self._both(language)
        return differences(before, after) if before is not None and after is not None else ()

    def sentences(self, language: Language) -> list[str]:
        """Say what differs, the most telling first."""
        before, after = self._both(language)
        return told(self.question, before, after, self.differences(language), self._called, language)

    def document(self, language: Language) -> dict[str, object]:
        """Return question, differences and sentences; whole answers only where the other side has none."""
        found = self.differences(language)
        before, after = self._both(language)
        return {
            "question": self.question,
            "analysis": self.analysis,
            "answered": {"before": before is not None, "after": after is not None},
            "same": before is not None and after is not None and not found,
            "sentences": self.sentences(language),
            "differences": [
                one.document(LISTED) if isinstance(one, ListChange) else one.document() for one in found[:LISTED]
            ],
            "truncated": self.truncated(language),
        }

    def truncated(self, language: Language) -> bool:
        """Tell whether the document leaves differences out."""
        found = self.differences(language)
        return len(found) > LISTED or any(isinstance(one, ListChange) and one.longer_than(LISTED) for one in found)

    def _called(self, reference: str, language: Language) -> str:
        """Return the name of a thing, as it is called last."""
        for snapshot in reversed(self.snapshots):
            if reference in snapshot:
                return snapshot.name(snapshot.index(reference), language).words
        return split_reference(reference)[1]

    def _both(self, language: Language) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        if language not in self._documents:
            before, after = (None if one is None else one.document(language) for one in (self.before, self.after))
            self._documents[language] = (before, after)
        return self._documents[language]


def answer_difference(ask: Ask, question: str, before: Snapshot, after: Snapshot) -> AnswerDifference:
    """Ask one question of both snapshots.

    Raises
    ------
    UnknownThing
        When what it is about is in neither.
    UsageError, QuestionError
        When there is no such query, or it cannot be answered as put.
    """
    found: list[Any] = []
    missing: list[UnknownThing] = []
    for snapshot in (before, after):
        try:
            found.append(ask(snapshot, question))
        except UnknownThing as error:
            found.append(None)
            missing.append(error)
    if len(missing) == 2:
        raise missing[-1]
    return AnswerDifference(question, found[0], found[1], (before, after))


def check_questions(questions: Sequence[str]) -> None:
    """Refuse questions that compare, and too many.

    Raises
    ------
    QuestionError
        Saying which, and what would work.
    """
    if len(questions) > MOST_QUESTIONS:
        raise QuestionError(
            Text(
                f"{len(questions)} analyser på én gang er for mange; be om høyst {MOST_QUESTIONS}",
                f"{len(questions)} analysar på éin gong er for mange; be om høgst {MOST_QUESTIONS}",
                f"{len(questions)} analyses at once are too many; ask for at most {MOST_QUESTIONS}",
            )
        )
    for question in questions:
        if _name(question) in _COMPARING:
            name = _name(question)
            raise QuestionError(
                Text(
                    f"«{name}» sammenligner selv svar; velg en annen analyse, for eksempel structure",
                    f"«{name}» samanliknar sjølv svar; vel ein annan analyse, til dømes structure",
                    f"'{name}' itself compares answers; choose another analysis, for example structure",
                )
            )


def _name(question: str) -> str:
    return question.partition("?")[0].strip().replace("-", "_")
