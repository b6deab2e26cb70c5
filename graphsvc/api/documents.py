"""Documents of the forum, and reports of answers, over HTTP as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.answers import own_parameters
from graphsvc.api.asking import language_of, snapshot_of, workspace_of
from graphsvc.api.framing import choice, refuse_unknown
from graphsvc.registry import query, view
from graphsvc.service import Workspace
from graphsvc.service.calling import arguments
from graphsvc.service.documents import memo_file, pack_file
from graphsvc.service.forum.archiving import decision_metadata
from graphsvc.service.forum.printing import printed_decision
from graphsvc.service.picturing import answer_file
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["file_response", "router"]

_TYPES = {".pdf": "application/pdf", ".html": "text/html; charset=utf-8"}


Make = Callable[[Workspace, Snapshot, str, str, Language], bytes]


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of documents under /api/v1."""
    routes = APIRouter(prefix="/api/v1")
    for ending in _TYPES:
        sort = ending[1:].upper()
        for path, make, summary in (
            ("/memo/{name:path}", memo_file, f"The memo of a proposal as {sort}"),
            ("/meetings/{name}/memo", pack_file, f"Agenda and memos of a meeting as {sort}"),
        ):
            made = _answering(make, ending)
            routes.add_api_route(f"{path}{ending}", made, methods=["GET"], summary=summary, name=summary)
        routes.add_api_route(
            f"/impact{ending}", _report(ending), methods=["GET"], name=f"impact{ending}", include_in_schema=False
        )
        summary = f"A decision to read, with its metadata inside, as {sort}"
        path = f"/decisions/{{id}}/document{ending}"
        routes.add_api_route(path, _decision(ending), methods=["GET"], summary=summary, name=summary)
    return routes


def _answering(make: Make, ending: str) -> Callable[..., Any]:
    async def answer(request: Request, name: str) -> Response:
        refuse_unknown(request, ())
        language = language_of(request)

        def made() -> bytes:
            return make(workspace_of(request), snapshot_of(request), name, ending, language)

        content: bytes = await request.app.state.patience.wait(request, made)
        return file_response(content, f"memo-{name}{ending}")

    return answer


def _report(ending: str) -> Callable[..., Any]:
    """Answer what a change touches as a report to print."""

    async def answer(request: Request) -> Response:
        asked = query("impact")
        given, language = arguments(asked, own_parameters(request)), language_of(request)

        def made() -> bytes:
            snapshot = snapshot_of(request)
            result = workspace_of(request).ask("impact", revision=snapshot.revision, date=snapshot.date, **given)
            return answer_file("impact", snapshot, result, ending, language)

        content: bytes = await request.app.state.patience.wait(request, made)
        return file_response(content, f"impact{ending}")

    return answer


def _decision(ending: str) -> Callable[..., Any]:
    async def answer(request: Request, id: str) -> Response:
        refuse_unknown(request, ("edition",))
        public = choice(request, "edition", ("internal", "public")) == "public"
        language, workspace = language_of(request), workspace_of(request)

        def made() -> bytes:
            return printed_decision(
                workspace, decision_metadata(workspace, id, language, public=public), ending, language
            )

        content: bytes = await request.app.state.patience.wait(request, made)
        return file_response(content, f"{id}-{'public' if public else 'internal'}{ending}")

    return answer


def file_response(content: bytes, name: str) -> Response:
    """Answer with a document: shown in the browser, saved under its name; a page brings its own policy along.

    Parameters
    ----------
    name
        The file's name; what a header cannot hold is written with percent signs.
    """
    ending = name[name.rfind(".") :]
    headers = {"content-disposition": f"inline; filename*=UTF-8''{quote(name, safe='')}"}
    if ending == ".html":
        policy = view("explorer").policy_of(content.decode())
        headers["content-security-policy"] = f"{policy}; frame-ancestors 'none'"
    return Response(content, media_type=_TYPES[ending], headers=headers)
