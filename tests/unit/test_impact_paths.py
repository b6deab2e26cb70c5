"""Impact, paths: which one is shown, alternatives, direct, confidence."""

from __future__ import annotations

from itertools import pairwise

from graphsvc.model import ChangeKind, Way
from graphsvc_queries.impact import Impact, impact
from tests.graphs import Tie, graph


def path(answer: Impact, thing: str, way: Way = Way.EFFECT) -> list[str]:
    found = answer.find(thing, way)
    assert found is not None
    return [hop.end for hop in found.path]


SYNC = {"mode": "sync"}
REQUIRED = {"strength": "required"}


def test_of_equal_paths_the_one_with_fewer_things_is_shown() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:a", {**SYNC, "factor": 0.5}),
        ("realizes", "system:x", "system:b", {"factor": 0.5}),
        ("supports", "system:b", "service:s", REQUIRED),
        ("supports", "system:x", "service:s", {"strength": "required", "factor": 0.45}),
    ]
    assert path(impact(graph({}, ties), things=("x",)), "service:s") == ["service:s"]


def test_of_equally_long_paths_the_smaller_names_are_shown() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:b", SYNC),
        ("flow", "system:x", "system:a", SYNC),
        ("supports", "system:b", "service:s", REQUIRED),
        ("supports", "system:a", "service:s", REQUIRED),
    ]
    assert path(impact(graph({}, ties), things=("x",)), "service:s") == ["system:a", "service:s"]


def test_a_tie_of_strengths_prefers_fewer_things_even_with_more_steps() -> None:
    ties: list[Tie] = [
        ("realizes", "system:x", "system:a"),
        ("realizes", "system:a", "system:b"),
        ("realizes", "system:b", "system:y", {"factor": 0.5}),
        ("flow", "system:x", "system:c", SYNC),
        ("flow", "system:c", "system:y", {**SYNC, "factor": 0.45}),
    ]
    assert path(impact(graph({}, ties), things=("x",)), "system:y") == ["system:c", "system:y"]


def test_of_parallel_flows_the_strongest_counts_then_the_smaller_id_and_the_others_are_listed() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", {"id": "F1", "mode": "manual"}),
        ("flow", "system:x", "system:y", {"id": "F3", "mode": "sync"}),
        ("flow", "system:x", "system:y", {"id": "F2", "mode": "login"}),
    ]
    found = impact(graph({}, ties), things=("x",)).find("system:y", Way.EFFECT)
    assert found is not None
    assert (found.path[0].relation_id, found.path[0].parallel) == ("F2", ("F1", "F3"))


def test_the_weights_of_a_path_multiply_to_its_strength() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", {"mode": "async"}),
        ("flow", "system:p", "system:y", {"mode": "batch"}),
        ("supports", "system:y", "service:s", REQUIRED),
        ("delivers", "unit:u", "service:s", {"role": "contributor"}),
    ]
    answer = impact(graph({}, ties), things=("x",), change=ChangeKind.UPGRADE, min_strength=0.0)
    found = answer.find("unit:u", Way.EFFECT)
    assert found is not None
    assert [round(hop.weight, 6) for hop in found.path] == [0.15, 1.0, 0.7]
    assert round(found.strength, 6) == 0.105


GROUP: list[Tie] = [
    ("supports", "system:x", "service:s", {"strength": "required", "alternative": "g"}),
    ("supports", "system:y", "service:s", {"strength": "required", "alternative": "g"}),
]


def test_a_service_stands_while_one_alternative_stands() -> None:
    answer = impact(graph({}, GROUP), things=("x",))
    assert answer.find("service:s", Way.EFFECT) is None
    assert answer.below.effect.services == 0


def test_a_group_is_as_strong_as_its_weakest_member_and_shows_its_path() -> None:
    ties: list[Tie] = [*GROUP, ("flow", "system:x", "system:y", {"mode": "async"})]
    answer = impact(graph({}, ties), things=("x",))
    found = answer.find("service:s", Way.EFFECT)
    assert found is not None
    assert round(found.strength, 6) == 0.6
    assert [hop.end for hop in found.path] == ["system:y", "service:s"]
    assert not found.direct


def test_two_changes_together_take_both_alternatives() -> None:
    found = impact(graph({}, GROUP), things=("x", "y")).find("service:s", Way.EFFECT)
    assert found is not None
    assert found.strength == 1.0
    assert [hop.start for hop in found.path] == ["system:x"]
    assert found.direct


def test_a_group_name_is_local_to_its_service() -> None:
    ties: list[Tie] = [
        ("supports", "system:x", "service:s", {"strength": "required", "alternative": "g"}),
        ("supports", "system:y", "service:t", {"strength": "required", "alternative": "g"}),
    ]
    assert impact(graph({}, ties), things=("x",)).find("service:s", Way.EFFECT) is not None


def test_a_member_below_the_minimum_saves_the_service_and_is_counted_below() -> None:
    ties: list[Tie] = [*GROUP, ("flow", "system:x", "system:y", {"mode": "manual", "factor": 0.5})]
    answer = impact(graph({}, ties), things=("x",))
    assert answer.find("service:s", Way.EFFECT) is None
    assert answer.below.effect.services == 1


