"""Drafts the records of processing: which services process the data, for what, with whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Kind, Relation, Scope, Strength
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.naming import listed, named
from graphsvc_queries.privacy.record import NEVER_KNOWN, Processing
from graphsvc_queries.privacy.travel import Carrier

__all__ = ["records"]

#: A system, and data that goes out of it -> where it goes, hubs on the way included.
Outward = dict[tuple[int, int], set[int]]

#: How a system is run when the vendor has no access to what is in it.
OWN = "onprem"


def records(snapshot: Snapshot, carrying: Sequence[Carrier], wanted: Sequence[int]) -> tuple[Processing, ...]:
    """Draft one row for each service that processes any of the data, in the order of their ids.

    ``carrying`` are the flows that carry any of the data. Where a source says what a service handles, that counts; else
    what its required systems hold, which is a guess that a person must confirm and is marked so.

    Notes
    -----
    O(flows + supports) in arrays, and a sum over services that may process it of their systems, data and who gets it.
    """
    asked = set(wanted)
    outward: Outward = {}
    for carrier in carrying:
        for data in carrier.data:
            outward.setdefault((carrier.start, data), set()).update((carrier.end, *carrier.hubs))
    strict = snapshot.edges(Relation.SUPPORTS).holding("strength", Strength.REQUIRED)
    services = _processing(snapshot, np.array(sorted(asked), dtype=np.int64), strict)
    return tuple(row for service in services for row in _row(snapshot, service, asked, outward, strict))


def _processing(snapshot: Snapshot, data: NDArray[np.int64], strict: NDArray[np.bool_]) -> list[int]:
    """Return the services that handle any of the data, or require a system that holds it, ascending."""
    handled, holds, supports = map(snapshot.edges, (Relation.HANDLES, Relation.HOLDS, Relation.SUPPORTS))
    holders = np.unique(holds.start[holds.into_any(data)])
    out = supports.out_of(holders)
    found: list[int] = np.union1d(handled.start[handled.into_any(data)], supports.end[out[strict[out]]]).tolist()
    return found


def _row(
    snapshot: Snapshot, service: int, asked: set[int], outward: Outward, strict: NDArray[np.bool_]
) -> Iterator[Processing]:
    handled = snapshot.edges(Relation.HANDLES)
    stated = {int(handled.end[edge]) for edge in handled.out(service)}
    supports = snapshot.edges(Relation.SUPPORTS)
    into = supports.into(service)
    systems: set[int] = set(supports.start[into[strict[into]]].tolist())
    data = sorted((stated or _held(snapshot, systems)) & asked)
    if not data:
        return
    fields = snapshot.record(service).fields
    deliverers = snapshot.organisation.deliverers_of(service)
    lead = deliverers[0] if deliverers else None
    contact = fields.get("contact") or (None if lead is None else snapshot.record(lead).fields.get("contact"))
    recipients = _recipients(systems, set(data), outward)
    found = Processing(
        service=named(snapshot, service),
        controller=_controller(snapshot, lead),
        unit=None if lead is None else named(snapshot, lead),
        contact=str(contact) if contact else None,
        joint=tuple(named(snapshot, unit) for unit in deliverers[1:]),
        purpose=_purpose(snapshot, service),
        legal_basis=str(fields["legal_basis"]) if fields.get("legal_basis") else None,
        subjects=listed(fields.get("audience")),
        data=tuple(named(snapshot, one) for one in data),
        special=tuple(named(snapshot, one) for one in data if _is_special(snapshot, one)),
        recipients=tuple(named(snapshot, one) for one in recipients),
        systems=tuple(named(snapshot, one) for one in sorted(systems)),
        processors=_processors(snapshot, systems),
        evidence="handles" if stated else "systems",
        missing=(),
    )
    yield _with_missing(found)


def _with_missing(found: Processing) -> Processing:
    known = {
        "controller": found.controller,
        "unit": found.unit,
        "contact": found.contact,
        "legal_basis": found.legal_basis,
        "subjects": found.subjects,
        "systems": found.systems,
    }
    return replace(found, missing=(*(name for name, value in known.items() if not value), *NEVER_KNOWN))


def _held(snapshot: Snapshot, systems: set[int]) -> set[int]:
    holds = snapshot.edges(Relation.HOLDS)
    return {int(holds.end[edge]) for system in systems for edge in holds.out(system).tolist()}


def _recipients(systems: set[int], data: set[int], outward: Outward) -> list[int]:
    """Return the systems that the data goes on to, hubs on the way included."""
    found = set().union(*(outward.get((system, one), ()) for system in systems for one in data))
    return sorted(found - systems)


def _processors(snapshot: Snapshot, systems: set[int]) -> tuple[str, ...]:
    """Return the vendors of systems that others than the municipality run; national ones answer for themselves."""
    found = set()
    for system in systems:
        fields = snapshot.record(system).fields
        if fields.get("vendor") and fields.get("hosting") != OWN and fields.get("scope") != Scope.NATIONAL:
            found.add(str(fields["vendor"]))
    return tuple(sorted(found))


def _is_special(snapshot: Snapshot, data: int) -> bool:
    return snapshot.record(data).fields.get("personal_data") == "special"


def _purpose(snapshot: Snapshot, service: int) -> Text:
    fields, name = snapshot.record(service).fields, named(snapshot, service).name
    told = {
        language: str(fields.get(f"description_{language.value}") or fields.get("description") or name.in_(language))
        for language in Language
    }
    return Text(told[Language.NB], told[Language.NN], told[Language.EN])


def _controller(snapshot: Snapshot, unit: int | None) -> Text | None:
    """Return the organisation above a unit; the only one there is when no path leads to it."""
    every = snapshot.of_kind(Kind.ORGANISATION)
    parents = snapshot.edges(Relation.PART_OF)
    seen: set[int] = set()
    level = [] if unit is None else [unit]
    while level:
        seen.update(level)
        level = sorted({int(parents.end[edge]) for one in level for edge in parents.out(one)} - seen)
    above = [one for one in sorted(seen) if snapshot.kind(one) is Kind.ORGANISATION]
    if not above and len(every) == 1:
        above = every.tolist()
    return named(snapshot, above[0]).name if above else None
