"""A question asked of two graphs: answered as files, and for the impact page read from its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import language_of, snapshot_of, workspace_of
from graphsvc.api.framing import frame_of, refuse_unknown
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.registry import query, view
from graphsvc.service import Workspace
from graphsvc.service.calling import arguments, parameters
from graphsvc.service.comparing import COMPARABLE, Compared, compare, compare_with
from graphsvc.snapshot import Snapshot

__all__ = ["Asked", "asked_of", "described", "impact_of", "router"]

_NAMES = ("thing", "proposal", "change", "min-strength", "max-steps", "compare")
_TYPES = {
    "": "application/json",
    ".svg": "image/svg+xml",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WORD = {"type": "string"}
_SUMMARY = "{name} asked of two graphs: what comes, goes and changes"


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
    for name in COMPARABLE:
        for ending, media_type in _TYPES.items():
            routes.add_api_route(
                f"/{name}/compared{ending}",
                _answering(name, ending, media_type),
                methods=["GET"],
                name=f"{name} compared{ending}",
                summary=_SUMMARY.format(name=name.capitalize()),
                include_in_schema=not ending,
            )
    return routes


def described(document: dict[str, Any]) -> dict[str, Any]:
    """Add to the OpenAPI document what each comparison takes."""
    for name in COMPARABLE:
        document["paths"][f"/api/v1/{name}/compared"]["get"]["parameters"] = _parameters(name)
    return document


def _names(name: str) -> tuple[str, ...]:
    """Return the parameters of a comparison; one that takes several things is named in the singular, as on pages."""
    flags = (one.flag.removesuffix("s") if one.name == "things" else one.flag for one in parameters(query(name)))
    return (*flags, "compare")


def _parameters(name: str) -> list[dict[str, Any]]:
    many = {
        one.flag.removesuffix("s") if one.name == "things" else one.flag for one in parameters(query(name)) if one.many
    }
    told = [
        {"name": one, "in": "query", "schema": {"type": "array", "items": _WORD} if one in many else _WORD}
        for one in _names(name)[:-1]
    ]
    against = "A day, a revision (12, 12@2027-07-01), a proposal as if carried out, or changes in TOML"
    compared = {"name": "compare", "in": "query", "required": True, "schema": _WORD, "description": against}
    return [*told, compared, {"name": "lang", "in": "query", "schema": {"enum": ["nb", "nn", "en"]}}]


def _answering(name: str, ending: str, media_type: str) -> Callable[..., Any]:
    async def answer(request: Request) -> Response:
        refuse_unknown(request, _names(name))
        if not request.query_params.get("compare"):
            raise UsageError(text("exports.compare_with"))
        language = language_of(request)

        def made() -> bytes:
            return _compared(request, name).file(ending or ".json", language)

        content = await request.app.state.patience.wait(request, made)
        headers = {}
        if ending == ".svg":  # a picture opened by itself carries its own style; no other page may be styled by it
            headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        return Response(content, media_type=media_type, headers=headers)

    return answer


def _compared(request: Request, name: str) -> Compared:
    snapshot = snapshot_of(request)
    frame = frame_of(request, snapshot)
    if name == "impact":
        asked = asked_of(request, snapshot, frame)
        if asked is None:
            raise UsageError(text("exports.compare_what"))
        return compare_with(name, snapshot, asked.result, asked.other, **asked.own)
    own = arguments(query(name), {one: frame.values(one) for one in _names(name)[:-1] if frame.values(one)})
    words = frame.value("compare")
    if own.get("municipality"):
        pages = view("explorer")
        other = pages.other_side(snapshot, words)
        own["municipality"] = pages.municipality_in((snapshot, other.snapshot), own["municipality"])
        return compare_with(name, snapshot, pages.matrix_at(snapshot, **own), other, **own)
    result = workspace_of(request).ask(name, revision=snapshot.revision, date=snapshot.date, **own)
    return compare(name, snapshot, result, words, **own)


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
    return Asked(tuple(things), own, result, other, compare_with("impact", snapshot, result, other, **own).contrast)


def impact_of(request: Request, snapshot: Snapshot, own: dict[str, Any]) -> Any:
    """Ask about a graph of the register; recent answers are kept."""
    return workspace_of(request).ask("impact", revision=snapshot.revision, date=snapshot.date, **own)
