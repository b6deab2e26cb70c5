"""Who stands where: what is touched sorted into lanes and columns, and which of it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graphsvc.model import Kind, Reference, Scope, Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.impact.contrast import Contrast, Contrasted, Standing
from graphsvc_queries.impact.near import NEAREST
from graphsvc_queries.impact.result import Impact, Touched
from graphsvc_visualizations.swimlane.nearby import Nearby, make_together
from graphsvc_visualizations.swimlane.parts import Cell, Column, strength_class

__all__ = ["JOURNEYS", "NATIONAL", "OUTSIDE", "ROOM", "WITHOUT_OWNER", "Question", "Sorted", "choose", "rank"]

OUTSIDE, WITHOUT_OWNER, JOURNEYS, NATIONAL = "outside", "without_owner", "journeys", "national"
_EXTRA = (OUTSIDE, WITHOUT_OWNER, JOURNEYS, NATIONAL)
#: So many cards are shown in a cell of each column.
ROOM = {Column.WORK: 5, Column.SYSTEMS: 6, Column.SERVICES: 6, Column.UNITS: 6}
_COLUMNS = {Kind.SERVICE: Column.SERVICES, Kind.UNIT: Column.UNITS, Kind.JOURNEY: Column.UNITS}


@dataclass(frozen=True)
class Question:
    """What is to be drawn: an answer, whose path is selected, which cells are unfolded, which sectors are shown.

    With a ``contrast`` the answer is both answers in one, and ``other`` the graph of the second.
    """

    snapshot: Snapshot
    result: Impact
    selected: str | None = None
    way: Way | None = None
    unfolded: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    contrast: Contrast | None = None
    other: Snapshot | None = None

    def __post_init__(self) -> None:
        # Its rows are looked at again and again.
        object.__setattr__(self, "result", self.result.whole())

    def stands(self, one: Touched) -> Contrasted | None:
        """Return how a touched thing stands in both answers; None when there is only one."""
        return None if self.contrast is None else self.contrast.of(one.thing, one.way)

    def tally(self, things: Iterable[Touched]) -> tuple[int, int]:
        """Count the new and the gone among touched things."""
        found = [row.standing for one in things if (row := self.stands(one))]
        return found.count(Standing.NEW), found.count(Standing.GONE)

    def home(self, thing: str) -> Snapshot | None:
        """Return the graph that knows a thing: the shown one if it can."""
        return next((one for one in (self.snapshot, self.other) if one is not None and thing in one), None)

    def owners(self, thing: str) -> list[Text]:
        """Return what a thing's owners are called."""
        home = self.home(thing)
        if home is None:
            return []
        return [_called(home, owner) for owner in home.organisation.owners_of(home.index(thing))]

    @cached_property
    def chosen(self) -> Touched | None:
        """The selected thing as it is touched; effect before work when both and no way is named."""
        if self.selected is None:
            return None
        ways = [self.way] if self.way else [Way.EFFECT, Way.WORK]
        return next((found for way in ways if (found := self.result.find(self.selected, way))), None)

    @cached_property
    def steps(self) -> Mapping[Reference, int]:
        """Thing on the selected path -> number of the step that reaches it, from 1."""
        return {} if self.chosen is None else {hop.end: step for step, hop in enumerate(self.chosen.path, 1)}

    @cached_property
    def hops(self) -> frozenset[tuple[Reference, Reference]]:
        """The steps of the selected path."""
        return frozenset() if self.chosen is None else frozenset((hop.start, hop.end) for hop in self.chosen.path)

    @cached_property
    def changes(self) -> frozenset[Reference]:
        """Everything that paths start from: what changes, and the proposal that says so."""
        if isinstance(self.result, Nearby):
            return self.result.begun
        starts = {one.path[0].start for one in self.result.touched if one.path}
        return frozenset(starts | {change.thing for change in self.result.changes})

    @cached_property
    def lanes(self) -> tuple[str, ...]:
        """Keys of the lanes: sectors in register order, then what else is touched, national systems last.

        In a register of several municipalities the touched ones have a lane each, unless sectors are chosen; when only
        one is touched, its sectors have.
        """
        used = {self.lane(one) for one in self.result.touched if _drawn(one)}
        extra = (key for key in _EXTRA if key in used)
        if self._by_municipality:
            return (*sorted(self._places_touched[:NEAREST]), *extra)
        known = [str(self.snapshot.references[sector]) for sector in self._sectors_here]
        return (*(key for key in known if not self.sectors or key in self.sectors), *extra)

    @cached_property
    def beyond(self) -> int:
        """How many touched municipalities have no lane, since a picture of all of them could not be read."""
        elsewhere = self.result.lanes_elsewhere if isinstance(self.result, Nearby) else 0
        return max(len(self._places_touched) - NEAREST, 0) + elsewhere if self._by_municipality else 0

    @cached_property
    def _by_municipality(self) -> bool:
        return not self.sectors and len(self._homes) > 1

    @cached_property
    def _homes(self) -> frozenset[int]:
        """The municipalities whose sectors are touched, else those of what changes; empty where there is but one."""
        organisation, snapshot = self.snapshot.organisation, self.snapshot
        if not organisation.several:
            return frozenset()
        sectors = {f"unit:{sector}" for one in self.result.touched for sector in one.sectors}
        things = sectors or {change.thing for change in self.result.changes}
        found = {organisation.municipality_of(snapshot.index(thing)) for thing in things if thing in snapshot}
        return frozenset(one for one in found if one is not None)

    @property
    def _sectors_here(self) -> Iterable[int]:
        """The sectors that may have lanes: of the one municipality that is touched, where there are several."""
        organisation = self.snapshot.organisation
        if self.sectors or not organisation.several:
            return organisation.sectors
        return (one for one in organisation.sectors if organisation.municipality_of(one) in self._homes)

    @cached_property
    def _places_touched(self) -> list[str]:
        """The lanes that things stand in, those of the selected path first, then the most strongly touched."""
        best: dict[str, tuple[bool, bool, float, str]] = {}
        for one in self.result.touched:
            key = self.lane(one)
            if _drawn(one) and key not in _EXTRA and key in self.snapshot:
                rank = (one.thing not in self.steps, one.way is Way.WORK, -round(one.strength, 9), key)
                best[key] = min(rank, best.get(key, rank))
        return sorted(best, key=lambda key: best[key])

    def called(self, thing: int) -> Text:
        """Return what a thing is called, in every language."""
        return _called(self.snapshot, thing)

    def lane(self, one: Touched) -> str:
        """Return the key of the lane that a touched thing belongs to."""
        if one.kind is Kind.JOURNEY:
            return JOURNEYS
        if one.kind is Kind.SYSTEM and self._fields(one).get("scope") == Scope.NATIONAL:
            return NATIONAL
        if one.sectors:
            keys = [f"unit:{sector}" for sector in one.sectors]
            return self._lane_of(keys[0] if len(keys) == 1 else min(keys, key=self._place))
        ownerless = one.kind not in {Kind.UNIT, Kind.SERVICE} and one.unit is None
        return WITHOUT_OWNER if ownerless else OUTSIDE

    def _lane_of(self, sector: str) -> str:
        """Return the lane of a sector: its own, or that of its municipality where these have the lanes."""
        if not self._by_municipality or sector not in self.snapshot:
            return sector
        above = self.snapshot.organisation.municipality_of(self.snapshot.index(sector))
        return sector if above is None else str(self.snapshot.references[above])

    def _fields(self, one: Touched) -> Mapping[str, object]:
        home = self.home(one.thing)
        return {} if home is None else home.record(home.index(one.thing)).fields

    def _place(self, key: str) -> int:
        return self._places.get(key, len(self._places))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        sectors = self.snapshot.organisation.sectors
        return {str(self.snapshot.references[sector]): place for place, sector in enumerate(sectors)}


