"""Single points of failure: which services stop when one system, and all that depends on it at once, are away."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy

from graphsvc.model import Kind, Relation, Strength
from graphsvc.snapshot import Snapshot
from graphsvc_queries.weak_spots.components import labelled
from graphsvc_queries.weak_spots.dependence import dependents

__all__ = ["Loss", "losses"]

#: So many bits are set one by one.
_FEW = 8


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost without a system.

    Parameters
    ----------
    system
        Its number.
    services, own
        Lost services; those lost even when nothing else goes with it.
    units
        Who delivers the lost services.
    away
        How many systems are away, itself included.
    """

    system: int
    services: tuple[int, ...]
    own: tuple[int, ...]
    units: tuple[int, ...]
    away: int


class _Needs:
    """What services cannot do without, as bits: one for each service, and one for each member of a group."""

    def __init__(self, snapshot: Snapshot) -> None:
        single, groups = _supports(snapshot)
        self.services = sorted({service for service, _ in (*single, *groups)})
        place = {service: position for position, service in enumerate(self.services)}
        #: System -> positions of the services that need just it; system -> its positions in groups. As lists, since the
        #: bits of all systems at once would fill gigabytes over a nation.
        self._single: dict[int, list[int]] = {}
        self._member: dict[int, list[int]] = {}
        #: Position of a member -> the members that all have to be away, as bits, and the service that then is lost.
        self._groups: list[tuple[int, int]] = []
        for service, system in single:
            self._single.setdefault(system, []).append(place[service])
        for (service, _), members in sorted(groups.items()):
            bits = ((1 << len(members)) - 1) << len(self._groups)
            for position, system in enumerate(sorted(members), start=len(self._groups)):
                self._member.setdefault(system, []).append(position)
            self._groups += [(bits, 1 << place[service])] * len(members)

    def of(self, system: int) -> tuple[int, int]:
        """Return the services that need just this system, and its places in groups, as bits."""
        return _bits(self._single.get(system, ())), _bits(self._member.get(system, ()))

    def lost(self, services: int, members: int) -> int:
        """Return the services that are lost, as bits, when these are and these members of groups are away."""
        left = members
        while left:
            bits, service = self._groups[(left & -left).bit_length() - 1]
            if members & bits == bits:
                services |= service
            left &= ~bits
        return services

    def named(self, lost: int) -> tuple[int, ...]:
        """Return the numbers of services, ascending."""
        return tuple(self.services[position] for position in _positions(lost))


