"""Scenario: what a change set or a proposal does to the register and to the answers; nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import DataError, QuestionError, UnknownThing
from graphsvc.model import Relation
from graphsvc.ports import FileText
from graphsvc.service.asking import ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.scenario import Scenario, scenario
from tests.demo_facts import imported_snapshot
from tests.graphs import graph

SMALL = graph(
    {"unit:u": {}, "service:t": {"name_nb": "Hjemmehjelp"}, "system:a": {}, "system:b": {}, "capability:c": {}},
    [
        ("delivers", "unit:u", "service:t", {"id": "d", "role": "lead"}),
        ("supports", "system:a", "service:t", {"id": "s", "strength": "required"}),
        ("flow", "system:a", "system:b", {"id": "f", "mode": "sync"}),
        ("flow", "system:a", "system:b", {"id": "g", "mode": "batch", "through": ("a",)}),
    ],
)


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def _changed(snapshot: Snapshot, words: str, *analysis: str) -> Scenario:
    return scenario(snapshot, ask=ask, changes=FileText(words), analysis=analysis or ("matrix",))


def _problems(words: str) -> dict[str, tuple[int | None, str | None]]:
    with pytest.raises(DataError) as refused:
        _changed(SMALL, words)
    return {one.code: (one.line, one.pointer) for one in refused.value.problems}


def test_ending_the_journal_takes_its_relations_and_its_dependents_away(demo: Snapshot) -> None:
    found = scenario(demo, ask=ask, changes=FileText('[[end.system]]\nid = "epj"'))
    document: dict[str, Any] = found.document(Language.EN)
    assert document["sentences"] == [
        "Removed: 1 system and 70 relations (16 flows, 12 held data objects, 1 ownership, 2 provided capabilities, "
        "30 service supports, 9 uses)."
    ]
    first = document["analyses"][0]
    assert first["question"] == "impact?thing=system:epj&change=outage"
    assert first["answered"] == {"before": True, "after": False}
    assert first["sentences"][0].endswith("is not there afterwards.")
    assert first["sentences"][1].startswith("4 sectors fewer depend on ")
    assert "32 services fewer" in first["sentences"][2]
    assert [one["question"] for one in document["analyses"]][-1] == "matrix"
    assert not document["truncated"]


def test_two_sectors_fewer_depend_on_the_pilot_when_its_flow_and_its_users_leave(demo: Snapshot) -> None:
    words = "\n".join(
        f'[[end.{relation.value}]]\nid = "{record.id}"'
        for relation in (Relation.SUPPORTS, Relation.FLOW, Relation.USES)
        for record in demo.edges(relation).records
        if "system:iotva" in (record.start, record.end)
    )
    sentences = _changed(demo, words, "impact?thing=iotva&change=outage").analyses[0].sentences(Language.EN)
    assert sentences[0].startswith("2 sectors fewer depend on IoT platform – stormwater (pilot) (2 before, 0 after).")
    assert (
        _changed(demo, words, "reach?thing=system:kart")
        .analyses[0]
        .sentences(Language.NB)[-1]
        .startswith("1 system færre")
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.NB, "1 tjeneste færre er avhengig av a (1 før, 0 etter). Borte: Hjemmehjelp."),
        (Language.NN, "1 teneste færre er avhengig av a (1 før, 0 etter). Borte: Hjemmehjelp."),
        (Language.EN, "1 service fewer depends on a (1 before, 0 after). Gone: Hjemmehjelp."),
    ],
)
def test_the_difference_is_said_in_three_languages(language: Language, said: str) -> None:
    found = _changed(SMALL, '[[end.supports]]\nid = "s"', "impact?thing=a&change=outage")
    assert found.analyses[0].sentences(language)[0] == said


def test_a_change_that_touches_no_answer_says_that_the_answer_is_the_same() -> None:
    found = _changed(SMALL, '[[change.system]]\nid = "a"\nvendor = "V"', "reach?thing=a")
    document: dict[str, Any] = found.document(Language.EN)
    assert document["analyses"][0]["same"]
    assert document["analyses"][0]["sentences"] == ["The answer to reach?thing=a is the same."]
    fields = document["register"]["things"]["changed"]["listed"][0]["fields"]
    assert [(one["field"], one["before"], one["after"], one["known_before"]) for one in fields] == [
        ("vendor", None, "V", False)
    ]


def test_the_same_names_with_other_strengths_are_not_called_the_same_answer() -> None:
    words = '[[change.supports]]\nid = "s"\nstrength = "supporting"'
    (sentence,) = _changed(SMALL, words, "impact?thing=a&change=outage").analyses[0].sentences(Language.EN)
    assert "strengths, paths or other details differ" in sentence


def test_things_that_are_added_may_be_ends_of_relations_in_the_same_change_set() -> None:
    words = (
        '[[add.supports]]\nfrom = "n"\nto = "Hjemmehjelp"\nstrength = "required"\n'
        '[[add.system]]\nid = "n"\nname_nb = "Ny"\nin_use_from = 2026-01-01\n'
    )
    found = _changed(SMALL, words, "impact?thing=system:n&change=outage")
    assert found.analyses[0].before is None
    assert found.analyses[0].sentences(Language.NB)[0] == "Ny finnes bare etterpå."
    assert "system:n" not in SMALL


def test_an_ending_after_the_date_has_no_effect_yet_and_one_at_the_date_has() -> None:
    words = '[[end.system]]\nid = "a"\non = 2027-01-01'
    found = _changed(SMALL, words)
    assert found.graph.counted("removed") == ({}, {})
    assert found.graph.counted("changed")[0] == {"system": 1}
    later = SMALL.as_of(SMALL.date.replace(year=2027))
    assert _changed(later, words).graph.counted("removed")[0] == {"system": 1}


def test_a_change_that_says_what_is_there_already_is_listed_as_without_effect() -> None:
    found = _changed(SMALL, '[[change.flow]]\nid = "f"\nmode = "sync"')
    assert found.without_effect == ("relation:f",)
    assert found.sentences(Language.EN) == ["The changes make no difference to the register at this date."]


def test_all_problems_come_at_once_with_line_and_pointer() -> None:
    words = """
