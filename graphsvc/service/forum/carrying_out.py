"""From an approved proposal to a revision of the map: look first, see what has moved on, then write it at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graphsvc.errors import ConfirmationNeeded, QuestionError
from graphsvc.i18n import text
from graphsvc.model import Kind
from graphsvc.records import ClaimChange
from graphsvc.register import FORUM
from graphsvc.security import Action, permit
from graphsvc.service.forum.case import Case
from graphsvc.service.forum.cases import case_document, find_case, today
from graphsvc.service.forum.conditions import list_conditions
from graphsvc.service.forum.deciding import APPROVED
from graphsvc.service.forum.plans import Conflict, Plan, Step, conflicts, plan_of
from graphsvc.service.forum.proposals import newest_decisions
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Draft, Outcome, write
from graphsvc.text import Language

__all__ = ["Preview", "approving_decision", "carry_out_proposal", "preview_carrying_out"]


@dataclass(frozen=True)
class Preview:
    """What carrying out a proposal would write today; nothing is written yet.

    Parameters
    ----------
    proposal, decision
        What is carried out, and the decision that allows it.
    plan
        What would be done to the map as it is today.
    conflicts
        Where map or plan are no longer what was decided on.
    changes
        The forum's claims before and after.
    open_conditions
        Conditions of the decision that nobody has said are fulfilled.
    """

    proposal: Case
    decision: Case
    plan: Plan
    conflicts: tuple[Conflict, ...]
    changes: tuple[ClaimChange, ...]
    open_conditions: tuple[dict[str, object], ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the preview as a document."""
        return {
            "proposal": self.proposal.id,
            "title": self.proposal.title(language),
            "decision": self.decision.id,
            "revision": self.plan.snapshot.revision,
            "as_of": self.plan.snapshot.date.isoformat(),
            "decided_at": self.decision.fields.get("map_revision"),
            "changes": [step.document() for step in self.plan.steps.values()],
            "change_count": len(self.changes),
            "assumptions": list(self.plan.assumptions),
            "unknown": list(self.plan.missing),
            "conflicts": [one.document(language) for one in self.conflicts],
            "open_conditions": list(self.open_conditions),
        }


def preview_carrying_out(
    workspace: Workspace, proposal: str, language: Language, *, on: dt.date | None = None
) -> Preview:
    """Say what carrying out an approved proposal would do to today's map, and where the map has moved on since.

    Parameters
    ----------
    on
        The day of the change: what is new is valid from then, what goes ends then; None = today.

    Raises
    ------
    UnknownThing
        When there is no such proposal.
    QuestionError
        When the newest decision on it is no approval, or it was carried out before.
    """
    permit(workspace.actor, Action.READ)
    case = find_case(workspace, Kind.PROPOSAL, proposal)
    decision = approving_decision(workspace, case)
    if case.fields.get("carried_out_on"):
        raise QuestionError(text("forum.is_carried_out").format(id=case.id, date=case.fields["carried_out_on"]))
    day = on or today(workspace)
    now = plan_of(workspace, workspace.snapshot(date=day), case.id, language)
    frozen = decision.fields
    decided = workspace.snapshot(
        revision=int(str(frozen["map_revision"])), date=dt.date.fromisoformat(str(frozen["map_date"]))
    )
    then = plan_of(workspace, decided, case.id, language)
    waiting = list_conditions(workspace, language, decision=decision.id, open_only=True)
    return Preview(
        case, decision, now, tuple(conflicts(then, now)), tuple(_changes(workspace, now, day)), tuple(waiting)
    )


def approving_decision(workspace: Workspace, case: Case) -> Case:
    """Return the decision that allows carrying out a proposal: the newest one, when that is an approval.

    Raises
    ------
    QuestionError
        When it is not.
    """
    decision = newest_decisions(workspace).get(case.id)
    if decision is None or decision.fields.get("outcome") not in APPROVED:
        raise QuestionError(text("forum.not_approved").format(id=case.id, decision=decision.id if decision else "–"))
    return decision


def _changes(workspace: Workspace, plan: Plan, day: dt.date) -> Iterator[ClaimChange]:
    """Turn steps into claims of the forum, on top of what it claims already."""
    standing = workspace.register.archive.own(FORUM, set(plan.steps))
    for pair, step in plan.steps.items():
        before, made = standing.get(pair), _dated(step, day).record
        fields = {**(before.fields if before else {}), **made.fields}
        after = replace(made, fields=fields)
        if before is None or before.fields != fields:
            yield ClaimChange(before, after)


def _dated(step: Step, day: dt.date) -> Step:
    """Let what is new begin on the day, so that the map of an earlier date does not show it."""
    if step.operation != "add" or "valid_from" in step.record.fields:
        return step
    return replace(step, record=replace(step.record, fields={**step.record.fields, "valid_from": day.isoformat()}))


def carry_out_proposal(
    workspace: Workspace,
    proposal: str,
    language: Language,
    *,
    on: dt.date | None = None,
    seen: int | None = None,
    accept_conflicts: bool = False,
    key: str | None = None,
) -> Outcome:
    """Write an approved proposal's changes as one revision of the map; undo the revision to step back.

    Parameters
    ----------
    on
        The day of the change; None = today.
    seen
        The revision of the preview that was looked at; None = whatever stands.
    accept_conflicts
        Whether to write although map or plan are no longer what was decided on.
    key
        The sender's word for this request.

    Raises
    ------
    ConfirmationNeeded
        When there are conflicts that nobody accepted, or the map has changed since the preview.
    QuestionError
        When it is not approved, was carried out before, or changes nothing.
    """
    permit(workspace.actor, Action.CARRY_OUT)

    def draft() -> Draft:
        found = preview_carrying_out(workspace, proposal, language, on=on)
        _check(workspace, found, seen, accept_conflicts=accept_conflicts)
        day = found.plan.snapshot.date.isoformat()
        after = found.proposal.edited({"carried_out_on": day})
        message = text("forum.carried_out").format(
            id=found.proposal.id, decision=found.decision.id, title=found.proposal.title(language)
        )
        answer = {**found.document(language), "carried_out_on": day, "after": case_document(after, language)}
        return Draft([*found.changes, found.proposal.change_to(after)], message, answer)

    asked = {
        "proposal": proposal,
        "on": on.isoformat() if on else None,
        "seen": seen,
        "accept_conflicts": accept_conflicts,
        "lang": language.value,
    }
    done = write(workspace, "carry out", asked, key, draft)
    warning = None if done.repeated else workspace.publish()
    return replace(done, warnings=(warning,) if warning else ())


def _check(workspace: Workspace, found: Preview, seen: int | None, *, accept_conflicts: bool) -> None:
    newest = workspace.register.map_revision
    if seen is not None and newest > seen:
        raise ConfirmationNeeded(text("forum.map_moved_on").format(seen=seen, newest=newest))
    if found.conflicts and not accept_conflicts:
        listed = ", ".join(dict.fromkeys(one.reference for one in found.conflicts[:8]))
        raise ConfirmationNeeded(text("forum.has_conflicts").format(n=len(found.conflicts), things=listed))
    if not found.changes:
        raise QuestionError(text("forum.nothing_to_do").format(id=found.proposal.id))
