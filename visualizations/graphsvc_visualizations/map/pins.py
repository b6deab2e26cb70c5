"""Ties between what the reader has pinned: from box to box, through the gutters between the columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.map.brackets import Tie
from graphsvc_visualizations.map.counts import NATIONAL, FlowCounts

if TYPE_CHECKING:
    from graphsvc_visualizations.map.layout import Box

__all__ = ["pin_ties"]

#: A unit's box stands so far inside its column; tracks beside each other; so many before they repeat.
_PADDING, _TRACK, _TRACKS = 8, 5, 4
#: Columns that stand nearer than this are neighbours; half the room between two boxes of a column; from row to row.
_NEAR, _HALF, _ROW = 60, 2.5, 33
_MIDDLE = {"sector": 26, "unit": 14, "system": 10}

#: So many ties are drawn at most: nobody follows more.
MOST = 100

Point = tuple[float, float]


class _Channels:
    """Gaps between two rows of boxes, each for one tie as long as there are any."""

    def __init__(self, bottom: float) -> None:
        self._bottom = bottom
        self._taken: set[float] = set()

    def free(self, height: float) -> float:
        """Return the nearest gap that no other tie runs along."""
        rows = (height + _ROW * row for row in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, 6, 7))
        inside = (one for one in rows if 0 < one < self._bottom)
        found = next((one for one in inside if one not in self._taken), height)
        self._taken.add(found)
        return found


def pin_ties(
    snapshot: Snapshot, counts: FlowCounts, boxes: Iterable[Box], pairs: Mapping[tuple[int, int], int], width: float
) -> list[Tie]:
    """Draw a tie for each two pinned things with flows between them.

    Parameters
    ----------
    boxes
        What is drawn. What is pinned inside something closed is tied to the box that it is in; two in the same box
        have no tie. At most a hundred are drawn, those with most flows.
    pairs
        (pinned, pinned) -> flows.
    width
        Of the map, in pixels.

    Notes
    -----
    O(boxes + pairs log pairs).
    """
    places = {box.thing: box for box in boxes if box.thing >= 0}
    strip = next((box for box in boxes if box.kind == "national"), None)
    outside = next((box for box in boxes if box.key == "outside"), None)

    def seat(thing: int) -> Box | None:
        if _elsewhere(snapshot, counts, thing):
            return None
        return _seat(snapshot, counts, places, thing) or (strip if counts.ends(thing) == (NATIONAL,) else outside)

    made: list[Tie] = []
    channels = _Channels(max((box.y + box.height for box in places.values()), default=0.0))
    for (one, other), flows in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        if len(made) == MOST:
            break
        ends = seat(one), seat(other)
        if ends[0] is None or ends[1] is None or ends[0].key == ends[1].key:
            continue
        left, right = sorted((ends[0], ends[1]), key=lambda box: (box.x, box.y))
        points = _route(left, right, len(made) % _TRACKS, width, channels)
        made.append(Tie(points, flows, *_label(points, len(made) % _TRACKS)))
    return made


def _elsewhere(snapshot: Snapshot, counts: FlowCounts, thing: int) -> bool:
    """Tell whether a thing belongs to another municipality than the one that is drawn."""
    own = counts.municipality
    return own is not None and snapshot.organisation.municipality_of(thing) not in {None, own}


def _seat(snapshot: Snapshot, counts: FlowCounts, places: Mapping[int, Box], thing: int) -> Box | None:
    """Return the innermost drawn box that a thing stands in."""
    units = (thing, *(one for one in counts.ends(thing) if one >= 0))
    sectors = (one for unit in units[-1:] for one in snapshot.organisation.sectors_of(unit))
    above = (*units, *sectors, snapshot.organisation.municipality_of(thing))
    return next((places[one] for one in above if one is not None and one in places), None)


def _route(left: Box, right: Box, track: int, width: float, channels: _Channels) -> tuple[Point, ...]:
    """Return the corners of a tie from the box that stands further to the left."""
    if "national" in (left.kind, right.kind):
        box, strip = (right, left) if left.kind == "national" else (left, right)
        x = _beside(box, track, width)
        return ((_side(box, x), _middle(box)), (x, _middle(box)), (x, strip.y))
    if right.x < left.x + left.width:
        x = _beside(left, track, width)
        return (
            (_side(left, x), _middle(left)),
            (x, _middle(left)),
            (x, _middle(right)),
            (_side(right, x), _middle(right)),
        )
    start, end = (left.x + left.width, _middle(left)), (right.x, _middle(right))
    x = start[0] + _PADDING + _TRACK * (track + 1)
    if end[0] - start[0] < _NEAR:
        return start, (x, start[1]), (x, end[1]), end
    beside, above = end[0] - _HALF - _TRACK - track, channels.free(right.y - _HALF)
    return start, (x, start[1]), (x, above), (beside, above), (beside, end[1]), end


def _beside(box: Box, track: int, width: float) -> float:
    """Return where the gutter to the right of a box has a track; to the left in the last column."""
    away = _PADDING + _TRACK * (track + 1)
    right = box.x + box.width + away
    return right if right < width else max(box.x - away, 2.0)


def _side(box: Box, x: float) -> float:
    return box.x + box.width if x > box.x else box.x


def _middle(box: Box) -> float:
    return box.y + _MIDDLE.get(box.kind, 0)


def _label(points: Sequence[Point], track: int) -> Point:
    """Return the middle of the longest part; neighbours' numbers are moved a little apart."""
    (x, y), (x2, y2) = max(
        pairwise(points), key=lambda part: abs(part[0][0] - part[1][0]) + abs(part[0][1] - part[1][1])
    )
    share = 0.5 + 0.08 * (track - 1.5)
    return x + (x2 - x) * share, y + (y2 - y) * share
