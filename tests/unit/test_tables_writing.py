"""Workbooks that the product writes: they read back equal, and nothing in them runs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

from graphsvc.errors import UsageError
from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.ports import ImportOptions
from graphsvc.records import Reading, Record, RelationRecord, ThingRecord
from graphsvc.text import Language
from graphsvc_importers.tables import TablesImporter, writing

ABOUT = {"source": "Registeret", "date": "2026-12-01"}


def facts(records: Iterable[Record]) -> dict[tuple[str, str], object]:
    """What a record says, without its place."""
    return {
        (record.subject.value, record.id): (
            dict(record.fields),
            getattr(record, "start", None),
            getattr(record, "end", None),
        )
        for record in records
    }


def written(path: Path, records: Iterable[Record], language: Language = Language.NB) -> Reading:
    found = list(records)
    things = [record for record in found if isinstance(record, ThingRecord)]
    relations = [record for record in found if isinstance(record, RelationRecord)]
    assert TablesImporter.write_workbook(path, things, relations, language, ABOUT) == ()
    return TablesImporter().read([path], ImportOptions())


@pytest.mark.parametrize("language", list(Language))
def test_the_demo_comes_back_equal_from_a_workbook(shared: Path, tmp_path: Path, language: Language) -> None:
    demo = TablesImporter().read([shared / "data" / "eksempelvik"], ImportOptions())
    back = written(tmp_path / "x.xlsx", demo.records, language)
    assert facts(back.records) == facts(demo.records)
    assert back.problems == ()
    assert back.name == "Registeret"


HARD: dict[str, Value] = {
    "name_nb": "=HYPERLINK(1)",
    "name_nn": "'quoted'",
    "name_en": " spaces ",
    "description": "a\r\nb\tc",
    "note": "none",
    "vendor": None,
    "product": "",
    "protocols": ("a;b", " c ", "\\", ""),
    "properties": {"x=y": "1;2", "z": ""},
    "yearly_cost": 0.1 + 0.2,
    "users": 12,
    "platform": False,
    "criticality": 4,
    "claimed_none": (),
    "url": "-1",
    "folder": "(ingen)",
    "valid_from": "2026-01-01",
    "confirmed_on": "2026-02-03",
    "confirmed_by": "@rolle",
}


def test_hard_values_come_back_equal(tmp_path: Path) -> None:
    things = [
        ThingRecord(Kind.SYSTEM, "a", HARD),
        ThingRecord(Kind.SYSTEM, "=b", {"name": "B"}),
        ThingRecord(Kind.SYSTEM, "system:c", {}),
        ThingRecord(Kind.SYSTEM, "c", {}),
        ThingRecord(Kind.DATA_OBJECT, "d", {"personal_data": None}),
        ThingRecord(Kind.DATA_OBJECT, "e", {"personal_data": "none"}),
    ]
    flow: dict[str, Value] = {
        "through": ("=b",),
        "criticality": "none",
        "data_objects": ("d", "e"),
        "valid_to": "2027-01-01",
    }
    relations = [
        RelationRecord(Relation.FLOW, "f;1", Reference("system:a"), Reference("system:=b"), flow),
        RelationRecord(Relation.FLOW, "f2", Reference("system:system:c"), Reference("system:c"), {"criticality": None}),
        RelationRecord(
            Relation.RELATED,
            "r",
            Reference("relation:f2"),
            Reference("data_object:d"),
            {"derived": True, "factor": 0.35, "via": ("f2",)},
        ),
    ]
    back = written(tmp_path / "x.xlsx", [*things, *relations])
    assert [problem.message.en for problem in back.problems] == []
    assert facts(back.records) == facts([*things, *relations])


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "http://evil.example", "{=1}"]
    written(
        tmp_path / "x.xlsx",
        [ThingRecord(Kind.SYSTEM, str(number), {"name_nb": name}) for number, name in enumerate(names)],
    )
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "x.xlsx")["Systemer"].iter_rows() for cell in row]
    assert all(cell.data_type in {"s", "n"} and cell.hyperlink is None for cell in cells)
    shown = {str(cell.value) for cell in cells}
    assert {"'=1+1", "'+1", "'-1", "'@SUM(1)", "http://evil.example"} <= shown


def test_the_same_content_gives_the_same_bytes_in_any_order(shared: Path, tmp_path: Path) -> None:
    demo = TablesImporter().read([shared / "data" / "eksempelvik"], ImportOptions())
    written(tmp_path / "a.xlsx", demo.records)
    written(tmp_path / "b.xlsx", reversed(demo.records))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_text_too_long_for_excel_is_cut_with_a_problem(tmp_path: Path) -> None:
    thing = ThingRecord(Kind.SYSTEM, "a", {"note": "x" * 40_000})
    (problem,) = TablesImporter.write_workbook(tmp_path / "x.xlsx", [thing], [], Language.EN, ABOUT)
    assert (problem.code, problem.sheet, problem.line) == ("cut-cell", "Systems", 2)


def test_a_field_without_a_column_is_said(tmp_path: Path) -> None:
    thing = ThingRecord(Kind.SYSTEM, "a", {"colour": "red"})
    (problem,) = TablesImporter.write_workbook(tmp_path / "x.xlsx", [thing], [], Language.EN, ABOUT)
    assert problem.code == "no-column"


def test_more_rows_than_excel_takes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 2)
    things = [ThingRecord(Kind.SYSTEM, str(number), {}) for number in range(3)]
    with pytest.raises(UsageError, match="JSON"):
        TablesImporter.write_workbook(tmp_path / "x.xlsx", things, [], Language.EN, ABOUT)


@pytest.mark.parametrize("language", list(Language))
def test_a_template_is_an_empty_source_that_can_be_filled_in(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "template.xlsx"
    TablesImporter.write_template(path, language)
    empty = TablesImporter().read([path], ImportOptions())
    assert [problem.code for problem in empty.problems] == ["no-rows"]
    book = openpyxl.load_workbook(path)
    sheet = book[book.sheetnames[3]]
    sheet.append(["u1"])
    book.save(path)
    assert [(record.subject, record.id) for record in TablesImporter().read([path], ImportOptions()).records] == [
        (Kind.UNIT, "u1")
    ]


def test_a_workbook_holds_no_clock(tmp_path: Path) -> None:
    TablesImporter.write_template(tmp_path / "a.xlsx", Language.NN)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}
        assert b"2000-01-01" in book.read("docProps/core.xml")


def test_any_rows_become_a_sheet_for_people_without_a_formula() -> None:
    rows: list[dict[str, object]] = [
        {"id": "=1+1", "strength": 0.9, "direct": True, "note": None},
        {"id": "b", "more": "x" * 40_000},
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(TablesImporter.write_table(rows))).worksheets[0]
    assert [[cell.value for cell in row][:4] for row in sheet.iter_rows(max_row=2)] == [
        ["id", "strength", "direct", "note"],
        ["'=1+1", 0.9, "True", None],
    ]
    assert openpyxl.load_workbook(io.BytesIO(TablesImporter.write_table([]))).worksheets[0].max_row == 1


def unpacked(folder: Path, records: Iterable[Record], language: Language = Language.NB) -> Reading:
    found = list(records)
    things = [record for record in found if isinstance(record, ThingRecord)]
    relations = [record for record in found if isinstance(record, RelationRecord)]
    assert TablesImporter.write_csv_tables(folder / "x.zip", things, relations, language, ABOUT) == ()
    with zipfile.ZipFile(folder / "x.zip") as archive:
        archive.extractall(folder / "tables")
    return TablesImporter().read([folder / "tables"], ImportOptions())


@pytest.mark.parametrize("language", list(Language))
def test_the_demo_comes_back_equal_from_csv_files(shared: Path, tmp_path: Path, language: Language) -> None:
    demo = TablesImporter().read([shared / "data" / "eksempelvik"], ImportOptions())
    back = unpacked(tmp_path, demo.records, language)
    assert facts(back.records) == facts(demo.records)
    assert back.name == "Registeret"


def test_hard_values_come_back_equal_from_csv_files(tmp_path: Path) -> None:
    things = [
        ThingRecord(Kind.SYSTEM, "a", HARD),
        ThingRecord(Kind.SYSTEM, "=b", {"name": "B", "yearly_cost": 1e-7, "users": 10**17}),
        ThingRecord(Kind.DATA_OBJECT, "d", {"personal_data": None}),
    ]
    flow = RelationRecord(Relation.FLOW, "f;1", Reference("system:a"), Reference("system:=b"), {"through": ("=b",)})
    back = unpacked(tmp_path, [*things, flow])
    assert facts(back.records) == facts([*things, flow])
    files = sorted(path.name for path in (tmp_path / "tables").iterdir())
    assert files == ["about.csv", "data_objects.csv", "flow.csv", "systems.csv"]
    written_cells = (tmp_path / "tables" / "systems.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK(1)" in written_cells
    assert "0,30000000000000004" in written_cells
