"""What nobody looks after: systems without owner or use, and facts that were confirmed too long ago."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation
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
            int(users[one]),
            int(services[one]),
            Relation.OWNS.value in listed(snapshot.fields(one).get("claimed_none")),
        )
        for one in found[:limit]
    ], len(found)


def unused(snapshot: Snapshot, limit: int) -> tuple[list[Unused], int]:
    """Return systems that support no service, the first of them, and how many; national ones may serve elsewhere."""
    users, services = _number(snapshot, Relation.USES, into=True), _number(snapshot, Relation.SUPPORTS, into=False)
    found = [one for one in _our_own(snapshot) if not services[one]]
    flows = _touching(snapshot)
    return [
        Unused(snapshot.references[one], named(snapshot, one).name, int(users[one]), int(flows[one]))
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
    systems, flows = snapshot.of_kind(Kind.SYSTEM), snapshot.edges(Relation.FLOW)
    # Each by id: systems stand so already.
    by_id = np.argsort(flows.ranks)
    of_systems, of_flows = snapshot.coded(Kind.SYSTEM, "confirmed_on"), flows.coded("confirmed_on")
    heard = [np.array([str(told or "") for told in one.each()]) for one in (of_flows, of_systems)]
    days = np.concatenate([heard[0][of_flows.codes[by_id]], heard[1][of_systems.codes]])
    # By reference ``relation:`` comes before ``system:``, so that equals stay in order when they are sorted by day.
    old = np.flatnonzero((days != "") & ((days < since) | (days > until)))
    oldest = old[np.argsort(days[old], kind="stable")][:limit]
    never = np.flatnonzero(days == "")
    unheard = np.concatenate([never[never >= len(by_id)], never[never < len(by_id)]])[:limit]

    def told(places: NDArray[np.int64]) -> list[Stale]:
        found = []
        for place in places.tolist():
            ours = place - len(by_id)
            fact = flows.facts[by_id[place]] if ours < 0 else snapshot.things[systems[ours]]
            found.append(_stale(snapshot, fact, str(days[place]) or None))
        return found

    return (told(oldest), len(old)), (told(unheard), len(never))


def _stale(snapshot: Snapshot, fact: Fact, day: str | None) -> Stale:
    record = fact.record
    if isinstance(record, RelationRecord):
        giver, getter = (named(snapshot, snapshot.index(end)).name for end in (record.start, record.end))
        return Stale(record.reference, "flow", _FLOW.format(giver=giver, getter=getter, id=record.id), day)
    return Stale(record.reference, "system", named(snapshot, snapshot.index(record.reference)).name, day)


_FLOW = Text.same("{giver} → {getter} ({id})")


def _our_own(snapshot: Snapshot) -> list[int]:
    systems = snapshot.of_kind(Kind.SYSTEM)
    found: list[int] = systems[~snapshot.organisation.national[systems]].tolist()
    return found


def _number(snapshot: Snapshot, relation: Relation, *, into: bool) -> NDArray[np.int64]:
    """Count for each thing the different things at the far end of a relation, shape (things,)."""
    edges, size = snapshot.edges(relation), max(len(snapshot), 1)
    starts, ends = np.divmod(np.unique(edges.start.astype(np.int64) * size + edges.end), size)
    return np.bincount(ends if into else starts, minlength=len(snapshot))
