"""Every element type and every row of the relationship table, written down a second time as expectations."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.metamodel import RELATIONS, fields_of
from graphsvc.model import Kind, split_reference
from tests.archimate_models import derived, direct, exchange, read, read_text, things

S, K, X, B, U, E = (
    "ApplicationComponent",
    "ApplicationService",
    "ApplicationInterface",
    "BusinessProcess",
    "BusinessActor",
    "BusinessEvent",
)
D, T, C, V, G, M = "DataObject", "Node", "Capability", "ValueStream", "Grouping", "Goal"
KINDS = {
    "system": "ApplicationComponent ApplicationCollaboration",
    "capability": "ApplicationService ApplicationFunction ApplicationProcess ApplicationInteraction Capability",
    "service": "BusinessService BusinessProcess BusinessFunction BusinessInteraction Product",
    "unit": "BusinessActor BusinessRole BusinessCollaboration",
    "data_object": "DataObject BusinessObject Representation Contract",
    "technology": "Node Device SystemSoftware Artifact Path CommunicationNetwork Facility Equipment Material "
    "DistributionNetwork TechnologyCollaboration TechnologyInterface TechnologyFunction TechnologyProcess "
    "TechnologyInteraction TechnologyEvent TechnologyService",
    "journey": "ValueStream",
    "element": "ApplicationInterface ApplicationEvent BusinessEvent BusinessInterface Grouping Location Junction "
    "Stakeholder Driver "
    "Assessment Goal Outcome Principle Requirement Constraint Meaning Value Resource CourseOfAction WorkPackage "
    "Deliverable ImplementationEvent Plateau Gap Nonsense",
}
#: relationship, source, target, relation, turned, attributes
ROWS = [
    ("Serving", S, B, "supports", False, {"strength": "required"}),
    ("Serving", T, B, "supports", False, {"strength": "required"}),
    ("Realization", S, B, "supports", False, {"strength": "required"}),
    ("Assignment", T, B, "supports", False, {"strength": "required"}),
    ("Serving", S, S, "flow", False, {"mode": "sync", "initiator": ("y",)}),
    ("Serving", S, U, "uses", True, {"kind": "use"}),
    ("Serving", T, U, "uses", True, {"kind": "use"}),
    ("Serving", T, S, "runs_on", True, {}),
    ("Realization", T, S, "runs_on", True, {}),
    ("Assignment", T, T, "runs_on", True, {}),
    ("Flow", S, S, "flow", False, {"mode": "async", "data_to": "dependent"}),
    ("Triggering", S, S, "flow", False, {"mode": "async", "initiator": ("x",)}),
    ("Realization", S, S, "realizes", False, {}),
    ("Flow", S, U, "uses", True, {"kind": "interaction"}),
    ("Triggering", S, U, "uses", True, {"kind": "interaction"}),
    ("Flow", U, S, "uses", False, {"kind": "interaction"}),
    ("Serving", U, S, "uses", False, {"kind": "interaction"}),
    ("Realization", S, K, "provides", False, {}),
    ("Assignment", S, K, "provides", False, {}),
    ("Composition", S, K, "provides", False, {}),
    ("Serving", K, B, "needs", True, {}),
    ("Realization", K, B, "needs", True, {}),
    ("Realization", S, C, "provides", False, {}),
    ("Realization", B, C, "needs", False, {}),
    ("Assignment", U, B, "delivers", False, {"role": "lead"}),
    ("Serving", U, B, "delivers", False, {"role": "contributor"}),
    ("Assignment", U, U, "part_of", True, {}),
    ("Assignment", U, S, "owns", False, {}),
    ("Aggregation", U, S, "owns", False, {}),
    ("Composition", U, B, "delivers", False, {"role": "lead"}),
    ("Realization", B, B, "requires", True, {"strength": "required"}),
    ("Serving", B, B, "requires", True, {"strength": "supporting"}),
    ("Aggregation", B, B, "requires", False, {"strength": "supporting"}),
    ("Triggering", B, B, "requires", True, {"strength": "supporting"}),
    ("Flow", B, B, "requires", True, {"strength": "supporting"}),
    ("Aggregation", B, S, "supports", True, {"strength": "required"}),
    ("Composition", B, T, "supports", True, {"strength": "required"}),
    *[("Composition", one, one, "part_of", True, {}) for one in (S, U, D, C, K, T)],
    ("Access", B, D, "handles", False, {}),
    ("Flow", U, U, "exchanges", False, {}),
    *[("Specialization", one, one, "kind_of", False, {}) for one in (S, K, B, U, D, T, C, E, G, M)],
    ("Serving", B, V, "contains", True, {}),
    ("Realization", B, V, "contains", True, {}),
    ("Composition", V, B, "contains", False, {}),
]
RELATED = [
    ("Serving", B, U, "audience"),
    ("Flow", U, B, "audience"),
    ("Triggering", B, U, "audience"),
    ("Aggregation", G, S, "membership"),
    ("Composition", G, G, "membership"),
    ("Realization", S, M, "motivation"),
    ("Influence", M, M, "motivation"),
    ("Association", S, S, None),
    ("Association", M, S, "motivation"),
    ("Influence", S, S, None),
    ("Realization", D, D, None),
    ("Realization", S, X, None),
    ("Serving", X, B, None),
    ("Realization", K, C, None),
    ("Access", U, D, None),
    ("Access", E, D, None),
    ("Specialization", S, K, None),
    ("Composition", B, K, None),
    ("Triggering", B, E, None),
    ("Serving", U, U, None),
    ("Flow", T, U, None),
    ("Composition", X, X, None),
    ("Nonsense", S, S, None),
]


@pytest.mark.parametrize(("type_", "kind"), [(type_, kind) for kind, types in KINDS.items() for type_ in types.split()])
def test_every_element_becomes_one_thing_of_its_kind(tmp_path: Path, type_: str, kind: str) -> None:
    reading = read(tmp_path, {"x": type_})
    found = things(reading)["x"]
    assert (found.kind.value, found.fields["original_type"], found.fields["name"]) == (kind, type_, "x")
    assert dict(reading.unmapped) == ({type_: 1} if kind == "element" else {})


def test_types_that_share_a_kind_are_told_apart_by_a_subtype(tmp_path: Path) -> None:
    found = things(
        read(tmp_path, {"a": "BusinessFunction", "b": "ApplicationProcess", "c": "BusinessRole", "d": "Junction/or"})
    )
    assert [found[one].fields["subtype"] for one in "abcd"] == [
        "BusinessFunction",
        "ApplicationProcess",
        "BusinessRole",
        "or",
    ]


def test_a_collaboration_of_systems_is_marked_as_composite(tmp_path: Path) -> None:
    found = things(read(tmp_path, {"a": "ApplicationCollaboration", "b": "ApplicationComponent"}))
    assert found["a"].fields["composite"] is True
    assert "composite" not in found["b"].fields


@pytest.mark.parametrize(("type_", "source", "target", "relation", "turned", "fields"), ROWS)
def test_every_row_of_the_table(tmp_path: Path, type_, source, target, relation, turned, fields) -> None:
    found = direct(read(tmp_path, {"x": source, "y": target}, [(type_, "x", "y")]))["r1"]
    ends = tuple(split_reference(end)[1] for end in (found.start, found.end))
    assert (found.relation.value, ends) == (relation, ("y", "x") if turned else ("x", "y"))
    expected = {**fields, "original_type": type_, "folder": "Relations"}
    assert dict(found.fields) == expected
    assert set(found.fields) <= set(fields_of(found.relation))
    assert RELATIONS[found.relation].allows(*(Kind(split_reference(end)[0]) for end in (found.start, found.end)))


@pytest.mark.parametrize(("type_", "source", "target", "subtype"), RELATED)
def test_what_no_row_interprets_stays_related_with_its_type(tmp_path: Path, type_, source, target, subtype) -> None:
    reading = read(tmp_path, {"x": source, "y": target}, [(type_, "x", "y")])
    found = direct(reading)["r1"]
    assert (found.relation.value, split_reference(found.start)[1], split_reference(found.end)[1]) == (
        "related",
        "x",
        "y",
    )
    assert (found.fields["original_type"], found.fields.get("subtype")) == (type_, subtype)
    assert reading.unmapped[type_] == 1


def test_served_customers_are_the_audience_of_the_service(tmp_path: Path) -> None:
    ties = [("Serving", "s", "u"), ("Flow", "v", "s")]
    reading = read(tmp_path, {"s": "BusinessService", "u": "BusinessRole", "v": "BusinessActor"}, ties)
    assert things(reading)["s"].fields["audience"] == ("unit:u", "unit:v")
    assert derived(reading) == []


def test_several_realisers_of_one_service_each_support_it_only(tmp_path: Path) -> None:
    elements = {"a": S, "b": S, "c": S, "s": B, "t": B}
    ties = [("Realization", "a", "s"), ("Assignment", "b", "s"), ("Serving", "c", "s"), ("Realization", "a", "t")]
    found = direct(read(tmp_path, elements, ties))
    assert [found[f"r{number}"].fields["strength"] for number in (1, 2, 3, 4)] == [
        "supporting",
        "supporting",
        "required",
        "required",
    ]


def test_a_profile_may_say_that_several_realisers_are_alternatives(tmp_path: Path) -> None:
    ties = [("Realization", "a", "s"), ("Realization", "b", "s")]
    found = direct(read(tmp_path, {"a": S, "b": S, "s": B}, ties, profile="[derive]\nalternatives = true"))
    assert {one.fields["alternative"] for one in found.values()} == {"s"}


def test_parallel_relationships_stay_relations_of_their_own(tmp_path: Path) -> None:
    found = direct(read(tmp_path, {"a": S, "b": S}, [("Flow", "a", "b"), ("Flow", "a", "b")]))
    assert [one.relation.value for one in found.values()] == ["flow", "flow"]


def test_the_name_of_a_flow_is_what_flows(tmp_path: Path) -> None:
    found = direct(read(tmp_path, {"a": S, "b": S}, [("Flow", "a", "b", {"name": "Cases"})]))["r1"]
    assert (found.fields["name"], found.fields["data"]) == ("Cases", "Cases")


ACCESS = {"a": S, "b": S, "d": D, "e": D, "p": B}


def test_writers_are_masters_only_alone_and_in_a_model_that_tells_reads_from_writes(tmp_path: Path) -> None:
    ties = [
        ("Access", "a", "d", {"accessType": "3"}),
        ("Access", "b", "d", {"accessType": "1"}),
        ("Access", "a", "e"),
        ("Access", "b", "e"),
        ("Access", "p", "d", {"accessType": "2"}),
    ]
    found = direct(read(tmp_path, ACCESS, ties))
    assert [found[f"r{number}"].fields.get("role") for number in (1, 2, 3, 4)] == ["master", "copy", None, None]
    assert "access" not in found["r5"].fields


def test_writes_are_not_believed_in_a_model_with_hardly_any_reads(tmp_path: Path) -> None:
    ties = [("Access", "a", "d"), ("Access", "p", "d"), ("Access", "p", "e", {"accessType": "3"})]
    found = direct(read(tmp_path, ACCESS, ties))
    assert "role" not in found["r1"].fields
    assert "access" not in found["r2"].fields
    assert found["r3"].fields["access"] == "read_write"


def test_a_profile_may_say_that_writes_are_meant(tmp_path: Path) -> None:
    ties = [("Access", "a", "d"), ("Access", "p", "d")]
    found = direct(read(tmp_path, ACCESS, ties, profile='[access]\ndefault = "write"'))
    assert (found["r1"].fields["role"], found["r2"].fields["access"]) == ("master", "write")


def test_a_missing_access_type_in_an_exchange_file_is_unknown(tmp_path: Path) -> None:
    text = exchange(ACCESS, [("Access", "a", "d"), ("Access", "b", "d", {"accessType": "Read"})])
    found = direct(read_text(tmp_path, text))
    assert ("role" not in found["r1"].fields, found["r2"].fields["role"]) == (True, "copy")


def test_a_stage_inside_a_value_stream_is_no_journey_but_its_services_are_on_the_way(tmp_path: Path) -> None:
    elements = {"v": V, "late": V, "soon": V, "a": B, "b": B}
    ties = [
        ("Composition", "v", "late"),
        ("Composition", "v", "soon"),
        ("Flow", "soon", "late"),
        ("Serving", "a", "late"),
        ("Realization", "b", "soon"),
    ]
    reading = read(tmp_path, elements, ties)
    assert [things(reading)[one].kind.value for one in ("v", "late", "soon")] == ["journey", "element", "element"]
    found = {split_reference(one.end)[1]: one.fields for one in derived(reading)}
    assert {service: fields["order"] for service, fields in found.items()} == {"b": 1, "a": 2}
    assert found["a"]["via"] == ("r1", "r4")


def test_relations_on_relations_are_kept_and_data_on_a_flow_belongs_to_it(tmp_path: Path) -> None:
    elements = {"a": S, "b": S, "d": D, "o": "BusinessObject", "g": M}
    ties = [
        ("Flow", "a", "b", {"id": "f"}),
        ("Triggering", "a", "b", {"id": "t"}),
        ("Association", "d", "f"),
        ("Association", "t", "o"),
        ("Association", "g", "f"),
    ]
    found = direct(read(tmp_path, elements, ties))
    assert [(found[one].start, found[one].end) for one in ("r3", "r4", "r5")] == [
        ("data_object:d", "relation:f"),
        ("relation:t", "data_object:o"),
        ("element:g", "relation:f"),
    ]
    assert (found["f"].fields["data_objects"], found["t"].fields["data_objects"]) == (("d",), ("o",))
    assert all(found[one].relation.value == "related" for one in ("r3", "r4", "r5"))
