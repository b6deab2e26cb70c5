"""What the page of weak spots tells."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_queries.weak_spots.result import Ending, EndingKind, Stale, WeakSpots
from graphsvc_visualizations.charts.weak_spots import weak_spots_bars
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.reports.report import (
    Cell,
    Choice,
    Column,
    Count,
    Day,
    Figure,
    Link,
    Report,
    Table,
    Tag,
    Thing,
    Things,
    Words,
    picture,
    sectors_of,
)

__all__ = ["weak_spots"]

_MONTHS = (6, 12, 24, 36)


def weak_spots(frame: Frame, snapshot: Snapshot, result: WeakSpots) -> Report:
    """Say where the map is thin: what stops services, what depends in circles, what ends, what nobody looks after.

    Notes
    -----
    O(findings).
    """
    tables = [_points(frame, result), *_shape(frame, result), _endings(frame, result)]
    tables += _upkeep(frame, result)
    drawn = picture(weak_spots_bars(snapshot, result, language=frame.language, standalone=False))
    months = sorted({*_MONTHS, result.months})
    return Report(
        "weak-spots",
        frame.say("reports.weak_spots"),
        _summary(frame, result),
        fields=[
            Choice("months", frame.say("reports.months"), [(str(one), str(one)) for one in months], str(result.months))
        ],
        figures=[Figure(frame.number(table.count), table.title, table.key) for table in tables],
        pictures=[(frame.say("reports.weak_spots_picture"), drawn)] if result.single_points else [],
        tables=tables,
    )


def _summary(frame: Frame, result: WeakSpots) -> str:
    if not result.single_points:
        return frame.say("reports.weak_spots_nothing")
    worst = result.single_points[0]
    return frame.say(
        "reports.weak_spots_answer",
        systems=frame.counted(result.counts["single_points"], Kind.SYSTEM),
        worst=frame.words(worst.name),
        services=frame.counted(len(worst.services), Kind.SERVICE),
        sectors=sectors_of(frame, len(worst.sectors)),
    )


def _points(frame: Frame, result: WeakSpots) -> Table:
    names = ("services", "own", "units", "sectors", "away")
    columns = [
        Column(frame.say("reports.system")),
        *(Column(frame.say(f"reports.{name}"), number=True) for name in names),
    ]
    rows = [
        (
            Thing(one.system),
            Count(len(one.services)),
            Count(len(one.own)),
            Count(len(one.units)),
            Count(len(one.sectors)),
            Count(one.away),
            Link(frame.words(one.sentence), frame.to("/impact", thing=one.system, change="outage")),
        )
        for one in result.single_points
    ]
    columns.append(Column(frame.say("reports.why")))
    return _table(frame, result, "single_points", columns, rows, frame.say("reports.single_points_note"))


def _shape(frame: Frame, result: WeakSpots) -> list[Table]:
    """Return circles, and the systems and joins that hold the map together."""
    circles = [
        (Things([*one.shortest, one.shortest[0]], " → "), Count(len(one.systems)), Things(one.systems))
        for one in result.cycles
    ]
    columns = [
        Column(frame.say("reports.shortest_circle")),
        Column(frame.say("reports.systems"), number=True),
        Column(frame.say("reports.all_in_circle")),
    ]
    system = Column(frame.say("reports.system"))
    points = [(Thing(one),) for one in result.articulation_points]
    bridges = [(Thing(one), Thing(other)) for one, other in result.bridges]
    return [
        _table(frame, result, "cycles", columns, circles, frame.say("reports.cycles_note")),
        _table(frame, result, "articulation_points", [system], points, frame.say("reports.articulation_note")),
        _table(frame, result, "bridges", [system, system], bridges, frame.say("reports.bridges_note")),
    ]


def _endings(frame: Frame, result: WeakSpots) -> Table:
    def row(one: Ending) -> tuple[Thing, Day, Day | Words, Count, Tag | Words, Words]:
        notice = Day(one.notice.isoformat(), late=one.notice_passed) if one.notice else Day(None)
        said = frame.say(f"reports.ending_{one.kind.value}")
        kind = Words(said) if one.kind is EndingKind.CONTRACT else Tag(said)
        return (
            Thing(one.system),
            Day(one.date.isoformat()),
            notice,
            Count(one.services),
            kind,
            Words(frame.words(one.sentence)),
        )

    names = ("ends", "notice", "required_by", "what_ends", "in_words")
    numbers = {"required_by"}
    columns = [Column(frame.say(f"reports.{name}"), number=name in numbers) for name in names]
    columns.insert(0, Column(frame.say("reports.system")))
    return _table(frame, result, "lifecycle", columns, [row(one) for one in result.lifecycle])


def _upkeep(frame: Frame, result: WeakSpots) -> list[Table]:
    """Return what nobody owns, uses or has confirmed."""
    system = Column(frame.say("reports.system"))
    users, services, flows = (
        Column(frame.say(f"reports.{name}"), number=True) for name in ("users", "used_by", "flows")
    )
    owned = [(Thing(one.system), Count(one.users), Count(one.services)) for one in result.without_owner]
    used = [(Thing(one.system), Count(one.users), Count(one.flows)) for one in result.unused]
    stale, unconfirmed = ([_confirmed(frame, one) for one in told] for told in (result.stale, result.unconfirmed))
    return [
        _table(frame, result, "without_owner", [system, users, services], owned),
        _table(frame, result, "unused", [system, users, flows], used),
        _table(frame, result, "stale", _kept(frame), stale),
        _table(frame, result, "unconfirmed", _kept(frame), unconfirmed),
    ]


def _table(
    frame: Frame,
    result: WeakSpots,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    note: str = "",
) -> Table:
    """Return the table of one kind of weak spot, with how many there are: the answer may list the first ones only."""
    title = frame.say(f"paths.{name}")
    return Table(name.replace("_", "-"), title, columns, rows, note, exist=result.counts[name])


def _kept(frame: Frame) -> list[Column]:
    return [Column(frame.say(f"reports.{name}")) for name in ("what", "kind", "confirmed_on")]


def _confirmed(frame: Frame, one: Stale) -> tuple[Thing | Words, Words, Day]:
    is_thing = one.kind in set(Kind)
    name = Thing(one.thing) if is_thing else Words(f"{frame.words(one.name)} ({one.thing.partition(':')[2]})")
    kind = frame.words(KINDS[Kind(one.kind)].label) if is_thing else frame.say("reports.a_flow")
    return name, Words(kind), Day(one.confirmed_on)
