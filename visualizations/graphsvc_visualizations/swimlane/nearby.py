"""A large answer as far as one picture goes: what stands in its lanes, with the numbers of the whole answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, cast

import numpy as np

from graphsvc.model import Kind, Reference, Way, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import among, distinct
from graphsvc_queries.impact.result import Impact, Tie, Touched
from graphsvc_queries.impact.ties import TieRows
from graphsvc_queries.impact.touched import TouchedRows
from graphsvc_queries.impact.ways import Numbers
from graphsvc_visualizations.swimlane.lane_rows import LaneRows

__all__ = ["Nearby", "make_together", "nearby"]

_WAYS = tuple(Way)


@dataclass(frozen=True)
class Nearby(Impact):
    """The rows and ties of some lanes, and where nothing else is said, the numbers of the whole answer.

    Parameters
    ----------
    full
        The whole answer.
    begun
        Everything that paths start from.
    lanes_elsewhere
        How many municipalities are touched that have none of these lanes.
    known_degrees
        See :attr:`Impact.degrees`; of these rows.
    """

    full: Impact = field(kw_only=True, repr=False)
    begun: frozenset[Reference] = field(kw_only=True)
    lanes_elsewhere: int = field(kw_only=True)
    known_degrees: Mapping[Reference, int] = field(kw_only=True, repr=False)

    @cached_property
    def degrees(self) -> Mapping[Reference, int]:
        """Number of pictured effect ties at each thing of these lanes."""
        return self.known_degrees

    def find(self, thing: str, way: Way) -> Touched | None:
        """Return a thing as it is touched in one way, wherever it stands."""
        return self.full.find(thing, way)

    def touches(self, thing: str, way: Way) -> bool:
        """Tell whether a thing is touched in one way, wherever it stands."""
        return self.full.touches(thing, way)

    def exist(self, way: Way) -> int:
        """Count the ties of one way that belong in a picture of the whole answer."""
        return self.full.exist(way)


class _Row:
    """Stands for a row, and makes it when more is asked than where it stands: most rows of a picture are counted."""

    __slots__ = ("_made", "_place", "_touched", "id", "kind", "sectors", "strength", "thing", "way")

    def __init__(self, touched: TouchedRows, place: int, thing: Reference, sectors: tuple[str, ...]) -> None:
        self._touched, self._place, self._made = touched, place, cast(Touched | None, None)
        kind, self.id = split_reference(thing)
        self.thing, self.kind, self.sectors = thing, Kind(kind), sectors
        self.way, self.strength = _WAYS[touched.ways[place]], float(touched.strengths[place])

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self.make([self])
        return getattr(self._made, name)

    @staticmethod
    def make(rows: Sequence[_Row]) -> None:
        """Make what some rows of one answer stand for, together: paths share their beginnings."""
        left = [one for one in rows if one._made is None]
        for one, made in zip(
            left, left[0]._touched.made(np.array([one._place for one in left])) if left else (), strict=True
        ):
            one._made = made

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Row | Touched):
            return NotImplemented
        return (self.thing, self.way) == (other.thing, other.way)

    def __hash__(self) -> int:
        return hash((self.thing, self.way))


class _Tie:
    """Stands for a tie in the same way: all are asked where they lead, few are drawn."""

    __slots__ = ("_made", "_place", "_ties", "end", "pictured", "start", "way")

    def __init__(self, ties: TieRows, place: int, start: Reference, end: Reference) -> None:
        self._ties, self._place, self._made = ties, place, cast(Tie | None, None)
        self.start, self.end = start, end
        self.way, self.pictured = _WAYS[ties.ways[place]], bool(ties.pictured[place])

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = self._ties.made(np.array([self._place]))[0]
        return getattr(self._made, name)


def make_together(rows: Iterable[Touched]) -> None:
    """Make the rows that are needed whole, where they only stand for some: quicker than one after the other."""
    every: Iterable[object] = rows
    _Row.make([one for one in every if isinstance(one, _Row)])


def nearby(
    snapshot: Snapshot,
    result: Impact,
    *,
    selected: str | None = None,
    way: Way | None = None,
    sectors: frozenset[str] = frozenset(),
) -> Impact:
    """Return as much of an answer as the picture of a question needs; an answer whose rows are made already as it is.

    Parameters
    ----------
    selected, way, sectors
        As for :func:`graphsvc_visualizations.swimlane.layout.layout`, whose picture is the same for both.

    Notes
    -----
    O(touched log touched + ties) in arrays, O(1) for each row and tie of the lanes.
    """
    touched, ties = result.touched, result.ties
    if not isinstance(touched, TouchedRows) or not isinstance(ties, TieRows):
        return result
    rows = LaneRows(snapshot, result, touched)
    lane = rows.lanes(by_municipality=not sectors and len(rows.homes) > 1)
    path = _on_path(snapshot, touched, result, selected, way)
    if sectors:
        known = [snapshot.index(one) for one in sectors if one in snapshot]
        chosen: Numbers = np.array([*known, -1, -2, -3, -4], dtype=np.int64)
        elsewhere = 0
    else:
        chosen = rows.chosen(lane, path)
        several = len(rows.homes) > 1
        elsewhere = len(set(rows.best_lanes(lane)) - set(chosen.tolist())) if several else 0
    kept = np.flatnonzero(among(lane, distinct(chosen)))
    things = distinct(touched.things[kept])
    near = among(ties.starts, things) | among(ties.ends, things) | (ties.starts < 0)
    told = {one.name: getattr(result, one.name) for one in fields(Impact)}
    told |= {
        "touched": tuple(_in_order(snapshot, rows, kept)),
        "ties": tuple(_ties(snapshot, ties, np.flatnonzero(near))),
        "sectors": tuple(result.sectors),
        "consult": (),
    }
    degrees = dict(zip(snapshot.named(things), ties.degree_of(things).tolist(), strict=True))
    begun = touched.begun() | {change.thing for change in result.changes}
    return Nearby(**told, full=result, begun=begun, lanes_elsewhere=elsewhere, known_degrees=degrees)


def _on_path(
    snapshot: Snapshot, touched: TouchedRows, result: Impact, selected: str | None, way: Way | None
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell which rows are of things on the path of the selected one."""
    ways: Sequence[Way] = [way] if way else [Way.EFFECT, Way.WORK]
    found = next((row for one in ways if selected and (row := result.find(selected, one))), None)
    ends = [snapshot.index(hop.end) for hop in found.path] if found else []
    on: np.ndarray[Any, np.dtype[np.bool_]] = np.isin(touched.things, np.array(ends, dtype=np.int64))
    return on


