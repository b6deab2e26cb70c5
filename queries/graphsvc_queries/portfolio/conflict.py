"""Which demands cannot be kept together: the fewest that already shut every selection out.

Implicit hitting sets (Ignatiev, Previti, Liffiton and Marques-Silva: Smallest MUS extraction with minimal hitting set
dualization, 2015): every selection breaks something; the fewest demands such that each selection breaks one of them
are a conflict of the smallest size.
"""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc_queries.portfolio.programme import Constraint, Engine, OutOfTime, Programme

__all__ = ["smallest_conflict"]


def smallest_conflict(programme: Programme, engine: Engine) -> tuple[Constraint, ...] | None:
    """Return the fewest constraints that no selection keeps together, in the programme's order; None out of time.

    The programme must be infeasible. Of several conflicts of the smallest size the first in the programme's order is
    told.

    Notes
    -----
    Exponential in the size of the conflict, which is the number of demands a person has to look at.
    """
    keys = list(programme.constraints)
    broken: list[tuple[int, ...]] = []
    try:
        while True:
            hitting = _smallest_hitting(broken)
            kept = engine.satisfying(frozenset(keys[place] for place in hitting))
            if kept is None:
                return tuple(programme.constraints[keys[place]] for place in hitting)
            left = tuple(place for place, key in enumerate(keys) if key not in kept)
            if not left or set(left) & set(hitting):  # the solver's word against whole numbers
                return None
            broken.append(left)
    except OutOfTime:
        return None


def _smallest_hitting(sets: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the fewest places that meet every set, the first such in order.

    Examples
    --------
    >>> _smallest_hitting([(0, 2), (1, 2), (3,)])
    (2, 3)
    """
    size = 0
    while True:
        found = _hit(sets, (), size)
        if found is not None:
            return found
        size += 1


def _hit(sets: Sequence[tuple[int, ...]], chosen: tuple[int, ...], left: int) -> tuple[int, ...] | None:
    open_sets = [one for one in sets if not set(one) & set(chosen)]
    if not open_sets:
        return tuple(sorted(chosen))
    if not left:
        return None
    shortest = min(open_sets, key=len)
    found = (_hit(open_sets, (*chosen, place), left - 1) for place in shortest)
    return min((one for one in found if one is not None), default=None)
