"""Writes workbooks in the product's own layout: filled, or as a template with guidance."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, NamedTuple

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from graphsvc.errors import UsageError
from graphsvc.metamodel import Field, FieldType, fields_of
from graphsvc.metamodel.fields import DERIVED, ORIGIN
from graphsvc.model import Kind, Relation, Value, split_reference
from graphsvc.records import Problem, Record, RelationRecord, ThingRecord
from graphsvc.text import Language, Text
from graphsvc_importers.tables.cells import none_word
from graphsvc_importers.tables.escapes import guard, join_list, join_pairs
from graphsvc_importers.tables.findings import Findings, Spot
from graphsvc_importers.tables.layout import (
    ABOUT,
    ABOUT_ROWS,
    GUIDE,
    ID,
    LAYOUT_MARK,
    SIDES,
    SUBJECTS,
    end_kinds,
    end_text,
    shorthands,
    table_title,
)
from graphsvc_importers.tables.manual import column_notes
from graphsvc_importers.tables.references import KIND_WORDS

__all__ = [
    "Column",
    "cell_of",
    "cell_text",
    "columns_of",
    "grouped",
    "write_table",
    "write_template",
    "write_workbook",
]

#: Excel's own limits.
MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
WIDTHS = {FieldType.TEXT: 28, FieldType.LIST: 28, FieldType.THINGS: 28, FieldType.PROPERTIES: 28}
#: No clock in the file: the same content gives the same bytes.
CREATED = dt.datetime(2000, 1, 1)
YES = Text("ja", "ja", "yes")
NO = Text("nei", "nei", "no")


class Column(NamedTuple):
    """One column of a sheet: its heading and what it shows."""

    heading: str
    field: Field | None
    part: str


def _none_text(field: Field, language: Language) -> str:
    """Say "none" in a way that is no value of the field itself."""
    word = "none" if language is Language.EN else "ingen"
    return word if none_word(field, word) else f"({word})"


def _number_text(value: int | float) -> str | int | float:
    """Keep numbers that Excel would round as text."""
    exact = abs(value) < 10**15 and float(f"{value:.16G}") == value
    return value if exact else format(Decimal(repr(value)), "f")


def cell_text(field: Field, value: Value, language: Language) -> str | int | float:
    """Write a value as a cell shows it, so that reading it gives the value back.

    Examples
    --------
    >>> cell_text(fields_of(Kind.SYSTEM)["platform"], True, Language.NB)
    'ja'
    """
    if value is None:
        return _none_text(field, language)
    if isinstance(value, bool):
        return (YES if value else NO).in_(language)
    if isinstance(value, Mapping):
        return guard(join_pairs(value))
    if isinstance(value, tuple):
        return guard(join_list(value))
    if isinstance(value, int | float):
        return _number_text(value)
    if field.type is FieldType.CHOICE:
        return next((known.label.in_(language) for known in field.values if known.value == value), guard(value))
    return guard(value)


def _reference_text(name: str, kinds: Sequence[Kind]) -> str:
    """Write an end: a bare id where the layout says its kind, else ``kind:id``."""
    kind, identifier = split_reference(name)
    bare = kinds and kind == kinds[0].value and split_reference(identifier)[0] not in KIND_WORDS | {"relation"}
    return guard(identifier if bare else name)


def _main_fields(subject: Kind | Relation) -> list[Field]:
    """List the fields that a sheet always shows: all but the source's own words and what is derived."""
    rare = {field.name for field in (*ORIGIN, *DERIVED)} | {"properties"}
    return [field for field in fields_of(subject).values() if field.name not in rare]


def columns_of(subject: Kind | Relation, used: set[str], language: Language) -> list[Column]:
    """List the columns of a table: id, ends, and the fields that are used or always shown."""
    columns = [Column(ID.in_(language), None, "id")]
    if isinstance(subject, Relation):
        columns += [Column(end_text(side)[1].in_(language), None, side) for side in SIDES]
    main = {field.name for field in _main_fields(subject)}
    shown = [field for field in fields_of(subject).values() if field.name in used or field.name in main]
    return columns + [Column(field.label.in_(language), field, "field") for field in shown]


