"""The pages of findings over HTTP: one route an analysis, its parameters those of the query itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request

from graphsvc.api.asking import snapshot_of, workspace_of
from graphsvc.api.framing import frame_of, page
from graphsvc.registry import query, view
from graphsvc.service import Workspace
from graphsvc.service.calling import arguments, parameters

__all__ = ["router"]

#: Questions that cannot be asked before the reader has said what about; until then their page is a form.
_NEED_WORDS = frozenset({"journey", "learning", "scenario", "diff"})


def router(workspace: Workspace) -> APIRouter:
    """Return a route for every analysis that has a page."""
    routes = APIRouter(include_in_schema=False)
    for question in view("explorer").reports:
        asked = query(question.replace("-", "_"))
        flags = [name for one in parameters(asked) for name in {one.flag, one.flag.removesuffix("s")}]
        build = _building(question, asked, flags)
        routes.add_api_route(f"/{question}", page((*flags, "all"), build), methods=["GET"], name=f"{question}-page")
    return routes


def _building(question: str, asked: Callable[..., Any], flags: list[str]) -> Callable[[Request], str]:
    def build(request: Request) -> str:
        snapshot = snapshot_of(request)
        frame = frame_of(request, snapshot)
        given = {name: values for name in flags if (values := frame.values(name))}
        result = None
        if set(given) - {"analysis"} or question not in _NEED_WORDS:
            own = arguments(asked, given)
            name = question.replace("-", "_")
            result = workspace_of(request).ask(name, revision=snapshot.revision, date=snapshot.date, **own)
        return str(view("explorer").report(frame, snapshot, question=question, result=result))

    return build
