"""An answer while it is put together: what is said, what is lacking, and the status that follows from both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graphsvc.text import Text
from graphsvc_queries.assessment.questions import Question
from graphsvc_queries.assessment.result import Answer, Human, Status
from graphsvc_queries.naming import Named

__all__ = ["Draft"]


@dataclass
class Draft:
    """Sentences, evidence and gaps of one answer.

    Parameters
    ----------
    sentences, lacks
        What the map says, and what is missing for a whole answer.
    evidence
        The things spoken of.
    sources
        The questions that were put.
    some
        Whether anything that answers the question is there.
    """

    sentences: list[Text] = field(default_factory=list)
    lacks: list[Text] = field(default_factory=list)
    evidence: list[Named] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    some: bool = False

    def say(self, sentence: Text, *, counts: bool = True) -> None:
        """Add a sentence; one that does not count tells of the question without answering any of it."""
        self.sentences.append(sentence)
        self.some = self.some or counts

    def lack(self, sentence: Text) -> None:
        """Add what is missing."""
        self.lacks.append(sentence)

    def step(self, there: object, sentence: Text, lacking: Text) -> None:
        """Say a sentence when something is there, else what is lacking."""
        if there:
            self.say(sentence)
        else:
            self.lack(lacking)

    def show(self, things: Iterable[Named]) -> None:
        """Add evidence."""
        self.evidence += things

    @property
    def status(self) -> Status:
        """Answered when something is said and nothing lacks, missing when nothing counts, else partly."""
        if not self.some:
            return Status.MISSING
        return Status.PARTLY if self.lacks else Status.ANSWERED

    def answer(self, question: Question, human: Human | None) -> Answer:
        """Finish; what a person has answered is answered, and what the map lacks is still told beside it."""
        return Answer(
            question,
            Status.ANSWERED if human else self.status,
            tuple(dict.fromkeys(self.sentences)),
            tuple(dict.fromkeys(self.lacks)),
            tuple(dict.fromkeys(self.evidence)),
            tuple(dict.fromkeys(self.sources)),
            human,
        )
