"""Where personal data goes: one kind of information hop by hop, or how far each of several kinds."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.i18n import count
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.privacy.result import Place, Privacy
from graphsvc_visualizations.charts.rows import LEFT, RIGHT, ROW, TOP, WIDTH, bar, chart, note, worth
from graphsvc_visualizations.drawing import Markup, element, group, number, text, title
from graphsvc_visualizations.lettering import clean, fit
from graphsvc_visualizations.marks import glyph, mark_of

__all__ = ["data_travel"]

_MOST, _CARD, _GAP, _STEP = 12, 30, 7, 60
_SYSTEMS = Text("system", "system", "system"), Text("systemer", "system", "systems")
_FLOWS = Text("flyt", "flyt", "flow"), Text("flyter", "flytar", "flows")
_SPECIAL = Text("særlig kategori", "særleg kategori", "special category")
_OTHER = Text("alminnelige eller ukjente", "alminnelege eller ukjende", "ordinary or unknown")
_ORIGIN = Text("Her oppstår den", "Her oppstår han", "Where it begins")
_HOPS = Text("Etter {n} ledd", "Etter {n} ledd", "After {n} hops")
_ONE_HOP = Text("Etter 1 ledd", "Etter 1 ledd", "After 1 hop")
_UNPLACED = Text("Ingen kjent vei hit", "Ingen kjend veg hit", "No known way here")
_MORE = Text("+ {n} til", "+ {n} til", "+ {n} more")
_LABEL = Text("Hvor opplysningene går", "Kvar opplysningane går", "Where the data goes")


def data_travel(snapshot: Snapshot, result: Privacy, /, *, language: Language, standalone: bool = True) -> str:
    """Draw how far personal data travels.

    Parameters
    ----------
    snapshot, result
        The graph, and where the data goes.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.

    Returns
    -------
    str
        SVG, the same bytes for the same answer. One kind of information: a column a hop, at most twelve systems in
        each, and the flow that brings it there. Several: a row each, twelve at most.

    Notes
    -----
    O(systems shown + kinds shown).
    """
    draw = _columns if len(result.data) == 1 else _bars
    return draw(snapshot, result, language, standalone)


def _bars(snapshot: Snapshot, result: Privacy, language: Language, standalone: bool) -> str:
    shown = result.data[:_MOST]
    most = max((len(one.systems) for one in shown), default=1) or 1
    parts = note([("q4", _SPECIAL.in_(language)), ("q2", _OTHER.in_(language))])
    for place, one in enumerate(shown):
        y = TOP + ROW * place
        words = clean(one.data.name.in_(language))
        name, cut = fit(words, LEFT - 20, 13)
        length = (RIGHT - LEFT) * len(one.systems) / most
        special = one.category == "special"
        said = [count(len(one.systems), *_SYSTEMS, language), count(len(one.flows), *_FLOWS, language)]
        parts += [title(words)] if cut else []
        parts += [text(name, 0, y + 12.5), bar(LEFT, y, length, "q4" if special else "q2")]
        parts.append(worth(" · ".join([*said, _SPECIAL.in_(language)] if special else said), LEFT + length, y))
    return chart(
        parts,
        rows=len(shown),
        exist=len(result.data),
        label=_LABEL.in_(language),
        class_="chart",
        language=language,
        standalone=standalone,
    )


def _columns(snapshot: Snapshot, result: Privacy, language: Language, standalone: bool) -> str:
    columns = _by_hops(result)
    room = min((WIDTH - _STEP * (len(columns) - 1)) / max(len(columns), 1), 250)
    spots: dict[str, tuple[float, float]] = {}
    parts: list[Markup] = []
    for place, (hops, systems) in enumerate(columns):
        x = place * (room + _STEP)
        parts.append(text(_heading(hops, language), x, 12, "h"))
        for row, one in enumerate(systems[:_MOST]):
            y = TOP + (_CARD + _GAP) * row
            spots[one.system.id] = x, y
            parts.append(_card(snapshot, one, x, y, room, language))
        if len(systems) > _MOST:
            more = _MORE.format(n=len(systems) - _MOST).in_(language)
            parts.append(text(more, x + 10, TOP + (_CARD + _GAP) * _MOST + 14, "m"))
    lines = _lines(result, spots, room)
    deepest = max((min(len(systems), _MOST) + (len(systems) > _MOST) for _, systems in columns), default=0)
    across = max(WIDTH, len(columns) * (room + _STEP) - _STEP)
    return chart(
        [*lines, *parts],
        rows=len(spots),
        exist=len(result.systems),
        label=_LABEL.in_(language),
        class_="chart",
        language=language,
        standalone=standalone,
        width=across,
        bottom=TOP + (_CARD + _GAP) * deepest + 18,
    )


def _by_hops(result: Privacy) -> list[tuple[int | None, Sequence[Place]]]:
    """Sort systems by the fewest hops of the information to them, those without a known way last."""
    found: dict[int | None, list[Place]] = {}
    for one in result.systems:
        found.setdefault(one.hops, []).append(one)
    return sorted(found.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))


def _heading(hops: int | None, language: Language) -> str:
    if hops is None:
        return _UNPLACED.in_(language)
    return (_ORIGIN, _ONE_HOP)[hops].in_(language) if hops < 2 else _HOPS.format(n=hops).in_(language)


def _card(snapshot: Snapshot, one: Place, x: float, y: float, room: float, language: Language) -> Markup:
    mark = mark_of(snapshot, snapshot.index(one.system.thing))
    words = clean(one.system.name.in_(language))
    shown, _ = fit(words, room - 34, 13)
    box = element("rect", x=x, y=y, width=room, height=_CARD, rx=3, class_="cd b")
    parts = [title(words), box, glyph(mark, x + 14, y + _CARD / 2), text(shown, x + 27, y + 19.5)]
    return group(parts, class_=mark.colour)


def _lines(result: Privacy, spots: dict[str, tuple[float, float]], room: float) -> list[Markup]:
    """Draw the last flow of each system's shortest way here, where both its ends have cards."""
    # By id alone: what only passes a hub ends elsewhere, and the hub still gets its line.
    flows = {flow.id: flow for flow in reversed(result.flows)} | {(flow.id, flow.end.id): flow for flow in result.flows}
    drawn = []
    for one in result.systems:
        for stay in one.stays[:1]:
            last = stay.route[-1] if stay.route else ""
            flow = flows.get((last, one.system.id)) or flows.get(last)
            if flow is None or one.system.id not in spots or flow.start.id not in spots:
                continue
            (left, top), (right, low) = spots[flow.start.id], spots[one.system.id]
            start, end, middle = left + room, right, right - _STEP / 2
            y, to = top + _CARD / 2, low + _CARD / 2
            crossing = " x" if flow.crosses else ""
            path = f"M{number(start)} {number(y)}H{number(middle)}V{number(to)}H{number(end)}"
            drawn.append(element("path", d=path, class_=f"e{crossing}"))
    return drawn