def _bits(positions: Sequence[int]) -> int:
    """Return a number in which these bits are set."""
    if len(positions) <= _FEW:
        found = 0
        for position in positions:
            found |= 1 << position
        return found
    flags = np.zeros(max(positions) + 1, dtype=np.bool_)
    flags[positions] = True
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _positions(bits: int) -> list[int]:
    """Return the positions of the bits that are set, ascending."""
    raw = np.frombuffer(bits.to_bytes((bits.bit_length() + 7) // 8, "little"), dtype=np.uint8)
    found: list[int] = np.flatnonzero(np.unpackbits(raw, bitorder="little")).tolist()
    return found


def _supports(snapshot: Snapshot) -> tuple[set[tuple[int, int]], dict[tuple[int, str], set[int]]]:
    """Return required supports outside groups, and the members of groups of which one at least is required.

    A technology stays where it is when a system is away: it is no single point, and a group with one is never lost.
    """
    single: set[tuple[int, int]] = set()
    groups: dict[tuple[int, str], set[int]] = {}
    required: set[tuple[int, str]] = set()
    edges = snapshot.edges(Relation.SUPPORTS)
    strict = edges.holding("strength", Strength.REQUIRED).tolist()
    chosen = edges.coded("alternative").all()
    told = zip(edges.start.tolist(), edges.end.tolist(), strict, chosen, strict=True)
    for carrier, service, is_required, group in told:
        if group:
            groups.setdefault((service, str(group)), set()).add(carrier)
            required |= {(service, str(group))} if is_required else set()
        elif is_required and snapshot.kind(carrier) is Kind.SYSTEM:
            single.add((service, carrier))
    return single, {key: members for key, members in groups.items() if key in required}


def losses(snapshot: Snapshot, limit: int) -> tuple[list[Loss], int]:
    """Return what is lost without each system, and how many systems something is lost without.

    Most services first, then most units, then by id; at most ``limit`` of them.

    Notes
    -----
    O((n + m) s / 64) for n systems, m flows and s services: what a component loses is what it loses itself and what
    the components after it do, as sets of bits, twice: to rank, and to name the services of those that are listed.
    """
    needs = _Needs(snapshot)
    if not needs.services:
        return [], 0
    systems: list[int] = snapshot.of_kind(Kind.SYSTEM).tolist()
    parts = _Parts(dependents(snapshot, at_once=True), systems, needs)
    counts = {part: lost.bit_count() for part, lost, _ in parts.lost() if lost}
    ranked = [(counts[part], system) for system, part in zip(systems, parts.part, strict=True) if part in counts]
    # Units decide between equals only, so all that have as many services as the last one listed are looked at.
    least = min(heapq.nlargest(limit, (count for count, _ in ranked)), default=0) if limit else len(needs.services) + 1
    wanted = [system for count, system in ranked if count >= least]
    found = list(_told(snapshot, needs, parts, wanted))
    found.sort(key=lambda one: (-len(one.services), -len(one.units), one.system))
    return found[:limit], len(ranked)


def _told(snapshot: Snapshot, needs: _Needs, parts: _Parts, wanted: Sequence[int]) -> Iterator[Loss]:
    deliverers_of = cache(snapshot.organisation.deliverers_of)
    by_part: dict[int, list[int]] = {}
    for system in wanted:
        by_part.setdefault(parts.of(system), []).append(system)
    for part, lost, away in parts.lost(by_part.keys()):
        services = needs.named(lost)
        units = tuple(sorted({unit for one in services for unit in deliverers_of(one)}))
        for system in by_part[part]:
            own = needs.lost(*needs.of(system))
            yield Loss(system, services, needs.named(own), units, away)


class _Parts:
    """The strongly connected components of who goes away with whom, those that are reached before those that reach."""

    def __init__(self, rows: scipy.sparse.csr_array, systems: Sequence[int], needs: _Needs) -> None:
        count, labels = labelled(rows)
        self.part: list[int] = labels.tolist()
        self._place = {system: place for place, system in enumerate(systems)}
        self._systems, self._needs = systems, needs
        self._members: list[list[int]] = [[] for _ in range(count)]
        for place, part in enumerate(self.part):
            self._members[part].append(place)
        ends = rows.tocoo()
        first, second = (labels[one].astype(np.int64) for one in ends.coords)
        pairs = np.sort((first * count + second)[first != second])
        pairs = pairs[np.diff(pairs, prepend=-1) != 0]
        self._after: list[list[int]] = [[] for _ in range(count)]
        self._before: list[list[int]] = [[] for _ in range(count)]
        for one, other in zip((pairs // max(count, 1)).tolist(), (pairs % max(count, 1)).tolist(), strict=True):
            self._after[one].append(other)
            self._before[other].append(one)

    def of(self, system: int) -> int:
        """Return the part of a system."""
        return self.part[self._place[system]]

    def lost(self, wanted: Collection[int] | None = None) -> Iterator[tuple[int, int, int]]:
        """Give parts, each with the services that are lost with it, as bits, and how many systems are away.

        Parameters
        ----------
        wanted
            Only these parts; when all are asked for, systems are not counted, and there are 0.
        """
        looked_at = range(len(self._members)) if wanted is None else self._reached(wanted)
        held: dict[int, tuple[int, int, int]] = {}
        waiting = {part: len(self._after[part]) for part in looked_at}
        asking = {part: sum(before in waiting for before in self._before[part]) for part in looked_at}
        ready = [part for part, count in waiting.items() if not count]
        while ready:
            part = ready.pop()
            held[part] = services, members, away = self._sum(part, held, counted=wanted is not None)
            if wanted is None or part in wanted:
                yield part, self._needs.lost(services, members), away.bit_count()
            for after in self._after[part]:
                asking[after] -= 1
                if not asking[after]:  # nobody asks any more
                    del held[after]
            if not asking[part]:
                del held[part]
            for before in self._before[part]:
                if before in waiting:
                    waiting[before] -= 1
                    if not waiting[before]:
                        ready.append(before)

    def _reached(self, wanted: Collection[int]) -> Collection[int]:
        """Return these parts, and all that they reach."""
        seen = level = set(wanted)
        while level:
            level = {after for part in level for after in self._after[part]} - seen
            seen = seen | level
        return seen

    def _sum(self, part: int, held: Mapping[int, tuple[int, int, int]], *, counted: bool) -> tuple[int, int, int]:
        services = members = away = 0
        for place in self._members[part]:
            single, member = self._needs.of(self._systems[place])
            services |= single
            members |= member
            away |= 1 << place if counted else 0
        for after in self._after[part]:
            services |= held[after][0]
            members |= held[after][1]
            away |= held[after][2]
        return services, members, away
