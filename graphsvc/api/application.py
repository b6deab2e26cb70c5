"""The application factory: routes, protection, errors, and nothing that thinks."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import FastAPI

from graphsvc.api import (
    administration,
    answers,
    assessment_pages,
    comparing,
    documents,
    editing,
    editing_pages,
    errors,
    exporting,
    forum,
    health,
    judging,
    loading,
    map_pages,
    metrics,
    overlap_pages,
    pages,
    path_pages,
    portfolio_pages,
    report_pages,
    view_pages,
    views,
)
from graphsvc.api.observation import Faults, Observation
from graphsvc.api.patience import Patience
from graphsvc.api.protection import Protection
from graphsvc.api.tokens import FormTokens
from graphsvc.monitoring.logs import Log
from graphsvc.service import Workspace
from graphsvc.service.shelving import shelf
from graphsvc.service.watching import watch_over

__all__ = ["create_application"]

#: So many uploads are read at the same time; each has a process of its own.
_READERS = 2
#: Where routes come from.
_ROOMS = (
    health,
    administration,
    answers,
    assessment_pages,
    comparing,
    documents,
    judging,
    editing,
    editing_pages,
    exporting,
    forum,
    loading,
    metrics,
    overlap_pages,
    map_pages,
    pages,
    path_pages,
    portfolio_pages,
    report_pages,
    view_pages,
    views,
)


class _Application(FastAPI):
    """Its document of the interface tells what every question takes: they are loaded when it is asked for."""

    def openapi(self) -> dict[str, Any]:
        """Return the document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = answers.described(comparing.described(super().openapi()))
        return self.openapi_schema


def create_application(
    workspace: Workspace, *, port: int | None = None, log: Log | None = None, worker: int = 0
) -> FastAPI:
    """Make the web application over an opened workspace.

    Parameters
    ----------
    workspace
        The register that is served; it stays the caller's to close.
    port
        The port that is listened on, for the Host header's allow-list; None = any.
    log
        Where lines of requests, slow questions and errors are written; None = nowhere.
    worker
        Number of this worker, for the numbers that it tells.
    """
    watch_over(workspace, log, worker)
    application = _Application(
        title="graphsvc",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        description="Which sectors does this change touch, and why.",
    )
    application.state.workspace = workspace
    application.state.patience = Patience(workspace.settings.question_seconds)
    application.state.tokens = FormTokens(workspace.register.shared.secret("forms"))
    application.state.previews = shelf(workspace)
    application.state.readers = asyncio.Semaphore(_READERS)
    errors.add(application)
    for room in _ROOMS:
        application.include_router(room.router(workspace))
    # The last that is added comes first: each request is watched, then protected, then caught when it falls.
    application.add_middleware(Faults, watch=workspace.watch)
    application.add_middleware(
        Protection,
        hosts=frozenset(workspace.settings.allowed_hosts),
        port=port,
        upload_bytes=workspace.settings.upload_bytes,
    )
    application.add_middleware(Observation, watch=workspace.watch)
    return application
