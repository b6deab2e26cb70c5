"""What an agenda answers: the meeting and its items, each with its assessment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from graphsvc.text import Language, Text
from graphsvc_queries.assessment import Assessment, Status
from graphsvc_queries.naming import Named

__all__ = ["Agenda", "Item"]


@dataclass(frozen=True)
class Item:
    """One item of the agenda.

    Parameters
    ----------
    proposal
        Which one, by name; a proposal that is not there is called by its id.
    assessment
        What the map says of it; None when it is not there.
    decided
        Outcomes decided on it in this meeting (the metamodel's values), the newest last.
    """

    proposal: Named
    assessment: Assessment | None
    decided: tuple[str, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the item in one language."""
        found = self.assessment
        return {
            "proposal": self.proposal.id,
            "name": self.proposal.name.in_(language),
            "there": found is not None,
            "summary": found.summary.in_(language) if found else None,
            "status": {one.value: found.count(one) for one in Status} if found else None,
            "decided": list(self.decided),
        }


@dataclass(frozen=True)
class Agenda:
    """A meeting and what it has before it.

    Parameters
    ----------
    revision, as_of
        Which map was asked.
    meeting
        Which meeting.
    date, place
        As ISO text and in words; None = unknown.
    participants
        Roles by name.
    items
        In the order of the agenda.
    """

    revision: int
    as_of: dt.date
    meeting: Named
    date: str | None
    place: str | None
    participants: tuple[Text, ...]
    items: tuple[Item, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the agenda in one language."""
        return {
            "revision": self.revision,
            "as_of": self.as_of.isoformat(),
            "meeting": self.meeting.id,
            "title": self.meeting.name.in_(language),
            "date": self.date,
            "place": self.place,
            "participants": [one.in_(language) for one in self.participants],
            "items": [one.document(language) for one in self.items],
        }
