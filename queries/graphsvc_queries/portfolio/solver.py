"""Finding the best of many proposals by integer programming (SciPy's HiGHS), checked in whole numbers.

HiGHS computes in floating point with tolerances; they only ever let a selection in that breaks a constraint by a
hair, never shut one out. So each selection it gives is checked exactly, and one that fails is banned and the question
asked again. Source of the solver: Huangfu and Hall, Parallelizing the dual revised simplex method, 2018.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import gcd

import numpy as np
import scipy

from graphsvc_queries.portfolio.clock import Clock
from graphsvc_queries.portfolio.narrowing import Nearby, best_nearby
from graphsvc_queries.portfolio.programme import Choice, Found, OutOfTime, Programme, Variant
from graphsvc_queries.portfolio.rows import Row, ban, orders
from graphsvc_queries.portfolio.silence import without_chatter

__all__ = ["Solver"]

#: Ties are settled so many ids at a time: the first id outweighs all that follow, and numbers stay small.
_AT_ONCE = 16
#: HiGHS needs a moment to begin, and cannot be stopped from outside: no single call may take longer.
_SHORTEST, _LONGEST = 0.02, 20.0
_INFEASIBLE = 2


@dataclass(slots=True)
class _Question:
    """Rows and fixed candidates that grow while ties are settled."""

    size: int
    rows: list[Row] = field(default_factory=list)
    fixed: dict[int, bool] = field(default_factory=dict)


class Solver:
    """Asks HiGHS in turn for the highest value, the lowest cost at that value, and the first ids at that cost.

    Notes
    -----
    The worst case is exponential, so every question has a time limit; 200 proposals with three limits usually take
    about a second.
    """

    def __init__(self, programme: Programme, clock: Clock) -> None:
        self.programme = programme
        self._clock = clock

    def best(self, variant: Variant) -> Choice | None:
        """Find the selection of the highest value, then the lowest cost, then the first ids.

        Raises
        ------
        OutOfTime
            When there was no time to prove it.
        """
        found = self.search(variant)
        if not found.proven:
            raise OutOfTime
        return found.choice

    def search(self, variant: Variant) -> Found:
        """Find the same, or the best that was found when time ran out.

        Raises
        ------
        OutOfTime
            When not even one selection was found.
        """
        question = self._question(variant)
        values = self.programme.values if variant.values is None else variant.values
        if self._clock.left < _SHORTEST:
            raise OutOfTime
        question.rows += orders(values, self.programme.costs, question.rows, question.fixed)
        rows = [row.reduced() for row in question.rows if not row.idle]
        near = best_nearby(values, self.programme.costs, rows, question.fixed, self._clock)
        if near.proven:
            return Found(None if near.items is None else self._choice(near.items, values))
        return self._solved(question, values, near)

    def _solved(self, question: _Question, values: Sequence[int], near: Nearby) -> Found:
        """Ask HiGHS; when time runs out, the better of what it and the narrowing have found must do."""
        try:
            first, proven, bound = self._ask(question, values)
        except OutOfTime:
            if near.items is None:
                raise
            return Found(self._choice(near.items, values), False, near.bound)
        if first is None:
            return Found(None, proven, bound)
        if not proven:
            known = [self._choice(items, values) for items in (first, near.items) if items is not None]
            return Found(max(known, key=lambda one: (one.value, -one.cost)), False, bound)
        best = first
        try:
            best = self._cheapest(question, values, best)
            best = self._foremost(question, values, best)
        except OutOfTime:
            return Found(self._choice(best, values), False, self._choice(best, values).value)
        return Found(self._choice(best, values))

    def satisfying(self, required: frozenset[str]) -> frozenset[str] | None:
        """Keep the required constraints and as many of the others as possible.

        Raises
        ------
        OutOfTime
            When there was no time.
        """
        constraints = self.programme.constraints
        question = _Question(self.programme.size + len(constraints))
        for number, (key, one) in enumerate(constraints.items(), self.programme.size):
            question.rows += _elastic(dict(one.terms), one.least, one.most, None if key in required else number)
        relaxed = [0] * self.programme.size + [-1] * len(constraints)
        found, proven, _ = self._ask(question, relaxed)
        if not proven:
            raise OutOfTime
        if found is None:
            return None
        return frozenset(key for key, one in constraints.items() if one.holds(found))

    # -- the three questions -------------------------------------------------------------------------------------
    def _cheapest(self, question: _Question, values: Sequence[int], best: frozenset[int]) -> frozenset[int]:
        """Return the cheapest selection of the same value; a higher value than HiGHS had seen is taken as well."""
        while True:
            worth = sum(values[item] for item in best)
            rows = [*question.rows, Row(dict(enumerate(values)), least=worth)]
            cheaper = self._proven(_Question(question.size, rows, question.fixed), [-c for c in self.programme.costs])
            if sum(values[item] for item in cheaper) == worth:
                return cheaper
            best = cheaper

    def _foremost(self, question: _Question, values: Sequence[int], best: frozenset[int]) -> frozenset[int]:
        """Return the first by ids of the selections of the same value and cost."""
        worth, cost = sum(values[item] for item in best), sum(self.programme.costs[item] for item in best)
        equal = [Row(dict(enumerate(values)), worth), Row(dict(enumerate(self.programme.costs)), most=cost)]
        tied = _Question(question.size, [*question.rows, *equal], dict(question.fixed))
        other = _Question(tied.size, [*tied.rows, ban(best, tied.size)], tied.fixed)
        if self._ask_proven(other, [0] * tied.size) is None:
            return best
        for start in range(0, tied.size, _AT_ONCE):
            ids = range(start, min(start + _AT_ONCE, tied.size))
            first = self._proven(tied, [1 << (ids[-1] - item) if item in ids else 0 for item in range(tied.size)])
            tied.fixed |= {item: item in first for item in ids}
        needed = {item for item, chosen in question.fixed.items() if chosen}
        return _shortest(sorted(item for item, chosen in tied.fixed.items() if chosen), tied.rows, needed)

    def _proven(self, question: _Question, objective: Sequence[int]) -> frozenset[int]:
        found = self._ask_proven(question, objective)
        if found is None:  # the selection it started from keeps every row, so this is a fault of the arithmetic
            raise OutOfTime
        return found

    def _ask_proven(self, question: _Question, objective: Sequence[int]) -> frozenset[int] | None:
        found, proven, _ = self._ask(question, objective)
        if not proven:
            raise OutOfTime
        return found

    def _ask(self, question: _Question, objective: Sequence[int]) -> tuple[frozenset[int] | None, bool, int | None]:
        """Ask HiGHS until what it gives holds in whole numbers; tell also whether it is proven, and the bound."""
        rows = [row.reduced() for row in question.rows if not row.idle]
        divisor = gcd(*objective) or 1
        while True:
            x, status, bound = self._call(question, rows, [worth // divisor for worth in objective])
            if x is None:
                if status != _INFEASIBLE:
                    raise OutOfTime
                return None, True, None
            if all(row.holds(x) for row in rows) and all((item in x) == yes for item, yes in question.fixed.items()):
                return x, status == 0, bound * divisor
            rows.append(ban(x, question.size))

    def _call(
        self, question: _Question, rows: Sequence[Row], objective: Sequence[int]
    ) -> tuple[frozenset[int] | None, int, int]:
        left = self._clock.left
        if left < _SHORTEST:
            raise OutOfTime
        if not question.size:
            held = all(row.holds(frozenset()) for row in rows)
            return (frozenset() if held else None), (0 if held else _INFEASIBLE), 0
        low, high = np.zeros(question.size), np.ones(question.size)
        for item, chosen in question.fixed.items():
            low[item] = high[item] = float(chosen)
        with without_chatter():
            found = scipy.optimize.milp(
                -np.array(objective, dtype=float),
                integrality=np.ones(question.size, dtype=np.int64),
                bounds=scipy.optimize.Bounds(low, high),
                constraints=_matrix(rows, question.size) if rows else None,
                options={"mip_rel_gap": 0.0, "time_limit": min(left, _LONGEST)},
            )
        if found.x is None:
            return None, int(found.status), 0
        bound = -float(found.mip_dual_bound)
        limit = sum(worth for worth in objective if worth > 0)
        items = frozenset(np.flatnonzero(found.x > 0.5).tolist())
        return items, int(found.status), int(min(limit, np.floor(min(bound, 1e18) + 1e-6)))

    # -- from a variant to rows ----------------------------------------------------------------------------------
    def _question(self, variant: Variant) -> _Question:
        most = dict(variant.most)
        question = _Question(self.programme.size, fixed=dict(variant.fixed))
        for key, one in self.programme.constraints.items():
            if key not in variant.lifted:
                question.rows.append(Row(dict(one.terms), one.least, most.get(key, one.most)))
        question.rows += [ban(items, question.size) for items in variant.banned]
        if variant.least_value is not None:
            question.rows.append(Row(dict(enumerate(self.programme.values)), variant.least_value))
        return question

    def _choice(self, items: frozenset[int], values: Sequence[int]) -> Choice:
        return Choice(items, sum(values[item] for item in items), sum(self.programme.costs[item] for item in items))


def _elastic(terms: dict[int, int], least: int | None, most: int | None, slack: int | None) -> Iterable[Row]:
    """Let a constraint be broken at the price of its own 0/1 variable; None = it must be kept."""
    if most is not None:
        over = sum(amount for amount in terms.values() if amount > 0) - most
        yield Row(terms if slack is None or over <= 0 else {**terms, slack: -over}, most=most)
    if least is not None:
        under = least - sum(amount for amount in terms.values() if amount < 0)
        yield Row(terms if slack is None or under <= 0 else {**terms, slack: under}, least=least)


def _shortest(chosen: Sequence[int], rows: Sequence[Row], needed: set[int]) -> frozenset[int]:
    """Leave out trailing candidates that add nothing: (a) comes before (a, b)."""
    for length in range(len(chosen)):
        fewer = frozenset(chosen[:length])
        if needed <= fewer and all(row.holds(fewer) for row in rows):
            return fewer
    return frozenset(chosen)


def _matrix(rows: Sequence[Row], size: int) -> scipy.optimize.LinearConstraint:
    starts = np.cumsum([0, *(len(row.terms) for row in rows)])
    columns = [item for row in rows for item in row.terms]
    amounts = [float(amount) for row in rows for amount in row.terms.values()]
    low = [-np.inf if row.least is None else float(row.least) for row in rows]
    high = [np.inf if row.most is None else float(row.most) for row in rows]
    return scipy.optimize.LinearConstraint(
        scipy.sparse.csr_array((amounts, columns, starts), shape=(len(rows), size)), low, high
    )
