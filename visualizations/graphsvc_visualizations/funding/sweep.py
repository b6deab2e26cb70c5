"""Other budgets as a grid: a row a proposal, a column a budget, a tick where the best selection holds the proposal."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.i18n import number
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.portfolio import Column, Portfolio, Row
from graphsvc_visualizations.drawing import Markup, element, text, title
from graphsvc_visualizations.frame import framed
from graphsvc_visualizations.funding.words import WORDS, money
from graphsvc_visualizations.lettering import clean, fit, width

__all__ = ["MOST_ROWS", "grid_height", "grid_parts", "sweep_grid"]

#: So many proposals are drawn; the table twin has all.
MOST_ROWS = 30
WIDTH = 640
_LEFT, _TOP, _ROW, _HIGH = 62, 24, 22, 18


def sweep_grid(snapshot: Snapshot, result: Portfolio, /, *, language: Language, target: str | None = None) -> str:
    """Draw the grid as a part of a page.

    Parameters
    ----------
    target
        Address of the same page with another budget, with ``{budget}`` where that goes. None: no links.

    Notes
    -----
    O(rows x columns), at most 30 x 28.
    """
    del snapshot  # the answer holds all that is drawn
    parts = grid_parts(result, language, 0, target)
    return framed(
        parts,
        width=WIDTH,
        height=grid_height(result),
        label=WORDS["sweep"].in_(language),
        class_="sweep",
        language=language,
        standalone=False,
    )


def grid_height(result: Portfolio) -> float:
    """Return how high the grid is."""
    return _TOP + _ROW * len(_rows(result)) + 58


def grid_parts(result: Portfolio, language: Language, y: float, target: str | None = None) -> list[Markup]:
    """Draw the grid from a height downwards."""
    columns, rows = result.columns or (), _rows(result)
    step = (WIDTH - _LEFT - 4) / max(len(columns), 1)
    wide = min(step, 26.0)
    bottom = y + _TOP + _ROW * len(rows)
    parts: list[Markup] = []
    for place, row in enumerate(rows):
        top = y + _TOP + _ROW * place
        shown, cut = fit(clean(row.candidate.id), _LEFT - 8, 13, bold=True)
        parts.append(Markup((title(clean(row.candidate.id)) if cut else Markup("")) + text(shown, 0, top + 13.5, "h")))
        for number_, column in enumerate(columns):
            parts.append(_cell(row, column, _LEFT + number_ * wide, top, wide, language))
    parts += _axis(result, columns, wide, bottom, language, target)
    parts += _asked(result, columns, wide, y, bottom, language)
    exist = sum(1 for row in result.rows if not row.unfit)
    words = [WORDS["drawn"].format(shown=len(rows), exist=exist).in_(language)] if len(rows) < exist else []
    words += [WORDS["impossible"].in_(language)] if any(column.choice is None for column in columns) else []
    if words:
        parts.append(text(fit(" ".join(words), WIDTH, 12)[0], 0, bottom + 52, "m", size=12))
    return parts


def _rows(result: Portfolio) -> Sequence[Row]:
    """Return the proposals that are chosen most often first."""
    columns = [column.choice.items for column in result.columns or () if column.choice]
    counted = {row.place: sum(1 for items in columns if row.place in items) for row in result.rows}
    weighed = [row for row in result.rows if not row.unfit]
    return sorted(weighed, key=lambda row: (-counted[row.place], not row.chosen, row.place))[:MOST_ROWS]


def _cell(row: Row, column: Column, x: float, y: float, wide: float, language: Language) -> Markup:
    box = {"x": x + 0.6, "y": y, "width": wide - 2.2, "height": _HIGH}
    if column.choice is None:
        return element("rect", **box, class_="unk")
    if row.place not in column.choice.items:
        return element("rect", **box, class_="cd")
    told = WORDS["cell"].format(id=row.candidate.id, budget=money(column.budget, language)).in_(language)
    tick = text("✓", x + wide / 2 - 0.5, y + 13.5, "q-d", size=12, anchor="middle")
    return Markup(element("rect", title(clean(told)), **box, class_="q4") + tick)


def _axis(
    result: Portfolio, columns: Sequence[Column], wide: float, y: float, language: Language, target: str | None
) -> list[Markup]:
    """Write the budgets under the columns, as many as there is room for, the asked one always."""
    millions = max((column.budget for column in columns), default=0) >= 1000
    parts = []
    asked = next((place for place, column in enumerate(columns) if column.budget == result.budget), 0)
    words = [_budget(column.budget, millions, language) for column in columns]
    every = max(1, -int(-(max((width(one, 12) for one in words), default=0) + 6) // wide))
    for place, column in enumerate(columns):
        if (place - asked) % every:
            continue
        x = _LEFT + (place + 0.5) * wide
        drawn = text(words[place], x, y + 15, "p h" if place == asked else "m", size=12, anchor="middle")
        if target is not None and place != asked:
            told = WORDS["over"].format(budget=money(column.budget, language)).in_(language)
            drawn = element(
                "a",
                text(words[place], x, y + 15, "lk", size=12, anchor="middle"),
                href=target.replace("{budget}", str(column.budget)),
                aria_label=told,
            )
        parts.append(drawn)
    unit = WORDS["millions" if millions else "thousands"].in_(language)
    return [*parts, text(unit, _LEFT, y + 34, "m", size=12)]


def _budget(budget: int, millions: bool, language: Language) -> str:
    if not millions:
        return money(budget, language)
    whole, rest = divmod(budget, 1000)
    decimals = len(f"{rest:03}".rstrip("0")) if rest else 0
    return number(whole + rest / 1000, language, decimals)


def _asked(
    result: Portfolio, columns: Sequence[Column], wide: float, y: float, bottom: float, language: Language
) -> list[Markup]:
    """Frame the column of the asked budget."""
    found = [place for place, column in enumerate(columns) if column.budget == result.budget]
    if not found or not result.rows:
        return []
    x = _LEFT + found[0] * wide
    words = WORDS["asked"].in_(language)
    half = width(words, 12, bold=True) / 2
    middle = min(max(x + wide / 2, half), WIDTH - half - 2)
    frame = element("rect", x=x - 1, y=y + _TOP - 3, width=wide, height=bottom - y - _TOP + 2, class_="e es")
    return [frame, text(words, middle, y + 13, "p h", size=12, anchor="middle")]
