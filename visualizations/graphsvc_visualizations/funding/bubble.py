"""Points against price: a bubble a proposal, its area the work it takes, its colour and sign the sector."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphsvc.i18n import number
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.portfolio import Amount, Portfolio, Row, counted_points
from graphsvc_queries.portfolio import points as in_points
from graphsvc_visualizations.drawing import Markup, element, group, text, title
from graphsvc_visualizations.drawing import number as written
from graphsvc_visualizations.frame import framed
from graphsvc_visualizations.funding.words import WORDS, money, round_number
from graphsvc_visualizations.lettering import clean, fit, width
from graphsvc_visualizations.marks import NOBODY, Mark, glyph, sector_marks

__all__ = ["portfolio_bubble"]

WIDTH, HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 616, 22, 338
_LEAST, _LARGEST, _MOST = 6.0, 26.0, 60
_STEPS = 5
#: So many places of a name are right beside its bubble.
_BESIDE = 4


@dataclass(frozen=True, slots=True)
class _Bubble:
    row: Row
    mark: Mark
    x: float
    y: float
    radius: float


def portfolio_bubble(snapshot: Snapshot, result: Portfolio, /, *, language: Language, standalone: bool = True) -> str:
    """Draw what each proposal gives against what it costs.

    Parameters
    ----------
    snapshot, result
        The graph, for the sectors; and the answer.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same answer. At most 60 proposals, the most valuable; it says how many there are.

    Notes
    -----
    O(proposals drawn squared), for the places of the names.
    """
    weighed = [
        row for row in result.rows if row.value is not None and row.candidate.amounts[Amount.INVESTMENT] is not None
    ]
    drawn = sorted(weighed, key=lambda row: (not row.chosen, -(row.value or 0), row.place))[:_MOST]
    across = round_number(max((row.candidate.amounts[Amount.INVESTMENT] or 0 for row in drawn), default=0))
    up = round_number(max((in_points(row.value or 0) for row in drawn), default=0))
    bubbles = list(_bubbles(snapshot, drawn, across, up))
    parts = [*_axes(across, up, language), *(_drawn(one, language) for one in bubbles), *_names(bubbles)]
    told = [WORDS["key"].in_(language)]
    if len(drawn) < len(result.rows):
        told.append(WORDS["drawn"].format(shown=len(drawn), exist=len(result.rows)).in_(language))
    for line, words in enumerate(told):
        parts.append(text(fit(words, WIDTH, 12)[0], 0, HEIGHT - 22 + 16 * line, "m", size=12))
    label = WORDS["bubble"].in_(language)
    return framed(
        parts, width=WIDTH, height=HEIGHT, label=label, class_="bubble", language=language, standalone=standalone
    )


def _bubbles(snapshot: Snapshot, rows: Sequence[Row], across: float, up: float) -> Iterator[_Bubble]:
    marks = {snapshot.references[sector]: mark for sector, mark in sector_marks(snapshot).items()}
    most = max((row.candidate.amounts[Amount.WEEKS] or 0 for row in rows), default=0)
    found = []
    for row in rows:
        amounts = row.candidate.amounts
        weeks = max(amounts[Amount.WEEKS] or 0, 0)
        radius = _LEAST if not most else max(_LEAST, _LARGEST * math.sqrt(weeks / most))
        x = _LEFT + (_RIGHT - _LEFT) * max(amounts[Amount.INVESTMENT] or 0, 0) / across
        y = _BOTTOM - (_BOTTOM - _TOP) * in_points(row.value or 0) / up
        mark = next((marks[one] for one in row.candidate.sectors if one in marks), NOBODY)
        found.append(_Bubble(row, mark, x, y, radius))
    # Large ones first, so that no small one lies hidden behind them.
    yield from sorted(found, key=lambda one: (-one.radius, one.row.place))


def _axes(across: float, up: float, language: Language) -> list[Markup]:
    parts = []
    for step in range(_STEPS + 1):
        x = _LEFT + (_RIGHT - _LEFT) * step / _STEPS
        y = _BOTTOM - (_BOTTOM - _TOP) * step / _STEPS
        parts.append(element("path", d=f"M{written(x)} {_TOP}V{_BOTTOM}M{_LEFT} {written(y)}H{_RIGHT}", class_="grid"))
        parts.append(text(_axis(across * step / _STEPS, language), x, _BOTTOM + 16, "m", size=12, anchor="middle"))
        parts.append(text(_axis(up * step / _STEPS, language), _LEFT - 7, y + 4, "m", size=12, anchor="end"))
    parts.append(text(WORDS["y"].in_(language), 0, 11, "m", size=12))
    parts.append(text(WORDS["x"].in_(language), _RIGHT, _BOTTOM + 33, "m", size=12, anchor="end"))
    return parts


def _axis(value: float, language: Language) -> str:
    short = {0: "", 1: "k", 2: "M", 3: "G", 4: "T"}
    power = 0
    while value >= 100_000 and power < 4:
        value, power = value / 1000, power + 1
    return number(value, language, 0 if float(value).is_integer() else 1) + short[power]


def _drawn(one: _Bubble, language: Language) -> Markup:
    candidate = one.row.candidate
    weeks = candidate.amounts[Amount.WEEKS]
    told = WORDS["told"].format(
        id=candidate.id,
        name=candidate.name.in_(language),
        points=counted_points(one.row.value or 0),
        cost=money(candidate.amounts[Amount.INVESTMENT] or 0, language),
        weeks="?" if weeks is None else weeks,
        outcome=WORDS["chosen" if one.row.chosen else "not_chosen"],
    )
    look = "bub" if one.row.chosen else "cd b"
    circle = element("circle", title(clean(told.in_(language))), cx=one.x, cy=one.y, r=one.radius, class_=look)
    return group([circle], class_=one.mark.colour)


def _names(bubbles: Sequence[_Bubble]) -> Iterator[Markup]:
    """Write ids with the sector's sign beside their bubbles, where they cover nothing."""
    taken = [(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in bubbles]
    for one in bubbles:
        words, _ = fit(clean(one.row.candidate.id), 90, 12, bold=True)
        across = width(words, 12, bold=True) + 17
        for number_, (x, y) in enumerate(_places(one, across)):
            box = (x, y - 8, x + across, y + 8)
            inside = box[0] >= _LEFT and box[2] <= WIDTH - 2 and box[1] >= _TOP - 14 and box[3] <= _BOTTOM
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                sign = group([glyph(one.mark, x + 7, y)], class_=one.mark.colour)
                line = Markup("") if number_ < _BESIDE else _leader(one, x + across / 2, y)
                yield Markup(line + sign + text(words, x + 16, y + 4.5, "h", size=12))
                break


def _places(one: _Bubble, across: float) -> Iterator[tuple[float, float]]:
    """Give the places of a name in the order of liking: beside, above, below, then further away."""
    yield one.x + one.radius + 3, one.y
    yield one.x - one.radius - across - 3, one.y
    yield one.x - across / 2, one.y - one.radius - 9
    yield one.x - across / 2, one.y + one.radius + 9
    for way in (26, 44, 62):
        yield one.x - across / 2, one.y - one.radius - way
        yield one.x - across / 2, one.y + one.radius + way


def _leader(one: _Bubble, x: float, y: float) -> Markup:
    """Lead from a bubble's edge to its name, when that stands further away."""
    down = 1 if y > one.y else -1
    start, end = one.y + down * one.radius, y - down * 9
    return element("path", d=f"M{written(one.x)} {written(start)}L{written(x)} {written(end)}", class_="e")


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
