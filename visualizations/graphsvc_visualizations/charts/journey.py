"""A journey as a strip: its steps from left to right, who takes part, and how each step hands over to the next."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.model import Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.journey.result import HandOver, How, Journey, Step
from graphsvc_visualizations.charts.rows import WIDTH, chart
from graphsvc_visualizations.drawing import Markup, element, group, number, text, title
from graphsvc_visualizations.lettering import clean, fold, width
from graphsvc_visualizations.marks import glyph, mark_of

__all__ = ["journey_strip"]

_LEFT, _LANE, _HEAD, _NARROW, _WIDE = 190, 54, 74, 118, 190
_LINES = {How.SHARED: "e jt", How.AUTOMATIC: "e", How.MANUAL: "e ag", How.NONE: "e jn", How.UNKNOWN: "e x"}
_HOW = {
    How.SHARED: Text("felles system", "felles system", "shared system"),
    How.AUTOMATIC: Text("flyt", "flyt", "flow"),
    How.MANUAL: Text("for hånd", "for hand", "by hand"),
    How.NONE: Text("✗ ingen kobling", "✗ inga kopling", "✗ no tie"),
    How.UNKNOWN: Text("? ukjent", "? ukjent", "? unknown"),
}
_NOBODY = Text("Ingen kjent enhet", "Inga kjend eining", "No known unit")
_LEGEND = Text(
    "Fylt: leder steget. Ring: bidrar.",
    "Fylt: leier steget. Ring: bidreg.",
    "Filled: leads the step. Ring: contributes.",
)
_LABEL = Text("Reisen «{name}» steg for steg", "Reisa «{name}» steg for steg", "The journey “{name}” step by step")


def journey_strip(snapshot: Snapshot, result: Journey, /, *, language: Language, standalone: bool = True) -> str:
    """Draw a journey's steps, who takes part, and how each step hands over to the next.

    Parameters
    ----------
    snapshot, result
        The graph, and the journey.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same answer; every step is drawn, and a long journey makes a wide picture.

    Notes
    -----
    O(steps x sectors).
    """
    lanes = _lanes(result)
    room = min(max((WIDTH - _LEFT) / max(len(result.steps), 1), _NARROW), _WIDE)
    across = max(WIDTH, _LEFT + room * len(result.steps))
    bottom = _HEAD + _LANE * len(lanes)
    parts = [part for place, lane in enumerate(lanes) for part in _lane(snapshot, lane, place, across, language)]
    spots = [_spots(step, lanes, _LEFT + room * (place + 0.5)) for place, step in enumerate(result.steps)]
    for over, start, end in zip(result.hand_overs, spots, spots[1:], strict=False):
        parts += _hand_over(over, start[0], end[0], language)
    for step, found in zip(result.steps, spots, strict=True):
        parts += _step(step, found, room, language)
    return chart(
        [*parts, text(_LEGEND.in_(language), _LEFT, bottom + 18, "m", size=12)],
        rows=len(result.steps),
        exist=len(result.steps),
        label=_LABEL.format(name=result.journey.name).in_(language),
        class_="chart",
        language=language,
        standalone=standalone,
        width=across,
        bottom=bottom + 18,
    )


def _lanes(result: Journey) -> list[Reference | None]:
    """Return the sectors that take part, in their order; None last for steps that nobody known delivers."""
    named: list[Reference | None] = [one.sector.thing for one in result.sectors]
    return [*named, None] if any(not step.sectors for step in result.steps) or not named else named


def _lane(snapshot: Snapshot, lane: Reference | None, place: int, across: float, language: Language) -> list[Markup]:
    top = _HEAD + _LANE * place
    line = element("path", d=f"M0 {number(top)}H{number(across)}", class_="grid")
    if lane is None:
        return [line, text(_NOBODY.in_(language), 20, top + 31, "m")]
    sector = snapshot.index(lane)
    mark, words = mark_of(snapshot, sector), clean(snapshot.name(sector, language).words)
    lines, cut = fold(words, [_LEFT - 34] * 2, 13, bold=True)
    start = top + 31 - 8 * (len(lines) - 1)
    written = [text(part, 20, start + 16 * row, "h") for row, part in enumerate(lines)]
    sign = group([glyph(mark, 8, start - 4)], class_=mark.colour)
    return [line, *([title(words)] if cut else []), sign, *written]


def _spots(step: Step, lanes: Sequence[Reference | None], x: float) -> list[tuple[float, float, bool]]:
    """Return where a step stands: the lead's lane first, then the lanes of those who contribute."""
    leads = {sector for taker in step.units if taker.role == "lead" for sector in taker.sectors}
    if not step.sectors:
        return [(x, _HEAD + _LANE * (len(lanes) - 0.5), False)]
    ranked = sorted(step.sectors, key=lambda sector: (sector not in leads, lanes.index(sector)))
    return [(x, _HEAD + _LANE * (lanes.index(sector) + 0.5), sector in leads) for sector in ranked]


def _step(step: Step, spots: Sequence[tuple[float, float, bool]], room: float, language: Language) -> list[Markup]:
    x = spots[0][0]
    words = clean(step.service.name.in_(language))
    lines, _ = fold(words, [room - 12] * 3, 12)
    heading = [text(line, x, 30 + 14 * row, size=12, anchor="middle") for row, line in enumerate(lines)]
    low, high = min(spot[1] for spot in spots), max(spot[1] for spot in spots)
    stem = element("path", d=f"M{number(x)} {number(low)}V{number(high)}", class_="sep")
    dots = [element("circle", cx=x, cy=y, r=9 if lead else 8, class_="root" if lead else "cd") for _, y, lead in spots]
    digits = [
        text(str(step.number), x, y + 4, "w h" if lead else "h", size=12, anchor="middle")
        for _, y, lead in spots[:1]
        for lead in [spots[0][2]]
    ]
    number_above = text(str(step.number), x, 14, "h", anchor="middle")
    return [group([title(words), number_above, *heading, stem, *dots, *digits])]


def _hand_over(
    over: HandOver, start: tuple[float, float, bool], end: tuple[float, float, bool], language: Language
) -> list[Markup]:
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    words = clean(_HOW[over.how].in_(language))
    half = width(words, 12) / 2 + 3
    line = element(
        "path",
        d=f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}",
        class_=_LINES[over.how],
    )
    ground = element("rect", x=middle[0] - half, y=middle[1] - 9, width=2 * half, height=17, class_="ground")
    said = text(words, middle[0], middle[1] + 4, "p h" if over.how is How.NONE else None, size=12, anchor="middle")
    return [group([title(over.sentence.in_(language)), line, ground, said])]
