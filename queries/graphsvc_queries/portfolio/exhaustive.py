"""Finding the best of few proposals by trying all selections at once: exact, and quicker than a solver."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graphsvc_queries.portfolio.programme import Choice, Found, Programme, Variant

__all__ = ["MOST_TRIED", "TryingAll"]

#: So many candidates are tried in all combinations (65,536).
MOST_TRIED = 16

_Numbers = NDArray[np.int64]
_Truths = NDArray[np.bool_]


class TryingAll:
    """Selections are numbered 0 to 2^n - 1; bit i of the number tells whether candidate i is in.

    Notes
    -----
    O(2^n x constraints) once, O(2^n) a question.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._held: dict[tuple[str, int | None], _Truths] = {}

    def best(self, variant: Variant) -> Choice | None:
        """Find the selection of the highest value, then the lowest cost, then the first ids."""
        possible = self._possible(variant)
        if not possible.any():
            return None
        values = self._values if variant.values is None else self._sums(variant.values)
        rows = np.flatnonzero(possible)
        rows = rows[values[rows] == values[rows].max()]
        rows = rows[self._costs[rows] == self._costs[rows].min()]
        row = int(rows[np.argmin(self._ranks[rows])])
        return Choice(self._items(row), int(values[row]), int(self._costs[row]))

    def search(self, variant: Variant) -> Found:
        """Find the same; it is always proven."""
        return Found(self.best(variant))

    def satisfying(self, required: frozenset[str]) -> frozenset[str] | None:
        """Keep the required constraints and as many of the others as possible."""
        keys = list(self.programme.constraints)
        broken = sum((~self._holding(key) for key in required), np.zeros(1 << self.programme.size, np.int64))
        kept = sum((self._holding(key).astype(np.int64) for key in keys), np.zeros(1 << self.programme.size, np.int64))
        rows = np.flatnonzero(broken == 0)
        if not len(rows):
            return None
        row = int(rows[np.argmax(kept[rows])])
        return frozenset(key for key in keys if self._holding(key)[row])

    # -- parts ---------------------------------------------------------------------------------------------------
    def _possible(self, variant: Variant) -> _Truths:
        most = dict(variant.most)
        broken = self._broken.copy()
        for key in {*variant.lifted, *most}:
            broken -= ~self._holding(key)
        for key, bound in most.items():
            if key not in variant.lifted:
                broken += ~self._holding(key, bound)
        possible: _Truths = broken == 0
        for item, wanted in variant.fixed:
            possible &= self._with(item) == wanted
        if variant.least_value is not None:
            possible &= self._values >= variant.least_value
        possible[[sum(1 << item for item in items) for items in variant.banned]] = False
        return possible

    def _holding(self, key: str, most: int | None = None) -> _Truths:
        """Tell for every selection whether it keeps a constraint."""
        if (key, most) not in self._held:
            constraint = self.programme.constraints[key]
            named = dict(constraint.terms)
            amounts = self._sums(tuple(named.get(item, 0) for item in range(self.programme.size)))
            upper = constraint.most if most is None else most
            held = np.ones(len(amounts), np.bool_)
            if constraint.least is not None:
                held &= amounts >= constraint.least
            if upper is not None:
                held &= amounts <= upper
            self._held[key, most] = held
        return self._held[key, most]

    @cached_property
    def _broken(self) -> _Numbers:
        """How many constraints each selection breaks."""
        start = np.zeros(1 << self.programme.size, np.int64)
        for key in self.programme.constraints:
            start += ~self._holding(key)
        return start

    @cached_property
    def _values(self) -> _Numbers:
        return self._sums(self.programme.values)

    @cached_property
    def _costs(self) -> _Numbers:
        return self._sums(self.programme.costs)

    @cached_property
    def _ranks(self) -> _Numbers:
        """The place of each selection among all, by its ids in order: (), (a), (a, b), (a, c), (b) ..."""
        order = np.zeros(1, np.int64)
        for item in reversed(range(self.programme.size)):
            order = np.concatenate([order[:1], order | (1 << item), order[1:]])
        ranks = np.empty(len(order), np.int64)
        ranks[order] = np.arange(len(order))
        return ranks

    @staticmethod
    def _sums(amounts: tuple[int, ...]) -> _Numbers:
        """Add up the amounts of every selection; each candidate doubles the list."""
        sums = np.zeros(1, np.int64)
        for amount in amounts:
            sums = np.concatenate([sums, sums + amount])
        return sums

    def _with(self, item: int) -> _Truths:
        numbers = np.arange(1 << self.programme.size)
        found: _Truths = (numbers >> item) & 1 == 1
        return found

    def _items(self, row: int) -> frozenset[int]:
        return frozenset(item for item in range(self.programme.size) if row >> item & 1)
