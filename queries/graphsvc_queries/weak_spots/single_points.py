"""Single points of failure: which services stop when one system, and all that depends on it at once, are away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from graphsvc.model import Kind, Relation, Strength
from graphsvc.snapshot import Snapshot
from graphsvc_queries.weak_spots.components import strong_components
from graphsvc_queries.weak_spots.dependence import dependents

__all__ = ["Loss", "losses"]


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost without a system.

    Parameters
    ----------
    system
        Its number.
    services, own
        Lost services; those lost even when nothing else goes with it.
    away
        How many systems are away, itself included.
    """

    system: int
    services: tuple[int, ...]
    own: tuple[int, ...]
    away: int


class _Needs:
    """What services cannot do without, as bits: one for a support, one for each member of a group."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.bits: dict[int, int] = {}
        #: For each need: the bits that all have to be lost, and the service that then is.
        self.needs: list[tuple[int, int]] = []
        self._next = 0
        single, groups = _supports(snapshot)
        for service, system in sorted(single):
            self.needs.append((self._bit(system), service))
        for (service, _), members in sorted(groups.items()):
            # A technology stays where it is when a system is away, so a group with one is never lost.
            if all(snapshot.kind(member) is Kind.SYSTEM for member in members):
                self.needs.append((reduce(or_, (self._bit(member) for member in sorted(members))), service))

    def _bit(self, system: int) -> int:
        bit = 1 << self._next
        self._next += 1
        self.bits[system] = self.bits.get(system, 0) | bit
        return bit

    def lost(self, bits: int) -> tuple[int, ...]:
        """Return the services that lose a need, ascending."""
        return tuple(sorted({service for need, service in self.needs if need & bits == need}))


def _supports(snapshot: Snapshot) -> tuple[set[tuple[int, int]], Mapping[tuple[int, str], set[int]]]:
    """Return required supports outside groups, and the members of groups of which one at least is required."""
    single: set[tuple[int, int]] = set()
    groups: dict[tuple[int, str], set[int]] = {}
    required: set[tuple[int, str]] = set()
    edges = snapshot.edges(Relation.SUPPORTS)
    for carrier, service, record in zip(edges.start.tolist(), edges.end.tolist(), edges.records, strict=True):
        is_required = record.fields.get("strength") == Strength.REQUIRED
        group = record.fields.get("alternative")
        if group:
            groups.setdefault((service, str(group)), set()).add(carrier)
            required |= {(service, str(group))} if is_required else set()
        elif is_required and snapshot.kind(carrier) is Kind.SYSTEM:
            single.add((service, carrier))
    return single, {key: members for key, members in groups.items() if key in required}


def losses(snapshot: Snapshot) -> list[Loss]:
    """Return what is lost without each system, for those without which something is.

    Notes
    -----
    O((n + m) s / 64) for n systems, m flows and s supports: what a component loses is what it loses itself and what
    the components after it do, as sets of bits.
    """
    needs, graph = _Needs(snapshot), dependents(snapshot, at_once=True)
    away: dict[int, int] = {}
    found: list[Loss] = []
    for members in strong_components(graph):
        bits = reduce(or_, (needs.bits.get(one, 0) for one in members), 0)
        for after in {other for one in members for other in graph[one]} - set(members):
            bits |= away[after]
        away |= dict.fromkeys(members, bits)
    for system in graph:
        if away[system]:
            lost = needs.lost(away[system])
            if lost:
                found.append(Loss(system, lost, needs.lost(needs.bits.get(system, 0)), _reached(graph, system)))
    return found


def _reached(graph: Mapping[int, list[int]], system: int) -> int:
    seen = level = {system}
    while level:
        level = {other for one in level for other in graph[one]} - seen
        seen = seen | level
    return len(seen)
