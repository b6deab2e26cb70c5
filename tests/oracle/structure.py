"""Structure the obvious way: every tie asked one by one whose units and sectors it joins (model.md section 5)."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

from graphsvc.snapshot import Snapshot
from tests.oracle.organisation import owners, sectors_of
from tests.oracle.register import Register, kind_of, register

__all__ = ["elsewhere", "neighbours", "structure", "weights"]

RELATIONS = {"flows": "flow", "services": "supports", "exchanges": "exchanges"}


def structure(snapshot: Snapshot) -> dict[str, Any]:
    """Count matrices and E-I indices."""
    seen = register(snapshot)
    matrices: dict[str, Counter[tuple[str, str]]] = {}
    apart = {}
    for name, relation in RELATIONS.items():
        cells = [_cells(seen, row.start, row.end) for row in seen.of(relation)]
        matrices[name] = Counter(cell for found in cells for cell in found)
        apart[name] = sum(not found for found in cells)
    matrices["shared_systems"] = _together(seen, "uses", "system")
    matrices["joint_services"] = _together(seen, "delivers", "service")
    by_relation = {name: _index(seen, [relation]) for name, relation in RELATIONS.items()}
    return {
        "matrices": matrices,
        "apart": apart,
        "e_i_index": {**_index(seen, list(RELATIONS.values())), "by_relation": by_relation},
        "joining": {
            "systems": _joining(seen, "uses", "system"),
            "services": _joining(seen, "delivers", "service"),
        },
    }


def weights(snapshot: Snapshot) -> Counter[tuple[str, str]]:
    """How strongly each pair of units hangs together."""
    seen = register(snapshot)
    found: Counter[tuple[str, str]] = Counter()
    for relation in RELATIONS.values():
        for row in seen.of(relation):
            pairs = [(a, b) for a in _units(seen, row.start) for b in _units(seen, row.end)]
            for a, b in pairs:
                if a != b:
                    found[min(a, b), max(a, b)] += 1 / len(pairs)  # type: ignore[assignment]
    for relation, kind in (("uses", "system"), ("delivers", "service")):
        for thing in seen.kind(kind):
            units = sorted({row.start for row in seen.of(relation) if row.end == thing})
            for a, b in combinations(units, 2):
                found[a, b] += 1 / (len(units) - 1)  # type: ignore[assignment]
    return found


def _units(seen: Register, thing: str) -> set[str]:
    if kind_of(thing) == "unit":
        return {thing}
    if kind_of(thing) == "service":
        leads = {row.start for row in seen.of("delivers") if row.end == thing and row.fields.get("role") == "lead"}
        others = {row.start for row in seen.of("delivers") if row.end == thing}
        return set(sorted(leads or others)[:1])
    return set() if _national(seen, thing) else owners(seen, thing)


def _national(seen: Register, thing: str) -> bool:
    return kind_of(thing) == "system" and seen.things[thing].get("scope") == "national"


def _places(seen: Register, thing: str) -> set[str]:
    if _national(seen, thing):
        return {"national"}
    return {place for unit in _units(seen, thing) for place in _over(seen, unit)}


def _over(seen: Register, unit: str) -> set[str]:
    return {sector.split(":", 1)[1] for sector in sectors_of(seen, unit)} or {"outside"}


def _cells(seen: Register, start: str, end: str) -> list[tuple[str, str]]:
    return [(a, b) for a in _places(seen, start) for b in _places(seen, end)]


def _together(seen: Register, relation: str, kind: str) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for thing in seen.kind(kind):
        units = {row.start for row in seen.of(relation) if row.end == thing}
        places = {place for unit in units for place in _over(seen, unit)}
        found.update((a, b) for a in places for b in places)
    return found


def _index(seen: Register, relations: list[str]) -> dict[str, Any]:
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for relation in relations:
        for row in seen.of(relation):
            start, end = _places(seen, row.start) - {"outside"}, _places(seen, row.end) - {"outside"}
            if not start or not end or "national" in start | end:
                continue
            (inside if start & end else outside)["overall"] += 1
            for sector in start | end:
                (inside if sector in start and sector in end else outside)[sector] += 1
    sectors = [name.split(":", 1)[1] for name in seen.kind("unit") if seen.things[name].get("level") == "sector"]
    return {
        "overall": _share(inside["overall"], outside["overall"]),
        "sectors": {sector: _share(inside[sector], outside[sector]) for sector in sectors},
    }


def _share(inside: int, outside: int) -> float | None:
    return (outside - inside) / (outside + inside) if outside + inside else None


def _joining(seen: Register, relation: str, kind: str) -> set[str]:
    found = set()
    for thing in seen.kind(kind):
        units = {row.start for row in seen.of(relation) if row.end == thing}
        if len({sector for unit in units for sector in sectors_of(seen, unit)}) > 1:
            found.add(thing.split(":", 1)[1])
    return found


def neighbours(snapshot: Snapshot) -> dict[str, tuple[set[str], set[str]]]:
    """Providers and dependents of every system with flows to others."""
    seen = register(snapshot)
    pairs = {(row.start, row.end) for row in seen.of("flow") if row.start != row.end}
    systems = {end for pair in pairs for end in pair}
    return {one: ({a for a, b in pairs if b == one}, {b for a, b in pairs if a == one}) for one in systems}


def elsewhere(snapshot: Snapshot, communities: list[set[str]]) -> set[str]:
    """Units with sectors of their own, none of which has the most members in their community."""
    seen = register(snapshot)
    found = set()
    for members in communities:
        counts = Counter(sector for unit in members for sector in sectors_of(seen, unit))
        for unit in members:
            own = sectors_of(seen, unit)
            if own and all(counts[sector] < max(counts.values()) for sector in own):
                found.add(unit)
    return found
