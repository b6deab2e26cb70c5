"""What the page of a journey tells."""

from __future__ import annotations

from graphsvc.i18n import say
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_queries.journey.result import HandOver, Journey, Step
from graphsvc_visualizations.charts.journey import journey_strip
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.reports.report import (
    Cell,
    Choice,
    Column,
    Count,
    Figure,
    Report,
    Table,
    Tag,
    Thing,
    Things,
    Words,
    picture,
    sectors_of,
)

__all__ = ["journey"]

_SIGNS = {"shared": "ok", "automatic": "ok", "manual": "warn", "none": "warn", "unknown": "unk"}


def journey(frame: Frame, snapshot: Snapshot, result: Journey | None) -> Report:
    """Say who takes part in a journey, how each step hands over to the next, and where it breaks.

    Without an answer the page lists the journeys that there are.

    Notes
    -----
    O(steps + findings).
    """
    fields = [_choice(frame, snapshot)]
    if result is None:
        return Report(
            "journey",
            frame.say("reports.journeys"),
            frame.say("reports.journeys_choose"),
            fields=fields,
            tables=[_journeys(frame, snapshot)],
            asked=False,
        )
    tables = [_breaks(frame, result), _steps(frame, result), _hand_overs(frame, result), _manual(frame, result)]
    tables.append(_systems(frame, result))
    drawn = picture(journey_strip(snapshot, result, language=frame.language, standalone=False))
    return Report(
        "journey",
        frame.say("reports.journey", name=frame.words(result.journey.name)),
        _summary(frame, result),
        fields=fields,
        figures=[Figure(frame.number(table.count), table.title, table.key) for table in tables],
        pictures=[(frame.say("reports.journey_picture"), drawn)] if result.steps else [],
        tables=tables,
    )


def _choice(frame: Frame, snapshot: Snapshot) -> Choice:
    journeys = snapshot.of_kind(Kind.JOURNEY).tolist()
    named = [(str(snapshot.references[one]), snapshot.name(one, frame.language).words) for one in journeys]
    asked = frame.value("thing")
    value = str(snapshot.references[snapshot.find(asked)]) if asked else ""
    return Choice("thing", frame.say("reports.which_journey"), [("", "–"), *named], value)


def _journeys(frame: Frame, snapshot: Snapshot) -> Table:
    rows = [(Thing(snapshot.references[one]),) for one in snapshot.of_kind(Kind.JOURNEY).tolist()]
    return Table("journeys", frame.say("reports.journeys"), [Column(frame.say("reports.which_journey"))], rows)


def _summary(frame: Frame, result: Journey) -> str:
    values = {
        "services": frame.counted(len(result.steps), Kind.SERVICE),
        "sectors": sectors_of(frame, len(result.sectors)),
        "units": frame.counted(len({unit.unit.thing for step in result.steps for unit in step.units}), Kind.UNIT),
    }
    if not result.breaks:
        return frame.say("reports.journey_whole", **values)
    return frame.say("reports.journey_breaks", n=frame.number(len(result.breaks)), **values)


def _breaks(frame: Frame, result: Journey) -> Table:
    rows = [(Words(frame.words(one.sentence)), Things(one.things)) for one in result.breaks]
    columns = [Column(frame.say("reports.in_words")), Column(frame.say("reports.what"))]
    return Table("breaks", say("insight.breaks", frame.language), columns, rows)


def _steps(frame: Frame, result: Journey) -> Table:
    def row(step: Step) -> tuple[Cell, ...]:
        units = Things([one.unit.thing for one in step.units]) if step.units else Tag(frame.say("unknown"), "unk")
        return (
            Thing(step.service.thing),
            Count(step.number),
            Things(step.sectors),
            units,
            Things([one.system.thing for one in step.systems]),
        )

    names = ("service", "step", "sectors", "units", "systems")
    columns = [Column(frame.say(f"reports.{name}"), number=name == "step") for name in names]
    return Table("steps", frame.say("reports.steps"), columns, [row(step) for step in result.steps])


def _hand_overs(frame: Frame, result: Journey) -> Table:
    def row(over: HandOver) -> tuple[Cell, ...]:
        return (
            Thing(over.start.thing),
            Thing(over.end.thing),
            Tag(say(f"insight.{over.how.value}", frame.language), _SIGNS[over.how.value]),
            Words(say("insight.crosses", frame.language) if over.crosses else ""),
            Words(frame.words(over.sentence)),
        )

    names = ("from_step", "to_step", "how", "border", "in_words")
    columns = [Column(frame.say(f"reports.{name}")) for name in names]
    return Table(
        "hand-overs", say("insight.hand_overs", frame.language), columns, [row(one) for one in result.hand_overs]
    )


def _manual(frame: Frame, result: Journey) -> Table:
    rows = [
        (Words(one.id), Thing(one.start.thing), Thing(one.end.thing), Words(one.data or "–")) for one in result.manual
    ]
    columns = [Column(frame.say(f"reports.{name}")) for name in ("flow_id", "from", "to", "data")]
    return Table("manual", say("insight.manual_flows", frame.language), columns, rows)


def _systems(frame: Frame, result: Journey) -> Table:
    rows = [
        (Thing(one.thing), Count(len(steps)), Words(", ".join(map(str, steps)) or "–")) for one, steps in result.systems
    ]
    columns = [
        Column(frame.say("reports.system")),
        Column(frame.say("reports.required_steps"), number=True),
        Column(frame.say("reports.which_steps")),
    ]
    return Table("systems", frame.say("reports.journey_systems"), columns, rows)
