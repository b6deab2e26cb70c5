"""How many ties each of several municipalities has within itself, with the others and with national systems."""

from __future__ import annotations

from dataclasses import dataclass, fields
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Reference, Relation
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import distinct
from graphsvc_queries.impact.ways import Numbers
from graphsvc_queries.matrix.result import RELATIONS, MatrixRelation
from graphsvc_queries.places import Stands, stands

__all__ = ["COLUMNS", "Municipalities", "MunicipalityRow", "matrix_municipalities"]


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """The ties of one municipality; a tie of several owners may stand in several columns, and once in each.

    Parameters
    ----------
    within, across
        Between two of its owners: in one and the same sector (or both in none), and from a sector to another one.
    to_others, from_others
        With owners outside it, in another municipality or in none.
    to_national, from_national
        With national systems.
    apart
        With an end that stands nowhere: a local system without an owner, or a service that nobody delivers.
    """

    municipality: Reference
    within: int
    across: int
    to_others: int
    from_others: int
    to_national: int
    from_national: int
    apart: int


@dataclass(frozen=True, slots=True)
class Municipalities:
    """One row for each municipality, by reference.

    Parameters
    ----------
    rows
        The municipalities.
    counted, exist
        How many ties have an end in some municipality, and how many there are; each counts once.
    """

    relation: MatrixRelation
    rows: tuple[MunicipalityRow, ...]
    counted: int
    exist: int


def matrix_municipalities(snapshot: Snapshot, /, *, relation: MatrixRelation = MatrixRelation.ALL) -> Municipalities:
    """Count the flows and service supports of every municipality of a register that holds several.

    Parameters
    ----------
    relation
        Flows, services (supports), or both.

    Returns
    -------
    Municipalities
        Without rows where the register does not hold several.

    Notes
    -----
    O((things + flows + supports) log things), in arrays, once for each snapshot.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.snapshot import Facts
    >>> matrix_municipalities(Snapshot(Facts(1, (), ()), dt.date(2026, 12, 1))).rows
    ()
    """
    relation = MatrixRelation(relation)
    known = _KNOWN.setdefault(snapshot, {})
    if relation not in known:
        known[relation] = _counted(snapshot, relation)
    return known[relation]


_KNOWN: WeakKeyDictionary[Snapshot, dict[MatrixRelation, Municipalities]] = WeakKeyDictionary()


def _counted(snapshot: Snapshot, relation: MatrixRelation) -> Municipalities:
    units, sectors = (stands(snapshot, of_sectors=of_sectors) for of_sectors in (False, True))
    places = snapshot.organisation.all_municipalities
    rank = np.full(len(snapshot), -1)
    rank[list(places)] = np.arange(len(places))
    home = snapshot.organisation.municipalities
    #: The municipality of each place: -1 of none, -2 of a national system.
    of = np.append(np.where(home >= 0, rank[home], -1), [-1, -2, -1])
    counts, counted, exist = np.zeros((len(places), len(COLUMNS)), dtype=np.int64), 0, 0
    for one in RELATIONS[relation]:
        edges = snapshot.edges(one)
        met, found = _ties(units, sectors, of, one, snapshot)
        exist += len(edges)
        counted += met
        counts += found
    rows = zip(places, counts.tolist(), strict=True)
    made = tuple(MunicipalityRow(snapshot.references[place], *row) for place, row in rows)
    return Municipalities(relation, made, counted, exist)


#: What is counted of each municipality.
COLUMNS = tuple(one.name for one in fields(MunicipalityRow) if one.name != "municipality")


def _ties(
    units: Stands, sectors: Stands, of: NDArray[np.int64], relation: Relation, snapshot: Snapshot
) -> tuple[int, Numbers]:
    """Return how many ties of a type have an end in a municipality, and how many each has in each column."""
    edges, size = snapshot.edges(relation), int(of.max(initial=-1)) + 1
    which, row, column = units.cells(edges)
    start, end = of[row], of[column]
    own = start == end
    # Of the owners in one municipality, whatever sectors those of another municipality share.
    inside = np.zeros(len(which), dtype=np.bool_)
    at_home = np.flatnonzero(own & (start >= 0))
    inside[at_home] = _together(sectors, row[at_home], column[at_home])
    none = np.flatnonzero(units.counts(edges.start) * units.counts(edges.end) == 0)
    alone = [_homes(units, of, none, ends) for ends in (edges.start, edges.end)]
    parts: dict[str, tuple[Numbers, Numbers]] = {
        "within": (which[own & inside], start[own & inside]),
        "across": (which[own & ~inside], start[own & ~inside]),
        "to_others": (which[~own & (end >= -1)], start[~own & (end >= -1)]),
        "from_others": (which[~own & (start >= -1)], end[~own & (start >= -1)]),
        "to_national": (which[end == -2], start[end == -2]),
        "from_national": (which[start == -2], end[start == -2]),
        "apart": (np.concatenate([one[0] for one in alone]), np.concatenate([one[1] for one in alone])),
    }
    found = np.zeros((size, len(COLUMNS)), dtype=np.int64)
    met = np.zeros(len(edges), dtype=np.bool_)
    for name, (ties, places) in parts.items():
        real = places >= 0
        pairs = distinct(ties[real] * max(size, 1) + places[real])  # each tie once, whoever else owns its ends
        found[:, COLUMNS.index(name)] = np.bincount(pairs % max(size, 1), minlength=size)[:size]
        met[ties[real]] = True
    return int(np.count_nonzero(met)), found


def _homes(units: Stands, of: NDArray[np.int64], ties: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Return the municipalities of one end of some ties: for each the tie, and the municipality."""
    which, place = _spread(units, ends[ties])
    return ties[which], of[place]


def _together(sectors: Stands, units: Numbers, others: Numbers) -> NDArray[np.bool_]:
    """Tell of pairs of units whether a sector is above both, or none above either."""
    wide = sectors.size + 3
    pairs, back = np.unique(units * wide + others, return_inverse=True)
    which, place = _spread(sectors, pairs // wide)
    known = np.repeat(np.arange(sectors.size), np.diff(sectors.begin)) * wide + sectors.place
    wanted = (pairs % wide)[which] * wide + place
    at = np.minimum(np.searchsorted(known, wanted), max(len(known) - 1, 0))
    found = np.zeros(len(pairs), dtype=np.bool_)
    found[which[known[at] == wanted]] = True
    told: NDArray[np.bool_] = found[back]
    return told


def _spread(where: Stands, things: Numbers) -> tuple[Numbers, Numbers]:
    """Return the places of several things: for each which of them, and the place."""
    count = where.counts(things)
    which = np.repeat(np.arange(len(things)), count)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    return which, where.place[where.begin[things[which]] + nth]
