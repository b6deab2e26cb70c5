"""The register as one JSON document: every fact of the revision, whatever its validity."""

from __future__ import annotations

import json
from pathlib import Path

from graphsvc.records import Problem, RelationRecord
from graphsvc.service.exports.edition import Edition
from graphsvc.snapshot import Fact, Snapshot

__all__ = ["json_document", "write_json"]


def write_json(edition: Edition, path: Path) -> tuple[Problem, ...]:
    """Write the document; nothing is lost."""
    document = json.dumps(json_document(edition.snapshot), ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(document + "\n", encoding="utf-8")
    return ()


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
