"""The life of a thing on a time line: in use and under contract, supported by its vendor, decommissioned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind, Value
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_visualizations.drawing import Markup, element, number, text, title
from graphsvc_visualizations.frame import framed
from graphsvc_visualizations.lettering import clean, fit, width

__all__ = ["lifecycle"]

_WIDTH, _LEFT, _RIGHT, _TOP, _ROW, _BAR = 1232, 150, 1220, 26, 25, 20
_BEFORE, _AFTER, _MOST = 1, 5, 12

_Draw = Callable[["_Chart", float], list[Markup]]

_ROWS = {
    "use": Text("I bruk og avtale", "I bruk og avtale", "In use and contract"),
    "support": Text("Leverandørstøtte", "Leverandørstøtte", "Vendor support"),
    "own": Text("Egen utfasing", "Eiga utfasing", "Own decommission"),
    "valid": Text("Gyldighet", "Gyldigheit", "Validity"),
}
_NOW = Text("nå", "no", "now")
_SINCE = Text("i bruk siden {day}", "i bruk sidan {day}", "in use since {day}")
_FROM = Text("tas i bruk {day}", "blir teke i bruk {day}", "in use from {day}")
_CONTRACT = Text("avtale til {day}", "avtale til {day}", "contract until {day}")
_SUPPORT = Text("støtte til {day}", "støtte til {day}", "supported until {day}")
_OWN = Text("utfases {day}", "blir fasa ut {day}", "decommissioned {day}")
_VALID = Text("gjelder {span}", "gjeld {span}", "valid {span}")
_START_UNKNOWN = Text("i bruk fra: ukjent", "i bruk frå: ukjent", "in use from: unknown")
_CONTRACT_UNKNOWN = Text("avtalens slutt: ukjent", "slutten på avtala: ukjend", "contract end: unknown")
_CONTRACT_NONE = Text("ingen avtale", "inga avtale", "no contract")
_SUPPORT_UNKNOWN = Text("slutt på støtte: ukjent", "slutt på støtte: ukjend", "end of support: unknown")
_SUPPORT_NONE = Text("ingen leverandørstøtte", "inga leverandørstøtte", "no vendor support")
_OWN_UNKNOWN = Text("ingen dato satt", "ingen dato sett", "no date set")
_DISPOSITION = Text("disposisjon: {value}", "disposisjon: {value}", "disposition: {value}")
_ALWAYS = Text("uten kjent start og slutt", "utan kjend start og slutt", "with no known start or end")
_LABEL = Text("Livsløpet til {name}", "Livsløpet til {name}", "Life of {name}")


@dataclass(frozen=True)
class _Chart:
    """The axis: whole years, and where a day falls on it."""

    fields: Mapping[str, Value]
    today: dt.date
    first: int
    last: int
    language: Language

    def say(self, words: Text, **values: object) -> str:
        return clean(words.format(**values).in_(self.language))

    def x(self, day: dt.date) -> float:
        """Return where a day falls, kept within the axis."""
        start, end = dt.date(self.first, 1, 1).toordinal(), dt.date(self.last, 1, 1).toordinal()
        share = (day.toordinal() - start) / (end - start)
        return _LEFT + (_RIGHT - _LEFT) * min(max(share, 0.0), 1.0)

    def day(self, name: str) -> dt.date | None:
        value = self.fields.get(name)
        return dt.date.fromisoformat(str(value)) if value else None

    def write(self, day: dt.date) -> str:
        return day.isoformat() if self.language is Language.EN else f"{day.day}.{day.month}.{day.year}"


def lifecycle(snapshot: Snapshot, thing: str, /, *, language: Language, standalone: bool = True) -> str:
    """Draw when a thing came into use, how long its contract and its vendor's support last, and when it goes.

    Parameters
    ----------
    snapshot
        The graph; its date is "now".
    thing
        ``kind:id``, an id or a name.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same question. What is unknown is a dotted box that says so, never a gap.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When no one thing fits.

    Notes
    -----
    O(fields of the thing). The axis shows last year, this year and four more, or up to twelve when dates lie later.
    """
    found = snapshot.find(thing)
    fields = snapshot.record(found).fields
    chart = _chart(fields, snapshot.date, language)
    rows = _rows(snapshot.kind(found))
    bottom = _TOP + _ROW * len(rows) + 4
    parts = [*_axis(chart, bottom)]
    for place, (name, drawn) in enumerate(rows):
        y = _TOP + _ROW * place
        parts.append(text(chart.say(_ROWS[name]), 0, y + 15))
        parts += drawn(chart, y)
    parts += _now(chart, bottom)
    label = chart.say(_LABEL, name=snapshot.name(found, language).words)
    return framed(
        parts, width=_WIDTH, height=bottom, label=label, class_="life", language=language, standalone=standalone
    )


def _chart(fields: Mapping[str, Value], today: dt.date, language: Language) -> _Chart:
    names = ("contract_end", "vendor_support_end", "decommission", "valid_to")
    ends = [str(fields[name]) for name in names if fields.get(name)]
    latest = max((int(day[:4]) for day in ends), default=0) + 1
    last = min(max(today.year + _AFTER, latest), today.year + _MOST)
    return _Chart(fields, today, today.year - _BEFORE, last, language)


def _rows(kind: Kind) -> list[tuple[str, _Draw]]:
    """Choose the rows that make sense for a kind."""
    if kind is Kind.SYSTEM:
        return [("use", _use), ("support", _support), ("own", _own)]
    if kind is Kind.TECHNOLOGY:
        return [("support", _support), ("valid", _valid)]
    return [("valid", _valid)]


def _axis(chart: _Chart, bottom: float) -> list[Markup]:
    parts = []
    for year in range(chart.first, chart.last + 1):
        x = chart.x(dt.date(year, 1, 1))
        parts.append(element("path", d=f"M{number(x)} 18V{number(bottom)}", class_="grid"))
        if year < chart.last:
            parts.append(text(str(year), x + 4, 12, "m", size=12))
    return parts


def _now(chart: _Chart, bottom: float) -> list[Markup]:
    x = chart.x(chart.today)
    line = element("path", d=f"M{number(x)} 4V{number(bottom)}", class_="now")
    return [line, text(chart.say(_NOW), x - 5, 12, "p h", anchor="end")]


def _use(chart: _Chart, y: float) -> list[Markup]:
    """Draw the time in use, light until now and dark as long as the contract runs."""
    start, end, today = chart.day("in_use_from"), chart.day("contract_end"), chart.today
    parts = []
    if start is None:
        parts.append(_unknown(chart.say(_START_UNKNOWN), _LEFT, chart.x(today), y))
    elif start < today:
        earlier = "‹ " if start.year < chart.first else ""
        said = earlier + chart.say(_SINCE, day=chart.write(start))
        parts.append(_bar(said, chart.x(start), chart.x(min(end or today, today)), y, "q2", "q-l"))
    future = max(start, today) if start else today
    if end is None:
        none = "contract_end" in chart.fields
        said = chart.say(_CONTRACT_NONE if none else _CONTRACT_UNKNOWN)
        parts.append(_unknown(said, chart.x(future), _RIGHT, y))
    elif end > future:
        later = " ›" if end.year >= chart.last else ""
        said = chart.say(_CONTRACT, day=chart.write(end)) + later
        parts.append(_bar(said, chart.x(future), chart.x(end), y, "q4", "q-d"))
    else:
        parts.append(_unknown(chart.say(_CONTRACT, day=chart.write(end)), chart.x(future), _RIGHT, y))
    if start and start >= today:
        parts.append(_unknown(chart.say(_FROM, day=chart.write(start)), _LEFT, chart.x(start), y))
    return parts


def _support(chart: _Chart, y: float) -> list[Markup]:
    end = chart.day("vendor_support_end")
    if end is None:
        none = "vendor_support_end" in chart.fields
        return [_unknown(chart.say(_SUPPORT_NONE if none else _SUPPORT_UNKNOWN), _LEFT, _RIGHT, y)]
    later = " ›" if end.year >= chart.last else ""
    return [_bar(chart.say(_SUPPORT, day=chart.write(end)) + later, _LEFT, chart.x(end), y, "q2", "q-l")]


def _own(chart: _Chart, y: float) -> list[Markup]:
    end, disposition = chart.day("decommission"), chart.fields.get("disposition")
    said = [chart.say(_OWN, day=chart.write(end)) if end else chart.say(_OWN_UNKNOWN)]
    if disposition:
        said.append(chart.say(_DISPOSITION, value=value_label(fields_of(Kind.SYSTEM)["disposition"], disposition)))
    words = " · ".join(said)
    if end is None:
        return [text(words, _LEFT + 7, y + 15, "m", size=12)]
    x = chart.x(end)
    mark = element("path", d=f"M{number(x)} {number(y + 2)}l6 8l-6 8l-6-8Z", class_="mk")
    if x + 14 + width(words, 12) < _RIGHT:
        return [mark, text(words, x + 11, y + 15, size=12)]
    return [mark, text(words, x - 11, y + 15, size=12, anchor="end")]


def _valid(chart: _Chart, y: float) -> list[Markup]:
    start, end = chart.day("valid_from"), chart.day("valid_to")
    if start is None and end is None:
        return [_unknown(chart.say(_ALWAYS), _LEFT, _RIGHT, y)]
    span = " – ".join(chart.write(day) if day else "…" for day in (start, end))
    left, right = chart.x(start) if start else _LEFT, chart.x(end) if end else _RIGHT
    return [_bar(chart.say(_VALID, span=span), left, right, y, "q2", "q-l")]


def _bar(words: str, left: float, right: float, y: float, bar: str, ink: str) -> Markup:
    """Draw a bar with its words inside, or beside it when it is too short."""
    drawn = element("rect", x=left, y=y, width=max(right - left, 2), height=_BAR, class_=bar)
    if width(words, 12) + 14 <= right - left:
        return Markup(drawn + text(words, left + 7, y + 14.5, ink, size=12))
    room = _RIGHT - right - 14
    said, _ = fit(words, max(room, 40), 12)
    return Markup(title(words) + drawn + text(said, right + 7, y + 14.5, size=12))


def _unknown(words: str, left: float, right: float, y: float) -> Markup:
    """Draw a dotted box that says what is not known."""
    box = element("rect", x=left + 1, y=y + 1, width=max(right - left - 2, 2), height=_BAR - 2, class_="unk")
    return Markup(box + text(fit(words, max(right - left - 10, 20), 12)[0], left + 7, y + 14.5, "m", size=12))
