"""What the page of completeness tells: what we do not know, and a list to work off."""

from __future__ import annotations

from graphsvc.i18n import say
from graphsvc.metamodel.by_hand import editable
from graphsvc.model import Kind, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc_queries.completeness.result import Completeness, FieldShare, Share, SourceShare, Task, UnitShare
from graphsvc_visualizations.charts.completeness import completeness_bars
from graphsvc_visualizations.explorer.editing.boxes import may_edit
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
)

__all__ = ["completeness"]


def completeness(frame: Frame, snapshot: Snapshot, result: Completeness) -> Report:
    """Say how much is known and confirmed, by field, unit and source, and what to do first.

    Notes
    -----
    O(findings).
    """
    tables = [_work(frame, result), _units(frame, result), _fields(frame, result), _orphans(frame, result)]
    tables.append(_sources(frame, result))
    drawn = picture(completeness_bars(snapshot, result, language=frame.language, standalone=False))
    return Report(
        "completeness",
        frame.say("reports.completeness"),
        _summary(frame, result),
        notes=[_confirmed(frame, result)],
        fields=[_unit(frame, snapshot)],
        figures=[Figure(frame.number(table.count), table.title, table.key) for table in tables[:4]],
        pictures=[(frame.say("reports.completeness_picture"), drawn)],
        tables=tables,
    )


def _summary(frame: Frame, result: Completeness) -> str:
    numbers = {name: frame.number(getattr(result.things, name)) for name in ("known", "expected")}
    share = frame.number(100 * (result.things.share or 0))
    return say("insight.complete", frame.language, share=share, **numbers)


def _confirmed(frame: Frame, result: Completeness) -> str:
    counts = {name: frame.number(sum(found.values())) for name, found in result.confirmed.items()}
    fresh = {f"{name}_fresh": frame.number(found.get("fresh", 0)) for name, found in _by_name(result).items()}
    return say("insight.confirmed", frame.language, **counts, **fresh)


def _by_name(result: Completeness) -> dict[str, dict[str, int]]:
    return {name: {state.value: n for state, n in found.items()} for name, found in result.confirmed.items()}


def _unit(frame: Frame, snapshot: Snapshot) -> Choice:
    units = snapshot.of_kind(Kind.UNIT).tolist()[:2000]
    named = sorted((snapshot.name(one, frame.language).words, str(snapshot.references[one])) for one in units)
    asked = frame.value("unit")
    value = str(snapshot.references[snapshot.find(asked)]) if asked else ""
    options = [("", frame.say("reports.whole")), *((reference, words) for words, reference in named)]
    return Choice("unit", frame.say("reports.unit"), options, value)


def _share(count: Share) -> tuple[Count, Count, Count]:
    return Count(count.expected - count.known), Count(count.known), Count(count.expected)


def _headings(frame: Frame, *names: str, numbers: tuple[str, ...] = ()) -> list[Column]:
    return [Column(frame.say(f"reports.{name}"), number=name in numbers) for name in names]


_COUNTED = ("missing", "known", "expected", "orphans_short", "unconfirmed", "things", "ties")


def _work(frame: Frame, result: Completeness) -> Table:
    def row(one: Task) -> tuple[Cell, ...]:
        return (
            Thing(one.one.thing),
            _to_do(frame, one),
            Things([unit.thing for unit in one.units]) if one.units else Tag(frame.say("reports.nobody"), "unk"),
            Words(", ".join(one.contacts) or "–"),
            Day(one.confirmed_on),
        )

    return Table(
        "work",
        say("insight.work", frame.language),
        _headings(frame, "what", "to_do", "ask", "contact", "confirmed_on"),
        [row(one) for one in result.work],
        frame.say("reports.work_note"),
        exist=result.work_count,
    )


def _to_do(frame: Frame, one: Task) -> Cell:
    """Say what lacks; where it can be written the words lead to the form that writes it."""
    words, reference = frame.words(one.sentence), one.one.thing
    if not may_edit(frame):
        return Words(words)
    by_hand = editable(Kind(split_reference(reference)[0]))
    field = next((name for name in one.missing if name in by_hand), None)
    if field is None and one.orphan:
        return Link(words, frame.to("/edit/relation", thing=reference))
    page = frame.thing(reference)
    return Link(words, f"{page}{'&' if '?' in page else '?'}edit={field or 'confirm'}#edit")


def _units(frame: Frame, result: Completeness) -> Table:
    def row(one: UnitShare) -> tuple[Cell, ...]:
        name: Cell = Thing(one.unit.thing) if one.unit else Words(frame.say("reports.nobody"))
        return name, *_share(one.count), Count(one.orphans), Count(one.unconfirmed), Words(one.contact or "–")

    names = ("unit", "missing", "known", "expected", "orphans_short", "unconfirmed", "contact")
    title = say("insight.by_unit", frame.language)
    return Table("units", title, _headings(frame, *names, numbers=_COUNTED), [row(one) for one in result.units])


def _fields(frame: Frame, result: Completeness) -> Table:
    def row(one: FieldShare) -> tuple[Cell, ...]:
        words = f"{frame.words(one.subject_label)}: {frame.words(one.label)}"
        return Words(words[:1].upper() + words[1:]), *_share(one.count)

    names = ("field", "missing", "known", "expected")
    return Table(
        "fields",
        frame.say("reports.by_field"),
        _headings(frame, *names, numbers=_COUNTED),
        [row(one) for one in result.fields],
    )


def _orphans(frame: Frame, result: Completeness) -> Table:
    rows = [(Thing(one.one.thing), Words(frame.words(one.why))) for one in result.orphans]
    return Table("orphans", say("insight.orphans", frame.language), _headings(frame, "what", "in_words"), rows)


def _sources(frame: Frame, result: Completeness) -> Table:
    def row(one: SourceShare) -> tuple[Cell, ...]:
        name = one.source or frame.say("reports.nobody")
        return Words(name), Count(one.things), Count(one.relations), *_share(one.count), Count(one.unconfirmed)

    names = ("source", "things", "ties", "missing", "known", "expected", "unconfirmed")
    return Table(
        "sources",
        frame.say("reports.by_source"),
        _headings(frame, *names, numbers=_COUNTED),
        [row(one) for one in result.sources],
    )
