"""Typed columns and compressed sparse rows: the arrays that analyses run over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload

import numpy as np
import scipy
from numpy.typing import NDArray

from graphsvc.metamodel import Field, FieldType, fields_of
from graphsvc.model import Relation, Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot.coded import Coded, coded, ranks
from graphsvc.snapshot.facts import Fact

__all__ = ["Edges", "column"]

_NUMBERS = {FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY}


def column(facts: Sequence[Fact], definition: Field) -> NDArray[np.generic]:
    """Return one field of many facts as a typed array, shape (n,).

    Choices become int8 positions in the field's closed set (-1 unknown), flags int8 (1, 0, -1 unknown), numbers
    float64 (NaN unknown), dates datetime64[D] (NaT unknown), everything else objects (None unknown).
    """
    told = coded(facts, definition.name)
    found: NDArray[np.generic] = _typed(told.each(), definition)[told.codes]
    return found


def _typed(values: list[Value], definition: Field) -> NDArray[np.generic]:
    if definition.type is FieldType.CHOICE:
        codes = {value: code for code, value in enumerate(definition.allowed)}
        return np.array([codes.get(str(value), -1) for value in values], dtype=np.int8)
    if definition.type is FieldType.FLAG:
        return np.array([-1 if value is None else int(bool(value)) for value in values], dtype=np.int8)
    if definition.type in _NUMBERS:
        return np.array([np.nan if value is None else float(str(value)) for value in values], dtype=np.float64)
    if definition.type is FieldType.DATE:
        return np.array([np.datetime64(str(value) if value else "NaT", "D") for value in values], dtype="datetime64[D]")
    objects = np.empty(len(values), dtype=object)
    objects[:] = values
    return objects


@dataclass(frozen=True)
class Edges:
    """All relations of one type between things, sorted by (start, end, id).

    Parameters
    ----------
    relation
        The type.
    size
        Number of things in the snapshot.
    start, end
        Positions of the ends, int32, shape (m,).
    facts
        The facts behind them, same order.
    rows_of
        Where they are known already: ``out`` and ``in``, where the edges of each thing begin, and ``back``, the edges
        by their end.
    """

    relation: Relation
    size: int
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    facts: Sequence[Fact]
    rows_of: Mapping[str, NDArray[np.int32]] = field(default_factory=dict, repr=False)
    _columns: dict[str, NDArray[np.generic]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.facts)

    @cached_property
    def records(self) -> Sequence[RelationRecord]:
        """The records behind the edges, same order."""
        return _Records(self.facts)

    def holding(self, name: str, value: Value) -> NDArray[np.bool_]:
        """Tell of each edge whether a field holds a value, shape (edges,).

        Examples
        --------
        >>> from graphsvc.model import Reference
        >>> one = RelationRecord(Relation.FLOW, "f", Reference("system:a"), Reference("system:b"), {"mode": "sync"})
        >>> ends = np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)
        >>> Edges(Relation.FLOW, 2, *ends, (Fact(one),)).holding("mode", "sync").tolist()
        [True]
        """
        return self.coded(name).flags(lambda told: told == value)

    def coded(self, name: str) -> Coded:
        """Return an attribute as codes, see :class:`~graphsvc.snapshot.coded.Coded`."""
        return coded(self.facts, name)

    @cached_property
    def ranks(self) -> NDArray[np.int64]:
        """The place that each edge has among all of them by id, shape (m,)."""
        return ranks(self.facts)

    def column(self, name: str) -> NDArray[np.generic]:
        """Return an attribute as a typed array, shape (m,), see :func:`column`."""
        if name not in self._columns:
            made = column(self.facts, fields_of(self.relation)[name])
            made.setflags(write=False)
            self._columns[name] = made
        return self._columns[name]

    @cached_property
    def forward(self) -> scipy.sparse.csr_array:
        """Compressed sparse rows: row = start, column = end, value = position of the edge + 1, parallel edges kept."""
        return self._rows(np.arange(len(self), dtype=np.int32), self.end, self._starts)

    @cached_property
    def backward(self) -> scipy.sparse.csr_array:
        """The same the other way: row = end, column = start."""
        return self._rows(self._back, self.start[self._back], self._ends)

    def out(self, thing: int) -> NDArray[np.int32]:
        """Return the positions of the edges that start at a thing, ascending."""
        return np.arange(self._starts[thing], self._starts[thing + 1], dtype=np.int32)

    def into(self, thing: int) -> NDArray[np.int32]:
        """Return the positions of the edges that end at a thing, ascending by (start, end, id)."""
        return self._back[self._ends[thing] : self._ends[thing + 1]].copy()

    def out_of(self, things: NDArray[np.integer]) -> NDArray[np.int32]:
        """Return the positions of the edges that start at any of several things, in the order of the things.

        O(edges found), however many there are in all.
        """
        return _spans(self._starts, things)[1].astype(np.int32)

    def into_any(self, things: NDArray[np.integer]) -> NDArray[np.int32]:
        """Return the positions of the edges that end at any of several things, see :meth:`out_of`."""
        return self._back[_spans(self._ends, things)[1]]

    def pairs_out_of(self, things: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return the edges that start at several things: for each edge the place of its thing, and its position.

        Examples
        --------
        >>> ends = np.array([0, 0, 2], dtype=np.int32), np.array([1, 2, 0], dtype=np.int32)
        >>> edges = Edges(Relation.FLOW, 3, *ends, (None,) * 3)  # type: ignore[arg-type]
        >>> [one.tolist() for one in edges.pairs_out_of(np.array([2, 0]))]
        [[0, 1, 1], [2, 0, 1]]
        """
        which, positions = _spans(self._starts, things)
        return which, positions.astype(np.int32)

    def pairs_into(self, things: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return the edges that end at several things, as :meth:`pairs_out_of`; those of a thing by (start, id)."""
        which, places = _spans(self._ends, things)
        return which, self._back[places]

    @cached_property
    def _starts(self) -> NDArray[np.int32]:
        return self._pointers("out", self.start)

    @cached_property
    def _ends(self) -> NDArray[np.int32]:
        return self._pointers("in", self.end)

    @cached_property
    def _back(self) -> NDArray[np.int32]:
        """The edges by their end."""
        known = self.rows_of.get("back")
        return np.argsort(self.end, kind="stable").astype(np.int32) if known is None else known

    def _pointers(self, name: str, ends: NDArray[np.int32]) -> NDArray[np.int32]:
        known = self.rows_of.get(name)
        if known is not None:
            return known
        pointers = np.zeros(self.size + 1, dtype=np.int32)
        np.cumsum(np.bincount(ends, minlength=self.size), out=pointers[1:])
        return pointers

    def _rows(
        self, order: NDArray[np.int32], ends: NDArray[np.int32], pointers: NDArray[np.int32]
    ) -> scipy.sparse.csr_array:
        # Built by hand, not from coordinates: SciPy would add up parallel edges.
        return scipy.sparse.csr_array((order + np.int32(1), ends, pointers), shape=(self.size, self.size), copy=False)


def _spans(
    pointers: NDArray[np.int32], things: NDArray[np.integer[Any]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what lies between the pointers of each thing, one after the other, and of which of them each is."""
    begin = pointers[things].astype(np.int64)
    count = pointers[things + 1] - begin
    which = np.arange(len(things)).repeat(count)
    return which, np.arange(len(which)) + (begin - count.cumsum() + count)[which]


class _Records(Sequence[RelationRecord]):
    """The records of facts, each taken when it is asked for."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = facts

    def __len__(self) -> int:
        return len(self._facts)

    @overload
    def __getitem__(self, place: int) -> RelationRecord: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[RelationRecord]: ...
    def __getitem__(self, place: int | slice) -> RelationRecord | Sequence[RelationRecord]:
        if isinstance(place, slice):
            return _Records(self._facts[place])
        record = self._facts[place].record
        assert isinstance(record, RelationRecord)  # noqa: S101 - edges hold relation records by construction
        return record

    def __iter__(self) -> Iterator[RelationRecord]:
        return (fact.record for fact in self._facts if isinstance(fact.record, RelationRecord))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return id(self._facts)
