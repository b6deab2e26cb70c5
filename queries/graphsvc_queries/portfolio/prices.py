"""Prices of the linear relaxation: what one more krone or week would be worth, and where that puts each proposal.

Prices are found in floating point and then used in whole numbers: any prices give a true bound, good ones a close one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy

from graphsvc_queries.portfolio.clock import Clock
from graphsvc_queries.portfolio.rows import Row

__all__ = ["FINE", "Prices", "Problem", "in_turn", "prices_of"]

#: Prices are kept to this part of a unit.
FINE = 1 << 20
_INFEASIBLE = 2


@dataclass(frozen=True)
class Problem:
    """Values, costs, rows that must be kept, and what is fixed; with the time that is left."""

    values: Sequence[int]
    costs: Sequence[int]
    rows: Sequence[Row]
    fixed: Mapping[int, bool]
    clock: Clock

    @cached_property
    def outweigh(self) -> int:
        """What a unit of value is worth: more than all costs together."""
        return 1 + sum(abs(cost) for cost in self.costs)

    @cached_property
    def worths(self) -> list[int]:
        """Value and cost as one number."""
        return [value * self.outweigh - cost for value, cost in zip(self.values, self.costs, strict=True)]

    def better(self, one: frozenset[int] | None, other: frozenset[int] | None) -> frozenset[int] | None:
        """Return the better of two selections."""
        found = [items for items in (one, other) if items is not None]
        return max(found, key=lambda items: sum(self.worths[item] for item in items), default=None)

    def value_of(self, bound: int) -> int:
        """Return the most value that is possible within a bound on the worth."""
        return (bound // FINE + self.outweigh) // self.outweigh

    @cached_property
    def free(self) -> list[int]:
        """What is not fixed."""
        return [item for item in range(len(self.values)) if item not in self.fixed]


@dataclass(frozen=True)
class Prices:
    """No selection is worth more than ``bound``, less ``losses`` for each candidate that is not where it belongs."""

    bound: int
    worths: Sequence[int]

    def loss(self, item: int) -> int:
        """Return what a selection loses at least when a candidate is not where it belongs."""
        return abs(self.worths[item])

    def belongs(self, item: int) -> bool:
        """Tell whether a candidate belongs in."""
        return self.worths[item] > 0


def prices_of(problem: Problem) -> Prices | bool | None:
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
        solved = scipy.optimize.linprog(
            [-worth / largest for worth in worths],
            A_ub=amounts,
            b_ub=[float(sign * side) for _, sign, side in sides],
            bounds=[(float(low), float(high)) for low, high in ends],
            method="highs",
        )
        if solved.status != 0:
            return False if solved.status == _INFEASIBLE else None
        marginals = solved.ineqlin.marginals.tolist()
    bound, left = 0, [FINE * worth for worth in worths]
    for (terms, sign, side), marginal in zip(sides, marginals, strict=bool(marginals)):
        price = max(0, round(-marginal * largest * FINE))
        bound += price * sign * side
        for item, amount in terms.items() if price else ():
            left[item] -= price * sign * amount
    for item, worth in enumerate(left):
        bound += (worth if problem.fixed[item] else 0) if item in problem.fixed else max(0, worth)
    return Prices(bound, left)


def in_turn(problem: Problem, prices: Prices) -> frozenset[int] | None:
    """Take in one after the other, the worthiest first, what keeps every upper bound; None when a lower one is missed.

    Twice, since what needs another can only come after it.
    """
    chosen = {item for item, inside in problem.fixed.items() if inside}
    rows_of: dict[int, list[tuple[int, int]]] = {}
    for number, row in enumerate(problem.rows):
        for item, amount in row.terms.items():
            rows_of.setdefault(item, []).append((number, amount))
    sums = [row.amount(chosen) for row in problem.rows]
    worthiest = sorted(problem.free, key=lambda item: -prices.worths[item])
    for item in (*worthiest, *worthiest):
        touched = rows_of.get(item, [])
        if item not in chosen and problem.worths[item] > 0 and _fits(problem.rows, sums, touched):
            chosen.add(item)
            for number, amount in touched:
                sums[number] += amount
    found = frozenset(chosen)
    return found if all(row.holds(found) for row in problem.rows) else None


def _fits(rows: Sequence[Row], sums: Sequence[int], touched: Sequence[tuple[int, int]]) -> bool:
    bounds = ((rows[number].most, sums[number] + amount) for number, amount in touched)
    return all(most is None or amount <= most for most, amount in bounds)
