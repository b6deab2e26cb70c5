"""Where a change begins: existing things that change, and new ones with what they will touch."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.model import ChangeKind, Kind, Reference
from graphsvc.text import Text
from graphsvc_queries.impact.edges import Edge
from graphsvc_queries.impact.labels import Label

__all__ = ["KINDS_THAT_FIT", "Missing", "New", "Start", "Starts"]

_SYSTEM_CHANGES = (
    ChangeKind.RETIRE,
    ChangeKind.OUTAGE,
    ChangeKind.REPLACE,
    ChangeKind.UPGRADE,
    ChangeKind.INTRODUCE,
)

#: Which changes fit which kind of thing; the first is what is meant when nothing is said.
KINDS_THAT_FIT: dict[Kind, tuple[ChangeKind, ...]] = {
    Kind.SYSTEM: _SYSTEM_CHANGES,
    Kind.TECHNOLOGY: _SYSTEM_CHANGES,
    Kind.DATA_OBJECT: (ChangeKind.DATA,),
}


@dataclass(frozen=True, slots=True)
class Start:
    """One thing (or a proposal) and what happens to it."""

    thing: Reference
    kind: str
    name: Text


@dataclass(frozen=True, slots=True)
class Missing:
    """A thing that a proposal names and that is not there at the date."""

    reference: Reference
    proposal: str


@dataclass(frozen=True, slots=True)
class New:
    """Something introduced, and what it will touch.

    Parameters
    ----------
    label
        The path that begins there.
    services, users
        Effect: services it will serve, units that will use it.
    partners, owners
        Work: systems it will exchange data with (or that are to be integrated), units that own or propose it.
    """

    label: Label
    services: tuple[Edge, ...] = ()
    users: tuple[Edge, ...] = ()
    partners: tuple[Edge, ...] = ()
    owners: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Starts:
    """All changes of a question; they start together, each at strength 1.

    ``changed`` holds the numbers of all things that change: none of them is touched, and no path passes them.
    """

    changes: tuple[Start, ...]
    roots: tuple[Label, ...]
    news: tuple[New, ...]
    changed: frozenset[int]
    missing: tuple[Missing, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of change, for words that differ by kind."""
        return frozenset(change.kind for change in self.changes)
