"""In which sectors or units everything stands, in arrays: what counts ties between them looks at no record."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Edges, Snapshot
from graphsvc.snapshot.ascending import distinct, without
from graphsvc_queries.impact.owners import leads_of
from graphsvc_queries.impact.ways import Numbers

__all__ = ["Stands", "stands"]


@dataclass(frozen=True)
class Stands:
    """The places of each thing: sectors or units by their numbers, and three numbers above those of all things.

    Parameters
    ----------
    size
        Number of things in the snapshot.
    begin, place
        Where the places of each thing begin, shape (size + 1,), and the places, ascending for each thing.
    """

    size: int
    begin: Numbers
    place: Numbers

    @property
    def outside(self) -> int:
        """The place of owners above whom there is no sector."""
        return self.size

    @property
    def national(self) -> int:
        """The place of national systems."""
        return self.size + 1

    @property
    def others(self) -> int:
        """The place of what other municipalities have, when one is chosen."""
        return self.size + 2

    def counts(self, things: Numbers) -> Numbers:
        """Return in how many places each of several things stands."""
        found: Numbers = self.begin[things + 1] - self.begin[things]
        return found

    def own(self, edges: Edges) -> NDArray[np.bool_]:
        """Tell of which relations an end stands in a sector or unit with a place of its own, or outside sectors."""
        found = np.zeros(self.size, dtype=np.bool_)
        found[np.repeat(np.arange(self.size), np.diff(self.begin))[self.place <= self.outside]] = True
        told: NDArray[np.bool_] = found[edges.start] | found[edges.end]
        return told

    def cells(self, edges: Edges) -> tuple[Numbers, Numbers, Numbers]:
        """Return the cells that relations stand in: the position of the relation, row and column.

        A relation between things with m and n places has m x n cells; one with an end that stands nowhere has none.
        Ascending by position. O(relations + cells).
        """
        rows, columns = self.counts(edges.start), self.counts(edges.end)
        many = rows * columns
        which = np.repeat(np.arange(len(many)), many)
        place = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
        wide = columns[which]
        row = self.place[self.begin[edges.start[which]] + place // wide]
        return which, row, self.place[self.begin[edges.end[which]] + place % wide]


def stands(snapshot: Snapshot, *, of_sectors: bool, municipality: int | None = None) -> Stands:
    """Find the places of everything.

    Systems stand with their owners, services with their lead unit, units by themselves; national systems apart.

    Parameters
    ----------
    of_sectors
        Whether the places are the sectors of these units, and not the units.
    municipality
        Number of one whose sectors or units are places of their own; all others are one place together.

    Notes
    -----
    O((things + relations) log things), in arrays, once for each snapshot where no municipality is chosen.
    """
    if municipality is not None:
        return _stands(snapshot, of_sectors=of_sectors, municipality=municipality)
    known = _KNOWN.setdefault(snapshot, {})
    if of_sectors not in known:
        known[of_sectors] = _stands(snapshot, of_sectors=of_sectors, municipality=None)
    return known[of_sectors]


_KNOWN: WeakKeyDictionary[Snapshot, dict[bool, Stands]] = WeakKeyDictionary()


def _stands(snapshot: Snapshot, *, of_sectors: bool, municipality: int | None) -> Stands:
    size = len(snapshot)
    thing, unit = _units(snapshot)
    over, place = _over(snapshot, distinct(unit), of_sectors=of_sectors, municipality=municipality)
    first, last = (np.searchsorted(over, unit, side=side) for side in ("left", "right"))
    count = last - first
    at = np.arange(count.sum()) + np.repeat(first - np.cumsum(count) + count, count)
    national = np.flatnonzero(snapshot.organisation.national)
    wide = size + 3
    pairs = np.concatenate([np.repeat(thing, count) * wide + place[at], national * wide + size + 1])
    pairs = distinct(pairs)
    begin = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(pairs // wide, minlength=size), out=begin[1:])
    return Stands(size, begin, pairs % wide)


def _units(snapshot: Snapshot) -> tuple[Numbers, Numbers]:
    """Return the units that things stand with: for each a thing, and the unit."""
    units, services = (snapshot.of_kind(kind).astype(np.int64) for kind in (Kind.UNIT, Kind.SERVICE))
    owns = snapshot.edges(Relation.OWNS)
    others = ~snapshot.organisation.national
    others[units] = others[services] = False
    owned = others[owns.end]
    at, leads = leads_of(snapshot, services)
    things = np.concatenate([units, services[at], owns.end[owned].astype(np.int64)])
    return things, np.concatenate([units, leads, owns.start[owned].astype(np.int64)])


def _over(snapshot: Snapshot, units: Numbers, *, of_sectors: bool, municipality: int | None) -> tuple[Numbers, Numbers]:
    """Return the places of units: for each the unit, ascending, and the place."""
    of, place = units, units
    if of_sectors:
        which, sector = snapshot.organisation.sectors_of_each(units)
        outside = without(np.arange(len(units)), which)
        at, place = np.append(which, outside), np.append(sector, np.full(len(outside), len(snapshot)))
        order = np.lexsort((place, at))
        of, place = units[at[order]], place[order]
    if municipality is not None:
        told = snapshot.organisation.municipalities[np.where(place < len(snapshot), place, of)]
        place = np.where(told == municipality, place, len(snapshot) + 2)
    return of, place
