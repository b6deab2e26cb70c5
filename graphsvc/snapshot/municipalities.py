"""To which municipality each thing belongs, in a register that holds several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graphsvc.errors import UnknownThing
from graphsvc.model import Kind, Relation
from graphsvc.text import Text

if TYPE_CHECKING:
    from graphsvc.snapshot.snapshot import Snapshot

__all__ = ["municipalities", "municipality_named"]

#: A thing follows those at the other end, where these agree: systems their owners, data the systems that hold it.
_FOLLOWS = (
    (Relation.OWNS, "end"),
    (Relation.DELIVERS, "end"),
    (Relation.HOLDS, "end"),
    (Relation.CONTAINS, "start"),
)


def municipalities(snapshot: Snapshot) -> NDArray[np.int64]:
    """Return for each thing the organisation at the top of its chain, -1 where there is none or more than one.

    Units stand below an organisation; a system belongs where its owners stand, a service where those who deliver it
    do, data where the systems that hold it do, and a journey where its services do. What several municipalities
    own, or nobody does, is of none. O((things + relations) log things), whatever the shape of the tree.
    """
    size = len(snapshot)
    found = _tops(snapshot)
    for relation, side in _FOLLOWS:
        edges = snapshot.edges(relation)
        things, others = (edges.end, edges.start) if side == "end" else (edges.start, edges.end)
        low, high = np.full(size, size, dtype=np.int64), np.full(size, -1, dtype=np.int64)
        np.minimum.at(low, things, found[others])
        np.maximum.at(high, things, found[others])
        agree = (found < 0) & (low == high)
        found[agree] = high[agree]
    return found


def _tops(snapshot: Snapshot) -> NDArray[np.int64]:
    """Return the organisation above each thing in its tree; of several parents the first by reference counts."""
    size = len(snapshot)
    parts = snapshot.edges(Relation.PART_OF)
    parent = np.full(size, size, dtype=np.int64)
    np.minimum.at(parent, parts.start, parts.end)
    above = np.where(parent < size, parent, np.arange(size))
    for _ in range(size.bit_length()):  # twice as far each time; a circle leads nowhere
        above = above[above]
    top = np.zeros(size, dtype=bool)
    top[snapshot.of_kind(Kind.ORGANISATION)] = True
    return np.where(top[above], above, -1)


def municipality_named(snapshot: Snapshot, words: str | None) -> int | None:
    """Return the number of the municipality that is meant, or that of the thing that is meant; None for no words.

    Raises
    ------
    UnknownThing
        When the register does not hold several, or this is none of them.
    """
    if not words:
        return None
    thing, organisation = snapshot.lookup.find(words, Kind.ORGANISATION), snapshot.organisation
    found = thing if thing in organisation.all_municipalities else organisation.municipality_of(thing)
    if found is None:
        raise UnknownThing(_no_municipality(words))
    return found


def _no_municipality(words: str) -> Text:
    return Text(
        f"«{words}» er ingen av flere kommuner i registeret. Spør uten kommune",
        f"«{words}» er ingen av fleire kommunar i registeret. Spør utan kommune",
        f"'{words}' is none of several municipalities in the register. Ask without a municipality",
    )
