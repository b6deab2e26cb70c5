"""What the register knows too little of: listed as unknown, never as untouched (model.md section 4, Unknown)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import without
from graphsvc.text import Text
from graphsvc_queries.impact.result import Unknown

__all__ = ["tell_unknown", "unknown_things"]

_WHY = {
    Kind.SERVICE: Text(
        "Ingen kjent støtte fra systemer, og den trenger ingen annen tjeneste.",
        "Inga kjend støtte frå system, og ho treng inga anna teneste.",
        "No known support from systems, and it requires no other service.",
    ),
    Kind.SYSTEM: Text(
        "Har verken flyt, tjeneste, data, bruker eller eier i registeret.",
        "Har korkje flyt, teneste, data, brukar eller eigar i registeret.",
        "Has no flow, service, data, user or owner in the register.",
    ),
    Kind.UNIT: Text(
        "Leverer ingen tjeneste, og verken bruker eller eier noe system.",
        "Leverer inga teneste, og korkje bruker eller eig noko system.",
        "Delivers no service, and neither uses nor owns any system.",
    ),
}


def unknown_things(snapshot: Snapshot, hubs: Iterable[int]) -> NDArray[np.int64]:
    """Return the numbers of services, systems and units that no rule could reach, in this order and by id.

    Parameters
    ----------
    snapshot
        The map.
    hubs
        Systems that flows go through.

    Notes
    -----
    O(things + relations), in arrays: a nation has ten thousand of them, and an answer puts only those nearby in words.
    """
    sectors = np.flatnonzero(snapshot.organisation.sector_flags)
    services = [_ends(snapshot, Relation.SUPPORTS), _requiring_another(snapshot)]
    systems = [
        _starts(snapshot, Relation.FLOW),
        _ends(snapshot, Relation.FLOW),
        np.array(sorted(hubs), dtype=np.int32),
        _starts(snapshot, Relation.SUPPORTS),
        _starts(snapshot, Relation.HOLDS),
        _ends(snapshot, Relation.USES),
        _ends(snapshot, Relation.OWNS),
    ]
    units = [_starts(snapshot, relation) for relation in (Relation.DELIVERS, Relation.USES, Relation.OWNS)]
    left = (
        (snapshot.of_kind(Kind.SERVICE), services),
        (snapshot.of_kind(Kind.SYSTEM), systems),
        (without(snapshot.of_kind(Kind.UNIT), sectors), units),
    )
    return np.concatenate([_without(len(snapshot), things, known) for things, known in left])


def tell_unknown(snapshot: Snapshot, thing: int, name: Text) -> Unknown:
    """Say of a thing that :func:`unknown_things` found why too little is known of it."""
    reference, kind = snapshot.references[thing], snapshot.kind(thing)
    return Unknown(reference, kind, split_reference(reference)[1], name, _WHY[kind])


def _without(size: int, things: NDArray[np.integer[Any]], known: Iterable[NDArray[np.int32]]) -> NDArray[np.int64]:
    left = np.zeros(size, dtype=np.bool_)
    left[things] = True
    for numbers in known:
        left[numbers] = False
    return np.flatnonzero(left)


def _starts(snapshot: Snapshot, relation: Relation) -> NDArray[np.int32]:
    return snapshot.edges(relation).start


def _ends(snapshot: Snapshot, relation: Relation) -> NDArray[np.int32]:
    return snapshot.edges(relation).end


def _requiring_another(snapshot: Snapshot) -> NDArray[np.int32]:
    edges = snapshot.edges(Relation.REQUIRES)
    found: NDArray[np.int32] = edges.start[edges.start != edges.end]
    return found
