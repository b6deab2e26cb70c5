"""The matrix page: sector by sector or unit by unit, and the ties behind a cell."""

from __future__ import annotations

from graphsvc.snapshot import Snapshot
from graphsvc_queries.matrix import Axis, Matrix, MatrixBy, MatrixTie, ties
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.grid import axis_marks, colours
from graphsvc_visualizations.explorer.templating import render
from graphsvc_visualizations.lettering import clean

__all__ = ["matrix"]

_TIES = 500


def matrix(frame: Frame, snapshot: Snapshot, *, result: Matrix) -> str:
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
    found: tuple[MatrixTie, ...] = ()
    if row and column:
        found = ties(snapshot, row=row, column=column, relation=result.relation, by=result.by)
    rows = _rows(snapshot, result, sector)
    names = {axis.id: clean(frame.words(axis.name)) for axis in result.axes}
    return render(
        "matrix.html",
        frame,
        snapshot,
        matrix=result,
        colours=colours(result),
        marks=axis_marks(snapshot, result),
        rows=rows,
        borders=_borders(snapshot, result),
        ties=found[:_TIES],
        count=len(found),
        row=row,
        column=column,
        axis_names=names,
        by_unit=result.by is MatrixBy.UNIT,
        sector=snapshot.references[snapshot.find(f"unit:{sector}")] if sector else None,
    )


def _rows(snapshot: Snapshot, result: Matrix, sector: str | None) -> list[int]:
    """Return the rows that are shown: all, or those of one sector's units."""
    every = range(len(result.axes))
    if not sector or result.by is MatrixBy.SECTOR:
        return list(every)
    wanted = snapshot.find(f"unit:{sector}")
    return [place for place in every if wanted in _sectors(snapshot, result.axes[place])]


def _sectors(snapshot: Snapshot, axis: Axis) -> tuple[int, ...]:
    return snapshot.organisation.sectors_of(snapshot.index(axis.thing)) if axis.thing else ()


def _borders(snapshot: Snapshot, result: Matrix) -> set[int]:
    """Return the places at which another sector begins, for a stronger line there."""
    sectors = [_sectors(snapshot, axis)[:1] for axis in result.axes]
    return {place for place in range(1, len(sectors)) if sectors[place] != sectors[place - 1]}
