"""Impact, work, kinds of change and proposals."""

from __future__ import annotations

import pytest

from graphsvc.errors import QuestionError, UnknownThing
from graphsvc.model import ChangeKind, Value, Way
from graphsvc_queries.impact import Impact, impact
from tests.graphs import Tie, graph


def strengths(answer: Impact, way: Way) -> dict[str, float]:
    return {one.thing: round(one.strength, 6) for one in answer.by_way(way)}


WORK: list[Tie] = [
    ("owns", "unit:me", "system:x"),
    ("flow", "system:x", "system:a", {"mode": "login"}),
    ("flow", "system:b", "system:x", {"mode": "sync", "criticality": "none", "through": ("hub",)}),
    ("owns", "unit:u", "system:a"),
    ("owns", "unit:v", "system:hub"),
    ("flow", "system:a", "system:far", {"mode": "sync"}),
]


def test_owners_and_both_ends_of_every_flow_have_work_and_it_does_not_spread() -> None:
    answer = impact(graph({}, WORK), things=("x",))
    assert strengths(answer, Way.WORK) == {
        "unit:me": 0.9,
        "system:a": 0.6,
        "system:b": 0.6,
        "system:hub": 0.6,
        "unit:u": 0.54,
        "unit:v": 0.54,
    }


def test_both_ends_of_each_flow_through_a_changed_hub_have_work() -> None:
    assert strengths(impact(graph({}, WORK), things=("hub",)), Way.WORK) == {
        "unit:v": 0.9,
        "system:b": 0.6,
        "system:x": 0.6,
        "unit:me": 0.54,
    }


def test_an_outage_makes_no_work_and_asks_the_owner_of_what_fails() -> None:
    answer = impact(graph({}, WORK), things=("x",), change=ChangeKind.OUTAGE)
    assert answer.by_way(Way.WORK) == ()
    assert [(one.thing, one.strength) for one in answer.consult] == [("unit:me", 1.0), ("unit:u", 0.9)]
    assert answer.consult[0].because[0].sentence.nn == "me eig x, som er ute av drift."
    assert "Arbeid" not in answer.summary.nb


def test_a_changed_thing_is_not_its_own_neighbour_s_work() -> None:
    answer = impact(graph({}, WORK), things=("x", "a"))
    assert "system:a" not in strengths(answer, Way.WORK)
    assert strengths(answer, Way.WORK)["unit:u"] == 0.9


def test_systems_on_a_changed_technology_and_their_owners_have_work() -> None:
    ties: list[Tie] = [
        ("runs_on", "system:a", "technology:x"),
        ("runs_on", "technology:b", "technology:x"),
        ("owns", "unit:u", "system:a"),
    ]
    assert strengths(impact(graph({}, ties), things=("x",)), Way.WORK) == {"system:a": 0.6, "unit:u": 0.54}


def test_holders_of_changed_data_and_their_owners_have_work_and_are_direct() -> None:
    ties: list[Tie] = [
        ("holds", "system:a", "data_object:x", {"role": "copy"}),
        ("holds", "technology:t", "data_object:x"),
        ("owns", "unit:u", "system:a"),
    ]
    answer = impact(graph({}, ties), things=("x",))
    assert strengths(answer, Way.WORK) == {"system:a": 0.6, "unit:u": 0.54}
    assert all(one.direct for one in answer.touched)
    assert answer.changes[0].kind == "data"


def test_an_upgrade_halves_the_first_weight_of_effect_and_not_of_work() -> None:
    answer = impact(graph({}, WORK), things=("x",), change=ChangeKind.UPGRADE)
    assert strengths(answer, Way.EFFECT) == {"system:a": 0.45, "system:far": 0.405}
    assert strengths(answer, Way.WORK)["unit:me"] == 0.9


def test_replace_has_the_strengths_of_retire_and_other_sentences() -> None:
    retire, replace = (
        impact(graph({}, WORK), things=("x",), change=change) for change in (ChangeKind.RETIRE, ChangeKind.REPLACE)
    )
    assert strengths(retire, Way.WORK) == strengths(replace, Way.WORK)
    told = [one.path[0].sentence.en for answer in (retire, replace) for one in answer.by_way(Way.WORK)[:1]]
    assert told == ["me owns x and must run the retirement.", "me owns x and must run the move to the new one."]


