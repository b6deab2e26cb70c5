"""Documents of the forum over HTTP, as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import language_of, snapshot_of, workspace_of
from graphsvc.api.framing import refuse_unknown
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.service.documents import memo_file

__all__ = ["file_response", "router"]

_TYPES = {".pdf": "application/pdf", ".html": "text/html; charset=utf-8"}


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of documents under /api/v1."""
    routes = APIRouter(prefix="/api/v1")
    for ending in _TYPES:
        routes.add_api_route(
            f"/memo/{{proposal:path}}{ending}",
            _memo(ending),
            methods=["GET"],
            name=f"memo{ending}",
            summary=f"The memo of a proposal as {ending[1:].upper()}",
            response_class=Response,
        )
    return routes


def _memo(ending: str) -> Callable[..., Any]:
    async def answer(request: Request, proposal: str) -> Response:
        refuse_unknown(request, ())
        language = language_of(request)

        def make() -> bytes:
            return memo_file(workspace_of(request), snapshot_of(request), proposal, ending, language)

        content: bytes = await request.app.state.patience.wait(request, make)
        return file_response(content, f"memo-{proposal}{ending}")

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
