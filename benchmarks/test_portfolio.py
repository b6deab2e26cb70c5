"""The portfolio beside trying every set in plain Python, dynamic programming in plain Python, and HiGHS; same answers.

Ours gives with the best set a reason for each proposal, near misses and other weights; theirs the best value only.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from scipy.optimize import Bounds, LinearConstraint, milp

from graphsvc.snapshot import Snapshot
from graphsvc_queries.portfolio import Portfolio, points, portfolio
from tests.graphs import graph

SCORES = ("money", "quality", "reach", "risk")
WEIGHTS = {"money": 8, "quality": 5, "reach": 4, "risk": 3}


def proposals(count: int, links: bool) -> tuple[Snapshot, list[int], list[int]]:
    """Make proposals; return the register, their values in points and their investments in kNOK."""
    dice = random.Random(count)
    things: dict[str, dict[str, object]] = {}
    values, costs = [], []
    for number in range(count):
        scores = {name: dice.randint(0, 5) for name in SCORES}
        costs.append(dice.randint(2, 100) * 50)
        values.append(sum(WEIGHTS[name] * score for name, score in scores.items()))
        things[f"proposal:P{number:03}"] = {
            "investment": costs[-1],
            "yearly_cost": dice.randint(0, 900),
            "it_person_weeks": dice.randint(1, 60),
            "scores": tuple(f"{name}={score}" for name, score in scores.items()),
        }
        if links and number and dice.random() < 0.15:
            things[f"proposal:P{number:03}"]["requires_proposals"] = (f"P{dice.randrange(number):03}",)
    return graph(things), values, costs


def every_set(values: list[int], costs: list[int], budget: int) -> int:
    """Try every set, one by one."""
    ids = range(len(values))
    sets = (chosen for count in range(len(ids) + 1) for chosen in combinations(ids, count))
    return max(sum(values[one] for one in chosen) for chosen in sets if sum(costs[one] for one in chosen) <= budget)


def by_budget(values: list[int], costs: list[int], budget: int) -> int:
    """Fill a table of the best value for each budget, in plain Python."""
    best = [0] * (budget + 1)
    for value, cost in zip(values, costs, strict=True):
        for left in range(budget, cost - 1, -1):
            best[left] = max(best[left], best[left - cost] + value)
    return best[budget]


def by_highs(values: list[int], costs: list[int], budget: int) -> int:
    """Ask HiGHS directly."""
    whole = np.ones(len(values), dtype=np.int64)
    limit = LinearConstraint(np.array([costs], dtype=float), -np.inf, float(budget))
    found = milp(-np.array(values, dtype=float), integrality=whole, bounds=Bounds(0, 1), constraints=limit)
    assert found.fun is not None
    return -round(found.fun)


def ours(snapshot: Snapshot, budget: int, **more: int) -> Portfolio:
    """Ask the whole question."""
    return portfolio(snapshot, budget=budget, seconds=60.0, **more)  # type: ignore[arg-type]


def value_of(found: Portfolio) -> int:
    """Return the best value in points."""
    assert found.best is not None
    assert found.optimal
    return round(points(found.best.value))


def _timed(benchmark: BenchmarkFixture, group: str, engine: str, ask: Callable[[], object]) -> None:
    benchmark.group = group
    benchmark.extra_info["engine"] = engine
    benchmark(ask)


@pytest.mark.parametrize("engine", ["graphsvc", "trying every set in Python"])
def test_a_portfolio_of_sixteen(benchmark: BenchmarkFixture, engine: str) -> None:
    snapshot, values, costs = proposals(16, links=False)
    budget = sum(costs) // 3
    assert value_of(ours(snapshot, budget)) == every_set(values, costs, budget)
    asked: dict[str, Callable[[], object]] = {
        "graphsvc": lambda: ours(snapshot, budget),
        "trying every set in Python": lambda: every_set(values, costs, budget),
    }
    _timed(benchmark, "portfolio, 16 proposals, one budget", engine, asked[engine])


@pytest.mark.parametrize("engine", ["graphsvc", "dynamic programming in Python", "HiGHS, best value only"])
def test_a_portfolio_of_forty(benchmark: BenchmarkFixture, engine: str) -> None:
    snapshot, values, costs = proposals(40, links=False)
    budget = sum(costs) // 3
    best = by_budget(values, costs, budget)
    assert value_of(ours(snapshot, budget)) == best == by_highs(values, costs, budget)
    asked: dict[str, Callable[[], object]] = {
        "graphsvc": lambda: ours(snapshot, budget),
        "dynamic programming in Python": lambda: by_budget(values, costs, budget),
        "HiGHS, best value only": lambda: by_highs(values, costs, budget),
    }
    _timed(benchmark, "portfolio, 40 proposals, one budget", engine, asked[engine])


@pytest.mark.parametrize("count", [30, 50])
def test_a_portfolio_with_three_limits_and_prerequisites(benchmark: BenchmarkFixture, count: int) -> None:
    snapshot, _, costs = proposals(count, links=True)

    def ask() -> Portfolio:
        return ours(snapshot, sum(costs) // 3, yearly_budget=count * 150, capacity=count * 10)

    assert value_of(ask()) > 0
    _timed(benchmark, f"portfolio, {count} proposals, three limits and prerequisites", "graphsvc", ask)
