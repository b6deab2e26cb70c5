"""The rules of derivation and their guards, one small model each."""

from __future__ import annotations

from pathlib import Path

from graphsvc.model import split_reference
from graphsvc.records import Reading, RelationRecord
from tests.archimate_models import Tie, derived, direct, read

TYPES = {
    "S": "ApplicationComponent",
    "K": "ApplicationService",
    "I": "ApplicationInterface",
    "B": "BusinessProcess",
    "U": "BusinessRole",
    "E": "BusinessEvent",
    "D": "DataObject",
    "T": "Node",
    "C": "Capability",
    "G": "Grouping",
    "J": "Junction",
    "O": "Junction/or",
}


def model(folder: Path, ties: list[Tie], *, profile: str = "plain") -> Reading:
    """Read a model whose elements are called by their class and a number (``S1``)."""
    names = sorted({end for tie in ties for end in tie[1:3]})
    elements = {name: TYPES[name[0]] for name in names}
    return read(folder, elements, ties, profile=profile)


def found(reading: Reading, relation: str) -> dict[tuple[str, str], RelationRecord]:
    """Return derived relations of one type by the ids of their ends."""
    return {
        (split_reference(one.start)[1], split_reference(one.end)[1]): one
        for one in derived(reading)
        if one.relation.value == relation
    }


def test_what_a_provided_capability_serves_is_supported_by_its_only_provider(tmp_path: Path) -> None:
    reading = model(tmp_path, [("Realization", "S1", "K1"), ("Serving", "K1", "B1")])
    (one,) = derived(reading)
    assert one.id == "derived:2:system:S1>service:B1"
    assert dict(one.fields) == {
        "strength": "required",
        "derived": True,
        "certainty": "certain",
        "rule": "2",
        "via": ("r1", "r2"),
    }
    assert [record.relation.value for record in direct(reading).values()] == ["provides", "needs"]


def test_several_providers_each_support_it_only(tmp_path: Path) -> None:
    ties = [("Realization", "S1", "K1"), ("Assignment", "S2", "K1"), ("Realization", "K1", "B1")]
    supports = found(model(tmp_path, ties), "supports")
    assert {ends: one.fields["strength"] for ends, one in supports.items()} == {
        ("S1", "B1"): "supporting",
        ("S2", "B1"): "supporting",
    }


def test_capabilities_are_provided_through_structure(tmp_path: Path) -> None:
    ties = [
        ("Composition", "S1", "K1"),
        ("Realization", "K1", "K2"),
        ("Aggregation", "K2", "K3"),
        ("Serving", "K3", "B1"),
    ]
    one = found(model(tmp_path, ties), "supports")["S1", "B1"]
    assert one.fields["via"] == ("r1", "r2", "r3", "r4")


def test_a_part_with_a_provider_of_its_own_is_not_inherited_from_the_whole(tmp_path: Path) -> None:
    ties = [
        ("Realization", "S1", "K1"),
        ("Aggregation", "K1", "K2"),
        ("Realization", "S2", "K2"),
        ("Serving", "K2", "B1"),
    ]
    assert set(found(model(tmp_path, ties), "supports")) == {("S2", "B1")}


def test_a_whole_without_provider_is_degraded_by_its_parts(tmp_path: Path) -> None:
    ties = [("Realization", "S1", "K1"), ("Aggregation", "K2", "K1"), ("Serving", "K2", "B1")]
    one = found(model(tmp_path, ties), "supports")["S1", "B1"].fields
    assert (one["certainty"], one["factor"], one["via"]) == ("potential", 0.5, ("r1", "r2", "r3"))
    assert found(model(tmp_path, [*ties, ("Realization", "S2", "K2")]), "supports").keys() == {("S2", "B1")}


def test_an_interface_belongs_to_the_component_composed_of_it(tmp_path: Path) -> None:
    ties = [("Composition", "S1", "I1"), ("Realization", "S2", "I1"), ("Serving", "I1", "S3")]
    assert set(found(model(tmp_path, ties), "flow")) == {("S1", "S3")}
    assert set(found(model(tmp_path, ties[1:]), "flow")) == {("S2", "S3")}


def test_what_a_capability_triggers_it_supports(tmp_path: Path) -> None:
    one = found(model(tmp_path, [("Realization", "S1", "K1"), ("Triggering", "K1", "B1")]), "supports")["S1", "B1"]
    assert (one.fields["rule"], one.fields["strength"]) == ("2b", "supporting")


