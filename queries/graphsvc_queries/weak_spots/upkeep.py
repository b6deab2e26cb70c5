"""What nobody looks after: systems without owner or use, and facts that were confirmed too long ago."""

from __future__ import annotations

import heapq
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation, Scope
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Fact, Snapshot
from graphsvc.text import Text
from graphsvc_queries.naming import listed, named
from graphsvc_queries.weak_spots.dependence import through
from graphsvc_queries.weak_spots.lifecycle import months_from
from graphsvc_queries.weak_spots.result import Stale, Unowned, Unused

__all__ = ["stale_facts", "unowned", "unused"]

#: A confirmation counts for so long (model.md section 4, Confidence).
MONTHS_CONFIRMED = 12


def unowned(snapshot: Snapshot, limit: int) -> tuple[list[Unowned], int]:
    """Return the systems that no unit owns, the first of them, and how many; national ones are owned elsewhere."""
    users, services = _number(snapshot, Relation.USES, into=True), _number(snapshot, Relation.SUPPORTS, into=False)
    found = [one for one in _our_own(snapshot) if not snapshot.organisation.owners_of(one)]
    return [
        Unowned(
            snapshot.references[one],
            named(snapshot, one).name,
            users[one],
            services[one],
            Relation.OWNS.value in listed(snapshot.record(one).fields.get("claimed_none")),
        )
        for one in found[:limit]
    ], len(found)


def unused(snapshot: Snapshot, limit: int) -> tuple[list[Unused], int]:
    """Return systems that support no service, the first of them, and how many; national ones may serve elsewhere."""
    users, services = _number(snapshot, Relation.USES, into=True), _number(snapshot, Relation.SUPPORTS, into=False)
    found = [one for one in _our_own(snapshot) if not services[one]]
    flows = _touching(snapshot)
    return [
        Unused(snapshot.references[one], named(snapshot, one).name, users[one], int(flows[one]))
        for one in found[:limit]
    ], len(found)


def _touching(snapshot: Snapshot) -> NDArray[np.int64]:
    """Count the flows of which each thing is an end or a hub, shape (things,)."""
    edges = snapshot.edges(Relation.FLOW)
    hub, flow = through(snapshot).T
    extra = hub[(edges.start[flow] != hub) & (edges.end[flow] != hub)]
    touched = np.concatenate([edges.start, edges.end[edges.start != edges.end], extra])
    return np.bincount(touched, minlength=len(snapshot))


def stale_facts(snapshot: Snapshot, limit: int) -> tuple[tuple[list[Stale], int], tuple[list[Stale], int]]:
    """Return systems and flows confirmed too long ago (or later than the date), oldest first; and those never.

    Of each the first ones, and how many.
    """
    since, until = months_from(snapshot.date, -MONTHS_CONFIRMED).isoformat(), snapshot.date.isoformat()
    systems: list[int] = snapshot.of_kind(Kind.SYSTEM).tolist()
    flows = snapshot.edges(Relation.FLOW).facts
    facts = [*(snapshot.things[one] for one in systems), *flows]
    told = [str(fact.record.fields.get("confirmed_on") or "") for fact in facts]
    old = [
        (day, facts[place].record.reference, place)
        for place, day in enumerate(told)
        if day and not since <= day <= until
    ]
    never = [place for place, day in enumerate(told) if not day]
    # Systems stand first and flows after them; each by id, as systems already are.
    unheard = [place for place in never if place < len(systems)][:limit]
    silent = (place for place in never if place >= len(systems))
    unheard += heapq.nsmallest(limit - len(unheard), silent, key=lambda place: facts[place].record.id)
    oldest = [_stale(snapshot, facts[place], day) for day, _, place in heapq.nsmallest(limit, old)]
    return (oldest, len(old)), ([_stale(snapshot, facts[place], None) for place in unheard], len(never))


def _stale(snapshot: Snapshot, fact: Fact, day: str | None) -> Stale:
    record = fact.record
    if isinstance(record, RelationRecord):
        giver, getter = (named(snapshot, snapshot.index(end)).name for end in (record.start, record.end))
        return Stale(record.reference, "flow", _FLOW.format(giver=giver, getter=getter, id=record.id), day)
    return Stale(record.reference, "system", named(snapshot, snapshot.index(record.reference)).name, day)


_FLOW = Text.same("{giver} → {getter} ({id})")


def _our_own(snapshot: Snapshot) -> list[int]:
    systems: list[int] = snapshot.of_kind(Kind.SYSTEM).tolist()
    return [one for one in systems if snapshot.things[one].record.fields.get("scope") != Scope.NATIONAL]


def _number(snapshot: Snapshot, relation: Relation, *, into: bool) -> Counter[int]:
    """Count the different things at the far end of a relation."""
    edges = snapshot.edges(relation)
    pairs = set(zip(edges.start.tolist(), edges.end.tolist(), strict=True))
    return Counter(end if into else start for start, end in pairs)
