"""The answer of weak spots: typed, frozen, and as the promised document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.model import Reference, split_reference
from graphsvc.text import Language, Text

__all__ = ["Cycle", "Ending", "EndingKind", "SinglePoint", "Stale", "Unowned", "Unused", "WeakSpots"]


def _id(reference: Reference) -> str:
    return split_reference(reference)[1]


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A system whose loss stops services.

    Parameters
    ----------
    system, name
        Which.
    services, units, sectors
        Lost services, who delivers them, and their sectors.
    own
        Services lost even when nothing else goes with it.
    away
        How many systems are away with it, itself included.
    sentence
        The same in words.
    """

    system: Reference
    name: Text
    services: tuple[Reference, ...]
    units: tuple[Reference, ...]
    sectors: tuple[Reference, ...]
    own: tuple[Reference, ...]
    away: int
    sentence: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields, and more, in one language."""
        return {
            "system": _id(self.system),
            "services": [_id(one) for one in self.services],
            "units": [_id(one) for one in self.units],
            "sectors": [_id(one) for one in self.sectors],
            "name": self.name.in_(language),
            "thing": self.system,
            "own_services": [_id(one) for one in self.own],
            "away": self.away,
            "sentence": self.sentence.in_(language),
        }


@dataclass(frozen=True, slots=True)
class Cycle:
    """Systems that all depend on each other, and one shortest cycle among them."""

    systems: tuple[Reference, ...]
    shortest: tuple[Reference, ...]

    def document(self) -> dict[str, object]:
        """Return the promised fields."""
        return {"systems": [_id(one) for one in self.systems], "shortest_cycle": [_id(one) for one in self.shortest]}


class EndingKind(StrEnum):
    """What ends: a required system before its replacement starts, or without one; a contract soon, or already."""

    GAP = "gap"
    NO_REPLACEMENT = "no_replacement"
    CONTRACT = "contract"
    CONTRACT_OVER = "contract_over"


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends.

    Parameters
    ----------
    kind, system, name
        What ends.
    date
        When.
    notice
        The last day to give notice; None = the notice period is not known.
    notice_passed
        Whether that day is over.
    replaced_by, starts
        The replacement that starts first, and when.
    services
        How many services require the system.
    sentence
        The same in words.
    """

    kind: EndingKind
    system: Reference
    name: Text
    date: dt.date
    notice: dt.date | None
    notice_passed: bool
    replaced_by: Reference | None
    starts: dt.date | None
    services: int
    sentence: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return the ending in one language."""
        return {
            "kind": self.kind.value,
            "system": _id(self.system),
            "name": self.name.in_(language),
            "thing": self.system,
            "date": self.date.isoformat(),
            "notice_date": self.notice.isoformat() if self.notice else None,
            "notice_passed": self.notice_passed,
            "replaced_by": _id(self.replaced_by) if self.replaced_by else None,
            "starts": self.starts.isoformat() if self.starts else None,
            "services": self.services,
            "sentence": self.sentence.in_(language),
        }


@dataclass(frozen=True, slots=True)
class Unowned:
    """A system of our own that no unit owns; ``claimed`` = somebody says so, else the owner is unknown."""

    system: Reference
    name: Text
    users: int
    services: int
    claimed: bool

    def document(self, language: Language) -> dict[str, object]:
        """Return the system in one language."""
        return {
            "system": _id(self.system),
            "name": self.name.in_(language),
            "thing": self.system,
            "users": self.users,
            "services": self.services,
            "claimed": self.claimed,
        }


@dataclass(frozen=True, slots=True)
class Unused:
    """A system of our own that no service uses; units may, and flows may pass."""

    system: Reference
    name: Text
    users: int
    flows: int

    def document(self, language: Language) -> dict[str, object]:
        """Return the system in one language."""
        return {
            "system": _id(self.system),
            "name": self.name.in_(language),
            "thing": self.system,
            "users": self.users,
            "flows": self.flows,
        }


@dataclass(frozen=True, slots=True)
class Stale:
    """A system or flow that was last confirmed too long ago; ``confirmed_on`` None = never, as far as is known."""

    thing: Reference
    kind: str
    name: Text
    confirmed_on: str | None

    def document(self, language: Language) -> dict[str, object]:
        """Return the fact in one language."""
        return {
            "thing": self.thing,
            "id": _id(self.thing),
            "kind": self.kind,
            "name": self.name.in_(language),
            "confirmed_on": self.confirmed_on,
        }


@dataclass(frozen=True)
class WeakSpots:
    """Where the map is thin.

    Parameters
    ----------
    revision, as_of, months
        Which snapshot was asked, and how far ahead contracts are looked at.
    single_points
        Most services first, then most units, then id.
    articulation_points, bridges
        Systems, and pairs of systems, that hold parts of the map together.
    cycles
        Largest first.
    lifecycle
        By date, then id.
    without_owner, unused
        By id.
    stale, unconfirmed
        Confirmed too long ago, oldest first; never confirmed, which is unknown and not stale, by id.
    names
        What every system is called that stands here by its id only.
    counts
        Name of a list -> how long it is when nothing is left out.
    truncated
        Whether a list was cut at the limit, or a circle was too large to be sure of its shortest cycle.
    """

    revision: int
    as_of: dt.date
    months: int
    single_points: tuple[SinglePoint, ...]
    articulation_points: tuple[Reference, ...]
    bridges: tuple[tuple[Reference, Reference], ...]
    cycles: tuple[Cycle, ...]
    lifecycle: tuple[Ending, ...]
    without_owner: tuple[Unowned, ...]
    unused: tuple[Unused, ...]
    stale: tuple[Stale, ...]
    unconfirmed: tuple[Stale, ...]
    names: dict[Reference, Text]
    counts: Mapping[str, int]
    truncated: bool

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised document in one language; ids stand without their kind where the field names it."""
        return {
            "single_points": [one.document(language) for one in self.single_points],
            "bridges": [[_id(end) for end in bridge] for bridge in self.bridges],
            "articulation_points": [_id(one) for one in self.articulation_points],
            "cycles": [one.document() for one in self.cycles],
            "lifecycle": [one.document(language) for one in self.lifecycle],
            "without_owner": [one.document(language) for one in self.without_owner],
            "unused": [one.document(language) for one in self.unused],
            "stale": [one.document(language) for one in self.stale],
            "unconfirmed": [one.document(language) for one in self.unconfirmed],
            "revision": self.revision,
            "as_of": self.as_of.isoformat(),
            "months": self.months,
            "counts": dict(self.counts),
            "truncated": self.truncated,
            "names": {_id(thing): name.in_(language) for thing, name in self.names.items()},
        }
