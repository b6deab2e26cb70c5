"""What an assessment answers: the 15 questions with evidence, and what a memo tells besides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from graphsvc.text import Language, Text
from graphsvc_queries.assessment.findings import (
    Contract,
    Money,
    Need,
    Retirement,
    SectorImpact,
    SharedData,
    Transfer,
)
from graphsvc_queries.assessment.questions import Question
from graphsvc_queries.completeness.result import Task
from graphsvc_queries.impact import Impact
from graphsvc_queries.learning import Learning
from graphsvc_queries.naming import Named
from graphsvc_queries.overlap import Overlap

__all__ = ["Answer", "Assessment", "Human", "Status"]


class Status(StrEnum):
    """How far a question is answered."""

    ANSWERED = "answered"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Human:
    """What a person has answered: the words, who as a role, and on which day (ISO); the last two may be unknown."""

    answer: str
    by: str | None = None
    on: str | None = None

    def document(self) -> dict[str, object]:
        """Return it as plain values."""
        return {"answer": self.answer, "by": self.by, "on": self.on}


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer.

    Parameters
    ----------
    status
        Answered, partly or missing; what a person has answered is answered.
    sentences
        What the map says, one sentence each.
    lacks
        What is missing for a whole answer; empty when answered.
    evidence
        The things that the sentences speak of.
    sources
        The questions that were put, written as in an address: ``overlap?proposal=P8``.
    human
        What a person has answered, beside what the map says.
    """

    question: Question
    status: Status
    sentences: tuple[Text, ...] = ()
    lacks: tuple[Text, ...] = ()
    evidence: tuple[Named, ...] = ()
    sources: tuple[str, ...] = ()
    human: Human | None = None

    @property
    def id(self) -> str:
        """``Q01`` to ``Q15``."""
        return self.question.id

    def document(self, language: Language) -> dict[str, object]:
        """Return the answer in one language."""
        return {
            "id": self.id,
            "question": self.question.words.in_(language),
            "answered_by": self.question.answered_by.in_(language),
            "status": self.status.value,
            "sentences": [one.in_(language) for one in self.sentences],
            "lacks": [one.in_(language) for one in self.lacks],
            "evidence": [one.document(language) for one in self.evidence],
            "sources": [{"question": one, "api": f"/api/v1/{one}"} for one in self.sources],
            "human": self.human.document() if self.human else None,
        }


@dataclass(frozen=True)
class Assessment:
    """What the forum should know of a proposal before it decides.

    Parameters
    ----------
    revision, as_of
        Which map was asked.
    proposal, proposers
        What is assessed, and the units behind it.
    summary
        How many of the questions are answered, in a sentence.
    answers
        The 15 questions in order.
    sectors
        Every sector with what of it is touched, strongest first.
    needs
        Units beside those that the proposal names, which its services involve or which need the same.
    transfers
        Manual transfers at the systems that change.
    data
        The data objects that the proposal shares, with their masters.
    contracts
        The contracts of all systems concerned, by the day on which they end.
    retired
        What the proposal takes out of use, then what the map points at beside it.
    money
        Cost, benefit, and what is saved.
    difference
        What carrying it out would do to the map, in sentences.
    unknown
        What is not known, in sentences; a memo never cuts them.
    tasks
        What to mend in the register about the things concerned.
    impact, overlap, learning
        The whole answers behind.
    """

    revision: int
    as_of: dt.date
    proposal: Named
    proposers: tuple[Named, ...]
    summary: Text
    answers: tuple[Answer, ...]
    sectors: tuple[SectorImpact, ...]
    needs: tuple[Need, ...]
    transfers: tuple[Transfer, ...]
    data: tuple[SharedData, ...]
    contracts: tuple[Contract, ...]
    retired: tuple[Retirement, ...]
    money: Money
    difference: tuple[Text, ...]
    unknown: tuple[Text, ...]
    tasks: tuple[Task, ...]
    impact: Impact = field(repr=False)
    overlap: Overlap = field(repr=False)
    learning: Learning = field(repr=False)

    def count(self, status: Status) -> int:
        """Count the questions of a status."""
        return sum(one.status is status for one in self.answers)

    def answer(self, identifier: str) -> Answer:
        """Return the answer to a question, ``Q01`` to ``Q15``."""
        return next(one for one in self.answers if one.id == identifier)

    def document(self, language: Language) -> dict[str, object]:
        """Return the assessment in one language; the questions asked on the way are named, not repeated whole."""
        return {
            "revision": self.revision,
            "as_of": self.as_of.isoformat(),
            "proposal": self.proposal.document(language),
            "proposers": [one.document(language) for one in self.proposers],
            "summary": self.summary.in_(language),
            "status": {status.value: self.count(status) for status in Status},
            "questions": [one.document(language) for one in self.answers],
            "sectors": [one.document(language) for one in self.sectors],
            "needs": [one.document(language) for one in self.needs],
            "transfers": [one.document(language) for one in self.transfers],
            "data": [one.document(language) for one in self.data],
            "contracts": [one.document(language) for one in self.contracts],
            "retired": [one.document(language) for one in self.retired],
            "money": self.money.document(),
            "difference": [one.in_(language) for one in self.difference],
            "unknown": [one.in_(language) for one in self.unknown],
            "tasks": [one.document(language) for one in self.tasks],
            "overlap": self.overlap.document(language),
            "invite": [one.document(language) for one in self.learning.invite],
        }

    def table(self, language: Language) -> list[dict[str, object]]:
        """Return the 15 questions as rows."""
        return [
            {
                "id": one.id,
                "question": one.question.words.in_(language),
                "status": one.status.value,
                "answer": " ".join(sentence.in_(language) for sentence in one.sentences),
                "lacks": " ".join(sentence.in_(language) for sentence in one.lacks),
                "human": one.human.answer if one.human else None,
                "answered_by": one.human.by if one.human else None,
                "answered_on": one.human.on if one.human else None,
            }
            for one in self.answers
        ]
