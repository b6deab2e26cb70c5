"""Judging a pair over HTTP: for programs, and from the fields of a form."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graphsvc.api.asking import language_of
from graphsvc.api.forms import Form, read_form
from graphsvc.api.requests import seen_of
from graphsvc.api.taking import HEADER_DESCRIBED, from_program, may_write
from graphsvc.api.written import JSONResponse
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.judgement import State
from graphsvc.service import Workspace
from graphsvc.service.judging import Judged, judge
from graphsvc.service.looking import parse_date

__all__ = ["FIELDS", "judge_form", "router"]

#: What a form says of a pair; ``revision`` is what was looked at, ``date`` at which date.
FIELDS = ("a", "b", "state", "why", "who", "revision", "date")
_NEEDED = ("a", "b", "state")


def router(workspace: Workspace) -> APIRouter:
    """Return the route for programs."""
    routes = APIRouter()
    routes.add_api_route(
        "/api/v1/pairs",
        _judge,
        methods=["POST"],
        name="pairs",
        summary="Confirm that two systems overlap, dismiss it, or open the pair again",
        openapi_extra=_described(),
    )
    return routes


async def _judge(request: Request) -> Response:
    """Write what people say of a pair; the same request again changes nothing (Idempotency-Key is not needed)."""
    from_program(request)
    may_write(request)
    async with read_form(request, FIELDS) as form:
        judged = await judge_form(request, form)
    return JSONResponse(judged.document(language_of(request)))


async def judge_form(request: Request, form: Form) -> Judged:
    """Do what a form says of a pair.

    Raises
    ------
    UsageError
        When a field is missing or does not fit.
    """
    workspace = may_write(request)
    for name in _NEEDED:
        if form.get(name) is None:
            raise UsageError(text("judging.missing").format(name=name, known=", ".join(_NEEDED)))
    state, known = form.fields["state"], [one.value for one in State]
    if state not in known:
        refusal = text("importing.not_one_of")
        raise UsageError(refusal.format(name="state", value=state[:40], known=", ".join(known)))
    return await run_in_threadpool(
        judge,
        workspace,
        form.fields["a"],
        form.fields["b"],
        State(state),
        why=form.get("why") or "",
        who=form.get("who"),
        seen=seen_of(form.get("revision")),
        date=parse_date(form.get("date")),
    )


def _described() -> dict[str, Any]:
    fields: dict[str, Any] = {name: {"type": "string"} for name in FIELDS}
    fields["state"] = {"enum": [one.value for one in State]}
    fields["revision"] = {"type": "integer", "minimum": 0}
    fields["date"] = {"type": "string", "format": "date"}
    schema = {"type": "object", "required": list(_NEEDED), "properties": fields}
    body = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}
    return {"parameters": [HEADER_DESCRIBED], "requestBody": body}
