"""Matrix: how many flows and service supports go from sector to sector, or from unit to unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.municipalities import municipality_named
from graphsvc_queries.impact.lazy import LazyRows
from graphsvc_queries.impact.ways import Numbers
from graphsvc_queries.matrix.axes import (
    MOST_AXES,
    Axis,
    MatrixBy,
    Places,
    axes_of,
    axis_place,
    most_tied,
    name_of,
)
from graphsvc_queries.matrix.counted import Counted
from graphsvc_queries.matrix.result import RELATIONS, Apart, Cell, Matrix, MatrixRelation, MatrixTie
from graphsvc_queries.places import stands

__all__ = [
    "MOST_AXES",
    "Apart",
    "Axis",
    "Cell",
    "Matrix",
    "MatrixBy",
    "MatrixRelation",
    "MatrixTie",
    "Places",
    "matrix",
    "most_tied",
    "ties",
]


def matrix(
    snapshot: Snapshot,
    /,
    *,
    relation: MatrixRelation = MatrixRelation.ALL,
    by: MatrixBy = MatrixBy.SECTOR,
    municipality: str | None = None,
) -> Matrix:
    """Count the flows and service supports from sector to sector, or unit to unit.

    A flow goes from the owner of the provider to the owner of the dependent; a support from the owner of the
    system to the lead unit of the service. National systems have a row and column of their own, whoever owns them.
    With several owners (or sectors above them) a tie stands in each of their cells and counts once in the sums
    ``shown`` and ``exist``. Ties with an ownerless local system, or with a service that nobody delivers, are
    counted apart.

    Parameters
    ----------
    relation
        Flows, services (supports), or both.
    by
        Sectors, or all units.
    municipality
        One of several in the register: its sectors or units have rows, all owners outside it (in other municipalities,
        or in none) have one together, and only ties with an end in it are counted.

    Returns
    -------
    Matrix
        Cells, and how many ties they show of how many exist.

    Raises
    ------
    UnknownThing
        When there is no such municipality.

    Notes
    -----
    O((things + flows + supports) log things + cells), in arrays.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.snapshot import Facts
    >>> matrix(Snapshot(Facts(1, (), ()), dt.date(2026, 12, 1))).exist
    0
    """
    relation, by = MatrixRelation(relation), MatrixBy(by)
    chosen = municipality_named(snapshot, municipality)
    where = stands(snapshot, of_sectors=by is MatrixBy.SECTOR, municipality=chosen)
    counted = {one: Counted(where, snapshot.edges(one), chosen is not None) for one in RELATIONS[relation]}
    cells = tuple(np.concatenate(part) for part in zip(*(one.cells for one in counted.values()), strict=True))
    axes, places, truncated = axes_of(snapshot, by, where, (cells[0], cells[1], cells[2]), chosen)
    flows, services = (
        counted[one].table(places) if one in counted else np.zeros((len(places), len(places)), dtype=np.int64)
        for one in (Relation.FLOW, Relation.SUPPORTS)
    )
    made = tuple(tuple(map(Cell, *pair)) for pair in zip(flows.tolist(), services.tolist(), strict=True))
    apart = Apart(*(counted[one].apart if one in counted else 0 for one in (Relation.FLOW, Relation.SUPPORTS)))
    placed = sum(one.placed(places if truncated else None) for one in counted.values())
    exist = sum(one.placed(None) + one.apart for one in counted.values())
    return Matrix(
        relation,
        by,
        tuple(axes),
        made,
        placed,
        exist,
        apart,
        truncated,
        None if chosen is None else snapshot.references[chosen],
    )


def ties(
    snapshot: Snapshot,
    /,
    *,
    row: str,
    column: str,
    relation: MatrixRelation = MatrixRelation.ALL,
    by: MatrixBy = MatrixBy.SECTOR,
    municipality: str | None = None,
) -> Sequence[MatrixTie]:
    """List the ties behind a cell: flows first, then supports, by start, end and id.

    Parameters
    ----------
    row, column
        Ids of the axes (``A1``, ``national``).
    municipality
        As the matrix was asked for.

    Returns
    -------
    Sequence
        Equal to a tuple; each tie is made when it is looked at.

    Raises
    ------
    UnknownThing
        When there is no such row or column.

    Notes
    -----
    O((things + flows + supports) log things), in arrays.
    """
    relation, by = MatrixRelation(relation), MatrixBy(by)
    chosen = municipality_named(snapshot, municipality)
    where = stands(snapshot, of_sectors=by is MatrixBy.SECTOR, municipality=chosen)
    ends = [axis_place(snapshot, by, where, end, chosen) for end in (row, column)]
    found = {one: Counted(where, snapshot.edges(one), chosen is not None).behind(*ends) for one in RELATIONS[relation]}
    return _Ties(snapshot, found)


class _Ties(LazyRows[MatrixTie]):
    """Ties of several types, those of a type by their position."""

    def __init__(self, snapshot: Snapshot, places: Mapping[Relation, Numbers]) -> None:
        self._snapshot = snapshot
        self._rows = [(relation, one) for relation, found in places.items() for one in found.tolist()]

    def __len__(self) -> int:
        return len(self._rows)

    def _made(self, begin: int, end: int) -> list[MatrixTie]:
        return [self._tie(*one) for one in self._rows[begin:end]]

    def _tie(self, relation: Relation, position: int) -> MatrixTie:
        edges = self._snapshot.edges(relation)
        record = edges.records[position]
        names = (name_of(self._snapshot, int(end[position])) for end in (edges.start, edges.end))
        return MatrixTie(record.id, relation, record.start, record.end, *names)
