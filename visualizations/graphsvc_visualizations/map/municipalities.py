"""What each municipality of a register of several holds, in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.map.homes import homes, joined

__all__ = ["APART", "Municipalities", "Municipality"]

#: Stands for the municipality of what belongs to none.
APART = -1


class Municipality(NamedTuple):
    """One municipality in numbers.

    Parameters
    ----------
    thing
        Its organisation; :data:`APART` for units that belong to none.
    units, systems
        How many it has, sectors not counted among the units; a system that several own is counted with each of them,
        a national one with none.
    flows, away
        Flows at its systems, and those of them that lead to owners outside it, in another municipality or in none.
    """

    thing: int
    units: int
    systems: int
    flows: int
    away: int


class Municipalities:
    """Counts what each municipality has.

    Parameters
    ----------
    snapshot
        A graph of several municipalities.

    Notes
    -----
    O((things + flows x owners) log) in arrays.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._belongs = snapshot.organisation.municipalities

    @cached_property
    def things(self) -> NDArray[np.int64]:
        """The organisations, ascending."""
        return np.unique(self._belongs[self._belongs >= 0]).astype(np.int64)

    def by_name(self, language: Language) -> list[Municipality]:
        """Return the municipalities by what they are called, then the units of none where there are any."""
        names = {thing: self._snapshot.name(thing, language).words for thing in self.things.tolist()}
        places = {thing: place for place, thing in enumerate(names)}
        ordered = sorted(names, key=lambda one: (names[one].casefold(), one))
        rows = [Municipality(thing, *self._numbers(places[thing] + 1)) for thing in ordered]
        apart = Municipality(APART, *self._numbers(0))
        return [*rows, apart] if apart.units else rows

    def _numbers(self, place: int) -> tuple[int, int, int, int]:
        units, systems, flows, away = (int(counts[place]) for counts in self._counts)
        return units, systems, flows, away

    @cached_property
    def units(self) -> NDArray[np.int32]:
        """Every unit below a sector, or of none, ascending."""
        units = self._snapshot.of_kind(Kind.UNIT)
        return units[~self._snapshot.organisation.sector_flags[units]]

    @cached_property
    def _counts(self) -> tuple[NDArray[np.int64], ...]:
        """Units, systems, flows and flows that lead elsewhere: of what belongs to none, then of each municipality."""
        snapshot = self._snapshot
        systems, homes_of = homes(snapshot, snapshot.of_kind(Kind.SYSTEM))
        edges = snapshot.edges(Relation.FLOW)
        ends = [homes(snapshot, side) for side in (edges.start, edges.end)]
        flow, start, end = joined(snapshot, np.arange(len(edges)))
        leaves = start != end
        return (
            self._count(self.units, self._belongs[self.units]),
            self._count(systems, homes_of),
            self._count(*(np.concatenate(parts) for parts in zip(*ends, strict=True))),
            self._count(np.tile(flow[leaves], 2), np.concatenate([start[leaves], end[leaves]])),
        )

    def _count(self, things: NDArray[np.integer[Any]], tops: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """Count things by municipality, those of none first; each once in one municipality."""
        wide = len(self.things) + 1
        rank = np.searchsorted(self.things, tops) + (tops >= 0)
        return np.bincount(np.unique(things.astype(np.int64) * wide + rank) % wide, minlength=wide)

    def added_up(self, partners: Iterable[tuple[int, int]]) -> dict[int, int]:
        """Add up flows to units by their municipality; national systems and nobody stay what they are."""
        found: dict[int, int] = {}
        for unit, number in partners:
            top = unit if unit < 0 else int(self._belongs[unit])
            found[top] = found.get(top, 0) + number
        return found
