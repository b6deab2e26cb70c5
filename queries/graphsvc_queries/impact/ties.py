"""Every tie that a picture of the answer could draw (screens.md, Layout, point 5)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from graphsvc.model import Reference, Way
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.ascending import distinct, united
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.edges import TIE
from graphsvc_queries.impact.effect import own_uses, steps_on, steps_without_count, supports_alone
from graphsvc_queries.impact.lazy import LazyRows, References
from graphsvc_queries.impact.parallel import strongest
from graphsvc_queries.impact.paths import Paths
from graphsvc_queries.impact.result import CountedTies, PlatformNote, Tie, is_pictured
from graphsvc_queries.impact.ways import Numbers, Steps, joined

__all__ = ["TieRows", "platform_notes"]

_WAYS = tuple(Way)


class TieRows(LazyRows[Tie], CountedTies):
    """Every rule tie, from the change or a touched thing to a touched thing, that alone carries the limit.

    Sorted by (way, start, end, rule). A group of alternatives counts with each of its members, once it gives way.

    Notes
    -----
    O(relations of touched things) in arrays to make.
    """

    def __init__(self, snapshot: Snapshot, found: Answer) -> None:
        self._snapshot, self._found = snapshot, found
        each = [_distinct(found, _carrying(found, way, steps)) for way, steps in _steps(found).items()]
        self._steps = joined(each)
        #: Way of each tie, as its number.
        self.ways: Numbers = np.repeat(np.arange(len(_WAYS)), [len(one) for one in each])
        ways = found.labels.ways
        pictured = np.array([is_pictured(rule.way, rule.relation) for rule in ways.rules], dtype=np.bool_)
        #: Whether a line is due for each, and the numbers of its ends (-1: the proposal that is asked about).
        self.pictured = pictured[self._steps["rule"]]
        self.starts: Numbers = found.labels.column("thing")[self._steps["before"]]
        self.ends: Numbers = self._steps["target"]

    def __len__(self) -> int:
        return len(self._steps)

    def exist(self, way: Way) -> int:
        """Count the ties of a way that belong in a picture."""
        return int(self.pictured[self.ways == _WAYS.index(way)].sum())

    def degrees(self) -> Mapping[Reference, int]:
        """Count the pictured effect ties at each thing, the change included."""
        things, counts = self._degrees
        paths = Paths(self._found.compiled, self._found.starts)
        return {paths.reference(thing): count for thing, count in zip(things.tolist(), counts.tolist(), strict=True)}

    def degree_of(self, things: Numbers) -> Numbers:
        """Return the same of some things, by number."""
        known, counts = self._degrees
        found = np.zeros(len(things), dtype=np.int64)
        if len(known):
            place = np.minimum(np.searchsorted(known, things), len(known) - 1)
            found = np.where(known[place] == things, counts[place], 0)
        return found

    @cached_property
    def _degrees(self) -> tuple[Numbers, Numbers]:
        kept = self.pictured & (self.ways == _WAYS.index(Way.EFFECT))
        return np.unique(np.concatenate([self.starts[kept], self.ends[kept]]), return_counts=True)

    def _made(self, begin: int, end: int) -> list[Tie]:
        return self.made(np.arange(begin, end))

    def made(self, places: Numbers) -> list[Tie]:
        """Return the ties at some places."""
        paths = Paths(self._found.compiled, self._found.starts)
        carried = self._found.labels.carried(self._steps[places])
        first = self._found.labels.column("first")[self._steps["before"][places]]
        rows = zip(places.tolist(), carried.tolist(), first.tolist(), strict=True)
        return [self._tie(place, paths, float(strength), float(half)) for place, strength, half in rows]

    def _tie(self, place: int, paths: Paths, strength: float, first: float) -> Tie:
        compiled, step = self._found.compiled, self._steps[place]
        start, end, rule = int(self.starts[place]), int(step["target"]), self._found.labels.ways.rules[step["rule"]]
        here = compiled.sectors_of(start) if start >= 0 else ()
        return Tie(
            paths.reference(start),
            self._snapshot.references[end],
            rule.relation,
            rule.name,
            _WAYS[self.ways[place]],
            float(step["weight"]) * first,
            strength,
            rule.step,
            not set(here) & set(compiled.sectors_of(end)),
        )


def _steps(found: Answer) -> dict[Way, Steps]:
    return {Way.EFFECT: _effect(found), Way.WORK: found.to_work}


def _carrying(found: Answer, way: Way, steps: Steps) -> Steps:
    kept = (found.touched[way].at(steps["target"]) >= 0) & (found.labels.carried(steps) >= found.limit - TIE)
    return strongest(found.labels.ways, steps[kept])


def _distinct(found: Answer, steps: Steps) -> Steps:
    """Put ties in order and keep one between the same things under the same rule."""
    labels = found.labels
    start, name = labels.rank(steps["before"]), labels.ways.name_rank[steps["rule"]]
    grouped = labels.ways.in_group(steps)
    order = np.lexsort((grouped, name, steps["target"], start))
    steps, start, name = steps[order], start[order], name[order]
    first = np.ones(len(steps), dtype=np.bool_)
    columns = (start, steps["target"], name)
    first[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0) if len(steps) else True
    return steps[first]


def _effect(found: Answer) -> Steps:
    labels, effect, ways = found.labels, found.effect, found.labels.ways
    systems, services = effect.systems.rows, effect.services.rows
    parts = [part for new in found.starts.news for part in (new.services, new.users)]
    parts += [steps_on(labels, systems), steps_without_count(labels, found.starts, systems)]
    parts += [supports_alone(labels, systems), own_uses(labels, systems)]
    parts += [ways.steps(way, services, effect.services.things) for way in ("requiring", "deliverers", "journeys")]
    parts.append(effect.given_way)
    return joined(parts)


def platform_notes(snapshot: Snapshot, found: Answer) -> tuple[PlatformNote, ...]:
    """List the platforms that deliver to touched things: they pass no change on, so they stand apart.

    Notes
    -----
    O(flows into touched things) in arrays.
    """
    effect = found.touched[Way.EFFECT]
    things = united(effect.things, found.touched[Way.WORK].things)
    platform, which = found.labels.ways.platforms_serving(things)
    kept = ~found.starts.changing(platform)
    pairs = distinct(platform[kept].astype(np.int64) * len(snapshot) + things[which[kept]])
    platforms, served = pairs // len(snapshot), pairs % len(snapshot)
    each, begin = np.unique(platforms, return_index=True)
    parts = np.split(served, begin[1:]) if len(each) else []
    return tuple(
        PlatformNote(
            snapshot.references[one],
            found.compiled.name(one),
            bool(effect.at(one) >= 0),
            References(snapshot, part),
        )
        for one, part in zip(each.tolist(), parts, strict=True)
    )
