"""The map drawn as SVG: the same boxes and ties that the page's canvas draws."""

from __future__ import annotations

from collections.abc import Callable

from graphsvc.i18n import count, number, say, text
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.drawing import Markup, elbow, element, group, moved
from graphsvc_visualizations.drawing import text as words
from graphsvc_visualizations.frame import framed, link
from graphsvc_visualizations.lettering import clean, fit, fold, width
from graphsvc_visualizations.map.layout import Box, MapLayout, Shown, Tie, lay_out
from graphsvc_visualizations.marks import glyph, pattern

__all__ = ["PIN", "box_name", "municipality_map", "tie_label", "told"]

_PREFIX = "map"
#: A drawing pin, its point at the lower end.
PIN = "M-4.5-7h9v2.2h-1.6v4.3l2.6 2.5v1.7h-4.4v5.3h-2.2v-5.3h-4.4v-1.7l2.6-2.5v-4.3h-1.6z"


def municipality_map(
    snapshot: Snapshot,
    shown: object = None,
    /,
    *,
    language: Language,
    standalone: bool = True,
    address: Callable[[Box], str | None] = lambda box: None,
) -> str:
    """Draw the map of the municipality.

    Parameters
    ----------
    snapshot
        The graph.
    shown
        What is selected, opened and closed (:class:`~graphsvc_visualizations.map.layout.Shown`); anything else draws
        the map as one first sees it.
    language
        Of the words.
    standalone
        A file of its own, with style sheet; else a part of a page.
    address
        Where a box leads to; None = nowhere.

    Returns
    -------
    str
        SVG, the same bytes for the same graph: at most a thousand boxes, with what is not drawn counted.

    Notes
    -----
    O(units + systems + flows).
    """
    wanted = shown if isinstance(shown, Shown) else Shown()
    layout = lay_out(snapshot, wanted)
    marks = {box.mark.shape: box.mark for box in layout.boxes}
    defined = [pattern(marks[shape], _PREFIX) for shape in sorted(marks)]
    paints = dict(zip(sorted(marks), (paint for _, paint in defined), strict=True))
    parts = [element("defs", Markup("".join(tile for tile, _ in defined)))]
    parts += [_tie(tie, language) for tie in layout.ties]
    for box in layout.boxes:
        drawn = _DRAWN[box.kind](snapshot, box, paints[box.mark.shape], language)
        label = f"{box_name(snapshot, box, language)}, {_told(box, language)}"
        chosen = " sel" if box.thing in wanted.selected else ""
        if box.thing in wanted.pinned:
            drawn, label = [*drawn, _pin(box)], f"{label}, {say('map.pinned', language)}"
        stands = {"+": " new", "−": " gone"}.get(box.sign, "")
        held = group(drawn, class_=f"{box.mark.colour}{chosen}{stands}")
        parts.append(link([held], label, address(box), class_="card", thing=box.key))
    parts += [element("path", d=elbow(tie.points, 7), class_="e es", fill="none") for tie in layout.pins]
    parts += [_number(tie, language) for tie in layout.ties]
    parts += [_pinned_number(tie) for tie in layout.pins]
    note = clean(told(layout, language))
    lines, _ = fold(note, [layout.width] * 3, 12)
    below = [words(line, 0, layout.height + 22 + 16 * row, "m", size=12) for row, line in enumerate(lines)]
    return framed(
        [*parts, *below],
        width=layout.width,
        height=layout.height + 16 * len(lines) + 14,
        label=say("map.label", language),
        class_="map",
        language=language,
        standalone=standalone,
    )


def told(layout: MapLayout, language: Language) -> str:
    """Say how much of what there is the map draws."""
    if layout.municipalities:
        return _told_of_all(layout, language)
    said = say(
        "map.drawn",
        language,
        units=layout.drawn["unit"],
        of_units=layout.exist["unit"],
        systems=layout.drawn["system"],
        of_systems=layout.exist["system"],
        flows=layout.flows_drawn,
        of_flows=layout.flows_exist,
        ties=sum(bool(tie.flows) for tie in layout.ties),
        within=layout.within,
    )
    if layout.away:
        said += " " + say("map.away", language, flows=_flows(layout.away, language))
    if layout.coming:
        said += " " + say("map.coming_drawn", language, n=layout.coming_drawn, of=layout.coming)
    if layout.pairs:
        said += " " + say("map.pins_drawn", language, ties=len(layout.pins), of_ties=layout.pairs)
    return f"{said} {say('map.aggregated', language)}" if layout.aggregated else said


def _flows(number: int, language: Language) -> str:
    return count(number, text("map.one_flow"), text("map.many_flow"), language)


def _told_of_all(layout: MapLayout, language: Language) -> str:
    """Say how many municipalities there are, and what they hold that is not drawn."""
    held = {f"{kind}s": number(layout.exist[kind], language) for kind in ("unit", "system")}
    flows = number(layout.flows_exist, language)
    said = say("map.drawn_all", language, n=layout.municipalities, flows=flows, **held)
    if layout.drawn["sector"] < layout.exist["sector"]:
        said += " " + say("map.drawn_first", language, n=layout.drawn["sector"], of=layout.exist["sector"])
    if layout.pairs:
        said += " " + say("map.pins_drawn", language, ties=len(layout.pins), of_ties=layout.pairs)
    return said


def box_name(snapshot: Snapshot, box: Box, language: Language) -> str:
    """Return what is written in a box; what comes or goes has its sign before it."""
    if box.name is not None or box.thing >= 0:
        name = box.name.in_(language) if box.name is not None else snapshot.name(box.thing, language).words
        return f"{box.sign} {clean(name)}".lstrip()
    return say(f"map.{box.key}", language, n=box.holds)


