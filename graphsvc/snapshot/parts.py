"""Facts of which some are others than those of a file: the rest stays there, unread."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import overload

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, Relation, split_reference
from graphsvc.snapshot.facts import DatedFacts, Fact, SortedFacts, references_of, turning_days_of

__all__ = ["PartedFacts", "replaced"]


def replaced(things: Sequence[Fact], named: Collection[Reference], facts: Iterable[Fact]) -> Sequence[Fact]:
    """Return things with others in the place of those that are named, in the order of kind and id.

    Notes
    -----
    O(things), each looked at; of things in a file O(things of the kinds that are named).
    """
    if not isinstance(things, SortedFacts):
        return _put(things, named, facts)
    kinds, told = {Kind(split_reference(name)[0]) for name in named}, list(facts)
    parts = {kind: things.of(kind) for kind in sorted(Kind, key=str)}
    new = {kind: [fact for fact in told if fact.record.subject is kind] for kind in kinds}
    return PartedFacts({kind: _put(part, named, new[kind]) if kind in kinds else part for kind, part in parts.items()})


def _put(things: Iterable[Fact], named: Collection[Reference], facts: Iterable[Fact]) -> tuple[Fact, ...]:
    kept = (fact for fact in things if fact.record.reference not in named)
    return tuple(sorted(chain(kept, facts), key=lambda fact: (fact.record.subject.value, fact.record.id)))


class PartedFacts(DatedFacts, SortedFacts):
    """The things of each kind as a part of their own, one after the other.

    Parameters
    ----------
    parts
        Sorted by kind; each by id.
    """

    def __init__(self, parts: Mapping[Kind, Sequence[Fact]]) -> None:
        self.parts = parts
        self._each = [part for part in parts.values() if len(part)]
        self._ends = list(accumulate(map(len, self._each)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Fact: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Fact]: ...
    def __getitem__(self, place: int | slice) -> Fact | Sequence[Fact]:
        """Return a fact, or a tuple of several."""
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        part = bisect_right(self._ends, place % len(self))
        return self._each[part][place % len(self) - self._ends[part]]  # counted from the end of the part

    def __iter__(self) -> Iterator[Fact]:
        return chain.from_iterable(self._each)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    def __hash__(self) -> int:
        return id(self.parts)

    def of(self, subject: Kind | Relation) -> Sequence[Fact]:
        """Return those of one kind, in their order."""
        return self.parts.get(subject, ()) if isinstance(subject, Kind) else ()

    def outside_graph(self) -> Sequence[Fact]:
        """Return those of the forum's case, in their order."""
        return tuple(chain.from_iterable(part for kind, part in self.parts.items() if not KINDS[kind].in_graph))

    def references(self) -> Iterable[Reference]:
        """Give the reference of each."""
        return chain.from_iterable(map(references_of, self._each))

    def turning_days(self) -> Counter[str]:
        """Count how many of them begin and end to hold on each day."""
        return sum(map(turning_days_of, self._each), Counter[str]())


def _same(one: object, other: object) -> bool:
    return one == other
