"""The portfolio of the demo, checked by hand: points, the best set, its reasons and what nearly made it."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.portfolio import Portfolio, portfolio
from tests.demo_facts import imported_snapshot

#: Investment and points by hand: 8 x money (net of 2,000 kNOK gives 5; tenths, halves upwards) + 5 x quality
#: + 4 x reach (sectors touched of 4, times 5) + 3 x low risk.
BY_HAND = {
    "P1": (2400, 8 * 0.2 + 5 * 4 + 4 * 3.8 + 3 * 2),  # net 90, three sectors
    "P2": (3100, 8 * 4.2 + 5 * 5 + 4 * 1.3 + 3 * 2),  # net 1,670, one sector
    "P3": (1850, 8 * 1.6 + 5 * 4 + 4 * 5.0 + 3 * 3),  # net 630, all four
    "P4": (900, 8 * 0.0 + 5 * 3 + 4 * 2.5 + 3 * 2),  # net -510 counts 0, two sectors
    "P5": (1200, 8 * 0.6 + 5 * 3 + 4 * 5.0 + 3 * 3),  # net 250, all four
    "P6": (2100, 8 * 0.0 + 5 * 5 + 4 * 3.8 + 3 * 1),  # net -40, three sectors
    "P7": (700, 8 * 0.0 + 5 * 3 + 4 * 2.5 + 3 * 2),  # net -150, two sectors
    "P8": (350, 8 * 0.0 + 5 * 2 + 4 * 2.5 + 3 * 4),  # net -100, two sectors
}


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


@pytest.fixture(scope="module")
def found(demo: Snapshot) -> Portfolio:
    return portfolio(demo, budget=7000, sweep=True)


def by_hand(budget: int) -> tuple[str, ...]:
    """Return the best set: the most points, then the lowest cost."""
    sets = [ids for count in range(9) for ids in combinations(BY_HAND, count)]
    fitting = [ids for ids in sets if sum(BY_HAND[one][0] for one in ids) <= budget]
    return max(
        fitting, key=lambda ids: (round(sum(BY_HAND[one][1] for one in ids), 6), -sum(BY_HAND[one][0] for one in ids))
    )


def test_the_points_of_every_proposal_are_those_worked_out_by_hand(found: Portfolio) -> None:
    document = found.document(Language.EN)
    told = {one["id"]: (one["investment"], one["value"]) for one in document["proposals"]}
    assert told == {one: (cost, pytest.approx(value)) for one, (cost, value) in BY_HAND.items()}


def test_the_best_set_for_seven_million_is_that_of_the_page(found: Portfolio) -> None:
    document = found.document(Language.NB)
    assert document["chosen"] == ["P2", "P3", "P4", "P7", "P8"] == list(by_hand(7000))
    assert (document["cost"], document["value"], document["optimal"]) == (6900, 225.6, True)
    assert document["summary"] == (
        "5 av 8 forslag for 6\u00a0900 av 7\u00a0000 tusen kroner, 225,6 poeng. "
        "Beste mulige utvalg: alle 256 kombinasjoner er prøvd."
    )


def test_every_budget_of_the_sweep_has_the_best_set_worked_out_by_hand(found: Portfolio) -> None:
    columns: list[dict[str, Any]] = found.document(Language.EN)["sweep"]
    assert len(columns) == 26
    assert [column["chosen"] for column in columns] == [list(by_hand(column["budget"])) for column in columns]


def test_what_is_left_out_costs_more_than_the_hundred_that_are_left(found: Portfolio) -> None:
    why = {one["id"]: one["why"] for one in found.document(Language.EN)["not_chosen"]}
    assert list(why) == ["P5", "P6", "P1"]
    for identifier, short in (("P5", "1,100"), ("P6", "2,000"), ("P1", "2,300")):
        assert why[identifier].startswith(f"Costs NOK {short} thousand more than what is left of the budget")


def test_the_nearest_sets_swap_the_largest_and_a_small_one_for_two_others(found: Portfolio) -> None:
    near = found.document(Language.EN)["near_misses"]
    assert [(one["less"], one["out"], one["in"]) for one in near[:2]] == [
        (8.8, ["P2", "P4"], ["P5", "P6"]),
        (8.8, ["P2", "P7"], ["P5", "P6"]),
    ]


def test_the_answer_turns_when_money_weighs_half_or_reach_double(found: Portfolio) -> None:
    weights = found.document(Language.EN)["sensitivity"]["weights"]
    turned = [(one["criterion"], one["factor"], one["in"], one["out"]) for one in weights if one["in"]]
    assert turned == [("money", 0.5, ["P5", "P6"], ["P2", "P4"]), ("reach", 2.0, ["P5", "P6"], ["P2", "P4"])]


def test_two_proposals_of_the_demo_are_asked_about_and_nothing_excludes_anything(found: Portfolio) -> None:
    assert [(one.a, one.b) for one in found.suggestions] == [("P1", "P8")]
    assert set(found.programme.constraints) == {"budget"}


def test_the_scores_of_the_demo_are_those_of_its_own_file(demo: Snapshot, demo_source: Path) -> None:
    with (demo_source / "proposal_scores.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: tuple(row["scores"].split(";")) for row in csv.DictReader(file)}
    assert {one: fact.record.fields["scores"] for one, fact in demo.proposals.items()} == rows
    assert "SYNTHETIC" in (demo_source / "README.md").read_text(encoding="utf-8")
