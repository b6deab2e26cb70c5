"""A rule applied to one relation: from which thing to which, with which weight."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from graphsvc.rules import RULES, Rule
from graphsvc.snapshot import Fact

__all__ = ["TIE", "Edge", "factor", "remembered", "strongest"]

#: Strengths and weights nearer to each other than this are equal (model.md section 4, Strength).
TIE = RULES.tie

Result = TypeVar("Result")


class Edge(NamedTuple):
    """One way on from a thing.

    Parameters
    ----------
    target
        The thing reached.
    weight
        After division by k and multiplication by the derived relation's factor.
    rule
        The rule that applies.
    fact
        The relation travelled; None where a proposal's field says it.
    k
        Among how many providers the weight was divided.
    provider
        The flow's provider, when the system that the flow goes through is what touches.
    parallel
        Ids of the other relations that reach the same target by the same kind of rule.
    """

    target: int
    weight: float
    rule: Rule
    fact: Fact | None
    k: int = 1
    provider: int | None = None
    parallel: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The relation's id; empty where there is no relation."""
        return self.fact.record.id if self.fact else ""


def factor(fact: Fact) -> float:
    """Return by what a derived relation's weight is multiplied (1 when nothing is said)."""
    told = fact.record.fields.get("factor")
    return 1.0 if told is None else float(str(told))


def strongest(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Keep the strongest edge to each target (of equal ones the smallest id) and name the others in it.

    Notes
    -----
    O(m log m) for m edges; targets ascending.
    """
    by_target: dict[int, list[Edge]] = {}
    for edge in edges:
        by_target.setdefault(edge.target, []).append(edge)
    return tuple(_best(by_target[target]) for target in sorted(by_target))


def _best(edges: list[Edge]) -> Edge:
    if len(edges) == 1:
        return edges[0]
    top = max(edge.weight for edge in edges)
    best = min((edge for edge in edges if edge.weight >= top - TIE), key=lambda edge: (edge.id, edge.rule.name))
    others = sorted({edge.id for edge in edges} - {best.id})
    return best._replace(parallel=tuple(others))


def remembered(method: Callable[[Any, int], Result]) -> Callable[[Any, int], Result]:
    """Remember what a method says of each thing: work is done for things that are touched, and once."""
    name = method.__name__

    @wraps(method)
    def asked(self: Any, thing: int) -> Result:
        answers = self.remembered.setdefault(name, {})
        if thing not in answers:
            answers[thing] = method(self, thing)
        answer: Result = answers[thing]
        return answer

    return asked
