"""Saved views over HTTP, for programs: list, show, save, change, remove, bring back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graphsvc.api.asking import language_of, workspace_of
from graphsvc.api.requests import flag_in, known_only, named_body, told, words_in
from graphsvc.api.schema import described
from graphsvc.api.written import JSONResponse
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.register import SavedView
from graphsvc.service import Workspace
from graphsvc.service.views import change_view, find_view, list_views, remove_view, restore_view, save_view, since
from graphsvc.service.views.since import documents, view_document

__all__ = ["number_of_view", "router"]

_WORDS: Mapping[str, Any] = {"type": "string"}
_PARTS = {"name": _WORDS, "note": _WORDS, "shared": {"type": "boolean"}}


def router(workspace: Workspace) -> APIRouter:
    """Return the routes under /api/v1."""
    del workspace  # every request brings its own
    routes = APIRouter(prefix="/api/v1", tags=["views"])
    add = routes.add_api_route
    new = {"type": "object", "properties": {**_PARTS, "address": _WORDS}, "required": ["name", "address"]}
    part = {"type": "object", "properties": _PARTS}
    reads, acts = described(writes=False), described()
    add("/views", _list, methods=["GET"], name="views", summary="Your views and shared ones", openapi_extra=reads)
    add("/views", _save, methods=["POST"], status_code=201, summary="Save an address", openapi_extra=described(new))
    for path, answer, method, summary, extra in (
        ("/views/{id}", _show, "GET", "A view, and what of its picture changed since", reads),
        ("/views/{id}", _change, "PATCH", "Name, note and sharing of a view of yours", described(part)),
        ("/views/{id}", _remove, "DELETE", "Remove a view of yours", acts),
        ("/views/{id}/restore", _restore, "POST", "Bring a removed view back", acts),
    ):
        add(path, answer, methods=[method], name=f"{method} {path}", summary=summary, openapi_extra=extra)
    return routes


def number_of_view(words: str) -> int:
    """Read the number of a view.

    Raises
    ------
    UsageError
        When it is none.
    """
    if not (words.isascii() and words.isdecimal() and len(words) < 10):
        raise UsageError(text("views.bad_number").format(words=words[:40]))
    return int(words)


async def _list(request: Request) -> Response:
    known_only(request)
    workspace, language = workspace_of(request), language_of(request)

    def question() -> Mapping[str, Any]:
        rows = documents(workspace, list_views(workspace), language)
        return {"views": rows, "count": len(rows)}

    return await told(request, question)


async def _show(request: Request, id: str) -> Response:
    known_only(request)
    workspace, language = workspace_of(request), language_of(request)

    def question() -> Mapping[str, Any]:
        view = find_view(workspace, number_of_view(id))
        return view_document(view, since(workspace, view, looked_into=True), language)

    return await told(request, question)


async def _save(request: Request) -> Response:
    body = await named_body(request, "address", *_PARTS)
    name, address, note = (words_in(body, one) for one in ("name", "address", "note"))
    shared = flag_in(body, "shared") or False
    workspace = workspace_of(request)
    view, new = await run_in_threadpool(
        lambda: save_view(workspace, name or "", address or "", shared=shared, note=note or "")
    )
    document = await run_in_threadpool(_document, request, view)
    headers = {"location": f"/api/v1/views/{view.number}"} if new else {}
    return JSONResponse(document, 201 if new else 200, headers=headers)


async def _change(request: Request, id: str) -> Response:
    body = await named_body(request, *_PARTS)
    name, note, shared = words_in(body, "name"), words_in(body, "note"), flag_in(body, "shared")
    workspace = workspace_of(request)
    return await _acted(
        request, lambda: change_view(workspace, number_of_view(id), name=name, note=note, shared=shared)
    )


async def _remove(request: Request, id: str) -> Response:
    await named_body(request)
    return await _acted(request, lambda: remove_view(workspace_of(request), number_of_view(id)))


async def _restore(request: Request, id: str) -> Response:
    await named_body(request)
    return await _acted(request, lambda: restore_view(workspace_of(request), number_of_view(id)))


async def _acted(request: Request, act: Callable[[], SavedView]) -> Response:
    return JSONResponse(await run_in_threadpool(lambda: _document(request, act())))


def _document(request: Request, view: SavedView) -> dict[str, object]:
    return view_document(view, since(workspace_of(request), view), language_of(request))
