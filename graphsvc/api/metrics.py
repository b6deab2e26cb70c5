"""Numbers for Prometheus, where the settings ask for them."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graphsvc.api.asking import workspace_of
from graphsvc.monitoring import Standing
from graphsvc.service import Workspace
from graphsvc.service.watching import numbers_of, standing

__all__ = ["router"]

#: How long a scrape waits for a register or a graph database that keeps silent.
_SECONDS = 3.0


def router(workspace: Workspace) -> APIRouter:
    """Return the route, or none when the settings do not ask for it."""
    routes = APIRouter(include_in_schema=False)
    if workspace.settings.metrics:
        routes.add_api_route("/metrics", _metrics, methods=["GET"], name="metrics")
    return routes


async def _metrics(request: Request) -> Response:
    from graphsvc.monitoring.metrics import CONTENT_TYPE

    workspace, state = workspace_of(request), request.app.state
    numbers = numbers_of(workspace)
    look: asyncio.Future[Standing] | None = getattr(state, "stand", None)
    if look is None or look.done():  # one look at a time, as for /health/ready
        look = state.stand = asyncio.ensure_future(run_in_threadpool(standing, workspace))
    try:
        stands = await asyncio.wait_for(asyncio.shield(look), _SECONDS)
    except TimeoutError:
        stands = Standing(ready=False)
    workspace.watch.stands(stands)
    return Response(numbers.text() if numbers else b"", media_type=CONTENT_TYPE)
