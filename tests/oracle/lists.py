"""The named lists of the start page the obvious way: every thing and flow is looked at, one after the other."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from graphsvc.snapshot import Snapshot
from tests.oracle.register import Register, Row, register

__all__ = ["lists"]


def lists(snapshot: Snapshot) -> dict[str, list[str]]:
    """Return the references of the things, or the ids of the flows, of each list, sorted."""
    seen = register(snapshot)
    owners, parents = _ends(seen, "owns", "end", "start"), _ends(seen, "part_of", "start", "end")
    border = {row.id: _border(seen, owners, parents, row) for row in seen.of("flow")}
    things = seen.things
    systems, services, units = seen.kind("system"), seen.kind("service"), seen.kind("unit")
    supporting, supported = ({getattr(row, end) for row in seen.of("supports")} for end in ("start", "end"))
    requiring = {row.start for row in seen.of("requires")}
    local = [one for one in systems if things[one].get("scope") != "national"]
    flows = list(seen.of("flow"))
    next_year = str(snapshot.date.year + 1)
    found = {
        "systems-local": local,
        "systems-national": [one for one in systems if one not in set(local)],
        "services": services,
        "units": [one for one in units if things[one].get("level") != "sector"],
        "flows": [row.id for row in flows],
        "systems-unused": [one for one in local if one not in supporting],
        "systems-ownerless": [one for one in local if not owners[one]],
        "services-unknown": [one for one in services if one not in supported and one not in requiring],
        "contracts-ending": [one for one in systems if str(things[one].get("contract_end"))[:4] == next_year],
        "flows-manual": [row.id for row in flows if row.fields.get("mode") == "manual"],
    }
    for state in ("never", "stale"):
        found[f"systems-{state}"] = [one for one in systems if _state(things[one], snapshot.date) == state]
        found[f"flows-{state}"] = [row.id for row in flows if _state(row.fields, snapshot.date) == state]
    for how in ("within", "across", "national", "ownerless"):
        found[f"flows-{how}"] = [row.id for row in flows if border[row.id] == how]
    return {name: sorted(rows) for name, rows in found.items()}


def _ends(seen: Register, relation: str, key: str, value: str) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in seen.of(relation):
        found[getattr(row, key)].add(getattr(row, value))
    return found


def _border(seen: Register, owners: Mapping[str, set[str]], parents: Mapping[str, set[str]], flow: Row) -> str:
    ends = flow.start, flow.end
    if any(seen.things[end].get("scope") == "national" for end in ends):
        return "national"
    start, end = ({sector for unit in owners.get(one, ()) for sector in _sectors(seen, parents, unit)} for one in ends)
    if not start or not end:
        return "ownerless"
    return "within" if start & end else "across"


def _sectors(seen: Register, parents: Mapping[str, set[str]], unit: str) -> set[str]:
    """Go up step by step until a sector is met; each unit is visited once."""
    found: set[str] = set()
    level, visited = {unit}, {unit}
    while level:
        found |= {one for one in level if one.startswith("unit:") and seen.things[one].get("level") == "sector"}
        above = {end for one in level - found for end in parents.get(one, ())}
        level = above - visited
        visited |= above
    return found


def _state(fields: Mapping[str, Any], today: dt.date) -> str:
    day = fields.get("confirmed_on")
    if not day:
        return "never"
    before = today.replace(year=today.year - 1, day=28) if (today.month, today.day) == (2, 29) else None
    limit = before or today.replace(year=today.year - 1)
    return "fresh" if limit <= dt.date.fromisoformat(day) <= today else "stale"
