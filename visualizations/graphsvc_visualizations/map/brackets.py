"""Ties between sectors as brackets above their columns, and to national systems as posts below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graphsvc.snapshot import Snapshot
from graphsvc_visualizations.map.counts import NATIONAL, FlowCounts

__all__ = ["LEVEL", "Tie", "brackets", "strip_ties"]

#: Distance of one bracket above the next, and room for the highest one's number.
LEVEL, _ROOM = 24, 34


class Tie(NamedTuple):
    """One drawn tie: its corners, how many flows stand behind it, where the number stands, and what it joins.

    ``change`` says with + and − what comes and goes when the map is held against another.
    """

    points: tuple[tuple[float, float], ...]
    flows: int
    x: float
    y: float
    ends: tuple[int, int] | None = None
    change: str = ""

    @property
    def thickness(self) -> float:
        """Thicker with more flows; a tie without flows is dotted."""
        return min(1.2 + 0.12 * self.flows, 8.0)


def brackets(
    snapshot: Snapshot, counts: FlowCounts, sectors: Sequence[int | None], column: float, gap: float
) -> tuple[list[Tie], float]:
    """Draw a bracket for each two sectors, neighbours lowest; return them and where the columns begin.

    A sector's ports stand so that no bracket's leg crosses another bracket: to the left the nearest partner first, to
    the right the farthest first.

    Notes
    -----
    O(sectors squared).
    """
    places = [place for place, sector in enumerate(sectors) if sector is not None]
    pairs = sorted(
        ((one, other) for one in places for other in places if one < other),
        key=lambda pair: (pair[1] - pair[0], pair[0]),
    )
    levels = _levels(pairs)
    top = _ROOM + LEVEL * max(levels.values(), default=0) + 18
    ports = {place: _ports(place, places) for place in places}
    made = []
    for one, other in pairs:
        y = top - 18 - LEVEL * levels[one, other] - 10
        left = one * (column + gap) + column * ports[one][other]
        right = other * (column + gap) + column * ports[other][one]
        pair = sorted((sectors[one] or 0, sectors[other] or 0))
        flows = counts.between_sectors[pair[0], pair[1]]
        made.append(
            Tie(((left, top), (left, y), (right, y), (right, top)), flows, (left + right) / 2, y, (pair[0], pair[1]))
        )
    return made, top


def _levels(pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Neighbours share the lowest level; every longer bracket has a level of its own."""
    levels: dict[tuple[int, int], int] = {}
    following = 1
    for pair in pairs:
        if pair[1] - pair[0] == 1:
            levels[pair] = 0
        else:
            levels[pair] = following
            following += 1
    return levels


def _ports(place: int, places: Sequence[int]) -> dict[int, float]:
    """Return where on a sector's top the bracket to each other sector stands, as a share of its width."""
    left = sorted((one for one in places if one < place), reverse=True)
    right = sorted((one for one in places if one > place), reverse=True)
    ordered = [*left, *right]
    return {one: (number + 1) / (len(ordered) + 1) for number, one in enumerate(ordered)}


def strip_ties(
    counts: FlowCounts, sectors: Sequence[int | None], column: float, gap: float, start: float, end: float
) -> list[Tie]:
    """Draw the tie of each sector to the strip of national systems, where there is any."""
    made = []
    for place, sector in enumerate(sectors):
        flows = counts.between_sectors[NATIONAL, sector] if sector is not None else 0
        if flows:
            x = place * (column + gap) + column / 2
            made.append(Tie(((x, start), (x, end)), flows, x, (start + end) / 2, (NATIONAL, sector or 0)))
    return made
