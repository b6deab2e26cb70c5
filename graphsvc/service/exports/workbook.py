"""The register as a workbook that imports back without a difference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.records import Problem
from graphsvc.registry import importer
from graphsvc.service.exports.edition import Edition

__all__ = ["write_workbook"]


def write_workbook(edition: Edition, path: Path) -> tuple[Problem, ...]:
    """Write the workbook; returns what cells could not hold."""
    facts, date = edition.snapshot.facts, edition.snapshot.date.isoformat()
    relations = [fact.record for fact in facts.relations if not fact.record.fields.get("derived")]
    about = {"title": facts.about.title, "revision": str(facts.revision), "date": date}
    sources = {origin.source for fact in (*facts.things, *facts.relations) for origin in fact.origins}
    if len(sources) == 1:  # a merge of several sources is none of them
        about["source"] = sources.pop()
    writer: Any = importer("tables")
    # A file never claims what only the forum says, so a workbook that reads back equal has no sheet of it.
    things = [fact.record for fact in facts.things if KINDS[Kind(fact.record.subject.value)].importable]
    return tuple(writer.write_workbook(path, things, relations, edition.language, about))
