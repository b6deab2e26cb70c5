"""Import and undo over HTTP for programs, and the routes of the pages that do the same for people."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graphsvc.api import history_pages, import_pages
from graphsvc.api.asking import language_of, number_of, workspace_of
from graphsvc.api.errors import problem_fields
from graphsvc.api.forms import read_form
from graphsvc.api.framing import refuse_unknown
from graphsvc.api.taking import FIELDS, HEADER_DESCRIBED, from_program, may_write, prepare
from graphsvc.api.written import JSONResponse
from graphsvc.errors import ConfirmationNeeded, DataError, GraphsvcError
from graphsvc.service import Workspace
from graphsvc.service.exporting import template
from graphsvc.service.importing import Preview, import_confirmed
from graphsvc.service.keeping import undo

__all__ = ["router"]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FLAGS = frozenset({"dry_run", "confirm_removals"})


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of import, history and undo."""
    routes = APIRouter()
    add = routes.add_api_route
    add("/api/v1/import", _import, methods=["POST"], name="import", summary="Import files", openapi_extra=_BODY)
    add("/api/v1/undo/{revision}", _undo, methods=["POST"], name="undo", summary="Take a revision back by a new one")
    for path, answer, method in (
        ("/import", import_pages.choose, "GET"),
        ("/import", import_pages.upload, "POST"),
        ("/import/template.xlsx", _template, "GET"),
        ("/import/{key}", import_pages.show, "GET"),
        ("/import/{key}", import_pages.answer, "POST"),
        ("/history", history_pages.listing, "GET"),
        ("/history/{revision}", history_pages.one, "GET"),
        ("/history/{revision}", history_pages.undo_one, "POST"),
    ):
        add(path, answer, methods=[method], name=f"{path} {method}", include_in_schema=False)
    return routes


async def _import(request: Request) -> Response:
    """Read files and, unless it is a dry run, commit what they say as one revision."""
    from_program(request)
    may_write(request)
    async with read_form(request, FIELDS | _FLAGS) as form:
        dry_run, confirmed = form.ticked("dry_run"), form.ticked("confirm_removals")
        prepared = await prepare(request, form)
    questions = () if dry_run and prepared.plan else prepared.questions(yes=True, confirm_removals=confirmed)
    if questions:
        error: GraphsvcError = ConfirmationNeeded(questions[0]) if prepared.plan else DataError(questions[0])
        return _refused(request, prepared, error, dry_run=dry_run)
    if dry_run:
        return JSONResponse(prepared.document(language_of(request), dry_run=True))
    prepared, revision, warnings = await run_in_threadpool(
        import_confirmed, workspace_of(request), prepared, confirm_removals=confirmed
    )
    return JSONResponse(prepared.document(language_of(request), dry_run=False, revision=revision, warnings=warnings))


def _refused(request: Request, prepared: Preview, error: GraphsvcError, *, dry_run: bool) -> Response:
    """Say why nothing was written, in the shape of an error, with the import document in it."""
    document = prepared.document(language_of(request), dry_run=dry_run)
    whole = {**document, **problem_fields(request, error)}
    return JSONResponse(whole, error.status, media_type="application/problem+json")


async def _undo(request: Request, revision: str) -> Response:
    from_program(request)
    made, warnings = await run_in_threadpool(undo, may_write(request), number_of(revision))
    told = [warning.in_(language_of(request)) for warning in warnings]
    return JSONResponse({"undone": int(revision), "revision": made, "warnings": told})


async def _template(request: Request) -> Response:
    refuse_unknown(request, ())
    language = language_of(request)
    return await _file(f"graphsvc-{language}.xlsx", lambda path: template(path, language))


async def _file(name: str, write: Callable[[Path], Any]) -> Response:
    def made() -> bytes:
        with tempfile.TemporaryDirectory(prefix="graphsvc-") as folder:
            path = Path(folder) / name
            write(path)
            return path.read_bytes()

    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(await run_in_threadpool(made), media_type=_XLSX, headers=headers)


def _described() -> dict[str, Any]:
    words = {name: {"type": "string"} for name in ("source", "format", "mapping")}
    flags = {name: {"type": "boolean"} for name in ("dry_run", "confirm_removals", "guess")}
    binary = {"type": "string", "format": "binary"}
    properties = {"files": {"type": "array", "items": binary}, "profile": binary, **words, **flags}
    schema = {"type": "object", "required": ["files"], "properties": properties}
    return {
        "parameters": [HEADER_DESCRIBED],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}},
    }


_BODY = _described()
