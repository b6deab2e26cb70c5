"""A whole portfolio as one picture: the budget, points by proposal, and other budgets when they were asked for."""

from __future__ import annotations

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.portfolio import Portfolio, Row, counted_points
from graphsvc_queries.portfolio import points as in_points
from graphsvc_visualizations.charts.rows import bar, note
from graphsvc_visualizations.drawing import Markup, text, title
from graphsvc_visualizations.frame import framed, heading
from graphsvc_visualizations.funding.budget import BAR, bar_parts
from graphsvc_visualizations.funding.sweep import grid_height, grid_parts
from graphsvc_visualizations.funding.words import WORDS
from graphsvc_visualizations.lettering import clean, fit

__all__ = ["portfolio_bars"]

WIDTH = BAR[0]
_LEFT, _RIGHT, _ROW, _MOST = 390, 1080, 26, 40


def portfolio_bars(snapshot: Snapshot, result: Portfolio, /, *, language: Language, standalone: bool = True) -> str:
    """Draw how the budget is used, what each proposal is worth, and what other budgets would choose.

    Parameters
    ----------
    snapshot, result
        The graph, and the answer.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same answer: at most 40 proposals, and how many there are.

    Notes
    -----
    O(proposals x budgets drawn).
    """
    del snapshot  # the answer holds all that is drawn
    rows = [*result.chosen, *result.not_chosen, *result.unfit][:_MOST]
    parts = [*bar_parts(result, language, 0)]
    y = BAR[1] + 34.0
    parts += note([("q4", WORDS["chosen"].in_(language)), ("q2", WORDS["not_chosen"].in_(language))], y)
    most = max((in_points(row.value or 0) for row in rows), default=0) or 1
    for place, row in enumerate(rows):
        parts += _row(row, y + 12 + _ROW * place, (_RIGHT - _LEFT) / most, language)
    y += 12 + _ROW * len(rows) + 16
    drawn = WORDS["drawn"].format(shown=len(rows), exist=len(result.rows)).in_(language)
    parts.append(text(drawn, 0, y, "m", size=12))
    if result.columns and rows:
        parts.append(text(WORDS["sweep"].in_(language), 0, y + 40, "h", size=15))
        parts += grid_parts(result, language, y + 54)
        y += 54 + grid_height(result)
    headed, above = heading(WORDS["title"].in_(language), [result.summary.in_(language)], WIDTH)
    return framed(
        [*headed, *parts],
        width=WIDTH,
        height=y + 8,
        label=WORDS["title"].in_(language),
        class_="chart",
        language=language,
        standalone=standalone,
        above=above,
    )


def _row(row: Row, y: float, unit: float, language: Language) -> list[Markup]:
    name = clean(f"{row.candidate.id} {row.candidate.name.in_(language)}")
    shown, cut = fit(name, _LEFT - 16, 13)
    label = Markup((title(name) if cut else Markup("")) + text(shown, 0, y + 12.5, "h" if row.chosen else None))
    if row.value is None:
        return [label, text(WORDS["not_scored"].in_(language), _LEFT, y + 12.5, "m", size=12)]
    across = in_points(row.value) * unit
    words = WORDS["worth"].format(points=counted_points(row.value)).in_(language)
    told = text(words, _LEFT + max(across, 2) + 7, y + 12, "m", size=12)
    return [label, bar(_LEFT, y, across, "q4" if row.chosen else "q2"), told]
