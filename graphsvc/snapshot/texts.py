"""The texts by which the things of a snapshot are found, and the index made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graphsvc.model import Kind
from graphsvc.search import Index, Row

if TYPE_CHECKING:
    from graphsvc.snapshot.snapshot import Snapshot

__all__ = ["ALSO", "NAMES", "search_index"]

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
    ranks = [_ORDER.get(snapshot.kind(thing), len(_ORDER)) for thing in range(len(snapshot))]
    return Index(_rows(snapshot), ranks)


def _rows(snapshot: Snapshot) -> Iterator[Row]:
    organisation = snapshot.organisation
    called: dict[int, str] = {}
    for thing in range(len(snapshot)):
        record = snapshot.record(thing)
        fields = record.fields
        for words in {str(fields[name]): None for name in NAMES if fields.get(name)} | {record.id: None}:
            yield Row(thing, True, words)
        for words in {str(fields[name]): None for name in ALSO if fields.get(name)}:
            yield Row(thing, False, words)
        municipality = organisation.municipality_of(thing)
        if municipality is not None:
            if municipality not in called:
                called[municipality] = snapshot.name(municipality).words
            yield Row(thing, False, called[municipality])
