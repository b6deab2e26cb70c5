"""The answer: where personal data goes, and a draft of the records of processing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.model import Reference
from graphsvc.text import Language, Text
from graphsvc_queries.naming import Named, bare
from graphsvc_queries.privacy.record import Processing

__all__ = ["Category", "Data", "Movement", "Place", "Privacy", "Stay"]


class Category(StrEnum):
    """A class of personal data."""

    ORDINARY = "ordinary"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Data:
    """One kind of information and how far it goes.

    Parameters
    ----------
    category
        ``none``, ``ordinary``, ``special``, or None when nobody has said.
    origins
        Its masters, and the systems that send it without being given it; failing both, its holders, then its senders.
    systems, flows
        Where it is or passes, and what carries it.
    hops
        The most flows in a row from an origin.
    """

    data: Named
    category: str | None
    origins: tuple[Reference, ...]
    systems: tuple[Reference, ...]
    flows: tuple[str, ...]
    hops: int
    sectors: tuple[str, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            **self.data.document(language),
            "personal_data": self.category,
            "origins": bare(self.origins),
            "systems": bare(self.systems),
            "flows": list(self.flows),
            "hops": self.hops,
            "sectors": list(self.sectors),
        }


@dataclass(frozen=True, slots=True)
class Stay:
    """That a kind of information is in a system, or passes it.

    Parameters
    ----------
    role
        ``master``, ``copy``, ``unknown`` (held, nobody has said how), ``receives`` or ``passes`` (a hub), or ``sends``.
    hops
        Fewest flows from an origin; None when no chain of known flows leads here.
    route
        The flows of that chain, in order.
    """

    data: str
    role: str
    hops: int | None
    route: tuple[str, ...]

    def document(self) -> dict[str, object]:
        """Return it as plain values."""
        return {"data": self.data, "role": self.role, "hops": self.hops, "route": list(self.route)}


@dataclass(frozen=True, slots=True)
class Place:
    """A system with personal data.

    Parameters
    ----------
    level_too_low
        Whether the system's own level of personal data is below that of what it holds.
    """

    system: Named
    stays: tuple[Stay, ...]
    scope: str | None
    hosting: str | None
    vendor: str | None
    level: int | None
    owners: tuple[Reference, ...]
    sectors: tuple[str, ...]
    level_too_low: bool

    @property
    def hops(self) -> int | None:
        """The most flows that any of the information takes to get here."""
        return max((stay.hops for stay in self.stays if stay.hops is not None), default=None)

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            **self.system.document(language),
            "data": [stay.document() for stay in self.stays],
            "hops": self.hops,
            "scope": self.scope,
            "hosting": self.hosting,
            "vendor": self.vendor,
            "personal_data_level": self.level,
            "level_too_low": self.level_too_low,
            "owners": bare(self.owners),
            "sectors": list(self.sectors),
        }


@dataclass(frozen=True, slots=True)
class Movement:
    """A flow with personal data, along the data; given twice when the data goes both ways or nobody knows which."""

    id: str
    start: Named
    end: Named
    data: tuple[str, ...]
    mode: str | None
    protocol: str | None
    through: tuple[str, ...]
    status: str | None
    legal_basis: str | None
    crosses: bool
    assumed: bool

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {
            "id": self.id,
            "from": self.start.id,
            "from_name": self.start.name.in_(language),
            "to": self.end.id,
            "to_name": self.end.name.in_(language),
            "data": list(self.data),
            "mode": self.mode,
            "protocol": self.protocol,
            "through": list(self.through),
            "status": self.status,
            "legal_basis": self.legal_basis,
            "crosses_sector": self.crosses,
            "assumed": self.assumed,
        }


@dataclass(frozen=True, slots=True)
class Privacy:
    """Where personal data goes.

    Parameters
    ----------
    summary
        The answer in a sentence.
    data
        Each kind of information asked about, those in most systems first.
    systems
        Every system it is in or passes, those with most kinds first.
    flows
        What carries it, by id and direction.
    sectors
        Row of the roll-up (a sector's id, ``national``, ``outside``, ``without_owner``) -> its systems.
    hosting
        How systems are run -> how many; ``unknown`` where nobody has said.
    without_basis
        Flows whose legal basis nobody has given, and services that process the data without one.
    unknown_flows
        Flows out of these systems of which nobody knows what they carry: not followed.
    records
        A draft of the records of processing (GDPR article 30), one a service.
    """

    revision: int
    as_of: str
    summary: Text
    data: tuple[Data, ...]
    systems: tuple[Place, ...]
    flows: tuple[Movement, ...]
    sectors: Mapping[str, tuple[Reference, ...]]
    hosting: Mapping[str, int]
    without_basis: Mapping[str, tuple[str, ...]]
    unknown_flows: tuple[str, ...]
    records: tuple[Processing, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the document in one language."""
        return {
            "revision": self.revision,
            "as_of": self.as_of,
            "summary": self.summary.in_(language),
            "data": [one.document(language) for one in self.data],
            "systems": [one.document(language) for one in self.systems],
            "flows": [one.document(language) for one in self.flows],
            "sectors": [{"id": row, "systems": bare(systems)} for row, systems in self.sectors.items()],
            "hosting": dict(self.hosting),
            "missing_legal_basis": {name: list(found) for name, found in self.without_basis.items()},
            "unknown_flows": list(self.unknown_flows),
            "records": [one.document(language) for one in self.records],
        }

    def table(self, language: Language) -> list[dict[str, object]]:
        """Return the draft of the records of processing as rows with headings in one language."""
        return [one.row(language) for one in self.records]
