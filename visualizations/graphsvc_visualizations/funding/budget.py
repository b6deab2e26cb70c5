"""The budget as a bar: what each chosen proposal takes of it, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.portfolio import Amount, Portfolio, Row
from graphsvc_visualizations.drawing import Markup, element, text, title
from graphsvc_visualizations.frame import framed
from graphsvc_visualizations.funding.words import WORDS, money
from graphsvc_visualizations.lettering import clean, width

__all__ = ["BAR", "bar_parts", "budget_bar"]

#: Width and height of the bar in pixels, and the gap between two proposals.
BAR = 1232, 32
_GAP, _SIZE = 2, 13


def budget_bar(snapshot: Snapshot, result: Portfolio, /, *, language: Language) -> str:
    """Draw the bar as a part of a page.

    Notes
    -----
    O(proposals).
    """
    del snapshot  # the answer holds all that is drawn
    label = WORDS["budget"].in_(language)
    parts = bar_parts(result, language, 0)
    return framed(parts, width=BAR[0], height=BAR[1], label=label, class_="budget", language=language, standalone=False)


def bar_parts(result: Portfolio, language: Language, y: float) -> Sequence[Markup]:
    """Draw the bar from a height downwards."""
    spent = result.spent(Amount.INVESTMENT)
    scale = (BAR[0] - 2) / max(result.budget, spent, 1)
    parts = [element("rect", x=0.5, y=y + 0.5, width=BAR[0] - 1, height=BAR[1] - 1, class_="cd")]
    end = 1.0
    for place, row in enumerate(row for row in result.chosen if (row.candidate.amounts[Amount.INVESTMENT] or 0) > 0):
        cost = row.candidate.amounts[Amount.INVESTMENT] or 0
        parts += _segment(row, cost, end, cost * scale, y, "q2" if place % 2 else "q1", language)
        end += cost * scale
    left = result.budget - spent
    words = WORDS["left"].format(left=money(left, language)).in_(language)
    if left > 0 and width(words, 12) + 12 < BAR[0] - end:
        parts.append(text(words, (end + BAR[0]) / 2, y + 20.5, "m", size=12, anchor="middle"))
    return parts


def _segment(
    row: Row, cost: int, x: float, across: float, y: float, shade: str, language: Language
) -> Iterator[Markup]:
    name = row.candidate.name.in_(language)
    told = WORDS["segment"].format(id=row.candidate.id, name=name, cost=money(cost, language)).in_(language)
    drawn = element(
        "rect", title(clean(told)), x=x, y=y + 1, width=max(across - _GAP, 0.5), height=BAR[1] - 2, class_=shade
    )
    yield drawn
    identifier, price = clean(row.candidate.id), money(cost, language)
    wide, rest = width(identifier, _SIZE, bold=True), width(f" {price}", _SIZE)
    if wide + 8 > across:
        return
    both = wide + rest + 12 <= across
    start = x + (across - _GAP - wide - (rest if both else 0)) / 2
    yield text(identifier, start, y + 20.5, "q-l h")
    if both:
        yield text(price, start + wide + width(" ", _SIZE), y + 20.5, "q-l")
