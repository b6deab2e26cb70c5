"""Where a change begins: existing things that change, and new ones with what they will touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import ChangeKind, Kind, Reference
from graphsvc.rules import RuleSet
from graphsvc.snapshot.ascending import among
from graphsvc.text import Text
from graphsvc_queries.impact.labels import Labels
from graphsvc_queries.impact.ways import Numbers, Steps

__all__ = ["KINDS_THAT_FIT", "Missing", "New", "Start", "Starts", "first_half"]

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


def first_half(rules: RuleSet, kind: ChangeKind) -> float:
    """Return what the weight of an effect's first edge is multiplied by: an upgrade is felt less."""
    return rules.upgrade_factor if kind is ChangeKind.UPGRADE else 1.0


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
    services, users
        Effect: services it will serve, units that will use it.
    partners, owners
        Work: systems it will exchange data with (or that are to be integrated), units that own or propose it.
    """

    services: Steps
    users: Steps
    partners: Steps
    owners: Steps


@dataclass(frozen=True)
class Starts:
    """All changes of a question; they start together, each at strength 1.

    Parameters
    ----------
    changes
        What happens to what.
    labels
        The paths that begin there, and in time all others.
    roots
        What happens at the beginning of each path of effect, by its row.
    working
        The same of work; an outage makes none, and the upgrade half is for effect only.
    news
        What is introduced.
    changed
        The numbers of all things that change: none of them is touched, and no path passes them.
    begun
        What happens at the beginning of any path, by its row.
    missing
        What is named and not there.
    """

    changes: tuple[Start, ...]
    labels: Labels
    roots: Mapping[int, ChangeKind]
    working: Mapping[int, ChangeKind]
    news: tuple[New, ...]
    changed: frozenset[int]
    begun: Mapping[int, ChangeKind] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of change, for words that differ by kind."""
        return frozenset(change.kind for change in self.changes)

    @cached_property
    def numbers(self) -> Numbers:
        """What changes, ascending."""
        return np.array(sorted(self.changed), dtype=np.int64)

    def changing(self, things: Numbers) -> NDArray[np.bool_]:
        """Tell which things are among those that change; most often one does."""
        if len(self.numbers) == 1:
            found: NDArray[np.bool_] = things == self.numbers[0]
            return found
        return among(things, self.numbers)

    @cached_property
    def rows(self) -> Numbers:
        """The rows of :attr:`roots`."""
        return np.array(list(self.roots), dtype=np.int32)

    def rows_of(self, kind: ChangeKind) -> Numbers:
        """Return the rows of :attr:`roots` of a kind of change, ascending."""
        return np.array(sorted(row for row, one in self.roots.items() if one is kind), dtype=np.int32)

    @cached_property
    def working_rows(self) -> Numbers:
        """The rows of :attr:`working`."""
        return np.array(list(self.working), dtype=np.int32)

    def working_rows_of(self, kind: ChangeKind) -> Numbers:
        """Return the rows of :attr:`working` of a kind of change, ascending."""
        return np.array(sorted(row for row, one in self.working.items() if one is kind), dtype=np.int32)
