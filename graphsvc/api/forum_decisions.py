"""Decisions over HTTP: the log, one decision, its documents as they were, a package for the archive."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import language_of, workspace_of
from graphsvc.api.requests import known_only, revision_of, told
from graphsvc.api.schema import described
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.model import Kind
from graphsvc.service import Workspace
from graphsvc.service.forum.archiving import decision_metadata, decision_package
from graphsvc.service.forum.attaching import document_of
from graphsvc.service.forum.cases import find_case
from graphsvc.service.forum.deciding import list_decisions, show_decision

__all__ = ["attachment", "router"]

_FILTERS = ("proposal", "outcome", "meeting", "q")
_EDITIONS = {"": False, "internal": False, "public": True}
#: A document of the forum is never shown or run by a browser: it is a file to keep.
_SEALED = "sandbox; default-src 'none'"
_LONGEST = 200


def router(workspace: Workspace) -> APIRouter:
    """Return the routes under /api/v1 that hand out decisions and documents."""
    routes = APIRouter(prefix="/api/v1", tags=["forum"])
    filters = {**dict.fromkeys(_FILTERS, "string"), "revision": "integer"}
    at = described(writes=False, parameters={"revision": "integer"})
    edition = described(writes=False, parameters={"edition": "string"})
    file = described(writes=False)
    for path, answer, summary, extra in (
        ("/decisions", _list, "List decisions, newest first", described(writes=False, parameters=filters)),
        ("/decisions/{id}", _show, "A decision with conditions, documents and its place in the chain", at),
        ("/decisions/{id}/metadata", _metadata, "All of a decision as JSON, with the head of the chain", edition),
        ("/decisions/{id}/package", _package, "A decision as a ZIP file for the archive", edition),
        ("/decisions/{id}/documents/{name}", _document, "A document as it was, by digest or name", file),
        ("/proposals/{id:path}/attachments/{name}", _attachment, "An attachment, by digest or name", file),
    ):
        routes.add_api_route(path, answer, methods=["GET"], summary=summary, openapi_extra=extra, name=summary)
    return routes


async def _list(request: Request) -> Response:
    revision, asked = revision_of(request, *_FILTERS), request.query_params
    workspace, language = workspace_of(request), language_of(request)
    wanted: dict[str, Any] = {name: asked.get(name) or None for name in _FILTERS[:3]}
    words = (asked.get("q") or "")[:_LONGEST]

    def question() -> dict[str, Any]:
        rows = list_decisions(workspace, language, **wanted, words=words, revision=revision)
        return {"decisions": rows, "count": len(rows)}

    return await told(request, question)


async def _show(request: Request, id: str) -> Response:
    revision = revision_of(request)
    workspace, language = workspace_of(request), language_of(request)
    return await told(request, lambda: show_decision(workspace, id, language, revision=revision), versioned=True)


def _edition(request: Request) -> bool:
    known_only(request, "edition")
    word = request.query_params.get("edition", "")
    if word not in _EDITIONS:
        raise UsageError(text("importing.not_one_of").format(name="edition", value=word[:40], known="internal, public"))
    return _EDITIONS[word]


async def _metadata(request: Request, id: str) -> Response:
    public, workspace, language = _edition(request), workspace_of(request), language_of(request)
    return await told(request, lambda: decision_metadata(workspace, id, language, public=public))


async def _package(request: Request, id: str) -> Response:
    public, workspace, language = _edition(request), workspace_of(request), language_of(request)
    made = await request.app.state.patience.wait(
        request, lambda: decision_package(workspace, id, language, public=public)
    )
    return attachment(f"{id}-{'public' if public else 'internal'}.zip", made)


async def _document(request: Request, id: str, name: str) -> Response:
    return await _file(request, Kind.DECISION, id, "documents", name)


async def _attachment(request: Request, id: str, name: str) -> Response:
    return await _file(request, Kind.PROPOSAL, id, "attachments", name)


async def _file(request: Request, kind: Kind, id: str, field: str, name: str) -> Response:
    known_only(request)
    workspace = workspace_of(request)

    def question() -> tuple[Any, bytes]:
        return document_of(workspace, find_case(workspace, kind, id), field, name)

    found, content = await request.app.state.patience.wait(request, question)
    return attachment(found.name, content)


def attachment(name: str, content: bytes) -> Response:
    """Hand out bytes as a file to keep, of no particular type, whatever it says of itself."""
    plain = "".join(letter if letter.isascii() and letter not in '"\\' else "_" for letter in name)
    headers = {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": _SEALED,
    }
    return Response(content, media_type="application/octet-stream", headers=headers)
