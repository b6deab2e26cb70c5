"""Typed columns and compressed sparse rows: the arrays that analyses run over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graphsvc.metamodel import Field, FieldType, fields_of
from graphsvc.model import Relation
from graphsvc.records import Record, RelationRecord
from graphsvc.snapshot.facts import Fact

__all__ = ["Edges", "column"]

_NUMBERS = {FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY}


def column(records: Sequence[Record], definition: Field) -> NDArray[np.generic]:
    """Return one field of many records as a typed array, shape (n,).

    Choices become int8 positions in the field's closed set (-1 unknown), flags int8 (1, 0, -1 unknown), numbers
    float64 (NaN unknown), dates datetime64[D] (NaT unknown), everything else objects (None unknown).
    """
    values = [record.fields.get(definition.name) for record in records]
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
    """

    relation: Relation
    size: int
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    facts: tuple[Fact, ...]
    _columns: dict[str, NDArray[np.generic]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.facts)

    @cached_property
    def records(self) -> tuple[RelationRecord, ...]:
        """The records behind the edges, same order."""
        return tuple(fact.record for fact in self.facts if isinstance(fact.record, RelationRecord))

    def column(self, name: str) -> NDArray[np.generic]:
        """Return an attribute as a typed array, shape (m,), see :func:`column`."""
        if name not in self._columns:
            made = column(self.records, fields_of(self.relation)[name])
            made.setflags(write=False)
            self._columns[name] = made
        return self._columns[name]

    @cached_property
    def forward(self) -> csr_array:
        """Compressed sparse rows: row = start, column = end, value = position of the edge + 1, parallel edges kept."""
        return self._rows(self.start, self.end)

    @cached_property
    def backward(self) -> csr_array:
        """The same the other way: row = end, column = start."""
        return self._rows(self.end, self.start)

    def out(self, thing: int) -> NDArray[np.int32]:
        """Return the positions of the edges that start at a thing, ascending."""
        return self._slice(self.forward, thing)

    def into(self, thing: int) -> NDArray[np.int32]:
        """Return the positions of the edges that end at a thing, ascending by (start, end, id)."""
        return self._slice(self.backward, thing)

    def _slice(self, rows: csr_array, thing: int) -> NDArray[np.int32]:
        return rows.data[rows.indptr[thing] : rows.indptr[thing + 1]] - np.int32(1)

    def _rows(self, rows: NDArray[np.int32], columns: NDArray[np.int32]) -> csr_array:
        # Built by hand, not from coordinates: SciPy would add up parallel edges.
        order = np.lexsort((np.arange(len(rows)), rows))
        pointers = np.zeros(self.size + 1, dtype=np.int32)
        np.cumsum(np.bincount(rows, minlength=self.size), out=pointers[1:])
        return csr_array(
            ((order + 1).astype(np.int32), columns[order], pointers), shape=(self.size, self.size), copy=False
        )
