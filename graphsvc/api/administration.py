"""The page for whoever keeps the installation, and the same as a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import language_of, snapshot_of, workspace_of
from graphsvc.api.forum_requests import known_only, told
from graphsvc.api.forum_schema import described
from graphsvc.api.framing import frame_of, page
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.service.administering import administration

__all__ = ["router"]


def router(workspace: Workspace) -> APIRouter:
    """Return the page and the route under /api/v1."""
    del workspace  # every request brings its own
    routes = APIRouter()
    routes.add_api_route(
        "/administration", page((), _page), methods=["GET"], name="administration-page", include_in_schema=False
    )
    routes.add_api_route(
        "/api/v1/administration",
        _document,
        methods=["GET"],
        name="administration",
        summary="Who may do what, sources, rules, copies, the log, health; and what there is not",
        openapi_extra=described(writes=False),
    )
    return routes


def _page(request: Request) -> str:
    snapshot = snapshot_of(request)
    document = administration(workspace_of(request), language_of(request))
    return str(view("explorer").administration(frame_of(request, snapshot), snapshot, document=document))


async def _document(request: Request) -> Response:
    known_only(request)
    workspace, language = workspace_of(request), language_of(request)

    def question() -> Mapping[str, Any]:
        return administration(workspace, language)

    return await told(request, question)
