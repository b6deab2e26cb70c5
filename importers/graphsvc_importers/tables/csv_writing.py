"""Writes a graph as CSV files in the product's own layout, packed in a ZIP archive."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from graphsvc.metamodel import fields_of
from graphsvc.model import Kind, Relation
from graphsvc.records import Problem, Record, RelationRecord, ThingRecord
from graphsvc.text import Language
from graphsvc_importers.tables.escapes import guard
from graphsvc_importers.tables.findings import Findings, Spot
from graphsvc_importers.tables.layout import ABOUT_ROWS, LAYOUT_MARK, SUBJECTS, table_name
from graphsvc_importers.tables.writing import Column, cell_of, columns_of, grouped

__all__ = ["write_csv_tables"]

#: No clock in the archive: the same content gives the same bytes.
_UNDATED = (1980, 1, 1, 0, 0, 0)


def write_csv_tables(
    path: Path,
    things: Iterable[ThingRecord],
    relations: Iterable[RelationRecord],
    language: Language,
    about: Mapping[str, str],
) -> tuple[Problem, ...]:
    """Write an archive whose files, unpacked into a folder, read back equal.

    Parameters
    ----------
    things, relations
        What is written, a file a kind and relation that has any, sorted by id.
    language
        Of headings and labels; any of the three is read back.
    about
        ``source``, ``title``, ``revision`` and ``date``, those that are known.

    Returns
    -------
    tuple of Problem
        Fields that have no column.

    Notes
    -----
    O(cells); one table is held as text at a time. Semicolons, decimal commas and a byte order mark, as Norwegian
    spreadsheets read them.
    """
    groups, findings = grouped([*things, *relations]), Findings()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "about", _about(about, language))
        for subject in SUBJECTS:
            if subject in groups:
                _add(archive, table_name(subject), _rows(subject, groups[subject], language, findings))
    return tuple(findings.problems)


def _about(about: Mapping[str, str], language: Language) -> list[list[str]]:
    values = {"source": "", "date": "", **about, "language": language.value, "layout": LAYOUT_MARK}
    return [
        [label.in_(language), guard(values[key]) if values[key] else ""]
        for key, label in ABOUT_ROWS.items()
        if key in values
    ]


def _rows(
    subject: Kind | Relation, records: Sequence[Record], language: Language, findings: Findings
) -> Iterable[list[str]]:
    used = {name for record in records for name in record.fields}
    for name in sorted(used - fields_of(subject).keys()):
        findings.say("no-column", Spot(f"{table_name(subject)}.csv"), name=name)
    columns = columns_of(subject, used, language)
    yield [column.heading for column in columns]
    for record in records:
        yield [_words(record, column, language) for column in columns]


def _words(record: Record, column: Column, language: Language) -> str:
    value = record.fields.get(column.field.name) if column.field is not None else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format(Decimal(repr(value)), "f").replace(".", ",")
    cell = cell_of(record, column, language)
    return "" if cell is None else str(cell)


def _add(archive: zipfile.ZipFile, name: str, rows: Iterable[Sequence[str]]) -> None:
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(rows)
    entry = zipfile.ZipInfo(f"{name}.csv", _UNDATED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, target.getvalue().encode("utf-8-sig"))
