"""Everything that an answer touches, as rows made when somebody looks at them."""

from __future__ import annotations

from threading import Lock

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Reference, Way, split_reference
from graphsvc.rules import Rule
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import among, distinct
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.lazy import LazyRows
from graphsvc_queries.impact.paths import Paths
from graphsvc_queries.impact.result import SoughtRows, Touched
from graphsvc_queries.impact.ways import Numbers

__all__ = ["TouchedRows"]

_WAYS = tuple(Way)
_EFFECT = _WAYS.index(Way.EFFECT)


class TouchedRows(LazyRows[Touched], SoughtRows):
    """Every touched thing with its path, by strength descending, then id, kind and way.

    Parameters
    ----------
    snapshot
        Kept alive for the words.
    found
        The answer as numbers.

    Notes
    -----
    O(touched log touched) in arrays to make, O(hops) for each row that is looked at. Equal strengths are put in order
    by their ids, which are read only where rows are looked at.
    """

    def __init__(self, snapshot: Snapshot, found: Answer) -> None:
        self._snapshot, self._found = snapshot, found
        each = [found.touched[way] for way in _WAYS]
        #: Thing, path, way (as its number) and strength of each row, in an order of their own that never changes.
        self.things: Numbers = np.concatenate([one.things for one in each])
        self.paths: Numbers = np.concatenate([one.rows for one in each])
        self.ways: Numbers = np.repeat(np.arange(len(_WAYS)), [len(one.things) for one in each])
        self.strengths = found.labels.column("strength")[self.paths]
        rounded = -np.rint(self.strengths * 1e9)
        self._order = np.lexsort((self.ways, self.things, rounded))
        rounded = rounded[self._order]
        first = np.flatnonzero(np.append(True, rounded[1:] != rounded[:-1])) if len(rounded) else self._order
        self._bounds = [*first.tolist(), len(rounded)]
        self._by_kind = self._order.copy()
        #: How many rows of each group of equal strength are in their order already.
        self._in_order = [0] * len(first)
        self._guard = Lock()

    def __len__(self) -> int:
        return len(self.things)

    def of_kind(self, kind: Kind) -> NDArray[np.bool_]:
        """Tell which of :attr:`things` are of a kind."""
        found: NDArray[np.bool_] = self._found.compiled.ways.of_kind(kind)[self.things]
        return found

    @property
    def national(self) -> NDArray[np.bool_]:
        """Tell which of :attr:`things` are national systems."""
        found: NDArray[np.bool_] = self._found.compiled.ways.national[self.things]
        return found

    def made(self, places: Numbers) -> list[Touched]:
        """Return the rows of some places in :attr:`things`."""
        return self._rows(self.things[places], self.paths[places], self.ways[places])

    def ties_of(self, places: Numbers) -> Numbers:
        """Return by how many relations the first step of some rows' paths could have been taken."""
        rows = self.paths[places]
        paths = Paths(self._found.compiled, self._found.starts, rows)
        return np.array([paths.ties(row) for row in rows.tolist()], dtype=np.int64)

    def names_of(self, places: Numbers) -> list[str]:
        """Return the Norwegian names of some rows' things, in bokmål where there is one."""
        return [self._found.compiled.name(thing).nb for thing in self.things[places].tolist()]

    def begun(self) -> frozenset[Reference]:
        """Return what the paths start from: what changes, and the proposal that says so. O(hops) in arrays."""
        before = self._found.labels.column("before")
        rows = distinct(self.paths[before[self.paths] >= 0])
        while len(on := rows[before[rows] >= 0]):
            rows = distinct(np.concatenate([rows[before[rows] < 0], before[on]]))
        paths = Paths(self._found.compiled, self._found.starts)
        return frozenset(map(paths.reference, self._found.labels.column("thing")[rows].tolist()))

    def relations(self) -> list[tuple[Rule, Numbers]]:
        """Return the relations that the paths go along: their places by the rule that follows them.

        Each once for a rule. O(hops) in arrays.
        """
        labels = self._found.labels
        rows, before = distinct(self.paths), labels.column("before")
        each = [rows]
        while len(rows := distinct(before[rows])) and rows[-1] >= 0:
            rows = rows[rows >= 0]
            each.append(rows)
        every = distinct(np.concatenate(each))
        rule, place = labels.column("rule")[every], labels.column("place")[every]
        used = distinct(rule[place >= 0]).tolist()
        return [(labels.ways.rules[one], distinct(place[(rule == one) & (place >= 0)])) for one in used]

    def find(self, thing: str, way: Way) -> Touched | None:
        """Return a thing as it is touched in one way, or None when it is not."""
        if thing not in self._snapshot:
            return None
        number = np.array([self._snapshot.index(thing)])
        path = self._found.touched[way].at(number)
        return self._rows(number, path, np.array([_WAYS.index(way)]))[0] if path[0] >= 0 else None

    def has(self, thing: str, way: Way) -> bool:
        """Tell whether a thing is touched in one way."""
        if thing not in self._snapshot:
            return False
        return bool(self._found.touched[way].at(np.array([self._snapshot.index(thing)]))[0] >= 0)

    def _made(self, begin: int, end: int) -> list[Touched]:
        self._put_in_order(begin, end)
        rows = self._order[begin:end]
        return self._rows(self.things[rows], self.paths[rows], self.ways[rows])

    def _put_in_order(self, begin: int, end: int) -> None:
        """Put equally strong things of several kinds in the order of their ids, as far as they are looked at."""
        groups = np.searchsorted(self._bounds, [begin, max(end - 1, begin)], side="right") - 1
        with self._guard:
            for group in range(int(groups[0]), min(int(groups[1]) + 1, len(self._in_order))):
                first, after = self._bounds[group], self._bounds[group + 1]
                if (wanted := min(end, after) - first) > self._in_order[group]:
                    # Twice as many as are wanted: who goes on does not make the order anew for each part.
                    self._in_order[group] = self._sort(first, after, 2 * wanted)

    def _sort(self, begin: int, end: int, wanted: int) -> int:
        """Put so many of a group in order at least, and return how many are; those of one kind are in order."""
        group = self._by_kind[begin:end]
        kinds = self._found.compiled.kind_ends.searchsorted(self.things[group], side="right")
        cuts = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
        if not len(cuts):
            return end - begin
        # The first of all are among the first of each kind.
        rows = np.concatenate([part[:wanted] for part in np.split(group, cuts)])
        names = [split_reference(name)[::-1] for name in self._snapshot.named(self.things[rows])]
        told = zip(names, self.ways[rows].tolist(), rows.tolist(), strict=True)
        wanted = min(wanted, end - begin)
        self._order[begin : begin + wanted] = [row for *_, row in sorted(told)][:wanted]
        return wanted

    def _rows(self, things: Numbers, rows: Numbers, ways: Numbers) -> list[Touched]:
        found, effect = self._found, self._found.effect
        paths = Paths(found.compiled, found.starts, rows)
        direct = np.where(ways == _EFFECT, *(among(things, found.direct[way]) for way in _WAYS))
        uses, delivers = ((ways == _EFFECT) & among(things, units) for units in (effect.own_use, effect.delivers))
        columns = (one.tolist() for one in (things, rows, ways, direct, uses, delivers))
        return [self._row(paths, *told) for told in zip(*columns, strict=True)]

    def _row(
        self, paths: Paths, thing: int, row: int, way: int, direct: bool, own_use: bool, delivers: bool
    ) -> Touched:
        compiled, line = self._found.compiled, paths.line(row)
        unit = compiled.unit_of(thing)
        hops, confidence = paths.path(row)
        return Touched(
            thing=self._snapshot.references[thing],
            kind=self._snapshot.kind(thing),
            id=compiled.id(thing),
            name=compiled.name(thing),
            sectors=tuple(compiled.id(sector) for sector in compiled.sectors_of(thing)),
            unit=None if unit is None else compiled.id(unit),
            way=_WAYS[way],
            strength=line.strength,
            steps=line.steps,
            direct=direct,
            own_use=own_use,
            delivers=delivers,
            confidence=confidence,
            path=hops,
        )
