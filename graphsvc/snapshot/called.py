"""Which things are called by some words: ids and names of all things as sorted numbers, not as words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, split_reference
from graphsvc.records import Record

if TYPE_CHECKING:
    from graphsvc.snapshot.snapshot import Snapshot

__all__ = ["NAMES", "Called", "words_of"]

#: The fields that a thing is called by.
NAMES = ("name_nb", "name_nn", "name_en", "name")


def words_of(record: Record) -> set[str]:
    """Return all that a thing is called by: its id, its reference, its names."""
    names = (str(record.fields.get(name) or "") for name in NAMES)
    return {record.id, str(record.reference), *filter(None, names)}


class Called:
    """Finds things by what they are called, without regard to case.

    Parameters
    ----------
    snapshot
        The graph.

    Notes
    -----
    O(things log things) at the first question, in arrays where names come from a file; O(log things) for each.
    A nation has a million names: they are kept as hashes, and who fits is looked at again.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def by(self, words: str) -> tuple[int, ...]:
        """Return the numbers of the things that are called so, ascending."""
        asked = words.casefold()
        before, _, after = asked.partition(":")
        fitting = {*self._near(asked), *(self._near(after) if before in set(Kind) else ())}
        return tuple(sorted(one for one in fitting if self._is_called(one, asked)))

    def _is_called(self, thing: int, asked: str) -> bool:
        return any(one.casefold() == asked for one in words_of(self._snapshot.record(thing)))

    def _near(self, words: str) -> list[int]:
        hashes, things = self._index
        sought = np.int64(hash(words))
        found: list[int] = things[
            slice(*(int(hashes.searchsorted(sought, side)) for side in ("left", "right")))
        ].tolist()
        return found

    @cached_property
    def _index(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The hashes of all words, ascending, and of which thing each is."""
        parts = list(self._parts())
        hashes = np.concatenate([one for one, _ in parts])
        order = np.argsort(hashes, kind="stable")
        return hashes[order], np.concatenate([one for _, one in parts])[order]

    def _parts(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32]]]:
        snapshot = self._snapshot
        everything = np.arange(len(snapshot), dtype=np.int32)
        yield _hashed([split_reference(one)[1] for one in snapshot.named(everything)]), everything
        for kind in (kind for kind in Kind if KINDS[kind].in_graph):
            numbers = snapshot.of_kind(kind)
            for name in NAMES if len(numbers) else ():
                told = snapshot.coded(kind, name)
                named = np.array([bool(value) for value in told.each()])[told.codes]
                yield _hashed([str(value or "") for value in told.each()])[told.codes[named]], numbers[named]


def _hashed(words: list[str]) -> NDArray[np.int64]:
    return np.array([hash(one.casefold()) for one in words], dtype=np.int64)
