"""The portfolio: what is weighed, what is demanded, what is refused, and the edges of it all."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

import pytest

import graphsvc_queries.portfolio as room
from graphsvc.errors import QuestionError, UnknownThing, UsageError
from graphsvc.model import Value
from graphsvc.rules import RULES
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.portfolio import Portfolio, portfolio
from graphsvc_queries.portfolio.silence import without_chatter
from graphsvc_queries.portfolio.variations import budgets
from tests.graphs import graph

QUALITY = ("money=0", "reach=0", "risk=0", "quality=1")
Fields = Mapping[str, Value]


def register(**proposals: Fields) -> Snapshot:
    """Make proposals with a quality of 3 and an investment of 100, unless they say otherwise."""
    usual: dict[str, Value] = {"investment": 100, "scores": ("quality=3",)}
    sectors: dict[str, Fields] = {f"unit:{one}": {"level": "sector"} for one in ("A1", "A2")}
    return graph(sectors | {f"proposal:{one}": {**usual, **fields} for one, fields in proposals.items()})


def asked(snapshot: Snapshot, budget: int = 1000, **more: Any) -> Portfolio:
    return portfolio(snapshot, **{"budget": budget, "weight": QUALITY, **more})


def chosen(found: Portfolio) -> list[str]:
    return list(found.document(Language.EN)["chosen"])


def why(found: Portfolio, identifier: str) -> str:
    (row,) = [row for row in found.rows if row.candidate.id == identifier]
    return row.reason.sentence.en


# -- edges ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("most", [room.MOST_TRIED, -1])
def test_a_register_without_proposals_has_an_empty_answer(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_TRIED", most)
    found = portfolio(graph({"system:x": {}}), budget=1000, sweep=True)
    document = found.document(Language.NB)
    assert document["summary"] == "Det er ingen forslag å velge blant."
    assert (document["chosen"], document["value"], document["cost"], document["optimal"]) == ([], 0, 0, True)
    assert found.table(Language.NB) == []


@pytest.mark.parametrize("most", [room.MOST_TRIED, -1])
@pytest.mark.parametrize(("budget", "expected"), [(0, []), (99, []), (100, ["P1"])])
def test_one_proposal_is_in_when_it_fits(
    most: int, budget: int, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_TRIED", most)
    assert chosen(asked(register(P1={}), budget)) == expected


def test_what_costs_nothing_is_in_even_without_a_budget() -> None:
    assert chosen(asked(register(P1={"investment": 0}), 0)) == ["P1"]


@pytest.mark.parametrize("most", [room.MOST_TRIED, -1])
def test_equal_proposals_are_chosen_by_their_ids(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_TRIED", most)
    snapshot = register(**{f"P{number}": {} for number in range(1, 10)})
    assert chosen(asked(snapshot, 300)) == ["P1", "P2", "P3"]


@pytest.mark.parametrize("most", [room.MOST_TRIED, -1])
def test_numbers_of_billions_are_added_exactly(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_TRIED", most)
    big = 10**11
    snapshot = register(
        P1={"investment": big + 1, "scores": ("quality=3",)},
        P2={"investment": big, "scores": ("quality=2",)},
        P3={"investment": big - 1, "scores": ("quality=2",)},
    )
    assert chosen(asked(snapshot, 2 * big)) == ["P1", "P3"]
    assert chosen(asked(snapshot, 2 * big - 1)) == ["P2", "P3"]


def test_a_number_beyond_belief_is_unknown_rather_than_used() -> None:
    found = asked(register(P1={"investment": 10**13}, P2={}))
    assert chosen(found) == ["P2"]
    assert why(found, "P1") == "Not weighed: its investment is unknown."


def test_decimals_of_money_are_rounded_up_for_limits() -> None:
    snapshot = register(P1={"investment": 99.01})
    assert (chosen(asked(snapshot, 99)), chosen(asked(snapshot, 100))) == ([], ["P1"])


def test_a_proposal_that_brings_money_in_makes_room_for_others() -> None:
    assert chosen(asked(register(P1={"investment": -50}, P2={}), 50)) == ["P1", "P2"]


# -- scores ---------------------------------------------------------------------------------------------------------
def test_what_is_not_scored_is_listed_apart_and_is_not_zero() -> None:
    found = asked(register(P1={"scores": ()}, P2={}))
    document = found.document(Language.EN)
    assert document["not_scored"] == [{"id": "P1", "missing": ["quality"], "unread": []}]
    assert [row["value"] for row in document["proposals"]] == [None, 3.0]
    assert why(found, "P1") == "Not weighed: has no score on Quality."
    assert "1 cannot be weighed" in document["summary"]


def test_scores_that_cannot_be_read_are_told() -> None:
    found = asked(register(P1={"scores": ("quality=7", "kvalitet")}))
    assert found.document(Language.EN)["not_scored"][0]["unread"] == ["quality=7", "kvalitet"]


@pytest.mark.parametrize(
    ("fields", "score"),
    [
        ({"yearly_benefit": 1000, "yearly_cost": 0}, 2.5),
        ({"yearly_benefit": 9000, "yearly_cost": 0}, 5.0),
        ({"yearly_benefit": 100, "yearly_cost": 400}, 0.0),
        ({"yearly_benefit": 100}, None),
        ({"yearly_benefit": 100, "yearly_cost": 0, "scores": ("money=4",)}, 4.0),
    ],
)
def test_money_is_net_benefit_on_a_scale_and_a_negative_net_counts_nothing(fields: Fields, score: float | None) -> None:
    found = asked(register(P1={**fields}), weight=("quality=0", "reach=0", "risk=0"))
    assert found.document(Language.EN)["proposals"][0]["scores"] == {"money": score}


def test_reach_is_the_share_of_sectors_that_the_proposal_touches() -> None:
    snapshot = graph(
        {
            "unit:A1": {"level": "sector"},
            "unit:A2": {"level": "sector"},
            "unit:u": {},
            "proposal:P1": {"proposer_unit": ("u",), "investment": 1},
            "proposal:P2": {"investment": 1},
        },
        [("part_of", "unit:u", "unit:A1")],
    )
    found = portfolio(snapshot, budget=9, weight=("quality=0", "money=0", "risk=0"))
    assert [row.scores["reach"].tenths for row in (one.candidate for one in found.rows)] == [25, None]


def test_a_criterion_of_ones_own_counts_as_soon_as_a_weight_names_it() -> None:
    snapshot = register(P1={"scores": ("quality=1", "climate=5")}, P2={"scores": ("quality=2", "climate=0")})
    assert chosen(asked(snapshot, 100)) == ["P2"]
    assert chosen(asked(snapshot, 100, weight=(*QUALITY, "climate=1"))) == ["P1"]
    own = snapshot.with_rules(RULES.with_weights({"portfolio.weight.climate": 1.0}))
    assert chosen(asked(own, 100)) == ["P1"]


@pytest.mark.parametrize(
    "weights", [{"portfolio.weight.money": 101.0}, {"portfolio.weight.money": 0.001}, {"portfolio.scale.money": 0.0}]
)
def test_settings_that_cannot_be_used_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=re.escape(next(iter(weights)))):
        RULES.with_weights(weights)


@pytest.mark.parametrize(
    "weight", ["quality", "quality=x", "quality=-1", "quality=101", "quality=1.234", "=3", "Quality=1", "quality=nan"]
)
def test_a_weight_that_cannot_be_read_is_refused_with_an_example(weight: str) -> None:
    with pytest.raises(QuestionError, match="money=8"):
        asked(register(P1={}), weight=(weight,))


def test_a_weight_on_what_nobody_has_scored_is_refused_with_the_criteria_there_are() -> None:
    with pytest.raises(QuestionError, match="money, quality, reach, risk"):
        asked(register(P1={}), weight=("qualty=1",))


def test_a_question_without_any_weight_is_refused() -> None:
    with pytest.raises(QuestionError, match="weight above 0"):
        asked(register(P1={}), weight=("money=0", "reach=0", "risk=0", "quality=0"))


# -- demands --------------------------------------------------------------------------------------------------------
def test_a_prerequisite_that_is_done_is_there_and_one_that_is_gone_never_comes() -> None:
    gone: dict[str, Fields] = {
        "P1": {"requires_proposals": ("P9",)},
        "P2": {"requires_proposals": ("proposal:P8",)},
        "P3": {"requires_proposals": ("P7",)},
        "P4": {"requires_proposals": ("P6",)},
        "P9": {"carried_out_in": 3},
        "P8": {"withdrawn_on": "2026-01-01"},
        "P6": {"phase": "realising"},
    }
    found = asked(register(**gone))
    assert chosen(found) == ["P1", "P4"]
    assert why(found, "P2") == "P2 requires P8, which has been withdrawn. But for that it would be chosen."
    assert why(found, "P3") == "P3 requires P7, which does not exist. But for that it would be chosen."
    assert [(one.id, one.closed.value) for one in found.aside] == [
        ("P6", "done"),
        ("P8", "withdrawn"),
        ("P9", "done"),
    ]


@pytest.mark.parametrize("outcome", ["decline", "approve"])
def test_the_last_word_of_the_forum_declines(outcome: str) -> None:
    things = {
        "proposal:P1": {"investment": 1, "scores": ("quality=1",)},
        "decision:D1": {"proposal": ("P1",), "outcome": "decline", "decided_on": "2026-03-01"},
        "decision:D2": {
            "proposal": ("P1",),
            "outcome": outcome,
            "decided_on": "2026-02-01",
            "replaces": ("D1",),
        },
    }
    found = asked(graph(things))
    assert (chosen(found), [one.closed.value for one in found.aside]) == (
        ([], ["declined"]) if outcome == "decline" else (["P1"], [])
    )


def test_a_system_that_another_proposal_introduces_is_a_prerequisite_found_from_the_graph() -> None:
    changes = '[[add.system]]\nid = "hub"\nname_nb = "Hub"\n'
    uses = '[[add.flow]]\nfrom = "system:hub"\nto = "epj"\n'
    found = asked(
        register(
            P1={"change_set": uses, "scores": ("quality=5",)},
            P2={"change_set": changes, "scores": ("quality=0",), "investment": 950},
            P3={"integrates_systems": ("hub",)},
        )
    )
    assert chosen(found) == []
    assert [one.sentence.en for one in found.programme.constraints.values() if one.demand == "requires"] == [
        "P1 needs system:hub, which P2 introduces.",
        "P3 needs system:hub, which P2 introduces.",
    ]
    assert why(found, "P1") == "P1 needs system:hub, which P2 introduces. But for that it would be chosen."


def test_of_several_that_introduce_a_system_any_one_is_enough() -> None:
    changes = '[[add.system]]\nid = "hub"\n'
    found = asked(
        register(
            P1={"integrates_systems": ("hub",), "scores": ("quality=5",)},
            P2={"change_set": changes, "investment": 300, "scores": ("quality=0",)},
            P3={"change_set": changes, "investment": 200, "scores": ("quality=0",)},
        ),
        300,
    )
    assert chosen(found) == ["P1", "P3"]
    assert why(found, "P3") == "The best selection without it gives 5.0 points less."


@pytest.mark.parametrize("words", ["", "no toml [", "a = 1", "[add]\nsystem = 3", '[[add.system]]\nname_nb = "x"'])
def test_a_change_set_that_cannot_be_read_is_left_to_those_who_show_it(words: str) -> None:
    assert chosen(asked(register(P1={"change_set": words}))) == ["P1"]


def test_an_exclusion_says_who_confirmed_it_and_why() -> None:
    found = asked(
        register(P1={"excludes_proposals": ("P2",), "excludes_because": "same need", "excludes_by": "DigiForum"}, P2={})
    )
    assert chosen(found) == ["P1"]
    assert why(found, "P2") == (
        "P1 and P2 exclude each other (same need; confirmed by DigiForum). But for that it would be chosen."
    )


def test_proposals_that_seem_to_overlap_are_suggested_and_both_chosen() -> None:
    snapshot = graph(
        {
            "capability:c": {"name_nb": "Varsling"},
            "service:t": {"name_nb": "Vann"},
            **{
                f"proposal:P{number}": {
                    "investment": 1,
                    "scores": ("quality=1",),
                    "needed_capabilities": ("c",),
                    "affected_services": ("t",),
                }
                for number in (1, 2)
            },
        }
    )
    found = asked(snapshot)
    assert chosen(found) == ["P1", "P2"]
    assert [one.sentence.nb for one in found.suggestions] == [
        "P1 og P2 trenger begge «Varsling», for «Vann». Utelukker de hverandre?"
    ]


def test_floors_and_ceilings_come_from_the_settings_and_the_question_goes_before_them() -> None:
    snapshot = register(
        P1={"sector": ("A1",)}, P2={"sector": ("A1",), "scores": ("quality=1",)}, P3={"sector": ("A2",)}
    )
    own = snapshot.with_rules(RULES.with_weights({"portfolio.ceiling.A1": 100.0}))
    assert chosen(asked(own)) == ["P1", "P3"]
    assert why(asked(own), "P2") == "At most NOK 100 thousand may go to A1. But for that it would be chosen."
    assert chosen(asked(own, ceiling=("A1=200",))) == ["P1", "P2", "P3"]
    assert chosen(asked(own, 100, floor=("A2=100",))) == ["P3"]


def test_a_mandatory_proposal_without_scores_is_in_and_the_answer_says_what_it_does_not_know() -> None:
    found = asked(register(P1={"scores": (), "mandatory": True}, P2={}))
    assert chosen(found) == ["P1", "P2"]
    assert "P1 is mandatory without scores; its value is unknown and not in the sum." in found.summary.en


def test_a_mandatory_proposal_of_unknown_price_makes_the_question_impossible() -> None:
    found = asked(register(P1={"investment": None, "mandatory": True, "mandatory_because": "the law."}))
    assert found.best is None
    assert found.conflict is not None
    assert [one.sentence.en for one in found.conflict] == [
        "P1 is mandatory: the law.",
        "P1 cannot be weighed: its investment is unknown.",
    ]


@pytest.mark.parametrize(
    ("limit", "field", "text"),
    [
        ("yearly_budget", "yearly_cost", "its yearly cost is unknown"),
        ("capacity", "it_person_weeks", "its IT person-weeks are unknown"),
    ],
)
def test_an_unknown_number_matters_only_where_there_is_a_limit_on_it(limit: str, field: str, text: str) -> None:
    snapshot = register(P1={}, P2={field: 3})
    assert chosen(asked(snapshot)) == ["P1", "P2"]
    found = asked(snapshot, **{limit: 10})
    assert chosen(found) == ["P2"]
    assert why(found, "P1") == f"Not weighed: {text}."


# -- what is refused ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "more",
    [
        {"budget": -1},
        {"budget": 10**13},
        {"yearly_budget": -1},
        {"capacity": -5},
        {"floor": ("A1",)},
        {"floor": ("=5",)},
        {"floor": ("A1=-5",)},
        {"ceiling": ("A1=99999999999999",)},
        {"ceiling": ("proposal=5",)},
        {"seconds": 0.0},
        {"seconds": float("nan")},
    ],
)
def test_numbers_that_cannot_be_used_are_refused(more: dict[str, Any]) -> None:
    with pytest.raises(QuestionError):
        asked(register(P1={}), **more)


@pytest.mark.parametrize("more", [{"must": ("P9",)}, {"without": ("P9",)}])
def test_an_unknown_proposal_is_refused_with_those_there_are(more: dict[str, Any]) -> None:
    with pytest.raises(UnknownThing, match="Proposals: P1"):
        asked(register(P1={}), **more)


def test_a_floor_on_what_is_no_sector_is_refused_with_the_sectors() -> None:
    with pytest.raises(QuestionError, match="A1, A2"):
        asked(graph({"unit:A1": {"level": "sector"}, "unit:A2": {"level": "sector"}, "unit:u": {}}), floor=("u=5",))


# -- other parts ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("budget", "costs"), [(7000, [3100, 350, 900]), (0, []), (5, [0]), (10**12, [1, 10**12])])
def test_budgets_of_a_sweep_are_few_ascending_and_hold_the_asked_one(budget: int, costs: list[int]) -> None:
    found = budgets(budget, costs)
    assert budget in found
    assert list(found) == sorted(set(found))
    assert 1 <= len(found) <= 29


def test_an_answer_that_ran_out_of_time_says_so_and_keeps_what_it_demands() -> None:
    proposals: dict[str, Fields] = {
        f"P{number:03}": {"investment": 100 + number * 37 % 91, "scores": (f"quality={number * 7 % 5 + 1}",)}
        for number in range(60)
    }
    found = asked(register(**proposals), 3000, seconds=0.4, sweep=True)
    document = found.document(Language.EN)
    assert document["cost"] <= 3000
    assert document["optimal"] == ("no time" not in document["summary"])


def test_words_of_the_portfolio_are_the_same_in_the_document_of_every_language() -> None:
    found = asked(register(P1={}, P2={"investment": 2000}))
    keys = [{name: type(value) for name, value in found.document(language).items()} for language in Language]
    assert keys[0] == keys[1] == keys[2]


def test_the_solvers_own_lines_are_kept_from_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    with without_chatter():
        os.write(1, b"HighsMipSolverData says this\nsomebody else says that\n")
    os.write(1, b"and this\n")
    assert capfd.readouterr().out == "somebody else says that\nand this\n"
