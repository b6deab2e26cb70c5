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
from graphsvc.model import Reference, Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot.coded import Coded, key_of
from graphsvc.snapshot.facts import Conflict, Fact, validity
from graphsvc.snapshot.stored.gathered import Gathered, code_type, write_gathered
from graphsvc.snapshot.stored.packing import packed, packed_conflict
from graphsvc.snapshot.stored.sections import section_file

__all__ = ["MOST", "Gathering", "write_store"]

#: A field with more different values is not kept as codes: its facts are read when it is asked for.
MOST = 60_000


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
        gathering = Gathering()
        writer.stream("facts", gathering.through(facts))
        write_gathered(writer, gathering.gathered(), [packed_conflict(one) for one in conflicts], stamp)


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
        codes = np.zeros(rows, dtype=code_type(len(self.values)))
        codes[: len(self.codes)] = np.frombuffer(self.codes, dtype=np.uint16)
        return codes


class Gathering:
    """What is learnt of facts while they pass."""

    def __init__(self) -> None:
        self._subjects: list[tuple[str, int]] = []
        self._columns: dict[tuple[str, str], Coded] = {}
        self._wide: set[tuple[str, str]] = set()
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
                if len(column.values) > MOST:
                    self._open[name] = None
        self._subjects[-1] = word, count + 1

    def _close(self, subject: str) -> None:
        for name, column in self._open.items():
            if column is None:
                self._wide.add((subject, name))
            else:
                codes = column.finished(self._subjects[-1][1])
                self._columns[subject, name] = Coded(codes, tuple(column.values))
        self._open = {}

    def gathered(self) -> Gathered:
        """Return what was learnt, once all facts have passed."""
        things = np.frombuffer(self._things, dtype=np.int32)
        number = np.full(len(self._codes), -1, dtype=np.int32)
        number[things] = np.arange(len(things))
        starts, ends = (number[np.frombuffer(codes, dtype=np.int32)] for codes in self._ends)
        return Gathered(
            subjects=self._subjects,
            lengths=np.frombuffer(self._lengths, dtype=np.uint64),
            checks=np.frombuffer(self._checks, dtype=np.uint32),
            ids=np.frombuffer(b"".join(self._ids), dtype=np.uint8),
            id_lengths=np.fromiter(map(len, self._ids), dtype=np.uint64, count=len(self._ids)),
            days=list(self._days),
            since=np.frombuffer(self._since, dtype=np.uint32),
            until=np.frombuffer(self._until, dtype=np.uint32),
            columns=self._columns,
            wide=self._wide,
            via=np.frombuffer(self._via, dtype=np.int32),
            things=len(things),
            starts=starts,
            ends=ends,
        )


_EMPTY = _Column()
