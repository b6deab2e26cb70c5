"""Most proposals are plainly in or out; only selections that differ from that in little need to be looked at.

The prices of the linear relaxation (what one more krone or week would be worth) tell where each proposal belongs, and
what a selection loses at least for each that is not there. Selections that lose more than the best known one lacks
are never made. The argument is kept in whole numbers, rounded so that it can only become weaker, never false. Balas
and Zemel: An algorithm for large zero-one knapsack problems, 1980.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc_queries.portfolio.clock import Clock
from graphsvc_queries.portfolio.prices import FINE, Prices, Problem, in_turn, prices_of
from graphsvc_queries.portfolio.programme import OutOfTime
from graphsvc_queries.portfolio.rows import Row

__all__ = ["Nearby", "best_nearby"]

#: To find a good selection, a few that lose least and differ in few proposals are looked at, then many.
_FEW, _EDGE, _MANY = 1000, 40, 8000
#: So many selections are kept at a time, at first and later; when more are near, another way must do.
_HASTY, _KEPT = 20_000, 300_000
#: Losses are counted in this part of what may be lost.
_PARTS = 1 << 40

_Numbers = NDArray[np.int64]
_Marks = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Nearby:
    """What was found; ``bound`` is the most value that any selection can have.

    When it is proven, no selection (None) means that there is none.
    """

    proven: bool
    items: frozenset[int] | None
    bound: int | None = None


def best_nearby(
    values: Sequence[int], costs: Sequence[int], rows: Sequence[Row], fixed: Mapping[int, bool], clock: Clock
) -> Nearby:
    """Find the best selection, or as good a one as the time and the number of selections allow.

    Ties go to the lower cost, then to the first ids.

    Notes
    -----
    One linear programme, then O(selections that are near x rows), at most 300,000 of them.
    """
    problem = Problem(values, costs, rows, fixed, clock)
    prices = prices_of(problem)
    if prices is None:
        return Nearby(False, None)
    if isinstance(prices, bool):
        return Nearby(True, None)
    far_first = sorted(problem.free, key=prices.loss, reverse=True)
    known = in_turn(problem, prices)
    try:
        for tried, edge, most in ((0, [], _HASTY), (_FEW, far_first[-_EDGE:], _KEPT), (_MANY, far_first, _KEPT)):
            if tried:
                losses = sum(map(prices.loss, edge))
                found = _best(problem, _near(problem, prices, edge, losses, _KEPT, nearest=tried))
                known = problem.better(known, found)
            if known is None:
                continue
            lacks = prices.bound - FINE * sum(problem.worths[item] for item in known)
            near = _near(problem, prices, [item for item in far_first if prices.loss(item) <= lacks], lacks, most)
            if near is not None:
                return Nearby(True, _best(problem, near))
    except OutOfTime:
        pass
    return Nearby(False, known, problem.value_of(prices.bound))


class _Watch:
    """Watches one row while selections are made: what can no longer keep it is dropped at once."""

    def __init__(self, row: Row, always: Sequence[int], edge: Sequence[int]) -> None:
        self.amounts = [row.terms.get(item, 0) for item in edge]
        self.last = max((place for place, amount in enumerate(self.amounts) if amount), default=-1)
        start = sum(row.terms.get(item, 0) for item in always)
        self._sums: _Numbers = np.array([start], dtype=np.int64)
        self._least, self._most = row.least, row.most
        self._high = [sum(max(amount, 0) for amount in self.amounts[place:]) for place in range(len(edge) + 1)]
        self._low = [sum(min(amount, 0) for amount in self.amounts[place:]) for place in range(len(edge) + 1)]

    def begin(self) -> bool:
        """Tell whether any selection can keep it."""
        return bool(self._keeps(0)[0])

    def step(self, place: int, stays: bool, moving: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Take one candidate in or leave it out, as it belongs and the other way; tell which can still keep the row."""
        amount = self.amounts[place]
        there = self._sums + amount if stays else self._sums
        away = self._sums[moving] + (0 if stays else amount)
        self._sums = np.concatenate([there, away])
        return self._keeps(place + 1) if amount else np.ones(len(self._sums), np.bool_)

    def keep(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> None:
        """Go on with some of the selections."""
        self._sums = self._sums[rows]

    def _keeps(self, place: int) -> NDArray[np.bool_]:
        kept = np.ones(len(self._sums), np.bool_)
        if self._most is not None:
            kept &= self._sums + self._low[place] <= self._most
        if self._least is not None:
            kept &= self._sums + self._high[place] >= self._least
        return kept


def _near(
    problem: Problem, prices: Prices, edge: Sequence[int], lacks: int, most: int, nearest: int | None = None
) -> tuple[list[int], list[int], _Marks] | None:
    """Make the selections that differ on the edge only, keep every row, and lose no more than may be lacking.

    Parameters
    ----------
    most
        Give up when more are near.
    nearest
        Go on with so many that lose least, rather than give up when there are too many.

    Returns
    -------
    always, edge, marks
        What is chosen in all of them, the edge, and a row of 0 and 1 for each selection. None when there are too many.
    """
    on_edge = set(edge)
    always = [item for item in problem.free if item not in on_edge and prices.belongs(item)]
    always += [item for item, chosen in problem.fixed.items() if chosen]
    watches = [_Watch(row, always, edge) for row in problem.rows]
    part = lacks // _PARTS + 1
    allowed = lacks // part
    marks, lost = np.zeros((1, len(edge)), np.int8), np.zeros(1, np.int64)
    if not all(watch.begin() for watch in watches):
        marks, lost = marks[:0], lost[:0]
        return always, list(edge), marks
    for place, item in enumerate(edge):
        if not problem.clock.left:
            raise OutOfTime
        loss, stays = prices.loss(item) // part, prices.belongs(item)
        moving = lost + loss <= allowed
        there, away = marks.copy(), marks[moving]
        there[:, place], away[:, place] = stays, not stays
        marks, lost = np.concatenate([there, away]), np.concatenate([lost, lost[moving] + loss])
        kept = np.ones(len(lost), np.bool_)
        open_watches = [watch for watch in watches if watch.last >= place]
        for watch in open_watches:
            kept &= watch.step(place, stays, moving)
        rows: NDArray[np.bool_] | NDArray[np.intp] = kept
        if nearest is not None and np.count_nonzero(kept) > nearest:
            places = np.flatnonzero(kept)
            rows = places[np.argpartition(lost[places], nearest)[:nearest]]
        marks, lost = marks[rows], lost[rows]
        for watch in open_watches:
            watch.keep(rows)
        if len(lost) > most:
            return None
    return always, list(edge), marks


def _best(problem: Problem, near: tuple[list[int], list[int], _Marks] | None) -> frozenset[int] | None:
    """Return the best of selections that keep every row; the numbers are whole."""
    if near is None:
        return None
    always, edge, marks = near
    for given, sign in ((problem.values, 1), (problem.costs, -1)):
        if len(marks):
            amounts = sign * (marks @ np.array([given[item] for item in edge], dtype=np.int64))
            marks = marks[amounts == amounts.max()]
    return _first(always, edge, marks) if len(marks) else None


def _first(always: Sequence[int], edge: Sequence[int], marks: _Marks) -> frozenset[int]:
    """Return the first of selections by their ids in order: (a), (a, b), (a, c), (b) ..."""
    places = {item: place for place, item in enumerate(edge)}
    numbers = np.array(edge, dtype=np.int64)
    last = np.where(marks == 1, numbers, -1).max(axis=1, initial=max(always, default=-1))
    kept = np.arange(len(marks))
    for item in sorted(edge):
        ended = kept[last[kept] < item]
        if len(ended):  # what ends here comes before what goes on
            kept = ended
            break
        holding = kept[marks[kept, places[item]] == 1]
        kept = holding if len(holding) else kept
    return frozenset([*always, *numbers[marks[kept[0]] == 1].tolist()])
