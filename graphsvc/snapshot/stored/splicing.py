"""A file of a revision made from the file of an older one: what has not changed since is copied as it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import RelationRecord
from graphsvc.snapshot.coded import Coded, key_of
from graphsvc.snapshot.facts import Conflict, Fact
from graphsvc.snapshot.stored.gathered import Gathered, code_type, write_gathered
from graphsvc.snapshot.stored.packing import packed_conflict
from graphsvc.snapshot.stored.reading import Store
from graphsvc.snapshot.stored.sections import section_file
from graphsvc.snapshot.stored.writing import MOST, Gathering

__all__ = ["splice_store"]

_RELATIONS = tuple(relation.value for relation in Relation)
Some = TypeVar("Some", bound=np.generic)
_IN_GRAPH = frozenset(kind.value for kind in Kind if KINDS[kind].in_graph)


def splice_store(
    path: Path,
    older: Store,
    named: Collection[Reference],
    facts: Sequence[Fact],
    conflicts: Sequence[Conflict],
    stamp: Mapping[str, object],
    *,
    mode: int = 0o600,
) -> None:
    """Write the file that :func:`write_store` would write of the same facts, to the byte.

    Parameters
    ----------
    older
        The facts of an older revision.
    named
        What may be another there, or not be there: things, and relations of any type by their id.
    facts, conflicts
        All that now stands under these names, ascending by kind or relation type, then id; and its disagreements.

    Raises
    ------
    StoreDamaged
        When a fact that must be looked at is not as it was written.
    OSError
        When the file cannot be written.

    Notes
    -----
    O(bytes of the older file) to copy, O(facts) in arrays, O(changed facts) one by one. A field that once had too many
    values to be kept as codes stays so.
    """
    with section_file(path, mode=mode) as writer:
        gathering = Gathering()
        contents = list(gathering.through(facts))
        spliced = _Spliced(older, frozenset(named), facts, gathering.gathered())
        writer.stream("facts", spliced.contents(contents))
        same = (one for one in older.sections.document("conflicts") if one[0] not in spliced.named)
        told = sorted([*same, *map(packed_conflict, conflicts)], key=lambda one: str(one[0]))
        write_gathered(writer, spliced.gathered(), told, stamp)


class _Spliced:
    """The rows of the older file that stay, and the new facts between them.

    A place is the row of the older file, or the number of its rows and the number of the new fact together.
    """

    def __init__(self, older: Store, named: frozenset[Reference], facts: Sequence[Fact], new: Gathered) -> None:
        self.older, self.named, self.facts, self.new = older, named, facts, new
        self.size = max((end for _, end in older.rows.values()), default=0)
        self.keys = [(fact.record.subject.value, fact.record.id) for fact in facts]
        kept = np.ones(self.size, dtype=np.bool_)
        for word, ids in self._ids():
            kept[older.rows_named(word, ids)] = False
        rows = np.flatnonzero(kept)
        before = np.array([self._before(*key) for key in self.keys], dtype=np.int64)
        order = np.argsort(np.concatenate([2 * rows + 1, 2 * before]), kind="stable")
        #: For each row of the new file its place.
        self.places: NDArray[np.int64] = np.concatenate([rows, self.size + np.arange(len(facts))])[order]
        #: For each place its row in the new file, -1 for what is gone.
        self.rows = np.full(self.size + len(facts), -1, dtype=np.int64)
        self.rows[self.places] = np.arange(len(self.places))
        self.subjects = list(self._subjects(kept))
        self._number = {key: self.size + number for number, key in enumerate(self.keys)}

    # -- which rows --------------------------------------------------------------------------------------------
    def _ids(self) -> Iterator[tuple[str, set[str]]]:
        """Give the kinds and types that what is named may be of, each with the ids."""
        ids: dict[str, set[str]] = {}
        for word, identifier in map(split_reference, self.named):
            ids.setdefault(word, set()).add(identifier)
        relations = ids.pop("relation", set())
        yield from ids.items()
        yield from ((word, relations) for word in _RELATIONS)

    def _before(self, word: str, identifier: str) -> int:
        """Return before which row of the older file a fact comes."""
        if word not in self.older.rows:
            return min((begin for other, (begin, _) in self.older.rows.items() if other > word), default=self.size)
        return self.older.place(word, identifier)

    def _subjects(self, kept: NDArray[np.bool_]) -> Iterator[tuple[str, int]]:
        new = dict(self.new.subjects)
        for word in sorted({*self.older.rows, *new}):
            begin, end = self.older.rows.get(word, (0, 0))
            if count := int(kept[begin:end].sum()) + new.get(word, 0):
                yield word, count

    # -- what is in them ---------------------------------------------------------------------------------------
    def contents(self, new: Sequence[bytes]) -> Iterator[bytes | memoryview]:
        """Give the facts as they are stored."""
        return self._runs(self.older.bytes_of, new.__getitem__)

    def _runs(self, old: Callable[[int, int], memoryview], new: Callable[[int], bytes]) -> Iterator[bytes | memoryview]:
        """Give what belongs to each row, many at once where they stand together in the older file."""
        places = self.places
        breaks = np.flatnonzero((np.diff(places) != 1) | (places[1:] >= self.size)) + 1
        for begin, end in pairwise([0, *breaks.tolist(), len(places)]):
            if begin < end:
                first = int(places[begin])
                yield new(first - self.size) if first >= self.size else old(first, int(places[end - 1]) + 1)

    def gathered(self) -> Gathered:
        """Return what the new file says of its facts."""
        older, new, sections = self.older, self.new, self.older.sections
        lengths, ids = (_lengths(sections.array(f"{one}.begin")) for one in ("fact", "id"))
        days = list(dict.fromkeys([*older.days, *new.days]))
        known = {day: number for number, day in enumerate(days)}
        later = np.array([known[day] for day in new.days], dtype=np.uint32)
        names = [identifier.encode("utf-8", "surrogatepass") for _, identifier in self.keys]
        starts, ends = self._ends()
        columns, wide = self._columns()
        return Gathered(
            subjects=self.subjects,
            lengths=self._taken(lengths, new.lengths),
            checks=self._taken(sections.array("fact.check"), new.checks),
            ids=np.frombuffer(b"".join(self._runs(older.id_bytes_of, names.__getitem__)), dtype=np.uint8),
            id_lengths=self._taken(ids, new.id_lengths),
            days=days,
            since=self._taken(older.since, later[new.since]),
            until=self._taken(older.until, later[new.until]),
            columns=columns,
            wide=wide,
            via=self._via(),
            things=int(self._in_graph.sum()),
            starts=starts,
            ends=ends,
        )

    def _taken(self, old: NDArray[Some], new: NDArray[Some]) -> NDArray[Some]:
        return np.concatenate([old, new])[self.places]

    def _via(self) -> NDArray[np.int32]:
        rows = self.rows[np.concatenate([self.older.sections.array("via"), self.size + self.new.via]).astype(np.int64)]
        return np.sort(rows[rows >= 0]).astype(np.int32)

    # -- fields ------------------------------------------------------------------------------------------------
    def _columns(self) -> tuple[dict[tuple[str, str], Coded], set[tuple[str, str]]]:
        columns, wide = dict[tuple[str, str], Coded](), {*self.older.wide, *self.new.wide}
        begin = 0
        for word, count in self.subjects:
            places = self.places[begin : begin + count]
            begin += count
            for name in sorted({field for one, field in (*self.older.columns, *self.new.columns) if one == word}):
                if (word, name) not in wide:
                    coded = self._column(word, name, places)
                    if len(coded.values) > MOST:
                        wide.add((word, name))
                    elif coded.values:
                        columns[word, name] = coded
        return columns, {pair for pair in wide if pair[0] in dict(self.subjects)}

    def _column(self, word: str, name: str, places: NDArray[np.int64]) -> Coded:
        """Return one field of all facts of a kind or type, its values in the order in which they come first."""
        begin, end = self.older.rows.get(word, (0, 0))
        first = next((number for number, key in enumerate(self.keys) if key[0] == word), 0)
        older = self.older.coded(word, name) or Coded(np.zeros(end - begin, dtype=np.uint8), ())
        new = self.new.columns.get((word, name), Coded(np.zeros(dict(self.new.subjects).get(word, 0), np.uint8), ()))
        values: dict[object, Value] = {key_of(value): value for value in (*older.values, *new.values)}
        numbers = {key: number for number, key in enumerate(values, start=1)}
        later = np.array([0, *(numbers[key_of(value)] for value in new.values)], dtype=np.int64)
        both = np.concatenate([older.codes.astype(np.int64), later[new.codes]])
        old = places < self.size
        codes = both[np.where(old, places - begin, (end - begin) + places - self.size - first)]
        # The last to be written here is the first to come.
        met = np.full(len(values) + 1, len(codes), dtype=np.int64)
        met[codes[::-1]] = np.arange(len(codes))[::-1]
        met[0] = -1
        used = np.argsort(met, kind="stable")[: 1 + int((met[1:] < len(codes)).sum())]
        rank = np.zeros(len(values) + 1, dtype=np.int64)
        rank[used] = np.arange(len(used))
        each = list(values.values())
        told = tuple(each[code - 1] for code in used[1:].tolist())
        return Coded(rank[codes].astype(code_type(len(told))), told)

    # -- relations ---------------------------------------------------------------------------------------------
    @property
    def _in_graph(self) -> NDArray[np.bool_]:
        """Which rows of the new file are things of the graph."""
        return np.repeat(
            np.array([word in _IN_GRAPH for word, _ in self.subjects], dtype=np.bool_),
            [count for _, count in self.subjects],
        )

    def _ends(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the number of the thing at both ends of every relation."""
        flags = self._in_graph
        numbers = np.where(flags, np.cumsum(flags) - 1, -1)
        row_of = self._rows_of_things()
        renumbered = np.where(row_of >= 0, numbers[row_of], -1) if len(numbers) else row_of

        def number(name: str) -> int:
            word, identifier = split_reference(name)
            place = self._number.get((word, identifier))
            place = self.older.find(word, identifier) if place is None else place
            row = -1 if place is None else int(self.rows[place])
            return -1 if row < 0 else int(numbers[row])

        parts = [self._ends_of(word, renumbered, number) for word, _ in self.subjects if word in _RELATIONS]
        nothing = np.empty(0, dtype=np.int32)
        starts, ends = (np.concatenate([nothing, *(part[side] for part in parts)]) for side in (0, 1))
        return starts, ends

    def _rows_of_things(self) -> NDArray[np.int64]:
        """Return for each thing of the older file's graph its row in the new one, -1 when it is gone."""
        found = self.rows[self.older.graph_rows]
        for number, (word, identifier) in enumerate(self.keys):
            row = self.older.find(word, identifier) if word in _IN_GRAPH else None
            if row is not None:
                found[np.searchsorted(self.older.graph_rows, row)] = self.rows[self.size + number]
        return found

    def _ends_of(
        self, word: str, renumbered: NDArray[np.int64], number: Callable[[str], int]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        begin, end = self.older.rows.get(word, (0, 0))
        array = self.older.sections.array
        both = np.full((2, end - begin), -1, dtype=np.int64)
        if end > begin:
            order = array(f"{word}.fact")
            for side, name in enumerate(("start", "end")):
                both[side, order] = renumbered[array(f"{word}.{name}")]
            for place in array(f"{word}.rest").tolist():  # an end that was missing may be there now
                if self.rows[begin + place] >= 0:
                    both[:, place] = _ends_in(self.older.fact(begin + place), number)
        new = [number_ for number_, key in enumerate(self.keys) if key[0] == word]
        added = np.array([_ends_in(self.facts[one], number) for one in new], dtype=np.int64).reshape(-1, 2).T
        places = np.concatenate([np.arange(begin, end), self.size + np.array(new, dtype=np.int64)])
        rows = self.rows[places]
        order = np.argsort(rows, kind="stable")[int((rows < 0).sum()) :]
        starts, ends = np.concatenate([both, added], axis=1)[:, order].astype(np.int32)
        return starts, ends


def _lengths(begins: NDArray[np.integer[Any]]) -> NDArray[np.uint64]:
    return begins[1:].astype(np.uint64) - begins[:-1].astype(np.uint64)


def _ends_in(fact: Fact, number: Callable[[str], int]) -> tuple[int, int]:
    assert isinstance(fact.record, RelationRecord)  # noqa: S101 - the row is a relation's
    return number(fact.record.start), number(fact.record.end)
