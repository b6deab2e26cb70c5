"""Work: who must act (model.md section 4)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.carriers import Change, through
from tests.oracle.effect import introduced, named
from tests.oracle.paths import Hop, Path, reaches
from tests.oracle.register import Register, Row, kind_of

__all__ = ["work"]

#: Changes that give work to owners of what runs on a technology.
PLANNED = ("retire", "replace", "upgrade")
#: Changes that give work at the other end of flows, and to the owner; a new thing has both when it stands in the graph.
EXCHANGING = (*PLANNED, "introduce")


def work(register: Register, changes: list[Change], limit: float, max_steps: float) -> dict[str, list[Path]]:
    """Return everybody who must act, with every path that reaches the limit."""
    changed = {thing for thing, _ in changes}
    near = [path for path in _neighbours(register, changes) if path.things[-1] not in changed]
    far = [path.plus(hop) for path in near for hop in _owners(register, path.things[-1])]
    own = [Path(thing, (hop,)) for thing, kind in changes if kind in EXCHANGING for hop in _owners(register, thing)]
    found: dict[str, list[Path]] = {}
    for path in [*near, *far, *own, *_proposers(register, changes)]:
        if path.steps <= max_steps and reaches(path.strength, limit):
            found.setdefault(path.things[-1], []).append(path)
    return found


def _neighbours(register: Register, changes: list[Change]) -> Iterator[Path]:
    for thing, kind in changes:
        for row in register.rows:
            for other in _other_ends(row, thing, kind):
                if other in register.things and other != thing:
                    yield Path(thing, (_hop(row, thing, other, 0.6),))
    for field in ("national_components", "integrates_systems"):
        for proposal, system in introduced(register, changes, field, "system"):
            yield Path(proposal, (Hop(proposal, system, "flow", None, 0.6),))


def _other_ends(row: Row, thing: str, kind: str) -> list[str]:
    """Whom a relation gives work when a thing changes; the thing itself is not its own neighbour."""
    from_system = kind_of(row.start) == "system"
    if kind == "data":
        return [row.start] if row.relation == "holds" and row.end == thing and from_system else []
    if kind in EXCHANGING and row.relation == "flow":
        ends, hubs = [row.start, row.end], through(row)
        return [*ends, *hubs] if thing in ends else ends if thing in hubs else []
    if kind in PLANNED and row.relation == "runs_on" and row.end == thing and from_system:
        return [row.start]
    return []


def _owners(register: Register, system: str) -> Iterator[Hop]:
    for row in register.of("owns"):
        if row.end == system:
            yield _hop(row, system, row.start, 0.9, register.things[system].get("confirmed_on"))


def _proposers(register: Register, changes: list[Change]) -> Iterator[Path]:
    for proposal, kind in changes:
        if kind == "introduce" and proposal.startswith("proposal:"):
            for unit in named(register.proposals[proposal.split(":", 1)[1]], "proposer_unit", "unit"):
                if unit in register.things:
                    yield Path(proposal, (Hop(proposal, unit, "owns", None, 0.9),))


def _hop(row: Row, start: str, end: str, weight: float, inherited: str | None = None) -> Hop:
    return Hop(start, end, row.relation, row.id, weight * row.factor, row.fields.get("confirmed_on") or inherited)
