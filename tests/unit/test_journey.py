"""Journeys of the demo with the reasons for each break, and the rules on small ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.errors import QuestionError, UnknownThing
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.journey import journey
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph

STEPS: list[Tie] = [
    ("contains", "journey:j", "service:b", {"order": 2}),
    ("contains", "journey:j", "service:a", {"order": 1}),
]
SUPPORT: list[Tie] = [
    ("supports", "system:x", "service:a", {"strength": "required"}),
    ("supports", "system:y", "service:b", {"strength": "required"}),
]


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def test_a_child_with_complex_needs_meets_three_sectors_and_three_breaks(demo: Snapshot) -> None:
    found = journey(demo, thing="J2")
    assert [sector.sector.id for sector in found.sectors] == ["A2", "A3", "A4"]
    assert {sector.sector.id: sector.steps for sector in found.sectors}["A4"] == (8,)  # only school transport (U39)
    told = [(one.what, one.sentence.nb) for one in found.breaks]
    assert told[1] == (
        "hand_over_none",
        "Registeret har ingen felles løsning og ingen flyt fra «Pedagogisk-psykologisk rådgivning» til «Avlastning».",
    )
    assert [what for what, _ in told] == ["hand_over_manual", "hand_over_none", "hand_over_manual", "rests_on"]
    assert told[3][1] == "4 av 8 steg stopper uten Sak- og arkivsystem."
    # The individual plan has four transfers by hand: to journal, counselling, social services and the archive.
    by_hand = {(flow.start.id, flow.end.id) for flow in found.manual if flow.start.id == "iplan"}
    assert by_hand == {("iplan", "epj"), ("iplan", "ppt"), ("iplan", "sosial"), ("iplan", "sakark")}


def test_living_safely_at_home_rests_on_one_journal(demo: Snapshot) -> None:
    found = journey(demo, thing="Bo trygt hjemme")
    assert [step.service.id for step in found.steps] == [
        "T004",
        "T005",
        "T007",
        "T002",
        "T003",
        "T013",
        "T031",
        "T133",
        "T035",
    ]
    assert [(one.what, one.things) for one in found.breaks] == [("rests_on", ("system:epj",))]
    assert found.systems[0][0].id == "epj"
    assert found.systems[0][1] == (1, 2, 3, 4, 5)  # the last four are only supported by it, or not at all


def test_a_new_refugee_family_carries_its_papers_itself_three_times(demo: Snapshot) -> None:
    breaks = [one.things for one in journey(demo, thing="J3").breaks]
    assert breaks == [
        ("service:T041", "service:T044"),
        ("service:T037", "service:T072"),
        ("service:T072", "service:T045"),
    ]


def test_the_best_way_of_handing_over_is_told() -> None:
    def how(*more: Tie) -> str:
        return journey(graph([], [*STEPS, *SUPPORT, *more]), thing="j").hand_overs[0].how.value

    manual: Tie = ("flow", "system:x", "system:y", {"mode": "manual", "data_to": "dependent"})
    batch: Tie = ("flow", "system:y", "system:x", {"mode": "batch", "data_to": "provider"})
    assert how() == "none"
    assert how(manual) == "manual"
    assert how(manual, batch) == "automatic"
    assert how(manual, batch, ("supports", "system:x", "service:b")) == "shared"


def test_data_that_goes_back_does_not_hand_over() -> None:
    back: Tie = ("flow", "system:x", "system:y", {"mode": "sync", "data_to": "provider"})
    assert journey(graph([], [*STEPS, *SUPPORT, back]), thing="j").hand_overs[0].how.value == "none"


def test_a_flow_whose_direction_nobody_knows_is_assumed_and_says_so() -> None:
    flow: Tie = ("flow", "system:y", "system:x", {"mode": "sync"})
    (over,) = journey(graph([], [*STEPS, *SUPPORT, flow]), thing="j").hand_overs
    assert (over.how.value, [one.assumed for one in over.flows]) == ("automatic", [True])


def test_logins_and_shared_platforms_carry_no_case() -> None:
    login: Tie = ("flow", "system:x", "system:y", {"mode": "login", "data_to": "both"})
    platform: list[Tie] = [("supports", "system:p", f"service:{one}") for one in "ab"]
    found = journey(graph({"system:p": {"platform": True}}, [*STEPS, *SUPPORT, login, *platform]), thing="j")
    assert found.hand_overs[0].how.value == "none"


def test_unknown_support_and_unknown_deliverers_are_breaks_of_their_own() -> None:
    found = journey(graph([], [*STEPS, SUPPORT[0], ("delivers", "unit:u", "service:a")]), thing="j")
    assert [(one.what, one.sentence.en) for one in found.breaks] == [
        ("hand_over_unknown", "The register does not know which systems “b” uses."),
        ("nobody_delivers", "The register does not know who delivers “b”."),
        ("unknown_support", "The register does not know which systems “b” uses."),
    ]


def test_a_system_with_an_alternative_is_not_what_a_step_rests_on() -> None:
    group = {"strength": "required", "alternative": "g"}
    ties: list[Tie] = [*STEPS, *(("supports", f"system:{one}", "service:a", group) for one in "xy")]
    assert {system.id: steps for system, steps in journey(graph([], ties), thing="j").systems} == {"x": (), "y": ()}


def test_what_is_no_journey_is_refused_with_those_there_are() -> None:
    snapshot = graph([], STEPS)
    with pytest.raises(QuestionError, match=r"service:a is of kind service, no journey\. Journeys: j"):
        journey(snapshot, thing="service:a")
    with pytest.raises(UnknownThing):
        journey(snapshot, thing="nothing like it")


def test_the_document_holds_steps_sectors_units_systems_and_hand_overs(demo: Snapshot) -> None:
    document = journey(demo, thing="journey:J5").document(Language.NN)
    assert {"steps", "sectors", "units", "systems", "hand_overs", "manual", "breaks"} <= set(document)
    assert document["units"] == ["U07", "U09", "U18", "U37", "U43"]


def test_the_table_has_one_row_a_step_with_its_hand_over(demo: Snapshot) -> None:
    rows = journey(demo, thing="J2").table(Language.NB)
    assert [row["hand_over"] for row in rows] == [
        "manual",
        "shared",
        "shared",
        "shared",
        "none",
        "shared",
        "manual",
        None,
    ]
    assert journey(graph(["journey:j"]), thing="j").table(Language.NB) == []
