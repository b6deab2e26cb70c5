"""Effect among systems and technologies: every path, by depth-first search."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.paths import STEPS, Hop, Path, reaches
from tests.oracle.register import CARRIERS, Register, Row, kind_of

__all__ = ["Change", "carrier_paths", "starts"]

#: A change as (thing, kind of change).
Change = tuple[str, str]

CRITICALITY = {"stops": 0.9, "degrades": 0.5, "delays": 0.3, "none": 0.0}
#: Flows of unknown criticality in these modes (None = unknown mode) are divided by k.
DAMPED = {"async": 0.6, None: 0.6, "batch": 0.5, "manual": 0.3}


def carrier_paths(register: Register, changes: list[Change], limit: float, max_steps: float) -> dict[str, list[Path]]:
    """Find every path without loops from a change to a system or technology that reaches the limit."""
    changed = {thing for thing, _ in changes}
    found: dict[str, list[Path]] = {}
    for begin, half in starts(changes):
        stack = [begin]
        while stack:
            path = stack.pop()
            for hop in hops(register, path, half):
                longer = path.plus(hop)
                passed = hop.end in changed or hop.end in path.things
                if passed or longer.steps > max_steps or not reaches(longer.strength, limit):
                    continue
                found.setdefault(hop.end, []).append(longer)
                stack.append(longer)
    return found


def starts(changes: list[Change]) -> Iterator[tuple[Path, float]]:
    """Every change to what is there already, and what the first weight of its paths is multiplied by."""
    for thing, kind in changes:
        if kind not in ("introduce", "integrate"):
            yield Path(thing), 0.5 if kind == "upgrade" else 1.0


def hops(register: Register, path: Path, half: float) -> Iterator[Hop]:
    """All ways on from where a path stands."""
    here, first = path.things[-1], not path.hops
    scale = half if first else 1.0
    for row in register.rows:
        for end, weight in _ends(register, row, here, first):
            if weight > 0:  # "none: no touch"
                confirmed = row.fields.get("confirmed_on")
                yield Hop(here, end, row.relation, row.id, weight * row.factor * scale, confirmed)


def _ends(register: Register, row: Row, here: str, first: bool) -> Iterator[tuple[str, float]]:
    systems = kind_of(row.start) == kind_of(row.end) == "system"
    if row.relation == "flow" and (first or not register.is_platform(here)):
        if here == row.start or here in through(row):
            yield row.end, flow_weight(register, row)
    elif row.relation == "runs_on" and here == row.end and kind_of(row.start) in CARRIERS:
        yield row.start, 0.9
    elif row.relation == "realizes" and here == row.start:
        yield row.end, 0.9
    elif row.relation == "part_of" and first and systems:
        if here == row.end:
            yield row.start, 0.9
        if here == row.start:
            yield row.end, 0.5
    elif row.relation == "holds" and first and here == row.end:
        yield row.start, 1.0 if row.fields.get("role") == "master" else 0.8


def through(row: Row) -> list[str]:
    """The hubs of a flow, as names."""
    given = row.fields.get("through") or ()
    ids = [given] if isinstance(given, str) else list(given)
    return [one if ":" in one else f"system:{one}" for one in ids]


def flow_weight(register: Register, row: Row) -> float:
    """What a flow carries, before its factor."""
    if "criticality" in row.fields:
        # None claims that there is none; unknown is the absent field.
        return CRITICALITY[row.fields["criticality"] or "none"]
    mode = row.fields.get("mode")
    if mode in ("sync", "login"):
        return 0.9
    return DAMPED[mode] / providers(register, row.end)


def providers(register: Register, dependent: str) -> int:
    """k: distinct providers of the damped flows of unknown criticality into a dependent."""
    return len(
        {
            row.start
            for row in register.of("flow")
            if row.end == dependent and "criticality" not in row.fields and row.fields.get("mode") in DAMPED
        }
    )


def one_edge(register: Register, changes: list[Change], limit: float) -> set[str]:
    """Systems that one flow or runs_on relation from a changed system or technology reaches."""
    found = set()
    for path, half in starts(changes):
        if kind_of(path.start) in CARRIERS:
            for hop in hops(register, path, half):
                if hop.relation in STEPS and reaches(hop.weight, limit):
                    found.add(hop.end)
    return found
