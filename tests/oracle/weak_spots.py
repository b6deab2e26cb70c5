"""Weak spots the obvious way (model.md section 5): take each system away and look again; the rest by networkx."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import Any

import networkx as nx

from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Snapshot
from tests.oracle.carriers import through
from tests.oracle.organisation import sectors_of
from tests.oracle.register import Register, register

__all__ = ["circles", "ends", "falls_apart", "single_points", "unkept"]


def single_points(snapshot: Snapshot) -> list[tuple[str, list[str], list[str], list[str], list[str], int]]:
    """(system, services, units, sectors, own services, systems away), most services, then most units, first."""
    seen = register(snapshot)
    found = []
    for system in seen.kind("system"):
        away = {system}
        while True:  # whatever gets something at the moment of use from what is away, is away too
            more = {
                row.end
                for row in seen.of("flow")
                if row.fields.get("mode") in ("sync", "login") and away & {row.start, *through(row)}
            }
            if more <= away:
                break
            away |= more
        services = _stopped(seen, away)
        units = sorted({row.start for row in seen.of("delivers") if row.end in services})
        sectors = sorted({sector for unit in units for sector in sectors_of(seen, unit)})
        if services:
            found.append((system, services, units, sectors, _stopped(seen, {system}), len(away)))
    return sorted(found, key=lambda row: (-len(row[1]), -len(row[2]), row[0]))


def _stopped(seen: Register, away: set[str]) -> list[str]:
    """Which services had a required support before, and have not now."""
    lost = set()
    for service in seen.kind("service"):
        supports = [row for row in seen.of("supports") if row.end == service]
        for row in supports:
            group = row.fields.get("alternative")
            fellows = [other for other in supports if other.fields.get("alternative") == group] if group else [row]
            needed = any(other.fields.get("strength") == "required" for other in fellows)
            if needed and all(other.start in away for other in fellows):
                lost.add(service)
    return sorted(lost)


def falls_apart(snapshot: Snapshot) -> tuple[list[str], list[tuple[str, str]]]:
    """Articulation points and bridges: what leaves the map in more pieces when it is taken away."""
    seen = register(snapshot)
    map_: nx.Graph[str] = nx.Graph()
    map_.add_nodes_from(seen.kind("system"))
    map_.add_edges_from((row.start, row.end) for row in seen.of("flow") if row.start != row.end)
    pieces = nx.number_connected_components(map_)
    points = []
    for system in sorted(map_):
        left = map_.copy()
        left.remove_node(system)
        alone = map_.degree(system) == 0
        if nx.number_connected_components(left) > pieces - alone:
            points.append(system)
    bridges = []
    for start, end in sorted(tuple(sorted(edge)) for edge in map_.edges):
        left = map_.copy()
        left.remove_edge(start, end)
        if nx.number_connected_components(left) > pieces:
            bridges.append((start, end))
    return points, bridges


def circles(snapshot: Snapshot) -> list[tuple[list[str], tuple[str, ...]]]:
    """Systems that depend on each other, with the first of the shortest circles among them."""
    seen = register(snapshot)
    network: nx.DiGraph[str] = nx.DiGraph()
    for row in seen.of("flow"):
        network.add_edges_from((giver, row.end) for giver in [row.start, *through(row)] if giver in seen.things)
    network.remove_edges_from(list(nx.selfloop_edges(network)))
    found = []
    for members in nx.strongly_connected_components(network):
        if len(members) > 1:
            inside = network.subgraph(members)
            for length in range(2, len(members) + 1):
                rounds = [_from_smallest(one) for one in nx.simple_cycles(inside, length_bound=length)]
                if rounds:
                    found.append((sorted(members), min(rounds)))
                    break
    return sorted(found, key=lambda circle: (-len(circle[0]), circle[0]))


def _from_smallest(cycle: list[str]) -> tuple[str, ...]:
    place = cycle.index(min(cycle))
    return tuple(cycle[place:] + cycle[:place])


def ends(snapshot: Snapshot, months: int) -> set[tuple[str, str, str, str | None, str | None]]:
    """(kind, system, date, last day of notice, replacement) of what ends."""
    seen, day = register(snapshot), snapshot.date
    found: set[tuple[str, str, str, str | None, str | None]] = set()
    required = {row.start for row in seen.of("supports") if row.fields.get("strength") == "required"}
    for system in seen.kind("system"):
        fields = seen.things[system]
        over = [dt.date.fromisoformat(fields[name]) for name in ("decommission", "valid_to") if fields.get(name)]
        if over and system in required:
            found |= _gap(snapshot, system, min(over))
        if fields.get("contract_end"):
            end = dt.date.fromisoformat(fields["contract_end"])
            notice = fields.get("notice_months")
            last = _later(end, -notice).isoformat() if notice is not None else None
            if end < day:
                found.add(("contract_over", system, end.isoformat(), last, None))
            elif end <= _later(day, months):
                found.add(("contract", system, end.isoformat(), last, None))
    return found


def _gap(snapshot: Snapshot, system: str, end: dt.date) -> set[tuple[str, str, str, str | None, str | None]]:
    things: dict[str, Any] = {
        fact.record.reference: fact.record.fields
        for fact in snapshot.facts.things
        if isinstance(fact.record, ThingRecord)
    }
    later = []
    for fact in snapshot.facts.relations:
        record = fact.record
        assert isinstance(record, RelationRecord)
        if record.relation.value != "replaces" or record.end != system or record.start not in things:
            continue
        fields = things[record.start]
        begun = [fields.get("in_use_from"), fields.get("valid_from"), record.fields.get("date")]
        gone = [fields.get("decommission"), fields.get("valid_to")]
        start = max([dt.date.fromisoformat(str(one)) for one in begun if one], default=dt.date.min)
        if start <= end and all(end < dt.date.fromisoformat(str(one)) for one in gone if one):
            return set()
        if start > end:
            later.append((start, record.start))
    return (
        {("gap", system, end.isoformat(), None, min(later)[1])}
        if later
        else {("no_replacement", system, end.isoformat(), None, None)}
    )


def _later(day: dt.date, months: int) -> dt.date:
    step = 1 if months > 0 else -1
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += step
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


def unkept(snapshot: Snapshot) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], set[str], set[str]]:
    """Systems without owner, systems no service uses, and systems and flows confirmed too long ago, or never.

    The first with users, services and whether it is claimed that there is none; the second with users and flows.
    """
    seen = register(snapshot)
    ours = [one for one in seen.kind("system") if seen.things[one].get("scope") != "national"]
    owned = {row.end for row in seen.of("owns")}
    serving = {row.start for row in seen.of("supports")}
    told = {one: seen.things[one].get("confirmed_on") for one in seen.kind("system")}
    told |= {f"relation:{row.id}": row.fields.get("confirmed_on") for row in seen.of("flow")}
    first = _later(snapshot.date, -12)
    stale = {one for one, on in told.items() if on and not first <= dt.date.fromisoformat(on) <= snapshot.date}
    users = {one: {row.start for row in seen.of("uses") if row.end == one} for one in ours}
    serves = {one: {row.end for row in seen.of("supports") if row.start == one} for one in ours}
    touching = {one: [row for row in seen.of("flow") if one in (row.start, row.end, *through(row))] for one in ours}
    none = {one: "owns" in (seen.things[one].get("claimed_none") or ()) for one in ours}
    return (
        [(one, len(users[one]), len(serves[one]), none[one]) for one in ours if one not in owned],
        [(one, len(users[one]), len(touching[one])) for one in ours if one not in serving],
        stale,
        {one for one, on in told.items() if not on},
    )
