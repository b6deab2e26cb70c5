"""Profiles: chosen, recognised, and refused with the nearest name when they match nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.errors import UsageError
from graphsvc.model import Severity, split_reference
from graphsvc.ports import ImportOptions
from graphsvc.records import Reading
from graphsvc_importers.archimate import ArchimateImporter
from tests.archimate_models import derived, direct, native, read, read_text, things

MODEL = """<archimate:model xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:archimate="http://www.archimatetool.com/archimate" name="Town" id="id-n" version="5.0.0">
<profile name="Product" id="p1"/>
<folder name="National"><element xsi:type="archimate:ApplicationComponent" name="Register" id="reg"/></folder>
<folder name="Local"><folder name="Hubs"><element xsi:type="archimate:ApplicationComponent" name="Hub" id="hub"/>
</folder>
<element xsi:type="archimate:ApplicationComponent" name="Case" id="case" profiles="p1">
<property key="Sector" value="Care"/><property key="Page" value="https://x"/>
<property key="End" value="31.12.2030"/><property key="Users" value="1 200"/><property key="Owner" value="ingen"/>
</element>
<element xsi:type="archimate:BusinessProcess" name="Help" id="help"><property key="Sector" value="Care"/></element>
<element xsi:type="archimate:BusinessActor" name="Team" id="team"><property key="Sector" value="Care"/></element>
<element xsi:type="archimate:DataObject" name="File" id="file"><property key="Sector" value="Care"/></element>
<element xsi:type="archimate:DataObject" name="Note" id="note"><property key="Sector" value="Fire"/></element>
<element xsi:type="archimate:Grouping" name="Care" id="care"/><element xsi:type="archimate:Node" name="Host" id="host"/>
<element xsi:type="archimate:AssociationRelationship" id="r1" source="host" target="case"/>
<element xsi:type="archimate:AssociationRelationship" id="r2" name="follows" source="case" target="hub"/>
</folder></archimate:model>"""


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems if problem.severity is not Severity.NOTE]


def said(reading: Reading) -> str:
    return " ".join(problem.message.en for problem in reading.problems)


def test_without_a_profile_no_sectors_are_chosen_and_that_is_said(tmp_path: Path) -> None:
    reading = read_text(tmp_path, MODEL, profile=None)
    assert "no-axis" in {problem.code for problem in reading.problems}
    assert not [one for one in things(reading).values() if one.fields.get("level")]


@pytest.mark.parametrize(("name", "profile"), [("GEMMA", "gemma"), ("GEMMA 2", "gemma"), ("VERA 4.0", "vera")])
def test_a_model_of_a_known_name_is_recognised_and_that_is_said(tmp_path: Path, name: str, profile: str) -> None:
    reading = read_text(tmp_path, native({}, name=name), profile=None)
    note = next(problem for problem in reading.problems if problem.code == "profile-recognised")
    assert (note.severity, profile in note.message.nb) == (Severity.NOTE, True)


def test_a_similar_name_is_not_recognised(tmp_path: Path) -> None:
    reading = read_text(tmp_path, native({"a": "Node"}, name="My GEMMA"), profile=None)
    assert "profile-recognised" not in {problem.code for problem in reading.problems}


def test_the_text_of_the_profile_is_kept_with_the_source(tmp_path: Path) -> None:
    text = '[axis]\nby = "BusinessActor"\n'
    assert read_text(tmp_path, MODEL, profile=text).profile == text


def test_sectors_may_be_the_members_of_a_grouping(tmp_path: Path) -> None:
    elements = {
        "top": "Grouping",
        "a": "Grouping",
        "b": "Grouping",
        "s": "ApplicationComponent",
        "p": "BusinessProcess",
    }
    ties = [
        ("Aggregation", "top", "a"),
        ("Composition", "top", "b"),
        ("Aggregation", "a", "s"),
        ("Aggregation", "a", "p"),
    ]
    profile = '[axis]\nby = "children:top"\ngeneric = ["b"]'
    reading = read(tmp_path, elements, ties, profile=profile)
    found = things(reading)
    assert [found[one].kind.value for one in ("top", "a", "b")] == ["element", "unit", "unit"]
    assert [found[one].fields.get("level") for one in ("top", "a", "b")] == [None, "sector", "sector"]
    assert (found["a"].fields["subtype"], found["b"].fields["subtype"]) == ("Grouping", "generic")
    assert [direct(reading)[one].relation.value for one in ("r3", "r4")] == ["owns", "delivers"]


def test_of_several_forms_the_first_that_the_model_has_is_taken(tmp_path: Path) -> None:
    profile = '[axis]\nby = ["children:gone", "children:top"]'
    reading = read(tmp_path, {"top": "Grouping", "a": "Grouping"}, [("Aggregation", "top", "a")], profile=profile)
    assert things(reading)["a"].fields["level"] == "sector"


@pytest.mark.parametrize(("level", "sectors"), [(1, {"a", "z"}), (2, {"b", "r"}), (3, {"c"})])
def test_sectors_may_be_a_level_of_a_tree_of_types(tmp_path: Path, level: int, sectors: set[str]) -> None:
    elements = dict.fromkeys("abcz", "BusinessActor") | {"r": "BusinessRole"}
    ties = [("Composition", "a", "b"), ("Aggregation", "b", "c"), ("Assignment", "a", "r")]
    profile = f'[axis]\nby = "BusinessActor+BusinessRole"\nlevel = {level}'
    found = things(read(tmp_path, elements, ties, profile=profile))
    assert {name for name, one in found.items() if one.fields.get("level") == "sector"} == sectors


def test_templates_may_be_excluded_from_the_sectors(tmp_path: Path) -> None:
    profile = '[axis]\nby = "BusinessActor"\n[exclude]\nnames = ["x"]'
    found = things(read(tmp_path, {"x": "BusinessActor", "y": "BusinessActor"}, profile=profile))
    assert ["level" in found[one].fields for one in "xy"] == [False, True]


def test_sectors_may_be_named_in_a_property(tmp_path: Path) -> None:
    reading = read_text(tmp_path, MODEL, profile='[axis]\nby = "property:Sector"')
    found = {
        (one.relation.value, *(split_reference(end)[1] for end in (one.start, one.end))) for one in derived(reading)
    }
    assert found == {("delivers", "care", "help"), ("owns", "care", "case"), ("part_of", "team", "care")}
    assert things(reading)["file"].fields["owner"] == "Care"
    assert codes(reading) == ["axis-without-element"]
    assert "Fire" in said(reading)
    assert len(things(reading)) == 9


def test_scope_platform_and_fields_come_from_the_profile(tmp_path: Path) -> None:
    profile = """
