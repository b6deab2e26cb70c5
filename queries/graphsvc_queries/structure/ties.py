"""Between which units each tie goes, and which sectors that joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from graphsvc.model import Kind, Relation, Scope
from graphsvc.snapshot import Snapshot

__all__ = ["COUNTED", "Shared", "Tie", "network", "shared", "ties"]

#: What more units than this share ties nobody: each pair would get less than a third of a percent of a tie, and the
#: number of pairs grows with the square.
MOST_SHARING = 300

#: What is counted as a tie from one end to another, under the name of its matrix.
COUNTED = {"flows": Relation.FLOW, "services": Relation.SUPPORTS, "exchanges": Relation.EXCHANGES}


@dataclass(frozen=True, slots=True)
class Tie:
    """A flow, support or exchange between the units that answer for its ends.

    Parameters
    ----------
    name
        Which matrix counts it.
    start, end
        Numbers of the units: a system's owners, a service's lead unit, the unit itself; none = nobody known.
    national
        Whether an end is a national system, which no sector owns.
    """

    name: str
    start: tuple[int, ...]
    end: tuple[int, ...]
    national: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """A system that several units use, or a service that several units deliver together."""

    thing: int
    units: tuple[int, ...]


def ties(snapshot: Snapshot) -> Iterator[Tie]:
    """Give every flow, support and exchange with the units at its ends.

    Notes
    -----
    O(relations).
    """
    answering = cache(lambda thing: _answering(snapshot, thing))
    national = cache(lambda thing: _national(snapshot, thing))
    for name, relation in COUNTED.items():
        edges = snapshot.edges(relation)
        for start, end in zip(edges.start.tolist(), edges.end.tolist(), strict=True):
            yield Tie(name, answering(start), answering(end), national(start) or national(end))


def shared(snapshot: Snapshot, relation: Relation) -> tuple[Shared, ...]:
    """Return what units use (``uses``) or deliver (``delivers``), each with all its units, ascending."""
    found: dict[int, set[int]] = {}
    edges = snapshot.edges(relation)
    for start, end in zip(edges.start.tolist(), edges.end.tolist(), strict=True):
        if snapshot.kind(end) is not Kind.TECHNOLOGY:
            found.setdefault(end, set()).add(start)
    return tuple(Shared(thing, tuple(sorted(found[thing]))) for thing in sorted(found))


def network(every: Iterable[Tie], *joint: Iterable[Shared]) -> dict[int, dict[int, float]]:
    """Return how strongly units hang together: undirected weights, units without ties left out.

    A tie counts 1, divided among the pairs of units when its ends have several owners. A system that n units use, or
    a service that n deliver, counts 1 / (n - 1) for each pair: what everybody shares ties nobody in particular
    (Newman, "Scientific collaboration networks II", Phys. Rev. E 64, 016132, 2001).
    """
    weights: dict[tuple[int, int], float] = {}
    for tie in every:
        pairs = [(one, other) for one in tie.start for other in tie.end]
        for one, other in pairs:
            _add(weights, one, other, 1 / len(pairs))
    for thing in (one for many in joint for one in many if len(one.units) <= MOST_SHARING):
        for position, one in enumerate(thing.units):
            for other in thing.units[position + 1 :]:
                _add(weights, one, other, 1 / (len(thing.units) - 1))
    return _rows(weights)


def _add(weights: dict[tuple[int, int], float], one: int, other: int, weight: float) -> None:
    if one != other:
        pair = (min(one, other), max(one, other))
        weights[pair] = weights.get(pair, 0.0) + weight


def _rows(weights: dict[tuple[int, int], float]) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = {node: {} for node in sorted({node for pair in weights for node in pair})}
    for one, other in sorted(weights):
        found[one][other] = found[other][one] = weights[one, other]
    return found


def _answering(snapshot: Snapshot, thing: int) -> tuple[int, ...]:
    kind = snapshot.kind(thing)
    if kind is Kind.UNIT:
        return (thing,)
    if kind is Kind.SERVICE:
        lead = snapshot.organisation.lead_of(thing)
        return () if lead is None else (lead,)
    return () if _national(snapshot, thing) else snapshot.organisation.owners_of(thing)


def _national(snapshot: Snapshot, thing: int) -> bool:
    record = snapshot.record(thing)
    return record.kind is Kind.SYSTEM and record.fields.get("scope") == Scope.NATIONAL
