"""Planned against real: what a proposal promised, what the map says now, and what it came to cost and bring."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.i18n import text
from graphsvc.metamodel import fields_of
from graphsvc.model import Kind, Value
from graphsvc.service.forum.case import Case, plain
from graphsvc.service.forum.cases import find_case, today
from graphsvc.service.forum.conditions import list_conditions
from graphsvc.service.forum.plans import Step, facts_by_pair, plan_of, told
from graphsvc.service.forum.proposals import newest_decisions
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Fact, validity
from graphsvc.text import Language

__all__ = ["follow_up"]

#: What was planned, and where the real amount is entered.
_AMOUNTS = (
    ("investment", "real_investment"),
    ("yearly_cost", "real_yearly_cost"),
    ("yearly_benefit", "real_yearly_benefit"),
)


def follow_up(workspace: Workspace, proposal: str, language: Language) -> dict[str, object]:
    """Compare what a proposal promised with what the map says now, and what was planned with what was entered.

    What was promised is what carrying out wrote; before that, what the newest decision was made on; before that, what
    the proposal says now.

    Raises
    ------
    UnknownThing
        When there is no such proposal.

    Notes
    -----
    O(facts).
    """
    case = find_case(workspace, Kind.PROPOSAL, proposal)
    decision = newest_decisions(workspace).get(case.id)
    carried = _carried_out(workspace, case)
    steps = _written(workspace, carried) if carried else _planned(workspace, case, decision, language)
    snapshot = workspace.snapshot(date=today(workspace))
    facts = facts_by_pair(snapshot, {step.pair: step for step in steps})
    rows = [_row(step, facts.get(step.pair), snapshot.date.isoformat(), language) for step in steps]
    conditions = [] if decision is None else list_conditions(workspace, language, decision=decision.id)
    return {
        "proposal": case.id,
        "title": case.title(language),
        "decision": decision.id if decision else None,
        "carried_out_on": case.fields.get("carried_out_on"),
        "carried_out_in": carried,
        "revision": snapshot.revision,
        "as_of": snapshot.date.isoformat(),
        "steps": rows,
        "done": sum(row["state"] == "done" for row in rows),
        "of": len(rows),
        "amounts": _amounts(_promised(workspace, case, decision), case.fields, language),
        "conditions": conditions,
    }


def _carried_out(workspace: Workspace, case: Case) -> int | None:
    """Return the revision that carried a proposal out, None when none did or it was undone."""
    if not case.fields.get("carried_out_on"):
        return None
    for entry in reversed(workspace.register.history(case.reference)):
        before = entry.change.before.fields if entry.change.before else {}
        after = entry.change.after.fields if entry.change.after else {}
        if after.get("carried_out_on") and not before.get("carried_out_on"):
            return entry.revision.number
    return None


def _written(workspace: Workspace, revision: int) -> list[Step]:
    found = []
    for change in workspace.register.changes(revision):
        record = change.after
        if record is not None and record.subject is not Kind.PROPOSAL:
            ends = bool(record.fields.get("valid_to")) and change.before is None and len(record.fields) == 1
            operation = "end" if ends else "add" if change.before is None else "change"
            found.append(Step(operation, record))
    return found


def _planned(workspace: Workspace, case: Case, decision: Case | None, language: Language) -> list[Step]:
    at = workspace.snapshot(revision=int(str(decision.fields["map_revision"]))) if decision else workspace.snapshot()
    return list(plan_of(workspace, at, case.id, language).steps.values())


def _row(step: Step, fact: Fact | None, day: str, language: Language) -> dict[str, object]:
    state = _state(step, fact, day)
    return {
        **step.document(),
        "now": None if fact is None else told(fact.record),
        "state": state,
        "state_label": text(f"forum.step_{state}").in_(language),
    }


def _state(step: Step, fact: Fact | None, day: str) -> str:
    """Say whether the map shows a step: ``done``, ``differs`` (it is there, but otherwise), ``waiting``."""
    there = False
    if fact is not None:
        start, end = validity(fact.record)
        there = start <= day < end
    if step.operation == "end":
        return "waiting" if there else "done"
    if fact is None or not there:
        return "waiting"
    fields = fact.record.fields
    same = all(fields.get(name) == value for name, value in step.record.fields.items())
    return "done" if same else "differs" if step.operation == "add" else "waiting"


def _promised(workspace: Workspace, case: Case, decision: Case | None) -> Mapping[str, Value]:
    """Return the proposal as it was when it was decided on."""
    if decision is None:
        return case.fields
    return find_case(workspace, Kind.PROPOSAL, case.id, revision=int(str(decision.fields["map_revision"]))).fields


def _amounts(planned: Mapping[str, Value], now: Mapping[str, Value], language: Language) -> list[dict[str, object]]:
    rows = []
    for name, real in _AMOUNTS:
        was, is_ = planned.get(name), now.get(real)
        known = isinstance(was, int | float) and isinstance(is_, int | float)
        rows.append(
            {
                "name": name,
                "label": fields_of(Kind.PROPOSAL)[name].label.in_(language),
                "planned": plain(was) if was is not None else None,
                "real": plain(is_) if is_ is not None else None,
                "difference": is_ - was if known else None,  # type: ignore[operator]
            }
        )
    return rows