def _ties(snapshot: Snapshot, ties: TieRows, places: Numbers) -> list[Tie]:
    """Return some ties, each made when more is asked than where it leads."""
    begun = ties.starts[places] < 0  # from a proposal, which is none of the snapshot's things
    starts = snapshot.named(np.maximum(ties.starts[places], 0))
    told = zip(places.tolist(), begun.tolist(), starts, snapshot.named(ties.ends[places]), strict=True)
    proposed = iter(ties.made(places[begun]))
    found = (next(proposed) if first else _Tie(ties, place, start, end) for place, first, start, end in told)
    return cast(list[Tie], list(found))


def _in_order(snapshot: Snapshot, rows: LaneRows, kept: Numbers) -> list[Touched]:
    """Return some rows in the order of the answer: by strength, then id, kind and way."""
    touched, size = rows.touched, len(snapshot)
    names = snapshot.named(touched.things[kept])
    which, sector = rows.sectors
    pairs = distinct(which * size + sector)
    which, sector = pairs // size, pairs % size
    each, place = np.unique(sector, return_inverse=True)
    ids = [split_reference(name)[1] for name in snapshot.named(each)]
    first, last = (np.searchsorted(which, kept, side=side).tolist() for side in ("left", "right"))
    at = place.tolist()
    found = [
        _Row(touched, row, name, tuple(ids[one] for one in at[begin:end]))
        for row, name, begin, end in zip(kept.tolist(), names, first, last, strict=True)
    ]
    work = np.flatnonzero((~rows.effect & rows.drawn)[kept])  # ranked by what their paths say: made together
    _Row.make([found[one] for one in work.tolist()])
    ranks = rows.rounded[kept].tolist()
    order = sorted(
        range(len(found)), key=lambda one: (-ranks[one], found[one].id, found[one].kind, touched.ways[kept[one]])
    )
    return cast(list[Touched], [found[one] for one in order])
