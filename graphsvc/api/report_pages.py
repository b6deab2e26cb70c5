"""The pages of findings over HTTP: one route an analysis, its parameters those of the query itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import snapshot_of, workspace_of
from graphsvc.api.framing import frame_of, page
from graphsvc.registry import query, view
from graphsvc.service import Workspace
from graphsvc.service.calling import arguments, parameters

__all__ = ["QUESTIONS", "router"]

#: Analyses whose page tells what was found; the explorer has a page of this kind for each.
QUESTIONS = ("weak-spots", "structure", "privacy", "journey", "completeness", "learning", "scenario", "diff")
#: Questions that cannot be asked before the reader has said what about; until then their page is a form.
_NEED_WORDS = frozenset({"journey", "learning", "scenario", "diff"})


def router(workspace: Workspace) -> APIRouter:
    """Return a route for every analysis that has a page; neither page nor question is loaded before it is opened."""
    del workspace  # every request brings its own
    routes = APIRouter(include_in_schema=False)
    for question in QUESTIONS:
        routes.add_api_route(f"/{question}", _opening(question), methods=["GET"], name=f"{question}-page")
    return routes


def _opening(question: str) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        asked = query(question.replace("-", "_"))
        flags = [name for one in parameters(asked) for name in {one.flag, one.flag.removesuffix("s")}]
        shown: Response = await page((*flags, "all"), _building(question, asked, flags))(request)
        return shown

    return answer


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
