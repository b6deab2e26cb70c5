"""How an effect spreads: systems, then supports, requires, delivers and contains (model.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count

from graphsvc.model import ChangeKind
from graphsvc_queries.impact.edges import TIE, Edge
from graphsvc_queries.impact.effect_edges import EffectEdges, Group
from graphsvc_queries.impact.labels import Label, better, keep
from graphsvc_queries.impact.starts import Starts

__all__ = ["Effect", "Systems", "alternative", "edges_without_step", "spread", "touch"]


@dataclass(slots=True)
class Systems:
    """Best paths to systems and technologies, the changed ones among them, within a number of steps.

    ``ahead`` holds the paths of the last layer: those from which one more step could be taken.
    """

    labels: dict[int, Label]
    ahead: dict[int, Label]


@dataclass(slots=True)
class Effect:
    """Best paths to everything that gets worse, and how units came to be touched."""

    systems: dict[int, Label]
    services: dict[int, Label] = field(default_factory=dict)
    units: dict[int, Label] = field(default_factory=dict)
    journeys: dict[int, Label] = field(default_factory=dict)
    own_use: set[int] = field(default_factory=set)
    delivers: set[int] = field(default_factory=set)

    def touched(self, changed: frozenset[int]) -> dict[int, Label]:
        """Return every touched thing with its path."""
        systems = {thing: label for thing, label in self.systems.items() if thing not in changed}
        return systems | self.services | self.units | self.journeys


def spread(edges: EffectEdges, starts: Starts, limit: float, max_steps: int, begun: Systems | None = None) -> Systems:
    """Follow systems layer by layer, one step a layer, strongest path first.

    A path with more steps may be stronger than one with fewer, and one with fewer may go further: each layer
    therefore extends what the layer before improved, and only that.

    Parameters
    ----------
    begun
        Go on from here instead of from the start; its steps are not counted again.

    Notes
    -----
    O(steps x edges of what is touched); only what is touched is looked at.
    """
    layers = _Layers(edges, starts, limit, dict(begun.labels) if begun else {})
    ahead = begun.ahead if begun else layers.settle({label.thing: label for label in starts.roots})
    for _ in range(max_steps):
        if not ahead:
            break
        ahead = layers.settle(layers.step(ahead))
    return Systems(layers.labels, ahead)


def edges_without_step(edges: EffectEdges, label: Label) -> tuple[Edge, ...]:
    """Return the ways on from a path that count as no step; some are open to the change itself only."""
    if label.before is not None:
        return edges.realizes(label.thing)
    if label.kind is ChangeKind.DATA:
        return edges.holders(label.thing)
    return edges.realizes(label.thing) + edges.parts(label.thing)


class _Layers:
    """The best paths so far, and how one more layer is laid on them."""

    def __init__(self, edges: EffectEdges, starts: Starts, limit: float, labels: dict[int, Label]) -> None:
        self.labels = labels
        self._edges, self._changed, self._limit = edges, starts.changed, limit

    def step(self, ahead: dict[int, Label]) -> dict[int, Label]:
        """Return the better paths that one more step gives; paths known until now stay in force meanwhile."""
        found: dict[int, Label] = {}
        for label in ahead.values():
            for edge in self._edges.steps(label.thing, changed=label.before is None):
                self._reach(label, edge, found)
        return found

    def settle(self, found: dict[int, Label]) -> dict[int, Label]:
        """Take new paths over, follow edges that count as no step from them, and return all that is new."""
        self.labels.update(found)
        ahead = list(found.values())
        while ahead:
            label = ahead.pop()
            if self.labels[label.thing] is not label:
                continue  # a better path was found meanwhile
            for edge in edges_without_step(self._edges, label):
                if self._reach(label, edge, found):
                    self.labels[edge.target] = found[edge.target]
                    ahead.append(found[edge.target])
        return found

    def _reach(self, label: Label, edge: Edge, found: dict[int, Label]) -> bool:
        if edge.target in self._changed or label.carried(edge) < self._limit - TIE:
            return False
        candidate = label.through(edge)
        return better(candidate, self.labels.get(edge.target)) and keep(candidate, found)


def touch(
    edges: EffectEdges, starts: Starts, systems: dict[int, Label], limit: float, *, requires: bool = True
) -> Effect:
    """Find the services, units and journeys that these systems (and what is introduced) touch.

    Notes
    -----
    O(relations of what is touched x log services).
    """
    effect = Effect(systems)
    for new in starts.news:
        for edge in new.services:
            _add(new.label, edge, limit, effect.services)
    for label in systems.values():
        for edge in edges.supports(label.thing):
            _add(label, edge, limit, effect.services)
    _alternatives(edges, systems, limit, effect.services)
    if requires:
        _requirements(edges, limit, effect.services)
    _units(edges, starts, effect, limit)
    return effect


def _add(label: Label, edge: Edge, limit: float, found: dict[int, Label]) -> bool:
    return label.carried(edge) >= limit - TIE and keep(label.through(edge), found)


def _alternatives(edges: EffectEdges, systems: dict[int, Label], limit: float, services: dict[int, Label]) -> None:
    groups: set[Group] = {group for thing in systems for group in edges.groups(thing)}
    for group in sorted(groups):
        weakest = alternative(edges, group, systems, limit)
        if weakest is not None:
            keep(weakest, services)


def alternative(edges: EffectEdges, group: Group, systems: dict[int, Label], limit: float) -> Label | None:
    """Return the path of the weakest member of a group, or None when a member still stands."""
    paths: list[Label] = []
    for member, edge in edges.members(group):
        label = systems.get(member)
        if label is None or label.carried(edge) < limit - TIE:
            return None
        paths.append(label.through(edge))
    weakest = min(path.strength for path in paths)
    return min((path for path in paths if path.strength <= weakest + TIE), key=lambda path: (path.length, path.order()))


def _requirements(edges: EffectEdges, limit: float, services: dict[int, Label]) -> None:
    """Follow requires without any limit on their number, strongest first."""
    turn = count()
    ahead = [(-label.strength, next(turn), label) for _, label in sorted(services.items())]
    heapify(ahead)
    while ahead:
        _, _, label = heappop(ahead)
        if services[label.thing] is not label:
            continue  # a better path was found meanwhile
        for edge in edges.requiring(label.thing):
            if _add(label, edge, limit, services):
                found = services[edge.target]
                heappush(ahead, (-found.strength, next(turn), found))


def _units(edges: EffectEdges, starts: Starts, effect: Effect, limit: float) -> None:
    uses = [(new.label, edge) for new in starts.news for edge in new.users]
    for label in effect.systems.values():
        if label.before is None or edges.serves_nobody(label.thing):
            uses += [(label, edge) for edge in edges.users(label.thing)]
    _count(uses, limit, effect.units, effect.own_use)
    for label in effect.services.values():
        _count([(label, edge) for edge in edges.deliverers(label.thing)], limit, effect.units, effect.delivers)
        for edge in edges.journeys(label.thing):
            _add(label, edge, limit, effect.journeys)


def _count(ways: list[tuple[Label, Edge]], limit: float, units: dict[int, Label], counted: set[int]) -> None:
    """Offer paths to units, and remember which units were reached at all, whichever path they will show."""
    for label, edge in ways:
        if label.carried(edge) >= limit - TIE:
            counted.add(edge.target)
            keep(label.through(edge), units)
