"""The whole register as a file over HTTP, in each format that there is."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from graphsvc.api.asking import language_of, snapshot_of, workspace_of
from graphsvc.api.framing import choice, refuse_unknown
from graphsvc.service import Workspace
from graphsvc.service.exporting import export, format_named
from graphsvc.service.exports import FORMATS

__all__ = ["router"]

_EDITIONS = ("internal", "public")
_DESCRIBED: dict[str, Any] = {
    "parameters": [
        {"name": "format", "in": "query", "schema": {"enum": list(FORMATS), "default": "workbook"}},
        {"name": "edition", "in": "query", "schema": {"enum": list(_EDITIONS), "default": "internal"}},
        {"name": "lang", "in": "query", "schema": {"enum": ["nb", "nn", "en"]}},
        {"name": "as-of", "in": "query", "schema": {"type": "string", "format": "date"}},
        {"name": "revision", "in": "query", "schema": {"type": "integer", "minimum": 0}},
    ],
    "responses": {
        "200": {"description": "A file", "content": {one.media_type: {} for one in FORMATS.values()}},
    },
}


def router(workspace: Workspace) -> APIRouter:
    """Return the one route, under /api/v1."""
    del workspace  # every request brings its own
    routes = APIRouter(prefix="/api/v1")
    routes.add_api_route(
        "/export", _export, methods=["GET"], name="export", summary="The whole register", openapi_extra=_DESCRIBED
    )
    return routes


async def _export(request: Request) -> Response:
    """Write the file into a folder of its own and send it from there, however large it is."""
    refuse_unknown(request, ("format", "edition"))
    form = format_named(request.query_params.get("format") or "workbook")
    public = choice(request, "edition", _EDITIONS) == "public"
    language, workspace = language_of(request), workspace_of(request)
    folder = Path(tempfile.mkdtemp(prefix="graphsvc-export-"))

    def made() -> str:
        snapshot = snapshot_of(request)
        name = f"graphsvc-{language}-{snapshot.revision}{'-public' if public else ''}{form.ending}"
        export(workspace, form.name, folder / name, language, snapshot=snapshot, public=public)
        return name

    try:
        name = await request.app.state.patience.wait(request, made)
    except BaseException:  # whoever asked may have gone away
        _swept(folder)
        raise
    headers = {"cache-control": "no-store"}
    return FileResponse(
        folder / name,
        media_type=form.media_type,
        filename=name,
        headers=headers,
        background=BackgroundTask(_swept, folder),
    )


def _swept(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
