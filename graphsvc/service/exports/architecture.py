"""The graph as an architecture model: the exchange file of ArchiMate 3, which Archi opens."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from graphsvc.model import Relation
from graphsvc.records import Problem, RelationRecord
from graphsvc.registry import importer
from graphsvc.service.exports.edition import Edition

__all__ = ["write_archimate"]


def write_archimate(edition: Edition, path: Path) -> tuple[Problem, ...]:
    """Write the graph at its date; derived relations are left to whoever reads it.

    Notes
    -----
    O(facts).
    """
    snapshot, about = edition.snapshot, edition.provenance
    things = [snapshot.record(number) for number in range(len(snapshot))]
    between = [record for relation in Relation for record in snapshot.edges(relation).records]
    beside = [fact.record for fact in snapshot.annotations if isinstance(fact.record, RelationRecord)]
    relations = [record for record in (*between, *beside) if not record.derived]
    told = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in asdict(about).items()
        if name != "title"
    }
    told["relations"] = str(len(relations))
    writer: Any = importer("archimate")
    lost: tuple[Problem, ...] = writer.write_model(
        path,
        things,
        relations,
        {
            "title": about.title,
            "language": edition.language.value,
            "documentation": about.sentence(edition.language),
            **told,
        },
    )
    return lost
