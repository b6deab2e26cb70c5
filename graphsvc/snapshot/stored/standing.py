"""What stands at a date, found in the arrays of a file: no fact is read but those that hang on other relations."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain
from typing import cast, overload

import numpy as np
from numpy.typing import NDArray

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import RelationRecord
from graphsvc.snapshot.columns import Edges
from graphsvc.snapshot.facts import Fact
from graphsvc.snapshot.parts import PartedFacts
from graphsvc.snapshot.stored.reading import Store, StoredFacts

__all__ = ["StoredStanding"]

_Flags = NDArray[np.bool_]
#: So many names are kept with their numbers: a picture asks for the same thousand sectors again and again.
_READY = 1 << 14


class StoredStanding:
    """Things and relations of a file at a date; the same as :class:`~graphsvc.snapshot.standing.Indexed` finds.

    Notes
    -----
    O(facts) in arrays; where everything stands, the arrays are the file's own.
    """

    def __init__(self, store: Store, date: dt.date) -> None:
        self.store = store
        #: A day compares with the days of the file as its place among them.
        day = bisect_right(store.days, date.isoformat())
        self._valid: _Flags = (store.since < day) & (store.until >= day)
        rows = store.graph_rows
        self._there = self._valid[rows]
        self._rows = rows if self._there.all() else rows[self._there]
        self.things: Sequence[Fact] = StoredFacts(store, self._rows)
        self.references: Sequence[Reference] = _References(self)
        self.number: Mapping[Reference, int] = _Numbers(self)
        self.number_of: Callable[[str], int | None] = lru_cache(maxsize=_READY)(self._number_of)
        self._kinds = self._ranges()
        self._hanging = _Hanging(self)

    def _ranges(self) -> dict[Kind, tuple[int, int]]:
        """Return the numbers of the things of each kind, as first and one after the last."""
        found = {}
        for word, (begin, end) in self.store.rows.items():
            if word in _IN_GRAPH:
                numbers = np.searchsorted(self._rows, np.array([begin, end], dtype=np.int32))
                found[Kind(word)] = int(numbers[0]), int(numbers[1])
        return found

    @cached_property
    def _bounds(self) -> tuple[list[int], list[Kind]]:
        return [end for _, end in self._kinds.values()], list(self._kinds)

    def kind(self, thing: int) -> Kind:
        """Return the kind of a thing."""
        ends, kinds = self._bounds
        return kinds[bisect_right(ends, thing)]

    def fields(self, thing: int) -> Mapping[str, Value]:
        """Return the merged fields of a thing."""
        return self.store.fields(int(self._rows[thing]))

    def of_kind(self, kind: Kind) -> NDArray[np.int32]:
        """Return the numbers of all things of a kind, ascending."""
        return np.arange(*self._kinds.get(kind, (0, 0)), dtype=np.int32)

    def facts_of(self, kind: Kind) -> Sequence[Fact]:
        """Return all things of a kind, in the same order."""
        begin, end = self._kinds.get(kind, (0, 0))
        return StoredFacts(self.store, self._rows[begin:end], kind.value)

    def _number_of(self, name: str) -> int | None:
        """Return the number of a thing, or None when it is not there. O(log things)."""
        word, identifier = split_reference(name)
        row = self.store.find(word, identifier) if word in _IN_GRAPH else None
        if row is None or not self._valid[row]:
            return None
        # A number of the rows' own type: NumPy would copy them all for another.
        return int(self._rows.searchsorted(np.int32(row)))

    def reference(self, thing: int) -> Reference:
        """Return what a thing is called."""
        return Reference(f"{self.kind(thing).value}:{self.store.id(int(self._rows[thing]))}")

    def named(self, things: NDArray[np.integer]) -> list[Reference]:
        """Return the references of many things at once, in their order."""
        ends, kinds = self._bounds
        words = [f"{kind.value}:" for kind in kinds]
        ids = self.store.ids(self._rows[things])
        found = np.searchsorted(np.array(ends), things, side="right").tolist()
        return cast(list[Reference], [words[kind] + one for kind, one in zip(found, ids, strict=True)])

    def numbers(self, things: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the numbers that things have here, from those that they have in the file."""
        return things if len(self._rows) == len(self._there) else self._renumbered[things]

    @cached_property
    def _renumbered(self) -> NDArray[np.int32]:
        return np.cumsum(self._there, dtype=np.int32) - np.int32(1)

    # -- relations ---------------------------------------------------------------------------------------------
    @property
    def missing_ends(self) -> tuple[Fact, ...]:
        """Imported relations that are left out because an end is not there."""
        return self._hanging.missing

    @property
    def annotations(self) -> tuple[Fact, ...]:
        """Relations with a relation as an end, by reference."""
        return self._hanging.annotations

    def edges(self, relation: Relation) -> Edges:
        """Return all relations of one type between things."""
        word, array = relation.value, self.store.sections.array
        begin, end = self.store.rows.get(word, (0, 0))
        if begin == end:
            nothing = np.empty(0, dtype=np.int32)
            return Edges(relation, len(self.things), nothing, nothing, ())
        order = array(f"{word}.fact")
        standing = self._hanging.standing[begin:end][order]
        known = {}
        if standing.all():
            start, ends = self.numbers(array(f"{word}.start")), self.numbers(array(f"{word}.end"))
            if len(self._rows) == len(self._there):
                known = {"out": array(f"{word}.out"), "in": array(f"{word}.in")}
            known["back"] = array(f"{word}.back")
        else:
            order = order[standing]
            start = self.numbers(array(f"{word}.start")[standing])
            ends = self.numbers(array(f"{word}.end")[standing])
        return Edges(relation, len(self.things), start, ends, StoredFacts(self.store, order + begin, word), known)

    def elsewhen(self, things: Sequence[Fact]) -> Iterable[Fact]:
        """Return those of some facts that are not there at the date. O(facts) in arrays for those of the file."""
        if isinstance(things, PartedFacts):
            return chain.from_iterable(map(self.elsewhen, things.parts.values()))
        if isinstance(things, StoredFacts) and things.store is self.store:
            return StoredFacts(self.store, np.setdiff1d(things.rows, self._rows, assume_unique=True))
        return (fact for fact in things if fact.record.reference not in self.number)

    def lacking(self, word: str) -> NDArray[np.int64]:
        """Return the rows of a relation type that hold at the date, with an end that does not."""
        array, there = self.store.sections.array, self._there
        if there.all():
            return np.empty(0, dtype=np.int64)
        lacks = ~(there[array(f"{word}.start")] & there[array(f"{word}.end")])
        rows = array(f"{word}.fact")[lacks].astype(np.int64) + self.store.rows[word][0]
        found: NDArray[np.int64] = rows[self._valid[rows]]
        return found

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over which facts of the file stand, as hexadecimal digits."""
        return sha256(np.packbits(self._hanging.standing).tobytes()).hexdigest()

    @property
    def valid(self) -> _Flags:
        """Which facts hold at the date."""
        return self._valid


class _Hanging:
    """Which relations stand: a relation may hang on another, so that losing one may lose the next."""

    def __init__(self, things: StoredStanding) -> None:
        self._things, self._store = things, things.store
        self._relations = [word for word in self._store.rows if word in _RELATIONS]
        self.standing = things.valid.copy()
        self._apart: list[int] = []
        ended, checked = self._first()
        self._missing: list[NDArray[np.int64]] = []
        while True:  # the first round loses those without a thing at an end too
            hanging = [row for row in checked if self.standing[row] and not self._holds(row)]
            lost = np.unique(np.concatenate([ended, np.array(hanging, dtype=np.int64)]))
            if not len(lost):
                break
            self.standing[lost] = False
            self._missing.append(lost)
            ended = ended[:0]

    def _first(self) -> tuple[NDArray[np.int64], list[int]]:
        """Return the rows that lack a thing at an end, and those whose grounds must be looked at one by one."""
        lacking, apart = [np.empty(0, dtype=np.int64)], list[int]()
        for word in self._relations:
            lacking.append(self._things.lacking(word))
            rest = self._store.sections.array(f"{word}.rest").astype(np.int64) + self._store.rows[word][0]
            apart += rest[self._things.valid[rest]].tolist()
        via = self._store.sections.array("via")
        checked = sorted({*apart, *via[self._things.valid[via]].tolist()})
        self._apart = apart
        return np.concatenate(lacking), checked

    def _holds(self, row: int) -> bool:
        record = self._record(row)
        ends = all(self._things.number_of(end) is not None or self._kept(end) for end in (record.start, record.end))
        via = record.fields.get("via")
        return ends and (not isinstance(via, tuple) or all(self._kept(f"relation:{step}") for step in via))

    def _kept(self, name: str) -> bool:
        """Tell whether any relation of this reference stands."""
        word, identifier = split_reference(name)
        if word != "relation":
            return False
        rows = (self._store.find(relation, identifier) for relation in self._relations)
        return any(row is not None and bool(self.standing[row]) for row in rows)

    def _record(self, row: int) -> RelationRecord:
        record = self._store.fact(row).record
        assert isinstance(record, RelationRecord)  # noqa: S101 - the row is a relation's
        return record

    @cached_property
    def missing(self) -> tuple[Fact, ...]:
        """Those left out that no rule made, round by round."""
        facts = (self._store.fact(row) for rows in self._missing for row in rows.tolist())
        return tuple(fact for fact in facts if not fact.record.fields.get("derived"))

    @cached_property
    def annotations(self) -> tuple[Fact, ...]:
        """Those with a relation as an end."""
        facts = [self._store.fact(row) for row in self._apart if self.standing[row]]
        return tuple(sorted(facts, key=lambda fact: fact.record.reference))


class _References(Sequence[Reference]):
    """References of things, each made when it is asked for; those of late are remembered."""

    def __init__(self, things: StoredStanding) -> None:
        self._things = things
        #: An answer names the same things many times over; the largest names some ten thousand.
        self._reference = lru_cache(maxsize=1 << 15)(things.reference)

    def __len__(self) -> int:
        return len(self._things.things)

    @overload
    def __getitem__(self, place: int) -> Reference: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Reference]: ...
    def __getitem__(self, place: int | slice) -> Reference | Sequence[Reference]:
        if type(place) is int and place >= 0:  # nearly always; beyond the end there is no kind
            return self._reference(place)
        size = len(self)
        if isinstance(place, slice):
            return tuple(map(self._things.reference, range(*place.indices(size))))
        if not -size <= place < size:
            raise IndexError(place)
        return self._reference(place % size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return id(self._things)


class _Numbers(Mapping[Reference, int]):
    """Numbers of things, each looked up when it is asked for."""

    def __init__(self, things: StoredStanding) -> None:
        self._things = things

    def __len__(self) -> int:
        return len(self._things.things)

    def __iter__(self) -> Iterator[Reference]:
        return iter(self._things.references)

    def __getitem__(self, name: Reference) -> int:
        number = self._things.number_of(name)
        if number is None:
            raise KeyError(name)
        return number


_IN_GRAPH = frozenset(kind.value for kind in Kind if KINDS[kind].in_graph)
_RELATIONS = frozenset(relation.value for relation in Relation)
