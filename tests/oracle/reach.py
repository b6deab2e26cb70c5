"""Plain reachability the obvious way (model.md section 4, ``reach``)."""

from __future__ import annotations

import math
from typing import Any

from graphsvc.snapshot import Snapshot
from tests.oracle.carriers import through
from tests.oracle.organisation import sectors_of
from tests.oracle.register import Register, register

__all__ = ["reach"]


def reach(snapshot: Snapshot, target: str, *, mode: str = "all", max_steps: int | None = None) -> dict[str, Any]:
    """Walk the flows outwards, one step at a time."""
    seen = register(snapshot)
    steps = {target: 0}
    frontier, step = {target}, 0
    while frontier and step < (math.inf if max_steps is None else max_steps):
        step += 1
        frontier = {end for start, end in _edges(seen, mode) if start in frontier} - set(steps)
        steps |= dict.fromkeys(frontier, step)
    services = {
        row.end for row in seen.of("supports") if row.start in steps and row.fields.get("strength") == "required"
    }
    units = {row.start for row in seen.of("delivers") if row.end in services}
    counts = list(steps.values())
    return {
        "systems": sorted(set(steps) - {target}),
        "services": sorted(services),
        "units": sorted(units),
        "sectors": sorted({sector for unit in units for sector in sectors_of(seen, unit)}),
        "by_steps": {number: counts.count(number) for number in sorted(set(counts) - {0})},
    }


def _edges(seen: Register, mode: str) -> set[tuple[str, str]]:
    counted = [row for row in seen.of("flow") if mode == "all" or row.fields.get("mode") in ("sync", "login")]
    return {(giver, row.end) for row in counted for giver in [row.start, *through(row)]}
