"""Paths under way: each label is the best known path to one thing, and how two paths compare."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model import ChangeKind
from graphsvc_queries.impact.edges import TIE, Edge

__all__ = ["Label", "better", "keep"]


class Label:
    """A path: its last thing, its strength and the label of the path before.

    Parameters
    ----------
    thing
        Number of the thing reached; -1 for a proposal.
    rank
        Where the thing's reference stands among all references, doubled; a proposal's is odd, between two things.
    strength
        Product of the weights so far.
    before, edge
        The path before and the edge taken; None at the change itself.
    first
        What the weight of the next edge is multiplied by: the upgrade half at the change, else 1.
    kind
        At the change itself: what happens to it.
    """

    __slots__ = ("before", "edge", "first", "kind", "length", "rank", "steps", "strength", "thing", "weight")

    def __init__(self, thing: int, rank: int, kind: ChangeKind | None = None, first: float = 1.0) -> None:
        self.thing = thing
        self.rank = rank
        self.kind = kind
        self.first = first
        self.strength = 1.0
        self.weight = 1.0
        self.length = 1
        self.steps = 0
        self.before: Label | None = None
        self.edge: Edge | None = None

    def through(self, edge: Edge) -> Label:
        """Return the path one edge longer."""
        found = Label(edge.target, 2 * edge.target)
        found.weight = edge.weight * self.first
        found.strength = self.strength * found.weight
        found.length = self.length + 1
        found.steps = self.steps + edge.rule.step
        found.before, found.edge = self, edge
        return found

    def carried(self, edge: Edge) -> float:
        """Return the strength that an edge would carry on."""
        return self.strength * edge.weight * self.first

    def back(self) -> Iterator[Label]:
        """Give the labels of the path from its end to the change."""
        label: Label | None = self
        while label is not None:
            yield label
            label = label.before

    def along(self) -> list[Label]:
        """Return the labels of the path from the change to its end."""
        return list(self.back())[::-1]

    def passes(self, thing: int) -> bool:
        """Tell whether the path goes by a thing."""
        return any(label.thing == thing for label in self.back())

    def order(self) -> tuple[list[int], list[str]]:
        """Return what decides between equally strong paths of the same length: their things, then their relations."""
        path = self.along()
        return [label.rank for label in path], [label.edge.id for label in path if label.edge]


def better(one: Label, other: Label | None) -> bool:
    """Tell whether a path is to be shown rather than another: strength, fewer things, smaller ids."""
    if other is None:
        return True
    difference = one.strength - other.strength
    if abs(difference) > TIE:
        return difference > 0
    if one.length != other.length:
        return one.length < other.length
    return one.order() < other.order()


def keep(label: Label, found: dict[int, Label]) -> bool:
    """Remember a path when it is better than the one known to the same thing; tell whether it was."""
    if better(label, found.get(label.thing)):
        found[label.thing] = label
        return True
    return False
