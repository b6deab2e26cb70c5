"""XLSX workbooks: sheets as raw tables, cell by cell, so that nothing is silently empty, rounded or made up."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from posixpath import join, normpath
from typing import NamedTuple

from lxml import etree

from graphsvc_importers.limits import Limits
from graphsvc_importers.tables.archive import Archive, DamagedWorkbook, open_archive
from graphsvc_importers.tables.findings import Findings, Spot
from graphsvc_importers.tables.raw import BadCell, ExcelNumber, RawRow, RawTable, column_letters

__all__ = ["read_workbook"]

ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
#: Built-in number formats that show a date.
DATE_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
NOT_FORMAT_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
EXACT_DIGITS = 15


class _Book(NamedTuple):
    """What all sheets share."""

    strings: list[str]
    dates: frozenset[int]
    epoch: datetime


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _is_guide(element: etree._Element | None) -> bool:
    return element is not None and _local(element) == "rPh"


def _text(element: etree._Element) -> str:
    """Join the runs of a string, phonetic guides left out, Excel's own escapes undone."""
    parts = [node.text or "" for node in element.iter() if _local(node) == "t" and not _is_guide(node.getparent())]
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), "".join(parts))


def _date_styles(archive: Archive) -> frozenset[int]:
    """Find the cell styles whose number format shows a date."""
    if not archive.has("xl/styles.xml"):
        return frozenset()
    codes: dict[int, str] = {}
    styles: list[int] = []
    for element in archive.elements("xl/styles.xml", "numFmt", "cellXfs"):
        if _local(element) == "numFmt":
            codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
        else:
            styles = [int(style.get("numFmtId", "0")) for style in element]
    return frozenset(
        index
        for index, number in enumerate(styles)
        if number in DATE_FORMATS or re.search("[dmyåDMYÅ]", NOT_FORMAT_LETTERS.sub("", codes.get(number, "")))
    )


def _sheets(archive: Archive) -> tuple[list[tuple[str, str]], datetime]:
    """List (name, part) of every sheet, and the day that dates count from."""
    targets = {
        str(element.get("Id", "")): str(element.get("Target", ""))
        for element in archive.elements("xl/_rels/workbook.xml.rels", "Relationship")
        if element.get("TargetMode") != "External" and str(element.get("Type", "")).endswith("/worksheet")
    }
    found, epoch = [], datetime(1899, 12, 30)
    for element in archive.elements("xl/workbook.xml", "sheet", "workbookPr"):
        if _local(element) == "workbookPr":
            epoch = datetime(1904, 1, 1) if element.get("date1904") in {"1", "true"} else epoch
            continue
        target = next(
            (targets[str(value)] for name, value in element.items() if str(name).endswith("}id") and value in targets),
            None,
        )
        if target:
            part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            found.append((element.get("name", ""), part))
    return found, epoch


def _number(raw: str, style: int, book: _Book) -> str:
    """Write a numeric cell in digits (12, not 12.0), a date as yyyy-mm-dd."""
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if style in book.dates and 0 < number < 2_958_466:
        moment = book.epoch + timedelta(days=float(number))
        return moment.date().isoformat() if number == int(number) else moment.isoformat(sep=" ", timespec="seconds")
    if not number.is_finite() or abs(number) >= 10**EXACT_DIGITS:
        return ExcelNumber(raw)
    if number == number.to_integral_value():
        return ExcelNumber(int(number))
    return ExcelNumber(format(Decimal(repr(float(number))), "f"))


class _SheetReader:
    """Reads the cells of one sheet."""

    def __init__(self, table: RawTable, book: _Book, limits: Limits, findings: Findings) -> None:
        self.table, self.book, self.limits, self.findings = table, book, limits, findings

    def row(self, element: etree._Element, record: int, line: int) -> RawRow | None:
        """Read one row; None when it has too many columns."""
        cells: list[str] = []
        for cell in element:
            if _local(cell) != "c":
                continue
            place = CELL.match(cell.get("r", ""))
            index = _column_index(place[1]) if place else len(cells)
            value = self.value(
                cell, self.table.spot().at(line=line, record=record, cell=f"{column_letters(index)}{line}")
            )
            if not value and not isinstance(value, BadCell):
                continue
            if index >= self.limits.columns:
                self.findings.say(
                    "too-many-columns", self.table.spot().at(line=line), count=index + 1, limit=self.limits.columns
                )
                return None
            cells.extend([""] * (index + 1 - len(cells)))
            cells[index] = value
        return RawRow(line, record, cells)

    def value(self, cell: etree._Element, spot: Spot) -> str:
        """Read one cell as text, or say what is wrong with it."""
        kind, style = cell.get("t", "n"), int(cell.get("s", "0") or 0)
        parts = {_local(part): part for part in cell}
        if kind == "inlineStr":
            return _text(parts["is"]) if "is" in parts else ""
        raw = parts["v"].text if "v" in parts else None
        if raw is None:
            if "f" not in parts or kind == "str":
                return ""
            self.findings.say("formula-without-value", spot, cell=spot.cell)
            return BadCell()
        if kind == "e":
            self.findings.say("excel-error", spot, value=raw, cell=spot.cell)
            return BadCell()
        if kind == "s":
            return self.book.strings[int(raw)]
        if kind == "d":
            return raw.removesuffix("T00:00:00")
        if kind == "b":
            return "true" if raw == "1" else "false"
        return _number(raw, style, self.book) if kind == "n" else ESCAPE.sub(lambda found: chr(int(found[1], 16)), raw)


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _read_sheet(archive: Archive, part: str, reader: _SheetReader) -> bool:
    table, last = reader.table, 0
    for record, element in enumerate(archive.elements(part, "row"), start=1):
        line = int(element.get("r", "") or last + 1)
        last = line
        row = reader.row(element, record, line)
        if row is None:
            return False
        if row.cells:
            table.rows.append(row)
        if len(table.rows) > reader.limits.rows:
            reader.findings.say("too-many-rows", table.spot(row), limit=reader.limits.rows)
            return False
    table.drop_blank_rows(reader.findings)
    return True


def _tables(archive: Archive, name: str, limits: Limits, findings: Findings) -> list[RawTable]:
    found, epoch = _sheets(archive)
    strings = (
        [_text(element) for element in archive.elements("xl/sharedStrings.xml", "si")]
        if archive.has("xl/sharedStrings.xml")
        else []
    )
    book = _Book(strings, _date_styles(archive), epoch)
    tables = []
    for title, part in found:
        if not archive.has(part):
            raise DamagedWorkbook("damaged", why=part)
        table = RawTable(name, title, strict=False)
        if _read_sheet(archive, part, _SheetReader(table, book, limits, findings)):
            tables.append(table)
    return tables


def read_workbook(name: str, data: bytes, limits: Limits, findings: Findings) -> list[RawTable]:
    """Read every sheet of a workbook as it stands, or say why not.

    Returns
    -------
    list of RawTable
        One a sheet, in the workbook's order; empty when the workbook cannot be read. O(bytes unpacked).

    Notes
    -----
    Cells are placed by their own reference, so a sheet that claims 17 thousand million cells costs what it
    holds. Formulas count by their saved value; macros and links to other files are never touched.
    """
    spot = Spot(name)
    archive = open_archive(data, spot, limits, findings)
    if archive is None:
        return []
    try:
        return _tables(archive, name, limits, findings)
    except DamagedWorkbook as damage:
        findings.say(damage.code, spot, **damage.words)
    except (KeyError, ValueError, IndexError, OverflowError) as error:
        findings.say("damaged", spot, why=f"{type(error).__name__}: {error}")
    return []
