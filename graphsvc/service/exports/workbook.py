"""The register as tables that import back without a difference: one workbook, or CSV files in a ZIP archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.records import Problem, Record
from graphsvc.registry import importer
from graphsvc.service.exports.edition import Edition
from graphsvc.text import Language

__all__ = ["write_csv", "write_workbook"]


def write_workbook(edition: Edition, path: Path) -> tuple[Problem, ...]:
    """Write the workbook; returns what cells could not hold."""
    writer: Any = importer("tables")
    return tuple(writer.write_workbook(path, *_tables(edition)))


def write_csv(edition: Edition, path: Path) -> tuple[Problem, ...]:
    """Write the archive; returns what has no column. Nothing is cut: CSV has no limit."""
    writer: Any = importer("tables")
    return tuple(writer.write_csv_tables(path, *_tables(edition)))


def _tables(edition: Edition) -> tuple[list[Record], list[Record], Language, dict[str, str]]:
    facts, date = edition.snapshot.facts, edition.snapshot.date.isoformat()
    relations = [fact.record for fact in facts.relations if not fact.record.fields.get("derived")]
    about = {"title": facts.about.title, "revision": str(facts.revision), "date": date}
    sources = {origin.source for fact in (*facts.things, *facts.relations) for origin in fact.origins}
    if len(sources) == 1:  # a merge of several sources is none of them
        about["source"] = sources.pop()
    # A file never claims what only the forum says, so tables that read back equal have none of it.
    things = [fact.record for fact in facts.things if KINDS[Kind(fact.record.subject.value)].importable]
    return things, relations, edition.language, about
