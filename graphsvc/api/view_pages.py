"""The pages of saved views: the list with its forms, saving an address, and opening a view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from graphsvc.api.asking import language_of, workspace_of
from graphsvc.api.forms import Form, checked_form
from graphsvc.api.framing import refuse_unknown, shown, themed
from graphsvc.api.taking import may_write
from graphsvc.api.views import number_of_view
from graphsvc.errors import GraphsvcError, UsageError
from graphsvc.i18n import text
from graphsvc.register import SavedView
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.service.views import (
    change_view,
    find_view,
    list_views,
    own_address,
    remove_view,
    restore_view,
    save_view,
    since,
)
from graphsvc.service.views.since import documents, view_document
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["on_start", "router"]

_KNOWN = frozenset({"action", "number", "name", "note", "shared", "address"})
_ON_START = 5
_NOTHING: Mapping[str, Any] = {}


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of the pages."""
    del workspace  # every request brings its own
    routes = APIRouter(include_in_schema=False)
    for path, method, answer in (
        ("/views", "GET", _list),
        ("/views", "POST", _act),
        ("/views/new", "GET", _new),
        ("/views/{id}", "GET", _open),
    ):
        routes.add_api_route(path, answer, methods=[method], name=f"{path} {method}")
    return routes


def on_start(workspace: Workspace, language: Language) -> list[dict[str, object]]:
    """Return the views that the start page shows, the newest first."""
    newest = sorted(list_views(workspace), key=lambda one: -one.number)[:_ON_START]
    return documents(workspace, newest, language)


async def _list(request: Request) -> Response:
    refuse_unknown(request, ("saved", "removed"))
    if request.query_params.get("theme"):
        return themed(request)
    return await shown(request, _list_page(request, _NOTHING))


def _list_page(request: Request, state: Mapping[str, Any]) -> Callable[[Any, Snapshot], str]:
    def build(frame: Any, snapshot: Snapshot) -> str:
        workspace, language = workspace_of(request), language_of(request)
        rows = documents(workspace, list_views(workspace), language)
        told = {name: _named(workspace, frame.value(name)) for name in ("saved", "removed")}
        return str(view("explorer").views(frame, snapshot, rows=rows, mine=workspace.actor.name, **told, **state))

    return build


def _named(workspace: Workspace, words: str | None) -> SavedView | None:
    return find_view(workspace, number_of_view(words), removed=True) if words else None


async def _new(request: Request) -> Response:
    refuse_unknown(request, ("address", "name"))
    if request.query_params.get("theme"):
        return themed(request)
    given = {name: request.query_params.get(name) or "" for name in ("address", "name")}
    given["address"] = own_address(given["address"])
    return await shown(request, _new_page(given, None))


def _new_page(given: Mapping[str, str], error: str | None) -> Callable[[Any, Snapshot], str]:
    def build(frame: Any, snapshot: Snapshot) -> str:
        return str(view("explorer").view_new(frame, snapshot, given=given, error=error))

    return build


async def _act(request: Request) -> Response:
    workspace, language = may_write(request), language_of(request)
    async with checked_form(request, _KNOWN) as form:
        action = form.get("action") or ""
        shared = form.ticked("shared")
    acts: dict[str, Callable[[], str]] = {
        "save": lambda: f"/views?saved={_saved(workspace, form, shared).number}",
        "change": lambda: f"/views?saved={_changed(workspace, form, shared).number}",
        "remove": lambda: f"/views?removed={remove_view(workspace, _number(form)).number}",
        "restore": lambda: f"/views?saved={restore_view(workspace, _number(form)).number}",
    }
    if action not in acts:
        refusal = text("importing.not_one_of")
        raise UsageError(refusal.format(name="action", value=action[:40], known=", ".join(acts)))
    try:
        return RedirectResponse(await run_in_threadpool(acts[action]), 303)
    except GraphsvcError as error:
        told = error.in_(language)
        if action == "save" and isinstance(error, UsageError):
            given = {"name": "", "note": "", "address": "", **form.fields}
            return await shown(request, _new_page(given, told), error.status)
        return await shown(request, _list_page(request, {"error": told}), error.status)


def _number(form: Form) -> int:
    return number_of_view(form.get("number") or "")


def _saved(workspace: Workspace, form: Form, shared: bool) -> SavedView:
    name, address, note = (form.get(one) or "" for one in ("name", "address", "note"))
    return save_view(workspace, name, address, shared=shared, note=note)[0]


def _changed(workspace: Workspace, form: Form, shared: bool) -> SavedView:
    name, note = form.get("name") or "", form.get("note") or ""
    return change_view(workspace, _number(form), name=name, note=note, shared=shared)


async def _open(request: Request, id: str) -> Response:
    """Lead to the page; when the map has changed since, say so first."""
    refuse_unknown(request, ())
    if request.query_params.get("theme"):
        return themed(request)
    workspace, language = workspace_of(request), language_of(request)

    def question() -> tuple[SavedView, dict[str, object]]:
        found = find_view(workspace, number_of_view(id))
        return found, view_document(found, since(workspace, found, looked_into=True), language)

    found, document = await request.app.state.patience.wait(request, question)
    if not document["map_changed"]:
        return RedirectResponse(own_address(found.address), 303)  # whatever somebody wrote into the table
    return await shown(
        request, lambda frame, snapshot: str(view("explorer").view_since(frame, snapshot, document=document))
    )
