"""Impact, effect: each row of the rule table, on the smallest graph that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import pytest

from graphsvc.model import ChangeKind, Value, Way
from graphsvc_queries.impact import Impact, impact
from tests.graphs import Tie, graph

Things = Mapping[str, Mapping[str, Value]]


def effect(answer: Impact) -> dict[str, float]:
    return {one.thing: round(one.strength, 6) for one in answer.by_way(Way.EFFECT)}


def asked(ties: Iterable[Tie], *, things: Things | None = None, **question: object) -> dict[str, float]:
    wanted: dict[str, Any] = {"things": ("x",), "min_strength": 0.0, **question}
    return effect(impact(graph(things or {}, ties), **wanted))


@pytest.mark.parametrize(("strength", "weight"), [("required", 1.0), ("supporting", 0.5)])
def test_a_support_carries_its_weight(strength: str, weight: float) -> None:
    assert asked([("supports", "system:x", "service:s", {"strength": strength})]) == {"service:s": weight}


def test_a_technology_supports_services_and_has_users_of_its_own() -> None:
    ties: list[Tie] = [
        ("supports", "technology:x", "service:s", {"strength": "required"}),
        ("uses", "unit:u", "technology:x"),
    ]
    assert asked(ties) == {"service:s": 1.0, "unit:u": 0.7}


@pytest.mark.parametrize(("role", "weight"), [("lead", 1.0), ("contributor", 0.7)])
def test_a_service_touches_those_who_deliver_it(role: str, weight: float) -> None:
    ties: list[Tie] = [
        ("supports", "system:x", "service:s", {"strength": "required"}),
        ("delivers", "unit:u", "service:s", {"role": role}),
    ]
    assert asked(ties)["unit:u"] == weight


@pytest.mark.parametrize(("kind", "weight"), [("use", 0.7), ("interaction", 0.5), (None, 0.7)])
def test_a_changed_system_touches_its_users(kind: str | None, weight: float) -> None:
    assert asked([("uses", "unit:u", "system:x", {"kind": kind} if kind else {})]) == {"unit:u": weight}


def test_a_reached_system_touches_its_users_only_if_it_supports_no_service() -> None:
    ties: list[Tie] = [("flow", "system:x", "system:y", {"mode": "sync"}), ("uses", "unit:u", "system:y")]
    assert asked(ties)["unit:u"] == 0.63
    serving: Tie = ("supports", "system:y", "service:s", {"strength": "supporting"})
    assert "unit:u" not in asked([*ties, serving])


@pytest.mark.parametrize(
    ("fields", "weight"),
    [
        ({"criticality": "stops", "mode": "manual"}, 0.9),
        ({"criticality": "degrades"}, 0.5),
        ({"criticality": "delays", "mode": "sync"}, 0.3),
        ({"mode": "sync"}, 0.9),
        ({"mode": "login"}, 0.9),
        ({"mode": "async"}, 0.6),
        ({}, 0.6),
        ({"mode": "batch"}, 0.5),
        ({"mode": "manual"}, 0.3),
    ],
)
def test_a_flow_carries_by_criticality_and_else_by_mode(fields: dict[str, Value], weight: float) -> None:
    assert asked([("flow", "system:x", "system:y", fields)]) == {"system:y": weight}


def test_a_flow_of_criticality_none_touches_nobody() -> None:
    assert asked([("flow", "system:x", "system:y", {"mode": "sync", "criticality": "none"})]) == {}


def test_dependence_does_not_travel_from_dependent_to_provider() -> None:
    assert asked([("flow", "system:y", "system:x", {"mode": "sync"})]) == {}


def test_uncertain_flows_share_their_weight_among_distinct_providers() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", {"mode": "async"}),
        ("flow", "system:x", "system:y", {"mode": "batch"}),
        ("flow", "system:p", "system:y", {"mode": "manual"}),
        ("flow", "system:q", "system:y"),
        ("flow", "system:r", "system:y", {"mode": "sync"}),
        ("flow", "system:t", "system:y", {"mode": "async", "criticality": "stops"}),
    ]
    assert asked(ties) == {"system:y": 0.2}


def test_platforms_count_among_the_providers_and_hubs_do_not() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", {"mode": "async", "through": ("hub",)}),
        ("flow", "system:n", "system:y", {"mode": "async"}),
    ]
    things: Things = {"system:hub": {}, "system:n": {"scope": "national"}}
    assert asked(ties, things=things) == {"system:y": 0.3}


def test_a_hub_touches_the_dependent_with_the_flow_s_own_weight() -> None:
    ties: list[Tie] = [("flow", "system:p", "system:y", {"mode": "batch", "through": ("x",)})]
    answer = impact(graph({"system:x": {}}, ties), things=("x",))
    assert effect(answer) == {"system:y": 0.5}
    (touched,) = answer.by_way(Way.EFFECT)
    assert touched.path[0].sentence.nb == "Flyten fra p til y går gjennom x (satsvis)."


def test_what_runs_on_a_technology_and_what_a_product_realises_is_touched() -> None:
    ties: list[Tie] = [
        ("runs_on", "system:a", "technology:x"),
        ("runs_on", "technology:b", "technology:x"),
        ("runs_on", "system:c", "technology:b"),
        ("realizes", "system:a", "system:d"),
    ]
    assert asked(ties) == {"system:a": 0.9, "technology:b": 0.9, "system:c": 0.81, "system:d": 0.81}


def test_parts_and_wholes_are_touched_from_the_changed_system_only() -> None:
    ties: list[Tie] = [
        ("part_of", "system:part", "system:x"),
        ("part_of", "system:x", "system:whole"),
        ("part_of", "system:whole", "system:more"),
        ("part_of", "system:deep", "system:part"),
    ]
    assert asked(ties) == {"system:part": 0.9, "system:whole": 0.5}
    assert asked([("part_of", "technology:x", "technology:whole")]) == {}


@pytest.mark.parametrize(("role", "weight"), [("master", 1.0), ("copy", 0.8), (None, 0.8)])
def test_a_changed_data_object_touches_its_holders(role: str | None, weight: float) -> None:
    ties: list[Tie] = [
        ("holds", "system:h", "data_object:x", {"role": role} if role else {}),
        ("uses", "unit:u", "system:h"),
    ]
    assert asked(ties) == {"system:h": weight, "unit:u": round(0.7 * weight, 6)}


def test_holders_of_changed_data_are_reached_so_those_with_services_touch_no_users() -> None:
    ties: list[Tie] = [
        ("holds", "system:h", "data_object:x", {"role": "master"}),
        ("uses", "unit:u", "system:h"),
        ("supports", "system:h", "service:s", {"strength": "required"}),
        ("flow", "system:h", "system:y", {"mode": "sync"}),
    ]
    assert asked(ties, things={"system:h": {"platform": True}}) == {"system:h": 1.0, "service:s": 1.0}


@pytest.mark.parametrize(("strength", "weight"), [("required", 0.8), ("supporting", 0.4)])
def test_a_service_touches_those_that_require_it(strength: str, weight: float) -> None:
    ties: list[Tie] = [
        ("supports", "system:x", "service:s", {"strength": "required"}),
        ("requires", "service:t", "service:s", {"strength": strength}),
        ("requires", "service:s", "service:v", {"strength": strength}),
    ]
    assert asked(ties) == {"service:s": 1.0, "service:t": weight}


def test_requires_is_not_limited_in_steps() -> None:
    ties: list[Tie] = [("supports", "system:x", "service:s0", {"strength": "required"})]
    ties += [("requires", f"service:s{n + 1}", f"service:s{n}", {"strength": "required"}) for n in range(7)]
    assert asked(ties, max_steps=0)["service:s7"] == round(0.8**7, 6)


def test_a_journey_is_as_touched_as_its_service() -> None:
    ties: list[Tie] = [
        ("supports", "system:x", "service:s", {"strength": "supporting"}),
        ("contains", "journey:j", "service:s"),
    ]
    assert asked(ties)["journey:j"] == 0.5


def test_relations_that_no_rule_names_are_not_travelled() -> None:
    ties: list[Tie] = [
        ("provides", "system:x", "capability:c"),
        ("needs", "service:s", "capability:c"),
        ("replaces", "system:y", "system:x"),
        ("kind_of", "system:z", "system:x"),
        ("related", "system:x", "system:w"),
        ("handles", "service:s", "data_object:d"),
        ("holds", "system:x", "data_object:d"),
    ]
    assert asked(ties) == {}


def test_a_derived_relation_s_factor_multiplies_the_weight_after_division() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", {"mode": "async", "factor": 0.5, "derived": True, "certainty": "potential"}),
        ("flow", "system:p", "system:y", {"mode": "async"}),
    ]
    answer = impact(graph({}, ties), things=("x",), min_strength=0.0)
    assert effect(answer) == {"system:y": 0.15}
    assert answer.touched[0].path[0].certainty == "potential"


def test_four_steps_are_allowed_by_default_and_the_answer_says_when_more_would_touch() -> None:
    names = ["system:x", *(f"system:x{n}" for n in range(1, 7))]
    ties: list[Tie] = [("flow", start, end, {"mode": "sync"}) for start, end in pairwise(names)]
    answer = impact(graph({}, ties), things=("x",))
    assert list(effect(answer)) == ["system:x1", "system:x2", "system:x3", "system:x4"]
    assert answer.truncated
    assert [one.steps for one in answer.touched if one.way is Way.EFFECT] == [1, 2, 3, 4]
    assert not impact(graph({}, ties), things=("x",), max_steps=6).truncated


def test_a_longer_path_may_be_stronger_and_the_shorter_one_still_goes_further() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:b", {"criticality": "delays"}),
        ("flow", "system:x", "system:a", {"criticality": "stops"}),
        ("flow", "system:a", "system:b", {"criticality": "stops"}),
        ("flow", "system:b", "system:c", {"criticality": "stops"}),
    ]
    assert asked(ties, max_steps=2) == {"system:a": 0.9, "system:b": 0.81, "system:c": 0.27}


def test_the_minimum_holds_for_every_thing_on_the_way_and_what_it_leaves_out_is_counted() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:a", {"criticality": "degrades"}),
        ("flow", "system:a", "system:b", {"criticality": "delays"}),
        ("supports", "system:b", "service:s", {"strength": "required"}),
        ("delivers", "unit:u", "service:s", {"role": "lead"}),
        ("part_of", "unit:u", "unit:A"),
    ]
    answer = impact(graph({"unit:A": {"level": "sector"}, "unit:u": {"level": "unit"}}, ties), things=("x",))
    assert effect(answer) == {"system:a": 0.5}
    assert answer.below.document()["effect"] == {"sectors": 1, "units": 1, "services": 1, "systems": 1}
    assert answer.sectors[0].effect.below
    assert answer.sectors[0].effect.units == 0


def test_a_strength_equal_to_the_limit_counts() -> None:
    ties: list[Tie] = [("flow", "system:x", "system:y", {"mode": "async"})]
    ties += [("flow", f"system:p{n}", "system:y", {"mode": "async"}) for n in range(2)]
    assert asked(ties, min_strength=0.2) == {"system:y": 0.2}


def test_a_platform_passes_nothing_on_along_flows_unless_it_changes() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:n", {"mode": "sync"}),
        ("flow", "system:n", "system:y", {"mode": "sync"}),
        ("supports", "system:n", "service:s", {"strength": "required"}),
    ]
    things: Things = {"system:n": {"scope": "national"}}
    assert asked(ties, things=things) == {"system:n": 0.9, "service:s": 0.9}
    assert asked(ties, things={"system:n": {"platform": True}}) == {"system:n": 0.9, "service:s": 0.9}
    assert effect(impact(graph(things, ties), things=("n",)))["system:y"] == 0.9


def test_what_touched_things_also_get_from_platforms_is_listed_apart() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", {"mode": "sync"}),
        ("flow", "system:n", "system:y", {"mode": "login"}),
    ]
    answer = impact(graph({"system:n": {"scope": "national"}}, ties), things=("x",), change=ChangeKind.OUTAGE)
    assert [(note.platform, note.touched, note.reached) for note in answer.platforms] == [
        ("system:n", ("system:y",), False)
    ]
