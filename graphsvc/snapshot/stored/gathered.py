"""What a file says of its facts beside the facts themselves, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Relation
from graphsvc.snapshot.coded import Coded
from graphsvc.snapshot.stored.sections import SectionWriter

__all__ = ["FORMAT", "Gathered", "code_type", "write_gathered"]

#: Raised when the sections, or what stands in them, change.
FORMAT = 3
_RELATIONS = frozenset(relation.value for relation in Relation)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of n facts, which stand by kind or relation type, then id.

    Parameters
    ----------
    subjects
        Each kind and relation type that there is, ascending, and how many facts are of it.
    lengths, checks
        Bytes of each fact, and their CRC-32; shape (n,).
    ids, id_lengths
        The ids one after the other as bytes, and how long each is.
    days, since, until
        Days, and for each fact which of them it holds from and until.
    columns, wide
        By kind or type and field: its values as codes; fields with too many for that.
    via
        Rows of the relations that name others on their way.
    things, starts, ends
        How many things of the graph there are; for each relation the number of the thing at each end, -1 for none.
    """

    subjects: Sequence[tuple[str, int]]
    lengths: NDArray[np.uint64]
    checks: NDArray[np.uint32]
    ids: NDArray[np.uint8]
    id_lengths: NDArray[np.uint64]
    days: Sequence[str]
    since: NDArray[np.uint32]
    until: NDArray[np.uint32]
    columns: Mapping[tuple[str, str], Coded]
    wide: Set[tuple[str, str]]
    via: NDArray[np.int32]
    things: int
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


def code_type(values: int) -> type[np.unsignedinteger[Any]]:
    """Return in what the codes of so many values fit."""
    return np.uint8 if values < 256 else np.uint16


def write_gathered(
    writer: SectionWriter, told: Gathered, conflicts: Sequence[object], stamp: Mapping[str, object]
) -> None:
    """Write all sections that come after the facts, and the end of the file; the same facts give the same bytes."""
    writer.document("subjects", told.subjects)
    writer.array("fact.begin", _offsets(told.lengths))
    writer.array("fact.check", told.checks)
    writer.array("id", told.ids)
    writer.array("id.begin", _offsets(told.id_lengths))
    _write_days(writer, told)
    columns = sorted(told.columns)
    writer.document("columns", columns)
    writer.document("wide", sorted(told.wide))
    for number, column in enumerate(columns):
        writer.array(f"column.{number}", told.columns[column].codes)
        writer.document(f"values.{number}", told.columns[column].values)
    writer.array("via", told.via)
    begin = 0
    for word, count in told.subjects:
        if word in _RELATIONS:
            part = slice(begin, begin + count)
            _write_relation(writer, word, told.starts[part], told.ends[part], told.things)
            begin += count
    writer.document("conflicts", conflicts)
    writer.finish({**stamp, "format": FORMAT})


def _write_days(writer: SectionWriter, told: Gathered) -> None:
    """Write validity so that numbers compare as the days do; days that nobody holds from or until are left out."""
    held = np.unique(np.concatenate([told.since, told.until])).tolist()
    days = sorted(told.days[day] for day in held)
    place = {day: number for number, day in enumerate(days)}
    rank = np.zeros(len(told.days), dtype=np.uint32)
    rank[held] = [place[told.days[day]] for day in held]
    writer.document("days", days)
    writer.array("since", rank[told.since])
    writer.array("until", rank[told.until])


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
