"""How high each lane is, and where each card stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from statistics import fmean

from graphsvc.model import Kind, Reference, Way
from graphsvc_queries.impact.result import Tie, Touched
from graphsvc_visualizations.swimlane.cells import JOURNEYS, NATIONAL, Question, Sorted, choose
from graphsvc_visualizations.swimlane.labels import label_height
from graphsvc_visualizations.swimlane.parts import (
    CARD,
    CORRIDOR,
    EMPTY,
    FLOOR,
    GAP,
    HEAD,
    LANE_GAP,
    LEAST,
    NATIONAL_CARD,
    PADDING,
    WORK_CARD,
    Box,
    Cell,
    Column,
    strength_class,
)

__all__ = ["Places", "floored", "place"]

_PORT = 4  # a line leaves a card so far below its middle, and enters so far above
_CLEAR = 3.0  # two level lines of different things stay so far apart


@dataclass
class Places:
    """Where everything stands.

    Parameters
    ----------
    tops, heights
        Of each lane, by key.
    boxes
        Of each card, by thing and way; all national systems to work on share one.
    more
        Box of each "+ n more".
    corridors, floors
        Height of the level line under a lane's systems, and along its bottom where it has one.
    folded
        Where everything stands while nothing is unfolded: unfolding moves no card within its lane.
    """

    tops: dict[str, float] = field(default_factory=dict)
    heights: dict[str, float] = field(default_factory=dict)
    boxes: dict[tuple[Reference, Way], Box] = field(default_factory=dict)
    more: dict[Cell, Box] = field(default_factory=dict)
    corridors: dict[str, float] = field(default_factory=dict)
    floors: dict[str, float] = field(default_factory=dict)
    folded: Places | None = None

    @property
    def bottom(self) -> float:
        """Where the last lane ends."""
        return max((self.tops[key] + self.heights[key] for key in self.tops), default=HEAD)


def place(question: Question, cells: Sorted) -> Places:
    """Give every lane a height and every shown card a place.

    Notes
    -----
    O(shown log shown + ties). Lanes grow downwards only, so that unfolding a cell moves nothing but the lanes below.
    One pass from left to right orders services and units by the mean height of what reaches them.
    """
    places = Places()
    if question.unfolded:
        closed = replace(question, unfolded=frozenset())
        places.folded = place(closed, choose(closed))
    ties = [tie for tie in question.result.ties if tie.way is Way.EFFECT]
    with_floor = floored(question, cells, ties)
    top: float = HEAD
    for key in question.lanes:
        places.tops[key] = top
        places.heights[key] = _height(question, cells, key, floor=key in with_floor)
        if key in with_floor:
            places.floors[key] = top + places.heights[key] - 9
        top += places.heights[key] + LANE_GAP
    sources: dict[Reference, list[Tie]] = {}
    for tie in ties:
        sources.setdefault(tie.end, []).append(tie)
    for column in (Column.WORK, Column.SYSTEMS, Column.SERVICES, Column.UNITS):
        for key in question.lanes:
            _column(question, cells, places, (key, column), sources)
    return places


def floored(question: Question, cells: Sorted, ties: Iterable[Tie]) -> frozenset[str]:
    """Find the lanes with a line along the floor: own use, from the change or from a system reached on the way.

    Parameters
    ----------
    question, cells
        What is drawn, and who stands where.
    ties
        Those of effect.

    Notes
    -----
    O(touched + ties).
    """
    units = {one.thing: cell[0] for cell, found in cells.shown.items() for one in found if cell[1] is Column.UNITS}
    systems = {
        one.thing: cell[0]
        for side in (cells.shown, cells.hidden)
        for cell, found in side.items()
        for one in found
        if cell[1] is Column.SYSTEMS
    }
    own = {units[tie.end] for tie in ties if tie.start in question.changes and tie.end in units}
    return frozenset(own | {systems[tie.start] for tie in ties if tie.start in systems and tie.end in units})


def _cards(question: Question, cells: Sorted, cell: Cell) -> list[float]:
    """Return the heights of the cards in a cell, from the top; with two answers each says how it stands below."""
    column = cell[1]
    number, hidden = len(cells.shown.get(cell, ())), len(cells.hidden.get(cell, ()))
    if cell == (NATIONAL, Column.WORK):
        return [NATIONAL_CARD] if number else []
    height = float(WORK_CARD if column is Column.WORK or question.contrast else CARD)
    return [height] * number + [float(CARD)] * bool(hidden)


def _total(rows: list[float]) -> float:
    return sum(rows) + GAP * max(len(rows) - 1, 0)


def _height(question: Question, cells: Sorted, key: str, *, floor: bool) -> float:
    totals = {column: _total(_rows(question, cells, (key, column))) for column in Column}
    if totals[Column.SYSTEMS]:
        totals[Column.SYSTEMS] += CORRIDOR
    tallest = max(totals.values())
    label = label_height(question, cells, key)
    if not tallest:
        return max(EMPTY, label)
    least = EMPTY if key == JOURNEYS else LEAST
    return max(tallest + 2 * PADDING, least, label) + (FLOOR if floor else 0)


def _rows(question: Question, cells: Sorted, cell: Cell) -> list[float]:
    folded_back = "/".join(cell) in question.unfolded and not cells.hidden.get(cell)
    return _cards(question, cells, cell) + [CARD] * (folded_back and bool(cells.shown.get(cell)))


def _column(
    question: Question, cells: Sorted, places: Places, cell: Cell, sources: Mapping[Reference, list[Tie]]
) -> None:
    """Order the cards of one cell and give each its box."""
    key, column = cell
    rows = _rows(question, cells, cell)
    if column is Column.SYSTEMS:
        _corridor(places, key, rows)
    if not rows:
        return
    shown = _ordered(question, places, cell, cells.shown[cell], sources)
    y = _start(places, cell, rows)
    if cell == (NATIONAL, Column.WORK):
        places.boxes |= {(one.thing, Way.WORK): Box(column.left, y, column.width, rows[0]) for one in shown}
        return
    way = Way.WORK if column is Column.WORK else Way.EFFECT
    for number, height in enumerate(rows):
        box = Box(column.left, y, column.width, height)
        if number < len(shown):
            places.boxes[shown[number].thing, way] = box
        else:
            places.more[cell] = box
        y += height + GAP


def _ordered(
    question: Question, places: Places, cell: Cell, shown: tuple[Touched, ...], sources: Mapping[Reference, list[Tie]]
) -> tuple[Touched, ...]:
    """Order the cards of a cell; those that were there before it was unfolded keep their places."""
    key, column = cell
    if column in {Column.SERVICES, Column.UNITS}:
        shown = tuple(sorted(shown, key=_by_height(question, places, key, sources)))
    if places.folded is None:
        return shown
    way = Way.WORK if column is Column.WORK else Way.EFFECT
    before = {thing: box.y for (thing, side), box in places.folded.boxes.items() if side is way}
    return tuple(sorted(shown, key=lambda one: before.get(one.thing, float("inf"))))


def _corridor(places: Places, key: str, rows: list[float]) -> None:
    if places.folded is not None and not rows:
        places.corridors[key] = places.tops[key] + places.folded.corridors[key] - places.folded.tops[key]
        return
    free = places.heights[key] - (FLOOR if key in places.floors else 0)
    below = PADDING + _total(rows) + 10 if rows else free / 2
    places.corridors[key] = places.tops[key] + below


def _by_height(
    question: Question, places: Places, key: str, sources: Mapping[Reference, list[Tie]]
) -> Callable[[Touched], tuple[float, float, str]]:
    def height(one: Touched) -> tuple[float, float, str]:
        found = (_height_of(question, places, tie, one, key) for tie in sources.get(one.thing, ()))
        reached = [y for y in found if y is not None]
        mean = fmean(reached) if reached else places.tops[key] + places.heights[key]
        return (-strength_class(one.strength), mean, one.thing)

    return height


def _height_of(question: Question, places: Places, tie: Tie, one: Touched, key: str) -> float | None:
    if tie.start in question.changes:
        return places.floors.get(key) if one.kind in {Kind.UNIT, Kind.JOURNEY} else places.corridors[key]
    box = places.boxes.get((tie.start, Way.EFFECT))
    return None if box is None else box.middle


def _start(places: Places, cell: Cell, rows: list[float]) -> float:
    """Where a column begins: systems at the lane's top, the others in its middle, moved to keep lines apart."""
    key, column = cell
    top, height = places.tops[key], places.heights[key]
    free = height - (FLOOR if key in places.floors else 0)
    if column is Column.SYSTEMS:
        return top + PADDING
    if places.folded is not None:
        return top + _first(places.folded, cell) - places.folded.tops[key]
    middle = top + (free - _total(rows)) / 2
    if column is Column.WORK or key == JOURNEYS:
        return middle
    avoid = _levels(places, key, Column.SYSTEMS if column is Column.SERVICES else Column.SERVICES)
    ports = [sum(rows[:number]) + GAP * number + height / 2 - _PORT for number, height in enumerate(rows)]
    room = (free - _total(rows)) / 2 - 2
    for shift in (0.0, 2.0, -2.0, 4.0, -4.0, 6.0, -6.0, 8.0, -8.0):
        if abs(shift) <= room and all(abs(middle + shift + port - y) >= _CLEAR for port in ports for y in avoid):
            return middle + shift
    return middle


def _first(folded: Places, cell: Cell) -> float:
    """Return where a column began while nothing was unfolded."""
    key, column = cell
    top, bottom = folded.tops[key], folded.tops[key] + folded.heights[key]
    return min(box.y for box in folded.boxes.values() if box.x == column.left and top <= box.y < bottom)


def _levels(places: Places, key: str, before: Column) -> list[float]:
    """Return the heights at which lines leave the column before, in this lane."""
    top, bottom = places.tops[key], places.tops[key] + places.heights[key]
    boxes = [*places.boxes.values(), *places.more.values()]
    leaving = [box.middle + _PORT for box in boxes if box.x == before.left and top <= box.y < bottom]
    return [*leaving, *([places.corridors[key]] if before is Column.SYSTEMS else [])]
