"""The portfolio on 500 random cases with every kind of demand: as trying every set, by both ways of searching."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

import graphsvc_queries.portfolio as room
from graphsvc.text import Language
from graphsvc_queries.portfolio import UNITS, Choice, Portfolio, portfolio, solver
from graphsvc_queries.portfolio.narrowing import Nearby
from tests.oracle import portfolio as oracle
from tests.property.portfolios import asked, random_case, register_of

CASES = 500
#: Some reasons are rare.
EXPLAINED = 1200
SOLVED = 150


def answer(seed: int, **more: object) -> tuple[oracle.Case, Portfolio]:
    case = random_case(seed)
    return case, portfolio(register_of(case), **asked(case), **more)  # type: ignore[arg-type]


def row(found: Portfolio, choice: Choice | None) -> oracle.Chosen | None:
    return None if choice is None else (tuple(found.ids(choice.items)), Fraction(choice.value, UNITS), choice.cost)


def check(case: oracle.Case, found: Portfolio) -> None:
    assert found.optimal
    assert row(found, found.best) == oracle.best(case)
    assert [row(found, one) for one in found.near] == oracle.near(case)
    for one in found.weighed:
        factor = Fraction(2) if one.doubled else Fraction(1, 2)
        weights = {**case.weights, one.criterion: case.weights[one.criterion] * factor}
        assert row(found, one.choice) == oracle.best(case, weights=weights)


@pytest.mark.parametrize("start", range(0, CASES, 50))
def test_the_best_the_near_misses_and_other_weights_are_those_of_trying_every_set(start: int) -> None:
    for seed in range(start, start + 50):
        check(*answer(seed))


@pytest.mark.parametrize("start", range(0, SOLVED, 25))
def test_the_solver_finds_the_same_as_trying_every_set(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_TRIED", -1)
    for seed in range(start, start + 25):
        case, found = answer(seed, seconds=600.0)
        assert found.tried is None
        check(case, found)
        check_conflict(case, found)


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_highs_alone_finds_the_same_as_trying_every_set(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_TRIED", -1)
    monkeypatch.setattr(solver, "best_nearby", lambda *_: Nearby(False, None))
    for seed in range(start, start + 20):
        check(*answer(seed, seconds=600.0))


@pytest.mark.parametrize("seed", range(12))
def test_seventeen_proposals_have_the_same_answer_both_ways(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = random_case(seed, 17)
    monkeypatch.setattr(room, "MOST_TRIED", -1)
    narrowed = portfolio(register_of(case), **asked(case), seconds=600.0)
    monkeypatch.setattr(room, "MOST_TRIED", 17)
    tried = portfolio(register_of(case), **asked(case))
    assert narrowed.best == tried.best
    assert narrowed.near == tried.near
    assert narrowed.weighed == tried.weighed
    assert [one.reason for one in narrowed.rows] == [one.reason for one in tried.rows]


def test_a_sweep_finds_the_best_under_each_budget() -> None:
    for seed in range(60):
        case, found = answer(seed, sweep=True)
        assert found.columns is not None
        assert case.budget in [column.budget for column in found.columns]
        for column in found.columns:
            assert column.known
            assert row(found, column.choice) == oracle.best(case, budget=column.budget)


def test_what_is_said_to_keep_a_proposal_out_does_so() -> None:
    told: Counter[str] = Counter()
    for seed in range(EXPLAINED):
        case, found = answer(seed)
        if found.best is None:
            continue
        for one in found.rows:
            if not one.chosen:
                told[one.reason.kind] += 1
                check_out(case, one)
    assert {"budget", "yearly_budget", "capacity", "requires", "excludes", "ceiling", "floor", "mandatory"} <= set(told)
    assert {"held_out", "unfit", "worthless", "beaten", "together"} <= set(told)


def check_out(case: oracle.Case, one: room.Row) -> None:
    me, lifts = one.candidate.id, frozenset(one.reason.lifts)
    if one.reason.kind == "unfit":
        assert f"unfit:{me}" in oracle.broken(case, [me])
        return
    if lifts:
        then = oracle.best(case, lifted=lifts)
        assert then is not None
        assert me in then[0]
    elif one.reason.kind == "held_out":
        then = oracle.best(case, lifted=frozenset({f"held_out:{me}"}))
        assert then is None or me not in then[0]
    else:
        for key in oracle.demands(case):
            if not key.startswith(("unfit", "held_out")):
                then = oracle.best(case, lifted=frozenset({key}))
                assert then is None or me not in then[0], key
    for key in lifts if len(lifts) > 1 else ():  # none of them does it alone
        alone = oracle.best(case, lifted=frozenset({key}))
        assert alone is None or me not in alone[0]
    if one.reason.amount is not None:
        now = oracle.best(case)
        assert now is not None
        name = {"budget": "investment", "yearly_budget": "yearly_cost", "capacity": "it_person_weeks"}[one.reason.kind]
        limit = {"budget": case.budget, "yearly_budget": case.yearly, "capacity": case.capacity}[one.reason.kind]
        assert limit is not None
        assert one.reason.amount == sum(case.proposals[each][name] for each in (*now[0], me)) - limit


def test_what_is_said_to_hang_on_a_chosen_proposal_does_so() -> None:
    told: Counter[str] = Counter()
    for seed in range(EXPLAINED):
        case, found = answer(seed)
        now = oracle.best(case)
        for one in found.chosen:
            assert now is not None
            told[one.reason.kind] += 1
            me, kind, amount = one.candidate.id, one.reason.kind, one.reason.amount
            if kind.startswith("mandatory"):
                then = oracle.best(case, lifted=frozenset({f"mandatory:{me}"}))
                assert then is not None
                gain = then[1] - now[1]
                assert kind == ("mandatory_anyway" if me in then[0] else "mandatory_costs" if gain else "mandatory_tie")
                assert amount in {None, gain * UNITS}
                continue
            rest = next((each for each in oracle.ranked(case) if me not in each[0]), None)
            if rest is None:
                assert kind == "needed"
            elif rest[1] < now[1]:
                assert (kind, amount) == ("worth", (now[1] - rest[1]) * UNITS)
            else:
                assert (kind, amount) == (("cheaper", rest[2] - now[2]) if rest[2] > now[2] else ("first", None))
    assert {"worth", "needed", "cheaper", "first", "mandatory_anyway", "mandatory_costs"} <= set(told)


def check_conflict(case: oracle.Case, found: Portfolio) -> bool:
    if found.best is not None:
        assert found.document(Language.EN)["conflict"] is None
        return False
    assert found.conflict is not None
    keys = {one.key for one in found.conflict}
    assert len(keys) == oracle.smallest_conflict(case)
    assert all(oracle.broken(case, chosen) & keys for chosen in oracle.every_set(case))
    return True


def test_an_impossible_question_names_the_fewest_demands_that_clash() -> None:
    assert sum(check_conflict(*answer(seed)) for seed in range(CASES)) > 20
