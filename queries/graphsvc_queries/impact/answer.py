"""One answer before it is rolled up: everything touched, in both ways, with what the limits left out."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.model import Kind, Way
from graphsvc.snapshot.ascending import united, without
from graphsvc_queries.impact.compiled import Compiled
from graphsvc_queries.impact.edges import TIE
from graphsvc_queries.impact.effect import Effect, Systems, spread, steps_on, touch
from graphsvc_queries.impact.labels import Found, Labels
from graphsvc_queries.impact.starts import Starts
from graphsvc_queries.impact.ways import Numbers, Steps
from graphsvc_queries.impact.work import Work, touched_by_work, ways_to_work, work_of

__all__ = ["Answer", "answer"]


@dataclass(frozen=True)
class Answer:
    """What is touched, as numbers.

    Parameters
    ----------
    effect, work
        Best paths by thing.
    to_work
        Every way in which work arises.
    touched
        The best path to each thing touched, by way.
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
    to_work: Steps
    touched: dict[Way, Found]
    direct: dict[Way, Numbers]
    below: dict[Way, Numbers]
    truncated: bool

    @property
    def labels(self) -> Labels:
        """Every path that was looked at."""
        return self.starts.labels

    def systems_touched(self, way: Way) -> Numbers:
        """Return the systems touched in a way, ascending."""
        things = self.touched[way].things
        found: Numbers = things[self.compiled.ways.of_kind(Kind.SYSTEM)[things]]
        return found


def answer(compiled: Compiled, starts: Starts, limit: float, max_steps: int) -> Answer:
    """Apply the rules.

    Notes
    -----
    O(steps x relations of what is touched) and, for ``below``, O(relations of what is reachable), all in arrays.
    """
    labels = starts.labels
    beginning = spread(labels, starts, limit, 0)
    systems = spread(labels, starts, limit, max_steps, beginning)
    effect = touch(labels, starts, systems.best.found, limit)
    to_work = ways_to_work(labels, starts)
    work = work_of(labels, starts, to_work, limit, max_steps)
    found = {Way.EFFECT: effect.touched(starts), Way.WORK: work.touched()}
    touched, working = found[Way.EFFECT].things, found[Way.WORK].things
    below = {
        Way.EFFECT: without(compiled.reachable.effect(starts, max_steps), touched),
        Way.WORK: without(touched_by_work(labels, starts, to_work, 0.0, max_steps), working),
    }
    direct = {Way.EFFECT: _direct(starts, beginning, limit), Way.WORK: work.direct}
    more_work = len(touched_by_work(labels, starts, to_work, limit)) > len(working)
    truncated = _truncated(compiled, starts, limit, systems, touched) or more_work
    return Answer(compiled, starts, limit, effect, work, to_work, found, direct, below, truncated)


def _direct(starts: Starts, beginning: Systems, limit: float) -> Numbers:
    """Things that some path reaches without flow, runs_on or requires, and systems one such edge away."""
    labels = starts.labels
    near = touch(labels, starts, beginning.best.found, limit, requires=False).touched(starts).things
    steps = steps_on(labels, starts.rows)
    one_step = steps["target"][labels.carried(steps) >= limit - TIE]
    one_step = one_step[labels.ways.of_kind(Kind.SYSTEM)[one_step]]
    return united(near, one_step[~starts.changing(one_step)])


def _truncated(compiled: Compiled, starts: Starts, limit: float, systems: Systems, touched: Numbers) -> bool:
    if not len(systems.ahead):
        return False
    if limit <= TIE:
        return len(without(compiled.reachable.effect(starts, None), touched)) > 0
    onward = systems
    while len(onward.ahead):
        known = onward.best.count
        onward = spread(starts.labels, starts, limit, 1, onward)
        if onward.best.count > known:
            return True  # a system that is reached is touched, whatever comes after
    found = touch(starts.labels, starts, onward.best.found, limit).touched(starts)
    return len(without(found.things, touched)) > 0
