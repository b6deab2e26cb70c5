"""The matrix page: sector by sector or unit by unit, and the ties behind a cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact.contrast import Standing
from graphsvc_queries.matrix import Axis, Matrix, MatrixBy, ties
from graphsvc_queries.matrix_contrast import CellTie, Change, MatrixContrast, matrix_contrast, ties_contrast
from graphsvc_visualizations.explorer.contrasting import choices, difference_address, moments_of
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.grid import axis_marks, colours
from graphsvc_visualizations.explorer.moments import Other, times
from graphsvc_visualizations.explorer.templating import Names, render
from graphsvc_visualizations.lettering import clean

__all__ = ["Held", "held_matrix", "matrix"]

_TIES = 500


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
    question = f"matrix?by={result.by.value}&relation={result.relation.value}"
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
    found = _behind(snapshot, result, held, row, column) if row and column else ()
    absent = Standing.NEW if held is None or held.own_first else Standing.GONE
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
        ties=found[:_TIES],
        count=len(found),
        own_count=sum(one.standing is not absent for one in found),
        files=_files(frame, result, held),
        stands=Counter(one.standing.value for one in found),
        there=Names(held.other.snapshot, frame.language) if held else None,
        row=row,
        column=column,
        axis_names=names,
        by_unit=result.by is MatrixBy.UNIT,
        sector=snapshot.references[snapshot.find(f"unit:{sector}")] if sector else None,
    )


def _files(frame: Frame, result: Matrix, held: Held | None) -> dict[str, str]:
    """Return where the matrix, or the comparison, can be fetched as a file, by ending."""
    own = {"relation": result.relation.value, "by": result.by.value, "lang": frame.language.value}
    if held is None:
        return {ending: frame.to(f"/api/v1/matrix{ending}", **own) for ending in (".csv", ".xlsx", "")}
    compared = {**own, "compare": frame.value("compare")}
    return {end: frame.to(f"/api/v1/matrix/compared{end}", **compared) for end in (".svg", ".csv", ".xlsx", "")}


def _behind(snapshot: Snapshot, result: Matrix, held: Held | None, row: str, column: str) -> tuple[CellTie, ...]:
    """Return the ties behind a cell; where two matrices are held against each other, those of both."""
    if held is None:
        found = ties(snapshot, row=row, column=column, relation=result.relation, by=result.by)
        return tuple(CellTie(tie, Standing.SAME) for tie in found)
    return ties_contrast(
        snapshot,
        held.other.snapshot,
        row=row,
        column=column,
        relation=result.relation,
        by=result.by,
        own_first=held.own_first,
    )


def _rows(snapshot: Snapshot, result: Matrix, sector: str | None) -> list[int]:
    """Return the rows that are shown: all, or those of one sector's units."""
    every = range(len(result.axes))
    if not sector or result.by is MatrixBy.SECTOR:
        return list(every)
    wanted = snapshot.find(f"unit:{sector}")
    return [place for place in every if wanted in _sectors(snapshot, result.axes[place])]


def _sectors(snapshot: Snapshot, axis: Axis) -> tuple[int, ...]:
    return snapshot.organisation.sectors_of(snapshot.index(axis.thing)) if axis.thing and axis.thing in snapshot else ()


def _borders(snapshot: Snapshot, result: Matrix) -> set[int]:
    """Return the places at which another sector begins, for a stronger line there."""
    sectors = [_sectors(snapshot, axis)[:1] for axis in result.axes]
    return {place for place in range(1, len(sectors)) if sectors[place] != sectors[place - 1]}
