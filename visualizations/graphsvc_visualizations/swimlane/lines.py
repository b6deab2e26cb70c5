"""Which ties become lines, how each runs, and how many are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graphsvc.model import Reference, Way
from graphsvc_queries.impact.contrast import Standing
from graphsvc_queries.impact.result import Tie
from graphsvc_visualizations.swimlane.cells import Question, Sorted
from graphsvc_visualizations.swimlane.gutters import Gutter, Route, points, tracks
from graphsvc_visualizations.swimlane.parts import SPINE, SPINE_WIDTH, Box, Column, Line
from graphsvc_visualizations.swimlane.rows import Places

__all__ = ["draw_effect", "draw_work"]

_PORT = 4
_SPINE_RIGHT = SPINE + SPINE_WIDTH


@dataclass(frozen=True, slots=True)
class _End:
    """A place where a line begins or ends; ``box`` None stands for the change."""

    name: str
    lane: str
    column: Column | None
    box: Box | None

    @property
    def out(self) -> float:
        return self.box.middle + _PORT if self.box else 0.0

    @property
    def into(self) -> float:
        return self.box.middle - _PORT if self.box else 0.0


def draw_effect(question: Question, cells: Sorted, places: Places) -> tuple[list[Line], int]:
    """Turn effect ties into lines.

    Returns
    -------
    tuple
        The lines, and how many of the ties that are due in a picture they show (lines to journeys come on top). A
        card that only hidden things reach has one dotted line from where they are counted; its ties count as not
        drawn.

    Notes
    -----
    O(ties + groups x tracks).
    """
    ends = _ends(places)
    ties = [tie for tie in question.result.ties if tie.way is Way.EFFECT]
    found = ((tie, _between(_start(question, tie, ends), ends.get(tie.end), places)) for tie in ties)
    drawn = [(tie, route) for tie, route in found if route is not None]
    dotted = _dotted(ties, {tie.end for tie, _ in drawn}, ends, cells, places)
    xs = tracks([*(route for _, route in drawn), *(route for _, route in dotted)])
    lines = [_line(question, tie, route, xs) for tie, route in drawn]
    lines += [replace(_line(question, tie, route, xs), aggregated=True, selected=False) for tie, route in dotted]
    return lines, sum(tie.pictured for tie, _ in drawn)


def _ends(places: Places) -> dict[Reference, _End]:
    found: dict[Reference, _End] = {}
    for (thing, way), box in places.boxes.items():
        if way is Way.EFFECT:
            found[thing] = _End(thing, _lane_at(places, box), _column_at(box), box)
    return found


def _lane_at(places: Places, box: Box) -> str:
    return next(key for key, top in places.tops.items() if top <= box.y < top + places.heights[key])


def _column_at(box: Box) -> Column:
    return next(column for column in Column if column.left == box.x)


def _start(question: Question, tie: Tie, ends: Mapping[Reference, _End]) -> _End | None:
    return _End("", "", None, None) if tie.start in question.changes else ends.get(tie.start)


def _between(start: _End | None, end: _End | None, places: Places) -> Route | None:
    """Find the way between two places, or None when one is not shown or the picture has no such way."""
    if start is None or end is None or end.box is None:
        return None
    return _from_change(end, end.box, places) if start.box is None else _route(start, start.box, end, end.box, places)


def _route(start: _End, left: Box, end: _End, right: Box, places: Places) -> Route | None:
    levels, source, target = (start.out, end.into), start.name, end.name
    match start.column, end.column:
        case Column.SYSTEMS, Column.SYSTEMS:
            return Route(left.x, right.x, levels, ((Gutter.SYSTEMS, ("", source)),))
        case Column.SYSTEMS, Column.SERVICES:
            return Route(Column.SYSTEMS.right, right.x, levels, ((Gutter.SERVICES, ("", source)),))
        case Column.SYSTEMS, Column.UNITS if start.lane in places.floors:
            trunks = ((Gutter.SERVICES, ("", source)), (Gutter.UNITS, ("", target)))
            return Route(Column.SYSTEMS.right, right.x, (start.out, places.floors[start.lane], end.into), trunks)
        case Column.SERVICES, Column.SERVICES:
            return Route(Column.SERVICES.right, Column.SERVICES.right, levels, ((Gutter.REQUIRES, ("", target)),))
        case Column.SERVICES, Column.UNITS:
            return Route(Column.SERVICES.right, right.x, levels, ((Gutter.UNITS, ("", target)),))
    return None


def _from_change(end: _End, box: Box, places: Places) -> Route | None:
    match end.column:
        case Column.SYSTEMS:
            return Route(_SPINE_RIGHT, box.x, (box.middle,))
        case Column.SERVICES:
            trunk = (Gutter.SERVICES, ("change", end.lane))
            return Route(_SPINE_RIGHT, box.x, (places.corridors[end.lane], end.into), (trunk,))
        case Column.UNITS if end.lane in places.floors:
            return Route(_SPINE_RIGHT, box.x, (places.floors[end.lane], end.into), ((Gutter.UNITS, ("", end.name)),))
    return None


def _line(question: Question, tie: Tie, route: Route, xs: Mapping[tuple[Gutter, tuple[str, str]], float]) -> Line:
    chosen = question.chosen
    selected = chosen is not None and chosen.way is tie.way and (tie.start, tie.end) in question.hops
    return Line(
        tie.start,
        tie.end,
        tie.way,
        points(route, xs),
        tie.crosses,
        selected=selected,
        standing=_standing(question, tie),
    )


def _standing(question: Question, tie: Tie) -> Standing:
    if question.contrast is None:
        return Standing.SAME
    return question.contrast.ties.get((tie.start, tie.end, tie.way), Standing.SAME)


def _dotted(
    ties: Iterable[Tie], reached: set[Reference], ends: Mapping[Reference, _End], cells: Sorted, places: Places
) -> list[tuple[Tie, Route]]:
    """Find a dotted line for each shown card that only hidden things reach: from the strongest of them."""
    hidden = {one.thing: cell for cell, found in cells.hidden.items() if cell[1] is not Column.WORK for one in found}
    best: dict[Reference, Tie] = {}
    for tie in ties:
        if tie.end in ends and tie.end not in reached and tie.start in hidden:
            rival = best.get(tie.end)
            if rival is None or (-tie.strength, tie.start) < (-rival.strength, rival.start):
                best[tie.end] = tie
    found = []
    for tie in best.values():
        cell = hidden[tie.start]
        counted = _End("more/" + "/".join(cell), cell[0], cell[1], places.more[cell])
        route = _between(counted, ends[tie.end], places)
        if route is not None:
            found.append((tie, route))
    return found


def draw_work(question: Question, places: Places) -> tuple[list[Line], int]:
    """Turn work ties into lines to the left of the change, and count how many are shown.

    A tie to a unit needs no line: the unit stands on the card of the system that it owns, or on the change itself.
    """
    lines: dict[Box, Line] = {}
    for tie in question.result.ties:
        box = places.boxes.get((tie.end, Way.WORK)) if tie.way is Way.WORK and tie.pictured else None
        if box is not None:
            lines[box] = _to_work(question, tie, box, lines.get(box))
    return list(lines.values()), sum(line.count for line in lines.values())


def _to_work(question: Question, tie: Tie, box: Box, before: Line | None) -> Line:
    chosen = question.chosen
    selected = chosen is not None and chosen.way is Way.WORK and (tie.start, tie.end) in question.hops
    if before is None:
        ends = ((box.x + box.width, box.middle), (float(SPINE), box.middle))
        standing = _standing(question, tie)
        return Line(tie.start, tie.end, tie.way, ends, tie.crosses, selected=selected, standing=standing)
    same = before.standing is _standing(question, tie)
    standing = before.standing if same else Standing.SAME
    return replace(before, count=before.count + 1, selected=before.selected or selected, standing=standing)
