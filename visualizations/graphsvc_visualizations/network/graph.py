"""Nodes and edges for vis-network: the boxes of the map where the map has them, and the flows between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.i18n import say
from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.lettering import clean, fit
from graphsvc_visualizations.map.boxes import MOST, Box, MapLayout, Shown
from graphsvc_visualizations.map.counts import FlowCounts
from graphsvc_visualizations.map.layout import lay_out
from graphsvc_visualizations.palette import colour

__all__ = ["Network", "network_of"]

_GROUND, _LINE, _INK, _EDGE = "card", "line", "fg", "edge"
_CLEAR = "rgba(0,0,0,0)"
#: Sizes of letters by kind of box, and the room beside them in a box.
_LETTERS = {"sector": 14, "unit": 12, "national": 13, "system": 10}
_BESIDE = 14
#: Room that vis-network adds around a label on every side; the box is so much larger than what it is told.
_MARGIN = 2


@dataclass(frozen=True)
class Network:
    """What is drawn, and how much of what there is.

    Parameters
    ----------
    nodes, edges
        As vis-network reads them; ids are numbers of ours, labels plain text.
    layout
        The map from which the places come: at most a thousand boxes.
    flows_drawn, flows_exist
        Flows that stand behind a drawn edge, and all there are.
    """

    nodes: list[dict[str, object]]
    edges: list[dict[str, object]]
    layout: MapLayout
    flows_drawn: int
    flows_exist: int


def network_of(snapshot: Snapshot, language: Language) -> Network:
    """Lay out the network.

    Returns
    -------
    Network
        At most a thousand nodes (units and then sectors are closed before), and a thousand edges, those with most
        flows first. Flows between systems in one closed unit or sector are not drawn.

    Notes
    -----
    O(units + systems + flows log flows).
    """
    layout = lay_out(snapshot, Shown(everything=True))
    numbers = {box.key: number for number, box in reversed(list(enumerate(layout.boxes)))}
    flows = _between(snapshot, numbers)
    kept = sorted(flows.items(), key=lambda row: (-row[1], row[0]))[:MOST]
    nodes = [_node(snapshot, number, box, language) for number, box in enumerate(layout.boxes)]
    edges = [_edge(pair, count) for pair, count in sorted(kept)]
    return Network(nodes, edges, layout, sum(count for _, count in kept), len(snapshot.edges(Relation.FLOW)))


def _between(snapshot: Snapshot, numbers: Mapping[str, int]) -> Counter[tuple[int, int]]:
    """Count flows from box to box; a system that is not drawn stands in its owner's box, or in its sector's."""
    counts, edges = FlowCounts(snapshot), snapshot.edges(Relation.FLOW)
    national = frozenset(counts.national)
    ends = {end: _box_of(snapshot, end, numbers, national) for end in {*edges.start.tolist(), *edges.end.tolist()}}
    found: Counter[tuple[int, int]] = Counter()
    for start, end in zip(edges.start.tolist(), edges.end.tolist(), strict=True):
        one, other = ends[start], ends[end]
        if one is not None and other is not None and one != other:
            found[one, other] += 1
    return found


def _box_of(snapshot: Snapshot, system: int, numbers: Mapping[str, int], national: frozenset[int]) -> int | None:
    if system in national:
        return numbers.get("national")
    organisation = snapshot.organisation
    owners = organisation.owners_of(system)
    sectors = [sector for owner in owners for sector in organisation.sectors_of(owner)]
    top = organisation.municipality_of(system)
    names = [str(snapshot.references[one]) for one in (system, *owners, *sectors, top) if one is not None]
    return next((numbers[name] for name in (*names, "outside") if name in numbers), None)


def _node(snapshot: Snapshot, number: int, box: Box, language: Language) -> dict[str, object]:
    name = clean(
        snapshot.name(box.thing, language).words if box.thing >= 0 else say(f"map.{box.key}", language, n=box.holds)
    )
    letters = _LETTERS[box.kind]
    shown, _ = fit(name, box.width - 2 * _BESIDE, letters, bold=box.kind == "sector")
    inside = round(box.width - 2 * _MARGIN, 1)
    return {
        "id": number,
        "label": shown,
        "title": name,
        "x": round(box.x + box.width / 2, 1),
        "y": round(box.y + box.height / 2, 1),
        "shape": "box",
        "borderWidth": 2 if box.kind == "sector" else 1,
        "widthConstraint": {"minimum": inside, "maximum": inside},
        "margin": _MARGIN,
        "heightConstraint": {"minimum": round(box.height, 1) - 2 * _MARGIN, "valign": "top" if box.open else "middle"},
        # Edges lie below nodes, so a box that others stand in lets them through.
        "color": {"background": _CLEAR if box.open else colour(_GROUND), "border": colour(box.mark.colour)},
        "font": {
            "size": letters,
            "color": colour(_INK),
            "multi": False,
            "strokeWidth": 3 if box.open else 0,
            "strokeColor": colour(_GROUND),
        },
    }


def _edge(pair: tuple[int, int], flows: int) -> dict[str, object]:
    return {
        "from": pair[0],
        "to": pair[1],
        "title": str(flows),
        "width": min(1 + flows // 3, 6),
        "color": {"color": colour(_EDGE), "opacity": 0.45, "highlight": colour("path"), "hover": colour("path")},
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}},
    }