title = "x"
[[add.sistem]]
id = "q"
[[add.system]]
id = "a"
[[add.system]]
name_nb = "no id"
[[change.system]]
id = "b"
criticality = 9
vendr = "V"
[[add.owns]]
from = "a"
to = "b"
[[end.flow]]
from = "a"
to = "b"
[[end.flow]]
id = "zz"
[[remove.system]]
id = "a"
[[change.flow]]
id = "f"
[[change.flow]]
id = "f"
from = "a"
[[end.system]]
id = "nowhere"
"""
    assert _problems(words) == {
        "unknown-subject": (3, "/add/sistem"),
        "exists-already": (5, "/add/system/0/id"),
        "no-id": (7, "/add/system/1/id"),
        "bad-value": (9, "/change/system/0/criticality"),
        "unknown-field": (9, "/change/system/0/vendr"),
        "ends-do-not-fit": (13, "/add/owns/0/from"),
        "several-relations": (16, "/end/flow/0/id"),
        "no-relation": (19, "/end/flow/1/id"),
        "unknown-operation": (21, "/remove"),
        "no-change": (23, "/change/flow/0"),
        "ends-stay": (25, "/change/flow/1/from"),
        "not-there": (28, "/end/system/0/id"),
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("[[end.system", "no-toml"),
        ("a = " + "[" * 5000, "no-toml"),
        ('[[end.system]]\nid = "a"\n[[end.system]]\nid = "a"', "named-twice"),
        ('[[end.system]]\nid = "a"\n[[add.flow]]\nfrom = "a"\nto = "b"', "end-ended"),
        ('[[end.system]]\nid = "a"\non = "soon"', "bad-value"),
        ('[[add.flow]]\nfrom = "a"\nto = "b"\nthrough = ["nobody"]', "not-there"),
        ('[[add.system]]\nid = "n"\nyearly_cost = 1e999', "bad-value"),
        ('[[add.system]]\nid = "n"\nplatform = "ja"', "bad-value"),
        ("add = 3", "unknown-operation"),
        ("[add]\nsystem = 3", "unknown-subject"),
    ],
)
def test_what_is_wrong_is_named_and_never_a_traceback(words: str, code: str) -> None:
    assert code in _problems(words)


def test_every_problem_is_said_in_words_with_its_remedy() -> None:
    with pytest.raises(DataError) as refused:
        _changed(SMALL, '[[change.system]]\nid = "a"\ncriticality = 9\n[[end.system]]\nid = "b "\non = 3')
    assert "line 1: “9” does not fit Criticality. Write a whole number from 1 to 4" in refused.value.in_(Language.EN)
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("given", [{}, {"changes": FileText("x"), "proposal": "P1"}])
def test_either_changes_or_a_proposal_must_be_given(given: dict[str, Any]) -> None:
    with pytest.raises(QuestionError):
        scenario(SMALL, ask=ask, **given)


def test_a_comparison_cannot_be_compared_and_what_is_nowhere_is_an_error() -> None:
    words = '[[end.flow]]\nid = "f"'
    with pytest.raises(QuestionError, match="itself compares"):
        _changed(SMALL, words, "scenario?proposal=P1")
    with pytest.raises(UnknownThing):
        _changed(SMALL, words, "reach?thing=nobody")
    with pytest.raises(QuestionError, match="at most 20"):
        _changed(SMALL, words, *["matrix"] * 21)


def test_a_proposal_replaces_the_pilot_and_takes_over_what_it_had(demo: Snapshot) -> None:
    found = scenario(demo, ask=ask, proposal="P1")
    after = found.planned.on(demo)
    assert "system:iotva" not in after
    assert after.name(after.index("system:P1")).words == "Digital vannkvalitetsmåling i ledningsnettet"
    had = {(one.relation, one.end) for one in demo.edges(Relation.SUPPORTS).records if one.start == "system:iotva"}
    has = {(one.relation, one.end) for one in after.edges(Relation.SUPPORTS).records if one.start == "system:P1"}
    affected = {f"service:{one}" for one in demo.proposals["P1"].record.fields["affected_services"]}  # type: ignore[union-attr]
    assert had <= has
    assert {end for _, end in has} == affected | {end for _, end in had}
    assert len(found.planned.assumptions) == 2
    assert found.proposal == "proposal:P1"


def test_every_proposal_of_the_demo_can_be_carried_out_in_memory(demo: Snapshot) -> None:
    for identifier in demo.proposals:
        found = scenario(demo, ask=ask, proposal=identifier, analysis=("structure",))
        assert found.without_effect == (), identifier
        assert found.planned.missing == (), identifier
        ids = [(step.record.subject, step.record.id) for step in found.planned.steps]
        assert len(ids) == len(set(ids))


def test_a_proposal_that_retires_extends_and_integrates_does_each() -> None:
    fields = {
        "retires_systems": ("old",), "extends_systems": ("a",), "integrates_systems": ("a", "b", "gone"),
        "needed_capabilities": ("c",),
    }  # fmt: skip
    given = graph({"proposal:p": fields, "system:old": {}, "system:a": {}, "system:b": {}, "capability:c": {}})
    found = scenario(given, ask=ask, proposal="p", analysis=("matrix",))
    steps = [
        (one["operation"], one["is"], one.get("from"), one.get("to")) for one in map(_document, found.planned.steps)
    ]
    assert steps == [
        ("end", "system", None, None),
        ("add", "provides", "system:a", "capability:c"),
        ("add", "flow", "system:a", "system:b"),
    ]
    assert found.planned.missing == ("system:gone",)
    with pytest.raises(UnknownThing, match="Proposals: p"):
        scenario(given, ask=ask, proposal="q")


def _document(step: Any) -> dict[str, Any]:
    return dict(step.document())


def test_a_flow_through_a_replaced_hub_goes_through_the_new_one() -> None:
    given = graph(
        {"proposal:p": {"replaces_systems": ("hub", "old")}, "system:hub": {}, "system:old": {}},
        [
            ("flow", "system:x", "system:y", {"id": "f", "through": ("hub",)}),
            ("flow", "system:hub", "system:old", {"id": "inner"}),
            ("flow", "system:old", "system:y", {"id": "out"}),
        ],
    )
    after = scenario(given, ask=ask, proposal="p", analysis=("matrix",)).planned.on(given)
    flows = {one.id: (one.start, one.end, one.fields.get("through")) for one in after.edges(Relation.FLOW).records}
    assert flows == {
        "f": ("system:x", "system:y", ("p",)),
        "out>system:p": ("system:p", "system:y", None),
    }


def test_the_same_scenario_gives_the_same_document_twice(demo: Snapshot) -> None:
    first, again = (scenario(demo, ask=ask, proposal="P3").document(Language.NN) for _ in range(2))
    assert first == again
