"""Who depends on whom, as plain neighbour lists over the systems of a snapshot."""

from __future__ import annotations

from graphsvc.model import Kind, Mode
from graphsvc.snapshot import Snapshot
from graphsvc_queries.paths.flows import flows_of

__all__ = ["dependents", "joined"]


def dependents(snapshot: Snapshot, *, at_once: bool = False) -> dict[int, list[int]]:
    """Return the systems that depend on each: flows from provider and from hubs to the dependent.

    Parameters
    ----------
    at_once
        Only sync and login flows: what is away when the other is.
    """
    found: dict[int, set[int]] = {system: set() for system in snapshot.of_kind(Kind.SYSTEM).tolist()}
    for flow in flows_of(snapshot):
        if not at_once or flow.mode in (Mode.SYNC, Mode.LOGIN):
            for giver in (flow.provider, *flow.hubs):
                found[giver].add(flow.dependent)
    return {system: sorted(others - {system}) for system, others in found.items()}


def joined(snapshot: Snapshot) -> dict[int, list[int]]:
    """Return the undirected simple graph of systems: two are neighbours when any flow goes between them."""
    found: dict[int, set[int]] = {system: set() for system in snapshot.of_kind(Kind.SYSTEM).tolist()}
    for flow in flows_of(snapshot):
        found[flow.provider].add(flow.dependent)
        found[flow.dependent].add(flow.provider)
    return {system: sorted(others - {system}) for system, others in found.items()}