def test_units_served_by_a_capability_use_its_provider(tmp_path: Path) -> None:
    ties = [("Realization", "S1", "K1"), ("Serving", "K1", "U1"), ("Flow", "K1", "U2")]
    uses = found(model(tmp_path, ties), "uses")
    assert {ends: one.fields["kind"] for ends, one in uses.items()} == {
        ("U1", "S1"): "use",
        ("U2", "S1"): "interaction",
    }


def test_use_is_never_damped(tmp_path: Path) -> None:
    ties = [("Realization", "S1", "K1"), ("Aggregation", "K2", "K1"), ("Serving", "K2", "U1")]
    one = found(model(tmp_path, ties), "uses")["U1", "S1"].fields
    assert ("factor" not in one, one["certainty"]) == (True, "potential")


def test_a_capability_that_serves_anothers_makes_a_flow_between_their_systems(tmp_path: Path) -> None:
    ties = [("Realization", "S1", "K1"), ("Realization", "S2", "K2"), ("Flow", "K1", "K2", {"name": "x"})]
    one = found(model(tmp_path, ties), "flow")["S1", "S2"].fields
    assert (one["rule"], one["mode"], one["data"], one["via"]) == ("4", "async", "x", ("r1", "r3", "r2"))
    assert one["certainty"] == "certain"


def test_a_system_that_serves_anothers_capability_makes_a_flow(tmp_path: Path) -> None:
    ties = [("Serving", "S1", "K2"), ("Realization", "S2", "K2")]
    one = found(model(tmp_path, ties), "flow")["S1", "S2"].fields
    assert (one["mode"], one["initiator"], one["via"]) == ("sync", ("S2",), ("r1", "r2"))


def test_providers_share_the_weight_of_a_flow(tmp_path: Path) -> None:
    ties = [("Realization", "S1", "K1"), ("Realization", "S2", "K1"), ("Serving", "K1", "S3")]
    flows = found(model(tmp_path, ties), "flow")
    assert {ends: (one.fields["factor"], one.fields["certainty"]) for ends, one in flows.items()} == {
        ("S1", "S3"): (0.5, "potential"),
        ("S2", "S3"): (0.5, "potential"),
    }


def test_with_too_many_providers_no_flow_is_made_and_the_relationship_is_marked(tmp_path: Path) -> None:
    ties = [("Realization", f"S{number}", "K1") for number in range(1, 5)] + [("Serving", "K1", "S9")]
    reading = model(tmp_path, ties)
    assert derived(reading) == []
    assert direct(reading)["r5"].fields["subtype"] == "ambiguous"
    wider = model(tmp_path, ties, profile="[derive]\nambiguity = 4")
    assert len(found(wider, "flow")) == 4
    assert "subtype" not in direct(wider)["r5"].fields


def test_a_served_capability_with_more_than_five_providers_makes_no_flows(tmp_path: Path) -> None:
    ties = [("Realization", f"S{number}", "K1") for number in range(1, 7)] + [("Serving", "S9", "K1")]
    reading = model(tmp_path, ties)
    assert (derived(reading), direct(reading)["r7"].fields["subtype"]) == ([], "ambiguous")
    assert len(derived(model(tmp_path, ties[1:]))) == 5


def test_the_walk_goes_on_through_capabilities_without_provider(tmp_path: Path) -> None:
    ties = [("Realization", "S1", "K1"), ("Serving", "K1", "K2"), ("Flow", "K2", "K3"), ("Serving", "K3", "B1")]
    one = found(model(tmp_path, ties), "supports")["S1", "B1"].fields
    assert (one["rule"], one["certainty"], one["factor"]) == ("5", "potential", 0.54)


def test_the_walk_ends_after_three_more_steps_and_in_circles(tmp_path: Path) -> None:
    chain = [("Realization", "S1", "K1"), *[("Serving", f"K{n}", f"K{n + 1}") for n in range(1, 5)]]
    assert found(model(tmp_path, [*chain, ("Serving", "K4", "B1")]), "supports").keys() == {("S1", "B1")}
    assert derived(model(tmp_path, [*chain, ("Serving", "K5", "B1")])) == []
    assert derived(model(tmp_path, [*chain, ("Serving", "K5", "K2")])) == []


