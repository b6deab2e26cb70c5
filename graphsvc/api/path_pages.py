"""The page of paths over HTTP: a question with its filters in the address, or why it cannot be answered."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import snapshot_of, workspace_of
from graphsvc.api.framing import choice, frame_of, refuse_unknown, respond, themed
from graphsvc.errors import AmbiguousThing, QuestionError, UnknownThing
from graphsvc.model import Kind
from graphsvc.registry import query, view
from graphsvc.service import Workspace
from graphsvc.service.calling import arguments, parameters
from graphsvc.service.comparing import compare
from graphsvc.service.searching import search
from graphsvc.snapshot import Snapshot

__all__ = ["router"]

#: What the page understands beside the question's own parameters; ``login`` stands for naming login beside all modes.
_BESIDE = ("login", "view", "selected", "compare")
_ENDS = ("from", "to")
_MODES = ("sync", "async", "batch", "manual", "unknown")
_CANDIDATES, _LONGEST = 8, 200


def router(workspace: Workspace) -> APIRouter:
    """Return the route of the page."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/paths", _answer, methods=["GET"], name="paths-page")
    return routes


async def _answer(request: Request) -> Response:
    refuse_unknown(request, [*(one.flag for one in parameters(query("paths"))), *_BESIDE])
    if request.query_params.get("theme"):
        return themed(request)
    html, status = await request.app.state.patience.wait(request, lambda: _page(request))
    return respond(request, html, status)


def _page(request: Request) -> tuple[str, int]:
    """Return the page and its status: a question that cannot be answered comes back as a form that says why."""
    snapshot, pages = snapshot_of(request), view("explorer")
    frame = frame_of(request, snapshot)
    shown = choice(request, "view", ("picture", "table"))
    choice(request, "login", ("true", "false"))
    try:
        given = _given(frame)
        own = arguments(query("paths"), given, also={"from_": "", "to": ""})
        if not all(frame.value(end) for end in _ENDS):
            for words in (frame.value(end) for end in _ENDS if frame.value(end)):
                snapshot.lookup.find(words, Kind.SYSTEM)
            return str(pages.paths_form(frame, snapshot)), 200
        result = workspace_of(request).ask("paths", revision=snapshot.revision, date=snapshot.date, **own)
        words = frame.value("compare")
        held = compare("paths", snapshot, result, words, **own) if words else None
    except QuestionError as error:
        return str(pages.paths_form(frame, snapshot, error=error, doubts=_doubts(frame, snapshot))), error.status
    return str(pages.paths(frame, snapshot, result, given=given, view=shown, held=held)), 200


def _given(frame: Any) -> dict[str, list[str]]:
    """Return the question's own parameters, as the JSON answer and the files take them."""
    flags = [one.flag for one in parameters(query("paths"))]
    given: dict[str, list[str]] = {flag: frame.values(flag) for flag in flags if frame.values(flag)}
    if frame.value("login") == "true":
        given["mode"] = list(dict.fromkeys([*(given.get("mode") or _MODES), "login"]))
    return given


def _doubts(frame: Any, snapshot: Snapshot) -> list[tuple[str, str, list[str]]]:
    """Return the parameters whose words fit no one system, with systems that come near."""
    found = []
    for name in (*_ENDS, "via", "avoid"):
        for words in frame.values(name):
            try:
                fits = snapshot.kind(snapshot.lookup.find(words, Kind.SYSTEM)) is Kind.SYSTEM
            except (UnknownThing, AmbiguousThing):
                fits = False
            if not fits:
                hits = search(snapshot, words[:_LONGEST], kinds=[Kind.SYSTEM], limit=_CANDIDATES)
                found.append((name, words, [str(snapshot.references[one.thing]) for one in hits]))
    return found
