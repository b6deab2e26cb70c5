"""What the page of an answer shows of its rows; over several municipalities they are counted, and few are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Way, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact.consult import ConsultedUnits
from graphsvc_queries.impact.result import Impact, Touched
from graphsvc_queries.impact.touched import TouchedRows
from graphsvc_queries.impact.ways import Numbers
from graphsvc_visualizations.swimlane.lane_rows import LaneRows

__all__ = ["AllRows", "Bounds", "ManyRows", "PageRows", "page_rows"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a long list a page holds; None where it holds all.

    Parameters
    ----------
    table
        Rows of the table of what is touched.
    lane
        Things of a lane and way in the list for narrow screens.
    consult
        Units to ask.
    platforms
        Platforms that the touched use too.
    """

    table: int
    lane: int | None = None
    consult: int | None = None
    platforms: int | None = None


_ALL, _MANY = Bounds(1000), Bounds(100, lane=8, consult=50, platforms=50)


class PageRows(Protocol):
    """The rows of an answer as a page asks for them."""

    bounds: Bounds

    def table(self, sectors: frozenset[str]) -> tuple[Sequence[Touched], int]:
        """Return the strongest rows that stand in some sectors or in none, and how many there are; no sector: all."""

    def strongest_units(self, sectors: Sequence[str]) -> dict[str, Touched]:
        """Return the unit whose path tells why a sector is touched, by the sector's id; effect before work."""

    def without_contact(self) -> int:
        """Count the units to ask that have no contact."""


def page_rows(snapshot: Snapshot, result: Impact, touched: Sequence[Touched] | None = None) -> PageRows:
    """Return the rows of an answer.

    Parameters
    ----------
    touched
        What is touched in two answers held against each other; None where there is one.
    """
    if touched is None and isinstance(result.touched, TouchedRows) and snapshot.organisation.several:
        return ManyRows(snapshot, result, result.touched)
    return AllRows(
        result, result.touched if touched is None else touched, _MANY if snapshot.organisation.several else _ALL
    )


class AllRows:
    """Every row, one after the other."""

    def __init__(self, result: Impact, touched: Sequence[Touched], bounds: Bounds = _ALL) -> None:
        self._result, self._touched, self.bounds = result, touched, bounds

    def table(self, sectors: frozenset[str]) -> tuple[Sequence[Touched], int]:
        """Look at each row. O(touched)."""
        rows = [one for one in self._touched if _stands(one, sectors)]
        return rows[: self.bounds.table], len(rows)

    def strongest_units(self, sectors: Sequence[str]) -> dict[str, Touched]:
        """Look at each row. O(touched)."""
        del sectors  # those of all are found in one go
        found: dict[str, Touched] = {}
        for one in self._result.touched:  # strongest first; effect tells more than work
            if one.kind is Kind.UNIT:
                for sector in one.sectors:
                    known = found.get(sector)
                    if known is None or (known.way is Way.WORK and one.way is Way.EFFECT):
                        found[sector] = one
        return found

    def without_contact(self) -> int:
        """Look at each unit. O(units)."""
        return sum(not one.contact for one in self._result.consult)


class ManyRows:
    """Rows that are made when they are looked at: what is asked of them is found in arrays."""

    bounds = _MANY

    def __init__(self, snapshot: Snapshot, result: Impact, touched: TouchedRows) -> None:
        self._snapshot, self._result, self._touched = snapshot, result, touched

    @cached_property
    def _rows(self) -> LaneRows:
        return LaneRows(self._snapshot, self._result, self._touched)

    def table(self, sectors: frozenset[str]) -> tuple[Sequence[Touched], int]:
        """Make the strongest rows only. O(touched log touched) in arrays."""
        if not sectors:
            return self._touched[: self.bounds.table], len(self._touched)
        chosen = np.array([self._snapshot.index(one) for one in sectors if one in self._snapshot], dtype=np.int64)
        which, sector = self._rows.sectors
        stands = np.ones(len(self._touched), dtype=np.bool_)
        stands[which] = False
        stands[which[np.isin(sector, chosen)]] = True
        return self._first(np.flatnonzero(stands)), int(stands.sum())

    def _first(self, rows: Numbers) -> list[Touched]:
        """Return the strongest of some rows, in the order of the answer: equals by id, kind and way."""
        most, rounded = self.bounds.table, self._rows.rounded[rows]
        if len(rows) > most:
            least = np.partition(rounded, len(rows) - most)[len(rows) - most]
            rows, rounded = rows[rounded >= least], rounded[rounded >= least]
        names = (split_reference(one)[::-1] for one in self._snapshot.named(self._touched.things[rows]))
        ways = self._touched.ways[rows].tolist()
        ranked = sorted(zip((-rounded).tolist(), names, ways, rows.tolist(), strict=True))
        return self._touched.made(np.array([row for *_, row in ranked[:most]], dtype=np.int64))

    def strongest_units(self, sectors: Sequence[str]) -> dict[str, Touched]:
        """Make one row for each sector. O(touched log touched) in arrays."""
        names = {f"unit:{one}": one for one in sectors}
        wanted = {self._snapshot.index(name): one for name, one in names.items() if name in self._snapshot}
        which, sector = self._rows.sectors
        kept = self._rows.kinds[Kind.UNIT][which] & np.isin(sector, np.array(list(wanted), dtype=np.int64))
        which, sector = which[kept], sector[kept]
        order = np.lexsort((self._touched.things[which], -self._rows.rounded[which], ~self._rows.effect[which], sector))
        each, first = np.unique(sector[order], return_index=True)
        rows = self._touched.made(which[order][first])
        return {wanted[one]: row for one, row in zip(each.tolist(), rows, strict=True)}

    def without_contact(self) -> int:
        """Count in a column of the register. O(units)."""
        consult = self._result.consult
        if not isinstance(consult, ConsultedUnits):
            return sum(not one.contact for one in consult)
        units = self._snapshot.of_kind(Kind.UNIT)
        told: NDArray[np.bool_] = self._snapshot.coded(Kind.UNIT, "contact").flags(bool)
        return int(np.count_nonzero(~told[np.searchsorted(units, consult.units)]))


def _stands(one: Touched, sectors: frozenset[str]) -> bool:
    """Tell whether a touched thing stands in a sector that is shown; what stands in none is always shown."""
    return not sectors or not one.sectors or any(f"unit:{sector}" in sectors for sector in one.sectors)
