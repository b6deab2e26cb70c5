"""How an effect spreads: systems, then supports, requires, delivers and contains (model.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphsvc.model import ChangeKind, Kind
from graphsvc.snapshot.ascending import among, distinct, united
from graphsvc_queries.impact.edges import TIE
from graphsvc_queries.impact.labels import Best, Found, Labels
from graphsvc_queries.impact.starts import Starts
from graphsvc_queries.impact.ways import STEP, Numbers, Steps, joined

__all__ = ["Effect", "Systems", "own_uses", "spread", "steps_on", "steps_without_count", "supports_alone", "touch"]


@dataclass(slots=True)
class Systems:
    """Best paths to systems and technologies, the changed ones among them, within a number of steps.

    ``ahead`` holds the paths of the last layer: those from which one more step could be taken.
    """

    best: Best
    ahead: Numbers


@dataclass(slots=True)
class Effect:
    """Best paths to everything that gets worse, and how units came to be touched.

    ``delivered`` holds every delivery that carries on enough: a path to a service, and the unit. ``given_way`` holds
    the supports in groups of alternatives of which no member stands any more.
    """

    systems: Found
    services: Found
    units: Found
    journeys: Found
    own_use: Numbers
    delivers: Numbers
    delivered: Steps
    given_way: Steps

    def touched(self, starts: Starts) -> Found:
        """Return every touched thing with its path."""
        others = ~starts.changing(self.systems.things)
        systems = Found(self.systems.things[others], self.systems.rows[others])
        return Found.joined([systems, self.services, self.units, self.journeys])


def spread(
    labels: Labels, starts: Starts, limit: float, max_steps: int | None, begun: Systems | None = None
) -> Systems:
    """Follow systems layer by layer, one step a layer, strongest path first.

    A path with more steps may be stronger than one with fewer, and one with fewer may go further: each layer
    therefore extends what the layer before improved, and only that.

    Parameters
    ----------
    max_steps
        So many layers; until nothing improves when None.
    begun
        Go on from here instead of from the start; its steps are not counted again.

    Notes
    -----
    O(steps x edges of what is touched) in arrays; only what is touched is looked at.
    """
    if begun is None:
        best = Best(labels, limit)
        best.begin(starts.rows)
        ahead = _settled(best, starts, starts.rows)
    else:
        best, ahead = begun.best.copy(), begun.ahead
    taken = 0
    while len(ahead) and (max_steps is None or taken < max_steps):
        found = best.offer(_free(steps_on(labels, ahead), starts))
        ahead, taken = _settled(best, starts, found), taken + 1
    return Systems(best, ahead)


def steps_on(labels: Labels, rows: Numbers) -> Steps:
    """Return edges that count as a step; a platform passes nothing on along flows unless it is what changes."""
    ways, things = labels.ways, labels.column("thing")[rows]
    passing = ~ways.platforms[things] | (labels.column("before")[rows] < 0)
    return joined([ways.flow_steps(rows[passing], things[passing]), ways.steps("carries", rows, things)])


def steps_without_count(labels: Labels, starts: Starts, rows: Numbers) -> Steps:
    """Return the ways on from paths that count as no step; some are open to the change itself only."""
    ways, things = labels.ways, labels.column("thing")[rows]
    data = among(rows, starts.rows_of(ChangeKind.DATA))
    systems = (labels.column("before")[rows] < 0) & ~data & ways.of_kind(Kind.SYSTEM)[things]
    parts = [ways.steps("realizes", rows[~data], things[~data]), ways.steps("holders", rows[data], things[data])]
    parts += [ways.steps(way, rows[systems], things[systems]) for way in ("parts", "wholes")]
    return joined(parts)


def _settled(best: Best, starts: Starts, found: Numbers) -> Numbers:
    """Follow edges that count as no step from new paths, and return all that is new."""
    labels, ahead = best.labels, found
    things = [labels.column("thing")[found]]
    while len(ahead):
        ahead = best.offer(_free(steps_without_count(labels, starts, ahead), starts))
        things.append(labels.column("thing")[ahead])
    new: Numbers = best.at(united(*things))
    return new


def _free(steps: Steps, starts: Starts) -> Steps:
    """Leave out edges to what changes itself."""
    found: Steps = steps[~starts.changing(steps["target"])]
    return found


def touch(labels: Labels, starts: Starts, systems: Found, limit: float, *, requires: bool = True) -> Effect:
    """Find the services, units and journeys that these systems (and what is introduced) touch.

    Notes
    -----
    O(relations of what is touched) in arrays.
    """
    ways, rows, best = labels.ways, systems.rows, Best(labels, limit)
    best.offer(joined([*(new.services for new in starts.news), supports_alone(labels, rows)]))
    given_way, group = _given_way(labels, systems, limit)
    best.offer(_weakest(labels, given_way, group))
    services = best.found
    ahead = services.rows if requires else services.rows[:0]
    while len(ahead):
        ahead = best.offer(ways.steps("requiring", ahead, labels.column("thing")[ahead]))
    services, units, journeys = best.found, Best(labels, limit), Best(labels, limit)
    uses = units.carrying(joined([*(new.users for new in starts.news), own_uses(labels, rows)]))
    delivered = units.carrying(ways.steps("deliverers", services.rows, services.things))
    units.offer(joined([uses, delivered]))
    journeys.offer(ways.steps("journeys", services.rows, services.things))
    own_use, delivers = distinct(uses["target"]), distinct(delivered["target"])
    return Effect(systems, services, units.found, journeys.found, own_use, delivers, delivered, given_way)


def supports_alone(labels: Labels, rows: Numbers) -> Steps:
    """Return the services that things support outside any group of alternatives."""
    found = labels.ways.steps("supports", rows, labels.column("thing")[rows])
    return found[labels.ways.alone[found["place"]]] if len(found) else found


def own_uses(labels: Labels, rows: Numbers) -> Steps:
    """Return the units that use what changes, or what serves nobody."""
    things = labels.column("thing")[rows]
    silent = (labels.column("before")[rows] < 0) | ~labels.ways.serving[things]
    return labels.ways.steps("users", rows[silent], things[silent])


def _given_way(labels: Labels, systems: Found, limit: float) -> tuple[Steps, Numbers]:
    """Return the edges from each member of the groups of alternatives of which none stands, and the group of each.

    Notes
    -----
    O(groups), in arrays.
    """
    groups = labels.ways.groups
    before = systems.at(groups.member)
    found = np.zeros(len(before), dtype=STEP)
    found["before"], found["target"], found["weight"] = before, groups.service, groups.weight
    found["rule"], found["place"], found["k"], found["provider"] = groups.rule, groups.place, 1, -1
    away = before >= 0
    away[away] = labels.carried(found[away]) >= limit - TIE
    gone = np.bincount(groups.group[away], minlength=len(groups.size)) == groups.size
    kept = gone[groups.group]
    return found[kept], groups.group[kept]


def _weakest(labels: Labels, steps: Steps, group: Numbers) -> Steps:
    """Return the edge from the weakest member of each such group."""
    if not len(steps):
        return steps
    length = labels.column("length")[steps["before"]] + 1
    return steps[labels.first(group, labels.carried(steps), length, steps)]
