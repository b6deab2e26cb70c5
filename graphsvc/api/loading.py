"""Import over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from graphsvc.service import Workspace

__all__ = ["router"]


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of import."""
    return APIRouter()
