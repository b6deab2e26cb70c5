"""Files as they come: encodings, delimiters, lines, workbooks."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from graphsvc.model import Severity
from graphsvc.ports import ImportOptions
from graphsvc.records import Reading
from graphsvc_importers.limits import Limits
from graphsvc_importers.tables import TablesImporter
from graphsvc_importers.tables.csv_files import read_csv
from graphsvc_importers.tables.findings import Findings
from graphsvc_importers.tables.workbooks import read_workbook

HEADER = "id;name_nb;yearly_cost\n"


def rows(data: bytes, findings: Findings | None = None) -> list[list[str]]:
    table = read_csv("x.csv", data, Limits(), findings or Findings())
    assert table is not None
    return [row.cells for row in table.rows]


def codes(data: bytes) -> list[str]:
    findings = Findings()
    read_csv("x.csv", data, Limits(), findings)
    return [problem.code for problem in findings.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_an_encoding_is_recognised(encoding: str) -> None:
    text = "id;navn\nb1;Bålplass på Ås\n"
    assert rows(text.encode(encoding)) == [["id", "navn"], ["b1", "Bålplass på Ås"]]


def test_high_bytes_that_are_no_nordic_letters_are_not_taken_for_windows_1252() -> None:
    assert codes(b"id,name\na,Sk\xc3(le\xff\n") == ["bad-bytes"]
    assert codes(b"id,name\na,b\x81\n") == ["bad-bytes"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_even_among_prose(delimiter: str) -> None:
    text = delimiter.join(["id", "name", "note"]) + "\n" + delimiter.join(["a", '"x, y; z\tw"', "n"]) + "\n"
    assert rows(text.encode()) == [["id", "name", "note"], ["a", "x, y; z\tw", "n"]]


def test_a_title_with_a_comma_above_a_semicolon_table_does_not_mislead() -> None:
    assert rows(b"Oversikt, 2026\nid;navn;eier\na;A;x\nb;B;y\n")[1] == ["id", "navn", "eier"]


def test_lines_count_physically_and_records_one_by_one() -> None:
    table = read_csv("x.csv", b'id,name\r\na,"1\n2\n3"\r\nb,B\r\n', Limits(), Findings())
    assert table is not None
    assert [(row.line, row.record) for row in table.rows] == [(1, 1), (2, 2), (5, 3)]


def test_the_line_of_a_separator_hint_counts_as_a_line() -> None:
    table = read_csv("x.csv", b"sep=|\nid|name\na|A\n", Limits(), Findings())
    assert table is not None
    assert [(row.line, row.cells) for row in table.rows] == [(2, ["id", "name"]), (3, ["a", "A"])]


def test_a_quote_in_the_middle_and_a_quote_left_open_are_told_apart() -> None:
    assert codes(b'id,name\na,"b"c\n') == ["bad-quote"]
    assert codes(b'id,name\na,"b\n') == ["unclosed-quote"]


def test_an_open_quote_is_found_quickly_in_a_large_file(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text('id,name_nb\na,"b\n' + "c,Navn på enhet\n" * 400_000, encoding="utf-8")
    reading = TablesImporter().read([tmp_path / "units.csv"], ImportOptions())
    assert [(problem.code, problem.line) for problem in reading.problems if problem.severity is Severity.ERROR] == [
        ("unclosed-quote", 2)
    ]


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id\n" + "a" * 200, encoding="utf-8")
    reading = TablesImporter().read([tmp_path / "units.csv"], ImportOptions(limits={"upload_bytes": 100}))
    assert [problem.code for problem in reading.problems] == ["too-large"]


def test_a_missing_file_and_an_empty_folder_are_problems_not_exceptions(tmp_path: Path) -> None:
    assert [p.code for p in TablesImporter().read([tmp_path / "none.csv"], ImportOptions()).problems] == ["unreadable"]
    assert [p.code for p in TablesImporter().read([tmp_path], ImportOptions()).problems] == ["no-tables"]


def test_the_limits_on_rows_and_columns_hold() -> None:
    findings = Findings()
    assert read_csv("x.csv", b"a,b\n1,2\n3,4\n", Limits(rows=2), findings) is None
    assert read_csv("x.csv", b"a,b\n1,2\n", Limits(columns=1), findings) is None
    assert [problem.code for problem in findings.problems] == ["too-many-rows", "too-many-columns"]


def workbook(cells: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Systemer"
    for row in cells:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_excel_cells_become_text_without_loss() -> None:
    data = workbook(
        [
            ["id", "a", "b", "c", "d"],
            [12, 12.5, dt.date(2026, 12, 31), True, "æøå\nx"],
            [None, 0.1, dt.datetime(1999, 1, 2), False, ""],
        ]
    )
    (table,) = read_workbook("x.xlsx", data, Limits(), Findings())
    assert [row.cells for row in table.rows[1:]] == [
        ["12", "12.5", "2026-12-31", "true", "æøå\nx"],
        ["", "0.1", "1999-01-02", "false"],
    ]
    assert [row.line for row in table.rows] == [1, 2, 3]


def replaced(data: bytes, part: str, change: bytes, by: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body.replace(change, by) if name == part else body)
    return stream.getvalue()


def test_a_declaration_hidden_in_another_encoding_is_refused_in_any_part() -> None:
    data, part = workbook([["id"], ["a"]]), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read(part)
    declaration = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE worksheet [<!ENTITY x "y">]>'
    hidden = (declaration + sheet.decode().split("?>")[-1]).encode("utf-16")
    findings = Findings()
    assert read_workbook("x.xlsx", replaced(data, part, sheet, hidden), Limits(), findings) == []
    assert [problem.code for problem in findings.problems] == ["doctype"]


def test_a_part_that_inflates_beyond_its_word_or_is_damaged_is_refused() -> None:
    data = bytearray(workbook([["id"], ["a"]]))
    findings = Findings()
    middle = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[middle : middle + 20] = b"\xff" * 20
    assert read_workbook("x.xlsx", bytes(data), Limits(), findings) == []
    assert [problem.code for problem in findings.problems] == ["damaged"]


def test_too_many_parts_are_refused_before_anything_is_read() -> None:
    findings = Findings()
    assert read_workbook("x.xlsx", workbook([["id"]]), Limits(entries=2), findings) == []
    assert [problem.code for problem in findings.problems] == ["archive-too-large"]


def test_a_half_surrogate_in_an_excel_escape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Systemer.xlsx"
    path.write_bytes(workbook([["id", "name_nb"], ["a", "x_xD800_y"]]))
    reading: Reading = TablesImporter().read([path], ImportOptions())
    assert [(p.code, p.cell) for p in reading.problems if p.severity is Severity.ERROR] == [("control-character", "B2")]
    str(reading.problems).encode("utf-8")


def test_what_is_no_table_in_a_folder_is_said_and_left(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id,name_nb\nu,U\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("#", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (note,) = [p for p in TablesImporter().read([tmp_path], ImportOptions()).problems if p.code == "other-files"]
    assert "README.md, sub" in note.message.en


def test_a_device_is_not_read() -> None:
    reading = TablesImporter().read([Path("/dev/zero")], ImportOptions())
    assert [problem.code for problem in reading.problems] == ["unreadable"]


def test_a_date_that_excel_keeps_as_iso_text_is_a_date() -> None:
    sheet = b'<c r="B2" t="d"><v>2026-12-31T00:00:00</v></c>'
    data = replaced(
        workbook([["id", "x"], ["a", 1]]), "xl/worksheets/sheet1.xml", b'<c r="B2" t="n"><v>1</v></c>', sheet
    )
    (table,) = read_workbook("x.xlsx", data, Limits(), Findings())
    assert table.rows[1].cells == ["a", "2026-12-31"]
