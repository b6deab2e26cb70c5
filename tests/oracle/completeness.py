"""Completeness by looking at one thing at a time (model.md sections 2 and 5)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from graphsvc.snapshot import Fact, Snapshot
from tests.oracle.organisation import owners
from tests.oracle.register import Register, kind_of, register

__all__ = ["EXPECTED", "completeness"]

#: Written down a second time from the metamodel's reference, so that a field that falls out is noticed.
EXPECTED = {
    "unit": ("contact",),
    "service": ("legal_basis", "criticality"),
    "system": ("vendor", "criticality", "personal_data_level", "contract_end"),
    "data_object": ("personal_data",),
}
EVERYWHERE = ("confirmed_on",)


def completeness(snapshot: Snapshot) -> dict[str, Any]:
    """Return shares, orphans and confirmations."""
    seen = register(snapshot)
    gone = {name: _missing(fields, kind_of(name)) for name, fields in seen.things.items()}
    states = {name: _state(snapshot.date, fields.get("confirmed_on")) for name, fields in seen.things.items()}
    orphans = {(name, what) for name in seen.things for what in _orphan(seen, name)}
    ties = [row for row in seen.rows if not row.fields.get("derived")]
    return {
        "expected": sum(len(_expected(kind_of(name))) for name in seen.things),
        "missing": sum(map(len, gone.values())),
        "orphans": orphans,
        "things": Counter(states.values()),
        "relations": Counter(_state(snapshot.date, _told(seen, row)) for row in ties),
        "units": {unit: _of_unit(seen, unit, gone, states, orphans) for unit in [*seen.kind("unit"), None]},
        "work": {
            name: gone[name]
            for name in seen.things
            if gone[name] or states[name] != "fresh" or any(one == name for one, _ in orphans)
        },
        "sources": _sources(snapshot, seen),
    }


def _expected(kind: str) -> tuple[str, ...]:
    return (*EXPECTED.get(kind, ()), *EVERYWHERE)


def _missing(fields: Any, kind: str) -> set[str]:
    return {name for name in _expected(kind) if name not in fields or fields[name] in ("", ())}


def _state(day: dt.date, told: str | None) -> str:
    if not told:
        return "never"
    confirmed = dt.date.fromisoformat(told)
    months = [confirmed.year * 12 + confirmed.month, day.year * 12 + day.month]
    if confirmed > day:
        return "ahead"
    # Twelve months back from 29 February is 28 February.
    fresh = months[1] - months[0] < 12 or (months[1] - months[0] == 12 and confirmed.day >= min(day.day, 28))
    return "fresh" if fresh else "stale"


def _told(seen: Register, row: Any) -> str | None:
    inherited = seen.things[row.end].get("confirmed_on") if row.relation in ("owns", "uses") else None
    told: str | None = row.fields.get("confirmed_on") or inherited
    return told


def _orphan(seen: Register, name: str) -> list[str]:
    def among(relation: str, end: str) -> list[Any]:
        return [row for row in seen.of(relation) if getattr(row, end) == name]

    hubs = {hub.split(":")[-1] for row in seen.of("flow") for hub in row.fields.get("through") or ()}
    tied = any(name in (row.start, row.end) and row.start != row.end for row in seen.rows)
    if not tied and not (kind_of(name) == "system" and name.split(":")[1] in hubs):
        return ["alone"]
    fields, kind = seen.things[name], kind_of(name)
    if kind == "system":
        claimed = "owns" in (fields.get("claimed_none") or ())
        needs = fields.get("scope") != "national" and not claimed
        return ["without_owner"] if needs and not owners(seen, name) else []
    if kind == "service":
        supported = among("supports", "end") or [row for row in among("requires", "start") if row.end != name]
        return [
            *([] if among("delivers", "end") else ["without_deliverer"]),
            *([] if supported else ["without_support"]),
        ]
    active = among("delivers", "start") or among("uses", "start") or among("owns", "start")
    return ["without_activity"] if kind == "unit" and fields.get("level") != "sector" and not active else []


def _answers(seen: Register, name: str) -> set[str]:
    kind = kind_of(name)
    if kind == "unit":
        return {name}
    if kind == "system":
        return owners(seen, name)
    if kind == "service":
        rows = [row for row in seen.of("delivers") if row.end == name]
        leads = {row.start for row in rows if row.fields.get("role") == "lead"} or {row.start for row in rows}
        return {min(leads)} if leads else set()
    if kind == "data_object":
        masters = {row.start for row in seen.of("holds") if row.end == name and row.fields.get("role") == "master"}
        return {owner for one in masters for owner in owners(seen, one)}
    return set()


def _of_unit(seen: Register, unit: str | None, gone: Any, states: Any, orphans: Any) -> dict[str, int]:
    own = [name for name in seen.things if (unit in _answers(seen, name) if unit else not _answers(seen, name))]
    return {
        "things": len(own),
        "missing": sum(len(gone[name]) for name in own),
        "orphans": len({name for name, _ in orphans} & set(own)),
        "unconfirmed": sum(states[name] != "fresh" for name in own),
    }


def _sources(snapshot: Snapshot, seen: Register) -> dict[str | None, tuple[int, int]]:
    """How many things and relations each source claims, of those that are there."""
    there = {row.id for row in seen.rows if not row.fields.get("derived")}
    things: Counter[str | None] = Counter()
    ties: Counter[str | None] = Counter()
    for fact in snapshot.facts.things:
        if fact.record.reference in seen.things:
            things.update(_claimants(fact))
    for fact in snapshot.facts.relations:
        if fact.record.id in there:
            ties.update(_claimants(fact))
    return {name: (things[name], ties[name]) for name in {*things, *ties}}


def _claimants(fact: Fact) -> set[str | None]:
    return {origin.source for origin in fact.origins} or {None}
