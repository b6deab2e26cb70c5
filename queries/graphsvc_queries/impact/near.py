"""Which unknown things matter to a question, in a register of several municipalities."""

from __future__ import annotations

from graphsvc.model import Way
from graphsvc.snapshot import Snapshot
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
    O(touched + unknown things nearby): those of each municipality are found once for the snapshot and kept.
    """
    known = found.compiled
    if not known.snapshot.organisation.several:
        return known.unknown, 0
    near = [one for place in nearest(found) for one in known.unknown_in.get(place, ())]
    order = {kind: place for place, kind in enumerate(dict.fromkeys(one.kind for one in known.unknown))}
    return tuple(sorted(near, key=lambda one: (order[one.kind], one.thing))), len(known.unknown) - len(near)


def nearest(found: Answer) -> tuple[int, ...]:
    """Return the municipalities of what changes, then those touched most strongly; at most :data:`NEAREST`.

    Notes
    -----
    O(touched log municipalities).
    """
    place = found.compiled.snapshot.organisation.municipality_of
    strongest: dict[int, float] = {}
    for way in Way:
        for thing, label in found.labels(way).items():
            here = place(thing)
            if here is not None:
                strongest[here] = max(strongest.get(here, 0.0), label.strength)
    for thing in found.starts.changed:
        here = place(thing)
        if here is not None:
            strongest[here] = 2.0  # nothing is nearer than the change itself
    return tuple(sorted(strongest, key=lambda one: (-round(strongest[one], 9), one))[:NEAREST])


def unknown_of(snapshot: Snapshot, thing: str) -> Unknown | None:
    """Return what is not known about a thing, wherever it stands; None when enough is known.

    Notes
    -----
    O(1) after the first question about a snapshot.
    """
    return compiled(snapshot).unknown_by_thing.get(thing)
