"""What nobody looks after: systems without owner or use, and facts that were confirmed too long ago."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graphsvc.model import Kind, Relation, Scope
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.paths.flows import Flow, flows_of
from graphsvc_queries.paths.telling import name
from graphsvc_queries.weak_spots.lifecycle import months_from
from graphsvc_queries.weak_spots.result import Stale, Unowned, Unused

__all__ = ["stale_facts", "unowned", "unused"]

#: A confirmation counts for so long (model.md section 4, Confidence).
MONTHS_CONFIRMED = 12


def unowned(snapshot: Snapshot) -> list[Unowned]:
    """Return the systems that no unit owns; national ones are owned elsewhere."""
    users, services = _number(snapshot, Relation.USES, into=True), _number(snapshot, Relation.SUPPORTS, into=False)
    return [
        Unowned(snapshot.references[one], name(snapshot, one), users[one], services[one])
        for one in _our_own(snapshot)
        if not snapshot.organisation.owners_of(one)
    ]


def unused(snapshot: Snapshot) -> list[Unused]:
    """Return the systems that support no service; national ones may serve elsewhere."""
    users, services = _number(snapshot, Relation.USES, into=True), _number(snapshot, Relation.SUPPORTS, into=False)
    flows = Counter(one for flow in flows_of(snapshot) for one in {flow.provider, flow.dependent, *flow.hubs})
    return [
        Unused(snapshot.references[one], name(snapshot, one), users[one], flows[one])
        for one in _our_own(snapshot)
        if not services[one]
    ]


def stale_facts(snapshot: Snapshot) -> tuple[list[Stale], list[Stale]]:
    """Return systems and flows confirmed too long ago (or later than the date), oldest first; and those never."""
    since, until = months_from(snapshot.date, -MONTHS_CONFIRMED).isoformat(), snapshot.date.isoformat()
    names = {one: name(snapshot, one) for one in snapshot.of_kind(Kind.SYSTEM).tolist()}
    systems = ((snapshot.things[one], "system", called) for one, called in names.items())
    flows = ((flow.fact, "flow", _flow_name(names, flow)) for flow in flows_of(snapshot))
    old: list[Stale] = []
    never: list[Stale] = []
    for fact, kind, called in (*systems, *flows):
        told = fact.record.fields.get("confirmed_on")
        if not told:
            never.append(Stale(fact.record.reference, kind, called, None))
        elif not since <= str(told) <= until:
            old.append(Stale(fact.record.reference, kind, called, str(told)))
    old.sort(key=lambda one: (one.confirmed_on, one.thing))
    never.sort(key=lambda one: (one.kind != "system", one.thing))
    return old, never


def _flow_name(names: Mapping[int, Text], flow: Flow) -> Text:
    giver, getter = names[flow.provider], names[flow.dependent]
    return Text(
        f"{giver.nb} → {getter.nb} ({flow.id})",
        f"{giver.nn} → {getter.nn} ({flow.id})",
        f"{giver.en} → {getter.en} ({flow.id})",
    )


def _our_own(snapshot: Snapshot) -> list[int]:
    systems: list[int] = snapshot.of_kind(Kind.SYSTEM).tolist()
    return [one for one in systems if snapshot.record(one).fields.get("scope") != Scope.NATIONAL]


def _number(snapshot: Snapshot, relation: Relation, *, into: bool) -> Counter[int]:
    """Count the different things at the far end of a relation."""
    edges = snapshot.edges(relation)
    pairs = set(zip(edges.start.tolist(), edges.end.tolist(), strict=True))
    return Counter(end if into else start for start, end in pairs)
