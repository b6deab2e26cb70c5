"""An answer as a document, a picture or a table in a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graphsvc.errors import UsageError
from graphsvc.registry import importer, view, views
from graphsvc.service.exporting import write_whole
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["LONG", "answer_document", "answer_file", "file_of", "picture", "table_rows", "write_answer"]

#: Which view draws the answer to a query.
PICTURES = {
    "paths": "path_strip",
    "impact": "swimlane",
    "overlap": "overlap_bars",
    "matrix": "municipality_map",
    "weak_spots": "weak_spots_bars",
    "structure": "sector_balance",
    "privacy": "data_travel",
    "journey": "journey_strip",
    "completeness": "completeness_bars",
    "learning": "experience_line",
    "portfolio": "portfolio_bars",
}
#: Queries whose answer can be a report to print, and what of the pages makes it.
REPORTS = {"impact": "impact_report"}
#: Queries whose answer can be told in parts, a number of rows at a time.
LONG = frozenset({"impact"})
#: The list that a table is made of, where it is not the longest.
_MAIN = ("touched", "single_points")


def picture(name: str, snapshot: Snapshot, result: Any, language: Language, **options: Any) -> str:
    """Draw an answer as a self-contained SVG document: the same drawing for page, file and command.

    Raises
    ------
    UsageError
        When this answer has no picture.
    """
    drawn_by = PICTURES.get(name)
    if drawn_by is None or drawn_by not in views():
        raise UsageError(
            Text(
                f"Svaret på {name} har ikke noe bilde; skriv .json, .csv eller .xlsx",
                f"Svaret på {name} har ikkje noko bilete; skriv .json, .csv eller .xlsx",
                f"The answer to {name} has no picture; write .json, .csv or .xlsx",
            )
        )
    return str(view(drawn_by)(snapshot, result, language=language, **options))


def answer_document(
    name: str, snapshot: Snapshot, result: Any, language: Language, *, rows: slice | None = None
) -> dict[str, Any]:
    """Return the promised document of an answer; what its picture draws, of what exists, is part of it.

    Parameters
    ----------
    rows
        Which rows of its long lists are told, where the answer is one of :data:`LONG`; all when None.
    """
    part = {} if rows is None else {"rows": rows}
    drawn_by = view(PICTURES[name]) if name in PICTURES and PICTURES[name] in views() else None
    if drawn_by is not None and hasattr(drawn_by, "drawn"):
        return dict(result.document(language, drawn_by.drawn(snapshot, result, language=language), **part))
    return dict(result.document(language, **part))


def write_answer(name: str, snapshot: Snapshot, result: Any, path: Path, language: Language) -> None:
    """Write an answer to a file; the ending of its name says how.

    Raises
    ------
    UsageError
        When the ending is unknown; lists those that are.
    """
    content = answer_file(name, snapshot, result, path.suffix.lower() or path.name, language)
    write_whole(path, lambda target: target.write_bytes(content))


def answer_file(name: str, snapshot: Snapshot, result: Any, ending: str, language: Language) -> bytes:
    """Return an answer as the content of a file.

    Parameters
    ----------
    ending
        ``.svg``, ``.json``, ``.csv`` or ``.xlsx``; ``.pdf`` or ``.html`` where the answer can be a report.

    Raises
    ------
    UsageError
        When the ending is unknown; lists those that are.
    """
    return file_of(
        ending,
        picture=lambda: picture(name, snapshot, result, language),
        document=lambda: answer_document(name, snapshot, result, language),
        rows=lambda: _table(name, snapshot, result, language),
        report=_reporter(name, snapshot, result, language),
    )


def _reporter(name: str, snapshot: Snapshot, result: Any, language: Language) -> Callable[[str], bytes] | None:
    """Return what makes the report of an answer in a format; None when it has none."""
    if name not in REPORTS:
        return None
    make: Callable[..., bytes] = getattr(view("explorer"), REPORTS[name])
    return lambda sort: make(snapshot, result, language=language, format=sort)


def file_of(
    ending: str,
    *,
    picture: Callable[[], str],
    document: Callable[[], Mapping[str, Any]],
    rows: Callable[[], list[dict[str, Any]]],
    report: Callable[[str], bytes] | None = None,
) -> bytes:
    """Return the content of a file from what makes its picture, document, table and report, as the ending asks.

    Raises
    ------
    UsageError
        When the ending is unknown; lists those that are.
    """
    writers: Mapping[str, Callable[[], bytes]] = {
        ".svg": lambda: picture().encode(),
        ".json": lambda: _json(document()),
        ".csv": lambda: _csv(rows()),
        ".xlsx": lambda: importer("tables").write_table(rows()),  # type: ignore[attr-defined]
    }
    if report is not None:
        writers = {**writers, ".pdf": lambda: report("pdf"), ".html": lambda: report("html")}
    writer = writers.get(ending)
    if writer is None:
        raise UsageError(
            Text(
                f"Kan ikke skrive «{ending}»; velg {', '.join(writers)}",
                f"Kan ikkje skrive «{ending}»; vel {', '.join(writers)}",
                f"Cannot write '{ending}'; choose {', '.join(writers)}",
            )
        )
    return writer()


def _table(name: str, snapshot: Snapshot, result: Any, language: Language) -> list[dict[str, Any]]:
    """Return the rows that an answer offers as its table, else its longest list."""
    if hasattr(result, "table"):
        return [{heading: _cell(value) for heading, value in row.items()} for row in result.table(language)]
    return table_rows(answer_document(name, snapshot, result, language))


def table_rows(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the table twin of an answer: its main or longest list, one row each, nested values flattened to words."""
    lists = [value for value in document.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    main = next((name for name in _MAIN if name in document), None)
    rows = document[main] if main else max(lists, key=len, default=[])
    return [{name: _cell(value) for name, value in row.items()} for row in rows]


def _cell(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict) and "sentence" in value[0]:
        return " ".join(str(step["sentence"]) for step in value)
    if isinstance(value, list | tuple):
        return "; ".join(str(_cell(part)) for part in value)
    if isinstance(value, dict) and "name" in value:
        return value["name"]
    if isinstance(value, dict):
        return "; ".join(f"{key}: {part}" for key, part in value.items())
    return value


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n").encode()


def _csv(rows: list[dict[str, Any]]) -> bytes:
    """Write semicolons and a byte order mark, as Norwegian Excel reads them; formula-like cells are made inert."""
    target = io.StringIO()
    # A row need not have every field: the heading names all that some row has.
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(target, fieldnames=names or ["id"], delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _inert(value) for name, value in row.items()} for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _inert(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r\x00" and value else value
