"""All routes of the forum: for programs, and its pages."""

from __future__ import annotations

from fastapi import APIRouter

from graphsvc.api import forum_cases, forum_decisions, forum_pages, forum_proposals
from graphsvc.service import Workspace

__all__ = ["router"]


def router(workspace: Workspace) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()
    for room in (forum_decisions, forum_proposals, forum_cases, forum_pages):
        routes.include_router(room.router(workspace))
    return routes
