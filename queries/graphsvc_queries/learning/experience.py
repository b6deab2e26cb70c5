"""Who knows which systems, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graphsvc.model import Kind, Reference, Relation
from graphsvc.snapshot import Snapshot
from graphsvc_queries.learning.question import Asked
from graphsvc_queries.learning.result import Experience, Holding, Role
from graphsvc_queries.naming import named

__all__ = ["experience", "sectors_of", "systems_with"]


def systems_with(snapshot: Snapshot, asked: Asked) -> tuple[int, ...]:
    """Return the systems that provide a capability, are of a product, or hold a data object, ascending."""
    if asked.product is not None:
        wanted = _folded(asked.product)
        return tuple(
            system
            for system in snapshot.of_kind(Kind.SYSTEM).tolist()
            if _folded(snapshot.record(system).fields.get("product")) == wanted
        )
    if asked.thing is None:
        return ()
    edges = snapshot.edges(Relation.PROVIDES if snapshot.kind(asked.thing) is Kind.CAPABILITY else Relation.HOLDS)
    found = {int(edges.start[edge]) for edge in edges.into(asked.thing)}
    return tuple(sorted(one for one in found if snapshot.kind(one) is Kind.SYSTEM))


def experience(snapshot: Snapshot, topics: Mapping[str, Sequence[int]]) -> tuple[Experience, ...]:
    """Return the units that own or use the systems of each topic.

    Ordered by number of topics (most first), owners before users, the longest known use, then reference.

    Notes
    -----
    O(owners and users of the systems).
    """
    of_system: dict[int, list[str]] = {}
    for key, systems in topics.items():
        for system in systems:
            of_system.setdefault(system, []).append(key)
    known: dict[int, list[Holding]] = {}
    for system in sorted(of_system):
        for unit, holding in _holdings(snapshot, system, tuple(of_system[system])):
            known.setdefault(unit, []).append(holding)
    found = [_experience(snapshot, unit, tuple(known[unit]), tuple(topics)) for unit in sorted(known)]
    return tuple(sorted(found, key=_order))


def sectors_of(snapshot: Snapshot, unit: int) -> tuple[Reference, ...]:
    """Return the sectors of a unit."""
    return tuple(snapshot.references[sector] for sector in snapshot.organisation.sectors_of(unit))


def _order(one: Experience) -> tuple[int, bool, str, str]:
    return -len(one.topics), not one.owns, one.since or "9999", one.unit.thing


def _experience(snapshot: Snapshot, unit: int, holdings: tuple[Holding, ...], keys: tuple[str, ...]) -> Experience:
    contact = snapshot.record(unit).fields.get("contact")
    covered = {topic for holding in holdings for topic in holding.topics}
    return Experience(
        named(snapshot, unit),
        sectors_of(snapshot, unit),
        str(contact) if contact else None,
        tuple(key for key in keys if key in covered),
        holdings,
    )


def _holdings(snapshot: Snapshot, system: int, topics: tuple[str, ...]) -> Iterator[tuple[int, Holding]]:
    """Give each unit that knows a system once: an owner is an owner also when it uses the system."""
    owners = snapshot.organisation.owners_of(system)
    since = _use(snapshot, system)
    started = snapshot.record(system).fields.get("in_use_from")
    for unit in sorted({*owners, *since}):
        role = Role.OWNER if unit in owners else Role.USER
        own = since.get(unit)
        day, source = (own, "use") if own else (str(started), "system") if started else (None, None)
        yield unit, Holding(named(snapshot, system), role, day, source, topics)


def _use(snapshot: Snapshot, system: int) -> dict[int, str | None]:
    """Return the units that use a system, each with the first day that a source knows."""
    edges = snapshot.edges(Relation.USES)
    found: dict[int, str | None] = {}
    for edge in edges.into(system).tolist():
        unit, told = int(edges.start[edge]), edges.records[edge].fields.get("since")
        days = [str(day) for day in (found.get(unit), told) if day]
        found[unit] = min(days, default=None)
    return found


def _folded(words: object) -> str:
    return " ".join(str(words).casefold().split()) if words else ""
