"""What happens at a stage of a value stream happens on the way: the journey contains it, in the order of its stages."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model import Kind, Relation
from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.derivation.collector import Finding
from graphsvc_importers.archimate.derivation.provision import Path
from graphsvc_importers.archimate.ties import Tie, Web

__all__ = ["on_the_way"]

WHOLE = frozenset({"Composition", "Aggregation"})
NEXT = frozenset({"Flow", "Triggering"})
SERVES = frozenset({"Serving", "Realization"})


def on_the_way(cast: Cast, web: Web) -> Iterator[Finding]:
    """Find the services of a journey's stages.

    Notes
    -----
    O(stages + their relationships) for each journey; stages in a circle keep the order of their ids.
    """
    for journey in cast.of_class("V"):
        if cast.kinds[journey] is Kind.JOURNEY:
            stages = _stages(cast, web, journey)
            for number, stage in enumerate(_in_order(web, stages), 1):
                for service, tie in _services(cast, web, stage):
                    path = stages[stage].then(tie)
                    yield Finding("stage", Relation.CONTAINS, journey, service, path.via, {"order": number})


def _stages(cast: Cast, web: Web, journey: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    waiting = [(journey, Path())]
    while waiting:
        here, path = waiting.pop(0)
        for tie in web.out(here, WHOLE):
            if cast.letters[tie.target] == "V" and tie.target not in found and tie.target != journey and path.goes_on:
                found[tie.target] = path.then(tie)
                waiting.append((tie.target, found[tie.target]))
    return found


def _in_order(web: Web, stages: dict[str, Path]) -> list[str]:
    before = {
        stage: {tie.source for tie in web.into(stage, NEXT) if tie.source in stages} - {stage} for stage in stages
    }
    ordered: list[str] = []
    while before:
        free = [stage for stage, earlier in sorted(before.items()) if not earlier - set(ordered)]
        ordered.append(free[0] if free else min(before))
        del before[ordered[-1]]
    return ordered


def _services(cast: Cast, web: Web, stage: str) -> Iterator[tuple[str, Tie]]:
    for tie in web.into(stage, SERVES):
        if cast.letters[tie.source] == "B":
            yield tie.source, tie
    for tie in web.out(stage, WHOLE):
        if cast.letters[tie.target] == "B":
            yield tie.target, tie
