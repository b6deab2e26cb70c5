"""Taking in over HTTP: who may write, and from a form's files to a preview."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from graphsvc.api.asking import workspace_of
from graphsvc.api.forms import Form
from graphsvc.errors import PermissionDenied, UsageError
from graphsvc.i18n import text
from graphsvc.registry import importers
from graphsvc.service import Workspace
from graphsvc.service.importing import Preview, preview, profiles
from graphsvc.service.uploading import uploaded

__all__ = ["FIELDS", "HEADER", "HEADER_DESCRIBED", "from_program", "may_write", "prepare"]

#: A form of another site cannot send this header, so that no page can make a browser write anything.
HEADER = "x-graphsvc-request"
#: The same, as the description of the API tells it.
HEADER_DESCRIBED = {"name": "X-Graphsvc-Request", "in": "header", "required": True, "schema": {"const": "1"}}

#: Fields that say what is read and how, on the page and in the API alike.
FIELDS = frozenset({"files", "source", "format", "mapping", "profile", "guess"})
_LONGEST_SOURCE = 200


def may_write(request: Request) -> Workspace:
    """Return the workspace when this process is the one that writes.

    Raises
    ------
    PermissionDenied
        When it only reads.
    """
    workspace = workspace_of(request)
    if not workspace.writes:
        raise PermissionDenied(text("importing.reads_only"))
    return workspace


def from_program(request: Request) -> None:
    """Let a request that writes through the API through, when a program sent it.

    Raises
    ------
    PermissionDenied
        When it lacks the header that only a program can set.
    """
    if request.headers.get(HEADER) != "1":
        raise PermissionDenied(text("importing.header").format(header="X-Graphsvc-Request: 1"))


async def prepare(request: Request, form: Form) -> Preview:
    """Read the files of a form in a guarded child and say what importing them would change.

    Raises
    ------
    UsageError
        When there is no file, or no such format or mapping; a path is never taken for a mapping.
    """
    workspace, files = may_write(request), form.named("files")
    if not files:
        raise UsageError(text("importing.no_files"))
    options = _options(form)
    async with request.app.state.readers:
        return await run_in_threadpool(_read, workspace, form, options)


def _read(workspace: Workspace, form: Form, options: dict[str, Any]) -> Preview:
    with ExitStack() as stack:
        paths = stack.enter_context(uploaded(form.named("files")))
        own = stack.enter_context(uploaded(form.named("profile")[:1]))
        if own:
            options["mapping"] = str(own[0])
        return preview(workspace, paths, **options)


def _options(form: Form) -> dict[str, Any]:
    source, format_, mapping = form.get("source"), form.get("format"), form.get("mapping")
    shipped = profiles()
    known = sorted({name for names in shipped.values() for name in names})
    _one_of("format", format_, list(importers()))
    _one_of("mapping", mapping, known)
    if source and len(source) > _LONGEST_SOURCE:
        raise UsageError(text("importing.long_source").format(most=_LONGEST_SOURCE))
    return {"source": source, "format": format_, "mapping": mapping, "guess": form.ticked("guess")}


def _one_of(name: str, given: str | None, known: list[str]) -> None:
    if given is not None and given not in known:
        raise UsageError(text("importing.not_one_of").format(name=name, value=given[:40], known=", ".join(known)))
