"""Who must act when a thing changes (model.md section 4, the table Work)."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model import Relation
from graphsvc.rules import RuleSet
from graphsvc.snapshot import Fact, Snapshot
from graphsvc_queries.impact.edges import Edge, factor, remembered, strongest
from graphsvc_queries.impact.neighbours import Neighbours

__all__ = ["WorkEdges"]


class WorkEdges(Neighbours):
    """Work edges of a changed thing; they do not spread further than the owners of what they reach.

    Parameters
    ----------
    hubs
        Knows which flows go through which system.
    """

    def __init__(self, snapshot: Snapshot, hubs: Neighbours) -> None:
        super().__init__(snapshot)
        self._hubs = hubs
        self._rules: RuleSet = snapshot.rules

    @remembered
    def owners(self, system: int) -> tuple[Edge, ...]:
        """Units that own a changed system."""
        return self._edges(self.into(Relation.OWNS, system), "work.owns", system)

    @remembered
    def neighbour_owners(self, system: int) -> tuple[Edge, ...]:
        """Units that own a system at the other end."""
        return self._edges(self.into(Relation.OWNS, system), "work.flow.owner", system)

    @remembered
    def flows(self, system: int) -> tuple[Edge, ...]:
        """Systems at the other end of every flow and the hubs; of a hub, both ends of each flow through it."""
        return self._edges(self._ends(system), "work.flow", system)

    @remembered
    def new_flows(self, system: int) -> tuple[Edge, ...]:
        """The same for a new system: those that it will exchange data with."""
        return self._edges(self._ends(system), "work.introduce.flow", system)

    @remembered
    def carried(self, technology: int) -> tuple[Edge, ...]:
        """Systems that run on a technology."""
        found = ((system, fact) for system, fact in self.into(Relation.RUNS_ON, technology) if self.is_system(system))
        return self._edges(found, "work.runs_on", technology)

    @remembered
    def holders(self, data_object: int) -> tuple[Edge, ...]:
        """Systems that hold a data object."""
        found = ((system, fact) for system, fact in self.into(Relation.HOLDS, data_object) if self.is_system(system))
        return self._edges(found, "work.holds", data_object)

    def _ends(self, system: int) -> Iterator[tuple[int, Fact]]:
        for found in (self.out(Relation.FLOW, system), self.into(Relation.FLOW, system)):
            for other, fact in found:
                yield other, fact
                yield from ((hub, fact) for hub in self.hubs_of(fact))
        for provider, dependent, fact in self._hubs.flows_through(system):
            yield provider, fact
            yield dependent, fact

    def _edges(self, found: Iterator[tuple[int, Fact]], name: str, thing: int) -> tuple[Edge, ...]:
        rule = self._rules.rule(name)
        return strongest(
            Edge(target, rule.weight * factor(fact), rule, fact) for target, fact in found if target != thing
        )
