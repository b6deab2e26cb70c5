"""Matrices of sectors or units, one a kind of tie, over the same rows and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.matrix import Axis, MatrixBy, Places, most_tied
from graphsvc_queries.structure.ties import COUNTED, Shared

__all__ = ["Matrices", "matrices"]

Cells = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrices:
    """How often each pair of sectors (or units) meets.

    Parameters
    ----------
    axes
        Rows and columns alike, as in the matrix: sectors or units, ``outside`` when used, ``national``.
    cells
        Name -> counts, shape (n, n). ``flows``, ``services`` (supports) and ``exchanges`` go from row to column;
        ``shared_systems`` (systems that both use) and ``joint_services`` (services that both deliver) are symmetric,
        with each row's own number on the diagonal.
    apart
        Name -> ties that stand in no cell, because an end has no known unit.
    truncated
        Whether there are more units than fit; those with most ties have a row.
    """

    by: MatrixBy
    axes: tuple[Axis, ...]
    cells: Mapping[str, Cells]
    apart: Mapping[str, int]
    truncated: bool

    def document(self, language: Language) -> dict[str, object]:
        """Return the matrices in one language."""
        return {
            "by": self.by.value,
            "sectors": [axis.id for axis in self.axes],
            "names": [axis.name.in_(language) for axis in self.axes],
            **{name: [list(row) for row in rows] for name, rows in self.cells.items()},
            "apart": dict(self.apart),
            "truncated": self.truncated,
        }


def matrices(snapshot: Snapshot, by: MatrixBy, systems: Iterable[Shared], services: Iterable[Shared]) -> Matrices:
    """Count every kind of tie between sectors or units.

    Notes
    -----
    O(relations + cells + sum of squared numbers of users by sector or unit).
    """
    places = Places(snapshot, by)
    counts: dict[str, dict[tuple[str, str], int]] = {}
    apart: dict[str, int] = {}
    for name, relation in COUNTED.items():
        counts[name], apart[name] = _directed(snapshot, places, relation)
    counts["shared_systems"] = _symmetric(snapshot, places, systems)
    counts["joint_services"] = _symmetric(snapshot, places, services)
    together: Counter[tuple[str, str]] = Counter()
    for found in counts.values():
        together.update(found)
    axes, truncated = most_tied(places.axes({end for cell in together for end in cell}), together)
    ids = [axis.id for axis in axes]
    cells = {
        name: tuple(tuple(found.get((row, end), 0) for end in ids) for row in ids) for name, found in counts.items()
    }
    return Matrices(by, axes, cells, apart, truncated)


def _directed(snapshot: Snapshot, places: Places, relation: Relation) -> tuple[dict[tuple[str, str], int], int]:
    found: dict[tuple[str, str], int] = {}
    apart = 0
    for record in snapshot.edges(relation).records:
        cells = places.cells(record)
        apart += not cells
        for cell in cells:
            found[cell] = found.get(cell, 0) + 1
    return found, apart


def _symmetric(snapshot: Snapshot, places: Places, things: Iterable[Shared]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for thing in things:
        ends = {end for unit in thing.units for end in places.of(snapshot.references[unit])}
        for cell in _pairs(ends):
            found[cell] = found.get(cell, 0) + 1
    return found


def _pairs(ends: set[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for one in ends for other in ends)
