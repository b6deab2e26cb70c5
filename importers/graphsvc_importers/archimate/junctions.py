"""Junctions paired away: every source into a junction with every target out of it, type by type."""

from __future__ import annotations

from collections import Counter

from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.source import Relationship
from graphsvc_importers.archimate.ties import LONGEST_CHAIN, Tie

__all__ = ["through_junctions"]

#: A junction that joins more than this on either side says nothing about any of them.
MOST_LEGS = 400


def through_junctions(cast: Cast) -> list[Tie]:
    """Return one tie for each source and target of a junction, through chained junctions too.

    All sources of an ``and`` are required; the sources of an ``or`` are alternatives, in the group of that junction.
    The junction and its legs stay as facts of their own: their ids are what the new tie rests on.

    Notes
    -----
    O(legs in x legs out) for each chain; a leg is passed once for each source, so circles of junctions end.
    """
    out: dict[tuple[str, str], list[Relationship]] = {}
    for one in cast.model.relationships:
        if cast.letters.get(one.source) == "J":
            out.setdefault((one.source, one.type), []).append(one)
    found: list[Tie] = []
    legs = Counter((one.target, one.type) for one in cast.model.relationships)
    for one in cast.model.relationships:
        inward = cast.letters.get(one.target) == "J" and cast.letters.get(one.source, "J") != "J"
        if inward and legs[one.target, one.type] <= MOST_LEGS:
            found += _onward(cast, one, out)
    return found


def _onward(cast: Cast, first: Relationship, out: dict[tuple[str, str], list[Relationship]]) -> list[Tie]:
    found: dict[str, Tie] = {}
    waiting: list[tuple[str, tuple[str, ...], str | None]]
    waiting = [(first.target, (first.id,), _group(cast, first.target, None))]
    seen = {first.target}
    while waiting:
        junction, via, group = waiting.pop(0)
        for leg in sorted(out.get((junction, first.type), ()), key=lambda one: one.id):
            path = (*via, leg.id)
            if cast.letters.get(leg.target) != "J":
                found.setdefault(leg.target, _tie(first, leg, path, group))
            elif leg.target not in seen and len(path) < LONGEST_CHAIN:
                seen.add(leg.target)
                waiting.append((leg.target, path, _group(cast, leg.target, group)))
    if len(found) > MOST_LEGS:
        return []
    return [tie for target, tie in found.items() if target in cast.letters and target != first.source]


def _group(cast: Cast, junction: str, before: str | None) -> str | None:
    return before or (junction if cast.model.by_id[junction].subtype == "or" else None)


def _tie(first: Relationship, last: Relationship, via: tuple[str, ...], group: str | None) -> Tie:
    return Tie(
        first.type,
        first.source,
        last.target,
        via,
        first.name or last.name,
        first.access or last.access,
        alternative=group,
        required=group is None,
    )
