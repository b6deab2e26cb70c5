"""Rule 9: what triggers what through events."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model import Relation
from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.derivation.collector import Finding
from graphsvc_importers.archimate.derivation.provision import Path, Provision
from graphsvc_importers.archimate.ties import Web

__all__ = ["triggered"]

TRIGGERING = frozenset({"Triggering"})
SUPPORTING = {"strength": "supporting"}


def triggered(cast: Cast, web: Web, provision: Provision) -> Iterator[Finding]:
    """Find services that another service, a system or its behaviour sets off through events.

    Notes
    -----
    O(sources x events reached); triggering is transitive (B.2.4 of the specification).
    """
    for service in cast.of_class("B"):
        for end, path in _beyond_events(cast, web, service):
            yield Finding("9", Relation.REQUIRES, end, service, path.via, SUPPORTING)
    for system in cast.of_class("S"):
        for end, path in _beyond_events(cast, web, system):
            yield Finding("9", Relation.SUPPORTS, system, end, path.via, SUPPORTING)
    for behaviour, providers in provision.usable():
        for end, path in _beyond_events(cast, web, behaviour):
            for system, before in providers.items():
                via = before.via + path.via
                yield Finding("9", Relation.SUPPORTS, system, end, via, SUPPORTING, before.certain, before.factor)


def _beyond_events(cast: Cast, web: Web, start: str) -> Iterator[tuple[str, Path]]:
    """Go from a start through one or more events to services."""
    waiting: list[tuple[str, Path]] = [(start, Path())]
    seen = {start}
    while waiting:
        here, path = waiting.pop(0)
        for tie in web.out(here, TRIGGERING):
            letter = cast.letters[tie.target]
            if letter == "B" and here != start:
                yield tie.target, path.then(tie)
            elif (
                path.goes_on
                and tie.target not in seen
                and (letter == "E" or cast.model.by_id[tie.target].type == "ApplicationEvent")
            ):
                seen.add(tie.target)
                waiting.append((tie.target, path.then(tie)))
