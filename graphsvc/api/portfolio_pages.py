"""The portfolio's page over HTTP; its parameters are those of the query itself."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import snapshot_of, workspace_of
from graphsvc.api.framing import choice, frame_of, page
from graphsvc.registry import query, view
from graphsvc.service import Workspace
from graphsvc.service.calling import arguments, parameters

__all__ = ["router"]

_QUESTION = "portfolio"


def router(workspace: Workspace) -> APIRouter:
    """Return the route of the page."""
    del workspace  # every request brings its own
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/portfolio", _opened, methods=["GET"], name="portfolio-page")
    return routes


async def _opened(request: Request) -> Response:
    flags = [one.flag for one in parameters(query(_QUESTION))]
    shown: Response = await page((*flags, "view", "all"), _portfolio)(request)
    return shown


def _portfolio(request: Request) -> str:
    snapshot, pages = snapshot_of(request), view("explorer")
    frame = frame_of(request, snapshot)
    choice(request, "view", ("picture", "table"))
    given = {one.flag: values for one in parameters(query(_QUESTION)) if (values := frame.values(one.flag))}
    suggested = "budget" not in given
    if suggested:
        given["budget"] = [str(pages.suggested_budget(snapshot))]
    own = {**arguments(query(_QUESTION), given), "sweep": True}
    result = workspace_of(request).ask(_QUESTION, revision=snapshot.revision, date=snapshot.date, **own)
    return str(pages.portfolio(frame, snapshot, result=result, suggested=suggested))
