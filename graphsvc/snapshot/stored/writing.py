"""Writing the facts of a revision to a file, one after the other: what is held meanwhile are numbers, not facts."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.metamodel import KINDS
from graphsvc.model import Reference, Relation, Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot.coded import key_of
from graphsvc.snapshot.facts import Conflict, Fact, validity
from graphsvc.snapshot.stored.packing import packed, packed_conflict
from graphsvc.snapshot.stored.sections import SectionWriter, section_file

__all__ = ["FORMAT", "write_store"]

#: Raised when the sections, or what stands in them, change.
FORMAT = 2
#: A field with more different values is not kept as codes: its facts are read when it is asked for.
_MOST = 60_000


def write_store(
    path: Path,
    facts: Iterable[Fact],
    conflicts: Sequence[Conflict],
    stamp: Mapping[str, object],
    *,
    mode: int = 0o600,
) -> None:
    """Write facts to a file, which takes its place when it is whole.

    Parameters
    ----------
    facts
        Every thing and relation, ascending by kind or relation type, then id.
    conflicts
        Looked at after the last fact, so that it may be filled meanwhile.
    stamp
        What :func:`open_store` must be asked for.

    Raises
    ------
    ValueError
        When the facts are not in order.
    OSError
        When the file cannot be written.

    Notes
    -----
    O(facts log facts); memory O(facts) in numbers and ids.
    """
    with section_file(path, mode=mode) as writer:
        gathering = _Gathering()
        writer.stream("facts", gathering.through(facts))
        gathering.write(writer)
        writer.document("conflicts", [packed_conflict(one) for one in conflicts])
        writer.finish({**stamp, "format": FORMAT})


class _Column:
    """One field of the facts of one subject, as codes."""

    def __init__(self) -> None:
        self.codes = array("H")
        self.values: list[Value] = []
        self._numbers: dict[object, int] = {}

    def put(self, row: int, value: Value) -> None:
        """Take the value of a row; rows come in order."""
        key = key_of(value)
        number = self._numbers.get(key)
        if number is None:
            self.values.append(value)
            number = self._numbers[key] = len(self.values)
        if len(self.codes) < row:
            self.codes.frombytes(bytes(2 * (row - len(self.codes))))
        self.codes.append(number)

    def finished(self, rows: int) -> NDArray[Any]:
        """Return the codes of all rows."""
        codes = np.zeros(rows, dtype=np.uint8 if len(self.values) < 256 else np.uint16)
        codes[: len(self.codes)] = np.frombuffer(self.codes, dtype=np.uint16)
        return codes


class _Gathering:
    """What is learnt of facts while they pass."""

    def __init__(self) -> None:
        self._subjects: list[tuple[str, int]] = []
        self._columns: list[tuple[str, str, NDArray[Any], list[Value]]] = []
        self._wide: list[tuple[str, str]] = []
        self._open: dict[str, _Column | None] = {}
        self._ids: list[bytes] = []
        self._lengths, self._checks = array("Q"), array("I")
        self._days: dict[str, int] = {}
        self._since, self._until = array("I"), array("I")
        self._codes: dict[Reference, int] = {}
        self._ends = array("i"), array("i")
        self._things = array("i")
        self._via = array("i")
        self._rows = 0

    def through(self, facts: Iterable[Fact]) -> Iterator[bytes]:
        """Give each fact as it is stored."""
        subject, last = "", ""
        for fact in facts:
            word, identifier = fact.record.subject.value, fact.record.id
            if word != subject:
                self._close(subject)
                if word < subject:
                    raise ValueError(f"{word} after {subject}")
                self._subjects.append((word, 0))
                subject, last = word, ""
            if self._rows and identifier <= last:
                raise ValueError(f"{word}:{identifier} after {last}")
            last = identifier
            content = packed(fact)
            self._take(fact, content)
            yield content
        self._close(subject)

    def _take(self, fact: Fact, content: bytes) -> None:
        record = fact.record
        self._ids.append(record.id.encode("utf-8", "surrogatepass"))
        self._lengths.append(len(content))
        self._checks.append(zlib.crc32(content))
        since, until = validity(record)
        self._since.append(self._days.setdefault(since, len(self._days)))
        self._until.append(self._days.setdefault(until, len(self._days)))
        if isinstance(record, RelationRecord):
            for codes, end in zip(self._ends, (record.start, record.end), strict=True):
                codes.append(self._codes.setdefault(end, len(self._codes)))
            if isinstance(record.fields.get("via"), tuple):
                self._via.append(self._rows)
        elif KINDS[record.kind].in_graph:
            self._things.append(self._codes.setdefault(record.reference, len(self._codes)))
        self._fields(record.fields)
        self._rows += 1

    def _fields(self, fields: Mapping[str, Value]) -> None:
        word, count = self._subjects[-1]
        for name, value in fields.items():
            column = self._open.setdefault(name, _EMPTY)
            if column is _EMPTY:
                column = self._open[name] = _Column()
            if column is not None:
                column.put(count, value)
                if len(column.values) > _MOST:
                    self._open[name] = None
        self._subjects[-1] = word, count + 1

    def _close(self, subject: str) -> None:
        for name, column in self._open.items():
            if column is None:
                self._wide.append((subject, name))
            else:
                self._columns.append((subject, name, column.finished(self._subjects[-1][1]), column.values))
        self._open = {}

    def write(self, writer: SectionWriter) -> None:
        """Write what was learnt."""
        writer.document("subjects", self._subjects)
        writer.array("fact.begin", _offsets(np.frombuffer(self._lengths, dtype=np.uint64)))
        writer.array("fact.check", np.frombuffer(self._checks, dtype=np.uint32))
        writer.array("id", np.frombuffer(b"".join(self._ids), dtype=np.uint8))
        writer.array("id.begin", _offsets(np.fromiter(map(len, self._ids), dtype=np.uint64, count=len(self._ids))))
        self._write_days(writer)
        writer.document("columns", [(word, name) for word, name, _, _ in self._columns])
        writer.document("wide", self._wide)
        for number, (_, _, codes, values) in enumerate(self._columns):
            writer.array(f"column.{number}", codes)
            writer.document(f"values.{number}", values)
        writer.array("via", np.frombuffer(self._via, dtype=np.int32))
        self._write_relations(writer)

    def _write_days(self, writer: SectionWriter) -> None:
        """Write validity so that numbers compare as the days do."""
        days = sorted(self._days)
        rank = np.empty(len(days), dtype=np.uint32)
        rank[[self._days[day] for day in days]] = np.arange(len(days))
        writer.document("days", days)
        writer.array("since", rank[np.frombuffer(self._since, dtype=np.uint32)])
        writer.array("until", rank[np.frombuffer(self._until, dtype=np.uint32)])

    def _write_relations(self, writer: SectionWriter) -> None:
        things = np.frombuffer(self._things, dtype=np.int32)
        number = np.full(len(self._codes), -1, dtype=np.int32)
        number[things] = np.arange(len(things))
        starts, ends = (number[np.frombuffer(codes, dtype=np.int32)] for codes in self._ends)
        begin = 0
        for word, count in self._subjects:
            if word in _RELATIONS:
                _write_relation(writer, word, starts[begin : begin + count], ends[begin : begin + count], len(things))
                begin += count


_EMPTY = _Column()
_RELATIONS = frozenset(relation.value for relation in Relation)


def _write_relation(
    writer: SectionWriter, word: str, start: NDArray[np.int32], end: NDArray[np.int32], things: int
) -> None:
    """Write the relations of one type between things in the order of an :class:`Edges`, both ways; the rest apart."""
    between = (start >= 0) & (end >= 0)
    rows = np.flatnonzero(between)
    order = rows[np.lexsort((end[rows], start[rows]))]
    start, end = start[order], end[order]
    writer.array(f"{word}.fact", order.astype(np.int32))
    writer.array(f"{word}.rest", np.flatnonzero(~between).astype(np.int32))
    writer.array(f"{word}.start", start)
    writer.array(f"{word}.end", end)
    writer.array(f"{word}.back", np.argsort(end, kind="stable").astype(np.int32))
    for name, ends in (("out", start), ("in", end)):
        pointers = np.zeros(things + 1, dtype=np.int32)
        np.cumsum(np.bincount(ends, minlength=things), out=pointers[1:])
        writer.array(f"{word}.{name}", pointers)


def _offsets(lengths: NDArray[np.uint64]) -> NDArray[Any]:
    offsets = np.zeros(len(lengths) + 1, dtype=np.uint64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets.astype(np.uint32) if offsets[-1] < 2**32 else offsets
