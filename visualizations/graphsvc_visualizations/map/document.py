"""The map as a document: what the page's canvas draws, the same boxes and ties as the SVG."""

from __future__ import annotations

from graphsvc.i18n import count, say, text
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.lettering import clean
from graphsvc_visualizations.map.counts import FlowCounts
from graphsvc_visualizations.map.layout import Box, Shown, lay_out
from graphsvc_visualizations.map.picture import told
from graphsvc_visualizations.marks import shapes

__all__ = ["map_document"]


def map_document(snapshot: Snapshot, shown: Shown, language: Language) -> dict[str, object]:
    """Return the map as plain values.

    Returns
    -------
    dict
        ``{width, height, told, boxes: [{key, kind, x, y, width, height, name, note, colour, shape, flows, open,
        selected, title}], ties: [{points, thickness, flows, label, x, y}], shapes: {shape: {glyph, pattern}}}``; places
        in pixels.

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
        "ties": [
            {
                "points": [list(point) for point in tie.points],
                "thickness": tie.thickness,
                "flows": tie.flows,
                "label": count(tie.flows, text("map.one_flow"), text("map.many_flow"), language),
                "x": tie.x,
                "y": tie.y,
            }
            for tie in layout.ties
        ],
        "shapes": {shape: shapes(shape) for shape in sorted({one.mark.shape for one in layout.boxes})},
    }


def _box(snapshot: Snapshot, one: Box, shown: Shown, language: Language) -> dict[str, object]:
    name = snapshot.name(one.thing, language).words if one.thing >= 0 else say(f"map.{one.key}", language, n=one.holds)
    return {
        "key": one.key,
        "kind": one.kind,
        "x": one.x,
        "y": one.y,
        "width": one.width,
        "height": one.height,
        "name": clean(name),
        "note": _note(snapshot, one, language),
        "colour": one.mark.colour,
        "shape": one.mark.shape,
        "flows": one.flows,
        "open": one.open,
        "selected": shown.selected is not None and one.thing == shown.selected,
    }


def _note(snapshot: Snapshot, one: Box, language: Language) -> str:
    """Return what stands beside a box's name."""
    if one.kind == "sector":
        return count(one.holds, text("map.one_unit"), text("map.many_unit"), language)
    if one.kind == "unit":
        return say("map.systems_short", language, n=one.holds)
    if one.kind == "national":
        return " · ".join(clean(snapshot.name(system, language).words) for system in FlowCounts(snapshot).national)
    return ""
