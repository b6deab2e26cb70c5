"""The forum's pages over HTTP: the register of proposals, decisions, meetings, the learning arena."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api import forum_showing as showing
from graphsvc.api.asking import snapshot_of, workspace_of
from graphsvc.api.forum_acts import (
    act_on_proposal,
    carry,
    edit_form,
    hold_decision,
    hold_meeting,
    know,
    new_form,
    plan,
)
from graphsvc.api.framing import frame_of, page, refuse_unknown, shown, themed
from graphsvc.errors import QuestionError
from graphsvc.model import Reference
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.service.forum.carrying_out import preview_carrying_out
from graphsvc.service.forum.proposals import list_proposals, show_proposal
from graphsvc.service.looking import parse_date
from graphsvc.snapshot import Snapshot

__all__ = ["router"]

_FILTERS = ("phase", "unit", "withdrawn")
#: The sectors that each proposal touches are shown up to so many proposals; each is a question of its own.
_MOST_TOUCHED = 40


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of the forum's pages."""
    routes = APIRouter(include_in_schema=False)
    for path, method, answer in (
        ("/proposals", "GET", page(_FILTERS, _proposals)),
        ("/proposals/new", "GET", _new),
        ("/proposals/new", "POST", new_form),
        ("/proposals/{id:path}/edit", "GET", _edit),
        ("/proposals/{id:path}/edit", "POST", edit_form),
        ("/proposals/{id:path}/carry-out", "GET", _carry_out),
        ("/proposals/{id:path}/carry-out", "POST", carry),
        ("/proposals/{id:path}", "GET", _proposal),
        ("/proposals/{id:path}", "POST", act_on_proposal),
        ("/decisions", "GET", page(("q", "outcome", "all"), showing.decisions)),
        ("/decisions/{id}", "GET", _decision),
        ("/decisions/{id}", "POST", hold_decision),
        ("/meetings", "GET", _meetings),
        ("/meetings", "POST", plan),
        ("/meetings/{id:path}", "GET", _meeting),
        ("/meetings/{id:path}", "POST", hold_meeting),
        ("/learning-arena", "GET", _arena),
        ("/learning-arena", "POST", know),
    ):
        routes.add_api_route(path, answer, methods=[method], name=f"{path} {method}")
    return routes


def _proposals(request: Request) -> str:
    snapshot, workspace = snapshot_of(request), workspace_of(request)
    frame = frame_of(request, snapshot)
    rows = list_proposals(
        workspace,
        frame.language,
        phase=frame.value("phase"),
        unit=frame.value("unit"),
        withdrawn=frame.value("withdrawn") == "true",
        revision=snapshot.revision if request.query_params.get("revision") else None,
    )
    few = rows if len(rows) <= _MOST_TOUCHED else []
    touched = {str(one["id"]): _touched(workspace, snapshot, str(one["id"])) for one in few}
    return str(view("explorer").proposals(frame, snapshot, rows=rows, touched=touched))


def _touched(workspace: Workspace, snapshot: Snapshot, proposal: str) -> list[Reference]:
    try:
        result = workspace.ask("impact", revision=snapshot.revision, date=snapshot.date, proposal=proposal)
    except QuestionError:
        return []
    return [Reference(f"unit:{row.id}") for row in result.sectors if row.effect.strength or row.work.strength]


async def _plain(request: Request, build: Callable[[Any, Snapshot], str], *known: str) -> Response:
    refuse_unknown(request, known)
    return themed(request) if request.query_params.get("theme") else await shown(request, build)


async def _new(request: Request) -> Response:
    return await _plain(request, lambda frame, snapshot: str(view("explorer").proposal_new(frame, snapshot, given={})))


async def _proposal(request: Request, id: str) -> Response:
    return await _plain(request, showing.proposal(request, id))


async def _edit(request: Request, id: str) -> Response:
    def build(frame: Any, snapshot: Snapshot) -> str:
        document = show_proposal(workspace_of(request), id, frame.language)
        return str(view("explorer").proposal_edit(frame, snapshot, document=document, given={}))

    return await _plain(request, build)


async def _carry_out(request: Request, id: str) -> Response:
    on = parse_date(request.query_params.get("on") or None)

    def build(frame: Any, snapshot: Snapshot) -> str:
        found = preview_carrying_out(workspace_of(request), id, frame.language, on=on)
        return str(view("explorer").carry_out(frame, snapshot, document=found.document(frame.language)))

    return await _plain(request, build, "on")


async def _decision(request: Request, id: str) -> Response:
    return await _plain(request, showing.decision(request, id))


async def _meetings(request: Request) -> Response:
    return await _plain(request, showing.meetings(request))


async def _meeting(request: Request, id: str) -> Response:
    return await _plain(request, showing.meeting(request, id))


async def _arena(request: Request) -> Response:
    return await _plain(request, showing.learning(request))
