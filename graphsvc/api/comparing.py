"""An impact question asked of two graphs: read from an address for the page, and answered as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import language_of, snapshot_of, workspace_of
from graphsvc.api.framing import frame_of, refuse_unknown
from graphsvc.errors import UnknownThing, UsageError
from graphsvc.i18n import text
from graphsvc.registry import query, view
from graphsvc.service import Workspace
from graphsvc.service.asking import ask
from graphsvc.service.calling import arguments
from graphsvc.service.comparing import CHANGES, Compared
from graphsvc.snapshot import Snapshot

__all__ = ["Asked", "asked_of", "impact_of", "router"]

_NAMES = ("thing", "proposal", "change", "min-strength", "max-steps", "compare")
_TYPES = {
    "": "application/json",
    ".svg": "image/svg+xml",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WORD = {"type": "string"}
_DESCRIBED: dict[str, Any] = {
    "parameters": [
        {"name": "thing", "in": "query", "schema": {"type": "array", "items": _WORD}},
        *(
            {"name": name, "in": "query", "schema": _WORD}
            for name in ("proposal", "change", "min-strength", "max-steps")
        ),
        {
            "name": "compare",
            "in": "query",
            "required": True,
            "schema": _WORD,
            "description": "A day, a revision (12, 12@2027-07-01), a proposal as if carried out, or changes in TOML",
        },
        {"name": "lang", "in": "query", "schema": {"enum": ["nb", "nn", "en"]}},
    ]
}


@dataclass(frozen=True)
class Asked:
    """A question as an address asks it.

    Parameters
    ----------
    things
        References of what changes; empty when a proposal says it.
    own
        Arguments of the query.
    result
        The answer.
    other, contrast
        The graph that it is held against, and both answers; None when it stands alone.
    """

    things: tuple[str, ...]
    own: dict[str, Any]
    result: Any
    other: Any = None
    contrast: Any = None


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of a comparison's files, under /api/v1."""
    del workspace  # every request brings its own
    routes = APIRouter(prefix="/api/v1")
    for ending, media_type in _TYPES.items():
        routes.add_api_route(
            f"/impact/compared{ending}",
            _answering(ending, media_type),
            methods=["GET"],
            name=f"impact compared{ending}",
            summary="An impact question asked of two graphs: what comes, goes, grows and shrinks",
            openapi_extra=_DESCRIBED,
            include_in_schema=not ending,
        )
    return routes


def _answering(ending: str, media_type: str) -> Callable[..., Any]:
    async def answer(request: Request) -> Response:
        refuse_unknown(request, _NAMES)
        if not request.query_params.get("compare"):
            raise UsageError(text("exports.compare_with"))
        language = language_of(request)

        def made() -> bytes:
            return _compared(request).file(ending or ".json", language)

        content = await request.app.state.patience.wait(request, made)
        headers = {}
        if ending == ".svg":  # a picture opened by itself carries its own style; no other page may be styled by it
            headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        return Response(content, media_type=media_type, headers=headers)

    return answer


def _compared(request: Request) -> Compared:
    snapshot = snapshot_of(request)
    asked = asked_of(request, snapshot, frame_of(request, snapshot))
    if asked is None:
        raise UsageError(text("exports.compare_what"))
    planned = asked.other.proposal or CHANGES if asked.other.planned else ""
    return Compared(snapshot, asked.other.snapshot, asked.contrast, planned)


def asked_of(request: Request, snapshot: Snapshot, frame: Any) -> Asked | None:
    """Read the question in an address and answer it; None when it names nothing that changes."""
    things = dict.fromkeys(snapshot.references[snapshot.find(words)] for words in frame.values("thing"))
    if not things and not frame.value("proposal"):
        return None
    given = {name: frame.values(name) for name in ("proposal", "change", "min-strength", "max-steps")}
    own = arguments(query("impact"), {**given, "things": list(things)})
    result = impact_of(request, snapshot, own)
    words = frame.value("compare")
    if not words:
        return Asked(tuple(things), own, result)
    other = view("explorer").other_side(snapshot, words)
    return Asked(tuple(things), own, result, other, _contrast(snapshot, result, own, other))


def impact_of(request: Request, snapshot: Snapshot, own: dict[str, Any]) -> Any:
    """Ask about a graph of the register; recent answers are kept."""
    return workspace_of(request).ask("impact", revision=snapshot.revision, date=snapshot.date, **own)


def _contrast(snapshot: Snapshot, result: Any, own: dict[str, Any], other: Any) -> Any:
    """Hold an answer against that of another graph; what changes may not be there."""
    try:
        there = ask(other.snapshot, "impact", **own)
    except UnknownThing:
        there = None
    return view("explorer").contrast(result, there, own_first=other.is_later(snapshot))
