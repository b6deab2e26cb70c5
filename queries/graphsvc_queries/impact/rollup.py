"""Rows by sector (model.md section 4, Roll-up)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Way
from graphsvc.snapshot.ascending import among, distinct, united, without
from graphsvc.text import Text
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.counted import Part, counted
from graphsvc_queries.impact.lazy import LazyRows
from graphsvc_queries.impact.rows import Below, BelowWay, SectorEffect, SectorRow, SectorWork
from graphsvc_queries.impact.ways import Numbers

__all__ = ["OUTSIDE", "WITHOUT_OWNER", "SectorRows", "below_of"]

OUTSIDE, WITHOUT_OWNER = "outside", "without_owner"

#: The rows that are no sector, by the number that stands for them, in the order in which they come last.
_EXTRA = {
    -1: (OUTSIDE, Text("Utenfor sektorene", "Utanfor sektorane", "Outside sectors")),
    -2: (WITHOUT_OWNER, Text("Uten eier", "Utan eigar", "Without owner")),
}


class SectorRows(LazyRows[SectorRow]):
    """An answer by sector: sectors, strongest first, then the extra rows that are not empty.

    Of several municipalities those concerned have rows: where anything is touched or changed, untouched sectors too,
    since that they are untouched is an answer.

    Notes
    -----
    O((touched things + their deliverers) log) and O(sectors) in arrays to make.
    """

    def __init__(self, found: Answer) -> None:
        self._compiled = found.compiled
        self.counted = counted(found)
        rows = self.counted.rows
        sectors = np.flatnonzero(rows >= 0)
        order = self._strongest_first(sectors)
        some = order[self._has_something[order]]
        none = united(rows[order[~self._has_something[order]]], self._untouched(found))
        extra = [key for key in _EXTRA if self.counted.holds(key)]
        #: Number of the sector of each row, below 0 for the extra rows.
        self.numbers: Numbers = np.concatenate([rows[some], none, np.array(extra, dtype=np.int64)])
        #: How many sectors have no row, since nothing is touched or changed in their municipality.
        self.elsewhere = len(self._compiled.snapshot.organisation.sectors) - len(some) - len(none)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def with_effect(self) -> int:
        """Number of sectors in which a unit is touched by an effect."""
        counts = self.counted.counts[Part.UNITS_WITH_EFFECT]
        return int(np.count_nonzero(counts[self.counted.rows >= 0]))

    def below(self, way: Way) -> int:
        """Count the sectors of which units are left out by the minimum strength in a way, and none is touched."""
        return int(np.count_nonzero(self.counted.below[way][self.counted.rows >= 0]))

    @cached_property
    def _has_something(self) -> NDArray[np.bool_]:
        one = self.counted
        effect, work = (np.rint(one.strength[way] * 1e9) > 0 for way in (Way.EFFECT, Way.WORK))
        found: NDArray[np.bool_] = effect | work | (one.counts[Part.SERVICES] > 0)
        return found

    def _strongest_first(self, places: Numbers) -> Numbers:
        """Put rows in order: effect, services, work, then ids, which stand in the order of the numbers."""
        one = self.counted
        effect, work = (-np.rint(one.strength[way][places] * 1e9) for way in (Way.EFFECT, Way.WORK))
        return places[np.lexsort((one.rows[places], work, -one.counts[Part.SERVICES][places], effect))]

    def _untouched(self, found: Answer) -> Numbers:
        """Return the other sectors in the municipalities concerned."""
        organisation, rows = self._compiled.snapshot.organisation, self.counted.rows
        sectors, above = self._compiled.sectors_ascending, organisation.municipalities
        if organisation.several:
            concerned = np.concatenate([[-1], above[found.starts.numbers], above[rows[rows >= 0]]])
            sectors = sectors[among(above[sectors], distinct(concerned))]
        return without(sectors, rows)

    def _made(self, begin: int, end: int) -> list[SectorRow]:
        numbers = self.numbers[begin:end]
        told = self.counted.at(numbers)
        return [self._row(number, *values) for number, values in zip(numbers.tolist(), told, strict=True)]

    def _row(self, number: int, counts: Sequence[int], strengths: Sequence[float], below: Sequence[bool]) -> SectorRow:
        identifier, name = _EXTRA[number] if number < 0 else (self._compiled.id(number), self._compiled.name(number))
        units, working, services, systems, work_systems, users, deliverers, direct = counts
        return SectorRow(
            identifier,
            name,
            SectorEffect(strengths[0], services, units, systems, users, deliverers, below[0]),
            SectorWork(strengths[1], working, work_systems, below[1]),
            direct,
        )


def below_of(found: Answer, rows: SectorRows) -> Below:
    """Count what the minimum strength left out; a sector when units of it are below and none is touched."""
    return Below(*(_below(found, way, rows.below(way)) for way in (Way.EFFECT, Way.WORK)))


def _below(found: Answer, way: Way, sectors: int) -> BelowWay:
    left = found.below[way]
    counts = [int(found.compiled.ways.of_kind(kind)[left].sum()) for kind in (Kind.UNIT, Kind.SERVICE, Kind.SYSTEM)]
    return BelowWay(sectors, *counts)
