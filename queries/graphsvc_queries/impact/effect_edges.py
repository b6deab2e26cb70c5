"""Where an effect goes from each thing (model.md section 4, the table Effect)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphsvc.model import Criticality, Mode, Relation, Value
from graphsvc.rules import Rule, RuleSet
from graphsvc.snapshot import Fact, Snapshot
from graphsvc_queries.impact.edges import Edge, factor, remembered, strongest
from graphsvc_queries.impact.neighbours import Neighbours

__all__ = ["EffectEdges", "Group", "case_of", "flow_case", "group_of"]

#: Modes of flows that share a dependent's trust among its providers; unknown belongs to them.
_SHARED = {Mode.ASYNC, Mode.BATCH, Mode.MANUAL, "unknown"}

#: A service and the name of a group of alternatives there.
Group = tuple[int, str]


class EffectEdges(Neighbours):
    """Effect edges of each thing, best first chosen per target; everything is remembered once asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot)
        self._rules: RuleSet = snapshot.rules

    # -- systems and technologies ------------------------------------------------------------------------------
    @remembered
    def flows(self, thing: int) -> tuple[Edge, ...]:
        """Flows to dependents, its own and those that go through it."""
        return strongest(edge for edge in self._flows(thing) if edge.target != thing)

    def _flows(self, thing: int) -> Iterator[Edge]:
        for dependent, fact in self.out(Relation.FLOW, thing):
            yield from self._flow(dependent, fact)
        for provider, dependent, fact in self.flows_through(thing):
            if provider != thing:
                yield from (edge._replace(provider=provider) for edge in self._flow(dependent, fact))

    def _flow(self, dependent: int, fact: Fact) -> Iterator[Edge]:
        name, shared = flow_case(fact)
        if name is None:
            return
        rule = self._rules.rule(f"flow.{name}")
        k = self.providers_sharing(dependent) if shared else 1
        yield Edge(dependent, rule.weight / k * factor(fact), rule, fact, k)

    @remembered
    def providers_sharing(self, dependent: int) -> int:
        """Return k: distinct providers of the uncertain flows into a dependent."""
        return len({provider for provider, fact in self.into(Relation.FLOW, dependent) if flow_case(fact)[1]})

    @remembered
    def carries(self, thing: int) -> tuple[Edge, ...]:
        """What runs on a technology."""
        return self._plain(self.into(Relation.RUNS_ON, thing), "runs_on.carries", thing)

    def steps(self, thing: int, *, changed: bool) -> tuple[Edge, ...]:
        """Edges that count as a step; a platform passes nothing on along flows unless it is what changes."""
        if not changed and self.is_platform(thing):
            return self.carries(thing)
        return self.flows(thing) + self.carries(thing)

    @remembered
    def realizes(self, thing: int) -> tuple[Edge, ...]:
        """The logical systems that a product realises: no step."""
        return self._plain(self.out(Relation.REALIZES, thing), "realizes.realised", thing)

    @remembered
    def parts(self, thing: int) -> tuple[Edge, ...]:
        """Parts and wholes of a changed system: no step."""
        if not self.is_system(thing):
            return ()
        parts = self._plain(self.into(Relation.PART_OF, thing), "part_of.part", thing)
        return parts + self._plain(self.out(Relation.PART_OF, thing), "part_of.whole", thing)

    @remembered
    def holders(self, thing: int) -> tuple[Edge, ...]:
        """Systems and technologies that hold a changed data object: no step."""
        return strongest(self._by(self.into(Relation.HOLDS, thing), "holds", "role", "master", "copy"))

    @remembered
    def platforms_into(self, thing: int) -> tuple[int, ...]:
        """Platforms that deliver to a system, as providers or as what a flow goes through."""
        found: set[int] = set()
        for provider, fact in self.into(Relation.FLOW, thing):
            found.update(system for system in (provider, *self.hubs_of(fact)) if system != thing)
        return tuple(sorted(system for system in found if self.is_platform(system)))

    # -- services, units, journeys -----------------------------------------------------------------------------
    @remembered
    def supports(self, thing: int) -> tuple[Edge, ...]:
        """Services supported outside any group of alternatives."""
        alone = ((service, fact) for service, fact in self.out(Relation.SUPPORTS, thing) if not group_of(fact))
        return strongest(self._supports(alone))

    @remembered
    def groups(self, thing: int) -> tuple[Group, ...]:
        """The groups of alternatives that a thing is a member of."""
        named = ((service, group_of(fact)) for service, fact in self.out(Relation.SUPPORTS, thing))
        return tuple(sorted({group for group in named if group[1]}))

    @remembered
    def _members(self, service: int) -> dict[str, list[tuple[int, Edge]]]:
        found: dict[str, dict[int, list[Edge]]] = {}
        for member, fact in self.into(Relation.SUPPORTS, service):
            if group_of(fact):
                edges = found.setdefault(group_of(fact), {}).setdefault(member, [])
                edges.extend(self._supports([(service, fact)]))
        return {
            group: [(member, strongest(edges)[0]) for member, edges in sorted(members.items())]
            for group, members in found.items()
        }

    def members(self, group: Group) -> list[tuple[int, Edge]]:
        """Return the members of a group with their edges to its service, ascending."""
        return self._members(group[0])[group[1]]

    def serves_nobody(self, thing: int) -> bool:
        """Tell whether a system or technology supports no service at all."""
        return not self.has_out(Relation.SUPPORTS, thing)

    @remembered
    def users(self, thing: int) -> tuple[Edge, ...]:
        """Units that use a system or technology."""
        return strongest(self._by(self.into(Relation.USES, thing), "uses", "kind", "interaction", "use"))

    @remembered
    def requiring(self, service: int) -> tuple[Edge, ...]:
        """Services that require a service."""
        found = self._by(self.into(Relation.REQUIRES, service), "requires", "strength", "required", "supporting")
        return strongest(edge for edge in found if edge.target != service)

    @remembered
    def deliverers(self, service: int) -> tuple[Edge, ...]:
        """Units that deliver a service."""
        return strongest(self._by(self.into(Relation.DELIVERS, service), "delivers", "role", "lead", "contributor"))

    @remembered
    def journeys(self, service: int) -> tuple[Edge, ...]:
        """Journeys that contain a service."""
        return self._plain(self.into(Relation.CONTAINS, service), "contains.step", service)

    # -- a new thing -------------------------------------------------------------------------------------------
    @remembered
    def will_serve(self, thing: int) -> tuple[Edge, ...]:
        """Services that a new thing will support, whatever the strength."""
        return self._plain(self.out(Relation.SUPPORTS, thing), "introduce.service", thing)

    @remembered
    def will_use(self, thing: int) -> tuple[Edge, ...]:
        """Units that will use a new thing."""
        return self._plain(self.into(Relation.USES, thing), "introduce.user", thing)

    # -- how rules are found -----------------------------------------------------------------------------------
    def _supports(self, found: Iterable[tuple[int, Fact]]) -> Iterator[Edge]:
        return self._by(found, "supports", "strength", "required", "supporting")

    def _plain(self, found: Iterator[tuple[int, Fact]], name: str, thing: int) -> tuple[Edge, ...]:
        rule = self._rules.rule(name)
        edges = (Edge(target, rule.weight * factor(fact), rule, fact) for target, fact in found if target != thing)
        return strongest(edges)

    def _by(
        self, found: Iterable[tuple[int, Fact]], relation: str, field: str, value: str, otherwise: str
    ) -> Iterator[Edge]:
        """Apply one rule where the field has the value, and the other where it has another or is unknown."""
        this, that = self._rules.rule(f"{relation}.{value}"), self._rules.rule(f"{relation}.{otherwise}")
        for target, fact in found:
            rule: Rule = this if fact.record.fields.get(field) == value else that
            yield Edge(target, rule.weight * factor(fact), rule, fact)


def flow_case(fact: Fact) -> tuple[str | None, bool]:
    """Return which flow rule applies (None: no touch) and whether its weight is shared among providers."""
    fields = fact.record.fields
    return case_of(fields.get("criticality", "unknown"), fields.get("mode"))


def case_of(criticality: Value, mode: Value) -> tuple[str | None, bool]:
    """Return the same from what the flow says of itself; a criticality that is not said is ``unknown``."""
    if criticality is None or criticality == Criticality.NONE:
        return None, False
    if criticality != "unknown":
        return str(criticality), False
    known = str(mode or "unknown")
    return known, known in _SHARED


def group_of(fact: Fact) -> str:
    """Return the group of alternatives of a support; empty when it stands alone."""
    return str(fact.record.fields.get("alternative") or "")
