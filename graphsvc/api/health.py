"""Health: alive, and ready to answer."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graphsvc.api.asking import workspace_of
from graphsvc.api.written import JSONResponse
from graphsvc.errors import EngineError, GraphDatabaseError
from graphsvc.i18n import text
from graphsvc.service import Workspace
from graphsvc.service.keeping import graph_status
from graphsvc.text import Language

__all__ = ["router"]

#: A look at the register that takes longer is a register that cannot be read.
_SECONDS = 3.0


def router(workspace: Workspace) -> APIRouter:
    """Return the routes under /health."""
    routes = APIRouter(prefix="/health")
    routes.add_api_route("/live", _live, methods=["GET"], name="live", summary="The process answers")
    routes.add_api_route("/ready", _ready, methods=["GET"], name="ready", summary="Questions can be answered")
    return routes


async def _live() -> Response:
    return JSONResponse({"live": True})


async def _ready(request: Request) -> Response:
    """Ready means that the newest revision can be read and that the graph database answers.

    One that lags is said, and does not stop answers. An engine that keeps silent is no better than one that refuses:
    the answer comes within seconds either way.

    Raises
    ------
    EngineError
        When the register cannot be read now, or the graph database's server is away.
    """
    state = request.app.state
    look: asyncio.Future[dict[str, object]] | None = getattr(state, "look", None)
    if look is None or look.done():  # one look at a time, however often somebody asks a server that keeps silent
        look = state.look = asyncio.ensure_future(run_in_threadpool(_look, workspace_of(request)))
        look.add_done_callback(_seen)
    try:
        return JSONResponse(await asyncio.wait_for(asyncio.shield(look), _SECONDS))
    except TimeoutError:
        raise EngineError(text("workers.not_ready").format(seconds=f"{_SECONDS:g}")) from None


def _look(workspace: Workspace) -> dict[str, object]:
    snapshot = workspace.snapshot()
    graph = graph_status(workspace, Language.EN)
    if not graph["answers"]:
        raise GraphDatabaseError(text("graphdb.not_ready").format(engine=graph["engine"]))
    told = {"engine": graph["engine"], "in_step": graph["in_step"]}
    return {"ready": True, "revision": snapshot.revision, "graph": told}


def _seen(look: asyncio.Future[dict[str, object]]) -> None:
    """Take note of how a look ended, also when nobody waits for it any more."""
    if not look.cancelled():
        look.exception()
