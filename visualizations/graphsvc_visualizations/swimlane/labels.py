"""The label of a lane: its glyph, its name and its counts, folded to fit."""

from __future__ import annotations

from collections.abc import Iterable

from graphsvc.text import Language, Text
from graphsvc_queries.impact.result import Touched
from graphsvc_visualizations.lettering import clean, fold
from graphsvc_visualizations.marks import JOURNEYS as JOURNEY_MARK
from graphsvc_visualizations.marks import NATIONAL as NATIONAL_MARK
from graphsvc_visualizations.marks import NOBODY, Mark, sector_marks
from graphsvc_visualizations.swimlane import words
from graphsvc_visualizations.swimlane.cells import JOURNEYS, NATIONAL, OUTSIDE, WITHOUT_OWNER, Question, Sorted
from graphsvc_visualizations.swimlane.parts import Column

__all__ = ["LINE", "NAME_SIZE", "label_height", "lane_mark", "lane_name", "mixed", "name_lines", "tally"]

NAME_SIZE, LINE = 12, 14
_ROOM, _LEFT = 88, 12
_BESIDE, _AGAIN = 18, 8  # what the glyph takes of the first line, and the small number beside it
_NAMES = {
    OUTSIDE: words.OUTSIDE,
    WITHOUT_OWNER: words.WITHOUT_OWNER,
    JOURNEYS: words.JOURNEYS,
    NATIONAL: words.NATIONAL,
}
_MARKS = {OUTSIDE: NOBODY, WITHOUT_OWNER: NOBODY, JOURNEYS: JOURNEY_MARK, NATIONAL: NATIONAL_MARK}


def lane_name(question: Question, key: str) -> Text:
    """Return what a lane is called."""
    if key in _NAMES:
        return _NAMES[key]
    return question.called(question.snapshot.index(key))


def lane_mark(question: Question, key: str) -> Mark:
    """Return how a lane looks."""
    snapshot = question.snapshot
    if key not in _MARKS and snapshot.index(key) not in sector_marks(snapshot):
        return NOBODY  # a municipality: colours and glyphs are those of sectors
    return _MARKS[key] if key in _MARKS else sector_marks(snapshot)[snapshot.index(key)]


def name_lines(name: str, mark: Mark) -> tuple[list[tuple[float, str]], bool]:
    """Fold a lane's name beside and under its glyph: where each line begins, its words, and whether it was cut."""
    beside = _BESIDE + (_AGAIN if mark.again else 0)
    lines, cut = fold(clean(name), (_ROOM - beside, _ROOM, _ROOM, _ROOM), NAME_SIZE, bold=True)
    return [(_LEFT + (0 if number else beside), line) for number, line in enumerate(lines)], cut


def tally(question: Question, cells: Sorted, key: str) -> tuple[int, int, int]:
    """Count the services, units and systems that a lane holds by effect, shown and hidden; not those that are gone."""

    def number(column: Column) -> int:
        found = _members(cells, key, (column,))
        return len(found) - question.tally(found)[1]

    return number(Column.SERVICES), number(Column.UNITS), number(Column.SYSTEMS)


def _members(cells: Sorted, key: str, columns: Iterable[Column]) -> list[Touched]:
    sides = (cells.shown, cells.hidden)
    return [one for column in columns for side in sides for one in side.get((key, column), ())]


def mixed(question: Question, cells: Sorted, key: str) -> tuple[int, int]:
    """Count the new and the gone cards of a lane."""
    return question.tally(_members(cells, key, Column))


def label_height(question: Question, cells: Sorted, key: str) -> float:
    """Return the room that a label needs; the longest of the three languages decides, so that places agree."""
    name = lane_name(question, key)
    mark = lane_mark(question, key)
    lines = max(len(name_lines(name.in_(language), mark)[0]) for language in Language)
    services, units, _ = tally(question, cells, key)
    counts = bool(services) + bool(units) + any(mixed(question, cells, key))
    return 6 + LINE * lines + (LINE - 1) * counts + 6