@dataclass(frozen=True)
class Sorted:
    """What each cell holds, strongest first, and how many of it are shown."""

    shown: Mapping[Cell, tuple[Touched, ...]]
    hidden: Mapping[Cell, tuple[Touched, ...]]


def _called(snapshot: Snapshot, thing: int) -> Text:
    nb, nn, en = (snapshot.name(thing, language).words for language in Language)
    return Text(nb, nn, en)


def _drawn(one: Touched) -> bool:
    """Units that must act have no card of their own: each stands on the card of the system it owns, or on the spine."""
    return one.way is Way.EFFECT or one.kind is not Kind.UNIT


def choose(question: Question) -> Sorted:
    """Sort what is touched into cells and choose what is shown in each.

    Notes
    -----
    O(touched log touched). Six a cell (five systems to work on), or all when there is just one more, so that
    "+ 1 more" never takes the room of the one. Things on the selected path push out the last.
    """
    cells: dict[Cell, list[Touched]] = {}
    lanes = frozenset(question.lanes)
    for one in question.result.touched:
        if _drawn(one) and (lane := question.lane(one)) in lanes:
            column = Column.WORK if one.way is Way.WORK else _COLUMNS.get(one.kind, Column.SYSTEMS)
            cells.setdefault((lane, column), []).append(one)
    shown: dict[Cell, tuple[Touched, ...]] = {}
    hidden: dict[Cell, tuple[Touched, ...]] = {}
    for cell, found in cells.items():
        ranked = sorted(found, key=lambda one: (_unchanged(one, question), *rank(one, question.result.degrees)))
        kept = _kept(cell, ranked, question)
        shown[cell] = tuple(one for one in ranked if one.thing in kept)
        hidden[cell] = tuple(one for one in ranked if one.thing not in kept)
    make_together(one for found in shown.values() for one in found)
    return Sorted(shown, hidden)


def _unchanged(one: Touched, question: Question) -> bool:
    """What differs between two answers is shown before what does not."""
    row = question.stands(one)
    return row is not None and row.standing is Standing.SAME


def rank(one: Touched, degrees: Mapping[Reference, int]) -> tuple[float, float, float, str, str]:
    """Return by what a thing stands before others of its cell: strength, else the flows that must be worked on."""
    if one.way is Way.WORK:
        flows = 1 + len(one.path[0].parallel) if one.path else 0
        return (-flows, 0, 0, one.name.nb, one.thing)
    return (-strength_class(one.strength), -round(one.strength, 9), -degrees.get(one.thing, 0), "", one.thing)


def _kept(cell: Cell, ranked: list[Touched], question: Question) -> frozenset[Reference]:
    room = ROOM[cell[1]]
    everything = cell == (NATIONAL, Column.WORK) or "/".join(cell) in question.unfolded
    if everything or len(ranked) <= room + 1:
        return frozenset(one.thing for one in ranked)
    way = question.chosen.way if question.chosen else None
    pinned = [one.thing for one in ranked if one.thing in question.steps and one.way is way]
    rest = [one.thing for one in ranked if one.thing not in pinned]
    return frozenset(pinned + rest[: max(room - len(pinned), 0)])
