"""The answer: who has experience, where competence overlaps, whom to invite."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graphsvc.model import Reference
from graphsvc.text import Language, Text
from graphsvc_queries.naming import Named, bare

__all__ = ["Experience", "Holding", "Invitation", "Learning", "Missing", "Overlap", "Role", "Topic"]


class Role(StrEnum):
    """How a unit came by its experience."""

    OWNER = "owner"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Topic:
    """A capability, product or data object that is asked about, and who has it.

    Parameters
    ----------
    key
        ``capability:id``, ``data_object:id`` or ``product:name``.
    systems
        Those that provide, are or hold it, ascending.
    units, sectors
        Those with experience, ascending.
    """

    key: str
    name: Text
    systems: tuple[Reference, ...]
    units: tuple[Reference, ...]
    sectors: tuple[Reference, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the topic in one language."""
        return {
            "topic": self.key,
            "name": self.name.in_(language),
            "systems": bare(self.systems),
            "units": bare(self.units),
            "sectors": bare(self.sectors),
        }


@dataclass(frozen=True, slots=True)
class Holding:
    """A system that a unit knows, as owner or user.

    Parameters
    ----------
    since
        First day of use (ISO), None = unknown.
    since_is_of
        ``use`` when the unit's own use is dated, ``system`` when only the system's is, None when neither.
    topics
        Which of what is asked about the system gives experience with.
    """

    system: Named
    role: Role
    since: str | None
    since_is_of: str | None
    topics: tuple[str, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            **self.system.document(language),
            "role": self.role.value,
            "since": self.since,
            "since_is_of": self.since_is_of,
            "topics": list(self.topics),
        }


@dataclass(frozen=True, slots=True)
class Experience:
    """A unit that knows something of what is asked about."""

    unit: Named
    sectors: tuple[Reference, ...]
    contact: str | None
    topics: tuple[str, ...]
    holdings: tuple[Holding, ...]

    @property
    def since(self) -> str | None:
        """The first day of any of its known uses."""
        return min((one.since for one in self.holdings if one.since), default=None)

    @property
    def owns(self) -> bool:
        """Whether it owns one of the systems."""
        return any(one.role is Role.OWNER for one in self.holdings)

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            **self.unit.document(language),
            "sectors": bare(self.sectors),
            "contact": self.contact,
            "topics": list(self.topics),
            "since": self.since,
            "systems": [one.document(language) for one in self.holdings],
        }


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two sectors that both have experience with the same."""

    sectors: tuple[Named, Named]
    topics: tuple[str, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            "sectors": [one.id for one in self.sectors],
            "names": [one.name.in_(language) for one in self.sectors],
            "topics": list(self.topics),
        }


@dataclass(frozen=True, slots=True)
class Invitation:
    """A unit to invite, and why, one sentence a reason."""

    unit: Named
    contact: str | None
    because: tuple[Text, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            **self.unit.document(language),
            "contact": self.contact,
            "because": [{"sentence": reason.in_(language)} for reason in self.because],
        }


@dataclass(frozen=True, slots=True)
class Missing:
    """Something asked about that nobody is known to have, or that the register does not know."""

    topic: str
    name: Text
    why: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {"topic": self.topic, "name": self.name.in_(language), "why": self.why.in_(language)}


@dataclass(frozen=True, slots=True)
class Learning:
    """Whom to learn from.

    Parameters
    ----------
    proposal
        The proposal asked about, or None.
    topics
        What is asked about, in the order of the question.
    experience
        Units, those that know most of it first, then owners before users, then the longest use, then id.
    overlap
        Pairs of sectors with experience in the same.
    invite
        Whom to invite, in order.
    unknown
        What nobody is known to have experience with.
    """

    revision: int
    as_of: str
    proposal: Named | None
    topics: tuple[Topic, ...]
    experience: tuple[Experience, ...]
    overlap: tuple[Overlap, ...]
    invite: tuple[Invitation, ...]
    unknown: tuple[Missing, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the document in one language."""
        return {
            "revision": self.revision,
            "as_of": self.as_of,
            "proposal": self.proposal.document(language) if self.proposal else None,
            "topics": [one.document(language) for one in self.topics],
            "experience": [one.document(language) for one in self.experience],
            "overlap": [one.document(language) for one in self.overlap],
            "invite": [one.document(language) for one in self.invite],
            "unknown": [one.document(language) for one in self.unknown],
        }

    def table(self, language: Language) -> list[dict[str, object]]:
        """Return who has experience as rows, one a unit and system."""
        return [
            {
                **one.unit.document(language),
                "sectors": bare(one.sectors),
                "contact": one.contact,
                "system": row.system.id,
                "system_name": row.system.name.in_(language),
                "role": row.role.value,
                "since": row.since,
                "since_is_of": row.since_is_of,
                "topics": list(row.topics),
            }
            for one in self.experience
            for row in one.holdings
        ]
