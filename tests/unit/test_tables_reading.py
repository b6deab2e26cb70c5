"""Whole sources: tables with their plan, references, coverage, what is claimed to be none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graphsvc.model import Kind, Relation, Severity
from graphsvc.ports import Importer, ImportOptions
from graphsvc.records import Cover, Reading, RelationRecord, ThingRecord
from graphsvc_importers.tables import TablesImporter


def read(folder: Path, options: ImportOptions | None = None, **tables: str) -> Reading:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return TablesImporter().read([folder], options or ImportOptions())


def errors(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems if problem.severity is Severity.ERROR]


def fields(reading: Reading, identifier: str) -> dict[str, object]:
    return next(dict(record.fields) for record in reading.records if record.id == identifier)


def relations(reading: Reading, relation: Relation) -> list[tuple[str, str, dict[str, object]]]:
    found = [record for record in reading.records if isinstance(record, RelationRecord) and record.relation is relation]
    return [(record.start, record.end, dict(record.fields)) for record in found]


def covers(reading: Reading, subject: Kind | Relation) -> list[Cover]:
    return [cover for cover in reading.coverage if cover.subject is subject]


def test_the_importer_is_one() -> None:
    assert isinstance(TablesImporter(), Importer)


def test_the_demo_municipality_is_read_as_it_is(shared: Path) -> None:
    reading = TablesImporter().read([shared / "data" / "eksempelvik"], ImportOptions())
    assert [p for p in reading.problems if p.severity is not Severity.NOTE] == []
    assert reading.name == "eksempelvik"
    assert Counter(record.subject.value for record in reading.records) == {
        "organisation": 1,
        "unit": 48,
        "service": 155,
        "system": 137,
        "capability": 62,
        "data_object": 118,
        "journey": 6,
        "proposal": 8,
        "role": 12,
        "flow": 329,
        "holds": 289,
        "supports": 417,
        "requires": 10,
        "part_of": 48,
        "delivers": 304,
        "owns": 118,
        "uses": 1020,
        "provides": 175,
        "contains": 47,
    }
    assert reading.unmapped == {"service.los_uri": 155}
    left = [problem.code for problem in reading.problems]
    assert (left.count("ignored-table"), left.count("ignored-column")) == (5, 2)


def test_the_demo_keeps_its_hard_cases(shared: Path) -> None:
    reading = TablesImporter().read([shared / "data" / "eksempelvik"], ImportOptions(mapping="eksempelvik"))
    flows = {
        record.id: record
        for record in reading.records
        if isinstance(record, RelationRecord) and record.relation is Relation.FLOW
    }
    assert (flows["I001"].start, flows["I001"].end) == ("system:hrm", "system:idm")
    assert flows["I001"].fields["initiator"] == ("hrm",)
    assert Counter(flow.fields.get("criticality") for flow in flows.values()) == {
        None: 315,
        "stops": 6,
        "degrades": 5,
        "delays": 2,
        "none": 1,
    }
    assert Counter(flow.fields["mode"] for flow in flows.values())["login"] == 89
    assert fields(reading, "sakark")["disposition"] == "invest"
    assert fields(reading, "A1")["level"] == "sector"
    assert ("unit:A1", "organisation:eksempelvik", {}) in relations(reading, Relation.PART_OF)
    roles = [values["role"] for start, end, values in relations(reading, Relation.DELIVERS) if end == "service:T001"]
    assert roles == ["lead", "contributor", "contributor"]
    owner = next(values for _, end, values in relations(reading, Relation.OWNS) if end == "system:sakark")
    assert owner == {"confirmed_on": "2026-10-01"}
    orders = [values["order"] for start, _, values in relations(reading, Relation.CONTAINS) if start == "journey:J1"]
    assert orders == list(range(1, 10))


def test_a_column_that_repeats_a_table_is_checked_against_it(tmp_path: Path) -> None:
    systems = "id,name_nb,owner_unit_id,user_unit_ids,time_disposition\na,A,,,Invest\nb,B,,,Invest\n"
    objects = "id,name_nb,personal_data,master_system_id\nd,D,none,a\n"
    reading = read(tmp_path, systems=systems, data_objects=objects, holds="system_id,data_object_id,role\nb,d,master\n")
    assert errors(reading) == ["not-repeated"]
    (tmp_path / "holds.csv").unlink()
    alone = read(tmp_path, systems=systems, data_objects=objects)
    assert errors(alone) == []
    assert relations(alone, Relation.HOLDS) == [("system:a", "data_object:d", {"role": "master"})]


def test_the_own_layout_is_read_in_three_languages(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        Systemer="id;Navn (bokmål);Disposisjon;Eies av;Brukes av\nepj;Journal;Behold;u1;u1;\n".replace(
            "u1;u1;", 'u1;"u1; u2"'
        ),
        einingar="id;Namn (nynorsk);Nivå\nu1;Heim;verksemdsområde\nu2;Skule;sector\n",
        owns="from,to\nu1,epj\n",
    )
    assert [p.code for p in reading.problems if p.severity is Severity.ERROR] == []
    assert fields(reading, "epj") == {"name_nb": "Journal", "disposition": "tolerate"}
    assert fields(reading, "u1") == {"name_nn": "Heim", "level": "unit"}
    assert len(relations(reading, Relation.USES)) == 2
    assert len(relations(reading, Relation.OWNS)) == 1


def test_an_empty_cell_is_unknown_and_the_word_none_is_a_claim(tmp_path: Path) -> None:
    reading = read(tmp_path, systems="id,name_nb,vendor,owner,product\na,A,ingen,none,\nb,B,,,P\n")
    assert fields(reading, "a") == {"name_nb": "A", "vendor": None, "claimed_none": ("owns",)}
    assert fields(reading, "b") == {"name_nb": "B", "product": "P"}
    (cover,) = covers(reading, Kind.SYSTEM)
    assert cover.fields == frozenset({"name_nb", "vendor", "product", "claimed_none"})
    assert covers(reading, Relation.OWNS) == [
        Cover(Relation.OWNS, frozenset(), frozenset({Kind.UNIT}), frozenset({Kind.SYSTEM}))
    ]


def test_a_part_that_several_columns_share_is_covered_only_when_all_are_there(tmp_path: Path) -> None:
    units = "id,name_nb\nu,U\n"
    half = read(tmp_path, units=units, services="id,name_nb,lead\nt,T,u\n")
    assert covers(half, Relation.DELIVERS) == []
    assert "cover-narrowed" in [problem.code for problem in half.problems]
    whole = read(tmp_path, units=units, services="id,name_nb,lead,contributors\nt,T,u,\n")
    assert len(covers(whole, Relation.DELIVERS)) == 1
    sheet = read(tmp_path, units=units, services="id,name_nb\nt,T\n", delivers="from,to,role\nu,t,lead\n")
    assert covers(sheet, Relation.DELIVERS) == [Cover(Relation.DELIVERS, frozenset({"role"}))]


def test_a_profile_with_half_of_its_tables_does_not_cover_the_kind_they_share(tmp_path: Path) -> None:
    reading = read(tmp_path, areas="id,name_nb,name_en,forum_role\nA1,A,A,leder\n")
    assert covers(reading, Kind.UNIT) == []
    assert len(covers(reading, Kind.ORGANISATION)) == 1


def test_ends_may_be_in_the_register(tmp_path: Path) -> None:
    known = frozenset({"unit:u", "system:s"})
    reading = read(tmp_path, ImportOptions(known=known), owns="from,to\nu,s\nu,x\n")
    assert relations(reading, Relation.OWNS) == [("unit:u", "system:s", {})]
    assert errors(reading) == ["unknown-reference"]


def test_a_bare_id_is_of_the_first_kind_that_has_it_and_a_kind_may_be_named(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        units="id,name_nb,parent\nu,U,kommune\nv,V,unit:u\nw,W,organisation:kommune\n",
        organisations="id,name_nb\nkommune,K\n",
    )
    assert errors(reading) == []
    assert [end for _, end, _ in relations(reading, Relation.PART_OF)] == [
        "organisation:kommune",
        "unit:u",
        "organisation:kommune",
    ]


def test_a_relation_that_joins_the_wrong_kinds_is_refused(tmp_path: Path) -> None:
    reading = read(
        tmp_path, units="id,name_nb\nu,U\n", systems="id,name_nb\ns,S\n", kind_of="from,to\nunit:u,system:s\n"
    )
    assert errors(reading) == ["wrong-ends"]


def test_a_relation_may_end_at_a_relation_where_anything_may(tmp_path: Path) -> None:
    related = "from,to\nsystem:a,relation:f1\nsystem:a,relation:f9\n"
    reading = read(tmp_path, systems="id,name_nb\na,A\nb,B\n", flow="id,from,to\nf1,a,b\n", related=related)
    assert errors(reading) == ["unknown-reference"]
    assert relations(reading, Relation.RELATED)[0][:2] == ("system:a", "relation:f1")


def test_two_flows_between_the_same_systems_are_two_flows(tmp_path: Path) -> None:
    systems = "id,name_nb\na,A\nb,B\n"
    reading = read(tmp_path, systems=systems, flow="from,to,mode,protocol\na,b,sync,REST\na,b,batch,SFTP\n")
    assert errors(reading) == []
    assert [record.id for record in reading.records if record.subject is Relation.FLOW] == [
        "system:a>system:b|sync|REST",
        "system:a>system:b|batch|SFTP",
    ]


def test_an_equal_row_is_a_note_and_a_differing_one_an_error_with_both_lines(tmp_path: Path) -> None:
    equal = read(tmp_path, units="id,name_nb\nu,U\nu,U\n")
    assert [(problem.code, problem.severity) for problem in equal.problems if problem.line] == [
        ("repeated", Severity.NOTE)
    ]
    assert len(equal.records) == 1
    differing = read(tmp_path, units="id,name_nb\nu,U\nv,V\nu,W\n")
    (problem,) = [problem for problem in differing.problems if problem.severity is Severity.ERROR]
    assert ("line 2" in problem.message.en, problem.line, problem.column) == (True, 4, "name_nb")


def test_an_unknown_heading_is_an_error_with_the_nearest_and_can_be_guessed(tmp_path: Path) -> None:
    table = "id,name_nb,contract_ends\na,A,2027-01-01\n"
    refused = read(tmp_path, systems=table)
    assert errors(refused) == ["unknown-column"]
    assert "closest: contract_end" in next(p.message.en for p in refused.problems if p.code == "unknown-column")
    guessed = read(tmp_path, ImportOptions(guess=True), systems=table)
    assert errors(guessed) == []
    assert fields(guessed, "a")["contract_end"] == "2027-01-01"
    assert [p.code for p in guessed.problems if p.severity is Severity.WARNING] == ["guessed-column"]


def test_a_table_of_no_known_name_is_an_error_with_the_nearest(tmp_path: Path) -> None:
    reading = read(tmp_path, sistems="id,name_nb\na,A\n")
    assert errors(reading) == ["unknown-table"]
    assert "systems" in reading.problems[-1].message.en


def test_a_column_without_a_heading_and_the_same_column_twice_are_errors(tmp_path: Path) -> None:
    reading = read(tmp_path, units="id,name_nb,,Navn (bokmål)\nu,U,x,V\n")
    assert sorted(errors(reading)) == ["no-heading", "same-column"]


def test_the_front_table_names_the_source(tmp_path: Path) -> None:
    assert read(tmp_path, Om="Kilde,Vårt register\n", units="id,name_nb\nu,U\n").name == "Vårt register"


def test_a_source_without_a_name_is_called_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id,name_nb\nu,U\n", encoding="utf-8")
    assert TablesImporter().read([tmp_path / "units.csv"], ImportOptions()).name == "units"


def test_every_row_has_its_place(tmp_path: Path) -> None:
    reading = read(tmp_path, units="id,name_nb\nu,U\nv,V\n")
    assert [(record.place.file, record.place.line) for record in reading.records] == [
        ("units.csv", 2),
        ("units.csv", 3),
    ]


def test_lists_and_properties_are_read_from_one_cell(tmp_path: Path) -> None:
    reading = read(tmp_path, systems='id,name_nb,protocols,properties\na,A,"REST; SFTP;","x=1; y = 2 "\n')
    assert fields(reading, "a")["protocols"] == ("REST", "SFTP")
    assert fields(reading, "a")["properties"] == {"x": "1", "y": "2"}


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "tsv"])
def test_tables_are_recognised_by_name_and_models_are_not(suffix: str, tmp_path: Path) -> None:
    assert TablesImporter().recognises([tmp_path / f"x.{suffix}"])
    assert not TablesImporter().recognises([tmp_path / "x.xml"])
    assert not TablesImporter().recognises([tmp_path])


def test_only_things_of_the_source_are_records(tmp_path: Path) -> None:
    reading = read(tmp_path, systems="id,name_nb,owner\na,A,u9\n")
    assert errors(reading) == ["unknown-reference"]
    assert [record.id for record in reading.records if isinstance(record, ThingRecord)] == ["a"]


def test_norwegian_habits_are_read_and_said_once_a_column(tmp_path: Path) -> None:
    table = "sep=\t\nid\tcontract_end\tyearly_cost\na\t31.12.2027\t1\u00a0250,5\nb\t1.2.2028\t12 000,00\n"
    (tmp_path / "systems.csv").write_text(table, encoding="utf-16")
    reading = TablesImporter().read([tmp_path], ImportOptions())
    assert errors(reading) == []
    assert fields(reading, "a") == {"contract_end": "2027-12-31", "yearly_cost": 1250.5}
    assert fields(reading, "b") == {"contract_end": "2028-02-01", "yearly_cost": 12000}
    said = [(problem.code, problem.column) for problem in reading.problems]
    assert ("norwegian-dates", "contract_end") in said
    assert ("grouped-numbers", "yearly_cost") in said
    dialect = next(problem.message.nb for problem in reading.problems if problem.code == "dialect")
    assert dialect == "Lest som: tegnsett UTF-16 (oppdaget), tabulator, desimalkomma, linjen sep=."


def test_a_tab_separated_table_with_decimal_points_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "systems.tsv").write_text("id\tyearly_cost\na\t12.5\n", encoding="utf-8")
    assert fields(TablesImporter().read([tmp_path], ImportOptions()), "a")["yearly_cost"] == 12.5


@pytest.mark.parametrize(("written", "code"), [("cafe\u0301", "id-composed"), (" café", "id-trimmed")])
def test_a_changed_id_says_what_was_changed(tmp_path: Path, written: str, code: str) -> None:
    reading = read(tmp_path, systems=f"id,name_nb\n{written},Kafé\n")
    assert [record.id for record in reading.records if isinstance(record, ThingRecord)] == ["café"]
    assert [problem.code for problem in reading.problems if problem.code.startswith("id-")] == [code]
