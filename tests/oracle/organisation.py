"""Sectors, the roll-up over them, what is unknown, and whom to consult (model.md section 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.oracle.carriers import Change, through
from tests.oracle.paths import Path, reaches, shown
from tests.oracle.register import Register, kind_of

__all__ = ["consult", "platforms", "rows", "sectors_of", "unknown"]

Found = Mapping[str, list[Path]]
OUTSIDE, OWNERLESS = "outside", "without_owner"


def sectors_of(register: Register, unit: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """The nearest units of level sector above a unit, on each way up; a sector is its own."""
    if register.things[unit].get("level") == "sector":
        return {unit}
    above = {row.end for row in register.of("part_of") if row.start == unit and kind_of(row.end) == "unit"}
    return {found for one in above - seen for found in sectors_of(register, one, seen | {unit})}


def owners(register: Register, system: str) -> set[str]:
    """The units that own a system."""
    return {row.start for row in register.of("owns") if row.end == system}


def _row_of_unit(register: Register, unit: str) -> set[str]:
    return sectors_of(register, unit) or {OUTSIDE}


def _rows_of_system(register: Register, system: str) -> set[str]:
    found = {row for owner in owners(register, system) for row in _row_of_unit(register, owner)}
    return found or {OWNERLESS}


def _rows_of_service(register: Register, service: str, strength: float, limit: float) -> set[str]:
    """The sector of each unit whose delivery reaches the limit, whichever path that unit shows."""
    found: set[str] = set()
    for row in register.of("delivers"):
        weight = (1.0 if row.fields.get("role") == "lead" else 0.7) * row.factor
        if row.end == service and reaches(strength * weight, limit):
            found |= _row_of_unit(register, row.start)
    return found


def rows(
    register: Register, effect: Found, work: Found, direct: Mapping[tuple[str, str], bool], limit: float
) -> list[dict[str, Any]]:
    """One row a sector, sorted, and the two rows outside them when anything is there."""
    where: dict[str, Callable[[str], set[str]]] = {
        "unit": lambda name: _row_of_unit(register, name),
        "system": lambda name: _rows_of_system(register, name),
        "service": lambda name: _rows_of_service(register, name, shown(effect[name]).strength, limit),
    }

    def inside(row: str, found: Found, kind: str) -> list[str]:
        return [name for name in found if kind_of(name) == kind and row in where[kind](name)]

    made = []
    for row in [*(one for one in register.kind("unit") if _is_sector(register, one)), OUTSIDE, OWNERLESS]:
        things = {(way, kind): inside(row, found, kind) for way, found in _ways(effect, work) for kind in where}
        near = {name for (way, _), names in things.items() for name in names if direct[name, way]}
        made.append(
            {
                "id": row,
                "effect": {
                    "strength": _strongest(effect, things["effect", "unit"]),
                    "services": len(things["effect", "service"]),
                    "units": len(things["effect", "unit"]),
                    "systems": len(things["effect", "system"]),
                    "users": _by(effect, things["effect", "unit"], "uses"),
                    "deliverers": _by(effect, things["effect", "unit"], "delivers"),
                },
                "work": {
                    "strength": _strongest(work, things["work", "unit"]),
                    "units": len(things["work", "unit"]),
                    "systems": len(things["work", "system"]),
                },
                "direct": len(near),
                "empty": not any(things.values()),
            }
        )
    return _in_order(made)


def _ways(effect: Found, work: Found) -> list[tuple[str, Found]]:
    return [("effect", effect), ("work", work)]


def _is_sector(register: Register, unit: str) -> bool:
    return register.things[unit].get("level") == "sector"


def _strongest(found: Found, names: list[str]) -> float:
    return max((shown(found[name]).strength for name in names), default=0.0)


def _by(found: Found, units: list[str], relation: str) -> int:
    return sum(any(path.hops[-1].relation == relation for path in found[unit]) for unit in units)


def _in_order(made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sectors = [row for row in made if row["id"] not in (OUTSIDE, OWNERLESS)]
    last = [row for row in made if row["id"] in (OUTSIDE, OWNERLESS) and not row["empty"]]

    def strongest_first(row: dict[str, Any]) -> tuple[float, int, float, str]:
        effect, work = round(row["effect"]["strength"], 9), round(row["work"]["strength"], 9)
        return -effect, -row["effect"]["services"], -work, row["id"]

    every = sorted(sectors, key=strongest_first) + last
    return [{key: value for key, value in row.items() if key != "empty"} for row in every]


def touched_sectors(register: Register, found: Found) -> set[str]:
    """Sectors with a touched unit."""
    return {sector for name in found if kind_of(name) == "unit" for sector in sectors_of(register, name)}


def unknown(register: Register) -> list[str]:
    """Things that the register knows too little of to say whether they are touched."""
    ends: dict[str, set[str]] = {}
    for row in register.rows:
        ends.setdefault(f"{row.relation} from", set()).add(row.start)
        ends.setdefault(f"{row.relation} to", set()).add(row.end)
    needing = {row.start for row in register.of("requires") if row.start != row.end}
    hubs = {hub for row in register.of("flow") for hub in through(row)}

    def without(kind: str, *roles: str) -> set[str]:
        return set(register.kind(kind)) - {name for role in roles for name in ends.get(role, ())}

    services = without("service", "supports to") - needing
    units = {one for one in without("unit", "delivers from", "uses from", "owns from") if not _is_sector(register, one)}
    systems = without("system", "flow from", "flow to", "supports from", "holds from", "uses to", "owns to") - hubs
    return sorted(services | units | systems)


def platforms(register: Register, changed: set[str], touched: set[str]) -> dict[str, list[str]]:
    """What touched things also get from platforms that are not themselves changed."""
    found: dict[str, set[str]] = {}
    for row in register.of("flow"):
        for giver in [row.start, *through(row)]:
            other = giver in register.things and giver not in changed and giver != row.end
            if other and row.end in touched and register.is_platform(giver):
                found.setdefault(giver, set()).add(row.end)
    return {name: sorted(found[name]) for name in sorted(found)}


def consult(register: Register, changes: list[Change], effect: Found, work: Found) -> list[str]:
    """Whom to ask, those with the highest strength first."""
    strength: dict[str, float] = {}

    def hear(unit: str, value: float) -> None:
        strength[unit] = max(strength.get(unit, 0.0), value)

    for _, found in _ways(effect, work):
        for name, paths in found.items():
            value = shown(paths).strength
            if kind_of(name) == "unit":
                hear(name, value)
            elif kind_of(name) == "system":
                for owner in owners(register, name) or ({register.it_unit} - {None}):
                    hear(str(owner), value)
    for thing, kind in changes:
        if kind == "outage":
            for owner in owners(register, thing):
                hear(owner, 1.0)
    return sorted(strength, key=lambda unit: (-round(strength[unit], 9), unit))
