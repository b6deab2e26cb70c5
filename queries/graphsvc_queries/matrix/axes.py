"""Rows and columns of a matrix: which there are, in which order, and where each thing stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np

from graphsvc.errors import UnknownThing
from graphsvc.model import Kind, Reference, Scope, split_reference
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.impact.ways import Numbers
from graphsvc_queries.places import Stands

__all__ = [
    "MOST_AXES",
    "NATIONAL",
    "OTHERS",
    "Axis",
    "MatrixBy",
    "Places",
    "axes_of",
    "axis_place",
    "most_tied",
    "name_of",
]

#: So many units have a row and column; cells grow with the square, and nobody reads more.
MOST_AXES = 300
#: So many rows are named to whoever asked for one that is not there.
_NAMED = 40

NATIONAL, OUTSIDE, OTHERS = "national", "outside", "others"

_EXTRA = {
    OUTSIDE: Text("Utenfor sektorene", "Utanfor sektorane", "Outside sectors"),
    OTHERS: Text("Andre kommuner, eller ingen", "Andre kommunar, eller ingen", "Other municipalities, or none"),
    NATIONAL: Text("Nasjonale", "Nasjonale", "National"),
}


class MatrixBy(StrEnum):
    """What rows and columns are."""

    SECTOR = "sector"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Axis:
    """One row and column: a sector or unit, or ``national`` (``thing`` is None), ``outside`` or ``others``."""

    id: str
    name: Text
    thing: Reference | None

    def document(self, language: Language) -> dict[str, object]:
        """Return id and name in one language."""
        return {"id": self.id, "name": self.name.in_(language), "thing": self.thing}


def axes_of(
    snapshot: Snapshot, by: MatrixBy, where: Stands, cells: tuple[Numbers, Numbers, Numbers], municipality: int | None
) -> tuple[list[Axis], Numbers, bool]:
    """Return the rows and columns, their places, and whether others had to go.

    Parameters
    ----------
    cells
        Row, column, and how many ties, of each cell that has some.

    Notes
    -----
    O(units log units + cells); only rows that are shown are named.
    """
    used = np.unique(np.concatenate(cells[:2]))
    extra = {OUTSIDE: where.outside, OTHERS: where.others, NATIONAL: where.national}
    always = {NATIONAL} if municipality is None else {NATIONAL, OTHERS}
    rest = [extra[name] for name in _EXTRA if name in always or extra[name] in used]
    things = _things(snapshot, by, used)
    if municipality is not None:
        things = things[snapshot.organisation.municipalities[things] == municipality]
    places = np.concatenate([things, np.array(rest, dtype=np.int64)])
    truncated = len(places) > MOST_AXES
    if truncated:
        places = places[_busiest(places, len(things), cells)]
    called = {place: name for name, place in extra.items()}
    axes = [
        Axis(called[one], _EXTRA[called[one]], None) if one in called else _axis(snapshot, one)
        for one in places.tolist()
    ]
    return axes, places, truncated


def _things(snapshot: Snapshot, by: MatrixBy, used: Numbers) -> Numbers:
    organisation = snapshot.organisation
    sectors = np.array(organisation.sectors, dtype=np.int64)
    if by is MatrixBy.SECTOR:
        return sectors
    units = snapshot.of_kind(Kind.UNIT).astype(np.int64)
    units = units[~organisation.sector_flags[units] | np.isin(units, used)]
    ranks = np.full(len(snapshot), len(sectors))
    ranks[sectors] = np.arange(len(sectors))
    which, sector = snapshot.organisation.sectors_of_each(units)
    least = np.full(len(units), len(sectors))
    np.minimum.at(least, which, ranks[sector])
    found: Numbers = units[np.lexsort((units, least))]
    return found


def _busiest(places: Numbers, things: int, cells: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """Return which of the places have most ties, ascending; those that are no sector or unit always stay."""
    rows, columns, counts = cells
    ties = np.zeros(int(max(places.max(), rows.max(initial=0), columns.max(initial=0))) + 1, dtype=np.int64)
    np.add.at(ties, rows, counts)
    np.add.at(ties, columns[rows != columns], counts[rows != columns])
    order = np.lexsort((np.arange(len(places)), -ties[places], np.arange(len(places)) < things))
    return np.sort(order[:MOST_AXES])


def axis_place(snapshot: Snapshot, by: MatrixBy, where: Stands, name: str, municipality: int | None) -> int:
    """Return the place of a row or column by its id.

    Raises
    ------
    UnknownThing
        When there is no such row or column.
    """
    extra = {OUTSIDE: where.outside, NATIONAL: where.national}
    if municipality is not None:
        extra[OTHERS] = where.others
    if name in extra:
        return extra[name]
    organisation = snapshot.organisation
    thing = snapshot.index(f"unit:{name}") if f"unit:{name}" in snapshot else None
    fits = thing is not None and (by is MatrixBy.UNIT or organisation.is_sector(thing))
    if thing is None or not fits or (municipality is not None and organisation.municipality_of(thing) != municipality):
        things = _things(snapshot, by, np.empty(0, dtype=np.int64))
        if municipality is not None:
            things = things[organisation.municipalities[things] == municipality]
        known = sorted([*extra, *(split_reference(one)[1] for one in snapshot.named(things))])
        raise UnknownThing(_no_axis(name, known))
    return thing


def _no_axis(words: str, known: Sequence[str]) -> Text:
    listed = ", ".join([*known[:_NAMED], *(["…"] if len(known) > _NAMED else [])])
    return Text(
        f"Matrisen har ingen rad eller kolonne «{words}». Velg en av: {listed}",
        f"Matrisa har inga rad eller kolonne «{words}». Vel ei av: {listed}",
        f"The matrix has no row or column '{words}'. Choose one of: {listed}",
    )


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


class Places:
    """In which rows or columns each thing stands.

    Systems stand with their owners, services with their lead unit, units by themselves, national systems apart. Of a
    register of several municipalities one may be chosen: what owners outside it have stands together, and a cell
    between these, or between them and national systems, is none of its cells.
    """

    def __init__(self, snapshot: Snapshot, by: MatrixBy, municipality: int | None = None) -> None:
        self._snapshot, self._by, self._municipality = snapshot, by, municipality
        self.of = cache(self._of)

    def cells(self, record: RelationRecord) -> list[tuple[str, str]]:
        """Return the cells of a tie; none when an end stands nowhere."""
        found = [(start, end) for start in self.of(record.start) for end in self.of(record.end)]
        if self._municipality is None:
            return found
        return [(start, end) for start, end in found if not {start, end} <= {OTHERS, NATIONAL}]

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
            return (self._called(unit),)
        sectors = self._snapshot.organisation.sectors_of(unit)
        return tuple(map(self._called, sectors)) or (OUTSIDE if self._is_own(unit) else OTHERS,)

    def _called(self, unit: int) -> str:
        return self._id(unit) if self._is_own(unit) else OTHERS

    def _is_own(self, unit: int) -> bool:
        chosen = self._municipality
        return chosen is None or self._snapshot.organisation.municipality_of(unit) == chosen

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
        axes = [_axis(self._snapshot, one) for one in things]
        extra = [name for name in (OUTSIDE, NATIONAL) if name == NATIONAL or name in used]
        return (*axes, *(Axis(name, _EXTRA[name], None) for name in extra))

    def _id(self, unit: int) -> str:
        return split_reference(self._snapshot.references[unit])[1]


def _axis(snapshot: Snapshot, unit: int) -> Axis:
    reference = snapshot.references[unit]
    return Axis(split_reference(reference)[1], name_of(snapshot, unit), reference)


def name_of(snapshot: Snapshot, thing: int) -> Text:
    """Return what a thing is called in every language."""
    return Text(*(snapshot.name(thing, language).words for language in (Language.NB, Language.NN, Language.EN)))
