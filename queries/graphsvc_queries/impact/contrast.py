"""Two answers to one impact question in one: what is touched in both, what comes, what goes, what grows and shrinks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from graphsvc.model import Kind, Reference, Way
from graphsvc_queries.impact.result import Impact, Tie, Touched
from graphsvc_queries.impact.rows import SectorRow

__all__ = ["Contrast", "Contrasted", "Standing"]

#: Strengths that differ by less are the same.
_SAME = 5e-4
_Key = tuple[str, Way]


class Standing(StrEnum):
    """How something stands in the later of two answers, seen from the earlier."""

    GONE = "gone"
    NEW = "new"
    STRONGER = "stronger"
    WEAKER = "weaker"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Contrasted:
    """One touched thing in both answers; a strength is None where it is not touched."""

    touched: Touched
    before: float | None
    after: float | None

    @property
    def standing(self) -> Standing:
        """What became of it."""
        if self.before is None or self.after is None:
            return Standing.NEW if self.before is None else Standing.GONE
        if abs(self.after - self.before) < _SAME:
            return Standing.SAME
        return Standing.STRONGER if self.after > self.before else Standing.WEAKER


@dataclass(frozen=True)
class Contrast:
    """Two answers to one question.

    Parameters
    ----------
    own
        The answer that is asked for.
    other
        The one that it is held against; None when what changes is not there then.
    own_first
        Whether ``own`` is the earlier of the two.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.text import Text
    >>> from graphsvc_queries.impact.rows import Below, BelowWay
    >>> below, day = Below(BelowWay(), BelowWay()), dt.date(2026, 12, 1)
    >>> nothing = Impact(1, day, (), 0.2, 4, Text.same(""), (), (), (), (), (), below, False, ())
    >>> Contrast(nothing, nothing, own_first=True).is_same
    True
    """

    own: Impact
    other: Impact | None
    own_first: bool

    def __post_init__(self) -> None:
        # Rows of both are looked at again and again.
        object.__setattr__(self, "own", self.own.whole())
        object.__setattr__(self, "other", self.other.whole() if self.other else None)

    @property
    def before(self) -> Impact | None:
        """The earlier answer."""
        return self.own if self.own_first else self.other

    @property
    def after(self) -> Impact | None:
        """The later answer."""
        return self.other if self.own_first else self.own

    @cached_property
    def rows(self) -> tuple[Contrasted, ...]:
        """Everything that is touched in one of them, what differs first, else strongest first."""
        before, after = _touched(self.before), _touched(self.after)
        own, other = _touched(self.own), _touched(self.other)
        rows = [Contrasted(one, _strength(before, key), _strength(after, key)) for key, one in {**other, **own}.items()]
        order = list(Standing)
        return tuple(sorted(rows, key=lambda row: (order.index(row.standing), *_rank(row.touched))))

    @cached_property
    def _by_thing(self) -> Mapping[_Key, Contrasted]:
        return {(row.touched.thing, row.touched.way): row for row in self.rows}

    def of(self, thing: str, way: Way) -> Contrasted | None:
        """Return how a touched thing stands; None when it is touched in neither."""
        return self._by_thing.get((thing, way))

    @property
    def is_same(self) -> bool:
        """Whether nothing differs in what is touched, and how strongly."""
        return all(row.standing is Standing.SAME for row in self.rows)

    @cached_property
    def merged(self) -> Impact:
        """Both answers as one, for a picture: what only the other answer touches comes on top of the own one.

        Notes
        -----
        O(touched log touched + ties log ties).
        """
        if self.other is None:
            return self.own
        touched = sorted((row.touched for row in self.rows), key=_rank)
        ties = {**_ties(self.other), **_ties(self.own)}
        in_order = tuple(ties[key] for key in sorted(ties, key=lambda key: (key[2], key[0], key[1], key[3])))
        return replace(self.own, touched=tuple(touched), ties=in_order)

    @cached_property
    def ties(self) -> Mapping[tuple[Reference, Reference, Way], Standing]:
        """What became of the ties that are in one answer only."""
        before, after = _joined(self.before), _joined(self.after)
        gone = dict.fromkeys(before - after, Standing.GONE)
        return gone | dict.fromkeys(after - before, Standing.NEW)

    def counts(self, rows: Iterable[Contrasted] | None = None) -> Counter[Standing]:
        """Count how things stand, among some rows or all."""
        return Counter(row.standing for row in (self.rows if rows is None else rows))

    def kinds(self, way: Way, standing: Standing) -> Counter[Kind]:
        """Count by kind what is touched in a way and stands so."""
        return Counter(row.touched.kind for row in self.rows if row.touched.way is way and row.standing is standing)

    def sector(self, identifier: str) -> tuple[SectorRow | None, SectorRow | None]:
        """Return a row of the roll-up in both answers."""
        return _row(self.before, identifier), _row(self.after, identifier)

    @cached_property
    def sectors(self) -> Mapping[Standing, tuple[SectorRow, ...]]:
        """Sectors with an effect in one answer only: those that come, and those that go."""
        before, after = _affected(self.before), _affected(self.after)
        gone = tuple(row for name, row in before.items() if name not in after)
        return {Standing.GONE: gone, Standing.NEW: tuple(row for name, row in after.items() if name not in before)}


def _touched(answer: Impact | None) -> dict[_Key, Touched]:
    return {} if answer is None else {(one.thing, one.way): one for one in answer.touched}


def _strength(touched: Mapping[_Key, Touched], key: _Key) -> float | None:
    return touched[key].strength if key in touched else None


def _rank(one: Touched) -> tuple[float, str, str]:
    return -round(one.strength, 9), one.thing, one.way


def _ties(answer: Impact) -> dict[tuple[Reference, Reference, str, str], Tie]:
    return {(tie.start, tie.end, tie.way.value, tie.rule): tie for tie in answer.ties}


def _joined(answer: Impact | None) -> set[tuple[Reference, Reference, Way]]:
    return set() if answer is None else {(tie.start, tie.end, tie.way) for tie in answer.ties}


def _row(answer: Impact | None, identifier: str) -> SectorRow | None:
    return None if answer is None else next((row for row in answer.sectors if row.id == identifier), None)


def _affected(answer: Impact | None) -> dict[str, SectorRow]:
    return {} if answer is None else {row.id: row for row in answer.sectors if row.effect.strength}
