"""Which capabilities and data a text speaks of: those whose name, or a whole part of it, stands in the text."""

from __future__ import annotations

import re

from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_queries.overlap.likeness import documents
from graphsvc_queries.overlap.words import ENGLISH, NORWEGIAN, Tongue, stems_of

__all__ = ["recognised"]

#: What divides a name that is a list: "Timebestilling og booking", "Adgangskontroll og låser".
_DIVIDES = re.compile(r"\s+(?:og|and|en|och|samt|eller|or)\s+|[,;/()&]", re.IGNORECASE)


def recognised(snapshot: Snapshot, text: str, kind: Kind, own: Tongue = NORWEGIAN) -> frozenset[int]:
    """Return the things of a kind that a text speaks of.

    Parameters
    ----------
    own
        The language of names that do not say theirs.

    Notes
    -----
    O(words of the names x words of the text).
    """
    said = {tongue: set(stems_of(text, tongue)) for tongue in {NORWEGIAN, ENGLISH, own}}
    return frozenset(
        int(thing)
        for thing in snapshot.of_kind(kind)
        for one in documents(snapshot.record(int(thing)).fields)
        if any(
            stems and said[one.tongue or own].issuperset(stems)
            for stems in (stems_of(part, one.tongue or own) for part in _DIVIDES.split(one.name))
        )
    )
