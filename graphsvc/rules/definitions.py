"""What a rule is, and the set of rules in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graphsvc.errors import UsageError
from graphsvc.model import ChangeKind, Relation, Way
from graphsvc.rules.costs import COSTS, with_costs
from graphsvc.rules.points import POINTS, with_points
from graphsvc.rules.priorities import PRIORITIES, is_priority, with_priorities
from graphsvc.text import Text

__all__ = ["Rule", "RuleSet"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a change passes from one thing to the next.

    Parameters
    ----------
    name
        ``relation.case``, the name under which an installation overrides the weight.
    way
        Effect or work.
    relation
        The relation travelled.
    direction
        Who touches whom, in the words of model.md.
    weight
        Above 0, at most 1; multiplied along the path.
    sentence
        What a step says; ``{cause}`` is the thing before, ``{touched}`` the thing reached, ``{how}`` the way in
        which a flow runs.
    step
        Whether it counts towards the step limit.
    by_kind
        What the first step says instead under some kinds of change.
    """

    name: str
    way: Way
    relation: Relation
    direction: str
    weight: float
    sentence: Text
    step: bool = False
    by_kind: Mapping[ChangeKind, Text] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force.

    Examples
    --------
    >>> from graphsvc.rules import RULES
    >>> RULES.weight("supports.supporting")
    0.5
    >>> RULES.with_weights({"supports.supporting": 0.4}).weight("supports.supporting")
    0.4
    """

    rules: tuple[Rule, ...]
    minimum_strength: float = 0.2
    maximum_steps: int = 4
    upgrade_factor: float = 0.5
    tie: float = 1e-9
    points: Mapping[str, float] = field(default_factory=lambda: POINTS, hash=False)
    priorities: Mapping[str, float] = field(default_factory=lambda: PRIORITIES, hash=False)
    costs: Mapping[str, int] = field(default_factory=lambda: COSTS, hash=False)
    _by_name: Mapping[str, Rule] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {rule.name: rule for rule in self.rules})

    def knows(self, name: str) -> bool:
        """Tell whether a number may be set under a name: of a rule, a point, a cost, or the portfolio."""
        return name in self._by_name or name in self.points or name in self.costs or is_priority(name)

    def rule(self, name: str) -> Rule:
        """Return a rule by name."""
        return self._by_name[name]

    def weight(self, name: str) -> float:
        """Return a rule's weight by the rule's name."""
        return self._by_name[name].weight

    def with_weights(self, weights: Mapping[str, float]) -> RuleSet:
        """Return these rules with some weights (points, costs and numbers of the portfolio among them) replaced.

        Raises
        ------
        UsageError
            When a name is no rule, or a number is not in its bounds.
        """
        points = with_points({name: number for name, number in weights.items() if name in POINTS}, self.points)
        costs = with_costs({name: number for name, number in weights.items() if name in COSTS}, self.costs)
        priorities = with_priorities(
            {name: number for name, number in weights.items() if is_priority(name)}, self.priorities
        )
        for name, weight in weights.items():
            if name in POINTS or name in COSTS or is_priority(name):
                continue
            if name not in self._by_name or not 0 < weight <= 1:
                known = ", ".join([*self._by_name, *POINTS, *COSTS, *PRIORITIES])
                raise UsageError(
                    Text(
                        f"Vekten {name} = {weight} kan ikke brukes. Vekter er over 0 og høyst 1. Regler: {known}",
                        f"Vekta {name} = {weight} kan ikkje brukast. Vekter er over 0 og høgst 1. Reglar: {known}",
                        f"The weight {name} = {weight} cannot be used. It must be above 0, at most 1. Rules: {known}",
                    )
                )
        rules = tuple(replace(rule, weight=weights.get(rule.name, rule.weight)) for rule in self.rules)
        return replace(self, rules=rules, points=points, costs=costs, priorities=priorities)
