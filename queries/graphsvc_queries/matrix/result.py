"""What a matrix says: its numbers, and the ties behind one of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graphsvc.model import Reference, Relation
from graphsvc.text import Language, Text
from graphsvc_queries.matrix.axes import NATIONAL, OTHERS, Axis, MatrixBy

__all__ = ["RELATIONS", "Apart", "Cell", "Matrix", "MatrixRelation", "MatrixTie"]


class MatrixRelation(StrEnum):
    """Which ties are counted."""

    ALL = "all"
    FLOWS = "flows"
    SERVICES = "services"


#: The types of relation that each of them counts.
RELATIONS = {
    MatrixRelation.ALL: (Relation.FLOW, Relation.SUPPORTS),
    MatrixRelation.FLOWS: (Relation.FLOW,),
    MatrixRelation.SERVICES: (Relation.SUPPORTS,),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """How many ties the row delivers to the column."""

    flows: int = 0
    services: int = 0

    @property
    def total(self) -> int:
        """Flows and service supports together."""
        return self.flows + self.services


@dataclass(frozen=True, slots=True)
class Apart:
    """Ties that stand in no cell, because a system has no owner or a service no deliverer."""

    flows: int = 0
    services: int = 0


@dataclass(frozen=True, slots=True)
class MatrixTie:
    """One flow or support behind a cell."""

    id: str
    relation: Relation
    start: Reference
    end: Reference
    start_name: Text
    end_name: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return the tie in one language."""
        return {
            "id": self.id,
            "relation": self.relation.value,
            "from": self.start,
            "to": self.end,
            "from_name": self.start_name.in_(language),
            "to_name": self.end_name.in_(language),
        }


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows deliver to columns.

    Parameters
    ----------
    axes
        Rows and columns alike: sectors (or units) in the register's order, then ``outside`` when there is any such
        owner, then ``national``.
    cells
        ``cells[row][column]``, shape (n, n).
    shown, exist
        How many ties stand in a cell, and how many there are; each counts once, also when several owners put it
        in several cells.
    apart
        Ties that stand in no cell, by kind of tie.
    truncated
        Whether there are more units than fit: those with most ties have a row, the ties of others are not shown.
    municipality
        Reference of the one whose ties are counted, where one of several was asked for.
    """

    relation: MatrixRelation
    by: MatrixBy
    axes: tuple[Axis, ...]
    cells: tuple[tuple[Cell, ...], ...]
    shown: int
    exist: int
    apart: Apart
    truncated: bool = False
    municipality: Reference | None = None

    def counts(self, row: Axis, column: Axis) -> bool:
        """Tell whether ties between these are counted: of one municipality only those with an end in it are."""
        return self.municipality is None or not {row.id, column.id} <= {OTHERS, NATIONAL}

    def out(self, row: int) -> int:
        """Sum what a row delivers to others; the diagonal is not counted."""
        return sum(cell.total for column, cell in enumerate(self.cells[row]) if column != row)

    def into(self, column: int) -> int:
        """Sum what a column gets from others; the diagonal is not counted."""
        return sum(row[column].total for number, row in enumerate(self.cells) if number != column)

    def table(self, language: Language) -> list[dict[str, object]]:
        """Return a row for each cell that has ties."""
        return [
            {
                "row": row.id,
                "row_name": row.name.in_(language),
                "column": end.id,
                "column_name": end.name.in_(language),
                "ties": cell.total,
                "flows": cell.flows,
                "services": cell.services,
            }
            for row, cells in zip(self.axes, self.cells, strict=True)
            for end, cell in zip(self.axes, cells, strict=True)
            if cell.total
        ]

    def document(self, language: Language) -> dict[str, object]:
        """Return the matrix in one language."""
        return {
            "relation": self.relation.value,
            "by": self.by.value,
            "axes": [axis.document(language) for axis in self.axes],
            "flows": [[cell.flows for cell in row] for row in self.cells],
            "services": [[cell.services for cell in row] for row in self.cells],
            "total": [[cell.total for cell in row] for row in self.cells],
            "out": [self.out(row) for row in range(len(self.axes))],
            "in": [self.into(column) for column in range(len(self.axes))],
            "shown": self.shown,
            "exist": self.exist,
            "apart": {"flows": self.apart.flows, "services": self.apart.services},
            "truncated": self.truncated,
            **({"municipality": self.municipality} if self.municipality else {}),
        }
