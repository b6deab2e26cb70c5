"""Weak spots: where much hangs on little, what runs out, and what nobody looks after (model.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graphsvc.errors import QuestionError
from graphsvc.model import Kind, Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.naming import named
from graphsvc_queries.weak_spots.components import circles
from graphsvc_queries.weak_spots.cutting import cut
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


def weak_spots(snapshot: Snapshot, /, *, months: int = 12, limit: int = 1000) -> WeakSpots:
    """List single points of failure, circular dependencies, what ends soon, and what nobody looks after.

    A *single point of failure* stops services: those that lose a required support (of a group of alternatives: all
    its members) when the system is away together with everything that is reached from it by sync and login flows.

    Parameters
    ----------
    months
        How far ahead contracts are looked at.
    limit
        At most so many rows of each list; how many there are is said all the same.

    Returns
    -------
    WeakSpots
        Each kind of weak spot in an order of its own.

    Raises
    ------
    QuestionError
        When the months or the limit are out of range.

    Notes
    -----
    O(m log m) for n systems and m flows, but for the sets of services, O((n + m) s / 64) for s services (kept as bits),
    and O(n m) within each circle for its shortest cycle.

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
    _check(months, limit)
    systems: list[int] = snapshot.of_kind(Kind.SYSTEM).tolist()
    places, pairs = cut(joined(snapshot))
    points = [systems[one] for one in places]
    bridges = [(systems[one], systems[other]) for one, other in pairs]
    found = circles(dependents(snapshot))
    cycles = [([systems[one] for one in circle], [systems[one] for one in shortest]) for circle, shortest, _ in found]
    single, single_count = losses(snapshot, limit)
    ends, ends_count = endings(snapshot, months, limit)
    (without, without_count), (idle, idle_count) = unowned(snapshot, limit), unused(snapshot, limit)
    (stale, stale_count), (never, never_count) = stale_facts(snapshot, limit)
    told = {*points, *(end for bridge in bridges for end in bridge), *(one for circle, _ in cycles for one in circle)}
    counts = {
        "single_points": single_count,
        "bridges": len(bridges),
        "articulation_points": len(points),
        "cycles": len(cycles),
        "lifecycle": ends_count,
        "without_owner": without_count,
        "unused": idle_count,
        "stale": stale_count,
        "unconfirmed": never_count,
    }
    cutting = (single_count, ends_count, without_count, idle_count, stale_count, never_count)
    return WeakSpots(
        snapshot.revision,
        snapshot.date,
        months,
        tuple(_single_point(snapshot, loss) for loss in single),
        _named(snapshot, points),
        tuple((snapshot.references[one], snapshot.references[other]) for one, other in bridges),
        tuple(Cycle(_named(snapshot, circle), _named(snapshot, shortest)) for circle, shortest in cycles),
        tuple(ends),
        tuple(without),
        tuple(idle),
        tuple(stale),
        tuple(never),
        {snapshot.references[one]: named(snapshot, one).name for one in sorted(told)},
        counts,
        max(cutting) > limit or not all(surely for _, _, surely in found),
    )


def _check(months: int, limit: int) -> None:
    if not 0 <= months <= MOST_MONTHS:
        raise QuestionError(_MONTHS.format(months=months, most=MOST_MONTHS))
    if limit < 0:
        raise QuestionError(_LIMIT.format(limit=limit))


def _single_point(snapshot: Snapshot, loss: Loss) -> SinglePoint:
    organisation = snapshot.organisation
    sectors = sorted({sector for unit in loss.units for sector in organisation.sectors_of(unit)})
    called = named(snapshot, loss.system).name
    words = {"name": called, "services": len(loss.services), "own": len(loss.own), "away": loss.away - 1}
    sentence = (_ONE if len(loss.services) == 1 else _STOPS).format(**words)
    return SinglePoint(
        snapshot.references[loss.system],
        called,
        _named(snapshot, loss.services),
        _named(snapshot, loss.units),
        _named(snapshot, sectors),
        _named(snapshot, loss.own),
        loss.away,
        sentence,
    )


def _named(snapshot: Snapshot, things: Iterable[int]) -> tuple[Reference, ...]:
    return tuple(snapshot.named(np.fromiter(things, dtype=np.int64)))


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
_LIMIT = Text(
    "Høyst {limit} rader går ikke; velg 0 eller flere",
    "Høgst {limit} rader går ikkje; vel 0 eller fleire",
    "At most {limit} rows will not do; choose 0 or more",
)
_MONTHS = Text(
    "Kan ikke se {months} måneder fram; velg et tall fra 0 til {most}",
    "Kan ikkje sjå {months} månader fram; vel eit tal frå 0 til {most}",
    "Cannot look {months} months ahead; choose a number from 0 to {most}",
)