def test_what_is_not_valid_at_the_date_is_no_member_of_a_group() -> None:
    ties: list[Tie] = [
        GROUP[0],
        ("supports", "system:y", "service:s", {**REQUIRED, "alternative": "g", "valid_to": "2026-12-01"}),
    ]
    assert impact(graph({}, ties), things=("x",)).find("service:s", Way.EFFECT) is not None


def test_no_path_passes_another_changed_thing_and_none_is_touched() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", SYNC),
        ("flow", "system:y", "system:z", SYNC),
        ("flow", "system:x", "system:z", {"criticality": "delays"}),
    ]
    answer = impact(graph({}, ties), things=("x", "y"))
    assert {one.thing for one in answer.touched} == {"system:z"}
    found = answer.find("system:z", Way.EFFECT)
    assert found is not None
    assert found.path[0].start == "system:y"


def test_direct_is_one_edge_for_systems_and_no_flow_or_requires_for_others() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:a", SYNC),
        ("flow", "system:a", "system:b", SYNC),
        ("supports", "system:a", "service:s", REQUIRED),
        ("supports", "system:x", "service:t", REQUIRED),
        ("requires", "service:u", "service:t", REQUIRED),
        ("realizes", "system:x", "system:r"),
        ("supports", "system:r", "service:v", REQUIRED),
        ("owns", "unit:o", "system:x"),
        ("owns", "unit:p", "system:a"),
    ]
    answer = impact(graph({}, ties), things=("x",))
    direct = {(one.thing, one.way.value) for one in answer.touched if one.direct}
    assert direct == {
        ("system:a", "effect"),
        ("system:r", "effect"),
        ("service:t", "effect"),
        ("service:v", "effect"),
        ("system:a", "work"),
        ("unit:o", "work"),
    }


def test_direct_asks_for_some_path_not_for_the_one_shown() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:a", SYNC),
        ("supports", "system:a", "service:s", REQUIRED),
        ("supports", "system:x", "service:s", {"strength": "supporting"}),
    ]
    found = impact(graph({}, ties), things=("x",)).find("service:s", Way.EFFECT)
    assert found is not None
    assert len(found.path) == 2
    assert found.direct


def test_confidence_counts_what_was_confirmed_in_the_last_twelve_months() -> None:
    things = {"system:y": {"confirmed_on": "2025-12-01"}, "service:s": {"confirmed_on": "2025-11-30"}}
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", {"mode": "sync", "confirmed_on": "2026-12-01"}),
        ("supports", "system:y", "service:s", {"strength": "required", "confirmed_on": "2026-12-02"}),
        ("owns", "unit:u", "system:x"),
        ("uses", "unit:v", "system:x", {"confirmed_on": "2020-01-01"}),
    ]
    answer = impact(graph({"system:x": {"confirmed_on": "2026-06-01"}, **things}, ties), things=("x",))
    service, owner, user = (
        answer.find(name, way)
        for name, way in (("service:s", Way.EFFECT), ("unit:u", Way.WORK), ("unit:v", Way.EFFECT))
    )
    assert service is not None
    assert service.confidence.document() == {"confirmed": 2, "of": 4}
    assert owner is not None
    assert owner.confidence.document() == {"confirmed": 1, "of": 2}
    assert user is not None
    assert user.confidence.document() == {"confirmed": 0, "of": 2}


def test_an_unknown_mode_says_that_it_is_assumed() -> None:
    found = impact(graph({}, [("flow", "system:x", "system:y")]), things=("x",)).find("system:y", Way.EFFECT)
    assert found is not None
    assert found.path[0].assumed
    assert "assumed" in found.path[0].sentence.en
    assert "antatt" in found.path[0].sentence.nb
    assert "anteken" in found.path[0].sentence.nn


def test_a_sentence_says_which_way_the_data_goes() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:y", {**SYNC, "data_to": "provider", "data": "Dokument", "protocol": "REST"}),
        ("flow", "system:x", "system:z", {"mode": "sync", "data_objects": ("D1",), "data_to": "dependent"}),
    ]
    names = {"data_object:D1": {"name_nb": "Ansatt", "name_en": "Employee"}}
    answer = impact(graph(names, ties), things=("x",))
    told = {one.id: one.path[0].sentence for one in answer.by_way(Way.EFFECT)}
    assert told["y"].nb == "y leverer dokument til x (REST, synkron)."
    assert told["z"].en == "z gets employee from x (synchronous)."


def test_many_equal_ways_and_very_long_paths_are_no_burden() -> None:
    ties: list[Tie] = []
    names = ["x", *(f"n{number:04}" for number in range(1200))]
    for start, end in pairwise(names):
        ties += [("flow", f"system:{start}", f"system:{side}{end}", SYNC) for side in "ab"]
        ties += [("realizes", f"system:{side}{end}", f"system:{end}") for side in "ab"]
    answer = impact(graph({}, ties), things=("x",), min_strength=0.0, max_steps=2000, change=ChangeKind.OUTAGE)
    assert len(answer.by_way(Way.EFFECT)) == 3 * 1200
    last = answer.find("system:n1199", Way.EFFECT)
    assert last is not None
    assert last.steps == 1200
    assert [hop.end for hop in last.path[:2]] == ["system:an0000", "system:n0000"]
