"""Export: the register as JSON or as a workbook that imports back without a difference."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.records import Problem, RelationRecord
from graphsvc.registry import importer
from graphsvc.security import Action, permit
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc.text import Language

__all__ = ["FORMATS", "export", "json_document", "template", "write_whole"]

FORMATS = ("json", "workbook")


def export(
    workspace: Workspace, format: str, path: Path, language: Language, *, snapshot: Snapshot | None = None
) -> tuple[Problem, ...]:
    """Write the whole register at a revision to a file.

    Returns
    -------
    tuple of Problem
        What the format could not hold (cells cut at Excel's limit); empty when all is there.

    Raises
    ------
    UsageError
        When there is no such format; lists those that there are.
    """
    permit(workspace.actor, Action.READ)
    chosen = snapshot or workspace.snapshot()
    if format == "json":
        document = json.dumps(json_document(chosen), ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(path, lambda target: target.write_text(document + "\n", encoding="utf-8"))
        return ()
    if format == "workbook":
        return _workbook(chosen.facts, chosen.date.isoformat(), path, language)
    raise UsageError(text("service.no_export").format(format=format, formats=", ".join(FORMATS)))


def _workbook(facts: Facts, date: str, path: Path, language: Language) -> tuple[Problem, ...]:
    relations = [fact.record for fact in facts.relations if not fact.record.fields.get("derived")]
    about = {"title": facts.about.title, "revision": str(facts.revision), "date": date}
    sources = {origin.source for fact in (*facts.things, *facts.relations) for origin in fact.origins}
    if len(sources) == 1:  # a merge of several sources is none of them
        about["source"] = sources.pop()
    writer: Any = importer("tables")
    # A file never claims what only the forum says, so a workbook that reads back equal has no sheet of it.
    things = [fact.record for fact in facts.things if KINDS[Kind(fact.record.subject.value)].importable]
    lost: list[Problem] = []
    write_whole(path, lambda target: lost.extend(writer.write_workbook(target, things, relations, language, about)))
    return tuple(lost)


def template(path: Path, language: Language) -> None:
    """Write an empty workbook with guidance."""
    writer: Any = importer("tables")
    write_whole(path, lambda target: writer.write_template(target, language))


def json_document(snapshot: Snapshot) -> dict[str, object]:
    """Return every fact of the revision, whatever its validity, in a stable order."""
    facts = snapshot.facts
    return {
        "format": "graphsvc",
        "version": 1,
        "revision": facts.revision,
        "title": facts.about.title,
        "synthetic": facts.about.synthetic,
        "digest": facts.digest,
        "things": [_fact(fact) for fact in sorted(facts.things, key=lambda fact: fact.record.reference)],
        "relations": [
            _fact(fact) for fact in sorted(facts.relations, key=lambda fact: (fact.record.subject, fact.record.id))
        ],
    }


def _fact(fact: Fact) -> dict[str, object]:
    record = fact.record
    row: dict[str, object] = {
        "is": record.subject.value,
        "id": record.id,
        "fields": dict(record.fields),
        "sources": [{"source": origin.source, "place": origin.place} for origin in fact.origins],
    }
    if isinstance(record, RelationRecord):
        row["from"], row["to"] = record.start, record.end
    return row


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    target = Path(name)
    try:
        write(target)
        target.chmod(0o644)
        target.replace(path)
    finally:
        target.unlink(missing_ok=True)
