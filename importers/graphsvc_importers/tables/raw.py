"""A table as it stands in a file, before anybody knows what it means."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from graphsvc_importers.tables.findings import Findings, Spot

__all__ = ["BadCell", "ExcelNumber", "RawRow", "RawTable", "column_letters", "heading_key"]


class ExcelNumber(str):
    """A number from a numeric Excel cell, in digits with a decimal point."""

    __slots__ = ()


class BadCell(str):
    """A cell that could not be read, and was complained of already; empty as text."""

    __slots__ = ()


@dataclass(slots=True)
class RawRow:
    """One row: its physical line (or Excel row), its number among the records, its cells as text."""

    line: int
    record: int
    cells: list[str]


@dataclass(slots=True)
class RawTable:
    """One CSV file or one sheet.

    ``strict`` tables (CSV) must have as many fields in every row as in the header. ``decimal_comma`` is the
    dialect that was detected.
    """

    file: str
    sheet: str | None
    rows: list[RawRow] = field(default_factory=list)
    decimal_comma: bool = False
    strict: bool = True

    @property
    def name(self) -> str:
        """The sheet's name, or the file's without its ending."""
        return self.sheet if self.sheet is not None else self.file.rpartition(".")[0] or self.file

    def spot(self, row: RawRow | None = None, column: str | None = None, index: int | None = None) -> Spot:
        """Say where a row or cell is."""
        if row is None:
            return Spot(self.file, self.sheet, column=column)
        cell = f"{column_letters(index)}{row.line}" if self.sheet is not None and index is not None else None
        return Spot(self.file, self.sheet, row.line, row.record, column, cell)

    def drop_blank_rows(self, findings: Findings) -> None:
        """Take empty rows out and say which; trailing blank lines of a sheet are not worth a word."""
        blank = [row.line for row in self.rows if not any(cell.strip() for cell in row.cells)]
        if not blank:
            return
        self.rows = [row for row in self.rows if any(cell.strip() for cell in row.cells)]
        if self.strict:
            lines = ", ".join(map(str, blank[:20])) + (" …" if len(blank) > 20 else "")
            findings.say("skipped-rows", self.spot().at(line=blank[0]), count=len(blank), lines=lines)


def column_letters(index: int) -> str:
    """Name a column as Excel does.

    Examples
    --------
    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def heading_key(heading: str) -> str:
    r"""Make headings comparable: case, white space, underscores and invisible characters do not count.

    Examples
    --------
    >>> heading_key(" Contract_End\u200b") == heading_key("contract end")
    True
    """
    visible = "".join(char for char in unicodedata.normalize("NFKC", heading) if unicodedata.category(char) != "Cf")
    return " ".join(visible.replace("_", " ").split()).casefold()
