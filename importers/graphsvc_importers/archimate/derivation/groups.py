"""Rule 10: a relationship to or from a grouping may hold for its members."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.ties import LONGEST_CHAIN, Tie, Web

__all__ = ["for_members"]

WHOLE = frozenset({"Composition", "Aggregation"})
PASSED_ON = frozenset({"Serving", "Realization", "Assignment", "Access", "Flow", "Triggering"})
MOST_PAIRS = 400
FACTOR = 0.5


def for_members(cast: Cast, web: Web) -> Iterator[Tie]:
    """Return, for each relationship of a grouping, one potential tie for each pair of members.

    Above 400 pairs nothing is returned: then the grouping says nothing about its members one by one.

    Notes
    -----
    O(members of each grouping + pairs).
    """
    held: dict[str, dict[str, tuple[str, ...]]] = {}
    for tie in web.ties:
        ends = cast.letters[tie.source], cast.letters[tie.target]
        if tie.type not in PASSED_ON or "G" not in ends:
            continue
        for end in (tie.source, tie.target):
            if end not in held:
                held[end] = _members(cast, web, end)
        sources, targets = held[tie.source], held[tie.target]
        if len(sources) * len(targets) > MOST_PAIRS:
            continue
        for source, before in sources.items():
            for target, after in targets.items():
                if source != target:
                    via = (*before, *tie.via, *after)
                    yield Tie(tie.type, source, target, via, tie.name, tie.access, factor=FACTOR, certain=False)


def _members(cast: Cast, web: Web, element: str) -> dict[str, tuple[str, ...]]:
    """Return the element itself, or what a grouping and the groupings in it hold, with the memberships passed."""
    if cast.letters[element] != "G":
        return {element: ()}
    found: dict[str, tuple[str, ...]] = {}
    waiting: list[tuple[str, tuple[str, ...]]] = [(element, ())]
    seen = {element}
    while waiting:
        group, via = waiting.pop(0)
        for tie in web.out(group, WHOLE):
            if tie.target in seen or len(via) >= LONGEST_CHAIN:
                continue
            seen.add(tie.target)
            if cast.letters[tie.target] == "G":
                waiting.append((tie.target, via + tie.via))
            else:
                found[tie.target] = via + tie.via
    return found
