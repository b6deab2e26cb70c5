"""Until when the contracts of overlapping systems run: two bars a pair, the last day to give notice, today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc.judgement import State
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.overlap import Named, OverlapPairs, Pair, Side
from graphsvc_visualizations.drawing import Markup, element, number, text, title
from graphsvc_visualizations.frame import framed, heading, link
from graphsvc_visualizations.lettering import clean, fit, width

__all__ = ["contracts"]

_WIDTH, _LEFT, _RIGHT, _TOP, _ROW, _BAR, _GAP = 1232, 330, 1220, 26, 24, 18, 14
_AFTER, _MOST = 3, 10
#: Beyond so many pairs a picture is no help; the rest is counted.
MOST_PAIRS = 30

_NOW = Text("nå", "no", "now")
_UNTIL = Text("til {day}", "til {day}", "until {day}")
_ENDED = Text("avtalen gikk ut {day}", "avtala gjekk ut {day}", "contract ended {day}")
_UNKNOWN = Text("avtalens slutt: ukjent", "slutten på avtala: ukjend", "contract end: unknown")
_NOTICE = Text("si opp innen {day}", "sei opp innan {day}", "give notice by {day}")
_TOO_LATE = Text("oppsigelsesfristen var {day}", "oppseiingsfristen var {day}", "notice was due {day}")
_LABEL = Text("Avtaler for {n} par", "Avtalar for {n} par", "Contracts of {n} pairs")
_NONE = Text("Ingen par å vise", "Ingen par å vise", "No pairs to show")
_SHOWN = Text("{shown} av {found} par er tegnet", "{shown} av {found} par er teikna", "{shown} of {found} pairs drawn")
_STATES = {
    State.OPEN: Text("ikke vurdert", "ikkje vurdert", "not judged"),
    State.CONFIRMED: Text("bekreftet", "stadfesta", "confirmed"),
    State.DISMISSED: Text("avvist", "avvist", "dismissed"),
}


@dataclass(frozen=True)
class _Axis:
    """From the beginning of this month to the end of a year, and where a day falls."""

    today: dt.date
    last: int
    language: Language

    def x(self, day: dt.date) -> float:
        """Return where a day falls, kept within the axis."""
        start, end = self.today.replace(day=1).toordinal() - 14, dt.date(self.last, 1, 1).toordinal()
        return _LEFT + (_RIGHT - _LEFT) * min(max((day.toordinal() - start) / (end - start), 0.0), 1.0)

    def say(self, words: Text, day: dt.date) -> str:
        """Write a day as people do."""
        written = day.isoformat() if self.language is Language.EN else f"{day.day}.{day.month}.{day.year}"
        return words.format(day=written).in_(self.language)


def contracts(snapshot: Snapshot, result: OverlapPairs, /, *, language: Language, standalone: bool = True) -> str:
    """Draw until when the contracts of each pair run.

    Parameters
    ----------
    snapshot
        The graph; its date is "now".
    result
        The pairs, in the order drawn.
    language
        Of the words.
    standalone
        A file of its own, with style sheet and heading; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same pairs. What is unknown is a dotted box that says so.

    Notes
    -----
    O(pairs drawn), at most 30.
    """
    shown = result.pairs[:MOST_PAIRS]
    axis = _axis([side for pair in shown for side in pair.sides], snapshot.date, language)
    height = _TOP + (2 * _ROW + _GAP) * len(shown) + 4
    parts = _years(axis, height) if shown else [text(_NONE.in_(language), 0, 18)]
    for place, pair in enumerate(shown):
        parts += _pair(axis, pair, place, _TOP + (2 * _ROW + _GAP) * place)
    parts += _today(axis, height) if shown else []
    label = _LABEL.format(n=len(shown)).in_(language)
    above = 0.0
    if standalone:
        told = _SHOWN.format(shown=len(shown), found=result.found).in_(language)
        head, above = heading(label, [told], _WIDTH)
        parts += head
    return framed(
        parts,
        width=_WIDTH,
        height=max(height, 30),
        label=label,
        class_="contracts",
        language=language,
        standalone=standalone,
        above=above,
    )


def _axis(sides: Sequence[Side], today: dt.date, language: Language) -> _Axis:
    ends = [day.year for side in sides if (day := _day(side.contract_end))]
    last = min(max([today.year + _AFTER, *(year + 1 for year in ends)]), today.year + _MOST, dt.MAXYEAR)
    return _Axis(today, last, language)


def _day(words: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words) if words else None
    except ValueError:
        return None


def _years(axis: _Axis, height: float) -> list[Markup]:
    parts = []
    for year in range(axis.today.year + 1, axis.last + 1):
        x = axis.x(dt.date(year, 1, 1))
        parts.append(element("path", d=f"M{number(x)} 18V{number(height)}", class_="grid"))
        if year < axis.last:
            parts.append(text(str(year), x + 4, 12, "m", size=12))
    return parts


def _today(axis: _Axis, height: float) -> list[Markup]:
    x = axis.x(axis.today)
    line = element("path", d=f"M{number(x)} 4V{number(height)}", class_="now")
    return [line, text(_NOW.in_(axis.language), x - 5, 12, "p h", anchor="end")]


def _pair(axis: _Axis, pair: Pair, place: int, y: float) -> list[Markup]:
    state = _STATES[pair.judged.state].in_(axis.language)
    rows = [
        *_row(axis, pair.a, pair.sides[0], y),
        *_row(axis, pair.b, pair.sides[1], y + _ROW),
        text(str(place + 1), 0, y + _ROW + 4, "h"),
        element("path", d=f"M22 {number(y + 2)}V{number(y + 2 * _ROW - 4)}", class_="e"),
    ]
    label = f"{place + 1}. {pair.a.name.in_(axis.language)}, {pair.b.name.in_(axis.language)}: {state}"
    return [link(rows, clean(label), None, class_="pair")]


def _row(axis: _Axis, one: Named, side: Side, y: float) -> list[Markup]:
    name = clean(one.name.in_(axis.language))
    shown, _ = fit(name, _LEFT - 40, 13)
    return [Markup(title(name) + text(shown, 30, y + 13)), *_contract(axis, side, y)]


def _contract(axis: _Axis, side: Side, y: float) -> list[Markup]:
    """Draw the bar to the contract's end with its words, and the last day to give notice."""
    end, start = _day(side.contract_end), axis.x(axis.today)
    if end is None:
        return [_dotted(_UNKNOWN.in_(axis.language), start, _RIGHT, y)]
    if end <= axis.today:
        return [_dotted(axis.say(_ENDED, end), start, _RIGHT, y)]
    later = " ›" if end.year >= axis.last else ""
    notice = _day(side.notice)
    said = axis.say(_UNTIL, end) + later
    if notice is not None:
        said += " · " + axis.say(_NOTICE if notice >= axis.today else _TOO_LATE, notice)
    right = axis.x(end)
    parts = [element("rect", x=start, y=y, width=max(right - start, 2), height=_BAR, class_="q4")]
    mark = axis.x(notice) if notice is not None and notice >= axis.today else start
    parts.append(_words(said, start, mark, right, y))
    if mark > start:
        parts.append(element("path", d=f"M{number(mark)} {number(y + 3)}l6 6l-6 6l-6-6Z", class_="notice"))
    return [Markup(title(said) + "".join(parts))]


def _words(said: str, left: float, mark: float, right: float, y: float) -> Markup:
    """Put words after the bar, or inside it on the wider side of the mark when there is no room."""
    if right + 14 + width(said, 12) <= _RIGHT:
        return text(said, right + 8, y + 13.5, size=12)
    if mark - left >= right - mark:
        return text(fit(said, max(mark - left - 24, 20), 12)[0], left + 10, y + 13.5, "q-d", size=12)
    return text(fit(said, max(right - mark - 24, 20), 12)[0], right - 8, y + 13.5, "q-d", size=12, anchor="end")


def _dotted(words: str, left: float, right: float, y: float) -> Markup:
    box = element("rect", x=left + 1, y=y + 1, width=max(right - left - 2, 2), height=_BAR - 2, class_="unk")
    shown, _ = fit(words, max(right - left - 12, 20), 12)
    return Markup(box + text(shown, left + 8, y + 13.5, "m", size=12))
