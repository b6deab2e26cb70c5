"""The answer: how much is known, and a list to work off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from graphsvc.text import Language, Text
from graphsvc_queries.naming import Named

__all__ = ["Completeness", "Confirmation", "FieldShare", "Orphan", "Share", "SourceShare", "Task", "UnitShare"]


class Confirmation(StrEnum):
    """Whether a fact was confirmed within the last twelve months."""

    FRESH = "fresh"
    STALE = "stale"
    NEVER = "never"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the expected fields are known; ``None`` claimed as "there is none" is known.

    Examples
    --------
    >>> Share(expected=4, known=3).share
    0.75
    """

    expected: int = 0
    known: int = 0

    @property
    def share(self) -> float | None:
        """Known of expected, 0-1; None when nothing is expected."""
        return self.known / self.expected if self.expected else None

    def document(self) -> dict[str, object]:
        """Return the numbers."""
        return {"expected": self.expected, "known": self.known, "share": self.share}


@dataclass(frozen=True, slots=True)
class FieldShare:
    """One expected field of a kind or relation."""

    subject: str
    subject_label: Text
    field: str
    label: Text
    count: Share

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            "subject": self.subject,
            "subject_label": self.subject_label.in_(language),
            "field": self.field,
            "label": self.label.in_(language),
            **self.count.document(),
        }


@dataclass(frozen=True, slots=True)
class UnitShare:
    """What one unit answers for; ``unit`` is None for what nobody is known to answer for."""

    unit: Named | None
    contact: str | None
    things: int
    count: Share
    orphans: int
    unconfirmed: int

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            "id": self.unit.id if self.unit else None,
            "name": self.unit.name.in_(language) if self.unit else None,
            "contact": self.contact,
            "things": self.things,
            **self.count.document(),
            "orphans": self.orphans,
            "unconfirmed": self.unconfirmed,
        }


@dataclass(frozen=True, slots=True)
class SourceShare:
    """What one source claims; ``source`` is None for facts that no source claims."""

    source: str | None
    things: int
    relations: int
    count: Share
    unconfirmed: int

    def document(self) -> dict[str, object]:
        """Return the numbers."""
        return {
            "source": self.source,
            "things": self.things,
            "relations": self.relations,
            **self.count.document(),
            "unconfirmed": self.unconfirmed,
        }


@dataclass(frozen=True, slots=True)
class Orphan:
    """A thing that lacks what would tie it to the rest; ``what`` is a word for programs."""

    one: Named
    what: str
    why: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {**self.one.document(language), "what": self.what, "why": self.why.in_(language)}


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done about one thing, and who to ask.

    Parameters
    ----------
    units
        Those that answer for it, ascending.
    missing
        Expected field -> its label.
    """

    one: Named
    units: tuple[Named, ...]
    contacts: tuple[str, ...]
    missing: Mapping[str, Text]
    confirmation: Confirmation
    confirmed_on: str | None
    orphan: tuple[Text, ...]
    criticality: int | None
    source: str | None
    place: str | None
    sentence: Text = field(default_factory=lambda: Text.same(""))

    def document(self, language: Language) -> dict[str, object]:
        """Return the task in one language."""
        return {
            **self.one.document(language),
            "sentence": self.sentence.in_(language),
            "units": [unit.id for unit in self.units],
            "contacts": list(self.contacts),
            "missing": list(self.missing),
            "labels": [label.in_(language) for label in self.missing.values()],
            "confirmation": self.confirmation.value,
            "confirmed_on": self.confirmed_on,
            "criticality": self.criticality,
            "source": self.source,
            "place": self.place,
        }


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete the register is.

    Parameters
    ----------
    things
        Expected fields of all things.
    fields
        Each expected field of each kind and relation that there are any of; fewest known first within a kind.
    units, sources
        By who answers for it and by who claims it; most missing first, None last.
    orphans
        Things without what would tie them to the rest.
    confirmed
        ``things`` and ``relations`` -> how many are fresh, stale, never confirmed, or confirmed ahead of the date.
    work
        What to do first; ``work_count`` says how many there are in all.
    """

    revision: int
    as_of: str
    things: Share
    fields: tuple[FieldShare, ...]
    units: tuple[UnitShare, ...]
    sources: tuple[SourceShare, ...]
    orphans: tuple[Orphan, ...]
    confirmed: Mapping[str, Mapping[Confirmation, int]]
    work: tuple[Task, ...]
    work_count: int

    def document(self, language: Language) -> dict[str, object]:
        """Return the document in one language."""
        return {
            "revision": self.revision,
            "as_of": self.as_of,
            **self.things.document(),
            "fields": [one.document(language) for one in self.fields],
            "units": [one.document(language) for one in self.units],
            "sources": [one.document() for one in self.sources],
            "orphans": [one.document(language) for one in self.orphans],
            "confirmed": {
                name: {state.value: count for state, count in counts.items()} for name, counts in self.confirmed.items()
            },
            "work": [one.document(language) for one in self.work],
            "work_count": self.work_count,
            "truncated": len(self.work) < self.work_count,
        }

    def table(self, language: Language) -> list[dict[str, object]]:
        """Return the list to work off as rows."""
        return [one.document(language) for one in self.work]
