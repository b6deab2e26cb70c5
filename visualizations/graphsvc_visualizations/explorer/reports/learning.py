"""What the page of learning tells: who has experience, and whom to invite."""

from __future__ import annotations

from collections.abc import Iterable

from graphsvc.i18n import say
from graphsvc.metamodel import shown_name
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_queries.learning.result import Experience, Invitation, Learning
from graphsvc_visualizations.charts.experience import experience_line
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.reports.report import (
    Cell,
    Choice,
    Column,
    Count,
    Day,
    Entry,
    Figure,
    Report,
    Table,
    Thing,
    Things,
    Words,
    picture,
)

__all__ = ["learning"]


def learning(frame: Frame, snapshot: Snapshot, result: Learning | None) -> Report:
    """Say who has experience with a capability, product or kind of information, since when, and whom to invite.

    Without an answer the page is a form.

    Notes
    -----
    O(findings).
    """
    title, fields = frame.say("reports.learning"), _fields(frame, snapshot)
    if result is None:
        return Report("learning", title, frame.say("reports.learning_ask"), fields=fields, asked=False)
    tables = [_invite(frame, result.invite), _experience(frame, result.experience), _topics(frame, result)]
    tables += [_overlap(frame, result), _unknown(frame, result)]
    drawn = picture(experience_line(snapshot, result, language=frame.language, standalone=False))
    return Report(
        "learning",
        title,
        _summary(frame, result),
        fields=fields,
        figures=[Figure(frame.number(table.count), table.title, table.key) for table in tables[:3]],
        pictures=[(frame.say("reports.learning_picture"), drawn)] if result.experience else [],
        tables=tables,
    )


def _fields(frame: Frame, snapshot: Snapshot) -> list[Choice | Entry]:
    def named(kind: Kind) -> list[tuple[str, str]]:
        things = snapshot.of_kind(kind).tolist()[:2000]
        return [(str(snapshot.references[one]), snapshot.name(one, frame.language).words) for one in things]

    products = sorted({str(one) for one in snapshot.column(Kind.SYSTEM, "product").tolist() if one})[:2000]
    proposals = [
        (name, f"{name} {shown_name(fact.record.fields, name, frame.language).words}")
        for name, fact in snapshot.proposals.items()
    ]
    return [
        Entry("capability", frame.say("reports.capability"), frame.value("capability") or "", named(Kind.CAPABILITY)),
        Entry("product", frame.say("reports.product"), frame.value("product") or "", [(one, one) for one in products]),
        Entry(
            "data-object", frame.say("reports.data_object"), frame.value("data-object") or "", named(Kind.DATA_OBJECT)
        ),
        Choice("proposal", frame.say("reports.proposal"), [("", "–"), *proposals], frame.value("proposal") or ""),
    ]


def _summary(frame: Frame, result: Learning) -> str:
    if not result.experience:
        return frame.say("reports.learning_nobody")
    first = result.experience[0]
    return frame.say(
        "reports.learning_answer",
        units=frame.counted(len(result.experience), Kind.UNIT),
        first=frame.words(first.unit.name),
        since=say("insight.since", frame.language, day=frame.day(first.since))
        if first.since
        else say("insight.since_unknown", frame.language),
    )


def _columns(frame: Frame, *names: str) -> list[Column]:
    return [Column(frame.say(f"reports.{name}"), number=name in {"units", "systems"}) for name in names]


def _invite(frame: Frame, invited: Iterable[Invitation]) -> Table:
    rows = [
        (
            Thing(one.unit.thing),
            Words(one.contact or say("cli.no_contact", frame.language)),
            Words(" ".join(frame.words(reason) for reason in one.because)),
        )
        for one in invited
    ]
    return Table("invite", say("insight.invite", frame.language), _columns(frame, "unit", "contact", "because"), rows)


def _experience(frame: Frame, found: Iterable[Experience]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Thing(one.unit.thing),
            Things(one.sectors),
            Thing(holding.system.thing),
            Words(say(f"insight.{holding.role.value}", frame.language)),
            Day(holding.since),
            Words(one.contact or say("cli.no_contact", frame.language)),
        )
        for one in found
        for holding in one.holdings
    ]
    names = ("unit", "sectors", "with_system", "role", "since", "contact")
    return Table("experience", say("insight.experience", frame.language), _columns(frame, *names), rows)


def _topics(frame: Frame, result: Learning) -> Table:
    rows = [
        (Words(frame.words(one.name)), Count(len(one.systems)), Count(len(one.units)), Things(one.sectors))
        for one in result.topics
    ]
    columns = _columns(frame, "what", "systems", "units", "sectors")
    return Table("topics", say("insight.topics", frame.language), columns, rows)


def _overlap(frame: Frame, result: Learning) -> Table:
    names = {one.key: frame.words(one.name) for one in result.topics}
    rows = [
        (
            Things([sector.thing for sector in one.sectors], " – "),
            Words(", ".join(names.get(topic, topic) for topic in one.topics)),
        )
        for one in result.overlap
    ]
    return Table("overlap", frame.say("reports.same_experience"), _columns(frame, "sectors", "what"), rows)


def _unknown(frame: Frame, result: Learning) -> Table:
    rows = [(Words(frame.words(one.name)), Words(frame.words(one.why))) for one in result.unknown]
    return Table("unknown", frame.say("reports.nobody_knows"), _columns(frame, "what", "in_words"), rows)
