"""Matrix: how many flows and service supports go from sector to sector, or from unit to unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from graphsvc.errors import UnknownThing
from graphsvc.model import Kind, Reference, Relation, Scope, split_reference
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = [
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

#: So many units have a row and column; cells grow with the square, and nobody reads more.
MOST_AXES = 300

NATIONAL, OUTSIDE = "national", "outside"

_EXTRA = {
    OUTSIDE: Text("Utenfor sektorene", "Utanfor sektorane", "Outside sectors"),
    NATIONAL: Text("Nasjonale", "Nasjonale", "National"),
}


class MatrixRelation(StrEnum):
    """Which ties are counted."""

    ALL = "all"
    FLOWS = "flows"
    SERVICES = "services"


class MatrixBy(StrEnum):
    """What rows and columns are."""

    SECTOR = "sector"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Axis:
    """One row and column: a sector or unit, or ``national`` (``thing`` is None), or ``outside``."""

    id: str
    name: Text
    thing: Reference | None

    def document(self, language: Language) -> dict[str, object]:
        """Return id and name in one language."""
        return {"id": self.id, "name": self.name.in_(language), "thing": self.thing}


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
    """

    relation: MatrixRelation
    by: MatrixBy
    axes: tuple[Axis, ...]
    cells: tuple[tuple[Cell, ...], ...]
    shown: int
    exist: int
    apart: Apart
    truncated: bool = False

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
        }


