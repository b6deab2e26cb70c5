"""What the forum's pages show: each asks its use cases and hands the documents to a page builder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request

from graphsvc.api.asking import snapshot_of, workspace_of
from graphsvc.api.framing import frame_of
from graphsvc.errors import QuestionError
from graphsvc.model import Kind
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.service.forum.cases import case_document, list_cases, today
from graphsvc.service.forum.conditions import condition_document, list_conditions
from graphsvc.service.forum.deciding import list_decisions, show_decision
from graphsvc.service.forum.following_up import follow_up
from graphsvc.service.forum.learning_arena import arena, list_notes
from graphsvc.service.forum.meetings import list_meetings, show_meeting
from graphsvc.service.forum.proposals import history_of, list_proposals, show_proposal
from graphsvc.snapshot import Snapshot

__all__ = ["Told", "decision", "decisions", "learning", "meeting", "meetings", "proposal"]

#: What came of a form: why it was refused, what it held, both versions.
Told = Mapping[str, Any]
_NOTHING: Told = {}
_OTHERS = 100


def _revision(request: Request, snapshot: Snapshot) -> int | None:
    """Return which revision a page looks back at; None for what stands now."""
    return snapshot.revision if request.query_params.get("revision") else None


def _roles(workspace: Workspace, frame: Any, revision: int | None) -> list[dict[str, Any]]:
    return [case_document(one, frame.language) for one in list_cases(workspace, Kind.ROLE, revision=revision)]


def proposal(request: Request, identifier: str, told: Told = _NOTHING) -> Callable[[Any, Snapshot], str]:
    """Show a proposal with all that is known and may be done."""

    def build(frame: Any, snapshot: Snapshot) -> str:
        workspace, language = workspace_of(request), frame.language
        revision = _revision(request, snapshot)
        document = show_proposal(workspace, identifier, language, revision=revision)
        history = history_of(workspace, Kind.PROPOSAL, str(document["id"]), language)
        followed = _followed(workspace, document, frame) if revision is None and document["decision"] else None
        return str(
            view("explorer").proposal_page(
                frame,
                snapshot,
                document=document,
                history=history[::-1][:_OTHERS],
                meetings=list_meetings(workspace, language, revision=revision)[:_OTHERS],
                roles=[one for one in _roles(workspace, frame, revision) if one.get("role_kind") != "competence_group"],
                followed=followed,
                **told,
            )
        )

    return build


def _followed(workspace: Workspace, document: Mapping[str, Any], frame: Any) -> dict[str, Any] | None:
    try:
        return follow_up(workspace, str(document["id"]), frame.language)
    except QuestionError:  # its change set can no longer be applied: the page says so where it is carried out
        return None


def decision(request: Request, identifier: str, told: Told = _NOTHING) -> Callable[[Any, Snapshot], str]:
    """Show a decision."""

    def build(frame: Any, snapshot: Snapshot) -> str:
        workspace, language = workspace_of(request), frame.language
        revision = _revision(request, snapshot)
        document = show_decision(workspace, identifier, language, revision=revision)
        day = today(workspace)
        cases = list_cases(workspace, Kind.CONDITION, revision=revision)
        conditions = [condition_document(one, language, day) for one in cases]
        mine = [one for one in conditions if one["decision"] == document["id"]]
        roles = {str(one["id"]): str(one["title"]) for one in _roles(workspace, frame, revision)}
        return str(
            view("explorer").decision_page(frame, snapshot, document=document, conditions=mine, roles=roles, **told)
        )

    return build


def decisions(request: Request) -> str:
    """Show the log of decisions."""
    snapshot, workspace = snapshot_of(request), workspace_of(request)
    frame, revision = frame_of(request, snapshot), _revision(request, snapshot)
    words = (frame.value("q") or "").strip()[:200]
    rows = list_decisions(workspace, frame.language, outcome=frame.value("outcome"), words=words, revision=revision)
    conditions = list_conditions(workspace, frame.language, open_only=True, revision=revision)
    return str(view("explorer").decisions(frame, snapshot, rows=rows, conditions=conditions, words=words))


def meetings(request: Request, told: Told = _NOTHING) -> Callable[[Any, Snapshot], str]:
    """Show the meetings and the form that plans one."""

    def build(frame: Any, snapshot: Snapshot) -> str:
        workspace, language = workspace_of(request), frame.language
        revision = _revision(request, snapshot)
        return str(
            view("explorer").meetings(
                frame,
                snapshot,
                rows=list_meetings(workspace, language, revision=revision),
                proposals=list_proposals(workspace, language, revision=revision)[:_OTHERS],
                roles=[one for one in _roles(workspace, frame, revision) if one.get("role_kind") != "competence_group"],
                **{"given": {}, **told},
            )
        )

    return build


def meeting(request: Request, identifier: str, told: Told = _NOTHING) -> Callable[[Any, Snapshot], str]:
    """Show a meeting."""

    def build(frame: Any, snapshot: Snapshot) -> str:
        workspace, language = workspace_of(request), frame.language
        revision = _revision(request, snapshot)
        roles = {str(one["id"]): str(one["title"]) for one in _roles(workspace, frame, revision)}
        return str(
            view("explorer").meeting_page(
                frame,
                snapshot,
                document=show_meeting(workspace, identifier, language, revision=revision),
                proposals=list_proposals(workspace, language, revision=revision),
                roles=roles,
                **told,
            )
        )

    return build


def learning(request: Request, told: Told = _NOTHING) -> Callable[[Any, Snapshot], str]:
    """Show the learning arena."""

    def build(frame: Any, snapshot: Snapshot) -> str:
        workspace, language = workspace_of(request), frame.language
        revision = _revision(request, snapshot)
        statements = list_cases(workspace, Kind.STATEMENT, revision=revision)
        return str(
            view("explorer").learning_arena(
                frame,
                snapshot,
                groups=arena(workspace, language, revision=revision),
                notes=list_notes(workspace, language, revision=revision),
                statements=[case_document(one, language) for one in reversed(statements)],
                **{"given": {}, **told},
            )
        )

    return build
