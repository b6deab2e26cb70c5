"""The page of a proposal's assessment over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Request

from graphsvc.api.asking import snapshot_of, workspace_of
from graphsvc.api.framing import frame_of, page
from graphsvc.registry import view
from graphsvc.service import Workspace

__all__ = ["router"]


def router(workspace: Workspace) -> APIRouter:
    """Return the route of the page."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/assessment", page(("proposal",), _assessment), methods=["GET"], name="assessment-page")
    return routes


def _assessment(request: Request) -> str:
    snapshot, pages = snapshot_of(request), view("explorer")
    frame = frame_of(request, snapshot)
    proposal = frame.value("proposal")
    if proposal is None:
        return str(pages.assessment_form(frame, snapshot))
    found = workspace_of(request).ask("assessment", revision=snapshot.revision, date=snapshot.date, proposal=proposal)
    return str(pages.assessment(frame, snapshot, found))
