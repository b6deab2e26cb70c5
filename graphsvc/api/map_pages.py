"""The map over HTTP: its page, and what the page's canvas draws."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import language_of, snapshot_of
from graphsvc.api.framing import choice, frame_of, page, refuse_unknown
from graphsvc.api.written import JSONResponse
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.model import Kind
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.snapshot import Snapshot

__all__ = ["router"]

_NAMES = ("municipality", "selected", "pin", "open", "closed", "show", "filter", "view", "compare")
#: What stands on the map as a box that can be selected and pinned.
_BOXES = {Kind.UNIT, Kind.SYSTEM}
#: More than so many are no choice any longer.
_MOST = 200


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of the map."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/map", page(_NAMES, _map), methods=["GET"], name="map-page")
    routes.add_api_route("/map/layout.json", _layout, methods=["GET"], name="map-layout")
    return routes


def _map(request: Request) -> str:
    snapshot = snapshot_of(request)
    as_table = choice(request, "view", ("picture", "table"), "picture") == "table"
    municipality = _municipality(request, snapshot)
    other = _other(request, snapshot, municipality)
    shown = _shown(request, snapshot, municipality, other)
    frame = frame_of(request, snapshot)
    if shown.municipality is not None and not frame.value("municipality"):
        name = "none" if shown.municipality < 0 else str(snapshot.references[shown.municipality])
        frame = replace(frame, parameters=(*frame.parameters, ("municipality", name)))  # all links stay there
    return str(view("explorer").map(frame, snapshot, shown=shown, as_table=as_table, other=other))


def _other(request: Request, snapshot: Snapshot, municipality: int | None) -> Any:
    """Return the graph that the map is held against; None when it stands alone, or is of no one municipality."""
    if snapshot.organisation.several and (municipality is None or municipality < 0):
        return None
    words = next((one for one in reversed(request.query_params.getlist("compare")) if one), None)
    return view("explorer").other_side(snapshot, words) if words else None


async def _layout(request: Request) -> Response:
    refuse_unknown(request, _NAMES)

    def made() -> dict[str, Any]:
        snapshot = snapshot_of(request)
        municipality = _municipality(request, snapshot)
        shown = _shown(request, snapshot, municipality, _other(request, snapshot, municipality))
        document: dict[str, Any] = view("explorer").map_document(snapshot, shown, language_of(request))
        return document

    return JSONResponse(await request.app.state.patience.wait(request, made))


def _shown(request: Request, snapshot: Snapshot, municipality: int | None, other: Any) -> Any:
    """Read what is selected, pinned, opened and closed; a name that is none is refused."""
    chosen = _chosen(request, snapshot)
    everything = choice(request, "show", ("units", "systems"), "units") == "systems"
    pages, contrast = view("explorer"), None
    if other:
        own_first = other.is_later(snapshot)
        contrast = pages.map_contrast(snapshot, other.snapshot, own_first=own_first, municipality=municipality)
    return pages.map_shown(
        selected=_boxes(snapshot, "selected", chosen["selected"]),
        opened=chosen["open"],
        closed=chosen["closed"],
        everything=everything,
        pinned=_boxes(snapshot, "pin", chosen["pin"]),
        contrast=contrast,
        municipality=municipality,
    )


def _chosen(request: Request, snapshot: Snapshot) -> dict[str, frozenset[int]]:
    """Return the things that the address names, by what for."""
    return {
        name: frozenset(snapshot.find(words) for words in request.query_params.getlist(name) if words)
        for name in ("selected", "pin", "open", "closed")
    }


def _municipality(request: Request, snapshot: Snapshot) -> int | None:
    """Return whose map is drawn: the organisation that is named, else that of what is chosen; None for all of them.

    Raises
    ------
    UsageError
        When what is named is no municipality.
    """
    organisation, words = snapshot.organisation, request.query_params.get("municipality")
    if not organisation.several:
        return None
    if words == "none":
        return -1
    if not words:
        chosen = (one for found in _chosen(request, snapshot).values() for one in sorted(found))
        return next((top for one in chosen if (top := organisation.municipality_of(one)) is not None), None)
    found = snapshot.find(words)
    if snapshot.kind(found) is not Kind.ORGANISATION or not (organisation.municipalities == found).any():
        raise UsageError(text("map.no_municipality").format(thing=words[:80]))
    return found


def _boxes(snapshot: Snapshot, name: str, found: frozenset[int]) -> frozenset[int]:
    """Refuse what is no unit below a sector and no system, and more than one can look at."""
    for one in sorted(found):
        if snapshot.kind(one) not in _BOXES or snapshot.organisation.is_sector(one):
            raise UsageError(text("map.no_box").format(name=name, thing=snapshot.references[one]))
    if len(found) > _MOST:
        raise UsageError(text("map.too_many").format(name=name, n=len(found), most=_MOST))
    return found
