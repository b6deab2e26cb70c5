"""Where data goes by walking one flow at a time, and who processes it (model.md section 5, privacy)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graphsvc.snapshot import Snapshot
from tests.oracle.organisation import owners, sectors_of
from tests.oracle.register import Register, Row, kind_of, register

__all__ = ["privacy"]

KNOWN_WAYS = ("dependent", "provider", "both")
LEVEL = {"ordinary": 1, "special": 2}


def privacy(snapshot: Snapshot, wanted: list[str]) -> dict[str, Any]:
    """Follow each of some data objects."""
    seen = register(snapshot)
    trips = {data: _trip(seen, data) for data in wanted}
    systems = {system for trip in trips.values() for system in trip["roles"]}
    carrying = {(row.id, start, end) for data in wanted for row, start, end in _carriers(seen, data)}
    bare = {row.id for row in seen.of("flow") if not row.fields.get("legal_basis")}
    return {
        "trips": trips,
        "flows": {
            (row.id, start, end, not _rows(seen, start) & _rows(seen, end), row.fields.get("data_to") not in KNOWN_WAYS)
            for data in wanted
            for row, start, end in _carriers(seen, data)
        },
        "hosting": Counter(str(seen.things[one].get("hosting") or "unknown") for one in systems),
        "deepest": {data: max(trip["hops"].values(), default=0) for data, trip in trips.items()},
        "without_basis": {identifier for identifier, _, _ in carrying} & bare,
        "rows": {
            row: {one for one in systems if row in _rows(seen, one)} for one in systems for row in _rows(seen, one)
        },
        "level_too_low": {one for one in systems if _too_low(seen, one, wanted)},
        "unknown_flows": {
            row.id
            for row in seen.of("flow")
            for start, _ in _ways(row)
            if row.fields.get("data_objects", "unknown") in ("unknown", "", ())
            and row.fields.get("mode") != "login"
            and row.fields.get("status") != "ended"
            and start in systems
        },
        "processing": _processing(seen, set(wanted)),
    }


def _ways(row: Row) -> list[tuple[str, str]]:
    if row.fields.get("data_to", "unknown") is None:  # claimed: no data moves
        return []
    there, back = (row.start, row.end), (row.end, row.start)
    return {"dependent": [there], "provider": [back]}.get(str(row.fields.get("data_to")), [there, back])


def _carriers(seen: Register, data: str) -> list[tuple[Row, str, str]]:
    return [
        (row, start, end)
        for row in seen.of("flow")
        for start, end in _ways(row)
        if data.split(":", 1)[1] in (row.fields.get("data_objects") or ()) and row.fields.get("status") != "ended"
    ]


def _hubs(seen: Register, row: Row) -> set[str]:
    named = {hub if ":" in hub else f"system:{hub}" for hub in row.fields.get("through") or ()}
    return named & set(seen.things)


def _trip(seen: Register, data: str) -> dict[str, Any]:
    carrying = _carriers(seen, data)
    held: dict[str, set[str]] = {}
    for row in seen.of("holds"):
        if row.end == data:
            held.setdefault(row.start, set()).add(row.fields.get("role") or "unknown")
    gives = {start for _, start, _ in carrying}
    gets = {end for row, _, end in carrying} | {hub for row, _, _ in carrying for hub in _hubs(seen, row)}
    origins = {one for one, roles in held.items() if "master" in roles} | (gives - gets) or set(held) or gives
    hops: dict[str, int] = dict.fromkeys(origins, 0)
    for step in range(1, len(seen.things) + 1):
        reached = {
            there for row, start, end in carrying if hops.get(start) == step - 1 for there in {end, *_hubs(seen, row)}
        }
        for one in reached - set(hops):
            hops[one] = step
    roles = {}
    for one in {*held, *gives, *gets}:
        known = [role for role in ("master", "copy", "unknown") if role in held.get(one, ())]
        ends = {end for _, _, end in carrying}
        passes = {hub for row, _, _ in carrying for hub in _hubs(seen, row)}
        roles[one] = known[0] if known else "receives" if one in ends else "passes" if one in passes else "sends"
    return {"origins": origins, "hops": hops, "roles": roles}


def _rows(seen: Register, system: str) -> set[str]:
    if seen.things[system].get("scope") == "national":
        return {"national"}
    owning = owners(seen, system)
    found = {sector.split(":", 1)[1] for owner in owning for sector in sectors_of(seen, owner)}
    return found or ({"outside"} if owning else {"without_owner"})


def _too_low(seen: Register, system: str, wanted: list[str]) -> bool:
    held = [row.end for row in seen.of("holds") if row.start == system and row.end in wanted]
    level = seen.things[system].get("personal_data_level")
    return level is not None and any(level < LEVEL.get(str(seen.things[one].get("personal_data")), 0) for one in held)


def _processing(seen: Register, wanted: set[str]) -> dict[str, tuple[str, set[str], set[str]]]:
    """Service -> what it builds on, the data, and to which systems that goes on."""
    found = {}
    for service in seen.kind("service"):
        stated = {row.end for row in seen.of("handles") if row.start == service}
        systems = {
            row.start for row in seen.of("supports") if row.end == service and row.fields.get("strength") == "required"
        }
        held = {row.end for row in seen.of("holds") if row.start in systems and kind_of(row.end) == "data_object"}
        data = (stated or held) & wanted
        if data:
            onward = {
                there
                for one in data
                for row, start, end in _carriers(seen, one)
                if start in systems
                for there in {end, *_hubs(seen, row)}
            }
            found[service] = ("handles" if stated else "systems", data, onward - systems)
    return found
