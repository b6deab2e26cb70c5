"""Weak spots: where much hangs on little, what runs out, and what nobody looks after (model.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable

from graphsvc.errors import QuestionError
from graphsvc.model import Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.paths.telling import name
from graphsvc_queries.weak_spots.components import cut, shortest_cycle, strong_components
from graphsvc_queries.weak_spots.dependence import dependents, joined
from graphsvc_queries.weak_spots.lifecycle import endings
from graphsvc_queries.weak_spots.result import (
    Cycle,
    Ending,
    EndingKind,
    SinglePoint,
    Stale,
    Unowned,
    Unused,
    WeakSpots,
)
from graphsvc_queries.weak_spots.single_points import Loss, losses
from graphsvc_queries.weak_spots.upkeep import stale_facts, unowned, unused

__all__ = ["Cycle", "Ending", "EndingKind", "SinglePoint", "Stale", "Unowned", "Unused", "WeakSpots", "weak_spots"]

MOST_MONTHS = 1200


def weak_spots(snapshot: Snapshot, /, *, months: int = 12) -> WeakSpots:
    """List single points of failure, circular dependencies, what ends soon, and what nobody looks after.

    A *single point of failure* stops services: those that lose a required support (of a group of alternatives: all
    its members) when the system is away together with everything that is reached from it by sync and login flows.

    Parameters
    ----------
    months
        How far ahead contracts are looked at.

    Returns
    -------
    WeakSpots
        Each kind of weak spot in an order of its own.

    Raises
    ------
    QuestionError
        When the months are negative.

    Notes
    -----
    O(n + m) for n systems and m flows, but for the size of the sets of services (kept as bits), and O(n m) within
    each circle for its shortest cycle.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.model import Kind, Relation
    >>> from graphsvc.records import RelationRecord, ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> things = tuple(Fact(ThingRecord(kind, name, {})) for kind, name in [(Kind.SYSTEM, "a"), (Kind.SERVICE, "t")])
    >>> support = RelationRecord(
    ...     Relation.SUPPORTS, "r", Reference("system:a"), Reference("service:t"), {"strength": "required"}
    ... )
    >>> found = weak_spots(Snapshot(Facts(1, things, (Fact(support),)), dt.date(2026, 12, 1)))
    >>> [(one.system, one.services) for one in found.single_points]
    [('system:a', ('service:t',))]
    """
    if not 0 <= months <= MOST_MONTHS:
        raise QuestionError(_MONTHS.format(months=months, most=MOST_MONTHS))
    points, bridges = cut(joined(snapshot))
    cycles = _cycles(snapshot)
    stale, unconfirmed = stale_facts(snapshot)
    told = {*points, *(end for bridge in bridges for end in bridge), *(one for circle, _ in cycles for one in circle)}
    return WeakSpots(
        snapshot.revision,
        snapshot.date,
        months,
        _single_points(snapshot),
        _named(snapshot, points),
        tuple((snapshot.references[one], snapshot.references[other]) for one, other in bridges),
        tuple(Cycle(_named(snapshot, circle), _named(snapshot, shortest)) for circle, shortest in cycles),
        tuple(endings(snapshot, months)),
        tuple(unowned(snapshot)),
        tuple(unused(snapshot)),
        tuple(stale),
        tuple(unconfirmed),
        {snapshot.references[one]: name(snapshot, one) for one in sorted(told)},
    )


def _single_points(snapshot: Snapshot) -> tuple[SinglePoint, ...]:
    found = [_single_point(snapshot, loss) for loss in losses(snapshot)]
    return tuple(sorted(found, key=lambda one: (-len(one.services), -len(one.units), one.system)))


def _single_point(snapshot: Snapshot, loss: Loss) -> SinglePoint:
    organisation = snapshot.organisation
    units = sorted({unit for service in loss.services for unit in organisation.deliverers_of(service)})
    sectors = sorted({sector for unit in units for sector in organisation.sectors_of(unit)})
    called = name(snapshot, loss.system)
    words = {"name": called, "services": len(loss.services), "own": len(loss.own), "away": loss.away - 1}
    sentence = (_ONE if len(loss.services) == 1 else _STOPS).format(**words)
    return SinglePoint(
        snapshot.references[loss.system],
        called,
        _named(snapshot, loss.services),
        _named(snapshot, units),
        _named(snapshot, sectors),
        _named(snapshot, loss.own),
        loss.away,
        sentence,
    )


def _cycles(snapshot: Snapshot) -> list[tuple[list[int], tuple[int, ...]]]:
    """Return the circles of systems that depend on each other, largest first, each with a shortest cycle."""
    graph = dependents(snapshot)
    circles = sorted((one for one in strong_components(graph) if len(one) > 1), key=lambda one: (-len(one), one))
    return [(circle, shortest_cycle(graph, set(circle))) for circle in circles]


def _named(snapshot: Snapshot, things: Iterable[int]) -> tuple[Reference, ...]:
    return tuple(snapshot.references[thing] for thing in things)


_STOPS = Text(
    "Uten {name} stopper {services} tjenester, {own} av dem direkte. Andre systemer som faller ut samtidig: {away}.",
    "Utan {name} stoppar {services} tenester, {own} av dei direkte. Andre system som fell ut samstundes: {away}.",
    "Without {name} {services} services stop, {own} of them directly. Other systems away at once: {away}.",
)
_ONE = Text(
    "Uten {name} stopper 1 tjeneste. Andre systemer som faller ut samtidig: {away}.",
    "Utan {name} stoppar 1 teneste. Andre system som fell ut samstundes: {away}.",
    "Without {name} 1 service stops. Other systems away at once: {away}.",
)
_MONTHS = Text(
    "Kan ikke se {months} måneder fram; velg et tall fra 0 til {most}",
    "Kan ikkje sjå {months} månader fram; vel eit tal frå 0 til {most}",
    "Cannot look {months} months ahead; choose a number from 0 to {most}",
)
