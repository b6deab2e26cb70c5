"""The best set of proposals by trying every set, one by one, in exact fractions (model.md section 5, portfolio)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import Any

__all__ = ["Case", "Chosen", "best", "broken", "demands", "every_set", "near", "smallest_conflict", "value"]

Ids = tuple[str, ...]
Chosen = tuple[Ids, Fraction, int]
Keeps = Callable[[frozenset[str]], bool]


@dataclass(frozen=True)
class Case:
    """A question in plain words: proposals by id, each with its numbers and what it says of others.

    ``scores`` are by criterion; a proposal that lacks one, or a number that is limited, is not weighed.
    """

    proposals: Mapping[str, Mapping[str, Any]]
    weights: Mapping[str, Fraction]
    budget: int
    yearly: int | None = None
    capacity: int | None = None
    floors: Mapping[str, int] = field(default_factory=dict)
    ceilings: Mapping[str, int] = field(default_factory=dict)
    without: frozenset[str] = frozenset()


def every_set(case: Case) -> Iterator[Ids]:
    """Give every set of proposals as a sorted tuple of ids."""
    ids = sorted(case.proposals)
    for count in range(len(ids) + 1):
        yield from combinations(ids, count)


def value(case: Case, chosen: Sequence[str], weights: Mapping[str, Fraction] | None = None) -> Fraction:
    """Add up weight x score of what is chosen; a proposal without all scores adds nothing."""
    total = Fraction(0)
    for identifier in chosen:
        scores = case.proposals[identifier]["scores"]
        if all(name in scores for name in case.weights):
            total += sum(
                (weight * Fraction(str(scores[name])) for name, weight in (weights or case.weights).items()), Fraction()
            )
    return total


def cost(case: Case, chosen: Sequence[str]) -> int:
    """Add up the investments of what is chosen."""
    return sum(case.proposals[one].get("investment") or 0 for one in chosen)


def demands(case: Case, budget: int | None = None) -> dict[str, Keeps]:
    """Name everything that is demanded, each as a test of a set of ids."""
    found: dict[str, Keeps] = {}
    found["budget"] = _at_most(case, "investment", case.budget if budget is None else budget)
    if case.yearly is not None:
        found["yearly_budget"] = _at_most(case, "yearly_cost", case.yearly)
    if case.capacity is not None:
        found["capacity"] = _at_most(case, "it_person_weeks", case.capacity)
    for sector, least in case.floors.items():
        found[f"floor:unit:{sector}"] = lambda ids, s=sector, n=least: _given(case, ids, s) >= n  # type: ignore[misc]
    for sector, most in case.ceilings.items():
        found[f"ceiling:unit:{sector}"] = lambda ids, s=sector, n=most: _given(case, ids, s) <= n  # type: ignore[misc]
    for identifier, one in case.proposals.items():
        found |= _of_one(case, identifier, one)
    return found


def _at_most(case: Case, name: str, most: int) -> Keeps:
    return lambda ids: sum(case.proposals[one].get(name) or 0 for one in ids) <= most


def _given(case: Case, ids: frozenset[str], sector: str) -> int:
    return sum(case.proposals[one].get("investment") or 0 for one in ids if case.proposals[one]["sector"] == sector)


def _of_one(case: Case, me: str, one: Mapping[str, Any]) -> dict[str, Keeps]:
    found: dict[str, Keeps] = {}
    if one.get("mandatory"):
        found[f"mandatory:{me}"] = lambda ids: me in ids
    if me in case.without:
        found[f"held_out:{me}"] = lambda ids: me not in ids
    limited = ["investment", *(["yearly_cost"] if case.yearly is not None else [])]
    limited += ["it_person_weeks"] if case.capacity is not None else []
    lacks = any(one.get(name) is None for name in limited)
    if lacks or (not one.get("mandatory") and any(name not in one["scores"] for name in case.weights)):
        found[f"unfit:{me}"] = lambda ids: me not in ids
    for other in one.get("requires", ()):
        found[f"requires:{me}:{other}"] = lambda ids, o=other: me not in ids or o in ids  # type: ignore[misc]
    for other in one.get("excludes", ()):
        pair = ":".join(sorted((me, other)))
        found[f"excludes:{pair}"] = lambda ids, o=other: not {me, o} <= ids  # type: ignore[misc]
    return found


def broken(case: Case, chosen: Sequence[str]) -> set[str]:
    """Return the names of the demands that a set breaks."""
    ids = frozenset(chosen)
    return {name for name, keeps in demands(case).items() if not keeps(ids)}


def ranked(
    case: Case,
    lifted: frozenset[str] = frozenset(),
    weights: Mapping[str, Fraction] | None = None,
    budget: int | None = None,
) -> list[Chosen]:
    """Return every set that keeps what is demanded: most valuable first, then cheapest, then first by ids."""
    tests = [keeps for name, keeps in demands(case, budget).items() if name not in lifted]
    kept = [chosen for chosen in every_set(case) if all(keeps(frozenset(chosen)) for keeps in tests)]
    rows = [(chosen, value(case, chosen, weights), cost(case, chosen)) for chosen in kept]
    return sorted(rows, key=lambda row: (-row[1], row[2], row[0]))


def best(case: Case, **otherwise: Any) -> Chosen | None:
    """Return the best set, None when none keeps what is demanded."""
    return next(iter(ranked(case, **otherwise)), None)


def near(case: Case) -> list[Chosen]:
    """Return the next best sets within 5 % of the best, at most five."""
    rows = ranked(case)
    if not rows or rows[0][1] <= 0:
        return []
    return [row for row in rows[1:] if row[1] * 100 >= rows[0][1] * 95][:5]


def smallest_conflict(case: Case) -> int:
    """Return how many demands the smallest conflict has."""
    tests = demands(case)
    sets = [frozenset(chosen) for chosen in every_set(case)]
    breaks = [frozenset(name for name, keeps in tests.items() if not keeps(ids)) for ids in sets]
    for size in range(1, len(tests) + 1):
        for names in combinations(tests, size):
            if all(names_broken & set(names) for names_broken in breaks):
                return size
    return 0
