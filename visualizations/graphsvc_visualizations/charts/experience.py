"""Who has used what since when, as bars on a time line."""

from __future__ import annotations

import datetime as dt

from graphsvc.i18n import date
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.learning.result import Experience, Holding, Learning, Role
from graphsvc_visualizations.charts.rows import LEFT, RIGHT, ROW, TOP, bar, chart, label, note, worth
from graphsvc_visualizations.drawing import Markup, element, number, text

__all__ = ["experience_line"]

_MOST = 16
_OWNS = Text("eier systemet", "eig systemet", "owns the system")
_USES = Text("bruker systemet", "brukar systemet", "uses the system")
_UNKNOWN = Text("siden ukjent dato", "sidan ukjend dato", "since an unknown day")
_ROLES = {Role.OWNER: Text("eier", "eig", "owns"), Role.USER: Text("bruker", "brukar", "uses")}
_SINCE = Text("{role} {system}, siden {day}", "{role} {system}, sidan {day}", "{role} {system}, since {day}")
_SINCE_UNKNOWN = Text(
    "{role} {system}, siden ukjent dato",
    "{role} {system}, sidan ukjend dato",
    "{role} {system}, since an unknown day",
)
_LABEL = Text(
    "Hvem som har erfaring, og siden når", "Kven som har erfaring, og sidan når", "Who has experience, and since when"
)


def experience_line(snapshot: Snapshot, result: Learning, /, *, language: Language, standalone: bool = True) -> str:
    """Draw each unit's use of each system that is asked about, from its first day until now.

    Parameters
    ----------
    snapshot, result
        The graph, and who has experience.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same answer: at most sixteen rows; an unknown first day is a dotted box.

    Notes
    -----
    O(rows shown).
    """
    rows = [(one, holding) for one in result.experience for holding in one.holdings]
    shown = rows[:_MOST]
    first = min((holding.since[:4] for _, holding in shown if holding.since), default=str(snapshot.date.year))
    start, end = dt.date(min(int(first), snapshot.date.year), 1, 1), snapshot.date
    bottom = TOP + ROW * len(shown)
    parts = note([("q4", _OWNS.in_(language)), ("q2", _USES.in_(language)), ("unk", _UNKNOWN.in_(language))])
    parts += _years(start, end, bottom)
    for place, (one, holding) in enumerate(shown):
        parts += _row(snapshot, one, holding, TOP + ROW * place, (start, end), language)
    return chart(
        parts,
        rows=len(shown),
        exist=len(rows),
        label=_LABEL.in_(language),
        class_="chart",
        language=language,
        standalone=standalone,
        bottom=bottom + 34,
    )


def _x(day: dt.date, span: tuple[dt.date, dt.date]) -> float:
    whole = max((span[1] - span[0]).days, 1)
    return LEFT + (RIGHT - LEFT) * min(max((day - span[0]).days / whole, 0.0), 1.0)


def _years(start: dt.date, end: dt.date, bottom: float) -> list[Markup]:
    step = max(1, (end.year - start.year) // 8)
    parts = []
    for year in range(start.year, end.year + 1, step):
        x = _x(dt.date(year, 1, 1), (start, end))
        parts.append(element("path", d=f"M{number(x)} {TOP - 4}V{number(bottom)}", class_="grid"))
        parts.append(text(str(year), x + 3, bottom + 12, "m", size=12))
    return parts


def _row(
    snapshot: Snapshot,
    one: Experience,
    holding: Holding,
    y: float,
    span: tuple[dt.date, dt.date],
    language: Language,
) -> list[Markup]:
    said = _SINCE if holding.since else _SINCE_UNKNOWN
    day = date(holding.since, language) if holding.since else ""
    words = said.format(role=_ROLES[holding.role], system=holding.system.name, day=day).in_(language)
    parts = [label(snapshot, snapshot.index(one.unit.thing), y, language)]
    if holding.since is None:
        box = element("rect", x=LEFT, y=y + 1, width=RIGHT - LEFT, height=14, class_="unk")
        return [*parts, box, worth(words, RIGHT, y)]
    left = _x(dt.date.fromisoformat(holding.since), span)
    shade = "q4" if holding.role is Role.OWNER else "q2"
    return [*parts, bar(left, y, RIGHT - left, shade), worth(words, RIGHT, y)]
