"""The page for whoever keeps the installation, the order of the sources, and the same for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from graphsvc.api.asking import language_of, number_of, workspace_of
from graphsvc.api.forms import checked_form
from graphsvc.api.framing import refuse_unknown, shown, themed
from graphsvc.api.requests import body_of, known_only, told
from graphsvc.api.schema import described
from graphsvc.api.taking import may_write
from graphsvc.api.written import JSONResponse
from graphsvc.errors import GraphsvcError, UsageError
from graphsvc.i18n import text
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.service.administering import administration
from graphsvc.service.ordering import list_sources, move_source, order_sources
from graphsvc.snapshot import Snapshot

__all__ = ["router"]

_NAMES: Mapping[str, Any] = {"type": "array", "items": {"type": "string"}}


def router(workspace: Workspace) -> APIRouter:
    """Return the page and the routes under /api/v1."""
    del workspace  # every request brings its own
    routes = APIRouter()
    for method, answer in (("GET", _page), ("POST", _move)):
        routes.add_api_route(
            "/administration", answer, methods=[method], name=f"administration {method}", include_in_schema=False
        )
    order = {"type": "object", "properties": {"names": _NAMES, "why": {"type": "string"}}, "required": ["names"]}
    reads = described(writes=False)
    for path, answer, method, summary, extra in (
        ("/administration", _document, "GET", "What is in force, how it stands, and what there is not", reads),
        ("/sources", _sources, "GET", "Sources in the order in which they are heard", reads),
        ("/sources/order", _order, "POST", "Choose which source is heard first", described(order)),
    ):
        routes.add_api_route(
            f"/api/v1{path}", answer, methods=[method], name=f"api {path}", summary=summary, openapi_extra=extra
        )
    return routes


async def _page(request: Request) -> Response:
    refuse_unknown(request, ("done",))
    if request.query_params.get("theme"):
        return themed(request)
    words = request.query_params.get("done")
    return await shown(request, _built(request, done=number_of(words) if words else None))


def _built(request: Request, **state: Any) -> Callable[[Any, Snapshot], str]:
    def build(frame: Any, snapshot: Snapshot) -> str:
        document = administration(workspace_of(request), language_of(request))
        return str(view("explorer").administration(frame, snapshot, document=document, **state))

    return build


async def _move(request: Request) -> Response:
    """Move a file one place in the order, and show the page again with what became of it."""
    workspace, language = may_write(request), language_of(request)
    async with checked_form(request, {"action", "name", "position"}) as form:
        action, name, place = form.get("action") or "", form.get("name") or "", form.get("position") or ""
    if action not in {"up", "down"}:
        refusal = text("importing.not_one_of")
        raise UsageError(refusal.format(name="action", value=action[:40], known="up, down"))
    try:
        made, _ = await run_in_threadpool(
            lambda: move_source(workspace, name, up=action == "up", seen=number_of(place))
        )
    except GraphsvcError as error:
        return await shown(request, _built(request, error=error.in_(language)), error.status)
    return RedirectResponse("/administration" + (f"?done={made}" if made is not None else "") + "#sources", 303)


async def _document(request: Request) -> Response:
    known_only(request)
    workspace, language = workspace_of(request), language_of(request)

    def question() -> Mapping[str, Any]:
        return administration(workspace, language)

    return await told(request, question)


async def _sources(request: Request) -> Response:
    known_only(request)
    workspace, language = workspace_of(request), language_of(request)

    def question() -> Mapping[str, Any]:
        rows = list_sources(workspace, language)
        return {"sources": rows, "count": len(rows)}

    return await told(request, question)


async def _order(request: Request) -> Response:
    known_only(request)
    body = await body_of(request)
    names, why = body.get("names"), body.get("why") or ""
    fits = isinstance(names, list) and all(isinstance(one, str) for one in names) and isinstance(why, str)
    if set(body) - {"names", "why"} or not fits:
        raise UsageError(text("administration.want_names"))
    workspace, language = workspace_of(request), language_of(request)
    made, warnings = await run_in_threadpool(lambda: order_sources(workspace, names or [], why=why))
    rows = await run_in_threadpool(list_sources, workspace, language)
    return JSONResponse({"sources": rows, "revision": made, "warnings": [one.in_(language) for one in warnings]})
