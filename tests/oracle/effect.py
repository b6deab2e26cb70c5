"""Effect: who gets something worse, stopped or changed (model.md section 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.oracle.carriers import Change, carrier_paths, starts
from tests.oracle.paths import Hop, Path, reaches, shown, weakest
from tests.oracle.register import CARRIERS, Register, Row, kind_of

__all__ = ["effect"]

Found = dict[str, list[Path]]


def effect(
    register: Register, changes: list[Change], limit: float, max_steps: float, *, requires: bool = True
) -> Found:
    """Return every touched thing with candidate paths: all that reach the limit, the shown one among them."""
    found = carrier_paths(register, changes, limit, max_steps)
    sources = _sources(changes, found)
    services = _services(register, changes, sources, limit)
    if requires:
        services = _required(register, services, limit)
    touched = {name: paths for name, paths in found.items() if kind_of(name) in CARRIERS}
    touched |= services
    for path in [*_deliveries(register, services), *_uses(register, changes, sources), *_will_use(register, changes)]:
        if reaches(path.strength, limit):
            touched.setdefault(path.things[-1], []).append(path)
    return touched


def _sources(changes: list[Change], found: Found) -> dict[str, list[tuple[Path, float]]]:
    """Where support and use start: changed things, and reached ones by the path they show."""
    sources: dict[str, list[tuple[Path, float]]] = {name: [(shown(paths), 1.0)] for name, paths in found.items()}
    for path, half in starts(changes):
        sources.setdefault(path.start, []).append((path, half))
    return sources


def _services(
    register: Register, changes: list[Change], sources: dict[str, list[tuple[Path, float]]], limit: float
) -> Found:
    found: Found = {}
    groups: dict[tuple[str, str], dict[str, list[Path]]] = {}
    for row in register.of("supports"):
        weight = 1.0 if row.fields.get("strength") == "required" else 0.5
        paths = [path.plus(_hop(row, row.start, row.end, weight * half)) for path, half in sources.get(row.start, [])]
        group = row.fields.get("alternative")
        if group:
            groups.setdefault((row.end, group), {}).setdefault(row.start, []).extend(paths)
        else:
            found.setdefault(row.end, []).extend(paths)
    for (service, _), members in groups.items():
        if all(members.values()):
            found.setdefault(service, []).append(weakest(shown(paths) for paths in members.values()))
    for row in _promised(register, changes, "supports", "start"):
        found.setdefault(row.end, []).append(Path(row.start, (_hop(row, row.start, row.end, 1.0),)))
    for proposal, service in introduced(register, changes, "affected_services", "service"):
        found.setdefault(service, []).append(Path(proposal, (Hop(proposal, service, "supports", None, 1.0),)))
    return _reaching(found, limit)


def _required(register: Register, services: Found, limit: float) -> Found:
    """Follow ``requires`` from the required service to the one that needs it, without loops, any number of times."""
    found = {name: list(paths) for name, paths in services.items()}
    stack = [path for paths in services.values() for path in paths]
    while stack:
        path = stack.pop()
        for row in register.of("requires"):
            weight = 0.8 if row.fields.get("strength") == "required" else 0.4
            longer = path.plus(_hop(row, row.end, row.start, weight))
            if row.end == path.things[-1] and row.start not in path.things and reaches(longer.strength, limit):
                found.setdefault(row.start, []).append(longer)
                stack.append(longer)
    return found


def _deliveries(register: Register, services: Found) -> Iterator[Path]:
    for row in register.of("delivers"):
        if row.end in services:
            weight = 1.0 if row.fields.get("role") == "lead" else 0.7
            yield shown(services[row.end]).plus(_hop(row, row.end, row.start, weight))
    for row in register.of("contains"):
        if row.end in services:
            yield shown(services[row.end]).plus(_hop(row, row.end, row.start, 1.0))


def _uses(register: Register, changes: list[Change], sources: dict[str, list[tuple[Path, float]]]) -> Iterator[Path]:
    changed = {thing for thing, _ in changes}
    supporting = {row.start for row in register.of("supports")}
    for row in register.of("uses"):
        if row.end not in changed and row.end in supporting:
            continue
        weight = 0.5 if row.fields.get("kind") == "interaction" else 0.7
        for path, half in sources.get(row.end, []):
            hop = _hop(row, row.end, row.start, weight * half, register.things[row.end].get("confirmed_on"))
            yield path.plus(hop)


def _will_use(register: Register, changes: list[Change]) -> Iterator[Path]:
    for proposal, unit in introduced(register, changes, "affected_units", "unit"):
        yield Path(proposal, (Hop(proposal, unit, "uses", None, 0.7),))
    for row in _promised(register, changes, "uses", "end"):
        confirmed = register.things[row.end].get("confirmed_on")
        yield Path(row.end, (_hop(row, row.end, row.start, 0.7, confirmed),))


def _promised(register: Register, changes: list[Change], relation: str, end: str) -> list[Row]:
    """Relations that a new thing will have, where it stands in the graph already (by a change set)."""
    new = {thing for thing, kind in changes if kind == "introduce"}
    return [row for row in register.of(relation) if getattr(row, end) in new]


def introduced(register: Register, changes: list[Change], field: str, kind: str) -> Iterator[tuple[str, str]]:
    """What the fields of the proposals among the changes name, as (proposal, thing), if it is there."""
    for proposal, change in changes:
        wanted = "integrate" if field == "integrates_systems" else "introduce"
        if change == wanted and proposal.startswith("proposal:"):
            for name in named(register.proposals[proposal.split(":", 1)[1]], field, kind):
                if name in register.things:
                    yield proposal, name


def named(fields: Mapping[str, Any], field: str, kind: str) -> list[str]:
    """Things named by a proposal's field, as ``kind:id``."""
    given = fields.get(field) or ()
    every = [given] if isinstance(given, str) else list(given)
    return [one if ":" in one else f"{kind}:{one}" for one in every]


def _hop(row: Row, start: str, end: str, weight: float, inherited: str | None = None) -> Hop:
    return Hop(start, end, row.relation, row.id, weight * row.factor, row.fields.get("confirmed_on") or inherited)


def _reaching(found: Found, limit: float) -> Found:
    kept = {name: [path for path in paths if reaches(path.strength, limit)] for name, paths in found.items()}
    return {name: paths for name, paths in kept.items() if paths}
