"""Paths as rows of one table, and which of several paths to a thing is the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.snapshot.ascending import distinct, united
from graphsvc_queries.impact.edges import TIE
from graphsvc_queries.impact.ways import Numbers, Steps, Ways

__all__ = ["Best", "Found", "Labels", "Line"]

#: One path: its last thing (-1: a proposal), the row of the path before (-1: none), what led here, and what it carries.
_LABEL = np.dtype(
    [
        ("thing", np.int32),
        ("before", np.int32),
        ("rule", np.int16),
        ("place", np.int32),
        ("k", np.int32),
        ("provider", np.int32),
        ("weight", np.float64),
        ("strength", np.float64),
        ("first", np.float64),
        ("length", np.int32),
        ("steps", np.int32),
    ]
)


class Line(NamedTuple):
    """One row of the table as plain numbers: reading arrays cell by cell costs more than making a path's words."""

    thing: int
    before: int
    rule: int
    place: int
    k: int
    provider: int
    weight: float
    strength: float
    first: float
    length: int
    steps: int


_NOTHING: Numbers = np.empty(0, dtype=np.int32)


class Labels:
    """A table of paths; each row is the path of the row before it and one edge more.

    Parameters
    ----------
    ways
        Knows the rules and the relations.
    proposal
        Where a proposal stands among references, doubled and odd; paths that begin there are compared by it.
    """

    def __init__(self, ways: Ways, proposal: int = -1) -> None:
        self.ways, self._proposal = ways, proposal
        self._rows = np.empty(256, dtype=_LABEL)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def column(self, name: str) -> NDArray[Any]:
        """Return one column: ``thing``, ``before``, ``rule``, ``strength``, ``length``, ``steps`` and so on."""
        found: NDArray[Any] = self._rows[: self._count][name]
        return found

    def told(self, rows: Numbers | int) -> Any:
        """Return some paths with all their columns."""
        return self._rows[rows]

    def begin(self, thing: int, first: float = 1.0) -> int:
        """Begin a path at a change; ``first`` is what the weight of its next edge is multiplied by."""
        rows = np.zeros(1, dtype=_LABEL)
        rows["thing"], rows["before"], rows["rule"], rows["place"], rows["provider"] = thing, -1, -1, -1, -1
        rows["weight"] = rows["strength"] = 1.0
        rows["first"], rows["length"] = first, 1
        return int(self._added(rows)[0])

    def longer(self, steps: Steps) -> Numbers:
        """Add the paths that are one edge longer; returns their rows."""
        before = self._rows[steps["before"]]
        rows = np.zeros(len(steps), dtype=_LABEL)
        rows["thing"] = steps["target"]
        for name in ("before", "rule", "place", "k", "provider"):
            rows[name] = steps[name]
        rows["weight"] = steps["weight"] * before["first"]
        rows["strength"] = before["strength"] * rows["weight"]
        rows["first"] = 1.0
        rows["length"] = before["length"] + 1
        rows["steps"] = before["steps"] + self.ways.is_step[steps["rule"]]
        return self._added(rows)

    def carried(self, steps: Steps) -> NDArray[np.float64]:
        """Return the strength that each edge would carry on."""
        before = self._rows[steps["before"]]
        found: NDArray[np.float64] = before["strength"] * steps["weight"] * before["first"]
        return found

    def lines(self, rows: Numbers) -> dict[int, Line]:
        """Return some paths, and all that they go on from, as plain numbers by row. O(their edges), in arrays."""
        needed, before = distinct(rows), self.column("before")
        each = [needed]
        while len(needed := distinct(before[needed])) and needed[-1] >= 0:
            needed = needed[needed >= 0]
            each.append(needed)
        every = united(*each)
        return dict(zip(every.tolist(), map(Line._make, self._rows[every].tolist()), strict=True))

    def along(self, row: int) -> list[int]:
        """Return the rows of a path from the change to its end."""
        found, before = [], self.column("before")
        while row >= 0:
            found.append(row)
            row = int(before[row])
        return found[::-1]

    def ids(self, row: int) -> list[str]:
        """Return the ids of the relations of a path."""
        found = (self.ways.id(int(self._rows["rule"][one]), int(self._rows["place"][one])) for one in self.along(row))
        return [one for one in found if one]

    def rank(self, rows: Numbers) -> Numbers:
        """Return where the last things of paths stand among all references, doubled; a proposal stands between two."""
        things = self._rows["thing"][rows].astype(np.int64)
        return np.where(things < 0, self._proposal, 2 * things)

    def first(
        self, group: Numbers, value: NDArray[np.float64], length: Numbers, edges: Mapping[str, Numbers] | Steps
    ) -> Numbers:
        """Return of each group the path to be shown: least value, fewest things, smallest ids of things and relations.

        Parameters
        ----------
        group, value, length
            Of each path.
        edges
            Its last edge: ``before``, ``rule`` and ``place``.
        """
        left = _least(group.argsort(kind="stable"), group, value, TIE)
        if not _repeats(group[left]).any():
            return left
        left = _least(left, group, length)
        alone = _alone(group[left])
        if alone.all():
            return left
        return np.concatenate([left[alone], self._by_path(left[~alone], group, edges)])

    def _by_path(self, left: Numbers, group: Numbers, edges: Mapping[str, Numbers] | Steps) -> Numbers:
        """Decide between equally good paths of the same length: their things, from the change on, then relations."""
        before, columns = edges["before"][left], list[Numbers]()
        while (before >= 0).any():
            columns.append(np.zeros(len(group), dtype=np.int64))
            columns[-1][left] = np.where(before >= 0, self.rank(before), -1)
            before = np.where(before >= 0, self.column("before")[before], -1)
        for ranks in reversed(columns):
            left = _least(left, group, ranks)
        alone = _alone(group[left])
        if alone.all():
            return left
        equal = left[~alone]
        parts = (part.tolist() for part in np.split(equal, _starts(group[equal])[1:]))
        return np.concatenate([left[alone], [self._by_id(part, edges) for part in parts]])

    def _by_id(self, part: list[int], edges: Mapping[str, Numbers] | Steps) -> int:
        """Decide between paths by the same things; parallel relations stand in the order of their ids."""
        told = {one: tuple(int(edges[name][one]) for name in ("before", "rule", "place")) for one in part}
        if len({(before, *self.ways.ends(rule, place)) for before, rule, place in told.values()}) == 1:
            return min(part, key=lambda one: told[one][2])
        return min(part, key=lambda one: self._all_ids(*told[one]))

    def _all_ids(self, before: int, rule: int, place: int) -> list[str]:
        own = self.ways.id(rule, place)
        return [*(self.ids(before) if before >= 0 else []), *([own] if own else [])]

    def _added(self, rows: NDArray[Any]) -> Numbers:
        needed = self._count + len(rows)
        if needed > len(self._rows):
            larger = np.empty(max(needed, 2 * len(self._rows)), dtype=_LABEL)
            larger[: self._count] = self._rows[: self._count]
            self._rows = larger
        self._rows[self._count : needed] = rows
        self._count = needed
        return np.arange(needed - len(rows), needed, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Found:
    """Things, ascending, and the row of the best path to each: what is kept of a search."""

    things: Numbers
    rows: Numbers

    def __len__(self) -> int:
        return len(self.things)

    def at(self, things: Numbers | int) -> Numbers:
        """Return the path to each of some things, -1 where there is none."""
        if not len(self.things):
            return np.full(np.shape(things), -1, dtype=np.int64)
        place = np.minimum(self.things.searchsorted(things), len(self.things) - 1)
        return np.where(self.things[place] == things, self.rows[place], -1)

    @classmethod
    def joined(cls, parts: Sequence[Found]) -> Found:
        """Put several together; of a thing that is in more than one, or more than once, the last counts."""
        things = np.concatenate([one.things for one in parts])
        rows = np.concatenate([one.rows for one in parts])
        order = things.argsort(kind="stable")
        things, last = things[order], np.ones(len(things), dtype=np.bool_)
        np.not_equal(things[1:], things[:-1], out=last[:-1])
        return cls(things[last], rows[order[last]])


class Best:
    """The best path so far to each of some things.

    Parameters
    ----------
    labels
        Where paths are kept.
    limit
        Weaker paths are not kept.
    """

    def __init__(self, labels: Labels, limit: float, begun: Found | None = None) -> None:
        self.labels, self.limit = labels, limit
        #: What has a path. Ascending, since an answer touches few of a nation's things.
        self.found = begun or Found(_NOTHING, _NOTHING)

    def copy(self) -> Best:
        """Return the same paths, to go on from."""
        return Best(self.labels, self.limit, self.found)

    @property
    def count(self) -> int:
        """How many things have a path."""
        return len(self.found)

    def at(self, things: Numbers) -> Numbers:
        """Return the path to each of some things, -1 where there is none."""
        return self.found.at(things)

    def begin(self, rows: Numbers) -> None:
        """Take paths as they are."""
        self.found = Found.joined([self.found, Found(self.labels.column("thing")[rows], rows)])

    def carrying(self, steps: Steps) -> Steps:
        """Return the edges that carry on enough."""
        return steps[self.labels.carried(steps) >= self.limit - TIE]

    def offer(self, steps: Steps) -> NDArray[np.int32]:
        """Keep what is better than what is known: strength, fewer things, smaller ids; returns the new paths.

        Notes
        -----
        O(edges log edges) in arrays; equal paths are compared thing by thing.
        """
        labels, known = self.labels, self.at(steps["target"])
        carried = labels.carried(steps)
        likely = carried >= self.limit - TIE
        held = known >= 0
        likely[held] &= carried[held] >= labels.column("strength")[known[held]] - TIE
        steps, carried, known = steps[likely], carried[likely], known[likely]
        if not len(steps):
            return np.empty(0, dtype=np.int32)
        held = labels.told(distinct(known[known >= 0]))
        length = np.concatenate([labels.column("length")[steps["before"]] + 1, held["length"]])
        value = -np.concatenate([carried, held["strength"]])
        both = {name: np.concatenate([steps[name], held[name]]) for name in ("before", "rule", "place")}
        chosen = labels.first(np.concatenate([steps["target"], held["thing"]]), value, length, both)
        better = steps[chosen[chosen < len(steps)]]
        rows = labels.longer(better).astype(np.int32)
        self.begin(rows)
        return rows


def _repeats(things: Numbers) -> NDArray[np.bool_]:
    """Tell which rows are of the same thing as the row before, but for the first row."""
    found: NDArray[np.bool_] = things[1:] == things[:-1]
    return found


def _starts(things: Numbers) -> NDArray[np.int64]:
    """Return where the rows of each thing begin."""
    first = np.ones(len(things), dtype=np.bool_)
    np.not_equal(things[1:], things[:-1], out=first[1:])
    return first.nonzero()[0]


def _alone(things: Numbers) -> NDArray[np.bool_]:
    """Tell which rows are the only one of their thing."""
    repeats, found = _repeats(things), np.ones(len(things), dtype=np.bool_)
    found[1:][repeats] = False
    found[:-1][repeats] = False
    return found


def _least(left: Numbers, target: Numbers, value: NDArray[Any], slack: float = 0.0) -> Numbers:
    """Keep of each thing's rows those whose value is least."""
    things = target[left]
    begin = _starts(things)
    if len(begin) == len(left):
        return left
    told = value[left]
    least = np.minimum.reduceat(told, begin)
    count = np.empty(len(begin), dtype=np.int64)
    count[:-1], count[-1] = begin[1:] - begin[:-1], len(left) - begin[-1]
    return left[told <= least.repeat(count) + slack]
