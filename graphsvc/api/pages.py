"""The explorer's pages over HTTP: routes that ask, and hand the answer to a page builder."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from graphsvc.api.asking import language_of, snapshot_of, workspace_of
from graphsvc.api.framing import ASSETS, choice, frame_of, page, respond, snapshot_or_none
from graphsvc.errors import GraphsvcError, QuestionError
from graphsvc.model import Reference
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.snapshot import Snapshot

__all__ = ["error_page", "router"]

_FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
_RELATIONS = ("all", "flows", "services")


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of the pages that only read, and of the files that pages load."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(ASSETS + "/{digest}/{name}", _static, methods=["GET"], name="static")
    routes.add_api_route("/", page(("relation",), _start), methods=["GET"], name="start")
    return routes


def error_page(request: Request, error: GraphsvcError, status: int) -> Response:
    """Return an error as a page."""
    language = language_of(request)
    problems = [problem.message.in_(language) for problem in error.problems]
    frame = frame_of(request, snapshot_or_none(request))
    html = view("explorer").error(
        frame, title=error.title.in_(language), detail=error.in_(language), status=status, problems=problems
    )
    return respond(request, html, status)


async def _static(digest: str, name: str) -> Response:
    pages = view("explorer")
    if digest != pages.digest or name not in pages.static:
        raise HTTPException(404)
    content, media_type = pages.static[name]
    return Response(content, media_type=media_type, headers=_FOR_EVER)


def _start(request: Request) -> str:
    snapshot, workspace = snapshot_of(request), workspace_of(request)
    relation = choice(request, "relation", _RELATIONS, "all")
    matrix = workspace.ask("matrix", revision=snapshot.revision, date=snapshot.date, relation=relation)
    touched = {identifier: _sectors_touched(workspace, snapshot, identifier) for identifier in snapshot.proposals}
    return str(view("explorer").start(frame_of(request, snapshot), snapshot, matrix=matrix, touched=touched))


def _sectors_touched(workspace: Workspace, snapshot: Snapshot, proposal: str) -> list[Reference]:
    try:
        result = workspace.ask("impact", revision=snapshot.revision, date=snapshot.date, proposal=proposal)
    except QuestionError:
        return []
    rows = [row for row in result.sectors if row.effect.strength or row.work.strength]
    return [Reference(f"unit:{row.id}") for row in rows]
