"""How siloed each sector is, as bars to both sides of a middle: ties within to the left, ties across to the right."""

from __future__ import annotations

from graphsvc.i18n import number
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.structure import Structure
from graphsvc_queries.structure.index import Balance
from graphsvc_visualizations.charts.rows import LEFT, ROW, TOP, bar, chart, label, note, worth
from graphsvc_visualizations.drawing import Markup, element, text
from graphsvc_visualizations.drawing import number as place_of

__all__ = ["sector_balance"]

_HALF = 260
_MIDDLE = LEFT + _HALF
_OVERALL = Text("Hele kommunen", "Heile kommunen", "The whole municipality")
_WITHIN = Text("koblinger innenfor sektoren", "koplingar innanfor sektoren", "ties within the sector")
_ACROSS = Text("koblinger på tvers", "koplingar på tvers", "ties across")
_WORTH = Text(
    "{across} på tvers, {within} innenfor · E-I {index}",
    "{across} på tvers, {within} innanfor · E-I {index}",
    "{across} across, {within} within · E-I {index}",
)
_NONE = Text("ingen koblinger", "ingen koplingar", "no ties")
_LABEL = Text(
    "Koblinger innenfor og på tvers av sektorene",
    "Koplingar innanfor og på tvers av sektorane",
    "Ties within and across sectors",
)


def sector_balance(snapshot: Snapshot, result: Structure, /, *, language: Language, standalone: bool = True) -> str:
    """Draw the share of each sector's ties that stay within it and that leave it.

    Parameters
    ----------
    snapshot, result
        The graph, and how it hangs together.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same answer: one row for all ties and one a sector, whole width = all its ties.

    Notes
    -----
    O(sectors).
    """
    rows = [(f"unit:{name}", balance) for name, balance in result.index.sectors.items()]
    height = TOP + ROW * (len(rows) + 1)
    parts = note([("q2", _WITHIN.in_(language)), ("q4", _ACROSS.in_(language))])
    parts += [text(_OVERALL.in_(language), 20, TOP + 12.5, "h"), *_bars(result.index.overall, TOP, language)]
    for place, (name, balance) in enumerate(rows, 1):
        y = TOP + ROW * place
        parts += [label(snapshot, snapshot.index(name), y, language), *_bars(balance, y, language)]
    parts.append(element("path", d=f"M{place_of(_MIDDLE)} {TOP - 4}V{height - 4}", class_="sep"))
    return chart(
        parts,
        rows=len(rows),
        exist=len(rows),
        label=_LABEL.in_(language),
        class_="chart",
        language=language,
        standalone=standalone,
        bottom=height + 16,
    )


def _bars(balance: Balance, y: float, language: Language) -> list[Markup]:
    every = balance.external + balance.internal
    if not every:
        return [worth(_NONE.in_(language), _MIDDLE, y)]
    within, across = _HALF * balance.internal / every, _HALF * balance.external / every
    words = _WORTH.format(
        across=number(balance.external, language),
        within=number(balance.internal, language),
        index=number(balance.index or 0.0, language, 2),
    )
    drawn = [bar(_MIDDLE - within, y, within, "q2"), bar(_MIDDLE, y, across, "q4")]
    return [*drawn, worth(words.in_(language), _MIDDLE + _HALF, y)]
