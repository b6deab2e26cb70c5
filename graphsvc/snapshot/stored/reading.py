"""Reading facts from a file: each is made when it is asked for, and checked before it is believed."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, Relation, Value
from graphsvc.snapshot.coded import Coded, CodedFacts, places_in
from graphsvc.snapshot.facts import About, DatedFacts, Fact, Facts, SortedFacts
from graphsvc.snapshot.stored.errors import StoreDamaged
from graphsvc.snapshot.stored.gathered import FORMAT
from graphsvc.snapshot.stored.packing import unpacked, unpacked_conflict, unpacked_fields
from graphsvc.snapshot.stored.sections import SectionReader

__all__ = ["Store", "StoredFacts", "open_store"]

#: So many facts are kept ready; the others are made again when they are asked for again.
_READY = 1 << 15
#: Ids are read as one text when what lies between them is at most so many times as long.
_SPARSE = 8
#: Looking for an id takes as long as reading so many.
_APART = 40
_IN_GRAPH = frozenset(kind.value for kind in Kind if KINDS[kind].in_graph)
_KINDS = frozenset(kind.value for kind in Kind)


def open_store(
    path: Path,
    stamp: Mapping[str, object],
    spare: Callable[[], Facts] | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Store:
    """Open a file of facts.

    Parameters
    ----------
    stamp
        What the file must have been written for.
    spare
        Gives the same facts from elsewhere, for the case that a part turns out to be damaged later.
    told
        Is told why what was made of it, and lies beside it, is not believed.

    Raises
    ------
    StoreDamaged
        When it is torn or altered, or of something else.
    OSError
        When it cannot be read.

    Notes
    -----
    O(bytes of the arrays), about a hundredth of a second for 100,000 facts; facts themselves are left alone.
    """
    sections = SectionReader(path)
    if sections.stamp != {**stamp, "format": FORMAT}:
        raise StoreDamaged("of something else")
    return Store(sections, spare, told)


class Store:
    """The facts of one revision in a file; rows are numbered through, by kind or relation type, then id."""

    def __init__(
        self,
        sections: SectionReader,
        spare: Callable[[], Facts] | None = None,
        told: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.sections, self.told = sections, told
        self._spare = spare
        self._whole: list[Fact] | None = None
        #: Kind or relation type -> its first row and the one after its last.
        self.rows: dict[str, tuple[int, int]] = {}
        begin = 0
        for word, count in sections.document("subjects"):
            self.rows[word] = begin, begin + count
            begin += count
        self._facts, self._ids = sections.bytes("facts"), sections.bytes("id")
        self._begin, self._id_begin = sections.array("fact.begin"), sections.array("id.begin")
        self._checks = sections.array("fact.check")
        self.days: list[str] = sections.document("days")
        self.since, self.until = sections.array("since"), sections.array("until")
        self.fact: Callable[[int], Fact] = lru_cache(maxsize=_READY)(self._fact)
        #: The fields of a fact alone: answers ask for the names of many things.
        self.fields: Callable[[int], Mapping[str, Value]] = lru_cache(maxsize=_READY)(self._fields)

    @property
    def path(self) -> Path:
        """The file."""
        return self.sections.path

    def facts(self, revision: int, about: About) -> Facts:
        """Return the facts, as :class:`~graphsvc.snapshot.Facts`."""
        conflicts = tuple(unpacked_conflict(one) for one in self.sections.document("conflicts"))
        things = StoredFacts(self, self._of(lambda word: word in _KINDS))
        relations = StoredFacts(self, self._of(lambda word: word not in _KINDS))
        return Facts(revision, things, relations, conflicts, about)

    @cached_property
    def graph_rows(self) -> NDArray[np.int32]:
        """Rows of the things of the graph, in the order of their references."""
        return self._of(lambda word: word in _IN_GRAPH)

    def _of(self, wanted: Callable[[str], bool]) -> NDArray[np.int32]:
        ranges = [np.arange(*self.rows[word], dtype=np.int32) for word in self.rows if wanted(word)]
        return np.concatenate(ranges) if ranges else np.empty(0, dtype=np.int32)

    def id(self, row: int) -> str:
        """Return the id of a fact."""
        return self._id(row).decode("utf-8", "surrogatepass")

    def ids(self, rows: NDArray[np.int32]) -> list[str]:
        """Return the ids of many facts at once, in their order. O(their bytes)."""
        if not len(rows):
            return []
        begin, end = self._id_begin[rows].astype(np.int64), self._id_begin[rows + 1].astype(np.int64)
        first, last = int(begin.min()), int(end.max())
        between = self._ids[first:last].tobytes() if last - first <= _SPARSE * int((end - begin).sum()) else b"\xff"
        cuts = zip((begin - first).tolist(), (end - first).tolist(), strict=True)
        if between.isascii():  # a place among bytes is one among letters, so that all can be read as one text
            text = between.decode("ascii")
            return [text[a:b] for a, b in cuts]
        return [str(self._ids[first + a : first + b], "utf-8", "surrogatepass") for a, b in cuts]

    def _id(self, row: int) -> bytes:
        return self._ids[int(self._id_begin[row]) : int(self._id_begin[row + 1])].tobytes()

    def place(self, word: str, identifier: str) -> int:
        """Return the first row of a kind or type that does not come before an id, or the one after its last."""
        begin, end = self.rows.get(word, (0, 0))
        return bisect_left(range(begin, end), identifier.encode("utf-8", "surrogatepass"), key=self._id) + begin

    def find(self, word: str, identifier: str) -> int | None:
        """Return the row of a thing or relation, or None. O(log facts)."""
        end = self.rows.get(word, (0, 0))[1]
        row = self.place(word, identifier)
        return row if row < end and self._id(row) == identifier.encode("utf-8", "surrogatepass") else None

    def rows_named(self, word: str, ids: Set[str]) -> list[int]:
        """Return the rows of a kind or type that have one of these ids; O(ids log facts), or O(facts) for many."""
        begin, end = self.rows.get(word, (0, 0))
        if len(ids) * _APART < end - begin:
            return [row for one in ids if (row := self.find(word, one)) is not None]
        told = self.ids(np.arange(begin, end, dtype=np.int32))
        return [row for row, one in enumerate(told, start=begin) if one in ids]

    def bytes_of(self, begin: int, end: int) -> memoryview:
        """Return the facts of some rows as they stand in the file; they are not looked at."""
        return self._facts[int(self._begin[begin]) : int(self._begin[end])]

    def id_bytes_of(self, begin: int, end: int) -> memoryview:
        """Return the ids of some rows as they stand in the file."""
        return self._ids[int(self._id_begin[begin]) : int(self._id_begin[end])]

    def word(self, row: int) -> str:
        """Return the kind or relation type of a row."""
        words = list(self.rows)
        return words[bisect_left(words, row + 1, key=lambda word: self.rows[word][1])]

    def coded(self, word: str, name: str) -> Coded | None:
        """Return a field of all facts of a kind or type; None when it has too many different values."""
        number = self.columns.get((word, name))
        if number is not None:
            values = self.sections.document(f"values.{number}")
            told = tuple(tuple(one) if type(one) is list else one for one in values)
            return Coded(self.sections.array(f"column.{number}"), told)
        known = word in self.rows and (word, name) not in self.wide
        begin, end = self.rows.get(word, (0, 0))
        return Coded(np.zeros(end - begin, dtype=np.uint8), ()) if known else None

    @cached_property
    def columns(self) -> dict[tuple[str, str], int]:
        """The fields that are kept as codes, by kind or relation type, and the number of each."""
        return {(word, name): number for number, (word, name) in enumerate(self.sections.document("columns"))}

    @cached_property
    def wide(self) -> frozenset[tuple[str, str]]:
        """The fields that have too many values for that."""
        return frozenset((word, name) for word, name in self.sections.document("wide"))

    def _fact(self, row: int) -> Fact:
        content = self._content(row)
        return self._held(row) if content is None else unpacked(content)

    def _fields(self, row: int) -> Mapping[str, Value]:
        content = self._content(row)
        return self._held(row).record.fields if content is None else unpacked_fields(content)

    def _content(self, row: int) -> bytes | None:
        """Return the bytes of a fact; None when they are damaged, or were once."""
        if self._whole is not None:
            return None
        content = self._facts[int(self._begin[row]) : int(self._begin[row + 1])]
        return content.tobytes() if zlib.crc32(content) == self._checks[row] else None

    def _held(self, row: int) -> Fact:
        """Return a fact from elsewhere."""
        if self._whole is None:
            self._whole = self._elsewhere(row)
        return self._whole[row]

    def _elsewhere(self, row: int) -> list[Fact]:
        if self._spare is None:
            raise StoreDamaged(f"fact {row}")
        found = self._spare()
        return sorted((*found.things, *found.relations), key=lambda fact: (fact.record.subject.value, fact.record.id))


class StoredFacts(CodedFacts, DatedFacts, SortedFacts):
    """Some facts of a file, in an order of their own.

    Parameters
    ----------
    store
        Where they stand.
    rows
        Which.
    word
        Their kind or relation type, when they are all of one.
    """

    def __init__(self, store: Store, rows: NDArray[np.int32], word: str | None = None) -> None:
        self.store, self.rows, self.word = store, rows, word

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Fact: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Fact]: ...
    def __getitem__(self, place: int | slice) -> Fact | Sequence[Fact]:
        if isinstance(place, slice):
            return StoredFacts(self.store, self.rows[place], self.word)
        return self.store.fact(int(self.rows[place]))

    def __iter__(self) -> Iterator[Fact]:
        return map(self.store.fact, self.rows.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    def __hash__(self) -> int:
        return id(self.store)

    def coded(self, name: str) -> Coded | None:
        """Return a field of all of them from the file's codes, when they are of one kind or type."""
        found = None if self.word is None else self.store.coded(self.word, name)
        if found is None or self.word is None:
            return None
        begin, end = self.store.rows[self.word]
        whole = len(self.rows) == end - begin and bool((self.rows == np.arange(begin, end)).all())
        return found if whole else Coded(found.codes[self.rows - begin], found.values)

    def outside_graph(self) -> StoredFacts:
        """Return those of the forum's case, in their order. O(facts) in arrays."""
        ranges = [self.store.rows[word] for word in self.store.rows if word in _KINDS - _IN_GRAPH]
        kept = np.zeros(len(self.rows), dtype=np.bool_)
        for begin, end in ranges:
            kept |= (self.rows >= begin) & (self.rows < end)
        return StoredFacts(self.store, self.rows[kept])

    def of(self, subject: Kind | Relation) -> StoredFacts:
        """Return those of one kind or type, in their order. O(facts) in arrays."""
        begin, end = self.store.rows.get(subject.value, (0, 0))
        return StoredFacts(self.store, self.rows[(self.rows >= begin) & (self.rows < end)], subject.value)

    def references(self) -> Iterator[Reference]:
        """Give the reference of each, in the order of the file. O(facts), from their ids alone."""
        for word, (begin, end) in self.store.rows.items():
            rows = self.rows[(self.rows >= begin) & (self.rows < end)]
            kind = f"{word}:" if word in _KINDS else "relation:"
            yield from (Reference(kind + one) for one in self.store.ids(rows))

    def ranks(self) -> NDArray[np.int64]:
        """Return the place that each has among all of them by id: the rows of one kind or type are in that order."""
        return places_in(np.argsort(self.rows, kind="stable"))

    def turning_days(self) -> Counter[str]:
        """Count how many of them begin and end to hold on each day."""
        found: Counter[str] = Counter()
        for ranks in (self.store.since[self.rows], self.store.until[self.rows]):
            counts = np.bincount(ranks, minlength=len(self.store.days))
            found.update({day: int(count) for day, count in zip(self.store.days, counts, strict=True) if count})
        return found


def _same(one: object, other: object) -> bool:
    return one == other
