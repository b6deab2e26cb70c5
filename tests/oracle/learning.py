"""Who has experience, by asking each unit about each system (model.md section 5, learning)."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from graphsvc.snapshot import Snapshot
from tests.oracle.organisation import sectors_of
from tests.oracle.register import Register, register

__all__ = ["learning"]


def learning(snapshot: Snapshot, topics: list[str]) -> dict[str, Any]:
    """Answer for topics named ``capability:id``, ``data_object:id`` or ``product:name``."""
    seen = register(snapshot)
    knows: dict[str, dict[str, dict[str, Any]]] = {}
    for topic in topics:
        for unit in seen.kind("unit"):
            for system in seen.kind("system"):
                owner = any(row.start == unit and row.end == system for row in seen.of("owns"))
                uses = [row for row in seen.of("uses") if row.start == unit and row.end == system]
                if (owner or uses) and _has(seen, system, topic):
                    day = min((row.fields["since"] for row in uses if row.fields.get("since")), default=None)
                    day = day or seen.things[system].get("in_use_from")
                    known = knows.setdefault(unit, {}).setdefault(
                        system, {"role": "owner" if owner else "user", "since": day, "topics": set()}
                    )
                    known["topics"].add(topic)
    by_topic = {
        topic: {unit for unit, systems in knows.items() if any(topic in one["topics"] for one in systems.values())}
        for topic in topics
    }
    sectors = {topic: {one for unit in units for one in sectors_of(seen, unit)} for topic, units in by_topic.items()}
    overlap: dict[tuple[str, str], set[str]] = {}
    for topic, found in sectors.items():
        for pair in combinations(sorted(found), 2):
            overlap.setdefault(pair, set()).add(topic)
    return {
        "knows": knows,
        "units": by_topic,
        "sectors": sectors,
        "overlap": overlap,
        "unknown": {topic for topic, units in by_topic.items() if not units},
    }


def _has(seen: Register, system: str, topic: str) -> bool:
    kind, name = topic.split(":", 1)
    if kind == "product":
        return str(seen.things[system].get("product") or "").strip().lower() == name.strip().lower() != ""
    relation = {"capability": "provides", "data_object": "holds"}[kind]
    return any(row.start == system and row.end == topic for row in seen.of(relation))
