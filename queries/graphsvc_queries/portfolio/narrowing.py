"""Most proposals are plainly in or out; only selections that differ from that in little need to be looked at.

The prices of the linear relaxation (what one more krone or week would be worth) tell where each proposal belongs, and
what a selection loses at least for each that is not there. Selections that lose more than the best known one lacks
are never made. The argument is kept in whole numbers, rounded so that it can only become weaker, never false. Balas
and Zemel: An algorithm for large zero-one knapsack problems, 1980.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from graphsvc_queries.portfolio.rows import Row

__all__ = ["best_nearby"]

#: To find a good selection, a few that lose least and differ in few proposals are looked at, then many.
_FEW, _EDGE, _MANY = 1000, 40, 8000
#: So many selections are kept at a time; when more are near, another way must do.
_KEPT = 300_000
#: Prices are kept to this part of a unit; losses are counted in this part of what may be lost.
_FINE, _PARTS = 1 << 20, 1 << 40
_INFEASIBLE = 2

_Numbers = NDArray[np.int64]
_Marks = NDArray[np.int8]


@dataclass(frozen=True)
class _Problem:
    values: Sequence[int]
    costs: Sequence[int]
    rows: Sequence[Row]
    fixed: Mapping[int, bool]

    @cached_property
    def worths(self) -> list[int]:
        """Value and cost as one number: a unit of value outweighs all costs together."""
        outweigh = 1 + sum(abs(cost) for cost in self.costs)
        return [value * outweigh - cost for value, cost in zip(self.values, self.costs, strict=True)]

    @cached_property
    def free(self) -> list[int]:
        """What is not fixed."""
        return [item for item in range(len(self.values)) if item not in self.fixed]


@dataclass(frozen=True)
class _Prices:
    """No selection is worth more than ``bound``, less ``losses`` for each candidate that is not where it belongs."""

    bound: int
    worths: Sequence[int]

    def loss(self, item: int) -> int:
        return abs(self.worths[item])

    def belongs(self, item: int) -> bool:
        return self.worths[item] > 0


def best_nearby(
    values: Sequence[int], costs: Sequence[int], rows: Sequence[Row], fixed: Mapping[int, bool]
) -> tuple[bool, frozenset[int] | None]:
    """Return whether the best selection could be proven this way, and the selection: None when there is none.

    Ties go to the lower cost, then to the first ids.

    Notes
    -----
    One linear programme, then O(selections that are near x rows), at most 300,000 of them.
    """
    problem = _Problem(values, costs, rows, fixed)
    prices = _prices(problem)
    if prices is None:
        return False, None
    if isinstance(prices, bool):
        return True, None
    far_first = sorted(problem.free, key=prices.loss, reverse=True)
    for tried, edge in ((_FEW, far_first[-_EDGE:]), (_MANY, far_first)):
        known = _best(problem, _near(problem, prices, edge, sum(map(prices.loss, edge)), tried))
        if known is not None:
            lacks = prices.bound - _FINE * sum(problem.worths[item] for item in known)
            near = _near(problem, prices, [item for item in far_first if prices.loss(item) <= lacks], lacks)
            if near is not None:
                return True, _best(problem, near)
    return False, None


def _prices(problem: _Problem) -> _Prices | bool | None:
    """Return the prices; False when no selection keeps the rows, None when the linear programme was not solved."""
    size, worths = len(problem.values), problem.worths
    sides = [(row.terms, 1, row.most) for row in problem.rows if row.most is not None]
    sides += [(row.terms, -1, row.least) for row in problem.rows if row.least is not None]
    largest = float(max((abs(worth) for worth in worths), default=0) or 1)
    marginals: Sequence[float] = ()
    if size and sides:
        amounts = np.zeros((len(sides), size))
        for number, (terms, sign, _) in enumerate(sides):
            amounts[number, list(terms)] = [sign * amount for amount in terms.values()]
        ends = [(problem.fixed.get(item, False), problem.fixed.get(item, True)) for item in range(size)]
        solved = linprog(
            [-worth / largest for worth in worths],
            A_ub=amounts,
            b_ub=[float(sign * side) for _, sign, side in sides],
            bounds=[(float(low), float(high)) for low, high in ends],
            method="highs",
        )
        if solved.status != 0:
            return False if solved.status == _INFEASIBLE else None
        marginals = solved.ineqlin.marginals.tolist()
    bound, left = 0, [_FINE * worth for worth in worths]
    for (terms, sign, side), marginal in zip(sides, marginals, strict=bool(marginals)):
        price = max(0, round(-marginal * largest * _FINE))
        bound += price * sign * side
        for item, amount in terms.items() if price else ():
            left[item] -= price * sign * amount
    for item, worth in enumerate(left):
        bound += (worth if problem.fixed[item] else 0) if item in problem.fixed else max(0, worth)
    return _Prices(bound, left)


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
    problem: _Problem, prices: _Prices, edge: Sequence[int], lacks: int, nearest: int | None = None
) -> tuple[list[int], list[int], _Marks] | None:
    """Make the selections that differ on the edge only, keep every row, and lose no more than may be lacking.

    Parameters
    ----------
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
        if len(lost) > _KEPT:
            return None
    return always, list(edge), marks


def _best(problem: _Problem, near: tuple[list[int], list[int], _Marks] | None) -> frozenset[int] | None:
    """Return the best of selections that keep every row; the numbers are whole."""
    if near is None:
        return None
    always, edge, marks = near
    for given, sign in ((problem.values, 1), (problem.costs, -1)):
        if len(marks):
            amounts = sign * (marks @ np.array([given[item] for item in edge], dtype=np.int64))
            marks = marks[amounts == amounts.max()]
    chosen = (sorted([*always, *(edge[place] for place in np.flatnonzero(row))]) for row in marks)
    first = min(chosen, default=None)
    return None if first is None else frozenset(first)
