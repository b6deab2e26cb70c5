"""How many ties a picture would draw, without laying it out: the numbers that a document tells."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.model import Reference, Way
from graphsvc_queries.impact.result import Drawn, Tie
from graphsvc_visualizations.swimlane.cells import Question, Sorted, choose
from graphsvc_visualizations.swimlane.parts import Cell, Column
from graphsvc_visualizations.swimlane.rows import floored

__all__ = ["count_drawn"]

#: Columns between which a line runs; from systems to units it needs the floor of the lane that it comes from.
_WAYS = frozenset(
    {
        (Column.SYSTEMS, Column.SYSTEMS),
        (Column.SYSTEMS, Column.SERVICES),
        (Column.SERVICES, Column.SERVICES),
        (Column.SERVICES, Column.UNITS),
    }
)


def count_drawn(question: Question) -> Mapping[Way, Drawn]:
    """Count the ties of each way that the picture of a question shows, of those that exist.

    The numbers are those of :func:`graphsvc_visualizations.swimlane.layout.layout`, which also measures every lane and
    card: for a document that would be work for nothing.

    Notes
    -----
    O(touched log touched + ties).
    """
    cells, exist = choose(question), question.result.exist
    return {
        Way.EFFECT: Drawn(_effect(question, cells), exist(Way.EFFECT)),
        Way.WORK: Drawn(_work(question, cells), exist(Way.WORK)),
    }


def _effect(question: Question, cells: Sorted) -> int:
    ties = [tie for tie in question.result.ties if tie.way is Way.EFFECT]
    shown = {one.thing: cell for cell, found in cells.shown.items() if cell[1] is not Column.WORK for one in found}
    floors = floored(question, cells, ties)
    return sum(tie.pictured and _runs(question, tie, shown, floors) for tie in ties)


def _runs(question: Question, tie: Tie, shown: Mapping[Reference, Cell], floors: frozenset[str]) -> bool:
    """Tell whether both ends are shown and the picture has a way between their columns."""
    end = shown.get(tie.end)
    if end is None:
        return False
    if tie.start in question.changes:
        return end[1] is not Column.UNITS or end[0] in floors
    start = shown.get(tie.start)
    if start is None:
        return False
    if (start[1], end[1]) == (Column.SYSTEMS, Column.UNITS):
        return start[0] in floors
    return (start[1], end[1]) in _WAYS


def _work(question: Question, cells: Sorted) -> int:
    shown = {one.thing for cell, found in cells.shown.items() if cell[1] is Column.WORK for one in found}
    return sum(tie.way is Way.WORK and tie.pictured and tie.end in shown for tie in question.result.ties)
