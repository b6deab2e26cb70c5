"""Taking files in over HTTP: from a form's fields to a preview."""

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

__all__ = ["FIELDS", "may_write", "prepare"]

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
