"""The texts by which the things of a snapshot are found, and the index made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, split_reference
from graphsvc.search import Index, Row

if TYPE_CHECKING:
    from graphsvc.snapshot.snapshot import Snapshot

__all__ = ["ALSO", "NAMES", "of_kind", "search_index"]

#: Fields that name a thing, besides its id.
NAMES = ("name_nb", "name_nn", "name_en", "name")
#: Fields by which a thing is found although they do not name it.
ALSO = ("vendor", "product", "external_id")
#: Kinds in the order in which equally good hits are shown; all others follow.
_ORDER = {
    kind: rank for rank, kind in enumerate((Kind.SYSTEM, Kind.SERVICE, Kind.UNIT, Kind.CAPABILITY, Kind.DATA_OBJECT))
}


def search_index(snapshot: Snapshot) -> Index:
    """Make the index of a snapshot; it holds what the snapshot holds and nothing else. O(letters of all texts)."""
    ranks = np.full(len(snapshot), len(_ORDER), dtype=np.int64)
    for kind, rank in _ORDER.items():
        ranks[snapshot.of_kind(kind)] = rank
    return Index(_rows(snapshot), ranks)


def of_kind(snapshot: Snapshot, words: str, kinds: Collection[Kind] = ()) -> tuple[str, NDArray[np.bool_] | None]:
    """Take a kind before the words for what it is ("system:epj"), and say which things may be found.

    Returns
    -------
    words, among
        What is left of the words, and for each thing whether it may be found; None for all.
    """
    before, colon, after = words.strip().partition(":")
    wanted = set(kinds)
    if colon and before.casefold() in set(Kind):
        own = Kind(before.casefold())
        words, wanted = after, {own} & wanted if wanted else {own}
    elif not wanted:
        return words, None
    among = np.zeros(len(snapshot), dtype=bool)
    for kind in wanted:
        among[snapshot.of_kind(kind)] = True
    return words, among


def _rows(snapshot: Snapshot) -> Iterator[Row]:
    """Give every text of each thing, a field at a time: no fact that lies in a file in columns has to be read."""
    for thing, reference in enumerate(snapshot.references):
        yield Row(thing, True, split_reference(reference)[1])
    # Kind by kind: a file in columns knows a field of one kind without reading its facts, and that of all only by them.
    for kind in (kind for kind in Kind if KINDS[kind].in_graph):
        numbers = snapshot.of_kind(kind)
        for name in (*NAMES, *ALSO) if len(numbers) else ():
            told, own = snapshot.coded(kind, name), name in NAMES
            places, values = np.flatnonzero(told.codes), told.each()
            for thing, code in zip(numbers[places].tolist(), told.codes[places].tolist(), strict=True):
                yield Row(thing, own, str(values[code] or ""))
    belongs = snapshot.organisation.municipalities
    called = {top: snapshot.name(top).words for top in np.unique(belongs[belongs >= 0]).tolist()}
    for thing in np.flatnonzero(belongs >= 0).tolist():
        yield Row(thing, False, called[int(belongs[thing])])
