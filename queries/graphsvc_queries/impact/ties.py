"""Every tie that a picture of the answer could draw (screens.md, Layout, point 5)."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model import Reference, Way
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.edges import TIE, Edge
from graphsvc_queries.impact.effect import alternative, edges_without_step
from graphsvc_queries.impact.labels import Label
from graphsvc_queries.impact.paths import Paths
from graphsvc_queries.impact.result import PlatformNote, Tie
from graphsvc_queries.impact.work import ways_to_work

__all__ = ["platform_notes", "ties_of"]


def ties_of(found: Answer, paths: Paths) -> tuple[Tie, ...]:
    """Return every rule tie, from the change or a touched thing to a touched thing, that alone carries the limit.

    Notes
    -----
    O(relations of touched things). A group of alternatives counts with each of its members, once it gives way.
    """
    ties: dict[tuple[Way, Reference, Reference, str], Tie] = {}
    for way, pairs in ((Way.EFFECT, _effect(found)), (Way.WORK, ways_to_work(found.compiled.work, found.starts))):
        touched = found.labels(way)
        for label, edge in pairs:
            if edge.target in touched and label.carried(edge) >= found.limit - TIE:
                tie = _tie(found, paths, label, edge, way)
                ties.setdefault((way, tie.start, tie.end, tie.rule), tie)
    return tuple(ties[key] for key in sorted(ties))


def _effect(found: Answer) -> Iterator[tuple[Label, Edge]]:
    edges, effect = found.compiled.effect, found.effect
    for new in found.starts.news:
        yield from ((new.label, edge) for edge in new.services + new.users)
    for label in effect.systems.values():
        onward = edges.steps(label.thing, changed=label.before is None) + edges_without_step(edges, label)
        onward += edges.supports(label.thing)
        if label.before is None or edges.serves_nobody(label.thing):
            onward += edges.users(label.thing)
        yield from ((label, edge) for edge in onward)
    for label in effect.services.values():
        onward = edges.requiring(label.thing) + edges.deliverers(label.thing) + edges.journeys(label.thing)
        yield from ((label, edge) for edge in onward)
    yield from _alternatives(found)


def _alternatives(found: Answer) -> Iterator[tuple[Label, Edge]]:
    edges, systems = found.compiled.effect, found.effect.systems
    for group in sorted({group for thing in systems for group in edges.groups(thing)}):
        if alternative(edges, group, systems, found.limit) is not None:
            yield from ((systems[member], edge) for member, edge in edges.members(group))


def _tie(found: Answer, paths: Paths, label: Label, edge: Edge, way: Way) -> Tie:
    compiled = found.compiled
    here = compiled.sectors_of(label.thing) if label.thing >= 0 else ()
    there = compiled.sectors_of(edge.target)
    return Tie(
        paths.reference(label),
        compiled.snapshot.references[edge.target],
        edge.rule.relation,
        edge.rule.name,
        way,
        edge.weight * label.first,
        label.carried(edge),
        edge.rule.step,
        not set(here) & set(there),
    )


def platform_notes(found: Answer) -> tuple[PlatformNote, ...]:
    """List the platforms that deliver to touched things: they pass no change on, so they stand apart."""
    compiled, effect = found.compiled, found.labels(Way.EFFECT)
    served: dict[int, list[int]] = {}
    for thing in sorted(effect.keys() | found.labels(Way.WORK).keys()):
        for platform in compiled.effect.platforms_into(thing):
            if platform not in found.starts.changed:
                served.setdefault(platform, []).append(thing)
    references = compiled.snapshot.references
    return tuple(
        PlatformNote(
            references[platform],
            compiled.name(platform),
            platform in effect,
            tuple(references[thing] for thing in things),
        )
        for platform, things in sorted(served.items())
    )
