"""Export: the register as JSON or as a workbook that imports back without a difference."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.records import RelationRecord
from graphsvc.registry import importer
from graphsvc.security import Action, permit
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Fact, Snapshot
from graphsvc.text import Language

__all__ = ["FORMATS", "export", "json_document", "template", "write_whole"]

FORMATS = ("json", "workbook")


def export(workspace: Workspace, format: str, path: Path, language: Language, *, snapshot: Snapshot | None = None) -> None:
    """Write the whole register at a revision to a file.

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
    elif format == "workbook":
        facts = chosen.facts
        things = [fact.record for fact in facts.things]
        relations = [fact.record for fact in facts.relations if not fact.record.fields.get("derived")]
        writer = importer("tables")
        about = {"title": chosen.about.title, "revision": str(chosen.revision), "date": chosen.date.isoformat()}
        write_whole(path, lambda target: writer.write_workbook(target, things, relations, language, about))  # type: ignore[attr-defined]
    else:
        raise UsageError(text("service.no_export").format(format=format, formats=", ".join(FORMATS)))


def template(path: Path, language: Language) -> None:
    """Write an empty workbook with guidance."""
    writer = importer("tables")
    write_whole(path, lambda target: writer.write_template(target, language))  # type: ignore[attr-defined]


def json_document(snapshot: Snapshot) -> dict[str, object]:
    """Return every fact of the revision, whatever its validity, in a stable order."""
    facts = snapshot.facts
    return {
        "format": "graphsvc", "version": 1, "revision": facts.revision, "title": facts.about.title,
        "synthetic": facts.about.synthetic, "digest": facts.digest,
        "things": [_fact(fact) for fact in sorted(facts.things, key=lambda fact: fact.record.reference)],
        "relations": [_fact(fact) for fact in sorted(facts.relations, key=lambda fact: (fact.record.subject, fact.record.id))],
    }


def _fact(fact: Fact) -> dict[str, object]:
    record = fact.record
    row: dict[str, object] = {
        "is": record.subject.value, "id": record.id, "fields": dict(record.fields),
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
