"""A constraint as a solver sees it: amounts by number, between two bounds, in whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd

__all__ = ["Row", "ban"]


@dataclass(frozen=True, slots=True)
class Row:
    """Least <= sum of the amounts of what is chosen <= most."""

    terms: Mapping[int, int]
    least: int | None = None
    most: int | None = None

    def holds(self, chosen: frozenset[int]) -> bool:
        """Tell whether a selection keeps it."""
        amount = sum(amount for item, amount in self.terms.items() if item in chosen)
        return (self.least is None or amount >= self.least) and (self.most is None or amount <= self.most)

    def reduced(self) -> Row:
        """Divide by the common divisor: the same selections keep it, with smaller numbers.

        Examples
        --------
        >>> Row({0: 100, 1: 250}, most=370).reduced()
        Row(terms={0: 2, 1: 5}, least=None, most=7)
        """
        divisor = gcd(*self.terms.values()) or 1
        least = None if self.least is None else -(-self.least // divisor)
        most = None if self.most is None else self.most // divisor
        return Row({item: amount // divisor for item, amount in self.terms.items()}, least, most)

    @property
    def idle(self) -> bool:
        """Whether every selection keeps it."""
        low = sum(amount for amount in self.terms.values() if amount < 0)
        high = sum(amount for amount in self.terms.values() if amount > 0)
        return (self.least is None or low >= self.least) and (self.most is None or high <= self.most)


def ban(items: frozenset[int], size: int) -> Row:
    """Shut one selection out: at least one candidate must differ."""
    return Row({item: -1 if item in items else 1 for item in range(size)}, least=1 - len(items))
