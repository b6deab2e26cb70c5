"""Reach: plain reachability over flows, without strengths (model.md section 4, the last paragraph)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from graphsvc.snapshot.ascending import distinct
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
    O(flows, supports and deliveries of what is found) in compiled code: one breadth-first search (SciPy).

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
    systems, depths = _dependents(_flows(snapshot, ReachMode(mode)), target, max_steps)
    services = _required_for(snapshot, np.append(systems, np.int32(target)))
    units = _deliverers(snapshot, services)
    names, counts = tuple(snapshot.named(systems)), np.bincount(depths)
    return Reach(
        snapshot.references[target],
        ReachMode(mode),
        max_steps,
        names,
        tuple(snapshot.named(services)),
        tuple(snapshot.named(units)),
        tuple(snapshot.named(_sectors(snapshot, units))),
        {step: int(counts[step]) for step in np.flatnonzero(counts).tolist()},
        dict(zip(names, depths.tolist(), strict=True)),
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


def _dependents(
    flows: scipy.sparse.csr_array, target: int, max_steps: int | None
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the dependents within the limit, ascending, and the fewest steps to each."""
    order, before = scipy.sparse.csgraph.breadth_first_order(flows, target)
    # Breadth first: what a thing was found from stands before it, and those of one depth stand together.
    place = np.empty(flows.shape[0], dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    found_from = place[before[order[1:]]]
    layers = [0, 1]
    while layers[-1] < len(order) and (max_steps is None or len(layers) - 2 < max_steps):
        layers.append(1 + int(np.searchsorted(found_from, layers[-1])))
    depths = np.repeat(np.arange(1, len(layers) - 1, dtype=np.int32), np.diff(layers[1:]))
    systems = order[1 : layers[-1]]
    ascending = np.argsort(systems)
    return systems[ascending], depths[ascending]


def _required_for(snapshot: Snapshot, systems: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the services that these systems are required for; each member of a group counts."""
    edges = snapshot.edges(Relation.SUPPORTS)
    code = fields_of(Relation.SUPPORTS)["strength"].allowed.index(Strength.REQUIRED)
    found = edges.out_of(systems)
    return distinct(edges.end[found[edges.column("strength")[found] == code]])


def _deliverers(snapshot: Snapshot, services: NDArray[np.int32]) -> NDArray[np.int32]:
    edges = snapshot.edges(Relation.DELIVERS)
    return distinct(edges.start[edges.into_any(services)])


def _sectors(snapshot: Snapshot, units: NDArray[np.int32]) -> NDArray[np.int32]:
    found = {sector for unit in units.tolist() for sector in snapshot.organisation.sectors_of(unit)}
    return np.array(sorted(found), dtype=np.int32)


def _bare(references: Sequence[Reference]) -> list[str]:
    return [split_reference(reference)[1] for reference in references]
