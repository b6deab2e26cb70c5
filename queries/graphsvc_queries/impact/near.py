"""Which unknown things matter to a question, in a register of several municipalities."""

from __future__ import annotations

import numpy as np

from graphsvc.model import Way
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import among, distinct
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.compiled import compiled
from graphsvc_queries.impact.result import Unknown

__all__ = ["NEAREST", "nearest", "unknown_near", "unknown_of"]

#: So many municipalities are looked at closely: as many as a picture can show and a person can follow.
NEAREST = 12


def unknown_near(found: Answer) -> tuple[tuple[Unknown, ...], int]:
    """Return the unknown things of the municipalities that the answer is about, and how many there are elsewhere.

    With one municipality everything is near. What belongs to none, and all beyond the nearest, is counted.

    Notes
    -----
    O(touched + unknown things), the latter in arrays; those nearby are put in words once and kept.
    """
    known = found.compiled
    organisation, near = known.snapshot.organisation, known.unknown
    if organisation.several:
        near = near[among(organisation.municipalities[near], np.sort(np.array(nearest(found), dtype=np.int64)))]
    return tuple(map(known.tell_unknown, near.tolist())), len(known.unknown) - len(near)


def nearest(found: Answer) -> tuple[int, ...]:
    """Return the municipalities of what changes, then those touched most strongly; at most :data:`NEAREST`.

    Notes
    -----
    O(touched log municipalities).
    """
    places = found.compiled.snapshot.organisation.municipalities
    strongest: dict[int, float] = {}
    for way in Way:
        best = found.touched[way]
        here, strength = places[best.things], found.labels.column("strength")[best.rows]
        for place in distinct(here[here >= 0]).tolist():
            strongest[place] = max(strongest.get(place, 0.0), float(strength[here == place].max()))
    for place in places[found.starts.numbers].tolist():
        if place >= 0:
            strongest[place] = 2.0  # nothing is nearer than the change itself
    return tuple(sorted(strongest, key=lambda one: (-round(strongest[one], 9), one))[:NEAREST])


def unknown_of(snapshot: Snapshot, thing: str) -> Unknown | None:
    """Return what is not known about a thing, wherever it stands; None when enough is known.

    Notes
    -----
    O(unknown things), in arrays.
    """
    known = compiled(snapshot)
    if thing not in snapshot:
        return None
    number = snapshot.index(thing)
    return known.tell_unknown(number) if number in known.unknown else None
