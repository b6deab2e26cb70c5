"""The sectors of an impact answer, as rows of the roll-up and as parts of the list on narrow screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc.model import Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.impact.result import Impact, Touched
from graphsvc_queries.impact.rows import SectorRow
from graphsvc_visualizations.explorer.impact_rows import PageRows, page_rows
from graphsvc_visualizations.marks import NATIONAL, NOBODY, Mark, sector_marks
from graphsvc_visualizations.swimlane import words
from graphsvc_visualizations.swimlane.cells import JOURNEYS, OUTSIDE, WITHOUT_OWNER, Question
from graphsvc_visualizations.swimlane.cells import NATIONAL as NATIONAL_LANE

__all__ = ["Bar", "SectorList", "bars_of", "lanes_of"]

_EXTRA = {
    OUTSIDE: words.OUTSIDE,
    WITHOUT_OWNER: words.WITHOUT_OWNER,
    JOURNEYS: words.JOURNEYS,
    NATIONAL_LANE: words.NATIONAL,
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the roll-up; ``strongest`` is the unit whose path tells why the sector is touched."""

    row: SectorRow
    mark: Mark
    thing: str | None
    strongest: Touched | None


@dataclass(frozen=True, slots=True)
class SectorList:
    """What is touched in one sector, for the list that takes the picture's place on narrow screens."""

    key: str
    name: Text | None
    mark: Mark
    effect: Sequence[Touched]
    work: Sequence[Touched]

    @property
    def strength(self) -> float:
        """The strongest effect in it."""
        return max((one.strength for one in self.effect), default=0.0)


#: Of a register of several municipalities so many sectors in which something is touched are told one by one.
_TOLD = 60


def bars_of(snapshot: Snapshot, result: Impact, rows: PageRows | None = None) -> list[Bar]:
    """Return the rows of the roll-up with their marks.

    With several municipalities only sectors in which something is touched are told, the strongest first; of one
    municipality every sector is, since that it is not touched is an answer too.

    Parameters
    ----------
    rows
        The rows of the answer, where they are known already.

    Notes
    -----
    O(sectors + touched).
    """
    marks = {str(snapshot.references[sector]): mark for sector, mark in sector_marks(snapshot).items()}
    some = [row for row in result.sectors if row.effect.strength or row.work.strength or row.effect.below]
    told = some[:_TOLD] if snapshot.organisation.several else result.sectors
    strongest = (rows or page_rows(snapshot, result)).strongest_units([row.id for row in told])
    found = []
    for row in told:
        thing = f"unit:{row.id}"
        found.append(Bar(row, marks.get(thing, NOBODY), thing if thing in marks else None, strongest.get(row.id)))
    return found


def lanes_of(snapshot: Snapshot, result: Impact, shown: frozenset[str] = frozenset()) -> list[SectorList]:
    """Sort what is touched by sector, the strongest sector first, untouched sectors last.

    Parameters
    ----------
    shown
        References of the sectors that are wanted; all when empty.

    Notes
    -----
    O(touched + sectors log sectors).
    """
    question = Question(snapshot, result, sectors=shown)
    marks = {str(snapshot.references[sector]): mark for sector, mark in sector_marks(snapshot).items()}
    found: dict[str, tuple[list[Touched], list[Touched]]] = {key: ([], []) for key in question.lanes}
    for one in result.touched:
        lane = question.lane(one)
        if lane in found or not (shown or question.beyond):
            found.setdefault(lane, ([], []))[one.way is Way.WORK].append(one)
    lists = [
        SectorList(key, _EXTRA.get(key), marks.get(key, NATIONAL if key == NATIONAL_LANE else NOBODY), *sides)
        for key, sides in found.items()
    ]
    return sorted(lists, key=lambda one: (one.key in _EXTRA, -one.strength, -len(one.work)))
