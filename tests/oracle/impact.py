"""Impact the slow and obvious way: every path written out, then the rules read off (model.md section 4).

Written from the text of the model alone, with its numbers as literals; nothing of the product's analysis is used.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from typing import Any

from graphsvc.snapshot import Snapshot
from tests.oracle.carriers import Change, one_edge
from tests.oracle.effect import effect, named
from tests.oracle.organisation import consult, platforms, rows, touched_sectors, unknown
from tests.oracle.paths import Path, shown
from tests.oracle.register import Register, kind_of, register
from tests.oracle.work import work

__all__ = ["impact"]

#: Fields of a proposal that speak of something new, and of what is there already.
NEW = ("affected_services", "affected_units", "replaces_systems", "national_components")
OLD = ("retires_systems", "extends_systems", "integrates_systems")
#: Fields of a proposal that name things, and the kind that a bare id is of.
NAMING = {
    "affected_services": "service",
    "affected_units": "unit",
    "proposer_unit": "unit",
    **dict.fromkeys(("replaces_systems", "national_components", *OLD), "system"),
}


def impact(
    snapshot: Snapshot,
    *,
    things: tuple[str, ...] = (),
    proposal: str | None = None,
    change: str | None = None,
    min_strength: float = 0.2,
    max_steps: int = 4,
) -> dict[str, Any]:
    """Answer in plain dictionaries what the product is asked in the same words."""
    seen = register(snapshot)
    changes = _planned(seen, proposal) if proposal else [(name, change or _default(name)) for name in things]
    ways = _both(seen, changes, min_strength, max_steps)
    near = _direct(seen, changes, min_strength, ways)
    changed = {thing for thing, _ in changes}
    return {
        "changes": sorted(changes),
        "touched": {
            (way, name): _touched(seen, shown(paths), near[name, way])
            for way, found in ways.items()
            for name, paths in found.items()
        },
        "sectors": rows(seen, ways["effect"], ways["work"], near, min_strength),
        "below": _below(seen, ways, _both(seen, changes, 0.0, max_steps)),
        "truncated": _truncated(ways, _both(seen, changes, min_strength, math.inf)),
        "unknown": unknown(seen),
        "missing": _missing(seen, proposal),
        "consult": consult(seen, changes, ways["effect"], ways["work"]),
        "platforms": platforms(seen, changed, set(ways["effect"]) | set(ways["work"])),
    }


def _default(thing: str) -> str:
    return "data" if kind_of(thing) == "data_object" else "retire"


def _planned(seen: Register, proposal: str) -> list[Change]:
    """What a proposal's fields say: something new, unless it only ends, extends or integrates what is there."""
    fields = seen.proposals[proposal]
    new = [name for name in NEW if fields.get(name)]
    old = [name for name in OLD if fields.get(name)]
    planned: list[Change] = [(f"proposal:{proposal}", "introduce")] if new or not old else []
    if any(name in seen.things for name in named(fields, "integrates_systems", "system")):
        planned.append((f"proposal:{proposal}", "integrate"))
    for field, kind in (("replaces_systems", "replace"), ("retires_systems", "retire"), ("extends_systems", "upgrade")):
        planned += [(name, kind) for name in named(fields, field, "system") if name in seen.things]
    return list(dict.fromkeys(planned))


def _both(seen: Register, changes: list[Change], limit: float, steps: float) -> dict[str, dict[str, list[Path]]]:
    planned = [one for one in changes if one[1] != "outage"]
    return {"effect": effect(seen, changes, limit, steps), "work": work(seen, planned, limit, steps)}


def _direct(
    seen: Register, changes: list[Change], limit: float, ways: dict[str, dict[str, list[Path]]]
) -> dict[tuple[str, str], bool]:
    """Direct: touched also in a world without flow, runs_on and requires; a system also over one such relation."""
    near = effect(seen, changes, limit, 0, requires=False)
    edge = one_edge(seen, changes, limit)
    found = {(name, "effect"): name in near or (kind_of(name) == "system" and name in edge) for name in ways["effect"]}
    for name, paths in ways["work"].items():
        hops = 1 if kind_of(name) == "system" else 0
        found[name, "work"] = any(path.steps == 0 or len(path.hops) <= hops for path in paths)
    return found


def _touched(seen: Register, path: Path, direct: bool) -> dict[str, Any]:
    facts = [seen.things[name].get("confirmed_on") for name in path.things[1:]] + [hop.confirmed for hop in path.hops]
    return {
        "strength": path.strength,
        "steps": path.steps,
        "direct": direct,
        "confidence": (sum(_fresh(day, seen.date) for day in facts), len(facts)),
        "path": [(hop.start, hop.end, hop.relation, hop.id, hop.weight, hop.confirmed) for hop in path.hops],
    }


def _fresh(day: str | None, date: str) -> bool:
    """Whether a day lies in the twelve months up to the date."""
    now = dt.date.fromisoformat(date)
    last = calendar.monthrange(now.year - 1, now.month)[1]
    before = now.replace(year=now.year - 1, day=min(now.day, last))
    return bool(day) and before <= dt.date.fromisoformat(str(day)) <= now


def _below(
    seen: Register, now: dict[str, dict[str, list[Path]]], zero: dict[str, dict[str, list[Path]]]
) -> dict[str, dict[str, int]]:
    counted = {}
    for way, found in zero.items():
        left = {name: paths for name, paths in found.items() if name not in now[way]}
        counted[way] = {
            "sectors": len(touched_sectors(seen, left) - touched_sectors(seen, now[way])),
            **{f"{kind}s": sum(kind_of(name) == kind for name in left) for kind in ("unit", "service", "system")},
        }
    return counted


def _missing(seen: Register, proposal: str | None) -> list[str]:
    """What a proposal names that is not there at the date; listed with the unknown."""
    fields = seen.proposals[proposal] if proposal else {}
    every = {name for field, kind in NAMING.items() for name in named(fields, field, kind)}
    return sorted(every - set(seen.things))


def _truncated(now: dict[str, dict[str, list[Path]]], without: dict[str, dict[str, list[Path]]]) -> bool:
    return any(set(without[way]) - set(now[way]) for way in now)
