"""How a matrix is coloured and marked."""

from __future__ import annotations

from graphsvc.snapshot import Snapshot
from graphsvc_queries.matrix import Matrix
from graphsvc_visualizations.marks import NATIONAL, NOBODY, Mark, mark_of

__all__ = ["axis_marks", "colours"]

#: Shares of the largest number at which a cell becomes darker; small numbers are told apart better than large ones.
_STEPS = (0.08, 0.3, 0.6, 0.9)


def colours(matrix: Matrix) -> list[list[str]]:
    """Return the class of each cell: ``self`` on the diagonal, else ``q1`` to ``q5``, empty for zero.

    Notes
    -----
    O(cells).
    """
    size = range(len(matrix.axes))
    most = max((matrix.cells[row][column].total for row in size for column in size if row != column), default=0)
    return [[_colour(matrix.cells[row][column].total, most, row == column) for column in size] for row in size]


def _colour(number: int, most: int, diagonal: bool) -> str:
    if diagonal:
        return "self"
    return f"q{1 + sum(number > most * share for share in _STEPS)}" if number else ""


def axis_marks(snapshot: Snapshot, matrix: Matrix) -> dict[str, Mark]:
    """Return the mark of each row and column by its id."""
    found: dict[str, Mark] = {}
    for axis in matrix.axes:
        if axis.thing is None or axis.thing not in snapshot:
            found[axis.id] = NATIONAL if axis.id == "national" else NOBODY
        else:
            found[axis.id] = mark_of(snapshot, snapshot.index(axis.thing))
    return found
