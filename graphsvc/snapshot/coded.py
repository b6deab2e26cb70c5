"""One field of many facts at once: few different values, and for each fact which of them it holds."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Value
from graphsvc.snapshot.facts import Fact

__all__ = ["Coded", "CodedFacts", "coded", "key_of", "places_in", "ranks"]


@dataclass(frozen=True, slots=True)
class Coded:
    """One field of n facts.

    Parameters
    ----------
    codes
        Shape (n,): 0 where the field is absent, else one more than the position in ``values``.
    values
        What the field holds anywhere, each once.
    """

    codes: NDArray[np.integer[Any]]
    values: tuple[Value, ...]

    def each(self, absent: Value = None) -> list[Value]:
        """Return what each code stands for, the first for a field that is absent."""
        return [absent, *self.values]

    def flags(self, holds: Callable[[Value], bool]) -> NDArray[np.bool_]:
        """Tell of each fact whether its value passes a test; asked once a value, with None where it is absent.

        Examples
        --------
        >>> Coded(np.array([1, 0, 2]), ("a", "b")).flags(lambda value: value == "b").tolist()
        [False, False, True]
        """
        found: NDArray[np.bool_] = np.array([holds(value) for value in self.each()], dtype=np.bool_)[self.codes]
        return found

    def all(self) -> list[Value]:
        """Return the value of each fact, None where it is absent."""
        told = self.each()
        return [told[code] for code in self.codes.tolist()]


class CodedFacts(Sequence[Fact]):
    """Facts that know some of their fields without being read one by one."""

    @abstractmethod
    def coded(self, name: str) -> Coded | None:
        """Return a field of all, or None when it is not known in this form."""

    @abstractmethod
    def ranks(self) -> NDArray[np.int64]:
        """Return the place that each has among all of them by id; they are of one kind or type."""


def coded(facts: Sequence[Fact], name: str) -> Coded:
    """Return one field of facts.

    Notes
    -----
    O(facts), in arrays where they come from a file.
    """
    known = facts.coded(name) if isinstance(facts, CodedFacts) else None
    if known is not None:
        return known
    codes, numbers, values = np.zeros(len(facts), dtype=np.int64), dict[object, int](), list[Value]()
    for place, fact in enumerate(facts):
        if name in fact.record.fields:
            value = fact.record.fields[name]
            key = key_of(value)
            if key not in numbers:
                values.append(value)
                numbers[key] = len(values)
            codes[place] = numbers[key]
    return Coded(codes, tuple(values))


def ranks(facts: Sequence[Fact]) -> NDArray[np.int64]:
    """Return the place that each fact of one kind or type has among all of them by id.

    Examples
    --------
    >>> from graphsvc.model import Kind
    >>> from graphsvc.records import ThingRecord
    >>> ranks([Fact(ThingRecord(Kind.SYSTEM, name, {})) for name in "bca"]).tolist()
    [1, 2, 0]
    """
    if isinstance(facts, CodedFacts):
        return facts.ranks()
    return places_in(sorted(range(len(facts)), key=lambda place: facts[place].record.id))


def places_in(order: Sequence[int] | NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Turn an order into the place of each in it."""
    found = np.empty(len(order), dtype=np.int64)
    found[np.asarray(order, dtype=np.int64)] = np.arange(len(order))
    return found


def key_of(value: Value) -> object:
    """Return what tells a value from others in a table: 1, 1.0 and true are three values."""
    kind = type(value)
    if kind is str:
        return value
    if isinstance(value, Mapping):
        return dict, repr(dict(value))
    return kind, repr(value) if kind is float else value
