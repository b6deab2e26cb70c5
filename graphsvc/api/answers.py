"""The JSON answers: every installed query, and looking at the register; the same documents as the commands'."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from graphsvc.api.asking import COMMON, language_of, snapshot_of, workspace_of
from graphsvc.api.written import JSONResponse
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.ports import FileText
from graphsvc.registry import query, query_names
from graphsvc.service import Workspace
from graphsvc.service.calling import Parameter, arguments, parameters
from graphsvc.service.looking import history_document, show, stats
from graphsvc.service.picturing import LONG, answer_document, answer_file, picture
from graphsvc.service.searching import kinds_named, search_document
from graphsvc.snapshot import Snapshot

__all__ = ["described", "own_parameters", "router"]

_COMMON_PARAMETERS = [
    {"name": "lang", "in": "query", "schema": {"enum": ["nb", "nn", "en"]}},
    {"name": "as-of", "in": "query", "schema": {"type": "string", "format": "date"}},
    {"name": "revision", "in": "query", "schema": {"type": "integer", "minimum": 0}},
]
#: Which rows of a long answer are told, and the most that may be asked for. A program that wants all takes a part after
#: the other, or a file.
_PARTS = {"offset": 1_000_000, "limit": 5_000}
#: So many are listed when nothing is said: what a municipality has, and of several what somebody reads at once.
_USUAL, _USUAL_OF_SEVERAL = 1_000, 100
#: Files that the table twin of an answer can be.
_TABLES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_Kinds = Annotated[tuple[str, ...], Query(description="Only things of these kinds")]
_TYPES = {str: "string", FileText: "string", int: "integer", float: "number", bool: "boolean"}


def router(workspace: Workspace) -> APIRouter:
    """Return the routes under /api/v1; no question is loaded before it is asked."""
    routes = APIRouter(prefix="/api/v1")
    for name in query_names():
        path = _path(name)
        routes.add_api_route(path, _asking(name), methods=["GET"], name=name)
        routes.add_api_route(
            f"{path}.svg", _drawing(name), methods=["GET"], name=f"{name}.svg", include_in_schema=False
        )
        for ending, media_type in _TABLES.items():
            routes.add_api_route(
                f"{path}{ending}",
                _tabulating(name, ending, media_type),
                methods=["GET"],
                name=f"{name}{ending}",
                include_in_schema=False,
            )
    routes.add_api_route("/stats", _stats, methods=["GET"], name="stats", summary="Counts by kind, relation and sector")
    routes.add_api_route("/search", _search, methods=["GET"], name="search", summary="Things by name, id or vendor")
    routes.add_api_route(
        "/things/{thing:path}",
        _show,
        methods=["GET"],
        name="show",
        summary="All that is known of a thing, with the revision as ETag",
    )
    routes.add_api_route("/history", _history, methods=["GET"], name="history", summary="Revisions, newest first")
    return routes


def described(document: dict[str, Any]) -> dict[str, Any]:
    """Add to the OpenAPI document what each question answers and takes, from its signature."""
    paths: Mapping[str, Any] = document["paths"]
    for name in query_names():
        asked = paths[f"/api/v1{_path(name)}"]["get"]
        asked["summary"] = _summary(query(name))
        asked["parameters"] = [*map(_described, parameters(query(name))), *_parts(name), *_COMMON_PARAMETERS]
    return document


def _path(name: str) -> str:
    return f"/{name.replace('_', '-')}"


def _summary(query: Callable[..., Any]) -> str:
    return (query.__doc__ or "").strip().split("\n")[0]


def _described(parameter: Parameter) -> dict[str, Any]:
    one: dict[str, Any] = {"type": _TYPES.get(parameter.type, "string")}
    if parameter.type not in _TYPES:
        one["enum"] = [str(value) for value in parameter.type]  # type: ignore[attr-defined]
    schema = {"type": "array", "items": one} if parameter.many else one
    return {"name": parameter.flag, "in": "query", "required": parameter.required, "schema": schema}


def _parts(name: str) -> list[dict[str, Any]]:
    """Describe how the rows of a long answer are asked for."""
    return [
        {"name": part, "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": most}}
        for part, most in (_PARTS if name in LONG else {}).items()
    ]


def own_parameters(request: Request) -> dict[str, list[str]]:
    """Return the parameters that are a question's own, by name."""
    names = dict.fromkeys(request.query_params.keys())
    return {name: request.query_params.getlist(name) for name in names if name not in COMMON}


