"""Random portfolios for tests, as plain cases and as registers."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from graphsvc.model import Value
from graphsvc.snapshot import Snapshot
from tests.graphs import graph
from tests.oracle.portfolio import Case

__all__ = ["WEIGHTS", "asked", "random_case", "register_of"]

SECTORS = ("A", "B")
WEIGHTS = {"money": Fraction(3), "quality": Fraction(2), "risk": Fraction(1, 2)}


def random_case(seed: int, count: int | None = None) -> Case:
    """Make a small case of every kind of demand; small numbers, so that ties are common."""
    dice = random.Random(seed)
    drawn = dice.randint(0, 7)
    ids = [f"P{number:02}" for number in range(drawn if count is None else count)]
    scale = dice.choice([1, 1, 5, 100])
    proposals = {one: _proposal(dice, one, ids, scale) for one in ids}
    total = sum(one.get("investment") or 0 for one in proposals.values())
    part = dice.choice([0.0, 0.3, 0.5, 0.5, 0.8, 1.2])
    return Case(
        proposals,
        WEIGHTS,
        budget=int(total * part),
        yearly=dice.randint(0, 12) if dice.random() < 0.4 else None,
        capacity=dice.randint(0, 12) if dice.random() < 0.4 else None,
        floors={"A": dice.randint(0, 6) * scale} if dice.random() < 0.4 else {},
        ceilings={"B": dice.randint(0, 6) * scale} if dice.random() < 0.3 else {},
        without=frozenset(one for one in ids if dice.random() < 0.06),
    )


def _proposal(dice: random.Random, me: str, ids: list[str], scale: int) -> dict[str, Any]:
    others = [one for one in ids if one != me]
    steps = dice.choice([[0, 5], [2, 2, 3], [0, 1, 2, 3, 4, 5], [0.5, 2.5, 4]])
    scores = {name: dice.choice(steps) for name in WEIGHTS if dice.random() > 0.02}
    one: dict[str, Any] = {
        "scores": scores,
        "sector": dice.choice(SECTORS),
        "investment": dice.randint(0, 5) * scale if dice.random() > 0.04 else None,
        "yearly_cost": dice.randint(-1, 5) if dice.random() > 0.04 else None,
        "it_person_weeks": dice.randint(0, 5) if dice.random() > 0.04 else None,
        "mandatory": dice.random() < 0.05,
    }
    if others and dice.random() < 0.25:
        one["requires"] = dice.sample(others, k=min(len(others), dice.choice([1, 1, 2])))
    if others and dice.random() < 0.2:
        one["excludes"] = dice.sample(others, k=1)
    return one


def register_of(case: Case) -> Snapshot:
    """Make the register that holds a case."""
    things: dict[str, Mapping[str, Value]] = {f"unit:{sector}": {"level": "sector"} for sector in SECTORS}
    return graph(things | {f"proposal:{one}": _fields(given) for one, given in case.proposals.items()})


def _fields(one: Mapping[str, Any]) -> dict[str, Value]:
    fields: dict[str, Value] = {
        "scores": tuple(f"{name}={score}" for name, score in one["scores"].items()),
        "sector": (one["sector"],),
        "requires_proposals": tuple(one.get("requires", ())),
        "excludes_proposals": tuple(one.get("excludes", ())),
    }
    numbers = {name: one[name] for name in ("investment", "yearly_cost", "it_person_weeks") if one[name] is not None}
    return {**fields, **numbers, "mandatory": one["mandatory"]}


def asked(case: Case) -> dict[str, Any]:
    """Return the question's parameters."""
    return {
        "budget": case.budget,
        "yearly_budget": case.yearly,
        "capacity": case.capacity,
        "weight": ("reach=0", *(f"{name}={float(weight)}" for name, weight in case.weights.items())),
        "floor": tuple(f"{sector}={least}" for sector, least in case.floors.items()),
        "ceiling": tuple(f"{sector}={most}" for sector, most in case.ceilings.items()),
        "without": tuple(sorted(case.without)),
    }