def matrix(
    snapshot: Snapshot,
    /,
    *,
    relation: MatrixRelation = MatrixRelation.ALL,
    by: MatrixBy = MatrixBy.SECTOR,
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

    Returns
    -------
    Matrix
        Cells, and how many ties they show of how many exist.

    Notes
    -----
    O(flows + supports + cells).

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.snapshot import Facts
    >>> matrix(Snapshot(Facts(1, (), ()), dt.date(2026, 12, 1))).exist
    0
    """
    places = Places(snapshot, MatrixBy(by))
    counts: dict[tuple[str, str], list[int]] = {}
    apart, placed = [0, 0], []
    for record in _records(snapshot, MatrixRelation(relation)):
        column = int(record.relation is Relation.SUPPORTS)
        cells = places.cells(record)
        if cells:
            placed.append(cells)
        apart[column] += not cells
        for cell in cells:
            counts.setdefault(cell, [0, 0])[column] += 1
    axes, truncated = most_tied(
        places.axes({end for cell in counts for end in cell}), {cell: sum(found) for cell, found in counts.items()}
    )
    there = {axis.id for axis in axes}
    shown = (
        sum(any(row in there and end in there for row, end in cells) for cells in placed) if truncated else len(placed)
    )
    exist = len(placed) + sum(apart)
    made = tuple(tuple(Cell(*counts.get((row.id, end.id), (0, 0))) for end in axes) for row in axes)
    return Matrix(MatrixRelation(relation), MatrixBy(by), axes, made, shown, exist, Apart(*apart), truncated)


def most_tied(axes: tuple[Axis, ...], counts: Mapping[tuple[str, str], int]) -> tuple[tuple[Axis, ...], bool]:
    """Return the axes with most ties, in their order, and whether others had to go."""
    if len(axes) <= MOST_AXES:
        return axes, False
    ties_of: Counter[str] = Counter()
    for (row, end), count in counts.items():
        ties_of.update({row: count, end: count})
    ranked = sorted(
        range(len(axes)), key=lambda place: (axes[place].thing is not None, -ties_of[axes[place].id], place)
    )
    return tuple(axes[place] for place in sorted(ranked[:MOST_AXES])), True


def ties(
    snapshot: Snapshot,
    /,
    *,
    row: str,
    column: str,
    relation: MatrixRelation = MatrixRelation.ALL,
    by: MatrixBy = MatrixBy.SECTOR,
) -> tuple[MatrixTie, ...]:
    """List the ties behind a cell: flows first, then supports, by start, end and id.

    Parameters
    ----------
    row, column
        Ids of the axes (``A1``, ``national``).

    Raises
    ------
    UnknownThing
        When there is no such row or column.

    Notes
    -----
    O(flows + supports).
    """
    places = Places(snapshot, MatrixBy(by))
    known = {axis.id for axis in places.axes({NATIONAL, OUTSIDE})}
    for end in (row, column):
        if end not in known:
            raise UnknownThing(_no_axis(end, sorted(known)))
    chosen = [
        record for record in _records(snapshot, MatrixRelation(relation)) if (row, column) in places.cells(record)
    ]
    chosen.sort(key=lambda record: (record.relation is Relation.SUPPORTS, record.start, record.end, record.id))
    return tuple(
        MatrixTie(
            record.id,
            record.relation,
            record.start,
            record.end,
            _name(snapshot, snapshot.index(record.start)),
            _name(snapshot, snapshot.index(record.end)),
        )
        for record in chosen
    )


def _no_axis(words: str, known: Sequence[str]) -> Text:
    listed = ", ".join(known)
    return Text(
        f"Matrisen har ingen rad eller kolonne «{words}». Velg en av: {listed}",
        f"Matrisa har inga rad eller kolonne «{words}». Vel ei av: {listed}",
        f"The matrix has no row or column '{words}'. Choose one of: {listed}",
    )


def _records(snapshot: Snapshot, relation: MatrixRelation) -> Iterator[RelationRecord]:
    if relation is not MatrixRelation.SERVICES:
        yield from snapshot.edges(Relation.FLOW).records
    if relation is not MatrixRelation.FLOWS:
        yield from snapshot.edges(Relation.SUPPORTS).records


class Places:
    """In which rows or columns each thing stands.

    Systems stand with their owners, services with their lead unit, units by themselves, national systems apart.
    """

    def __init__(self, snapshot: Snapshot, by: MatrixBy) -> None:
        self._snapshot, self._by = snapshot, by
        self.of = cache(self._of)

    def cells(self, record: RelationRecord) -> list[tuple[str, str]]:
        """Return the cells of a tie; none when an end stands nowhere."""
        return [(start, end) for start in self.of(record.start) for end in self.of(record.end)]

    def _of(self, reference: Reference) -> tuple[str, ...]:
        thing, organisation = self._snapshot.index(reference), self._snapshot.organisation
        record = self._snapshot.record(thing)
        if record.kind is Kind.SYSTEM and record.fields.get("scope") == Scope.NATIONAL:
            return (NATIONAL,)
        if record.kind is Kind.UNIT:
            return tuple(sorted(self._over(thing)))
        if record.kind is Kind.SERVICE:
            lead = organisation.lead_of(thing)
            units: tuple[int, ...] = () if lead is None else (lead,)
        else:
            units = organisation.owners_of(thing)
        places = {place for unit in units for place in self._over(unit)}
        return tuple(sorted(places))

    def _over(self, unit: int) -> tuple[str, ...]:
        if self._by is MatrixBy.UNIT:
            return (self._id(unit),)
        return tuple(self._id(sector) for sector in self._snapshot.organisation.sectors_of(unit)) or (OUTSIDE,)

    def axes(self, used: set[str]) -> tuple[Axis, ...]:
        """Return the rows and columns; national always, outside when it is used."""
        organisation = self._snapshot.organisation
        rank = {sector: number for number, sector in enumerate(organisation.sectors)}
        things: list[int] = list(organisation.sectors)
        if self._by is MatrixBy.UNIT:
            units = self._snapshot.of_kind(Kind.UNIT).tolist()
            things = sorted(
                (unit for unit in units if not organisation.is_sector(unit) or self._id(unit) in used),
                key=lambda unit: (min((rank[s] for s in organisation.sectors_of(unit)), default=len(rank)), unit),
            )
        axes = [Axis(self._id(one), _name(self._snapshot, one), self._snapshot.references[one]) for one in things]
        extra = [name for name in _EXTRA if name == NATIONAL or name in used]
        return (*axes, *(Axis(name, _EXTRA[name], None) for name in extra))

    def _id(self, unit: int) -> str:
        return split_reference(self._snapshot.references[unit])[1]


def _name(snapshot: Snapshot, thing: int) -> Text:
    return Text(*(snapshot.name(thing, language).words for language in (Language.NB, Language.NN, Language.EN)))