def test_data_is_held_through_capabilities_and_through_data_that_realises_it(tmp_path: Path) -> None:
    ties = [
        ("Realization", "S1", "K1"),
        ("Access", "K1", "D1", {"accessType": "1"}),
        ("Realization", "D2", "D1"),
        ("Access", "S2", "D1", {"accessType": "1"}),
    ]
    holds = found(model(tmp_path, ties), "holds")
    assert {ends: (one.fields["certainty"], one.fields["via"]) for ends, one in holds.items()} == {
        ("S1", "D1"): ("certain", ("r1", "r2")),
        ("S1", "D2"): ("potential", ("r1", "r2", "r3")),
        ("S2", "D2"): ("potential", ("r4", "r3")),
    }
    assert all(one.fields["role"] == "copy" for one in holds.values())


def test_a_system_runs_on_what_serves_its_capabilities(tmp_path: Path) -> None:
    reading = model(tmp_path, [("Realization", "S1", "K1"), ("Serving", "T1", "K1")])
    assert found(reading, "runs_on").keys() == {("S1", "T1")}


def test_a_product_inherits_what_the_system_it_realises_supports_and_who_uses_it(tmp_path: Path) -> None:
    ties = [
        ("Realization", "S1", "S2"),
        ("Serving", "S2", "B1"),
        ("Serving", "S2", "U1"),
        ("Specialization", "S3", "S2"),
    ]
    reading = model(tmp_path, ties)
    supports, uses = found(reading, "supports"), found(reading, "uses")
    assert supports["S1", "B1"].fields["certainty"] == "certain"
    assert (supports["S3", "B1"].fields["certainty"], supports["S3", "B1"].fields["factor"]) == ("potential", 0.5)
    assert set(uses) == {("U1", "S1"), ("U1", "S3")}
    assert uses["U1", "S1"].fields["via"] == ("r1", "r3")


def test_triggering_goes_through_events(tmp_path: Path) -> None:
    ties = [
        ("Triggering", "B1", "E1"),
        ("Triggering", "E1", "E2"),
        ("Triggering", "E2", "B2"),
        ("Triggering", "S1", "E2"),
        ("Realization", "S2", "K1"),
        ("Triggering", "K1", "E1"),
    ]
    reading = model(tmp_path, ties)
    requires, supports = found(reading, "requires"), found(reading, "supports")
    assert requires["B2", "B1"].fields["via"] == ("r1", "r2", "r3")
    assert {ends: one.fields["strength"] for ends, one in supports.items()} == {
        ("S1", "B2"): "supporting",
        ("S2", "B2"): "supporting",
    }


def test_what_serves_a_grouping_may_serve_its_members(tmp_path: Path) -> None:
    ties = [
        ("Serving", "S1", "G1"),
        ("Aggregation", "G1", "G2"),
        ("Composition", "G2", "B1"),
        ("Aggregation", "G1", "U1"),
    ]
    reading = model(tmp_path, ties)
    one = found(reading, "supports")["S1", "B1"].fields
    assert (one["rule"], one["certainty"], one["factor"], one["via"]) == ("10", "potential", 0.5, ("r1", "r2", "r3"))
    assert "factor" not in found(reading, "uses")["U1", "S1"].fields


def test_a_grouping_with_too_many_pairs_says_nothing_about_its_members(tmp_path: Path) -> None:
    members = [("Aggregation", "G1", f"B{number}") for number in range(1, 22)]
    others = [("Aggregation", "G2", f"S{number}") for number in range(1, 21)]
    assert derived(model(tmp_path, [*members, *others, ("Serving", "G2", "G1")])) == []
    assert len(derived(model(tmp_path, [*members[1:], *others, ("Serving", "G2", "G1")]))) == 400


def test_a_service_is_delivered_by_the_first_sectors_above_it(tmp_path: Path) -> None:
    elements = {
        "axis": "Grouping",
        "one": "Grouping",
        "two": "Grouping",
        "inner": "Grouping",
        "f": "BusinessFunction",
        "p": "BusinessProcess",
        "role": "BusinessRole",
    }
    ties = [
        ("Aggregation", "axis", "one"),
        ("Aggregation", "axis", "two"),
        ("Aggregation", "one", "inner"),
        ("Aggregation", "inner", "f"),
        ("Composition", "f", "p"),
        ("Assignment", "role", "p"),
        ("Aggregation", "two", "role"),
        ("Aggregation", "two", "one"),
        ("Serving", "role", "f"),
    ]
    reading = read(tmp_path, elements, ties, profile='[axis]\nby = "children:axis"')
    assert {ends: one.fields["via"] for ends, one in found(reading, "delivers").items()} == {
        ("one", "f"): ("r4", "r3"),
        ("one", "p"): ("r5", "r4", "r3"),
        ("two", "p"): ("r6", "r7"),
    }
    assert {direct(reading)[one].relation.value for one in ("r7", "r8")} == {"part_of"}
    assert direct(reading)["r1"].fields["subtype"] == "membership"


