"""Draws a laid out swimlane as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphsvc.model import Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact.contrast import Contrast, Standing
from graphsvc_queries.impact.result import Impact
from graphsvc_visualizations.drawing import Markup, elbow, element, group, number, text
from graphsvc_visualizations.frame import framed, heading
from graphsvc_visualizations.swimlane import words
from graphsvc_visualizations.swimlane.cards import Paper, badges, draw_card, draw_more
from graphsvc_visualizations.swimlane.cells import Question
from graphsvc_visualizations.swimlane.foot import draw_foot
from graphsvc_visualizations.swimlane.lanes import draw_heads, draw_lane, draw_spine, patterns
from graphsvc_visualizations.swimlane.layout import arrange
from graphsvc_visualizations.swimlane.parts import SPINE, WIDTH, Column, Lane, Layout, Line

__all__ = ["swimlane"]

_RADIUS = 5


def swimlane(
    snapshot: Snapshot,
    result: Impact,
    /,
    *,
    language: Language,
    selected: str | None = None,
    way: Way | None = None,
    unfolded: frozenset[str] = frozenset(),
    sectors: frozenset[str] = frozenset(),
    standalone: bool = True,
    address: Sequence[tuple[str, str]] | None = None,
    contrast: Contrast | None = None,
    other: Snapshot | None = None,
    note: str = "",
    places: Layout | None = None,
) -> str:
    """Draw an impact answer: work to the left of the change, effect to the right, one lane a sector.

    Parameters
    ----------
    snapshot
        The snapshot that was asked.
    result
        The answer of :func:`graphsvc_queries.impact.impact`.
    language
        Of the words.
    selected, way
        The touched thing whose path is drawn in red with numbers, and in which way (None: effect first).
    unfolded
        Cells that show all they have, as ``LANE/COLUMN`` (``unit:A2/services``).
    sectors
        The sectors that are shown (``unit:A2``); all when empty.
    standalone
        A file of its own, with heading, foot and style sheet; else a part of a page, which has these itself.
    address
        Parameters of the page's address but ``selected``, ``way`` and ``unfolded``: cards become links, so that the
        picture works without a script. None: no links.
    contrast, other
        Two answers whose merged one is ``result``, and the graph of the second: what comes and goes is marked.
    note
        A line for the heading of a file of its own: what the answer is held against.
    places
        Where everything stands, when the same question was laid out already.

    Returns
    -------
    str
        SVG, the same bytes for the same question. No script, no style attribute, nothing fetched.

    Notes
    -----
    O(touched log touched + ties). Never more than 31 cards a lane unless a cell is unfolded.
    """
    question = Question(snapshot, result, selected, way, unfolded, sectors, contrast, other)
    layout = places or arrange(question)
    paper = Paper(language, address, unfolded)
    body = _body(layout, question, paper)
    label = _asked(question, paper)
    if not standalone:
        height = layout.height + 4 + 24 * (not result.touched)
        return framed(body, width=WIDTH, height=height, label=label, class_="swim", language=language, standalone=False)
    head, above = heading(label, [*([note] if note else []), *_lines(question, paper)], WIDTH)
    foot, below = draw_foot(layout, question, paper)
    return framed(
        [*head, *body, *foot],
        width=WIDTH,
        height=layout.height + below,
        label=label,
        class_="swim",
        language=language,
        standalone=True,
        above=above,
    )


def _asked(question: Question, paper: Paper) -> str:
    changes = question.result.changes
    said = [words.CHANGED.format(name=one.name, verb=words.VERBS.get(one.kind, one.kind)) for one in changes]
    return paper.say(words.ASKED.format(change=words.joined(said)))


def _lines(question: Question, paper: Paper) -> list[str]:
    result, language = question.result, paper.language
    filters = words.FILTERS.format(
        limit=words.decimal(result.min_strength, language),
        steps=result.max_steps,
        revision=result.revision,
        date=words.dated(result.as_of, language),
    )
    about = question.snapshot.about
    source = " · ".join(part for part in (about.title, paper.say(words.SYNTHETIC) if about.synthetic else "") if part)
    return [paper.say(result.summary), paper.say(filters), source]


def _body(layout: Layout, question: Question, paper: Paper) -> list[Markup]:
    """Draw from the bottom up: lanes, lines, selected lines, spine, cards, badges."""
    lanes = {lane.key: lane for lane in layout.lanes}
    plain = [line for line in layout.lines if not line.selected]
    chosen = [line for line in layout.lines if line.selected]
    parts = [patterns(layout), draw_heads(question, paper)]
    parts += [draw_lane(lane, question, paper) for lane in layout.lanes]
    parts.append(group([*_lines_of(plain, layout), *_lines_of(chosen, layout)], class_="lines"))
    parts.append(draw_spine(layout.spine, question, paper))
    parts += [draw_card(card, lanes[card.cell[0]], paper) for card in layout.cards]
    parts += [draw_more(more, paper) for more in layout.more]
    parts.append(group(badges(card) for card in layout.cards))
    if not question.result.touched:
        names = words.listed([change.name for change in question.result.changes])
        said = paper.say(words.NOTHING.format(names=names))
        parts.append(text(said, Column.SYSTEMS.left, layout.height + 20, "h"))
    return parts


def _lines_of(lines: Sequence[Line], layout: Layout) -> Iterable[Markup]:
    """Draw lines, then one head where several end in one place."""
    for line in lines:
        yield element(
            "path",
            d=elbow(line.points, _RADIUS),
            class_=_classes(line),
            data_from=line.start,
            data_to=line.end,
        )
    for line in {line.points[-2:]: line for line in lines}.values():
        yield _square(line, layout) if line.way is Way.WORK else _arrow(line)


def _classes(line: Line) -> str:
    said = ["e"]
    if line.aggregated:
        said.append("ag")
    elif line.crosses:
        said.append("x")
    if line.standing is not Standing.SAME:
        said.append(f"tie-{line.standing.value}")
    return " ".join([*said, "es"] if line.selected else said)


def _arrow(line: Line) -> Markup:
    (before, _), (x, y) = line.points[-2:]
    back = x - 9 if before <= x else x + 9
    tips = f"M{number(x)} {number(y)}L{number(back)} {number(y - 4)}V{number(y + 4)}Z"
    return element("path", d=tips, class_="mp" if line.selected else "mk")


def _square(line: Line, layout: Layout) -> Markup:
    (x, y), _ = line.points
    drawn = element("rect", x=x + 2, y=y - 4, width=8, height=8, class_="mws" if line.selected else "mw")
    if line.count == 1:
        return drawn
    middle = (x + 10 + SPINE) / 2
    back = element("rect", x=middle - 8, y=y - 8, width=16, height=16, class_="ln")
    said = text(str(line.count), middle, y + 4.5, "h", size=12, anchor="middle")
    return group([drawn, back, said], class_=_lane(layout, y).mark.colour)


def _lane(layout: Layout, y: float) -> Lane:
    return next(lane for lane in layout.lanes if lane.top <= y < lane.bottom)
