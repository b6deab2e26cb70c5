"""Both file formats, however they are packed, give the same facts."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Relation, Severity
from graphsvc.ports import Importer, ImportOptions
from graphsvc_importers.archimate import ArchimateImporter
from graphsvc_importers.archimate.vocabulary import ELEMENTS, RELATIONSHIPS
from tests.archimate_models import direct, exchange, native, read_text, things

TWO = {"a": "ApplicationComponent", "b": "BusinessService"}
ONE = [("Serving", "a", "b")]
DRAFT = """<?xml version="1.0"?>
<model xmlns="http://www.opengroup.org/xsd/archimate" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 identifier="d">
<name xml:lang="en">Draft</name>
<elements>
<element identifier="a" xsi:type="ApplicationComponent"><label xml:lang="en">A</label>
<properties><property identifierref="p"><value xml:lang="en">12</value></property></properties></element>
<element identifier="t" xsi:type="InfrastructureService"><label xml:lang="en">T</label></element></elements>
<relationships><relationship identifier="r" source="t" target="a" xsi:type="UsedByRelationship"/></relationships>
<organization><item><label xml:lang="en">Apps</label><item identifierref="a"/></item></organization>
<propertydefs><propertydef identifier="p" name="Size" type="string"/></propertydefs>
<views><view identifier="v"><label xml:lang="en">V</label></view></views>
</model>"""
FULL = """<?xml version="1.0"?>
<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 identifier="id-m"><name>M</name>
<elements><element identifier="id-1" xsi:type="ApplicationComponent">
<name xml:lang="no">Sak</name><name xml:lang="nn">Saka</name><name xml:lang="en-GB">Case</name>
<name xml:lang="nl">Zaak</name><name xml:lang="de">Fall</name>
<documentation xml:lang="nb">Om saker</documentation><documentation>About cases</documentation>
<properties><property propertyDefinitionRef="p1"><value xml:lang="en">x</value><value xml:lang="nb">y</value></property>
<property propertyDefinitionRef="p1"><value>z</value></property>
<property propertyDefinitionRef="gone"><value>lost?</value></property></properties></element>
<element identifier="2" xsi:type="OrJunction"/></elements>
<relationships><relationship identifier="id-r" source="id-1" target="2" xsi:type="Association" isDirected="true">
<name xml:lang="nb">hører til</name><name xml:lang="en">belongs</name><documentation>why</documentation></relationship>
</relationships>
<organizations><item><label>Top</label><item><label>Inner</label>
<item identifierRef="id-1"/></item></item></organizations>
<propertyDefinitions><propertyDefinition identifier="p1" type="string"><name>Key</name>
</propertyDefinition></propertyDefinitions>
<views><diagrams><view identifier="v1" xsi:type="Diagram"/><view identifier="v2" xsi:type="Diagram"/></diagrams></views>
</model>"""


def zipped(model: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("model.xml", model)
        archive.writestr("images/logo.png", b"\x89PNG")
    return packed.getvalue()


def test_the_importer_fulfils_its_port() -> None:
    assert isinstance(ArchimateImporter(), Importer)


@pytest.mark.parametrize("write", [exchange, native])
@pytest.mark.parametrize("pack", [str.encode, lambda text: gzip.compress(text.encode()), zipped])
@pytest.mark.parametrize("file", ["model.archimate", "model.xml", "anything"])
def test_format_and_packing_are_told_by_content(tmp_path: Path, write, pack, file: str) -> None:
    reading = read_text(tmp_path, pack(write(TWO, ONE)), file=file)
    assert ArchimateImporter().recognises([tmp_path / file])
    assert not reading.has_errors
    assert set(things(reading)) == {"a", "b"}
    assert direct(reading)["r1"].relation is Relation.SUPPORTS
    assert reading.name == "m"


def test_images_in_the_container_are_said_to_be_left_out(tmp_path: Path) -> None:
    assert "images" in {problem.code for problem in read_text(tmp_path, zipped(native(TWO))).problems}


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read_as_declared(tmp_path: Path, encoding: str) -> None:
    text = exchange(TWO).replace('encoding="UTF-8"', f'encoding="{encoding}"').replace("<name>a<", "<name>Sære<")
    reading = read_text(tmp_path, text.encode(encoding))
    assert ArchimateImporter().recognises([tmp_path / "model.xml"])
    assert things(reading)["a"].fields["name"] == "Sære"


def test_the_draft_format_of_archimate_2_is_read_with_its_old_words(tmp_path: Path) -> None:
    reading = read_text(tmp_path, DRAFT)
    component = things(reading)["a"].fields
    assert (component["name_en"], component["properties"], component["folder"]) == ("A", {"Size": "12"}, "Apps")
    assert things(reading)["t"].fields["original_type"] == "TechnologyService"
    assert direct(reading)["r"].relation is Relation.RUNS_ON
    assert reading.counts["views"] == 1


@pytest.mark.parametrize("version", ["3.0/", "3.1/", "3.2/", "4.0/"])
def test_later_namespaces_are_read(tmp_path: Path, version: str) -> None:
    reading = read_text(tmp_path, exchange(TWO, ONE).replace("archimate/3.0/", f"archimate/{version}"))
    assert len(reading.records) == 3


def test_languages_go_to_their_fields_and_nothing_is_lost(tmp_path: Path) -> None:
    fields = things(read_text(tmp_path, FULL))["1"].fields
    assert [fields[name] for name in ("name_nb", "name_nn", "name_en", "name")] == ["Sak", "Saka", "Case", "Zaak"]
    assert fields["properties"]["name@de"] == "Fall"
    assert (fields["description_nb"], fields["description"]) == ("Om saker", "About cases")


def test_properties_keep_every_value(tmp_path: Path) -> None:
    reading = read_text(tmp_path, FULL)
    assert things(reading)["1"].fields["properties"] == {
        "Key": "x; z",
        "Key@nb": "y",
        "gone": "lost?",
        "name@de": "Fall",
    }
    assert "missing-definition" in {problem.code for problem in reading.problems}


def test_a_relation_keeps_one_name_and_the_rest_as_properties(tmp_path: Path) -> None:
    relation = direct(read_text(tmp_path, FULL))["r"]
    assert (relation.fields["name"], relation.fields["note"]) == ("hører til", "why")
    assert relation.fields["properties"] == {"name@en": "belongs", "directed": "true"}


def test_folders_junction_types_and_views_of_an_exchange_file_are_read(tmp_path: Path) -> None:
    reading = read_text(tmp_path, FULL)
    assert things(reading)["1"].fields["folder"] == "Top/Inner"
    assert (things(reading)["2"].kind, things(reading)["2"].fields["subtype"]) == (Kind.ELEMENT, "or")
    assert reading.counts["views"] == 2
    note = next(problem for problem in reading.problems if problem.code == "views")
    assert (note.severity, "2 " in note.message.en) == (Severity.NOTE, True)


def test_what_archi_alone_says_is_read(tmp_path: Path) -> None:
    model = """<archimate:model xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:archimate="http://www.archimatetool.com/archimate" name="N" id="id-n" version="5.0.0">
