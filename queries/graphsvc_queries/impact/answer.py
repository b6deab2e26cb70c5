"""One answer before it is rolled up: everything touched, in both ways, with what the limits left out."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.model import Way, split_reference
from graphsvc_queries.impact.compiled import Compiled
from graphsvc_queries.impact.edges import TIE
from graphsvc_queries.impact.effect import Effect, Systems, spread, touch
from graphsvc_queries.impact.labels import Label
from graphsvc_queries.impact.paths import Paths
from graphsvc_queries.impact.result import Touched
from graphsvc_queries.impact.starts import Starts
from graphsvc_queries.impact.work import Work, work_of

__all__ = ["Answer", "answer", "touched_things"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is touched.

    Parameters
    ----------
    effect, work
        Best paths by thing.
    direct
        Things that are direct, by way.
    below
        Things that would be touched if the minimum were 0 and are not, by way.
    truncated
        Whether the step limit leaves something out.
    """

    compiled: Compiled
    starts: Starts
    limit: float
    effect: Effect
    work: Work
    direct: dict[Way, frozenset[int]]
    below: dict[Way, frozenset[int]]
    truncated: bool

    def labels(self, way: Way) -> dict[int, Label]:
        """Return the best path to each thing touched in a way."""
        return self.effect.touched(self.starts.changed) if way is Way.EFFECT else self.work.touched()


def answer(compiled: Compiled, starts: Starts, limit: float, max_steps: int) -> Answer:
    """Apply the rules.

    Notes
    -----
    O(steps x relations of what is touched) and, for ``below``, O(relations of what is reachable) in arrays.
    """
    edges = compiled.effect
    beginning = spread(edges, starts, limit, 0)
    systems = spread(edges, starts, limit, max_steps, beginning)
    effect = touch(edges, starts, systems.labels, limit)
    work = work_of(compiled.work, starts, limit, max_steps)
    all_work = work_of(compiled.work, starts, 0.0, max_steps)
    touched = frozenset(effect.touched(starts.changed))
    below = {
        Way.EFFECT: compiled.reachable.effect(starts, max_steps) - touched,
        Way.WORK: frozenset(all_work.touched()) - frozenset(work.touched()),
    }
    direct = {Way.EFFECT: _direct(compiled, starts, beginning, limit), Way.WORK: frozenset(work.direct)}
    truncated = _truncated(compiled, starts, limit, systems, touched) or _work_truncated(compiled, starts, limit, work)
    return Answer(compiled, starts, limit, effect, work, direct, below, truncated)


def _direct(compiled: Compiled, starts: Starts, beginning: Systems, limit: float) -> frozenset[int]:
    """Things that some path reaches without flow, runs_on or requires, and systems one such edge away."""
    near = touch(compiled.effect, starts, beginning.labels, limit, requires=False)
    one_step = {
        edge.target
        for root in starts.roots
        for edge in compiled.effect.steps(root.thing, changed=True)
        if root.carried(edge) >= limit - TIE and compiled.is_system(edge.target)
    }
    return frozenset(near.touched(starts.changed)) | (one_step - starts.changed)


def _truncated(compiled: Compiled, starts: Starts, limit: float, systems: Systems, touched: frozenset[int]) -> bool:
    if not systems.ahead:
        return False
    if limit <= TIE:
        return bool(compiled.reachable.effect(starts, None) - touched)
    onward = spread(compiled.effect, starts, limit, len(compiled.snapshot), systems)
    if onward.labels == systems.labels:
        return False
    return bool(touch(compiled.effect, starts, onward.labels, limit).touched(starts.changed).keys() - touched)


def _work_truncated(compiled: Compiled, starts: Starts, limit: float, work: Work) -> bool:
    return bool(work_of(compiled.work, starts, limit, len(compiled.snapshot)).touched().keys() - work.touched().keys())


def touched_things(found: Answer, paths: Paths) -> tuple[Touched, ...]:
    """Return every touched thing with its path, by strength descending, then id, kind and way."""
    made = [_touched(found, paths, label, way) for way in Way for label in found.labels(way).values()]
    return tuple(sorted(made, key=lambda one: (-round(one.strength, 9), one.id, one.kind, one.way)))


def _touched(found: Answer, paths: Paths, label: Label, way: Way) -> Touched:
    thing, compiled = label.thing, found.compiled
    reference = compiled.snapshot.references[thing]
    unit = compiled.unit_of(thing)
    return Touched(
        thing=reference,
        kind=compiled.snapshot.kind(thing),
        id=split_reference(reference)[1],
        name=compiled.name(thing),
        sectors=tuple(compiled.id(sector) for sector in compiled.sectors_of(thing)),
        unit=None if unit is None else compiled.id(unit),
        way=way,
        strength=label.strength,
        steps=label.steps,
        direct=thing in found.direct[way],
        own_use=way is Way.EFFECT and thing in found.effect.own_use,
        delivers=way is Way.EFFECT and thing in found.effect.delivers,
        confidence=paths.confidence(label),
        path=paths.hops(label),
    )
