"""The map as a document: what the page's canvas draws, the same boxes and ties as the SVG."""

from __future__ import annotations

from graphsvc.i18n import count, say, text
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.map.counts import FlowCounts
from graphsvc_visualizations.map.exchange import Exchange
from graphsvc_visualizations.map.layout import Box, MapLayout, Shown, Tie, lay_out
from graphsvc_visualizations.map.picture import PIN, box_name, tie_label, told
from graphsvc_visualizations.marks import shapes

__all__ = ["map_document", "said"]


def map_document(snapshot: Snapshot, shown: Shown, language: Language) -> dict[str, object]:
    """Return the map as plain values.

    Returns
    -------
    dict
        ``{width, height, told, said, pin, boxes: [{key, kind, x, y, width, height, name, note, colour, shape, flows,
        open, selected, pinned}], ties, pins: [{points, thickness, flows, label, x, y}], shapes: {shape: {glyph,
        pattern}}}``; places in pixels. ``said`` is what a listener is told when the choice changes.

    Notes
    -----
    O(units + systems + flows).
    """
    layout = lay_out(snapshot, shown)
    return {
        "width": layout.width,
        "height": layout.height,
        "told": told(layout, language),
        "boxes": [_box(snapshot, one, shown, language) for one in layout.boxes],
        "said": said(snapshot, shown, layout, language),
        "ties": [_tie(one, language) for one in layout.ties],
        "pins": [{**_tie(one, language), "label": str(one.flows)} for one in layout.pins],
        "pin": PIN,
        "shapes": {shape: shapes(shape) for shape in sorted({one.mark.shape for one in layout.boxes})},
    }


def _box(snapshot: Snapshot, one: Box, shown: Shown, language: Language) -> dict[str, object]:
    name = box_name(snapshot, one, language)
    return {
        "key": one.key,
        "kind": one.kind,
        "x": one.x,
        "y": one.y,
        "width": one.width,
        "height": one.height,
        "name": f"{name} {one.change}".rstrip() if one.kind == "national" else name,
        "note": _note(snapshot, one, language),
        "colour": one.mark.colour,
        "shape": one.mark.shape,
        "flows": one.flows,
        "open": one.open,
        "selected": one.thing in shown.selected,
        "pinned": one.thing in shown.pinned,
    }


def _tie(tie: Tie, language: Language) -> dict[str, object]:
    return {
        "points": [list(point) for point in tie.points],
        "thickness": tie.thickness,
        "flows": tie.flows,
        "label": tie_label(tie, language),
        "x": tie.x,
        "y": tie.y,
    }


def said(snapshot: Snapshot, shown: Shown, layout: MapLayout, language: Language) -> str:
    """Say what is selected and pinned, and what the selected ones exchange.

    Notes
    -----
    O(flows).
    """
    exchange = Exchange(snapshot, shown.selected)
    numbers = {"inside": exchange.inside, "outside": exchange.outside}
    if len(shown.selected) == 1:
        name = clean(snapshot.name(exchange.members[0], language).words)
        told = [say("map.said_one", language, name=name, **numbers)]
    else:
        told = [say("map.said_many" if shown.selected else "map.said_none", language, n=len(shown.selected), **numbers)]
    if shown.pinned:
        told.append(say("map.said_pinned", language, n=len(shown.pinned), ties=layout.pairs))
    return " ".join(told)


def _note(snapshot: Snapshot, one: Box, language: Language) -> str:
    """Return what stands beside a box's name."""
    if one.kind == "sector":
        return f"{count(one.holds, text('map.one_unit'), text('map.many_unit'), language)} {one.change}".rstrip()
    if one.kind == "unit":
        return f"{say('map.systems_short', language, n=one.holds)} {one.change}".rstrip()
    if one.kind == "national":
        return " · ".join(clean(snapshot.name(system, language).words) for system in FlowCounts(snapshot).national)
    return ""
