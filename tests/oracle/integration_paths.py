"""Integration paths the obvious way (model.md section 5, paths): write down every path, then sort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product
from typing import Any

from graphsvc.snapshot import Snapshot
from tests.oracle.carriers import through
from tests.oracle.register import Register, Row, register

__all__ = [
    "COSTS",
    "Answer",
    "Asked",
    "allowed_hops",
    "cost_of",
    "every_path",
    "hubs_passed",
    "may_be_passed",
    "smallest_relaxations",
]

COSTS = {"step": 100, "sync": 0, "async": 1, "unknown": 2, "batch": 5, "manual": 20}
LEVEL = {"none": 0, "ordinary": 1, "special": 2}

#: cost, systems.
Answer = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Asked:
    """A question; empty = no such filter."""

    start: str
    end: str
    direction: str = "data"
    undirected: bool = False
    protocol: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    max_personal_data: int | None = None
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    may_pass: tuple[str, ...] = ()
    max_steps: int = 4
    show: tuple[str, ...] = ()
    costs: Mapping[str, int] = field(default_factory=lambda: COSTS)
    off: frozenset[str] = field(default_factory=frozenset)


def every_path(snapshot: Snapshot, asked: Asked) -> list[Answer]:
    """Return all paths without loops, with the cost of the cheapest choice of flows, sorted by cost and systems."""
    hops = allowed_hops(snapshot, asked)
    found = []
    for systems in _walk(hops, (asked.start,), asked):
        costs = [
            sum(cost_of(row, asked) for row in rows)
            for rows in product(*(hops[ends] for ends in pairwise(systems)))
            if _passes(asked, systems, rows)
        ]
        found += [(min(costs), systems)] if costs else []
    return sorted(found)


def allowed_hops(snapshot: Snapshot, asked: Asked) -> dict[tuple[str, str], list[Row]]:
    """Return the flows that may be taken from one system to the next, every filter but steps and via looked at."""
    seen = register(snapshot)
    hops: dict[tuple[str, str], list[Row]] = {}
    for row in seen.of("flow"):
        if _allowed(seen, row, asked):
            for ends in _ways(row, asked):
                if ends[0] != ends[1]:
                    hops.setdefault(ends, []).append(row)
    return hops


def cost_of(row: Row, asked: Asked) -> int:
    """Return what a step along a flow costs; login counts as sync."""
    mode = str(row.fields.get("mode") or "unknown")
    return asked.costs["step"] + asked.costs["sync" if mode == "login" else mode]


def hubs_passed(rows: Iterable[Row]) -> set[str]:
    """Return the hubs that some flows go through."""
    return {hub for row in rows for hub in through(row)}


def smallest_relaxations(snapshot: Snapshot, asked: Asked) -> set[frozenset[str]]:
    """Return the smallest sets of filters without which there is a path."""
    given: Mapping[str, Any] = {
        **vars(asked),
        "login": "login" not in asked.mode,
        "max_personal_data": asked.max_personal_data is not None,
    }
    names = ("protocol", "mode", "login", "status", "max_personal_data", "may_pass", "avoid", "via", "max_steps")
    active = [name for name in names if given[name]]
    for size in range(1, len(active) + 1):
        found = set()
        for filters in combinations(active, size):
            off = frozenset(filters)
            if every_path(snapshot, Asked(**{**vars(asked), "off": off})):
                found.add(off)
        if found:
            return found
    return set()


def _passes(asked: Asked, systems: tuple[str, ...], rows: tuple[Row, ...]) -> bool:
    passed = {*systems, *(hub for row in rows for hub in through(row))}
    return "via" in asked.off or set(asked.via) <= passed


def _walk(hops: Mapping[tuple[str, str], Any], path: tuple[str, ...], asked: Asked) -> Iterator[tuple[str, ...]]:
    if path[-1] == asked.end:
        yield path
        return
    if asked.max_steps and "max_steps" not in asked.off and len(path) > asked.max_steps:
        return
    for start, end in hops:
        if start == path[-1] and end not in path and may_be_passed(end, asked):
            yield from _walk(hops, (*path, end), asked)


def may_be_passed(system: str, asked: Asked) -> bool:
    """Tell whether a path may pass a system; its two ends always may be."""
    if system in (asked.start, asked.end):
        return True
    if system in asked.avoid and "avoid" not in asked.off:
        return False
    return not asked.may_pass or "may_pass" in asked.off or system in asked.may_pass


def _ways(row: Row, asked: Asked) -> list[tuple[str, str]]:
    on, back = (row.start, row.end), (row.end, row.start)
    if asked.undirected:
        return [on, back]
    if asked.direction == "dependence":
        return [on]
    data_to = row.fields.get("data_to", "unknown")
    return {"dependent": [on], "provider": [back], "both": [on, back], "unknown": [on, back], None: []}[data_to]


def _allowed(seen: Register, row: Row, asked: Asked) -> bool:
    mode, is_login = row.fields.get("mode") or "unknown", row.fields.get("mode") == "login"
    if is_login and "login" not in asked.mode and "login" not in asked.off:
        return False
    if not is_login and asked.mode and "mode" not in asked.off and mode not in asked.mode:
        return False
    told = (row.fields.get("protocol") or "unknown").lower()
    if asked.protocol and "protocol" not in asked.off and told not in {one.lower() for one in asked.protocol}:
        return False
    if asked.status and "status" not in asked.off and (row.fields.get("status") or "unknown") not in asked.status:
        return False
    if asked.max_personal_data in (0, 1) and "max_personal_data" not in asked.off:
        level = _level(seen, row)
        if level is None or level > asked.max_personal_data:
            return False
    hubs = [hub for hub in through(row) if hub in seen.things]
    return all(may_be_passed(hub, asked) for hub in hubs)


def _level(seen: Register, row: Row) -> int | None:
    if "data_objects" in row.fields and row.fields["data_objects"] is None:
        return 0
    objects = [f"data_object:{one}" for one in row.fields.get("data_objects") or ()]
    told = [seen.things[one].get("personal_data", "?") if one in seen.things else "?" for one in objects]
    levels = [0 if one is None else LEVEL.get(one) for one in told]
    if 2 in levels:
        return 2
    if not levels or None in levels:
        return None
    return max(level for level in levels if level is not None)
