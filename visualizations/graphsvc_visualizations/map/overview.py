"""A register of several municipalities as one first sees it: a box for each, to choose whose map is drawn."""

from __future__ import annotations

from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.map.boxes import COLUMN, COLUMNS, GAP, HEAD, MOST, STRIP, WIDTH, Box, MapLayout, Shown
from graphsvc_visualizations.map.counts import NATIONAL, FlowCounts
from graphsvc_visualizations.map.exchange import Exchange
from graphsvc_visualizations.map.municipalities import APART, Municipalities
from graphsvc_visualizations.map.pins import pin_ties
from graphsvc_visualizations.marks import MUNICIPALITY
from graphsvc_visualizations.marks import NATIONAL as NATIONAL_MARK

__all__ = ["is_overview", "overview"]

#: Between two boxes, one above the other: hundreds of them are looked through.
_CLOSE = 8


def is_overview(snapshot: Snapshot, municipality: int | None) -> bool:
    """Tell whether the map has nothing to draw but municipalities."""
    return municipality is None and snapshot.organisation.several


def overview(snapshot: Snapshot, shown: Shown) -> MapLayout:
    """Lay out every municipality as one box, by name, and the national systems below them.

    Notes
    -----
    O(things + flows) in arrays, O(municipalities) besides.
    """
    all_of_them, counts = Municipalities(snapshot), FlowCounts(snapshot)
    rows = all_of_them.by_name(Language.NB)
    flows = all_of_them.added_up(Exchange(snapshot, shown.selected).partners.items()) if shown.selected else {}
    across = (WIDTH - COLUMN * COLUMNS) / (COLUMNS - 1)
    boxes = []
    for place, one in enumerate(rows[: MOST - 1]):
        at = (place % COLUMNS * (COLUMN + across), place // COLUMNS * (HEAD + _CLOSE), COLUMN, HEAD)
        key = "apart" if one.thing == APART else str(snapshot.references[one.thing])
        here = 0 if one.thing == APART else flows.get(one.thing, 0)
        boxes.append(Box(key, "sector", one.thing, *at, MUNICIPALITY, one.units, here))
    top = max((box.y + box.height for box in boxes), default=0.0)
    if counts.national:
        there, here = len(counts.national), flows.get(NATIONAL, 0)
        boxes.append(Box("national", "national", -1, 0, top + GAP, WIDTH, STRIP, NATIONAL_MARK, there, here))
        top += GAP + STRIP
    pairs = Exchange(snapshot, shown.pinned).between if len(shown.pinned) > 1 else {}
    return MapLayout(
        width=WIDTH,
        height=top,
        boxes=tuple(boxes),
        ties=(),
        # The units of none have a box, but are no municipality.
        drawn={"sector": sum(one.thing != APART for one in rows[: MOST - 1]), "unit": 0, "system": 0},
        exist={
            "sector": len(all_of_them.things),
            "unit": len(all_of_them.units),
            "system": len(snapshot.of_kind(Kind.SYSTEM)),
        },
        flows_drawn=0,
        flows_exist=len(snapshot.edges(Relation.FLOW)),
        within=0,
        pins=tuple(pin_ties(snapshot, counts, boxes, pairs, WIDTH)),
        pairs=len(pairs),
        municipalities=len(all_of_them.things),
    )
