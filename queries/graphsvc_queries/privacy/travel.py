"""Follows information from where it comes from, flow by flow along the data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import DataTo, Kind, Relation, Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Edges, Snapshot
from graphsvc.snapshot.coded import Coded
from graphsvc_queries.naming import listed

__all__ = ["Carrier", "Travel", "carriers", "travels", "unknown_flows"]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A flow along its data: from, to, the hubs it passes, and what it is known to carry (numbers)."""

    record: RelationRecord
    start: int
    end: int
    hubs: tuple[int, ...]
    data: tuple[int, ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class Travel:
    """How far one kind of information goes.

    Parameters
    ----------
    roles
        System -> ``master``, ``copy``, ``unknown``, ``receives``, ``passes`` or ``sends``.
    routes
        System -> the fewest flows from an origin, in order; absent when no known chain leads there.
    carriers
        Everything that carries it, also from systems that no chain reaches.
    """

    data: int
    origins: tuple[int, ...]
    roles: Mapping[int, str]
    routes: Mapping[int, tuple[Carrier, ...]]
    carriers: tuple[Carrier, ...]


def carriers(snapshot: Snapshot, wanted: Collection[int]) -> tuple[Carrier, ...]:
    """Return the flows that carry any of some information, along their data; ended ones are left out.

    One that goes both ways, or of which nobody knows which way it goes, is there twice.

    Notes
    -----
    O(flows) in arrays, and O(k log k) for k flows that carry any of it.
    """
    flows, asked = snapshot.edges(Relation.FLOW), frozenset(wanted)
    carry = flows.coded("data_objects").flags(
        lambda told: not asked.isdisjoint(_things(snapshot, told, Kind.DATA_OBJECT))
    )
    found: list[Carrier] = []
    for flow in np.flatnonzero(carry & _going(flows)).tolist():
        found += _directed(snapshot, flows.records[flow])
    return tuple(sorted(found, key=lambda one: (one.record.id, one.start, one.end)))


def travels(snapshot: Snapshot, every: tuple[Carrier, ...], wanted: list[int]) -> tuple[Travel, ...]:
    """Follow each kind of information from its origins.

    Notes
    -----
    O(sum over the kinds of information of holders and flows that carry it).
    """
    by_data: dict[int, list[Carrier]] = {}
    for carrier in every:
        for one in carrier.data:
            by_data.setdefault(one, []).append(carrier)
    return tuple(_travel(snapshot, one, tuple(by_data.get(one, ()))) for one in wanted)


def unknown_flows(snapshot: Snapshot, systems: Collection[int]) -> tuple[str, ...]:
    """Return ids of the flows out of some systems of which nobody knows what they carry; logins are left out.

    Notes
    -----
    O(flows) in arrays, and O(k log k) for k flows that are found.
    """
    flows, sends = snapshot.edges(Relation.FLOW), np.zeros(len(snapshot), dtype=np.bool_)
    sends[list(systems)] = True
    to, within = flows.coded("data_to"), flows.start == flows.end
    out = sends[flows.start] & (to.flags(lambda told: told != DataTo.PROVIDER) | within)
    back = sends[flows.end] & to.flags(lambda told: told != DataTo.DEPENDENT) & ~within
    # A claim that it carries nothing, or that no data moves, does say so.
    silent = _unless_none(flows.coded("data_objects"), lambda told: not listed(told))
    moves = _unless_none(to, lambda told: True)
    open_ = silent & moves & _going(flows) & ~flows.holding("mode", "login")
    return tuple(sorted({flows.records[flow].id for flow in np.flatnonzero(open_ & (out | back)).tolist()}))


def _going(flows: Edges) -> NDArray[np.bool_]:
    return ~flows.holding("status", "ended")


def _unless_none(told: Coded, holds: Callable[[Value], bool]) -> NDArray[np.bool_]:
    """Tell of each whether its value passes; one that nobody told does, and one that is told to be none does not."""
    passes = [True, *(one is not None and holds(one) for one in told.values)]
    found: NDArray[np.bool_] = np.array(passes, dtype=np.bool_)[told.codes]
    return found


def _directed(snapshot: Snapshot, record: RelationRecord) -> Iterator[Carrier]:
    ends = snapshot.index(record.start), snapshot.index(record.end)
    to = record.fields.get("data_to")
    if to is None and "data_to" in record.fields:  # somebody says that no data moves
        return
    hubs = _things(snapshot, record.fields.get("through"), Kind.SYSTEM)
    data = _things(snapshot, record.fields.get("data_objects"), Kind.DATA_OBJECT)
    assumed = to not in set(DataTo)
    if to != DataTo.PROVIDER or ends[0] == ends[1]:
        yield Carrier(record, ends[0], ends[1], hubs, data, assumed)
    if to != DataTo.DEPENDENT and ends[0] != ends[1]:
        yield Carrier(record, ends[1], ends[0], hubs, data, assumed)


def _things(snapshot: Snapshot, told: Value, kind: Kind) -> tuple[int, ...]:
    words = (word if ":" in word else f"{kind.value}:{word}" for word in listed(told))
    return tuple(sorted({snapshot.index(word) for word in words if word in snapshot}))


def _travel(snapshot: Snapshot, data: int, carrying: tuple[Carrier, ...]) -> Travel:
    held = _held(snapshot, data)
    origins = _origins(held, carrying)
    roles = dict(held)
    for role, ends in (
        ("receives", [one.end for one in carrying]),
        ("passes", [hub for one in carrying for hub in one.hubs]),
        ("sends", [one.start for one in carrying]),
    ):
        for system in ends:
            roles.setdefault(system, role)
    return Travel(data, tuple(origins), dict(sorted(roles.items())), _routes(origins, carrying), carrying)


def _origins(held: Mapping[int, str], carrying: tuple[Carrier, ...]) -> list[int]:
    """Return the masters and those that send it without ever being given it; failing both, holders, then senders."""
    given = {end for one in carrying for end in (one.end, *one.hubs)}
    found = {system for system, role in held.items() if role == "master"}
    found |= {one.start for one in carrying} - given
    return sorted(found or held or {one.start for one in carrying})


def _held(snapshot: Snapshot, data: int) -> dict[int, str]:
    """Return who holds it, the strongest role first where sources give several."""
    holds = snapshot.edges(Relation.HOLDS)
    ranks = {"master": 0, "copy": 1, "unknown": 2}
    found: dict[int, str] = {}
    for edge in holds.into(data).tolist():
        system, role = int(holds.start[edge]), str(holds.records[edge].fields.get("role") or "unknown")
        found[system] = min(found.get(system, role), role, key=ranks.__getitem__)
    return found


def _routes(origins: list[int], carrying: tuple[Carrier, ...]) -> dict[int, tuple[Carrier, ...]]:
    """Search breadth first; of chains of equal length the one with the smaller systems and ids is kept."""
    onward: dict[int, list[tuple[int, str, Carrier]]] = {}
    for one in carrying:
        for end in (one.end, *one.hubs):
            onward.setdefault(one.start, []).append((end, one.record.id, one))
    routes: dict[int, tuple[Carrier, ...]] = dict.fromkeys(origins, ())
    level = sorted(origins)
    while level:
        found: dict[int, tuple[Carrier, ...]] = {}
        for system in level:
            for end, _, carrier in sorted(onward.get(system, ()), key=lambda way: way[:2]):
                if end not in routes:
                    found.setdefault(end, (*routes[system], carrier))
        routes |= found
        level = sorted(found)
    return routes
