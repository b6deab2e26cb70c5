"""How many ties a picture of a large answer would draw, counted in arrays: hardly any row of the answer is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Way
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import among, united
from graphsvc_queries.impact.result import Drawn, Impact
from graphsvc_queries.impact.ties import TieRows
from graphsvc_queries.impact.touched import TouchedRows
from graphsvc_queries.impact.ways import Numbers
from graphsvc_visualizations.swimlane.cells import ROOM
from graphsvc_visualizations.swimlane.lane_rows import NATIONAL_LANE, LaneRows
from graphsvc_visualizations.swimlane.parts import Column, strength_class

__all__ = ["count_rows"]

_EFFECT = tuple(Way).index(Way.EFFECT)
#: What stands for the lane or column of what has none.
_NOWHERE = -9
_COLUMNS = tuple(Column)
_WORK, _SYSTEMS, _SERVICES, _UNITS = range(4)
#: Columns between which a line runs, ten times the first and the second.
_RUNS = np.array([11, 12, 22, 23])


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
    rows = LaneRows(snapshot, result, touched)
    kinds, drawn = rows.kinds, rows.drawn
    lane = rows.lanes(by_municipality=len(rows.homes) > 1)
    chosen = rows.chosen(lane)
    units = kinds[Kind.UNIT] | kinds[Kind.JOURNEY]
    column = np.select([~effect, kinds[Kind.SERVICE], units], [_WORK, _SERVICES, _UNITS], _SYSTEMS)
    rounded = np.rint(strengths * 1e9)
    each, back = np.unique(strengths, return_inverse=True)
    classes = np.array([strength_class(one) for one in each.tolist()], dtype=np.int64)[back]
    order = np.lexsort((things, -ties.degree_of(things), -rounded, -classes, column, lane))
    order = order[(drawn & among(lane, np.sort(chosen)))[order]]
    shown = _shown(touched, order, lane[order], column[order])
    return _Cells(things[order], lane[order], column[order], shown)


def _shown(touched: TouchedRows, order: Numbers, lane: Numbers, column: Numbers) -> NDArray[np.bool_]:
    """Tell which rows have a card: so many a cell, or all when there is just one more."""
    shown, crowded = np.zeros(len(order), dtype=np.bool_), []
    begin = np.flatnonzero(np.concatenate([[True], (lane[1:] != lane[:-1]) | (column[1:] != column[:-1])]))
    for first, after in zip(begin.tolist(), [*begin[1:].tolist(), len(order)], strict=True) if len(order) else ():
        room = ROOM[_COLUMNS[column[first]]]
        everything = (lane[first], column[first]) == (NATIONAL_LANE, _WORK) or after - first <= room + 1
        if everything or column[first] != _WORK:
            shown[first : after if everything else first + room] = True
        else:
            crowded.append(np.arange(first, after))
    if crowded:
        ties = touched.ties_of(order[np.concatenate(crowded)])
        cuts = np.cumsum([len(cell) for cell in crowded])[:-1]
        for cell, counts in zip(crowded, np.split(ties, cuts), strict=True):
            shown[cell[_first_to_work_on(touched, order[cell], counts)]] = True
    return shown


def _first_to_work_on(touched: TouchedRows, rows: Numbers, ties: Numbers) -> Numbers:
    """Choose as :func:`.cells.rank` does for work: most ties first, then by name; few names are read."""
    room = ROOM[Column.WORK]
    least = np.sort(ties)[-room]
    sure, equal = np.flatnonzero(ties > least), np.flatnonzero(ties == least)
    told = zip(touched.names_of(rows[equal]), touched.things[rows[equal]].tolist(), equal.tolist(), strict=True)
    chosen = [place for *_, place in sorted(told)][: room - len(sure)]
    return np.concatenate([sure, np.array(chosen, dtype=np.int64)])


def _effect(cells: _Cells, ties: TieRows, changed: Numbers) -> int:
    kept = ties.ways == _EFFECT
    starts, ends, pictured = ties.starts[kept], ties.ends[kept], ties.pictured[kept]
    begun = among(starts, np.sort(changed))
    visible, systems = cells.shown & (cells.column != _WORK), cells.column == _SYSTEMS
    lane, column = cells.told(visible, cells.lane), cells.told(visible, cells.column)
    from_column, to_column, used = column(starts), column(ends), cells.told(systems, cells.lane)(starts)
    to_units = to_column == _UNITS
    floors = united(lane(ends[begun & to_units]), used[~begun & to_units & (used != _NOWHERE)])
    runs = among(from_column * 10 + to_column, _RUNS)
    runs |= (from_column == _SYSTEMS) & to_units & among(lane(starts), floors)
    runs = np.where(begun, ~to_units | among(lane(ends), floors), runs & (from_column != _NOWHERE))
    return int((runs & pictured & (to_column != _NOWHERE)).sum())


def _work(cells: _Cells, ties: TieRows) -> int:
    shown = cells.thing[cells.shown & (cells.column == _WORK)]
    return int((among(ties.ends, np.sort(shown)) & ties.pictured & (ties.ways != _EFFECT)).sum())
