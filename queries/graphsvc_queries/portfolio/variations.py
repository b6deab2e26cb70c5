"""The same question asked otherwise: selections that are nearly as good, other weights, other budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc_queries.portfolio.candidates import Candidate
from graphsvc_queries.portfolio.criteria import Criterion
from graphsvc_queries.portfolio.programme import Choice, Demand, Engine, OutOfTime, Programme, Variant

__all__ = ["NEAR_MISSES", "Column", "Weighed", "budgets", "near_misses", "reweighed", "sweep"]

#: At most so many near misses are told, and none that is worth less than this part of the best.
NEAR_MISSES, _NEAR = 5, (95, 100)
#: So many columns a sweep has at most.
_COLUMNS = 27
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The best selection when one weight is halved or doubled.

    Parameters
    ----------
    choice
        None when there was no time to find it.
    """

    criterion: str
    doubled: bool
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Column:
    """The best selection under another budget.

    Parameters
    ----------
    known
        False when there was no time to find it.
    choice
        None when no selection keeps the demands under this budget.
    """

    budget: int
    known: bool
    choice: Choice | None


def near_misses(engine: Engine, best: Choice) -> tuple[tuple[Choice, ...], bool]:
    """Return the next best selections within 5 % of the best one's value, and whether all were looked for.

    Notes
    -----
    One search each.
    """
    if best.value <= 0:
        return (), True
    least = -(-best.value * _NEAR[0] // _NEAR[1])
    found: list[Choice] = []
    banned = [best.items]
    try:
        while len(found) < NEAR_MISSES:
            other = engine.best(Variant(banned=tuple(banned), least_value=least))
            if other is None:
                break
            found.append(other)
            banned.append(other.items)
    except OutOfTime:
        return tuple(found), False
    return tuple(found), True


def reweighed(engine: Engine, candidates: Sequence[Candidate], criteria: Sequence[Criterion]) -> tuple[Weighed, ...]:
    """Halve and double each weight in turn.

    Notes
    -----
    Two searches a criterion.
    """
    found = []
    for criterion in criteria:
        for factor in (1, 4):
            values = tuple(one.worth(criteria, {criterion.name: factor}) or 0 for one in candidates)
            try:
                choice = engine.best(Variant(values=values))
            except OutOfTime:
                choice = None
            found.append(Weighed(criterion.name, factor == 4, choice))
    return tuple(found)


def sweep(programme: Programme, engine: Engine, budget: int) -> tuple[Column, ...]:
    """Find the best selection under other budgets, the asked one among them.

    Notes
    -----
    One search a budget, at most 28.
    """
    found = []
    for one in budgets(budget, programme.costs):
        try:
            choice = engine.best(Variant(most=((Demand.BUDGET.value, one),)))
            found.append(Column(one, True, choice))
        except OutOfTime:
            found.append(Column(one, False, None))
    return tuple(found)


def budgets(budget: int, costs: Sequence[int]) -> tuple[int, ...]:
    """Choose round budgets from the smallest investment to all of them together, and the asked one.

    Examples
    --------
    >>> budgets(7, [3, 4, 5])
    (3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
    """
    total, least = sum(cost for cost in costs if cost > 0), min((cost for cost in costs if cost > 0), default=0)
    step = _step(max(total, 1))
    first = least // step * step or step
    return tuple(sorted({budget, *range(first, total + step, step)}))


def _step(total: int) -> int:
    """Return the smallest round number of which the total has not too many."""
    for exponent in range(20):
        for step in _STEPS:
            if total <= step * 10**exponent * (_COLUMNS - 1):
                return int(step * 10**exponent)
    return total
