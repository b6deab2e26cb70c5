"""Questions asked of each engine in the same form, so that the answers can be held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from graphsvc.model import ChangeKind, Way
from graphsvc.ports import GraphDatabase
from graphsvc.registry import query
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact.compiled import compiled
from graphsvc_queries.impact.effect import spread, touch
from graphsvc_queries.impact.question import starts_of

__all__ = [
    "Outage",
    "Reached",
    "impact_by_cypher",
    "impact_by_us",
    "outage_by_us",
    "outage_strengths_by_us",
    "reach_by_cypher",
    "reach_by_us",
    "strengths",
]

#: Systems, services and units, each as ``kind:id``.
Reached = tuple[set[str], set[str], set[str]]

_REACH = (files("graphsvc_queries") / "cypher" / "reach_services.cypher").read_text(encoding="utf-8")

#: On the Debian graph every flow is synchronous (0.9) and nothing but flows passes a change on.
_DEBIAN_IMPACT = """
    MATCH path = (:system {id: $thing})-[:flow* SHORTEST 1..4]->(s:system)
    WHERE s.id <> $thing
    OPTIONAL MATCH (u:unit)-[:owns]->(s)
    RETURN s.id, 0.9 ^ length(path), list_transform(nodes(path), n -> n.id), u.id
"""


def reach_by_us(snapshot: Snapshot, thing: str) -> Reached:
    """Ask our own reach."""
    found = query("reach")(snapshot, thing=thing)
    return set(found.systems), set(found.services), set(found.units)


def reach_by_cypher(database: GraphDatabase, snapshot: Snapshot, thing: str) -> Reached:
    """Ask the graph database, in the shipped Cypher."""
    parameters = {"thing": thing.removeprefix("system:"), "date": snapshot.date.isoformat()}
    ((systems, services, units),) = database.read(_REACH, parameters).rows
    return _named("system", systems), _named("service", services), _named("unit", units)


def impact_by_us(snapshot: Snapshot, thing: str, *, max_steps: int = 4) -> dict[str, float]:
    """Ask our own impact of an outage (effect only); return how strongly each thing is touched."""
    found = query("impact")(snapshot, things=(thing,), change=ChangeKind.OUTAGE, max_steps=max_steps)
    return {one.thing: one.strength for one in found.touched if one.way is Way.EFFECT}


@dataclass(frozen=True)
class Outage:
    """Our impact's document in the form that the peer on networkx gives, see :mod:`benchmarks.effect_network`."""

    rows: list[dict[str, Any]]
    sectors: dict[str, dict[str, Any]]


def outage_by_us(snapshot: Snapshot, thing: str) -> Outage:
    """Ask our own impact of an outage and write its whole document in one language."""
    found = query("impact")(snapshot, things=(thing,), change=ChangeKind.OUTAGE)
    told = found.document(Language.NB)
    rows = [{**row, "thing": f"{row['kind']}:{row['id']}"} for row in told["touched"]]
    counted = {
        f"unit:{row['id']}": {name: row["effect"][name] for name in ("strength", "services", "units", "systems")}
        for row in told["sectors"]
        if row["id"] not in ("outside", "without_owner")
    }
    sectors = {sector: row for sector, row in counted.items() if any(row.values())}
    return Outage(rows, sectors)


def outage_strengths_by_us(snapshot: Snapshot, thing: str) -> dict[str, float]:
    """Ask our own impact's kernel: how strongly each thing is touched, and nothing else."""
    starts = starts_of(compiled(snapshot), (thing,), None, ChangeKind.OUTAGE)
    systems = spread(starts.labels, starts, 0.2, 4).best.found
    touched = touch(starts.labels, starts, systems, 0.2).touched(starts)
    strength = starts.labels.column("strength")[touched.rows]
    pairs = zip(touched.things.tolist(), strength.tolist(), strict=True)
    return {snapshot.references[one]: carried for one, carried in pairs}


def impact_by_cypher(database: GraphDatabase, thing: str) -> dict[str, float]:
    """Ask the graph database for the same on the Debian graph: strengths, paths and the section of each package."""
    rows = database.read(_DEBIAN_IMPACT, {"thing": thing.removeprefix("system:")}).rows
    return {f"system:{row[0]}": float(str(row[1])) for row in rows}


def strengths(found: Mapping[str, tuple[float, list[str]]]) -> dict[str, float]:
    """Return the strengths of what networkx found."""
    return {name: strength for name, (strength, _) in found.items()}


def _named(kind: str, ids: object) -> set[str]:
    assert isinstance(ids, list)
    return {f"{kind}:{identifier}" for identifier in ids}
