"""How relations of each type are read: by which rule, and which rules are read together."""

from __future__ import annotations

from typing import NamedTuple

from graphsvc.model import Relation, Way
from graphsvc.rules import Rule

__all__ = ["READINGS", "Reading", "family_of"]


class Reading(NamedTuple):
    """How relations of a type carry a change: one rule where a field has a value, another where it has not."""

    relation: Relation
    forward: bool
    rule: str
    otherwise: str = ""
    field: str = ""
    value: str = ""


#: Each sort of edge, by name.
READINGS = {
    "carries": Reading(Relation.RUNS_ON, False, "runs_on.carries"),
    "realizes": Reading(Relation.REALIZES, True, "realizes.realised"),
    "parts": Reading(Relation.PART_OF, False, "part_of.part"),
    "wholes": Reading(Relation.PART_OF, True, "part_of.whole"),
    "holders": Reading(Relation.HOLDS, False, "holds.master", "holds.copy", "role", "master"),
    "supports": Reading(Relation.SUPPORTS, True, "supports.required", "supports.supporting", "strength", "required"),
    "users": Reading(Relation.USES, False, "uses.interaction", "uses.use", "kind", "interaction"),
    "requiring": Reading(Relation.REQUIRES, False, "requires.required", "requires.supporting", "strength", "required"),
    "deliverers": Reading(Relation.DELIVERS, False, "delivers.lead", "delivers.contributor", "role", "lead"),
    "journeys": Reading(Relation.CONTAINS, False, "contains.step"),
    "will_serve": Reading(Relation.SUPPORTS, True, "introduce.service"),
    "will_use": Reading(Relation.USES, False, "introduce.user"),
    "owners": Reading(Relation.OWNS, False, "work.owns"),
    "neighbour_owners": Reading(Relation.OWNS, False, "work.flow.owner"),
    "carried": Reading(Relation.RUNS_ON, False, "work.runs_on"),
    "holding": Reading(Relation.HOLDS, False, "work.holds"),
}


def family_of(rule: Rule) -> str:
    """Return what rules are read together: of parallel relations under them only the strongest counts."""
    one_of_several = rule.way is Way.EFFECT and rule.relation in {
        Relation.FLOW,
        Relation.SUPPORTS,
        Relation.REQUIRES,
        Relation.DELIVERS,
        Relation.USES,
        Relation.HOLDS,
    }
    return rule.relation.value if one_of_several and not rule.name.startswith("introduce.") else rule.name
