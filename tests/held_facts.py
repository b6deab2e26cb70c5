"""What a graph database holds, node by node, and what it must hold by the facts."""

from __future__ import annotations

import json
from collections import Counter

from graphsvc.graphdb.rows import placed, row_of
from graphsvc.ports import GraphDatabase
from graphsvc.snapshot import Facts

__all__ = ["expected", "held"]


def held(database: GraphDatabase) -> Counter[str]:
    """Everything that can be asked for, each node and relation as text."""
    nodes = [row[0] for row in database.read("MATCH (n) RETURN n").rows]
    found = Counter(json.dumps(node, sort_keys=True) for node in nodes if "digest" not in node)  # all but Meta
    rows = database.read("MATCH (a)-[r]->(b) RETURN a.id, b.id, r").rows
    found.update(json.dumps(row, sort_keys=True) for row in rows)
    return found


def expected(revision: Facts) -> Counter[str]:
    """The same, from the facts."""
    wanted: Counter[str] = Counter()
    standing = placed(revision)
    for kind, things in standing.things.items():
        wanted.update(json.dumps({"label": kind, **_plain(row_of(one))}, sort_keys=True) for one in things)
    for pair, relations in standing.relations.items():
        for one in relations:
            row = _plain(row_of(one))
            ends = [row.pop("from"), row.pop("to")]
            wanted[json.dumps([*ends, {"label": pair[0], **row}], sort_keys=True)] += 1
    return wanted


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
