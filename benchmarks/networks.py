"""The same questions asked of networkx, the obvious way; graphs are made beforehand, as our snapshot is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot
from tests.oracle.carriers import hops, starts
from tests.oracle.paths import Hop, Path
from tests.oracle.register import CARRIERS, Register, register

__all__ = ["Dependence", "behind", "dependence", "effect", "effect_network", "reach", "uniform_effect"]

_START = "start"


@dataclass(frozen=True)
class Dependence:
    """Who depends on whom, and who is required for and delivers what, ready for :func:`reach`."""

    flows: nx.DiGraph[str]
    required: Mapping[str, list[str]]
    deliverers: Mapping[str, list[str]]


def dependence(snapshot: Snapshot, *, hubs: bool = True) -> Dependence:
    """Make the graph of dependence: provider to dependent, and hub to dependent unless hubs are left out."""
    flows: nx.DiGraph[str] = nx.DiGraph()
    required: dict[str, list[str]] = defaultdict(list)
    deliverers: dict[str, list[str]] = defaultdict(list)
    for one in snapshot.edges(Relation.FLOW).records:
        through = one.fields.get("through")
        flows.add_edge(one.start, one.end)
        flows.add_edges_from(
            (f"system:{hub}", one.end) for hub in (through if hubs and isinstance(through, tuple) else ())
        )
    for one in snapshot.edges(Relation.SUPPORTS).records:
        if one.fields.get("strength") == "required":
            required[one.start].append(one.end)
    for one in snapshot.edges(Relation.DELIVERS).records:
        deliverers[one.end].append(one.start)
    return Dependence(flows, required, deliverers)


def reach(known: Dependence, system: str) -> tuple[set[str], set[str], set[str]]:
    """Return the systems, services and units behind a system."""
    return behind(known, system, set(nx.descendants(known.flows, system)) - {system})


def behind(known: Dependence, system: str, systems: set[str]) -> tuple[set[str], set[str], set[str]]:
    """Return these systems, the services they and the system are required for, and who delivers these."""
    services = {service for one in {system, *systems} for service in known.required.get(one, ())}
    return systems, services, {unit for service in services for unit in known.deliverers.get(service, ())}


def effect_network(snapshot: Snapshot, system: str) -> nx.DiGraph[str]:
    """Make the graph of effect of one retired system: an edge's cost is -log of its weight.

    The rules are those of model.md section 4 without alternatives and without the step limit.
    """
    seen = register(snapshot)
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_node(_START)
    for start, end, weight in _edges(seen, system):
        cost = -math.log(weight)
        if end != system and cost < network.get_edge_data(start, end, {"cost": math.inf})["cost"]:
            network.add_edge(start, end, cost=cost)
    return network


def effect(network: nx.DiGraph[str], least: float) -> dict[str, tuple[float, list[str]]]:
    """Return what is touched, how strongly, and by which path."""
    return _strengths(nx.single_source_dijkstra(network, _START, cutoff=-math.log(least) + 1e-9, weight="cost"), _START)


def _edges(seen: Register, system: str) -> Iterator[tuple[str, str, float]]:
    for path, half in starts([(system, "retire")]):
        for end, weight in [*_supports(seen, system), *_uses(seen, system)]:
            yield _START, end, weight
        for hop in hops(seen, path, half):
            yield _START, hop.end, hop.weight
    for carrier in set(seen.kind(*CARRIERS)) - {system}:
        arrived = Path("somewhere", (Hop("somewhere", carrier, "flow", "", 1.0),))
        for end, weight in _supports(seen, carrier) or _uses(seen, carrier):
            yield carrier, end, weight
        for hop in hops(seen, arrived, 1.0):
            yield carrier, hop.end, hop.weight
    for row in seen.of("requires"):
        yield row.end, row.start, row.factor * (0.8 if row.fields.get("strength") == "required" else 0.4)
    for row in seen.of("delivers"):
        yield row.end, row.start, row.factor * (1.0 if row.fields.get("role") == "lead" else 0.7)
    for row in seen.of("contains"):
        yield row.end, row.start, row.factor


def _supports(seen: Register, carrier: str) -> list[tuple[str, float]]:
    rows = [row for row in seen.of("supports") if row.start == carrier]
    return [(row.end, row.factor * (1.0 if row.fields.get("strength") == "required" else 0.5)) for row in rows]


def _uses(seen: Register, carrier: str) -> list[tuple[str, float]]:
    rows = [row for row in seen.of("uses") if row.end == carrier]
    return [(row.start, row.factor * (0.5 if row.fields.get("kind") == "interaction" else 0.7)) for row in rows]


def uniform_effect(
    flows: nx.DiGraph[str], system: str, weight: float, steps: int
) -> dict[str, tuple[float, list[str]]]:
    """Return what an outage touches when every flow has the same weight and nothing else passes it on."""
    cost = -math.log(weight)
    cutoff = steps * cost + 1e-9
    return _strengths(nx.single_source_dijkstra(flows, system, cutoff=cutoff, weight=lambda *_: cost), system)


def _strengths(found: Any, source: str) -> dict[str, tuple[float, list[str]]]:
    """Turn costs and paths into strengths and paths; the stubs of networkx do not tell one target from all."""
    costs, paths = found
    return {name: (math.exp(-cost), paths[name]) for name, cost in costs.items() if name != source}