class _Writer:
    """One workbook while it is written."""

    def __init__(self, target: Path | IO[bytes], language: Language) -> None:
        self.language = language
        self.findings = Findings()
        self.book = xlsxwriter.Workbook(
            str(target) if isinstance(target, Path) else target,
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
            },
        )
        self.book.set_properties({"created": CREATED})
        self.bold = self.book.add_format({"bold": True, "bottom": 1})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.text = self.book.add_format({"num_format": "@"})

    def put(self, sheet: Worksheet, row: int, column: int, value: str | int | float) -> None:
        """Write one cell as it is: never a formula, a link or a guessed number."""
        if not isinstance(value, str):
            sheet.write_number(row, column, value)
            return
        if len(value) > MOST_CHARACTERS:
            spot = Spot(sheet=sheet.get_name(), line=row + 1)
            self.findings.say("cut-cell", spot, what=f"{sheet.get_name()} {row + 1}", limit=MOST_CHARACTERS)
            value = value[:MOST_CHARACTERS]
        sheet.write_string(row, column, value, self.text)

    def sheet(self, subject: Kind | Relation, columns: Sequence[Column]) -> Worksheet:
        """Add the sheet of a kind or relation with its header, its choices as lists to choose from."""
        sheet = self.book.add_worksheet(table_title(subject, self.language))
        sheet.freeze_panes(1, 1)
        for index, column in enumerate(columns):
            sheet.write_string(0, index, column.heading, self.bold)
            width = 14 if column.field is None else WIDTHS.get(column.field.type, 14)
            sheet.set_column(
                index, index, width, self.text if column.field is None or column.field.type in WIDTHS else None
            )
            if column.field is not None and column.field.type is FieldType.CHOICE:
                choices = [value.label.in_(self.language) for value in column.field.values]
                sheet.data_validation(1, index, MOST_ROWS - 1, index, {"validate": "list", "source": choices})
        return sheet

    def about(self, about: Mapping[str, str]) -> None:
        """Write the front sheet."""
        sheet = self.book.add_worksheet(ABOUT.in_(self.language))
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 60)
        values = {"source": "", "date": "", **about, "language": self.language.value, "layout": LAYOUT_MARK}
        for row, key in enumerate(key for key in ABOUT_ROWS if key in values):
            sheet.write_string(row, 0, ABOUT_ROWS[key].in_(self.language), self.bold)
            self.put(sheet, row, 1, guard(values[key]) if values[key] else "")

    def guide(self) -> None:
        """Write the guide: every column of every sheet, what it holds and which values it takes."""
        sheet = self.book.add_worksheet(GUIDE.in_(self.language))
        for index, width in enumerate((24, 28, 90)):
            sheet.set_column(index, index, width, self.wrapped)
        row = 0
        for subject in SUBJECTS:
            for heading, note in column_notes(subject, self.language):
                for column, words in enumerate((table_title(subject, self.language), heading, note)):
                    sheet.write_string(row, column, words, self.wrapped)
                row += 1

    def row(self, sheet: Worksheet, line: int, columns: Sequence[Column], record: Record) -> None:
        """Write one record."""
        for index, column in enumerate(columns):
            value = cell_of(record, column, self.language)
            if value is not None:
                self.put(sheet, line, index, value)


def cell_of(record: Record, column: Column, language: Language) -> str | int | float | None:
    """Return what a record's row shows in a column; None where nothing is known."""
    if column.field is not None:
        if column.field.name not in record.fields:
            return None
        return cell_text(column.field, record.fields[column.field.name], language)
    if column.part == "id":
        return guard(record.id)
    assert isinstance(record, RelationRecord)  # noqa: S101 - only sheets of relations have ends
    if column.part == "start":
        return _reference_text(record.start, end_kinds(record.relation, "start"))
    return _reference_text(record.end, end_kinds(record.relation, "end"))


