"""The steps of a journey: its services in order, who delivers them, what they rest on."""

from __future__ import annotations

from graphsvc.model import Relation, Strength
from graphsvc.snapshot import Snapshot
from graphsvc_queries.journey.result import Step, Supporter, Taker
from graphsvc_queries.naming import named

__all__ = ["required_for", "steps"]


def steps(snapshot: Snapshot, journey: int) -> tuple[Step, ...]:
    """Return the services of a journey in its order; one that is contained twice comes where it is first.

    Notes
    -----
    O(services + their relations).
    """
    contains = snapshot.edges(Relation.CONTAINS)
    place: dict[int, float] = {}
    for edge in contains.out(journey).tolist():
        service, order = int(contains.end[edge]), contains.records[edge].fields.get("order")
        number = float("inf") if order is None else float(str(order))
        place[service] = min(number, place.get(service, float("inf")))
    ordered = sorted(place, key=lambda service: (place[service], service))
    return tuple(_step(snapshot, number, service) for number, service in enumerate(ordered, start=1))


def required_for(found: tuple[Step, ...]) -> dict[str, list[int]]:
    """Return for each system the steps that stop without it: required, and the only one of its group."""
    needed: dict[str, list[int]] = {}
    for step in found:
        members: dict[str, set[str]] = {}
        for one in step.systems:
            if one.alternative:
                members.setdefault(one.alternative, set()).add(one.system.thing)
        for one in step.systems:
            alone = not one.alternative or len(members[one.alternative]) == 1
            numbers = needed.setdefault(one.system.thing, [])
            if one.strength == Strength.REQUIRED and alone and step.number not in numbers:
                numbers.append(step.number)
    return needed


def _step(snapshot: Snapshot, number: int, service: int) -> Step:
    supports = snapshot.edges(Relation.SUPPORTS)
    supporters = []
    for edge in supports.into(service).tolist():
        fields = supports.records[edge].fields
        strength, group = fields.get("strength"), fields.get("alternative")
        supporters.append(
            Supporter(
                named(snapshot, int(supports.start[edge])),
                str(strength) if strength else None,
                str(group) if group else None,
            )
        )
    units = tuple(_taker(snapshot, unit, service) for unit in snapshot.organisation.deliverers_of(service))
    distinct = sorted(set(supporters), key=lambda one: (one.system.thing, one.strength or "", one.alternative or ""))
    return Step(number, named(snapshot, service), units, tuple(distinct))


def _taker(snapshot: Snapshot, unit: int, service: int) -> Taker:
    delivers = snapshot.edges(Relation.DELIVERS)
    roles = [
        delivers.records[edge].fields.get("role")
        for edge in delivers.into(service).tolist()
        if int(delivers.start[edge]) == unit
    ]
    known = sorted((str(role) for role in roles if role), reverse=True)  # a lead is a lead, whatever else it is
    contact = snapshot.record(unit).fields.get("contact")
    sectors = tuple(snapshot.references[sector] for sector in snapshot.organisation.sectors_of(unit))
    return Taker(named(snapshot, unit), known[0] if known else None, sectors, str(contact) if contact else None)
