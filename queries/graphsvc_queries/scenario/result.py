"""What a scenario answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from graphsvc.model import Reference
from graphsvc.text import Language, Text
from graphsvc_queries.difference import AnswerDifference, GraphDifference, told_graph
from graphsvc_queries.scenario.planned import Planned

__all__ = ["Scenario"]


@dataclass(frozen=True)
class Scenario:
    """The register and the answers of analyses before and after a change set; nothing is written.

    Parameters
    ----------
    revision, as_of
        What the changes were laid on top of.
    proposal
        The proposal's reference, when the changes are a proposal's.
    planned
        The changes, what was assumed, and what is missing.
    graph
        Which things and relations come, change and go; what goes because an end goes is among them.
    without_effect
        Changes that make no difference at the date (they hold from a later day, or say what is there already).
    analyses
        One question after the other, before and after.
    """

    revision: int
    as_of: dt.date
    proposal: Reference | None
    planned: Planned
    graph: GraphDifference
    without_effect: tuple[Reference, ...]
    analyses: tuple[AnswerDifference, ...]

    def sentences(self, language: Language) -> list[str]:
        """Say what the changes do to the register."""
        said = [sentence.in_(language) for sentence in told_graph(self.graph)]
        return said or [_NOTHING.in_(language)]

    def document(self, language: Language) -> dict[str, object]:
        """Return the scenario in one language."""
        return {
            "revision": self.revision,
            "as_of": self.as_of.isoformat(),
            "proposal": self.proposal,
            "title": self.planned.title.in_(language),
            "changes": [step.document() for step in self.planned.steps],
            "assumptions": [one.in_(language) for one in self.planned.assumptions],
            "unknown": [{"thing": one, "why": _MISSING.in_(language)} for one in self.planned.missing],
            "without_effect": list(self.without_effect),
            "sentences": self.sentences(language),
            "register": self.graph.document(language),
            "analyses": [one.document(language) for one in self.analyses],
            "truncated": self.graph.truncated or any(one.truncated(language) for one in self.analyses),
        }


_NOTHING = Text(
    "Endringene gjør ingen forskjell i registeret på denne datoen.",
    "Endringane gjer ingen skilnad i registeret på denne datoen.",
    "The changes make no difference to the register at this date.",
)
_MISSING = Text(
    "Forslaget nevner den, men den finnes ikke på denne datoen.",
    "Forslaget nemner han, men han finst ikkje på denne datoen.",
    "The proposal names it, but it is not there at this date.",
)
