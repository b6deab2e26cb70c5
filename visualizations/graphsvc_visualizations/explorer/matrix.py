"""The matrix page: sector by sector or unit by unit, and the ties behind a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from graphsvc.model import split_reference
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact.contrast import Standing
from graphsvc_queries.matrix import Axis, Matrix, MatrixBy, MatrixRelation, ties
from graphsvc_queries.matrix.contrast import CellTie, Change, MatrixContrast, matrix_contrast, ties_contrast
from graphsvc_queries.matrix.municipalities import COLUMNS, matrix_municipalities
from graphsvc_visualizations.explorer.contrasting import choices, difference_address, moments_of
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.grid import axis_marks, colours
from graphsvc_visualizations.explorer.moments import Other, times
from graphsvc_visualizations.explorer.templating import Names, render
from graphsvc_visualizations.lettering import clean

__all__ = ["Held", "held_matrix", "matrix", "matrix_overview"]

_TIES = 500
#: With more rows than these a page shows the rows of one sector at a time: cells grow with the square.
_TOGETHER = 120
#: What stands in no sector.
OUTSIDE = "outside"


@dataclass(frozen=True)
class Held:
    """A matrix held against another, in words: what is shown, from which moment to which, and where it is as data."""

    contrast: MatrixContrast
    other: Other
    own: str
    before: str
    after: str
    address: str

    @property
    def own_first(self) -> bool:
        """Whether what is shown comes before what it is held against."""
        return self.own == self.before

    @property
    def rows(self) -> list[tuple[Axis, Axis, int, int, Change]]:
        """The cells where something comes or goes: row, column, number before and after; most first."""
        axes = {axis.id: axis for axis in self.contrast.matrix.axes}
        place = {axis.id: number for number, axis in enumerate(self.contrast.matrix.axes)}
        found = []
        for (row, column), change in self.contrast.cells.items():
            if row in axes and column in axes:
                shown = self.contrast.matrix.cells[place[row]][place[column]].total
                net = change.new - change.gone
                pair = (shown, shown + net) if self.own_first else (shown - net, shown)
                found.append((axes[row], axes[column], *pair, change))
        return sorted(found, key=lambda one: (-one[4].new - one[4].gone, place[one[0].id], place[one[1].id]))


def held_matrix(frame: Frame, snapshot: Snapshot, result: Matrix, other: Other, theirs: Matrix) -> Held:
    """Return a matrix held against that of another graph.

    Notes
    -----
    O(ties + cells).
    """
    own_first = other.is_later(snapshot)
    contrast = matrix_contrast(snapshot, result, other.snapshot, theirs, own_first=own_first)
    own, there = moments_of(frame, snapshot, other)
    before, after = (own, there) if own_first else (there, own)
    of = f"&{urlencode({'municipality': result.municipality})}" if result.municipality else ""
    question = f"matrix?by={result.by.value}&relation={result.relation.value}{of}"
    return Held(contrast, other, own, before, after, difference_address(frame, other, question))


def matrix(frame: Frame, snapshot: Snapshot, *, result: Matrix, held: Held | None = None) -> str:
    """Return the page of a matrix; with ``row`` and ``column`` in the address, also the ties behind that cell.

    Raises
    ------
    UnknownThing
        When there is no such row, column or sector.

    Notes
    -----
    O(cells), and O(flows + supports) for the ties.
    """
    row, column, sector = frame.value("row"), frame.value("column"), frame.value("sector")
    if held:
        result = held.contrast.matrix
    found: Sequence[Any] = _behind(snapshot, result, held, row, column) if row and column else ()
    listed = [CellTie(one, Standing.SAME) for one in found[:_TIES]] if held is None else found[:_TIES]
    absent = Standing.NEW if held is None or held.own_first else Standing.GONE
    parts = _parts(snapshot, result)
    if parts and not sector:
        sector = parts[0][0]
    rows = _rows(snapshot, result, sector)
    names = {axis.id: clean(frame.words(axis.name)) for axis in result.axes}
    return render(
        "matrix.html",
        frame,
        snapshot,
        matrix=result,
        held=held,
        choices=choices(frame, snapshot),
        times=times(snapshot),
        colours=colours(result),
        marks=axis_marks(snapshot, result),
        rows=rows,
        borders=_borders(snapshot, result),
        ties=listed,
        count=len(found),
        own_count=sum(one.standing is not absent for one in found) if held else len(found),
        files=_files(frame, result, held),
        stands=Counter(one.standing.value for one in found) if held else None,
        municipalities=snapshot.organisation.all_municipalities,
        there=Names(held.other.snapshot, frame.language) if held else None,
        row=row,
        column=column,
        axis_names=names,
        by_unit=result.by is MatrixBy.UNIT,
        sector=_sector(snapshot, sector),
        parts=parts,
    )


def matrix_overview(frame: Frame, snapshot: Snapshot, *, relation: MatrixRelation) -> str:
    """Return the page of a register of several municipalities: a row for each, which leads to its own matrix.

    Notes
    -----
    O((things + flows + supports) log things).
    """
    found = matrix_municipalities(snapshot, relation=relation)
    return render("matrix_overview.html", frame, snapshot, matrix=found, columns=COLUMNS)


def _files(frame: Frame, result: Matrix, held: Held | None) -> dict[str, str]:
    """Return where the matrix, or the comparison, can be fetched as a file, by ending."""
    own = {
        "relation": result.relation.value,
        "by": result.by.value,
        "municipality": result.municipality,
        "lang": frame.language.value,
    }
    if held is None:
        return {ending: frame.to(f"/api/v1/matrix{ending}", **own) for ending in (".csv", ".xlsx", "")}
    compared = {**own, "compare": frame.value("compare")}
    return {end: frame.to(f"/api/v1/matrix/compared{end}", **compared) for end in (".svg", ".csv", ".xlsx", "")}


def _behind(snapshot: Snapshot, result: Matrix, held: Held | None, row: str, column: str) -> Sequence[Any]:
    """Return the ties behind a cell; where two matrices are held against each other, those of both."""
    cell: dict[str, Any] = {"row": row, "column": column, "relation": result.relation, "by": result.by}
    cell["municipality"] = result.municipality
    if held is None:
        return ties(snapshot, **cell)
    return ties_contrast(snapshot, held.other.snapshot, **cell, own_first=held.own_first)


def _rows(snapshot: Snapshot, result: Matrix, sector: str | None) -> list[int]:
    """Return the rows that are shown: all, or those of one sector's units."""
    every = range(len(result.axes))
    if not sector or result.by is MatrixBy.SECTOR:
        return list(every)
    if sector == OUTSIDE:
        return [place for place in every if not _sectors(snapshot, result.axes[place])]
    wanted = snapshot.find(f"unit:{sector}")
    return [place for place in every if wanted in _sectors(snapshot, result.axes[place])]


