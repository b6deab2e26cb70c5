"""What the map is made of: boxes, what the reader wants to see, and the finished map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphsvc.text import Text
from graphsvc_visualizations.map.brackets import Tie
from graphsvc_visualizations.map.contrast import MapContrast
from graphsvc_visualizations.marks import Mark

__all__ = ["COLUMN", "COLUMNS", "GAP", "HEAD", "MOST", "STRIP", "WIDTH", "Box", "MapLayout", "Shown"]

#: So many boxes are drawn at most; beyond that units are closed, and then sectors.
MOST = 1000
COLUMNS, COLUMN, WIDTH = 4, 222, 968
HEAD, GAP = 46, 24
STRIP = 50


class Box(NamedTuple):
    """One drawn thing.

    Parameters
    ----------
    key
        Its reference; ``national`` for the strip, ``outside`` for units of no sector.
    kind
        ``sector``, ``unit``, ``system`` or ``national``.
    thing
        Its number in the snapshot; -1 for what is no one thing.
    x, y, width, height
        In pixels.
    mark
        Whose colour, glyph and pattern it has.
    holds
        Units in a sector, systems in a unit or in the strip; 0 for a system.
    flows
        Flows to and from what is selected; 0 when nothing is.
    open
        Whether what is inside is drawn.
    change
        Flows that come and go at it, with + and −, when the map is held against another.
    sign
        ``+`` or ``−`` when the thing itself comes or goes.
    name
        What it is called when only the other graph has it.
    """

    key: str
    kind: str
    thing: int
    x: float
    y: float
    width: float
    height: float
    mark: Mark
    holds: int = 0
    flows: int = 0
    open: bool = False
    change: str = ""
    sign: str = ""
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader wants to see.

    Parameters
    ----------
    selected
        Units and systems whose flows are counted on the others.
    opened
        Units whose systems are drawn; ``everything`` = all of them.
    closed
        Sectors whose units are not drawn.
    pinned
        Units and systems that stay marked, with their ties to each other.
    contrast
        What the map is held against; None = nothing.
    municipality
        In a register of several: the organisation whose sectors are drawn, -1 for units of none; None = every
        municipality as one box.
    """

    selected: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    everything: bool = False
    pinned: frozenset[int] = frozenset()
    contrast: MapContrast | None = None
    municipality: int | None = None


@dataclass(frozen=True)
class MapLayout:
    """The finished map: what is drawn where, and how much of what there is.

    Parameters
    ----------
    drawn, exist
        Kind -> how many boxes of it are drawn, and how many there are.
    flows_drawn, flows_exist
        Flows that stand behind a drawn tie, and all there are.
    within
        Flows inside one sector, and among national systems, which no tie shows.
    aggregated
        Whether units or sectors were closed to keep within a thousand boxes.
    municipalities
        How many municipalities there are, when each is one box; 0 when units are drawn.
    coming, coming_drawn
        How many units and systems only one of two graphs has, and how many of them are drawn.
    pins, pairs
        Ties between what is pinned, and how many pairs of pinned things have flows between them.
    away
        Flows of the municipality that lead to another one; no tie shows them either.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]
    drawn: dict[str, int]
    exist: dict[str, int]
    flows_drawn: int
    flows_exist: int
    within: int
    aggregated: bool = False
    pins: tuple[Tie, ...] = ()
    pairs: int = 0
    coming: int = 0
    coming_drawn: int = 0
    away: int = 0
    municipalities: int = 0
