"""A journey by asking every pair of steps about every system and flow (model.md section 5, journey)."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from graphsvc.snapshot import Snapshot
from tests.oracle.organisation import sectors_of
from tests.oracle.register import Register, register

__all__ = ["journey"]


def journey(snapshot: Snapshot, target: str) -> dict[str, Any]:
    """Return steps, hand-overs, manual flows and what each step stops without."""
    seen = register(snapshot)
    places: dict[str, float] = {}
    for row in seen.of("contains"):
        if row.start == target:
            order = row.fields.get("order")
            places[row.end] = min(places.get(row.end, math.inf), math.inf if order is None else order)
    services = sorted(places, key=lambda one: (places[one], one))
    systems = {one: {row.start for row in seen.of("supports") if row.end == one} for one in services}
    units = {one: {row.start for row in seen.of("delivers") if row.end == one} for one in services}
    sectors = {one: {found for unit in units[one] for found in sectors_of(seen, unit)} for one in services}
    every = {system for found in systems.values() for system in found}
    return {
        "services": services,
        "systems": systems,
        "units": units,
        "sectors": sectors,
        "hand_overs": [
            {
                "how": _how(seen, systems[one], systems[other]),
                "crosses": sectors[one].isdisjoint(sectors[other]),
            }
            for one, other in pairwise(services)
        ],
        "manual": sorted(
            (start, end, row.id)
            for row in seen.of("flow")
            for start, end in _ways(row.fields, row.start, row.end)
            if start != end and {start, end} <= every and row.fields.get("mode") == "manual"
        ),
        "required": {
            system: [number for number, one in enumerate(services, 1) if _stops(seen, system, one)] for system in every
        },
    }


def _how(seen: Register, here: set[str], there: set[str]) -> str:
    if not here or not there:
        return "unknown"
    if any(not seen.is_platform(one) for one in here & there):
        return "shared"
    modes = {
        row.fields.get("mode")
        for row in seen.of("flow")
        for start, end in _ways(row.fields, row.start, row.end)
        if start in here and end in there and start != end
    }
    if modes - {"manual"}:
        return "automatic"
    return "manual" if modes else "none"


def _ways(fields: Any, provider: str, dependent: str) -> list[tuple[str, str]]:
    if fields.get("mode") == "login" or fields.get("data_to", "unknown") is None:  # None claims that no data moves
        return []
    return {
        "dependent": [(provider, dependent)],
        "provider": [(dependent, provider)],
    }.get(fields.get("data_to"), [(provider, dependent), (dependent, provider)])


def _stops(seen: Register, system: str, service: str) -> bool:
    """A service stops without a system that is required outside any group, or alone in its group."""
    for row in seen.of("supports"):
        if row.start == system and row.end == service and row.fields.get("strength") == "required":
            group = row.fields.get("alternative")
            others = {
                one.start
                for one in seen.of("supports")
                if group and one.end == service and one.fields.get("alternative") == group
            }
            if not others - {system}:
                return True
    return False
