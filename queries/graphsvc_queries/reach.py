"""Reach: plain reachability over flows, without strengths (model.md section 4, the last paragraph)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

import numpy as np
import scipy
from numpy.typing import NDArray

from graphsvc.errors import QuestionError
from graphsvc.metamodel import KINDS, fields_of
from graphsvc.model import Kind, Mode, Reference, Relation, Strength, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["Reach", "ReachMode", "reach"]


class ReachMode(StrEnum):
    """Which flows are followed; a login is a call at the moment of use, so it counts as sync."""

    ALL = "all"
    SYNC = "sync"


@dataclass(frozen=True, slots=True)
class Reach:
    """What stands behind a system when every dependence counts fully.

    Parameters
    ----------
    target, mode, max_steps
        The question.
    systems
        Dependents at any depth within the limit, without the target, ascending.
    services
        Those that the target or a reached system is required for.
    units, sectors
        Those that deliver the services, in any role; their sectors.
    by_steps
        Fewest steps -> number of systems.
    dependents
        System -> fewest steps.
    """

    target: Reference
    mode: ReachMode
    max_steps: int | None
    systems: tuple[Reference, ...]
    services: tuple[Reference, ...]
    units: tuple[Reference, ...]
    sectors: tuple[Reference, ...]
    by_steps: dict[int, int]
    dependents: dict[Reference, int]

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised document; ids stand without their kind, which the field names."""
        del language  # nothing here is words
        return {
            "target": self.target,
            "mode": self.mode.value,
            "systems": _bare(self.systems),
            "services": _bare(self.services),
            "units": _bare(self.units),
            "sectors": _bare(self.sectors),
            "by_steps": {str(steps): count for steps, count in self.by_steps.items()},
            "max_steps": self.max_steps,
        }


def reach(snapshot: Snapshot, /, *, thing: str, mode: ReachMode = ReachMode.ALL, max_steps: int | None = None) -> Reach:
    """List everything that depends on a system, however weakly and however far away.

    Flows are followed from provider to dependent and from hub to dependent; there is no platform rule, and flows
    whose criticality is ``none`` count. For graded answers with reasons ask for impact.

    Parameters
    ----------
    thing
        A system, as ``kind:id``, id or name.
    mode
        All flows, or only those at the moment of use (sync and login).
    max_steps
        At most so many flows in a row; 0 = the system's own services, 1 = with its direct dependents, None = any.

    Returns
    -------
    Reach
        Systems, services, units and sectors.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When the thing cannot be found.
    QuestionError
        When it is no system, or the number of steps is negative.

    Notes
    -----
    O(flows + supports + deliveries) in compiled code: one breadth-first search (SciPy).

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.records import RelationRecord, ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> things = tuple(Fact(ThingRecord(Kind.SYSTEM, name, {})) for name in "abc")
    >>> flows = tuple(
    ...     Fact(RelationRecord(Relation.FLOW, way, Reference(f"system:{way[0]}"), Reference(f"system:{way[1]}"), {}))
    ...     for way in ("ab", "bc")
    ... )
    >>> reach(Snapshot(Facts(1, things, flows), dt.date(2026, 12, 1)), thing="a").by_steps
    {1: 1, 2: 1}
    """
    target = _target(snapshot, thing, max_steps)
    depths = _depths(_flows(snapshot, ReachMode(mode)), target, max_steps)
    away = np.array(sorted({target, *depths}), dtype=np.int64)
    services = _required_for(snapshot, away)
    units = _deliverers(snapshot, services)
    sectors = sorted({sector for unit in units for sector in snapshot.organisation.sectors_of(unit)})
    dependents = {snapshot.references[system]: depths[system] for system in sorted(depths)}
    steps = sorted(depths.values())
    return Reach(
        snapshot.references[target],
        ReachMode(mode),
        max_steps,
        tuple(dependents),
        _named(snapshot, services),
        _named(snapshot, units),
        _named(snapshot, sectors),
        {step: steps.count(step) for step in sorted(set(steps))},
        dependents,
    )


