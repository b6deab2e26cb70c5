"""Long lists of an answer whose rows are made when somebody looks at them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

import numpy as np

from graphsvc.model import Reference
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact.ways import Numbers

__all__ = ["LazyRows", "References"]

Row = TypeVar("Row")
#: So many rows are made together: paths share their beginnings, and nothing of what is made is kept.
_TOGETHER = 500


class LazyRows(Sequence[Row]):
    """A sequence that stands for a tuple and is equal to it; nothing is kept of rows that were made."""

    @abstractmethod
    def _made(self, begin: int, end: int) -> list[Row]:
        """Make the rows between two places."""

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        """Return a row, or a tuple of several."""
        size = len(self)
        if isinstance(place, slice):
            begin, end, step = place.indices(size)
            if step == 1:
                return tuple(self._made(begin, max(begin, end)))
            return tuple(self._made(one, one + 1)[0] for one in range(begin, end, step))
        if not -size <= place < size:
            raise IndexError(place)
        return self._made(place % size, place % size + 1)[0]

    def __iter__(self) -> Iterator[Row]:
        for begin in range(0, len(self), _TOGETHER):
            yield from self._made(begin, min(begin + _TOGETHER, len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LazyRows | tuple):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"


class References(LazyRows[Reference]):
    """What things are called for programs."""

    def __init__(self, snapshot: Snapshot, things: Numbers) -> None:
        self._snapshot, self._things = snapshot, things

    def __len__(self) -> int:
        return len(self._things)

    def _made(self, begin: int, end: int) -> list[Reference]:
        return [self._snapshot.references[thing] for thing in np.asarray(self._things[begin:end]).tolist()]
