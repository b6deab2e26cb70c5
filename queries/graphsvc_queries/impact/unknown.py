"""What the register knows too little of: listed as unknown, never as untouched (model.md section 4, Unknown)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.impact.result import Unknown

__all__ = ["unknown_things"]

_SERVICE = Text(
    "Ingen kjent støtte fra systemer, og den trenger ingen annen tjeneste.",
    "Inga kjend støtte frå system, og ho treng inga anna teneste.",
    "No known support from systems, and it requires no other service.",
)
_UNIT = Text(
    "Leverer ingen tjeneste, og verken bruker eller eier noe system.",
    "Leverer inga teneste, og korkje bruker eller eig noko system.",
    "Delivers no service, and neither uses nor owns any system.",
)
_SYSTEM = Text(
    "Har verken flyt, tjeneste, data, bruker eller eier i registeret.",
    "Har korkje flyt, teneste, data, brukar eller eigar i registeret.",
    "Has no flow, service, data, user or owner in the register.",
)


def unknown_things(snapshot: Snapshot, hubs: Iterable[int], name: Callable[[int], Text]) -> tuple[Unknown, ...]:
    """List services, systems and units that no rule could reach, in this order and by id.

    Parameters
    ----------
    hubs
        Systems that flows go through.
    name
        What a thing is called.

    Notes
    -----
    O(things + relations), in arrays.
    """
    sectors = np.array(snapshot.organisation.sectors, dtype=np.int64)
    units = np.setdiff1d(snapshot.of_kind(Kind.UNIT), sectors)
    found = (
        (
            _SERVICE,
            snapshot.of_kind(Kind.SERVICE),
            [
                _ends(snapshot, Relation.SUPPORTS),
                _requiring_another(snapshot),
            ],
        ),
        (
            _SYSTEM,
            snapshot.of_kind(Kind.SYSTEM),
            [
                _starts(snapshot, Relation.FLOW),
                _ends(snapshot, Relation.FLOW),
                np.array(sorted(hubs), dtype=np.int32),
                _starts(snapshot, Relation.SUPPORTS),
                _starts(snapshot, Relation.HOLDS),
                _ends(snapshot, Relation.USES),
                _ends(snapshot, Relation.OWNS),
            ],
        ),
        (
            _UNIT,
            units,
            [
                _starts(snapshot, Relation.DELIVERS),
                _starts(snapshot, Relation.USES),
                _starts(snapshot, Relation.OWNS),
            ],
        ),
    )
    return tuple(
        _unknown(snapshot, thing, name, why)
        for why, things, known in found
        for thing in _without(len(snapshot), things, known)
    )


def _without(size: int, things: NDArray[np.integer[Any]], known: Iterable[NDArray[np.int32]]) -> list[int]:
    left = np.zeros(size, dtype=np.bool_)
    left[things] = True
    for numbers in known:
        left[numbers] = False
    return np.flatnonzero(left).tolist()


def _starts(snapshot: Snapshot, relation: Relation) -> NDArray[np.int32]:
    return snapshot.edges(relation).start


def _ends(snapshot: Snapshot, relation: Relation) -> NDArray[np.int32]:
    return snapshot.edges(relation).end


def _requiring_another(snapshot: Snapshot) -> NDArray[np.int32]:
    edges = snapshot.edges(Relation.REQUIRES)
    found: NDArray[np.int32] = edges.start[edges.start != edges.end]
    return found


def _unknown(snapshot: Snapshot, thing: int, name: Callable[[int], Text], why: Text) -> Unknown:
    reference = snapshot.references[thing]
    return Unknown(reference, snapshot.kind(thing), split_reference(reference)[1], name(thing), why)
