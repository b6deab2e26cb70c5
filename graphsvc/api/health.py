"""Health: alive, and ready to answer."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from graphsvc.api.asking import workspace_of
from graphsvc.service import Workspace
from graphsvc.service.keeping import graph_status
from graphsvc.text import Language

__all__ = ["router"]


def router(workspace: Workspace) -> APIRouter:
    """Return the routes under /health."""
    routes = APIRouter(prefix="/health")
    routes.add_api_route("/live", _live, methods=["GET"], name="live", summary="The process answers")
    routes.add_api_route("/ready", _ready, methods=["GET"], name="ready", summary="Questions can be answered")
    return routes


async def _live() -> Response:
    return JSONResponse({"live": True})


def _ready(request: Request) -> Response:
    """Ready means that the newest revision can be read; a lagging graph database is said, and does not stop answers."""
    workspace = workspace_of(request)
    snapshot = workspace.snapshot()
    graph = graph_status(workspace, Language.EN)
    return JSONResponse(
        {
            "ready": True,
            "revision": snapshot.revision,
            "graph": {"engine": graph["engine"], "in_step": graph["in_step"]},
        }
    )
