"""What stands beside the map: the selected ones with what they exchange, and the pinned ones with their ties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphsvc.i18n import count, text
from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.map import Exchange, FlowCounts, Shown

__all__ = ["Pinned", "Side", "pinned_side", "selected_side"]

#: So many rows of each list are shown, the strongest; the rest is counted.
_ROWS = 60


@dataclass(frozen=True, slots=True)
class Side:
    """What stands beside the map of what is selected.

    Parameters
    ----------
    members
        The selected ones; ``unit`` is the only one when it is a unit.
    owns
        What a unit owns and leads, in words.
    inside, outside, within
        Flows between the members, to others, and inside one of them, in words.
    between
        (one, other, flows), most first.
    partners
        (unit, or :data:`NATIONAL` or :data:`NOBODY`, flows).
    hidden
        Rows of both lists that are not shown.
    impact, paths
        Where a change to all of them, and ways between two of them, are answered; None for what cannot be asked.
    is_pinned, pin
        Whether all of them are pinned, and the address that pins them, or else unpins them.
    """

    members: tuple[int, ...]
    unit: int | None
    owns: str
    inside: str
    outside: str
    within: str
    between: list[tuple[int, int, int]]
    partners: list[tuple[int, int]]
    hidden: int
    is_open: bool
    impact: str | None
    paths: str | None
    is_pinned: bool
    pin: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """What is pinned: the things, (one, other, flows) for each two with flows, and the flows between all in words."""

    things: tuple[int, ...]
    between: list[tuple[int, int, int]]
    flows: str


def selected_side(frame: Frame, snapshot: Snapshot, shown: Shown) -> Side | None:
    """Return what is told of the selected ones; None when there are none.

    Notes
    -----
    O(flows).
    """
    if not shown.selected:
        return None
    exchange = Exchange(snapshot, shown.selected)
    members = exchange.members
    unit = members[0] if len(members) == 1 and snapshot.kind(members[0]) is Kind.UNIT else None
    between, partners = _pairs(exchange), list(exchange.others.items())
    return Side(
        members,
        unit,
        "" if unit is None else _owns(frame, snapshot, unit),
        _flows(frame, exchange.inside),
        _flows(frame, exchange.outside),
        _flows(frame, exchange.within) if exchange.within else "",
        between[:_ROWS],
        partners[:_ROWS],
        max(len(between) - _ROWS, 0) + max(len(partners) - _ROWS, 0),
        unit is not None and (unit in shown.opened or shown.everything),
        *_questions(frame, snapshot, members),
        *_pinning(frame, snapshot, members, shown),
    )


def pinned_side(frame: Frame, snapshot: Snapshot, shown: Shown) -> Pinned | None:
    """Return what is told of the pinned ones; None when there are none.

    Notes
    -----
    O(flows).
    """
    if not shown.pinned:
        return None
    exchange = Exchange(snapshot, shown.pinned)
    return Pinned(exchange.members, _pairs(exchange)[:_ROWS], _flows(frame, exchange.inside))


def _pairs(exchange: Exchange) -> list[tuple[int, int, int]]:
    found = [(one, other, flows) for (one, other), flows in exchange.between.items()]
    return sorted(found, key=lambda row: (-row[2], row[0], row[1]))


def _flows(frame: Frame, number: int) -> str:
    return count(number, text("map.one_flow"), text("map.many_flow"), frame.language)


def _owns(frame: Frame, snapshot: Snapshot, unit: int) -> str:
    deliveries = snapshot.edges(Relation.DELIVERS)
    services = {int(deliveries.end[edge]) for edge in deliveries.out(unit)}
    leads = sum(snapshot.organisation.lead_of(service) == unit for service in services)
    systems = frame.counted(len(FlowCounts(snapshot).systems.get(unit, ())), Kind.SYSTEM)
    return frame.say("map.unit_owns", systems=systems, services=frame.counted(leads, Kind.SERVICE))


def _questions(frame: Frame, snapshot: Snapshot, members: Iterable[int]) -> tuple[str | None, str | None]:
    """Return the addresses of what can be asked about systems; about units neither can."""
    things = [str(snapshot.references[one]) for one in members]
    if any(snapshot.kind(one) is not Kind.SYSTEM for one in members):
        return None, None
    paths = frame.to("/paths", from_=things[0], to=things[1]) if len(things) == 2 else None
    return frame.to("/impact", thing=things), paths


def _pinning(frame: Frame, snapshot: Snapshot, members: Iterable[int], shown: Shown) -> tuple[bool, str]:
    chosen = {*members}
    is_pinned = chosen <= shown.pinned
    after = shown.pinned - chosen if is_pinned else shown.pinned | chosen
    return is_pinned, frame.same(pin=[str(snapshot.references[one]) for one in sorted(after)])