def _asking(name: str) -> Callable[..., Any]:
    async def ask(request: Request) -> Response:
        own, language = own_parameters(request), language_of(request)
        part = _part(own) if name in LONG else None
        given = arguments(query(name), own)

        def question() -> dict[str, Any]:
            snapshot = snapshot_of(request)
            rows = None if part is None else _rows(snapshot, *part)
            result = workspace_of(request).ask(name, revision=snapshot.revision, date=snapshot.date, **given)
            return answer_document(name, snapshot, result, language, rows=rows)

        return JSONResponse(await request.app.state.patience.wait(request, question))

    return ask


def _part(own: dict[str, list[str]]) -> tuple[int | None, int | None]:
    """Take after how many, and how many, rows of a long answer are wanted out of a question's parameters.

    Raises
    ------
    UsageError
        When that is no number, or too large a one.
    """
    told = {name: own.pop(name)[-1] for name in _PARTS if name in own}
    for name, value in told.items():
        if not value.isdecimal() or not int(value[:10]) <= _PARTS[name]:
            raise UsageError(text("exports.rows").format(name=name, value=value[:20], most=_PARTS[name]))
    offset, limit = (int(told[name]) if name in told else None for name in _PARTS)
    return offset, limit


def _rows(snapshot: Snapshot, offset: int | None, limit: int | None) -> slice:
    usual = _USUAL_OF_SEVERAL if snapshot.organisation.several else _USUAL
    return slice(offset or 0, (offset or 0) + (usual if limit is None else limit))


def _drawing(name: str) -> Callable[..., Any]:
    async def draw(request: Request) -> Response:
        given, language = arguments(query(name), own_parameters(request)), language_of(request)

        def question() -> str:
            snapshot = snapshot_of(request)
            result = workspace_of(request).ask(name, revision=snapshot.revision, date=snapshot.date, **given)
            return picture(name, snapshot, result, language)

        drawn = await request.app.state.patience.wait(request, question)
        # A picture opened by itself carries its own style; no other page may be styled by it.
        policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        return Response(drawn, media_type="image/svg+xml", headers={"content-security-policy": policy})

    return draw


def _tabulating(name: str, ending: str, media_type: str) -> Callable[..., Any]:
    async def tabulate(request: Request) -> Response:
        given, language = arguments(query(name), own_parameters(request)), language_of(request)

        def question() -> bytes:
            snapshot = snapshot_of(request)
            result = workspace_of(request).ask(name, revision=snapshot.revision, date=snapshot.date, **given)
            return answer_file(name, snapshot, result, ending, language)

        content = await request.app.state.patience.wait(request, question)
        kept = {"content-disposition": f'attachment; filename="{name}{ending}"'}
        return Response(content, media_type=media_type, headers=kept)

    return tabulate


def _only(request: Request, *known: str) -> None:
    """Refuse a parameter that is not understood, rather than answer another question than was asked."""
    for name in own_parameters(request):
        if name not in known:
            understood = ", ".join([*known, *sorted(COMMON - {"as_of"})])
            raise UsageError(text("explorer.unknown_parameter").format(name=name[:40], known=understood))


async def _stats(request: Request) -> Response:
    _only(request)

    def question() -> dict[str, object]:
        return stats(snapshot_of(request), language_of(request))

    return JSONResponse(await request.app.state.patience.wait(request, question))


async def _search(request: Request, q: str = "", limit: int = 20, kind: _Kinds = ()) -> Response:
    _only(request, "q", "limit", "kind")
    kinds, most = kinds_named(kind), max(1, min(limit, 200))

    def question() -> dict[str, object]:
        return search_document(snapshot_of(request), q[:200], language_of(request), kinds=kinds, limit=most)

    return JSONResponse(await request.app.state.patience.wait(request, question))


async def _show(request: Request, thing: str) -> Response:
    _only(request)

    def question() -> dict[str, object]:
        snapshot = snapshot_of(request)
        return show(snapshot, snapshot.find(thing), language_of(request))

    document = await request.app.state.patience.wait(request, question)
    return JSONResponse(document, headers={"etag": f'"{document["revision"]}"'})


async def _history(request: Request) -> Response:
    _only(request)
    return JSONResponse(history_document(workspace_of(request).register.revisions(limit=1000)))
