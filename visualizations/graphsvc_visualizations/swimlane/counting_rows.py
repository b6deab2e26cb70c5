"""How many ties a picture of a large answer would draw, counted in arrays: hardly any row of the answer is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Way
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact.near import NEAREST
from graphsvc_queries.impact.result import Drawn, Impact
from graphsvc_queries.impact.sectors import leads_of, owners_of, sectors_of
from graphsvc_queries.impact.ties import TieRows
from graphsvc_queries.impact.touched import TouchedRows
from graphsvc_queries.impact.ways import Numbers
from graphsvc_visualizations.swimlane.cells import ROOM, rank
from graphsvc_visualizations.swimlane.parts import Column, strength_class

__all__ = ["count_rows"]

_EFFECT = tuple(Way).index(Way.EFFECT)
#: Lanes that are no sector's and no municipality's, as numbers.
_OUTSIDE, _WITHOUT_OWNER, _JOURNEYS, _NATIONAL = -1, -2, -3, -4
#: What stands for the lane or column of what has none.
_NOWHERE = -9
_COLUMNS = tuple(Column)
_WORK, _SYSTEMS, _SERVICES, _UNITS = range(4)
#: Columns between which a line runs, as numbers.
_RUNS = ((_SYSTEMS, _SYSTEMS), (_SYSTEMS, _SERVICES), (_SERVICES, _SERVICES), (_SERVICES, _UNITS))


@dataclass(frozen=True)
class _Cells:
    """Lane and column of each touched thing that a picture could show, and whether it does."""

    thing: Numbers
    lane: Numbers
    column: Numbers
    shown: NDArray[np.bool_]

    def told(self, rows: NDArray[np.bool_], values: Numbers) -> Callable[[Numbers], Numbers]:
        """Return what finds a thing's value among some rows."""
        order = np.argsort(self.thing[rows])
        known, held = self.thing[rows][order], values[rows][order]

        def find(things: Numbers) -> Numbers:
            if not len(known):
                return np.full(len(things), _NOWHERE)
            place = np.minimum(np.searchsorted(known, things), len(known) - 1)
            return np.where(known[place] == things, held[place], _NOWHERE)

        return find


def count_rows(snapshot: Snapshot, result: Impact, touched: TouchedRows, ties: TieRows) -> Mapping[Way, Drawn]:
    """Count as :func:`graphsvc_visualizations.swimlane.counting.count_drawn` does for an answer that stands alone.

    Notes
    -----
    O(touched log touched + ties) in arrays; of work only the rows of crowded cells are made.
    """
    cells = _cells(snapshot, result, touched, ties)
    changed = np.array([snapshot.index(one.thing) for one in result.changes if one.thing in snapshot], dtype=np.int64)
    shown = {
        Way.EFFECT: _effect(cells, ties, np.append(changed, -1)),
        Way.WORK: _work(cells, ties),
    }
    return {way: Drawn(shown[way], result.exist(way)) for way in Way}


def _cells(snapshot: Snapshot, result: Impact, touched: TouchedRows, ties: TieRows) -> _Cells:
    """Sort what is touched into cells and choose what is shown, as :func:`.cells.choose` does."""
    things, effect, strengths = touched.things, touched.ways == _EFFECT, touched.strengths
    kinds = {kind: touched.of_kind(kind) for kind in (Kind.UNIT, Kind.SERVICE, Kind.SYSTEM, Kind.JOURNEY)}
    which, sector = _sectors(snapshot, things, kinds)
    homes = _homes(snapshot, result, sector)
    lane = _lanes(snapshot, things, kinds, (which, sector), by_municipality=len(homes) > 1)
    lane = np.where(kinds[Kind.JOURNEY], _JOURNEYS, np.where(touched.national, _NATIONAL, lane))
    # Units that must act have no card of their own.
    drawn = effect | ~kinds[Kind.UNIT]
    chosen = _chosen(snapshot, homes, lane[drawn], effect[drawn], strengths[drawn])
    units = kinds[Kind.UNIT] | kinds[Kind.JOURNEY]
    column = np.select([~effect, kinds[Kind.SERVICE], units], [_WORK, _SERVICES, _UNITS], _SYSTEMS)
    classes, rounded = np.vectorize(strength_class, otypes=[np.int64])(strengths), np.rint(strengths * 1e9)
    order = np.lexsort((things, -ties.degree_of(things), -rounded, -classes, column, lane))
    order = order[(drawn & np.isin(lane, chosen))[order]]
    shown = _shown(touched, order, lane[order], column[order])
    return _Cells(things[order], lane[order], column[order], shown)


