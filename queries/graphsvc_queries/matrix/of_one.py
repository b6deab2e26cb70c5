"""The matrix of one municipality in a graph that may not have it, or may have no other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np

from graphsvc.errors import UnknownThing
from graphsvc.model import Kind, Reference
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.municipalities import municipalities, municipality_named
from graphsvc_queries.matrix import matrix, ties
from graphsvc_queries.matrix.axes import NATIONAL, MatrixBy
from graphsvc_queries.matrix.result import Apart, Cell, Matrix, MatrixRelation, MatrixTie

__all__ = ["is_only", "is_there", "matrix_at", "municipality_in", "ties_at"]


def municipality_in(graphs: Iterable[Snapshot], words: str) -> Reference:
    """Return the reference of the municipality that some words mean in the first graph in which they mean one.

    Raises
    ------
    UnknownThing
        When they mean none in any of them.

    Notes
    -----
    O((things + relations) log things).
    """
    missing = []
    for graph in graphs:
        try:
            return graph.references[_meant(graph, words)]
        except UnknownThing as error:
            missing.append(error)
    raise missing[0]


def _meant(graph: Snapshot, words: str) -> int:
    """Return the municipality that is meant, also the only one of a graph, or that of the thing that is meant."""
    only = _only(graph)
    if only is not None and municipalities(graph)[graph.lookup.find(words, Kind.ORGANISATION)] == only:
        return only
    return cast("int", municipality_named(graph, words))  # None is for no words


def _only(snapshot: Snapshot) -> int | None:
    """Return the municipality of a graph that has no other."""
    if snapshot.organisation.several:
        return None
    tops = np.unique(municipalities(snapshot)[snapshot.of_kind(Kind.ORGANISATION)])
    found = tops[tops >= 0].tolist()
    return int(found[0]) if len(found) == 1 else None


def is_there(snapshot: Snapshot, municipality: str) -> bool:
    """Tell whether a register of several municipalities has this one."""
    return municipality in snapshot and snapshot.index(municipality) in snapshot.organisation.all_municipalities


def is_only(snapshot: Snapshot, municipality: str) -> bool:
    """Tell whether a graph has this municipality and no other."""
    return municipality in snapshot and _only(snapshot) == snapshot.index(municipality)


def matrix_at(
    snapshot: Snapshot,
    *,
    municipality: str,
    relation: MatrixRelation = MatrixRelation.ALL,
    by: MatrixBy = MatrixBy.SECTOR,
) -> Matrix:
    """Return the matrix of a municipality; of a graph that lacks it an empty one.

    Parameters
    ----------
    municipality
        Reference of an organisation. Where a graph has no other, everything in it is this one's.

    Notes
    -----
    As :func:`~graphsvc_queries.matrix.matrix`.
    """
    relation, by = MatrixRelation(relation), MatrixBy(by)
    if is_there(snapshot, municipality):
        return matrix(snapshot, relation=relation, by=by, municipality=municipality)
    whole, reference = matrix(snapshot, relation=relation, by=by), Reference(municipality)
    if not is_only(snapshot, municipality):
        axes = tuple(axis for axis in whole.axes if axis.id == NATIONAL)
        return Matrix(relation, by, axes, ((Cell(),),), 0, 0, Apart(), municipality=reference)
    # As for one of several, what national systems have among themselves is not counted.
    last = len(whole.axes) - 1
    between = whole.cells[last][last].total
    cells = (*whole.cells[:last], (*whole.cells[last][:last], Cell()))
    return replace(whole, cells=cells, shown=whole.shown - between, exist=whole.exist - between, municipality=reference)


def ties_at(snapshot: Snapshot, *, municipality: str | None, **cell: Any) -> Sequence[MatrixTie]:
    """List the ties behind a cell of what :func:`matrix_at` returns.

    Raises
    ------
    UnknownThing
        When there is no such row or column.

    Notes
    -----
    As :func:`~graphsvc_queries.matrix.ties`.
    """
    if municipality and is_only(snapshot, municipality):
        return ties(snapshot, **cell) if {cell["row"], cell["column"]} != {NATIONAL} else ()
    return ties(snapshot, municipality=municipality, **cell)
