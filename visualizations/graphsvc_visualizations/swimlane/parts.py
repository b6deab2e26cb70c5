"""The parts of a laid out swimlane, and the measures that they keep to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.model import Reference, Way
from graphsvc.text import Text
from graphsvc_queries.impact.contrast import Contrasted, Standing
from graphsvc_queries.impact.result import Drawn
from graphsvc_visualizations.marks import Mark

__all__ = [
    "CARD",
    "CORRIDOR",
    "EMPTY",
    "FLOOR",
    "GAP",
    "HEAD",
    "LANE_GAP",
    "LEAST",
    "NATIONAL_CARD",
    "PADDING",
    "SPINE",
    "SPINE_WIDTH",
    "WIDTH",
    "WORK_CARD",
    "Box",
    "Card",
    "Cell",
    "Column",
    "Lane",
    "Layout",
    "Line",
    "More",
    "Point",
    "strength_class",
]

#: Widths and places in pixels (screens.md, Layout: swimlane).
WIDTH, HEAD = 1232, 30
SPINE, SPINE_WIDTH = 330, 102
CARD, WORK_CARD, NATIONAL_CARD, GAP = 30, 42, 62, 7
PADDING, LANE_GAP, LEAST, EMPTY = 10, 6, 74, 44
CORRIDOR, FLOOR = 16, 16

Point = tuple[float, float]


class Column(StrEnum):
    """A column of cards."""

    WORK = "work"
    SYSTEMS = "systems"
    SERVICES = "services"
    UNITS = "units"

    @property
    def left(self) -> int:
        """Where it begins."""
        return {"work": 106, "systems": 466, "services": 704, "units": 1012}[self.value]

    @property
    def width(self) -> int:
        """How wide its cards are."""
        return {"work": 188, "systems": 190, "services": 222, "units": 212}[self.value]

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.left + self.width


#: A cell of the swimlane: key of its lane, and column.
Cell = tuple[str, Column]


@dataclass(frozen=True, slots=True)
class Box:
    """A place in the picture, in pixels from the top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that is touched.

    Parameters
    ----------
    cell, box
        Where it stands.
    things
        What it shows: one thing, or all national systems.
    name
        Its words.
    below
        Second line: owners of a system that somebody must work on; names of national systems.
    strength
        How strongly it is touched.
    way
        Effect or work.
    also_work
        Whether an effect card's thing must be worked on too.
    badges
        Numbers of the steps of the selected path that reach it.
    selected
        Whether the selected path passes it.
    stands, mixed
        How it stands in two answers; for all national systems, how many of them are new and gone.
    """

    cell: Cell
    box: Box
    things: tuple[Reference, ...]
    name: Text
    below: Text | None
    strength: float
    way: Way
    also_work: bool = False
    badges: tuple[int, ...] = ()
    selected: bool = False
    stands: Contrasted | None = None
    mixed: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class More:
    """What a cell does not show: so many things with so many ties, or the way back when it is unfolded.

    ``mixed`` = how many of them are new and gone, when two answers are held against one another.
    """

    cell: Cell
    box: Box
    hidden: int
    ties: int
    mixed: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One tie, or (``aggregated``) that some ties come from hidden things."""

    start: Reference
    end: Reference
    way: Way
    points: tuple[Point, ...]
    crosses: bool
    aggregated: bool = False
    selected: bool = False
    count: int = 1
    standing: Standing = Standing.SAME


@dataclass(frozen=True, slots=True)
class Lane:
    """One sector's row.

    Parameters
    ----------
    key
        ``unit:ID`` of the sector; ``outside``, ``without_owner``, ``journeys``, ``national``.
    name, mark
        What it is called and how it looks.
    top, height
        In pixels.
    services, units, systems
        How many of each are touched by effect, shown or hidden.
    effect, work
        Whether anything is there in that way; ``below`` when something would be with the minimum at 0.
    mixed
        How many of its cards, shown or hidden, are new and gone.
    """

    key: str
    name: Text
    mark: Mark
    top: float
    height: float
    services: int
    units: int
    systems: int
    effect: bool
    work: bool
    effect_below: bool
    work_below: bool
    mixed: tuple[int, int] = (0, 0)

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height


@dataclass(frozen=True)
class Layout:
    """A swimlane with every place decided.

    ``drawn`` says how many ties of each way are shown and exist, ``beyond`` how many touched municipalities have no
    lane.
    """

    height: float
    lanes: tuple[Lane, ...]
    cards: tuple[Card, ...]
    more: tuple[More, ...]
    lines: tuple[Line, ...]
    spine: Box
    drawn: Mapping[Way, Drawn]
    beyond: int = 0


def strength_class(strength: float) -> int:
    """Return 3 for strong (0.70 and above), 2 for medium (0.40 and above), 1 for weak.

    Examples
    --------
    >>> strength_class(0.7 - 1e-12), strength_class(0.4), strength_class(0.2)
    (3, 2, 1)
    """
    return 3 if strength >= 0.7 - 1e-9 else 2 if strength >= 0.4 - 1e-9 else 1
