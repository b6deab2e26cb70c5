"""Diff: what changed in the register, and in the answer to a question, between two moments (model.md section 5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from graphsvc.ports import Ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.diff.moments import snapshot_at
from graphsvc_queries.difference import (
    AnswerDifference,
    GraphDifference,
    answer_difference,
    check_questions,
    graph_difference,
    told_graph,
)

__all__ = ["Diff", "Moment", "diff"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One side of the comparison: what was known at a revision of a date."""

    revision: int
    as_of: dt.date

    def document(self) -> dict[str, object]:
        """Return revision and date."""
        return {"revision": self.revision, "as_of": self.as_of.isoformat()}


@dataclass(frozen=True)
class Diff:
    """What changed between two moments.

    Parameters
    ----------
    before, after
        The two moments.
    graph
        Things and relations that came, changed and went.
    analyses
        How the answer to each question changed.
    """

    before: Moment
    after: Moment
    graph: GraphDifference
    analyses: tuple[AnswerDifference, ...]

    def sentences(self, language: Language) -> list[str]:
        """Say what changed in the register."""
        return [one.in_(language) for one in told_graph(self.graph)] or [_NOTHING.in_(language)]

    def document(self, language: Language) -> dict[str, object]:
        """Return the comparison in one language."""
        return {
            "from": self.before.document(),
            "to": self.after.document(),
            "same": self.graph.is_empty,
            "sentences": self.sentences(language),
            "register": self.graph.document(language),
            "analyses": [one.document(language) for one in self.analyses],
            "truncated": self.graph.truncated or any(one.truncated(language) for one in self.analyses),
        }


_NOTHING = Text(
    "Registeret har det samme innholdet begge ganger.",
    "Registeret har det same innhaldet begge gongene.",
    "The register holds the same at both times.",
)


def diff(snapshot: Snapshot, /, *, ask: Ask, from_: str, to: str, analysis: tuple[str, ...] = ()) -> Diff:
    """Tell what changed in the register, and in answers, between two revisions or dates.

    Parameters
    ----------
    ask
        Asks the analyses; the product gives it.
    from_, to
        Each a revision (12), a date (2027-01-01) or both (12@2027-01-01: what was known at revision 12 of that day);
        what is left open is that of the question.
    analysis
        Questions whose answers are compared, each alone or with parameters as in an address (reach?thing=epj).

    Returns
    -------
    Diff
        Things and relations that came, changed and went; how each answer changed, as a document and in sentences.

    Raises
    ------
    QuestionError
        When a moment is none, there is no such revision, or there are too many questions.
    UnknownThing
        When a question is about what was there at neither moment.

    Notes
    -----
    O(facts) for the comparison, and twice what each question costs; an earlier revision is made from the log.

    Examples
    --------
    >>> from graphsvc.model import Kind
    >>> from graphsvc.records import ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> old = Fact(ThingRecord(Kind.SYSTEM, "epj", {"decommission": "2027-07-01"}))
    >>> today = Snapshot(Facts(1, (old,), ()), dt.date(2026, 12, 1))
    >>> found = diff(today, ask=lambda snapshot, question: None, from_="2026-12-01", to="2027-07-01")
    >>> found.sentences(Language.EN)
    ['Removed: 1 system.']
    """
    check_questions(analysis)
    before, after = snapshot_at(snapshot, from_), snapshot_at(snapshot, to)
    return Diff(
        Moment(before.revision, before.date),
        Moment(after.revision, after.date),
        graph_difference(before, after),
        tuple(answer_difference(ask, question, before, after) for question in analysis),
    )
