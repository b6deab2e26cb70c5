"""What touches what: one declared table, one row a rule, each with its sentence (model.md section 4).

Strength is a product of weights along a path, instead of plain reachability: shared hubs make everything reach
everything, so an answer must be graded and every step explained. An installation may override weights; it cannot
add or drop rows.
"""

from __future__ import annotations

from graphsvc.rules.definitions import Rule, RuleSet
from graphsvc.rules.effect import EFFECT
from graphsvc.rules.flows import ASSUMED, BY_DATA, SHARED, THROUGH
from graphsvc.rules.work import INTRODUCE, WORK

__all__ = ["ASSUMED", "BY_DATA", "RULES", "SHARED", "THROUGH", "Rule", "RuleSet"]

#: The table of model.md section 4, with the weights that the product ships.
RULES = RuleSet((*EFFECT, *INTRODUCE, *WORK))