def _parts(snapshot: Snapshot, result: Matrix) -> list[tuple[str, int | None]]:
    """Return the sectors whose rows are shown one sector at a time, where all rows are too many for a page.

    Each by its id and number; the last is what stands in no sector. Nothing where all rows are shown together.
    """
    if result.by is MatrixBy.SECTOR or len(result.axes) <= _TOGETHER:
        return []
    found = dict.fromkeys(sector for axis in result.axes for sector in _sectors(snapshot, axis))
    if not found:
        return []
    return [*((split_reference(snapshot.references[one])[1], one) for one in found), (OUTSIDE, None)]


def _sector(snapshot: Snapshot, sector: str | None) -> str | None:
    if not sector or sector == OUTSIDE:
        return sector
    return snapshot.references[snapshot.find(f"unit:{sector}")]


def _sectors(snapshot: Snapshot, axis: Axis) -> tuple[int, ...]:
    return snapshot.organisation.sectors_of(snapshot.index(axis.thing)) if axis.thing and axis.thing in snapshot else ()


def _borders(snapshot: Snapshot, result: Matrix) -> set[int]:
    """Return the places at which another sector begins, for a stronger line there."""
    sectors = [_sectors(snapshot, axis)[:1] for axis in result.axes]
    return {place for place in range(1, len(sectors)) if sectors[place] != sectors[place - 1]}
