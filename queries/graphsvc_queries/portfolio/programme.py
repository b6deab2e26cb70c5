"""What may be chosen: candidates by number, what each is worth and costs, and the constraints on a selection.

Everything is a whole number: values in units of 1/2000 point, money in kNOK, work in person-weeks. A selection is
checked against these numbers themselves, never against what a solver in floating point says of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from graphsvc.text import Text

__all__ = ["Choice", "Constraint", "Demand", "Engine", "Found", "OutOfTime", "Programme", "Variant"]


class Demand(StrEnum):
    """What kind of constraint it is."""

    BUDGET = "budget"
    YEARLY_BUDGET = "yearly_budget"
    CAPACITY = "capacity"
    REQUIRES = "requires"
    EXCLUDES = "excludes"
    MANDATORY = "mandatory"
    FLOOR = "floor"
    CEILING = "ceiling"
    HELD_OUT = "held_out"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: least <= sum of amounts of the chosen <= most.

    Parameters
    ----------
    key
        Names it within a programme.
    demand
        Its kind.
    terms
        (candidate, amount) pairs; what is not named has the amount 0.
    least, most
        Bounds, None = none.
    sentence
        What is demanded, as a sentence.
    about
        Candidates that it is told of.
    detail
        What is missing, for a proposal that cannot be weighed.
    """

    key: str
    demand: Demand
    terms: tuple[tuple[int, int], ...]
    least: int | None
    most: int | None
    sentence: Text
    about: tuple[int, ...] = ()
    detail: Text | None = None

    def amount(self, items: Iterable[int]) -> int:
        """Add up the amounts of chosen candidates."""
        chosen = frozenset(items)
        return sum(amount for item, amount in self.terms if item in chosen)

    def holds(self, items: Iterable[int], most: int | None = None) -> bool:
        """Tell whether a selection keeps it, in whole numbers; ``most`` stands in for its own upper bound."""
        upper, amount = self.most if most is None else most, self.amount(items)
        return (self.least is None or amount >= self.least) and (upper is None or amount <= upper)


@dataclass(frozen=True, slots=True)
class Programme:
    """Candidates in the order of their ids, and the constraints."""

    values: tuple[int, ...]
    costs: tuple[int, ...]
    constraints: Mapping[str, Constraint] = field(hash=False)

    @property
    def size(self) -> int:
        """How many candidates there are."""
        return len(self.values)


@dataclass(frozen=True, slots=True)
class Variant:
    """The same programme, asked a little differently.

    Parameters
    ----------
    values
        Other values (sensitivity).
    lifted
        Keys of constraints that do not count.
    most
        Other upper bounds, by key (sweep).
    fixed
        Candidates that must be in (true) or out (false).
    banned
        Selections that have been found already.
    least_value
        What a selection must at least be worth.
    """

    values: tuple[int, ...] | None = None
    lifted: frozenset[str] = frozenset()
    most: tuple[tuple[str, int], ...] = ()
    fixed: tuple[tuple[int, bool], ...] = ()
    banned: tuple[frozenset[int], ...] = ()
    least_value: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A selection with its value and cost."""

    items: frozenset[int]
    value: int
    cost: int


@dataclass(frozen=True, slots=True)
class Found:
    """The best selection, None when none keeps the constraints; how much better one could at most be.

    ``proven`` is false when time ran out first: the selection keeps every constraint, but a better one may be there.
    """

    choice: Choice | None
    proven: bool = True
    bound: int | None = None


class OutOfTime(Exception):
    """Time ran out before a question was settled."""


class Engine(Protocol):
    """Finds best selections; two of them do, by trying all and by integer programming."""

    def search(self, variant: Variant) -> Found:
        """Find the selection of the highest value, then the lowest cost, then the first ids."""
        ...

    def best(self, variant: Variant) -> Choice | None:
        """Find the same, proven.

        Raises
        ------
        OutOfTime
            When there was no time to prove it.
        """
        ...

    def satisfying(self, required: frozenset[str]) -> frozenset[str] | None:
        """Keep some constraints and as many of the others as possible; return the keys kept, None when impossible.

        Raises
        ------
        OutOfTime
            When there was no time.
        """
        ...