[scope]
national = "folder:National"
shared = ["specialization:Product"]
[platform]
folder = "Hubs"
[fields]
url = "Page"
contract_end = "End"
users = "Users"
vendor = "Owner"
"""
    found = things(read_text(tmp_path, MODEL, profile=profile))
    assert [found[one].fields.get("scope") for one in ("reg", "case", "hub")] == ["national", "shared", None]
    assert [found[one].fields.get("platform") for one in ("reg", "case", "hub")] == [None, None, True]
    case = found["case"].fields
    assert (case["url"], case["contract_end"], case["users"]) == ("https://x", "2030-12-31", 1200)
    assert "vendor" in case
    assert case["vendor"] is None
    assert case["properties"] == {"Sector": "Care"}


def test_a_value_that_does_not_fit_its_field_is_said_and_kept(tmp_path: Path) -> None:
    reading = read_text(tmp_path, MODEL, profile='[fields]\ncontract_end = "Page"')
    assert things(reading)["case"].fields["properties"]["Page"] == "https://x"
    (problem,) = [problem for problem in reading.problems if problem.code == "bad-field-value"]
    assert (problem.severity, problem.line) == (Severity.WARNING, MODEL[: MODEL.index('id="case"')].count("\n") + 1)


def test_associations_may_be_named_by_types_in_either_order_or_by_their_name(tmp_path: Path) -> None:
    profile = '[associations]\n"ApplicationComponent>Node" = "runs_on"\n"follows" = "replaces"'
    found = direct(read_text(tmp_path, MODEL, profile=profile))
    assert (found["r1"].relation.value, found["r1"].start, found["r1"].end) == (
        "runs_on",
        "system:case",
        "technology:host",
    )
    assert (found["r2"].relation.value, found["r2"].start) == ("replaces", "system:case")


def test_an_association_that_the_metamodel_does_not_allow_stays_related(tmp_path: Path) -> None:
    found = direct(read_text(tmp_path, MODEL, profile='[associations]\n"follows" = "delivers"'))
    assert found["r2"].relation.value == "related"


def test_a_type_may_be_given_another_kind(tmp_path: Path) -> None:
    ties = [("Serving", "p", "b")]
    reading = read(tmp_path, {"p": "Product", "b": "BusinessProcess"}, ties, profile='[kinds]\nProduct = "system"')
    assert things(reading)["p"].kind.value == "system"
    assert direct(reading)["r1"].relation.value == "supports"


def test_things_of_one_name_are_listed_and_never_merged(tmp_path: Path) -> None:
    model = native({"a": "Node", "b": "Node"}).replace('name="b"', 'name="a"')
    reading = read_text(tmp_path, model, profile='[alias]\nsame_name = ["a"]')
    assert len(things(reading)) == 2
    assert "technology:a, technology:b" in said(reading)


def test_systems_that_many_depend_on_are_proposed_as_platforms(tmp_path: Path) -> None:
    elements = dict.fromkeys(["hub", *(f"s{number}" for number in range(6))], "ApplicationComponent")
    ties = [("Serving", "hub", f"s{number}") for number in range(6)]
    reading = read(tmp_path, elements, ties)
    note = next(problem for problem in reading.problems if problem.code == "platforms-proposed")
    assert ("hub" in note.message.nn, note.severity) == (True, Severity.NOTE)
    assert "platform" not in things(reading)["hub"].fields
    assert "platforms-proposed" not in {problem.code for problem in read(tmp_path, elements, ties[1:]).problems}


@pytest.mark.parametrize(
    ("profile", "code", "nearest"),
    [
        ('[axes]\nby = "x"', "profile-unknown-key", "axis"),
        ('[axis]\nbye = "x"', "profile-unknown-key", "by"),
        ('[kinds]\nProdukt = "system"', "profile-unknown-key", "Product"),
        ('[kinds]\nProduct = "program"', "profile-bad-value", "technology"),
        ('[fields]\nurls = "Page"', "profile-unknown-key", "url"),
        ('[fields]\nurl = "Pages"', "profile-no-match", "Page"),
        ('[fields]\nproperties = "Page"', "profile-unknown-key", ""),
        ('[associations]\n"Nodes>Device" = "runs_on"', "profile-unknown-key", "Node"),
        ('[associations]\n"Node>Device" = "run_on"', "profile-bad-value", "runs_on"),
        ('[axis]\nby = "children:Cares"', "profile-no-match", "Care"),
        ('[axis]\nby = "property:Sectors"', "profile-no-match", "Sector"),
        ('[axis]\nby = "view_folder"', "profile-bad-value", "children:NAME"),
        ('[axis]\nby = "Location"', "profile-no-match", ""),
        ('[axis]\nby = "BusinessActor"\ngeneric = ["Teams"]', "profile-no-match", "Team"),
        ('[axis]\nby = "BusinessActor"\nlevel = 0', "profile-bad-value", ""),
        ('[axis]\nby = "BusinessActor"\nlevel = true', "profile-bad-value", ""),
        ('[axis]\nby = "BusinessActor"\n[exclude]\nnames = ["Teem"]', "profile-no-match", "Team"),
        ('[scope]\nnational = "folder:Nationale"', "profile-no-match", "folder:National"),
        ('[scope]\nregional = "folder:National"', "profile-unknown-key", "national"),
        ('[platform]\nfolder = "Hub"', "profile-no-match", "Hubs"),
        ('[access]\ndefault = "read"', "profile-bad-value", "unspecified"),
        ('[derive]\nalternatives = "yes"', "profile-bad-value", ""),
        ('[alias]\nsame_name = ["Caze"]', "profile-no-match", "Case"),
        ("axis = 3", "profile-bad-value", ""),
        ("[axis\nby = 3", "profile-unreadable", "gemma, graphsvc, plain, vera"),
    ],
)
def test_what_a_profile_says_wrongly_is_an_error_with_the_nearest_name(
    tmp_path: Path, profile: str, code: str, nearest: str
) -> None:
    reading = read_text(tmp_path, MODEL, profile=profile)
    problem = next(problem for problem in reading.problems if problem.severity is Severity.ERROR)
    assert (problem.code, reading.records) == (code, ())
    words = problem.message.en + (problem.fix.en if problem.fix else "")
    assert nearest in words


def test_a_profile_that_is_not_there_is_an_error_that_names_the_shipped_ones(tmp_path: Path) -> None:
    reading = ArchimateImporter().read([tmp_path / "x"], ImportOptions(mapping="gema"))
    assert codes(reading) == ["unreadable"]
    (tmp_path / "m.archimate").write_text(MODEL)
    reading = ArchimateImporter().read([tmp_path / "m.archimate"], ImportOptions(mapping="gema"))
    assert codes(reading) == ["profile-unreadable"]
    assert "gemma, graphsvc, plain, vera" in str(reading.problems[0].fix)


def test_every_fault_of_a_profile_is_said_at_once(tmp_path: Path) -> None:
    reading = read_text(tmp_path, MODEL, profile='[axes]\nx = 1\n[kinds]\nProdukt = "system"\n[derive]\nambiguity = 0')
    assert codes(reading) == ["profile-unknown-key", "profile-bad-value"]


def test_a_limit_that_is_no_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        ArchimateImporter().read([tmp_path], ImportOptions(limits={"xml_depth": 0}))
