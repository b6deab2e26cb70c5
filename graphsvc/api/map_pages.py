"""The map over HTTP: its page, and what the page's canvas draws."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from graphsvc.api.asking import language_of, snapshot_of
from graphsvc.api.framing import choice, frame_of, page, refuse_unknown
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.snapshot import Snapshot

__all__ = ["router"]

_NAMES = ("selected", "open", "closed", "show", "view")


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of the map."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/map", page(_NAMES, _map), methods=["GET"], name="map-page")
    routes.add_api_route("/map/layout.json", _layout, methods=["GET"], name="map-layout")
    return routes


def _map(request: Request) -> str:
    snapshot = snapshot_of(request)
    as_table = choice(request, "view", ("picture", "table"), "picture") == "table"
    frame = frame_of(request, snapshot)
    return str(view("explorer").map(frame, snapshot, shown=_shown(request, snapshot), as_table=as_table))


async def _layout(request: Request) -> Response:
    refuse_unknown(request, _NAMES)

    def made() -> dict[str, Any]:
        snapshot = snapshot_of(request)
        document: dict[str, Any] = view("explorer").map_document(
            snapshot, _shown(request, snapshot), language_of(request)
        )
        return document

    return JSONResponse(await request.app.state.patience.wait(request, made))


def _shown(request: Request, snapshot: Snapshot) -> Any:
    """Read what is selected, opened and closed; a name that is none is refused."""

    def things(name: str) -> frozenset[int]:
        return frozenset(snapshot.find(words) for words in request.query_params.getlist(name) if words)

    selected = request.query_params.get("selected")
    everything = choice(request, "show", ("units", "systems"), "units") == "systems"
    return view("explorer").map_shown(
        selected=snapshot.find(selected) if selected else None,
        opened=things("open"),
        closed=things("closed"),
        everything=everything,
    )