def grouped(records: Iterable[Record]) -> dict[Kind | Relation, list[Record]]:
    """Divide records among their tables, sorted by id."""
    groups: dict[Kind | Relation, list[Record]] = {}
    for record in records:
        groups.setdefault(record.subject, []).append(record)
    for group in groups.values():
        group.sort(key=lambda record: record.id)
    return groups


def write_workbook(
    path: Path,
    things: Iterable[ThingRecord],
    relations: Iterable[RelationRecord],
    language: Language,
    about: Mapping[str, str],
) -> tuple[Problem, ...]:
    """Write a graph as a workbook that reads back equal.

    Parameters
    ----------
    things, relations
        What is written, a sheet a kind and relation that has any; sorted by id, so that equal content gives
        equal bytes.
    language
        Of headings and labels; any of the three is read back.
    about
        ``source``, ``title``, ``revision`` and ``date`` for the front sheet, those that are known.

    Returns
    -------
    tuple of Problem
        Texts that Excel had to cut at 32,767 characters.

    Raises
    ------
    UsageError
        When a sheet would have more rows than Excel takes. O(cells).
    """
    groups = grouped([*things, *relations])
    for subject, group in groups.items():
        if len(group) >= MOST_ROWS:
            count = f"{subject.value}: {len(group)} > {MOST_ROWS - 1}"
            raise UsageError(
                Text(
                    f"For mange rader for Excel ({count}). Bruk JSON.",
                    f"For mange rader for Excel ({count}). Bruk JSON.",
                    f"Too many rows for Excel ({count}). Use JSON.",
                )
            )
    writer = _Writer(path, language)
    writer.about(about)
    for subject in SUBJECTS:
        if subject in groups:
            used = {name for record in groups[subject] for name in record.fields}
            for name in sorted(used - fields_of(subject).keys()):
                writer.findings.say("no-column", Spot(sheet=table_title(subject, language)), name=name)
            columns = columns_of(subject, used, language)
            sheet = writer.sheet(subject, columns)
            for line, record in enumerate(groups[subject], start=1):
                writer.row(sheet, line, columns, record)
    writer.book.close()
    return tuple(writer.findings.problems)


def write_template(path: Path, language: Language) -> None:
    """Write an empty workbook: a front sheet, a guide, and a sheet a kind and relation with its headings.

    The sheets of things also have the shorthand columns for their relations (docs/tables.md).
    """
    writer = _Writer(path, language)
    writer.about({})
    writer.guide()
    for subject in SUBJECTS:
        columns = columns_of(subject, set(), language)
        if isinstance(subject, Kind):
            columns[1:1] = [Column(short.label.in_(language), None, "relation") for short in shorthands(subject)]
        writer.sheet(subject, columns)
    writer.book.close()


def write_table(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Write any rows as a workbook of one sheet, for people; texts are inert, numbers stay numbers.

    Examples
    --------
    >>> write_table([{"id": "a", "strength": 0.9}])[:2]
    b'PK'
    """
    stream = io.BytesIO()
    writer = _Writer(stream, Language.EN)
    sheet = writer.book.add_worksheet()
    sheet.freeze_panes(1, 0)
    names = list(dict.fromkeys(name for row in rows for name in row))
    for column, name in enumerate(names):
        sheet.write_string(0, column, guard(name), writer.bold)
        for line, row in enumerate(rows, start=1):
            value = row.get(name)
            if value is not None and value != "":
                number = isinstance(value, int | float) and not isinstance(value, bool)
                writer.put(sheet, line, column, _number_text(value) if number else guard(str(value)))  # type: ignore[arg-type]
    writer.book.close()
    return stream.getvalue()
