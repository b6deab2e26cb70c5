"""What is written as an architecture model is read back as the same things and relations."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graphsvc.metamodel import FieldType, fields_of
from graphsvc.model import Kind, Relation, Value
from graphsvc.ports import ImportOptions
from graphsvc.records import Reading, Record, RelationRecord, ThingRecord
from graphsvc.service.exports import Edition
from graphsvc.service.exports.architecture import write_archimate
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc.text import Language
from graphsvc_importers.archimate import ArchimateImporter
from graphsvc_importers.archimate.inverse import USUAL, element_of, relationship_of
from graphsvc_importers.archimate.vocabulary import ELEMENTS, RELATIONSHIPS
from graphsvc_importers.archimate.writing import identifiers
from tests.attacked import attacked_graph
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph

SPACE = "{http://www.opengroup.org/xsd/archimate/3.0/}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
NCNAME = re.compile(r"[A-Za-z_\u00c0-\u02ff][\w.\-\u00b7\u00c0-\u02ff]*")
#: What the importer says of itself, and what a relationship says that the register did not.
ADDED = {"original_type", "subtype", "properties"}
SAID_BY_THE_RELATIONSHIP = {"role", "kind", "strength", "mode", "data_to", "initiator"}
#: One of each relation that joins two kinds in the metamodel's first pair, and one that ArchiMate has no word for.
KINDS = ("organisation:o", "unit:u", "unit:v", "service:b", "service:c", "system:s", "system:t", "capability:k")
THINGS = (*KINDS, "capability:l", "data_object:d", "data_object:e", "technology:n", "technology:m", "journey:j")


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def written(snapshot: Snapshot, folder: Path, **wanted: Any) -> Path:
    write_archimate(Edition(snapshot, Language.NB, **wanted), folder / "x.xml")
    return folder / "x.xml"


def read(path: Path, mapping: str | None = None) -> Reading:
    reading = ArchimateImporter().read([path], ImportOptions(mapping=mapping))
    assert not reading.has_errors, reading.problems
    return reading


def records_of(snapshot: Snapshot) -> list[Record]:
    things = [snapshot.record(number) for number in range(len(snapshot))]
    return [*things, *(one for relation in Relation for one in snapshot.edges(relation).records)]


def kept(record: Record) -> dict[str, Value]:
    """Fields that have a property to come back from; those that name things stay properties."""
    unfit = {FieldType.THINGS, FieldType.PROPERTIES}
    known = {name for name, one in fields_of(record.subject).items() if one.type not in unfit}
    fields: Mapping[str, Value] = record.fields
    return {name: value for name, value in fields.items() if name in known and name != "original_type"}


def compared(snapshot: Snapshot, reading: Reading) -> None:
    wanted = records_of(snapshot)
    ids = identifiers(wanted)
    back = {one.id: one for one in reading.records if isinstance(one, ThingRecord) or not one.derived}
    assert len(back) == len(wanted)
    for one in wanted:
        found = back[ids[one.subject.value, one.id].removeprefix("id-")]
        here = Kind.UNIT if one.subject is Kind.ORGANISATION else one.subject
        assert found.subject is here, (one.reference, found.subject)
        assert {name: found.fields.get(name, "absent") for name in kept(one)} == kept(one)
        extra = set(found.fields) - set(one.fields) - ADDED
        if isinstance(one, RelationRecord) and isinstance(found, RelationRecord):
            assert (found.start, found.end) == tuple(_back(snapshot, ids, end) for end in (one.start, one.end))
            assert extra <= SAID_BY_THE_RELATIONSHIP | {"name"}, extra
            assert "name" not in extra or found.fields["name"] == one.relation.value
        else:
            assert extra <= {"name"}


def _back(snapshot: Snapshot, ids: Mapping[tuple[str, str], str], end: str) -> str:
    record = snapshot.record(snapshot.index(end))
    kind = "unit" if record.kind is Kind.ORGANISATION else record.kind.value
    return f"{kind}:{ids[record.kind.value, record.id].removeprefix('id-')}"


def test_the_demo_comes_back(demo: Snapshot, tmp_path: Path) -> None:
    reading = read(written(demo, tmp_path))
    compared(demo, reading)
    assert reading.name == "graphsvc-Eksempelvik"
    assert sum(isinstance(one, ThingRecord) for one in reading.records) == 527


def test_a_flow_names_its_hub_and_data_in_properties(tmp_path: Path) -> None:
    fields: dict[str, Value] = {"through": ("h",), "data_objects": ("d", "e"), "mode": "sync", "criticality": "none"}
    snapshot = graph({"system:h": {"vendor": None}}, [("flow", "system:a", "system:b", {"id": "F1", **fields})])
    back = {one.id: one for one in read(written(snapshot, tmp_path)).records}
    flow = back["F1"]
    assert flow.fields["properties"] == {"graphsvc.data_objects": "d; e", "graphsvc.through": "h"}
    assert (flow.fields["original_type"], flow.fields["mode"], flow.fields["criticality"]) == ("Flow", "sync", "none")
    assert back["h"].fields["vendor"] is None


def every_relation() -> list[Tie]:
    ties: list[Tie] = []
    for relation in Relation:
        for start in THINGS:
            for end in THINGS:
                one = relation.value, start, end, {"id": f"{relation.value}-{start[-1]}{end[-1]}"}
                if start != end and allowed(*one[:3]):
                    ties.append(one)
    return ties


def allowed(relation: str, start: str, end: str) -> bool:
    from graphsvc.metamodel import RELATIONS

    return RELATIONS[Relation(relation)].allows(
        Kind(start.split(":", maxsplit=1)[0]), Kind(end.split(":", maxsplit=1)[0])
    )


def test_every_relation_between_all_kinds_that_it_may_join_comes_back(tmp_path: Path) -> None:
    snapshot = graph(list(THINGS), every_relation())
    reading = read(written(snapshot, tmp_path))
    compared(snapshot, reading)
    assert {one.relation for one in reading.records if isinstance(one, RelationRecord)} == set(Relation)


def test_without_the_profile_archimate_alone_says_most_of_it(tmp_path: Path) -> None:
    snapshot = graph(list(THINGS), [one for one in every_relation() if one[0] != "related"])
    back = {one.id: one for one in read(written(snapshot, tmp_path), "plain").records}
    silent = {
        tie.relation.value
        for relation in Relation
        for tie in snapshot.edges(relation).records
        if back[tie.id].subject is not tie.relation
    }
    assert silent == {"replaces"}


def test_a_model_that_was_imported_keeps_its_types(tmp_path: Path) -> None:
    things: dict[str, Mapping[str, Value]] = {
        "element:g": {"original_type": "Goal"},
        "unit:r": {"original_type": "BusinessRole"},
        "capability:f": {"original_type": "ApplicationFunction"},
        "element:or": {"original_type": "OrJunction", "subtype": "or"},
        "service:p": {"original_type": "BusinessProcess"},
    }
    ties: list[Tie] = [
        ("related", "element:g", "service:p", {"original_type": "Influence", "id": "i"}),
        ("needs", "service:p", "capability:f", {"original_type": "Realization", "id": "n"}),
        ("related", "element:g", "relation:n", {"original_type": "Association", "id": "on"}),
    ]
    root = ET.parse(written(graph(things, ties), tmp_path)).getroot()
    types = {
        one.get("identifier"): one.get(TYPE) for part in ("element", "relationship") for one in root.iter(SPACE + part)
    }
    assert types == {
        **{f"id-{name.split(':')[1]}": fields["original_type"] for name, fields in things.items()},
        "id-i": "Influence",
        "id-n": "Realization",
        "id-on": "Association",
    }
    back = {one.id: one for one in read(tmp_path / "x.xml").records}
    association = back["on"]
    assert isinstance(association, RelationRecord)
    assert association.end == "relation:n"


def test_identifiers_are_names_in_xml_unique_and_stable(demo: Snapshot, tmp_path: Path) -> None:
    odd = graph(
        ["system:a b", "unit:a b", "system:_x20_", "system: ", "system:æøå", "system:😀", "unit:epj", "system:epj"]
    )
    for snapshot in (odd, demo, attacked_graph()):
        found = list(identifiers(records_of(snapshot)).values())
        assert len(set(found)) == len(found)
        assert all(NCNAME.fullmatch(one) for one in found)
    root = ET.parse(written(demo, tmp_path)).getroot()
    given = [one.get("identifier") for one in root.iter() if one.get("identifier")]
    assert len(set(given)) == len(given) > 3000
    used = {one.get(end) for one in root.iter(f"{SPACE}relationship") for end in ("source", "target")}
    defined = {one.get("propertyDefinitionRef") for one in root.iter(f"{SPACE}property")}
    assert used | defined <= set(given)


def test_only_types_of_the_standard_are_written() -> None:
    assert all(element_of(ThingRecord(kind, "x", {})) == type_ for kind, type_ in USUAL.items())
    assert set(USUAL.values()) <= set(ELEMENTS)
    for one in graph(list(THINGS), every_relation()).facts.relations:
        record = one.record
        assert isinstance(record, RelationRecord)
        ends = (USUAL[Kind(end.split(":")[0])] for end in (record.start, record.end))
        assert relationship_of(record, *ends).type in RELATIONSHIPS


def test_words_that_attack_are_words_and_what_xml_cannot_carry_is_said(tmp_path: Path) -> None:
    snapshot = attacked_graph()
    problems = write_archimate(Edition(snapshot, Language.NB), tmp_path / "x.xml")
    assert [one.code for one in problems] == ["export-characters"]
    back = {one.id: one for one in read(tmp_path / "x.xml").records if isinstance(one, ThingRecord)}
    assert len(back) == len(snapshot)
    names = {one.fields.get("name_nb") for one in back.values()}
    assert {"<img src=x onerror=alert(1)>", "a␀b␋␛[31m", "&amp;&lt;{0}{name}%s", "]]></style><b>"} <= names


def test_derived_relations_are_left_to_the_reader_and_the_public_edition_has_no_costs(tmp_path: Path) -> None:
    ties: list[Tie] = [
        ("supports", "system:s", "service:b", {"id": "1"}),
        ("supports", "system:s", "service:c", {"id": "2", "derived": True, "via": ("1",)}),
    ]
    snapshot = graph({"system:s": {"yearly_cost": 17, "vendor": "X"}}, ties)
    root = ET.parse(written(snapshot, tmp_path)).getroot()
    assert [one.get("identifier") for one in root.iter(f"{SPACE}relationship")] == ["id-1"]
    assert "yearly_cost" in (tmp_path / "x.xml").read_text(encoding="utf-8")
    public = written(snapshot, tmp_path, public=True).read_text(encoding="utf-8")
    assert "yearly_cost" not in public
    assert "graphsvc.vendor" in public


def test_the_model_says_what_it_is_and_is_the_same_bytes(demo: Snapshot, tmp_path: Path) -> None:
    first = written(demo, tmp_path).read_text(encoding="utf-8")
    assert '<documentation xml:lang="nb">Eksempelvik: 1.12.2026, revisjon 1. 527 av 527 ting' in first
    assert first.count("xmlns=") == 1
    again = Snapshot(Facts(1, demo.facts.things[::-1], demo.facts.relations[::-1], about=demo.about), demo.date)
    assert written(again, tmp_path).read_text(encoding="utf-8") == first


def test_time_grows_with_the_number_of_things(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        things = tuple(Fact(ThingRecord(Kind.SYSTEM, f"s{n}", {"vendor": "x"})) for n in range(count))
        snapshot = Snapshot(Facts(1, things, ()), graph().date)
        begun = time.perf_counter()
        written(snapshot, tmp_path)
        return time.perf_counter() - begun

    small = min(seconds(500) for _ in range(3))
    assert seconds(5000) < 40 * small
