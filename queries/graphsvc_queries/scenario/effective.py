"""What a proposal's written change set says, in the fields that analyses of proposals read (model.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graphsvc.errors import DataError, QuestionError
from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc_queries.scenario.planned import Planned
from graphsvc_queries.scenario.written import read_changes

__all__ = ["as_told_by_changes", "written_changes"]

_SYSTEMS = frozenset({Kind.SYSTEM, Kind.TECHNOLOGY})
#: Fields that say what happens to what is there; a written change set says it better.
_REPLACED = ("replaces_systems", "retires_systems", "extends_systems", "integrates_systems", "national_components")
#: What an existing system gains by one of these, it is extended by.
_GAINED = frozenset({Relation.SUPPORTS, Relation.PROVIDES, Relation.HOLDS})


def written_changes(snapshot: Snapshot, proposal: ThingRecord) -> Planned | None:
    """Return the written change set of a proposal, None when it has none.

    Raises
    ------
    QuestionError
        When it can no longer be applied: the map has moved on since it was written.
    """
    words = proposal.fields.get("change_set")
    if not isinstance(words, str) or not words.strip():
        return None
    try:
        return read_changes(snapshot, words)
    except DataError as error:
        raise QuestionError(error.detail, problems=error.problems) from error


def as_told_by_changes(snapshot: Snapshot, proposal: ThingRecord) -> ThingRecord:
    r"""Return a proposal whose fields say what its written change set does; one without is returned as it is.

    Which services and units a new system will serve is taken from the change set too, else from the proposal.

    Raises
    ------
    QuestionError
        As :func:`written_changes`.

    Notes
    -----
    O(characters + entries).

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.snapshot import Fact, Facts
    >>> facts = Facts(1, (Fact(ThingRecord(Kind.SYSTEM, "old", {})),), ())
    >>> told = ThingRecord(Kind.PROPOSAL, "P", {"change_set": '[[end.system]]\nid = "old"'})
    >>> as_told_by_changes(Snapshot(facts, dt.date(2026, 12, 1)), told).fields["retires_systems"]
    ('system:old',)
    """
    planned = written_changes(snapshot, proposal)
    if planned is None:
        return proposal
    told = _told(planned)
    kept = {name: value for name, value in proposal.fields.items() if name not in _REPLACED}
    if not _added(planned):  # nothing new serves anybody
        for name in ("affected_services", "affected_units"):
            kept.pop(name, None)
    return replace(proposal, fields={**kept, **told})


def _added(planned: Planned) -> set[Reference]:
    return {
        step.record.reference
        for step in planned.steps
        if step.operation == "add" and isinstance(step.record, ThingRecord) and step.record.kind in _SYSTEMS
    }


def _told(planned: Planned) -> dict[str, Value]:
    new = _added(planned)
    joins = [
        step.record for step in planned.steps if isinstance(step.record, RelationRecord) and step.operation == "add"
    ]
    taken_over = {one.end for one in joins if one.relation is Relation.REPLACES} - new
    ended = _existing(planned, "end")
    changed = (
        {*_existing(planned, "change"), *(one.start for one in joins if one.relation in _GAINED)}
        - new
        - ended
        - taken_over
    )
    flows = [one for one in joins if one.relation is Relation.FLOW]
    found = {
        "replaces_systems": taken_over,
        "retires_systems": ended - taken_over,
        "extends_systems": changed,
        "integrates_systems": {end for one in flows if not {one.start, one.end} & new for end in (one.start, one.end)},
        "national_components": {end for one in flows if {one.start, one.end} & new for end in (one.start, one.end)}
        - new,
        "affected_services": {one.end for one in joins if one.relation is Relation.SUPPORTS and one.start in new},
        "affected_units": {one.start for one in joins if one.relation is Relation.USES and one.end in new},
    }
    return {name: _listed(name, things) for name, things in found.items() if things}


def _existing(planned: Planned, operation: str) -> set[Reference]:
    return {
        step.record.reference
        for step in planned.steps
        if step.operation == operation and isinstance(step.record, ThingRecord) and step.record.kind in _SYSTEMS
    }


def _listed(name: str, things: Iterable[Reference]) -> tuple[str, ...]:
    """List services and units by bare id, as people do; systems by reference, since some may be technologies."""
    bare = name.startswith("affected")
    return tuple(sorted(split_reference(one)[1] if bare else one for one in things))
