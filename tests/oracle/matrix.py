"""The matrix the obvious way: every tie is asked who answers for its ends, one after the other (model.md section 5)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graphsvc.snapshot import Snapshot
from tests.oracle.organisation import owners, sectors_of
from tests.oracle.register import Register, kind_of, register

__all__ = ["matrix"]

RELATIONS = {"all": ("flow", "supports"), "flows": ("flow",), "services": ("supports",)}


def matrix(snapshot: Snapshot, relation: str, by: str) -> dict[str, Any]:
    """Count cells, ties that stand in some cell, and ties that stand in none."""
    seen = register(snapshot)
    cells: dict[str, Counter[tuple[str, str]]] = {"flow": Counter(), "supports": Counter()}
    apart = {"flow": 0, "supports": 0}
    shown = 0
    for name in RELATIONS[relation]:
        for row in seen.of(name):
            found = [(a, b) for a in _places(seen, row.start, by) for b in _places(seen, row.end, by)]
            cells[name].update(found)
            shown += bool(found)
            apart[name] += not found
    return {
        "flows": dict(cells["flow"]),
        "services": dict(cells["supports"]),
        "shown": shown,
        "exist": shown + sum(apart.values()),
        "apart": {"flows": apart["flow"], "services": apart["supports"]},
    }


def _places(seen: Register, thing: str, by: str) -> set[str]:
    if kind_of(thing) == "system" and seen.things[thing].get("scope") == "national":
        return {"national"}
    units = _answering(seen, thing)
    if by == "unit":
        return {unit.split(":", 1)[1] for unit in units}
    return {place for unit in units for place in _over(seen, unit)}


def _answering(seen: Register, thing: str) -> set[str]:
    if kind_of(thing) != "service":
        return owners(seen, thing)
    leads = {row.start for row in seen.of("delivers") if row.end == thing and row.fields.get("role") == "lead"}
    others = {row.start for row in seen.of("delivers") if row.end == thing}
    return set(sorted(leads or others)[:1])


def _over(seen: Register, unit: str) -> set[str]:
    return {sector.split(":", 1)[1] for sector in sectors_of(seen, unit)} or {"outside"}
