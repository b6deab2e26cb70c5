"""A constraint as a solver sees it: amounts by number, between two bounds, in whole numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

__all__ = ["Row", "ban", "orders"]


@dataclass(frozen=True, slots=True)
class Row:
    """Least <= sum of the amounts of what is chosen <= most."""

    terms: Mapping[int, int]
    least: int | None = None
    most: int | None = None

    def amount(self, chosen: Collection[int]) -> int:
        """Add up what is chosen."""
        return sum(amount for item, amount in self.terms.items() if item in chosen)

    def holds(self, chosen: frozenset[int]) -> bool:
        """Tell whether a selection keeps it."""
        amount = self.amount(chosen)
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


def orders(
    values: Sequence[int], costs: Sequence[int], rows: Sequence[Row], fixed: Mapping[int, bool]
) -> Iterator[Row]:
    """Let a candidate in only after the one before it that is alike in everything: their ids settle who comes first.

    No best selection is lost: of two that are alike, the first by ids may take the other's place.

    Notes
    -----
    O(terms of the rows).
    """
    found: dict[int, list[tuple[int, int]]] = {item: [] for item in range(len(values)) if item not in fixed}
    for number, row in enumerate(rows):
        for item, amount in row.terms.items():
            if amount and item in found:
                found[item].append((number, amount))
    before: dict[tuple[object, ...], int] = {}
    for item, amounts in found.items():
        look = (values[item], costs[item], *amounts)
        if look in before:
            yield Row({item: 1, before[look]: -1}, most=0)
        before[look] = item
