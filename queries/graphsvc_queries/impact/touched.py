"""Everything that an answer touches, as rows made when somebody looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Way, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.lazy import LazyRows
from graphsvc_queries.impact.paths import Paths
from graphsvc_queries.impact.result import SoughtRows, Touched
from graphsvc_queries.impact.ways import Numbers

__all__ = ["TouchedRows"]

_WAYS = tuple(Way)


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
        self._in_order = np.zeros(len(first), dtype=np.bool_)
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

    def made(self, places: Sequence[int]) -> list[Touched]:
        """Return the rows of some places in :attr:`things`."""
        paths, rows = self._words(), np.array(places, dtype=np.int64)
        told = zip(*(one[rows].tolist() for one in (self.things, self.paths, self.ways)), strict=True)
        return [self._row(thing, row, _WAYS[way], paths) for thing, row, way in told]

    def find(self, thing: str, way: Way) -> Touched | None:
        """Return a thing as it is touched in one way, or None when it is not."""
        if thing not in self._snapshot:
            return None
        number = self._snapshot.index(thing)
        row = int(self._found.touched[way].at(np.array([number]))[0])
        return self._row(number, row, way, self._words()) if row >= 0 else None

    def _words(self) -> Paths:
        return Paths(self._found.compiled, self._found.starts)

    def _made(self, begin: int, end: int) -> list[Touched]:
        self._put_in_order(begin, end)
        return self.made(self._order[begin:end].tolist())

    def _put_in_order(self, begin: int, end: int) -> None:
        """Put equally strong things of several kinds in the order of their ids; of one kind they are."""
        groups = np.searchsorted(self._bounds, [begin, max(end - 1, begin)], side="right") - 1
        with self._guard:
            for group in range(int(groups[0]), min(int(groups[1]) + 1, len(self._in_order))):
                if not self._in_order[group]:
                    self._sort(self._bounds[group], self._bounds[group + 1])
                    self._in_order[group] = True

    def _sort(self, begin: int, end: int) -> None:
        rows, references = self._order[begin:end].tolist(), self._snapshot.references
        things = self.things[rows].tolist()
        if self._snapshot.kind(things[0]) is self._snapshot.kind(things[-1]):
            return
        told = dict(zip(rows, (split_reference(references[thing])[::-1] for thing in things), strict=True))
        self._order[begin:end] = sorted(rows, key=lambda row: (*told[row], int(self.ways[row])))

    def _row(self, thing: int, row: int, way: Way, paths: Paths) -> Touched:
        found = self._found
        compiled, effect = found.compiled, found.effect
        unit = compiled.unit_of(thing)
        return Touched(
            thing=self._snapshot.references[thing],
            kind=self._snapshot.kind(thing),
            id=compiled.id(thing),
            name=compiled.name(thing),
            sectors=tuple(compiled.id(sector) for sector in compiled.sectors_of(thing)),
            unit=None if unit is None else compiled.id(unit),
            way=way,
            strength=float(found.labels.column("strength")[row]),
            steps=int(found.labels.column("steps")[row]),
            direct=_holds(found.direct[way], thing),
            own_use=way is Way.EFFECT and _holds(effect.own_use, thing),
            delivers=way is Way.EFFECT and _holds(effect.delivers, thing),
            confidence=paths.confidence(row),
            path=paths.hops(row),
        )


def _holds(numbers: Numbers, thing: int) -> bool:
    """Tell whether an ascending array holds a thing."""
    place = int(np.searchsorted(numbers, thing))
    return place < len(numbers) and int(numbers[place]) == thing
