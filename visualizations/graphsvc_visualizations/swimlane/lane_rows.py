"""In which lane each row of a large answer stands, in arrays: no row is made to know it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Way
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import among, distinct
from graphsvc_queries.impact.near import NEAREST
from graphsvc_queries.impact.owners import leads_of, owners_of
from graphsvc_queries.impact.result import Impact
from graphsvc_queries.impact.touched import TouchedRows
from graphsvc_queries.impact.ways import Numbers

__all__ = ["JOURNEYS_LANE", "NATIONAL_LANE", "OUTSIDE_LANE", "WITHOUT_LANE", "LaneRows"]

_EFFECT = tuple(Way).index(Way.EFFECT)
#: Lanes that are no sector's and no municipality's, as numbers.
OUTSIDE_LANE, WITHOUT_LANE, JOURNEYS_LANE, NATIONAL_LANE = -1, -2, -3, -4
_OTHERS = (OUTSIDE_LANE, WITHOUT_LANE, JOURNEYS_LANE, NATIONAL_LANE)


class LaneRows:
    """What is touched by one answer, row by row in the order of ``touched.things``.

    Notes
    -----
    O(touched log touched), in arrays.
    """

    def __init__(self, snapshot: Snapshot, result: Impact, touched: TouchedRows) -> None:
        self._snapshot, self._result, self.touched = snapshot, result, touched
        kinds = (Kind.UNIT, Kind.SERVICE, Kind.SYSTEM, Kind.JOURNEY)
        self.kinds = {kind: touched.of_kind(kind) for kind in kinds}
        self.effect: NDArray[np.bool_] = touched.ways == _EFFECT
        self.rounded: Numbers = np.rint(touched.strengths * 1e9).astype(np.int64)
        #: Units that must act have no card of their own.
        self.drawn: NDArray[np.bool_] = self.effect | ~self.kinds[Kind.UNIT]

    @cached_property
    def sectors(self) -> tuple[Numbers, Numbers]:
        """The sectors of each row: the row, and the sector."""
        return _sectors(self._snapshot, self.touched.things, self.kinds)

    @cached_property
    def homes(self) -> Numbers:
        """The municipalities whose sectors are touched, else those of what changes."""
        return _homes(self._snapshot, self._result, self.sectors[1])

    def lanes(self, *, by_municipality: bool) -> Numbers:
        """Return the lane of each row: a sector, a municipality, or one of the others."""
        lane = _lanes(self._snapshot, self.touched.things, self.kinds, self.sectors, by_municipality=by_municipality)
        journeys = self.kinds[Kind.JOURNEY]
        found: Numbers = np.where(journeys, JOURNEYS_LANE, np.where(self.touched.national, NATIONAL_LANE, lane))
        return found

    def best_lanes(self, lane: Numbers, first: NDArray[np.bool_] | None = None) -> list[int]:
        """Return the lanes of municipalities: those of some rows first, then the most strongly touched ones."""
        drawn = self.drawn
        later = np.ones(len(lane), dtype=np.bool_) if first is None else ~first
        order = np.lexsort((lane[drawn], -self.rounded[drawn], ~self.effect[drawn], later[drawn]))
        return list(dict.fromkeys(one for one in lane[drawn][order].tolist() if one >= 0))

    def chosen(self, lane: Numbers, first: NDArray[np.bool_] | None = None) -> Numbers:
        """Return the lanes that a picture has."""
        organisation = self._snapshot.organisation
        if len(self.homes) > 1:
            return np.array([*self.best_lanes(lane, first)[:NEAREST], *_OTHERS], dtype=np.int64)
        sectors, _ = organisation.sectors_in_order
        if organisation.several:
            sectors = sectors[among(organisation.municipalities[sectors], self.homes)]
        return np.concatenate([sectors, np.array(_OTHERS)])


def _sectors(snapshot: Snapshot, things: Numbers, kinds: Mapping[Kind, NDArray[np.bool_]]) -> tuple[Numbers, Numbers]:
    """Return the sectors of things: for each the thing's place, and the sector."""
    own = np.flatnonzero(kinds[Kind.UNIT])
    served = np.flatnonzero(kinds[Kind.SERVICE])
    others = np.flatnonzero(~kinds[Kind.UNIT] & ~kinds[Kind.SERVICE])
    at, lead = leads_of(snapshot, things[served])
    which, owner = owners_of(snapshot, things[others])
    places = np.concatenate([own, served[at], others[which]])
    units, back = np.unique(np.concatenate([things[own], lead, owner]), return_inverse=True)
    unit, sector = snapshot.organisation.sectors_of_each(units)
    begin, end = (np.searchsorted(unit, back, side=side) for side in ("left", "right"))
    count = end - begin
    at = np.arange(count.sum()) + np.repeat(begin - np.cumsum(count) + count, count)
    return np.repeat(places, count), sector[at]


def _homes(snapshot: Snapshot, result: Impact, sectors: Numbers) -> Numbers:
    """Return the municipalities whose sectors are touched, else those of what changes."""
    things = sectors
    if not len(things):
        things = np.array(
            [snapshot.index(one.thing) for one in result.changes if one.thing in snapshot], dtype=np.int64
        )
    found = distinct(snapshot.organisation.municipalities[things])
    return found[found >= 0]


def _lanes(
    snapshot: Snapshot,
    things: Numbers,
    kinds: Mapping[Kind, NDArray[np.bool_]],
    sectors: tuple[Numbers, Numbers],
    *,
    by_municipality: bool,
) -> Numbers:
    """Return the lane of each thing: a sector, a municipality, or one of the others."""
    which, sector = sectors
    known, rank = snapshot.organisation.sectors_in_order
    first = np.full(len(things), len(known))
    np.minimum.at(first, which, rank[sector])
    stands = first < len(known)
    unowned = ~stands & ~kinds[Kind.UNIT] & ~kinds[Kind.SERVICE]
    owned = np.zeros(len(things), dtype=np.bool_)
    owned[owners_of(snapshot, things)[0]] = True
    lane = np.where(unowned & ~owned, WITHOUT_LANE, OUTSIDE_LANE)
    own = known[first[stands]]
    above = snapshot.organisation.municipalities[own]
    lane[stands] = np.where((above >= 0) & by_municipality, above, own)
    return lane