<folder name="Application" type="application"><folder name="Core">
<element xsi:type="archimate:ApplicationComponent" name="A" id="id-a" profiles="p1">
<documentation>text</documentation><property key="k" value="v"/><property value="w"/></element></folder></folder>
<folder name="Other"><element xsi:type="archimate:Junction" id="j"/>
<element xsi:type="archimate:AssociationRelationship" id="r" source="id-a" target="j" directed="true"/></folder>
<folder name="Views" type="diagrams"><element xsi:type="archimate:ArchimateDiagramModel" name="V" id="v">
<child xsi:type="archimate:DiagramObject" id="c" archimateElement="id-a"/></element>
<element xsi:type="archimate:SketchModel" id="s"/><element xsi:type="canvas:CanvasModel" id="w"/></folder>
<profile name="Product" id="p1" conceptType="ApplicationComponent"/><purpose>p</purpose></archimate:model>"""
    reading = read_text(tmp_path, model)
    fields = things(reading)["a"].fields
    assert fields["folder"] == "Application/Core"
    assert fields["specialization"] == "Product"
    assert (fields["description"], fields["properties"]) == ("text", {"": "w", "k": "v"})
    assert things(reading)["j"].fields["subtype"] == "and"
    assert direct(reading)["r"].start == "system:a"
    assert dict(reading.counts) == {
        "elements": 2,
        "relationships": 1,
        "views": 3,
        "things": 2,
        "relations": 1,
        "derived": 0,
    }
    assert "model-text" in {problem.code for problem in reading.problems}


def test_every_type_of_element_and_relationship_is_known(tmp_path: Path) -> None:
    elements = {f"e{number}": type_ for number, type_ in enumerate(ELEMENTS)}
    ties = [(type_, "e0", "e1") for type_ in sorted(RELATIONSHIPS)]
    for write in (exchange, native):
        reading = read_text(tmp_path, write(elements, ties))
        assert {problem.severity for problem in reading.problems} <= {Severity.NOTE}
        assert (len(things(reading)), len(direct(reading))) == (len(ELEMENTS), 11)


def test_the_prefix_of_identifiers_is_taken_off_in_both_formats(tmp_path: Path) -> None:
    for write in (exchange, native):
        reading = read_text(tmp_path, write({"id-1": "Node", "x": "Node"}, [("Flow", "id-1", "x", {"id": "id-2"})]))
        assert set(things(reading)) == {"1", "x"}
        assert direct(reading)["2"].start == "technology:1"
        assert things(reading)["1"].place.element == "id-1"


def test_a_prefix_stays_where_two_identifiers_would_become_one(tmp_path: Path) -> None:
    reading = read_text(tmp_path, native({"id-1": "Node", "1": "Node"}, [("Flow", "id-1", "1")]))
    assert set(things(reading)) == {"id-1", "1"}
    assert (direct(reading)["r1"].start, direct(reading)["r1"].end) == ("technology:id-1", "technology:1")


def test_a_model_covers_every_kind_and_relation_and_has_one_space_of_ids(tmp_path: Path) -> None:
    reading = read_text(tmp_path, native(TWO))
    assert {cover.subject for cover in reading.coverage} == {
        *Relation,
        *(kind for kind in Kind if KINDS[kind].in_graph),
    }
    assert all(cover.fields is None for cover in reading.coverage)
    assert reading.one_id_space


def test_several_files_are_not_one_model(tmp_path: Path) -> None:
    reading = ArchimateImporter().read([tmp_path / "a", tmp_path / "b"], ImportOptions())
    assert [problem.code for problem in reading.problems] == ["several-models"]


def test_tables_and_folders_are_not_claimed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,x\n")
    (tmp_path / "page.xml").write_text("<!DOCTYPE html><html></html>")
    assert not any(
        ArchimateImporter().recognises([one]) for one in (tmp_path, tmp_path / "a.csv", tmp_path / "page.xml")
    )
    assert not ArchimateImporter().recognises([])
