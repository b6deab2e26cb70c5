"""What comes and goes in the cells of a matrix from one graph to another, tie by tie."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from graphsvc.errors import UnknownThing
from graphsvc.model import Reference, Relation
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Edges, Snapshot
from graphsvc_queries.impact.contrast import Standing
from graphsvc_queries.matrix.axes import NATIONAL, MatrixBy, Places
from graphsvc_queries.matrix.of_one import is_only, is_there, ties_at
from graphsvc_queries.matrix.result import RELATIONS, Matrix, MatrixRelation, MatrixTie
from graphsvc_queries.matrix.result import Cell as Number
from graphsvc_queries.places import stands

__all__ = ["CellTie", "Change", "MatrixContrast", "Tie", "changes", "matrix_contrast", "placed", "ties_contrast"]

#: What makes a flow or a support the same in both graphs: its type, its ends and its id.
Tie = tuple[Relation, Reference, Reference, str]
Cell = tuple[str, str]
Place = TypeVar("Place", bound=Hashable)

#: Rows that are no sector or unit, in their order.
_LAST = ("outside", "others", "national")


@dataclass(frozen=True, slots=True)
class Change:
    """How many ties come to a place, and how many go from it.

    Examples
    --------
    >>> str(Change(2, 1)), str(Change(0, 3)), bool(Change())
    ('+2 −1', '−3', False)
    """

    new: int = 0
    gone: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.gone)

    def __str__(self) -> str:
        return " ".join(f"{sign}{number}" for sign, number in (("+", self.new), ("−", self.gone)) if number)

    def __add__(self, other: Change) -> Change:
        return Change(self.new + other.new, self.gone + other.gone)


@dataclass(frozen=True, slots=True)
class CellTie:
    """A tie behind a cell in two graphs.

    Parameters
    ----------
    tie
        The tie, with the names of the graph that is shown where it has it.
    standing
        Whether it comes to the cell, goes from it, or is the same.
    moved
        Whether it is there both times, and comes from another cell or goes to one.
    """

    tie: MatrixTie
    standing: Standing
    moved: bool = False


@dataclass(frozen=True)
class MatrixContrast:
    """Two matrices held against each other.

    Parameters
    ----------
    matrix
        The shown one, with rows for those that only the other one has.
    cells
        (row, column) -> what comes and goes there; what is the same is not among them.
    ties
        How many ties come and go in all. A tie whose owner changes goes from one cell and comes to another, and is
        not among these.
    only_other
        Ids of the rows that only the other matrix has.
    """

    matrix: Matrix
    cells: Mapping[Cell, Change]
    ties: Change
    only_other: frozenset[str] = frozenset()

    def of(self, row: str, column: str) -> Change:
        """Return what comes and goes in a cell."""
        return self.cells.get((row, column), Change())

    def out(self, row: str) -> Change:
        """Sum a row; the diagonal is not counted."""
        return sum((one for (start, end), one in self.cells.items() if start == row != end), Change())

    def into(self, column: str) -> Change:
        """Sum a column; the diagonal is not counted."""
        return sum((one for (start, end), one in self.cells.items() if end == column != start), Change())


def placed(
    snapshot: Snapshot, relation: MatrixRelation, by: MatrixBy, municipality: str | None = None
) -> dict[Tie, frozenset[Cell]]:
    """Return every tie with the cells that it stands in; of a municipality those with an end in it.

    Parameters
    ----------
    municipality
        Reference of one: a graph that lacks it has no ties of it, and one that has no other has all.

    Notes
    -----
    O(ties x owners).
    """
    chosen = snapshot.index(municipality) if municipality and is_there(snapshot, municipality) else None
    if municipality and chosen is None and not is_only(snapshot, municipality):
        return {}
    places = Places(snapshot, by, chosen)
    found = {
        (one.relation, one.start, one.end, one.id): frozenset(places.cells(one))
        for kind in RELATIONS[relation]
        for one in _records(snapshot.edges(kind), snapshot, chosen)
    }
    if municipality and chosen is None:
        return {tie: cells for tie, cells in found.items() if cells != {(NATIONAL, NATIONAL)}}
    return found


def _records(edges: Edges, snapshot: Snapshot, municipality: int | None) -> Iterable[RelationRecord]:
    if municipality is None:
        return edges.records
    own = stands(snapshot, of_sectors=False, municipality=municipality).own(edges)
    return (edges.records[one] for one in np.flatnonzero(own).tolist())


def changes(before: Mapping[Tie, Iterable[Place]], after: Mapping[Tie, Iterable[Place]]) -> dict[Place, Change]:
    """Count what comes to each place and what goes from it; a place where nothing does is left out.

    Parameters
    ----------
    before, after
        Tie -> the places that it stands in.

    Notes
    -----
    O(ties x places).
    """
    found: dict[Place, list[int]] = {}
    for column, (here, there) in enumerate(((after, before), (before, after))):
        for tie, places in here.items():
            for place in set(places) - set(there.get(tie, ())):
                found.setdefault(place, [0, 0])[column] += 1
    return {place: Change(*numbers) for place, numbers in found.items()}


def matrix_contrast(
    snapshot: Snapshot, own: Matrix, other_snapshot: Snapshot, other: Matrix, *, own_first: bool
) -> MatrixContrast:
    """Hold a matrix against that of another graph.

    Parameters
    ----------
    snapshot, own
        What is shown.
    other_snapshot, other
        What it is held against, asked alike.
    own_first
        Whether the shown one comes before the other.

    Notes
    -----
    O(ties x owners + cells).
    """
    here = placed(snapshot, own.relation, own.by, own.municipality)
    there = placed(other_snapshot, other.relation, other.by, other.municipality)
    before, after = (here, there) if own_first else (there, here)
    ties = Change(len(after.keys() - before.keys()), len(before.keys() - after.keys()))
    known = {axis.id for axis in own.axes}
    missing = frozenset(axis.id for axis in other.axes if axis.id not in known)
    return MatrixContrast(_widened(own, other, missing), changes(before, after), ties, missing)


def ties_contrast(
    snapshot: Snapshot,
    other: Snapshot,
    *,
    row: str,
    column: str,
    relation: MatrixRelation = MatrixRelation.ALL,
    by: MatrixBy = MatrixBy.SECTOR,
    municipality: str | None = None,
    own_first: bool,
) -> tuple[CellTie, ...]:
    """List the ties behind a cell in two graphs: those that come first, then those that go, then the same.

    Parameters
    ----------
    snapshot, other
        What is shown, and what it is held against.
    row, column
        Ids of the axes; it is enough that one of the graphs has them.
    municipality
        Reference of the one that the matrices are of.
    own_first
        Whether the shown one comes before the other.

    Raises
    ------
    UnknownThing
        When neither graph has such a row or column.

    Notes
    -----
    O(flows + supports).
    """
    graphs = (snapshot, other) if own_first else (other, snapshot)
    before, after = _both(graphs, row=row, column=column, relation=relation, by=by, municipality=municipality)
    own = before if own_first else after
    was, became = (placed(graph, MatrixRelation.ALL, by, municipality).keys() for graph in graphs)
    found = []
    for key, tie in {**before, **after, **own}.items():
        if key in before and key in after:
            found.append(CellTie(tie, Standing.SAME))
        elif key in after:
            found.append(CellTie(tie, Standing.NEW, key in was))
        else:
            found.append(CellTie(tie, Standing.GONE, key in became))
    order = (Standing.NEW, Standing.GONE, Standing.SAME)
    return tuple(sorted(found, key=lambda one: order.index(one.standing)))


def _both(graphs: tuple[Snapshot, Snapshot], **cell: Any) -> list[dict[Tie, MatrixTie]]:
    """Return the ties of a cell in each graph; one that lacks its row or column has none, but not both may."""
    found: list[dict[Tie, MatrixTie]] = []
    missing = []
    for graph in graphs:
        try:
            found.append({(one.relation, one.start, one.end, one.id): one for one in ties_at(graph, **cell)})
        except UnknownThing as error:
            found.append({})
            missing.append(error)
    if len(missing) == len(graphs):
        raise missing[0]
    return found


def _widened(own: Matrix, other: Matrix, missing: frozenset[str]) -> Matrix:
    """Return a matrix with empty rows and columns for those that only the other one has."""
    if not missing:
        return own
    extra = [axis for axis in other.axes if axis.id in missing]
    units = [axis for axis in own.axes if axis.thing is not None] + [axis for axis in extra if axis.thing is not None]
    rest = [axis for axis in (*own.axes, *extra) if axis.thing is None]
    rank = {axis.id: place for place, axis in enumerate(own.axes)}
    axes = (*units, *sorted(rest, key=lambda axis: _LAST.index(axis.id)))

    def number(row: str, column: str) -> Number:
        return own.cells[rank[row]][rank[column]] if row in rank and column in rank else Number()

    return replace(own, axes=axes, cells=tuple(tuple(number(row.id, end.id) for end in axes) for row in axes))
