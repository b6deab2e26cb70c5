"""Draws lanes with their labels, the heads of the columns and the spine."""

from __future__ import annotations

from collections.abc import Iterable

from graphsvc.model import ChangeKind, Kind
from graphsvc_visualizations.drawing import Markup, element, group, text, title
from graphsvc_visualizations.frame import link
from graphsvc_visualizations.icons import pulse, wrench
from graphsvc_visualizations.lettering import fit, fold
from graphsvc_visualizations.marks import glyph, pattern
from graphsvc_visualizations.swimlane import words
from graphsvc_visualizations.swimlane.cards import Paper
from graphsvc_visualizations.swimlane.cells import JOURNEYS, NATIONAL, Question
from graphsvc_visualizations.swimlane.labels import LINE, NAME_SIZE, name_lines
from graphsvc_visualizations.swimlane.parts import SPINE, SPINE_WIDTH, WIDTH, Box, Column, Lane, Layout
from graphsvc_visualizations.swimlane.spine import SLOT, Entry, entries, slots

__all__ = ["draw_heads", "draw_lane", "draw_spine", "patterns"]

_STRIPE = 8


def patterns(layout: Layout) -> Markup:
    """Define the pattern of each lane's stripe."""
    marks = {lane.mark.shape: lane.mark for lane in layout.lanes}
    return element("defs", Markup("".join(pattern(marks[shape], "sw")[0] for shape in sorted(marks))))


def draw_heads(question: Question, paper: Paper) -> Markup:
    """Draw what each column is called."""
    parts = [
        text(paper.say(words.CHANGE), SPINE + SPINE_WIDTH / 2, 17, "h", anchor="middle"),
        pulse(Column.SYSTEMS.left, 6),
        text(paper.say(words.EFFECT), Column.SYSTEMS.left + 20, 17, "h"),
        text(paper.say(words.SERVICES), Column.SERVICES.left, 17, "h"),
        text(paper.say(words.UNITS), Column.UNITS.left, 17, "h"),
    ]
    if plans_work(question):
        parts += [wrench(Column.WORK.left, 6), text(paper.say(words.WORK), Column.WORK.left + 18, 17, "h")]
    return group(parts)


def plans_work(question: Question) -> bool:
    """Tell whether somebody may have to act: not when things only fail."""
    return any(change.kind != ChangeKind.OUTAGE for change in question.result.changes)


def draw_lane(lane: Lane, question: Question, paper: Paper) -> Markup:
    """Draw a lane's ground, stripe, label, and what it says where nothing is touched."""
    _, paint = pattern(lane.mark, "sw")
    parts = [
        element("rect", x=_STRIPE, y=lane.top, width=WIDTH - _STRIPE, height=lane.height, rx=4, class_="ln"),
        element("rect", y=lane.top, width=_STRIPE, height=lane.height, fill=paint, class_=None if paint else "g"),
        *_opened(_label(lane, paper), lane, question, paper),
        *_notes(lane, question, paper),
    ]
    return group(parts, class_=lane.mark.colour, data_lane=lane.key)


def _opened(label: list[Markup], lane: Lane, question: Question, paper: Paper) -> list[Markup]:
    """Make a municipality's label lead to the picture of its sectors; other labels lead nowhere."""
    organisation, snapshot = question.snapshot.organisation, question.snapshot
    if not lane.key.startswith(f"{Kind.ORGANISATION}:"):
        return label
    above = snapshot.index(lane.key)
    within = [one for one in organisation.sectors if organisation.municipality_of(one) == above]
    address = paper.to([("sector", str(snapshot.references[one])) for one in within])
    if address is None or not within:
        return label
    return [link(label, paper.say(words.SECTORS_OF.format(name=lane.name)), address, class_=None)]


def _label(lane: Lane, paper: Paper) -> list[Markup]:
    name = paper.say(lane.name)
    lines, cut = name_lines(name, lane.mark)
    top = lane.top + 17
    parts = [title(name)] if cut else []
    parts.append(glyph(lane.mark, 20, top - 4))
    for number, (left, line) in enumerate(lines):
        if line:
            parts.append(text(line, left, top + LINE * number, "t h", size=NAME_SIZE))
    counts = [(lane.services, Kind.SERVICE), (lane.units, Kind.UNIT)] if lane.key != JOURNEYS else []
    y = top + LINE * len(lines)
    for row, (number, kind) in enumerate((number, kind) for number, kind in counts if number):
        parts.append(text(paper.say(words.counted(number, kind)), 12, y + (LINE - 1) * row, "m", size=12))
    if any(lane.mixed):
        row = sum(bool(number) for number, _ in counts)
        said = paper.say(words.TALLY.format(new=lane.mixed[0], gone=lane.mixed[1]))
        parts.append(text(said, 12, y + (LINE - 1) * row, "h", size=12))
    return parts


def _notes(lane: Lane, question: Question, paper: Paper) -> Iterable[Markup]:
    y = lane.top + lane.height / 2 + 4.5
    if lane.key == NATIONAL and not lane.effect:
        said, _ = fit(paper.say(words.PLATFORMS), WIDTH - 20 - Column.SYSTEMS.left, 13)
        yield text(said, Column.SYSTEMS.left, y, "m")
    if not lane.key.startswith("unit:"):
        return
    below = paper.say(words.BELOW.format(limit=words.decimal(question.result.min_strength, paper.language)))
    if not lane.effect:
        said = below if lane.effect_below else paper.say(words.NOT_TOUCHED)
        yield text(fit(said, Column.SYSTEMS.width, 13)[0], Column.SYSTEMS.left, y, "m")
    if not lane.work and plans_work(question):
        said = below if lane.work_below else paper.say(words.NOBODY_ACTS)
        yield text(fit(said, Column.WORK.width, 13)[0], Column.WORK.left, y, "m")


def draw_spine(spine: Box, question: Question, paper: Paper) -> Markup:
    """Draw the change as one bar through all lanes; several changes below one another."""
    found = entries(question)
    room = slots(spine.height)
    parts = [element("rect", x=spine.x, y=spine.y, width=spine.width, height=spine.height, rx=5, class_="root")]
    for place, entry in enumerate(found[:room]):
        parts.append(_entry(entry, spine, place, paper, roomy=len(found) == 1))
    if len(found) > room:
        said = paper.say(words.PASSED_BY.format(n=len(found) - room))
        parts.append(text(said, spine.x + spine.width / 2, spine.y + spine.height - 9, "w h", anchor="middle"))
    return group(parts, class_="spine")


def _entry(entry: Entry, spine: Box, place: int, paper: Paper, *, roomy: bool) -> Markup:
    middle, room, top = spine.x + spine.width / 2, spine.width - 10, spine.y + SLOT * place
    name, verb, answers = paper.say(entry.name), paper.say(entry.verb), paper.say(entry.answers or "")
    size = 15 if roomy else 13
    y = top + 20
    told = ", ".join(part for part in (name, verb, answers) if part)
    field = element("rect", x=spine.x + 2, y=top + 2, width=spine.width - 4, height=SLOT - 4, rx=4, class_="field")
    parts = [title(told), field]
    for line in fold(name, [room] * (3 if roomy else 2), size, bold=True)[0]:
        parts.append(text(line, middle, y, "w h", size=size, anchor="middle"))
        y += size + 3
    for line in [verb, *(fold(answers, [room] * 2, 12)[0] if answers else [])]:
        parts.append(text(fit(line, room, 12)[0], middle, y, "w", size=12, anchor="middle"))
        y += 14
    return link(parts, told, None, class_="change", thing=entry.thing)