def _told(box: Box, language: Language) -> str:
    one = {"sector": "unit", "unit": "system", "system": "system", "national": "system"}[box.kind]
    said = count(box.holds, text(f"map.one_{one}"), text(f"map.many_{one}"), language) if box.holds else ""
    flows = _flows(box.flows, language) if box.flows else ""
    changed = say("map.changed_here", language, change=box.change) if box.change else ""
    stands = say(f"map.{'comes' if box.sign == '+' else 'goes'}", language) if box.sign else ""
    return ", ".join(part for part in (stands, said, flows, changed) if part) or say("map.nothing_inside", language)


def _sector(snapshot: Snapshot, box: Box, paint: str | None, language: Language) -> list[Markup]:
    amount = f"{count(box.holds, text('map.one_unit'), text('map.many_unit'), language)} {box.change}".rstrip()
    badge = 28 if box.flows else 0
    lines, _ = fold(box_name(snapshot, box, language), [box.width - 52 - width(amount, 12) - badge] * 2, 13, bold=True)
    first = box.y + (31 if len(lines) == 1 else 24)
    stripe = element("rect", x=box.x, y=box.y, width=box.width, height=7, class_=None if paint else "g", fill=paint)
    return [
        element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=5, class_="ln"),
        element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=5, class_="b", fill="none"),
        stripe,
        glyph(box.mark, box.x + 17, box.y + 26),
        *(words(line, box.x + 30, first + 15 * row, "h t") for row, line in enumerate(lines)),
        words(amount, box.x + box.width - 10 - badge, box.y + 31, "m", size=12, anchor="end"),
        *_badge(box, box.y + 26, box.x + box.width - 18),
    ]


def _unit(snapshot: Snapshot, box: Box, _paint: str | None, language: Language) -> list[Markup]:
    amount = f"{say('map.systems_short', language, n=box.holds)} {box.change}".rstrip()
    badge = 26 if box.flows else 0
    shown, _ = fit(box_name(snapshot, box, language), box.width - 26 - width(amount, 12) - badge, 13)
    return [
        element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=3, class_="cd b"),
        words(shown, box.x + 9, box.y + 19, "nm"),
        words(amount, box.x + box.width - 7 - badge, box.y + 19, "m", size=12, anchor="end"),
        *_badge(box, box.y + 14, box.x + box.width - 15),
    ]


def _system(snapshot: Snapshot, box: Box, _paint: str | None, language: Language) -> list[Markup]:
    shown, _cut = fit(box_name(snapshot, box, language), box.width - 12, 12, bold=bool(box.sign))
    return [
        element(
            "rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=2, class_="cd b" if box.sign else "ln"
        ),
        words(shown, box.x + 6, box.y + 14, "h" if box.sign else None, size=12),
    ]


def _national(snapshot: Snapshot, box: Box, _paint: str | None, language: Language) -> list[Markup]:
    title = f"{box_name(snapshot, box, language)} {box.change}".rstrip()
    start = box.x + 40 + width(title, 15, bold=True) + 16
    names = " · ".join(_national_names(snapshot, language))
    lines, _cut = fold(names, [max(box.width - start - 40, 60)] * 2, 12)
    return [
        element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=5, class_="ln"),
        element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=5, class_="b", fill="none"),
        glyph(box.mark, box.x + 20, box.y + 25),
        words(title, box.x + 34, box.y + 30, "h t", size=15),
        *(words(line, start, box.y + 21 + 17 * row, "m", size=12) for row, line in enumerate(lines)),
        *_badge(box, box.y + 25, box.x + box.width - 20),
    ]


def _national_names(snapshot: Snapshot, language: Language) -> list[str]:
    from graphsvc_visualizations.map.counts import FlowCounts

    return [clean(snapshot.name(one, language).words) for one in FlowCounts(snapshot).national]


def _badge(box: Box, y: float, x: float) -> list[Markup]:
    """Draw how many flows go to the selected unit."""
    if not box.flows:
        return []
    radius = 11 if box.flows < 100 else 14
    circle = element("circle", cx=x, cy=y, r=radius, class_="bd")
    return [circle, words(str(box.flows), x, y + 4.5, "i h", size=12, anchor="middle")]


def _pin(box: Box) -> Markup:
    """Draw a pin in the upper left corner of a box, half above it."""
    return element("path", d=PIN, class_="ic", transform=moved(box.x + 1, box.y + 3))


def _tie(tie: Tie, language: Language) -> Markup:
    if not tie.flows:
        return element("path", d=elbow(tie.points, 7), class_="e ag")
    return element("path", d=elbow(tie.points, 7), class_=f"e t{round(tie.thickness)}")


def _number(tie: Tie, language: Language) -> Markup:
    said = tie_label(tie, language)
    half = width(said, 13, bold=True) / 2 + 10
    pill = element("rect", x=tie.x - half, y=tie.y - 11, width=2 * half, height=22, rx=11, class_="cd")
    return group([pill, words(said, tie.x, tie.y + 4.5, "h", anchor="middle")])


def tie_label(tie: Tie, language: Language) -> str:
    """Say how many flows stand behind a tie, and what comes and goes."""
    return f"{_flows(tie.flows, language)} {tie.change}".rstrip()


def _pinned_number(tie: Tie) -> Markup:
    half = width(str(tie.flows), 12, bold=True) / 2 + 7
    pill = element("rect", x=tie.x - half, y=tie.y - 9, width=2 * half, height=18, rx=9, class_="cd")
    return group([pill, words(str(tie.flows), tie.x, tie.y + 4.3, "h", size=12, anchor="middle")], class_="sel")


_DRAWN: dict[str, Callable[[Snapshot, Box, str | None, Language], list[Markup]]] = {
    "sector": _sector,
    "unit": _unit,
    "system": _system,
    "national": _national,
}