def test_a_new_thing_that_the_graph_tells_of_touches_whom_it_will_serve() -> None:
    ties: list[Tie] = [
        *WORK,
        ("supports", "system:x", "service:s", {"strength": "supporting"}),
        ("uses", "unit:z", "system:x"),
        ("delivers", "unit:d", "service:s", {"role": "lead"}),
        ("requires", "service:t", "service:s", {"strength": "required"}),
    ]
    answer = impact(graph({}, ties), things=("x",), change=ChangeKind.INTRODUCE)
    assert strengths(answer, Way.EFFECT) == {"service:s": 1.0, "unit:d": 1.0, "service:t": 0.8, "unit:z": 0.7}
    assert strengths(answer, Way.WORK)["unit:me"] == 0.9
    assert strengths(answer, Way.WORK)["system:a"] == 0.6


PROPOSAL: dict[str, dict[str, Value]] = {
    "proposal:P": {
        "proposer_unit": ("p",),
        "affected_services": ("s", "gone"),
        "affected_units": ("z",),
        "replaces_systems": ("x",),
        "extends_systems": ("e",),
        "integrates_systems": ("i", "x"),
        "national_components": ("n",),
    },
    "unit:p": {},
    "system:e": {},
    "system:n": {"scope": "national"},
    "service:s": {},
    "unit:z": {},
}
AROUND: list[Tie] = [
    ("owns", "unit:io", "system:i"),
    ("owns", "unit:xo", "system:x"),
    ("owns", "unit:eo", "system:e"),
    ("supports", "system:x", "service:old", {"strength": "required"}),
    ("supports", "system:e", "service:ext", {"strength": "required"}),
]


def test_a_proposal_is_all_its_changes_together() -> None:
    answer = impact(graph(PROPOSAL, AROUND), proposal="P")
    assert [(change.thing, change.kind) for change in answer.changes] == [
        ("proposal:P", "introduce"),
        ("proposal:P", "integrate"),
        ("system:x", "replace"),
        ("system:e", "upgrade"),
    ]
    assert strengths(answer, Way.EFFECT) == {"service:old": 1.0, "service:s": 1.0, "unit:z": 0.7, "service:ext": 0.5}
    assert strengths(answer, Way.WORK) == {
        "unit:eo": 0.9,
        "unit:p": 0.9,
        "unit:xo": 0.9,
        "system:i": 0.6,
        "system:n": 0.6,
        "unit:io": 0.54,
    }


def test_paths_of_what_is_new_start_at_the_proposal() -> None:
    answer = impact(graph(PROPOSAL, AROUND), proposal="proposal:P")
    found = answer.find("service:s", Way.EFFECT)
    assert found is not None
    assert found.path[0].start == "proposal:P"


def test_what_a_proposal_names_and_is_not_there_is_unknown_not_silent() -> None:
    answer = impact(graph(PROPOSAL, AROUND), proposal="P")
    assert [one.thing for one in answer.unknown if "gone" in one.why.nb] == ["service:gone"]


def test_a_proposal_that_only_extends_introduces_nothing() -> None:
    fields: dict[str, Value] = {"extends_systems": ("e",), "proposer_unit": ("p",)}
    only: dict[str, dict[str, Value]] = {"proposal:P": fields, "unit:p": {}}
    answer = impact(graph(only, AROUND), proposal="P")
    assert [change.kind for change in answer.changes] == ["upgrade"]
    assert "unit:p" not in strengths(answer, Way.WORK)


def test_questions_that_make_no_sense_are_refused_with_a_remedy() -> None:
    snapshot = graph(PROPOSAL, AROUND)
    with pytest.raises(QuestionError, match="Try: system:x"):
        impact(snapshot, things=("service:old",))
    with pytest.raises(QuestionError, match="choose one of: retire, outage"):
        impact(snapshot, things=("system:x",), change=ChangeKind.DATA)
    with pytest.raises(QuestionError, match="Say what changes"):
        impact(snapshot)
    with pytest.raises(QuestionError, match="ask about it alone"):
        impact(snapshot, things=("x",), proposal="P")
    with pytest.raises(QuestionError, match="0 to 1"):
        impact(snapshot, things=("x",), min_strength=float("nan"))
    with pytest.raises(QuestionError, match="0 or more"):
        impact(snapshot, things=("system:x",), max_steps=-1)
    with pytest.raises(UnknownThing, match="Proposals: P"):
        impact(snapshot, proposal="Q")