def _sectors(snapshot: Snapshot, things: Numbers, kinds: Mapping[Kind, NDArray[np.bool_]]) -> tuple[Numbers, Numbers]:
    """Return the sectors of things: for each the thing's place, and the sector."""
    own = np.flatnonzero(kinds[Kind.UNIT])
    served = np.flatnonzero(kinds[Kind.SERVICE])
    others = np.flatnonzero(~kinds[Kind.UNIT] & ~kinds[Kind.SERVICE])
    at, lead = leads_of(snapshot, things[served])
    which, owner = owners_of(snapshot, things[others])
    places = np.concatenate([own, served[at], others[which]])
    units, back = np.unique(np.concatenate([things[own], lead, owner]), return_inverse=True)
    unit, sector = sectors_of(snapshot, units)
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
    found = np.unique(snapshot.organisation.municipalities[things])
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
    known = np.array(snapshot.organisation.sectors, dtype=np.int64)
    place = np.zeros(len(snapshot), dtype=np.int64)
    place[known] = np.arange(len(known))
    first = np.full(len(things), len(known))
    np.minimum.at(first, which, place[sector])
    stands = first < len(known)
    unowned = ~stands & ~kinds[Kind.UNIT] & ~kinds[Kind.SERVICE]
    owned = np.zeros(len(things), dtype=np.bool_)
    owned[owners_of(snapshot, things)[0]] = True
    lane = np.where(unowned & ~owned, _WITHOUT_OWNER, _OUTSIDE)
    own = known[first[stands]]
    above = snapshot.organisation.municipalities[own]
    lane[stands] = np.where((above >= 0) & by_municipality, above, own)
    return lane


def _chosen(
    snapshot: Snapshot, homes: Numbers, lane: Numbers, effect: NDArray[np.bool_], strengths: NDArray[np.float64]
) -> Numbers:
    """Return the lanes that a picture has."""
    organisation = snapshot.organisation
    others = np.array([_OUTSIDE, _WITHOUT_OWNER, _JOURNEYS, _NATIONAL])
    if len(homes) > 1:
        order = np.lexsort((lane, -np.rint(strengths * 1e9), ~effect))
        places = list(dict.fromkeys(one for one in lane[order].tolist() if one >= 0))
        return np.concatenate([np.array(places[:NEAREST], dtype=np.int64), others])
    sectors = np.array(organisation.sectors, dtype=np.int64)
    if organisation.several:
        sectors = sectors[np.isin(organisation.municipalities[sectors], homes)]
    return np.concatenate([sectors, others])


def _shown(touched: TouchedRows, order: Numbers, lane: Numbers, column: Numbers) -> NDArray[np.bool_]:
    """Tell which rows have a card: so many a cell, or all when there is just one more."""
    shown = np.zeros(len(order), dtype=np.bool_)
    begin = np.flatnonzero(np.concatenate([[True], (lane[1:] != lane[:-1]) | (column[1:] != column[:-1])]))
    for first, after in zip(begin.tolist(), [*begin[1:].tolist(), len(order)], strict=True) if len(order) else ():
        room = ROOM[_COLUMNS[column[first]]]
        everything = (lane[first], column[first]) == (_NATIONAL, _WORK) or after - first <= room + 1
        if everything or column[first] != _WORK:
            shown[first : after if everything else first + room] = True
            continue
        rows = touched.made(order[first:after].tolist())
        best = sorted(range(len(rows)), key=lambda place: rank(rows[place], {}))[:room]
        shown[[first + place for place in best]] = True
    return shown


def _effect(cells: _Cells, ties: TieRows, changed: Numbers) -> int:
    kept = ties.ways == _EFFECT
    starts, ends, pictured = ties.starts[kept], ties.ends[kept], ties.pictured[kept]
    begun = np.isin(starts, changed)
    visible, systems = cells.shown & (cells.column != _WORK), cells.column == _SYSTEMS
    lane, column = cells.told(visible, cells.lane), cells.told(visible, cells.column)
    from_column, to_column, used = column(starts), column(ends), cells.told(systems, cells.lane)(starts)
    to_units = to_column == _UNITS
    floors = np.concatenate([lane(ends[begun & to_units]), used[~begun & to_units & (used != _NOWHERE)]])
    runs = np.isin(from_column * 10 + to_column, [one * 10 + other for one, other in _RUNS])
    runs |= (from_column == _SYSTEMS) & to_units & np.isin(lane(starts), floors)
    runs = np.where(begun, ~to_units | np.isin(lane(ends), floors), runs & (from_column != _NOWHERE))
    return int((runs & pictured & (to_column != _NOWHERE)).sum())


def _work(cells: _Cells, ties: TieRows) -> int:
    shown = cells.thing[cells.shown & (cells.column == _WORK)]
    return int((np.isin(ties.ends, shown) & ties.pictured & (ties.ways != _EFFECT)).sum())