def _target(snapshot: Snapshot, thing: str, max_steps: int | None) -> int:
    if max_steps is not None and max_steps < 0:
        raise QuestionError(
            Text(
                f"Flest ledd {max_steps} går ikke; velg 0 eller flere, eller la det stå åpent",
                f"Flest ledd {max_steps} går ikkje; vel 0 eller fleire, eller la det stå ope",
                f"At most {max_steps} steps will not do; choose 0 or more, or leave it open",
            )
        )
    target = snapshot.find(thing)
    if snapshot.kind(target) is not Kind.SYSTEM:
        told = Text(
            "Rekkevidde følger flyter mellom system; {reference} er {kind}. Velg et system, eller spør om konsekvens",
            "Rekkjevidd følgjer flytar mellom system; {reference} er {kind}. Vel eit system, eller spør om konsekvens",
            "Reach follows flows between systems; {reference} is of kind {kind}. Choose a system, or ask for impact",
        )
        kind = KINDS[snapshot.kind(target)].label
        raise QuestionError(told.format(reference=snapshot.references[target], kind=kind))
    return target


_FLOWS: WeakKeyDictionary[Snapshot, dict[ReachMode, scipy.sparse.csr_array]] = WeakKeyDictionary()


def _flows(snapshot: Snapshot, mode: ReachMode) -> scipy.sparse.csr_array:
    """Return who depends on whom as compressed sparse rows, made once for a snapshot and mode."""
    made = _FLOWS.setdefault(snapshot, {})
    if mode not in made:
        pairs = np.array(sorted(set(_pairs(snapshot, mode))), dtype=np.int32).reshape(-1, 2)
        size = len(snapshot)
        pointers = np.zeros(size + 1, dtype=np.int32)
        np.cumsum(np.bincount(pairs[:, 0], minlength=size), out=pointers[1:])
        made[mode] = scipy.sparse.csr_array(
            (np.ones(len(pairs)), np.ascontiguousarray(pairs[:, 1]), pointers), shape=(size, size)
        )
    return made[mode]


def _pairs(snapshot: Snapshot, mode: ReachMode) -> Iterator[tuple[int, int]]:
    edges = snapshot.edges(Relation.FLOW)
    for provider, dependent, fact in zip(edges.start.tolist(), edges.end.tolist(), edges.facts, strict=True):
        fields = fact.record.fields
        if mode is ReachMode.SYNC and fields.get("mode") not in {Mode.SYNC, Mode.LOGIN}:
            continue
        yield provider, dependent
        through = fields.get("through") or ()
        for hub in through if isinstance(through, tuple) else (str(through),):
            name = hub if hub in snapshot else f"{Kind.SYSTEM.value}:{hub}"
            if name in snapshot:
                yield snapshot.index(name), dependent


def _depths(flows: scipy.sparse.csr_array, target: int, max_steps: int | None) -> dict[int, int]:
    """Return the fewest steps to each dependent within the limit; a search gives every parent before its children."""
    order, before = scipy.sparse.csgraph.breadth_first_order(flows, target)
    depths = {target: 0}
    for system in order[1:].tolist():
        depth = depths[int(before[system])] + 1
        if max_steps is not None and depth > max_steps:
            break  # breadth first: whatever follows is at least as far away
        depths[system] = depth
    del depths[target]
    return depths


def _required_for(snapshot: Snapshot, systems: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the services that these systems are required for; each member of a group counts."""
    edges = snapshot.edges(Relation.SUPPORTS)
    code = fields_of(Relation.SUPPORTS)["strength"].allowed.index(Strength.REQUIRED)
    chosen = np.isin(edges.start, systems) & (edges.column("strength") == code)
    return np.unique(edges.end[chosen]).astype(np.int64)


def _deliverers(snapshot: Snapshot, services: NDArray[np.int64]) -> list[int]:
    edges = snapshot.edges(Relation.DELIVERS)
    found: list[int] = np.unique(edges.start[np.isin(edges.end, services)]).tolist()
    return found


def _named(snapshot: Snapshot, things: Iterable[int] | NDArray[np.int64]) -> tuple[Reference, ...]:
    return tuple(snapshot.references[int(thing)] for thing in things)


def _bare(references: Sequence[Reference]) -> list[str]:
    return [split_reference(reference)[1] for reference in references]