def test_all_sources_of_an_and_junction_are_required(tmp_path: Path) -> None:
    ties = [
        ("Realization", "S1", "J1"),
        ("Realization", "S2", "J1"),
        ("Realization", "J1", "B1"),
        ("Serving", "J1", "B2"),
    ]
    reading = model(tmp_path, ties)
    assert {ends: one.fields["strength"] for ends, one in found(reading, "supports").items()} == {
        ("S1", "B1"): "required",
        ("S2", "B1"): "required",
    }
    assert {one.relation.value for one in direct(reading).values()} == {"related"}


def test_sources_of_an_or_junction_are_alternatives(tmp_path: Path) -> None:
    ties = [("Serving", "S1", "O1"), ("Serving", "S2", "J1"), ("Serving", "J1", "O1"), ("Serving", "O1", "B1")]
    supports = found(model(tmp_path, ties), "supports")
    assert {one.fields["alternative"] for one in supports.values()} == {"O1"}
    assert {one.fields["strength"] for one in supports.values()} == {"supporting"}
    assert supports["S2", "B1"].fields["via"] == ("r2", "r3", "r4")


def test_circles_of_junctions_capabilities_and_systems_end(tmp_path: Path) -> None:
    ties = [
        ("Flow", "S1", "J1"),
        ("Flow", "J1", "O1"),
        ("Flow", "O1", "J1"),
        ("Flow", "O1", "S1"),
        ("Flow", "J1", "S2"),
        ("Aggregation", "K1", "K2"),
        ("Aggregation", "K2", "K1"),
        ("Realization", "S1", "K1"),
        ("Realization", "S2", "S1"),
        ("Realization", "S1", "S2"),
        ("Aggregation", "G1", "G2"),
        ("Aggregation", "G2", "G1"),
        ("Serving", "S1", "G1"),
    ]
    assert set(found(model(tmp_path, ties), "flow")) == {("S1", "S2")}


def test_nothing_is_derived_that_the_model_says_itself_at_least_as_strongly(tmp_path: Path) -> None:
    chain = [("Realization", "S1", "K1"), ("Serving", "K1", "B1")]
    assert derived(model(tmp_path, [*chain, ("Serving", "S1", "B1")])) == []
    weaker = [*chain, ("Realization", "S1", "B1"), ("Realization", "S2", "B1")]
    assert found(model(tmp_path, weaker), "supports").keys() == {("S1", "B1")}


def test_a_capability_realised_through_behaviour_is_provided_by_the_system(tmp_path: Path) -> None:
    reading = model(tmp_path, [("Assignment", "S1", "K1"), ("Realization", "K1", "C1")])
    assert found(reading, "provides")["S1", "C1"].fields["via"] == ("r1", "r2")


def test_who_provides_what_a_product_holds_supports_the_product(tmp_path: Path) -> None:
    elements = {"S1": "ApplicationComponent", "K1": "ApplicationService", "P": "Product"}
    reading = read(tmp_path, elements, [("Realization", "S1", "K1"), ("Aggregation", "P", "K1")])
    assert found(reading, "supports").keys() == {("S1", "P")}


def test_chains_end_after_twenty_relationships(tmp_path: Path) -> None:
    def chain(length: int) -> list[Tie]:
        steps = [("Realization", f"K{number}", f"K{number + 1}") for number in range(1, length)]
        return [("Realization", "S1", "K1"), *steps, ("Serving", f"K{length}", "B1")]

    assert len(derived(model(tmp_path, chain(20)))) == 1
    assert derived(model(tmp_path, chain(21))) == []


def test_what_too_many_provide_or_join_leads_to_nothing(tmp_path: Path) -> None:
    provided = [*[("Realization", f"S{number}", "K1") for number in range(101)], ("Serving", "K1", "B1")]
    assert derived(model(tmp_path, provided)) == []
    assert len(derived(model(tmp_path, provided[1:]))) == 100
    joined = [*[("Serving", f"S{number}", "J1") for number in range(401)], ("Serving", "J1", "B1")]
    assert derived(model(tmp_path, joined)) == []
    assert len(derived(model(tmp_path, joined[1:]))) == 400
