"""Proposals over HTTP: register, edit, move, withdraw, answer, attach, decide, carry out, follow up."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import language_of, workspace_of
from graphsvc.api.forms import read_form
from graphsvc.api.forum_cases import flag_of, word_of
from graphsvc.api.requests import body_of, expected_of, key_of, known_only, revision_of, told, written
from graphsvc.api.schema import described, fields_schema
from graphsvc.api.taking import from_program, may_write
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.model import Kind
from graphsvc.service import Workspace
from graphsvc.service.forum.assessing import QUESTIONS, answer_question
from graphsvc.service.forum.attaching import attach, detach
from graphsvc.service.forum.carrying_out import carry_out_proposal, preview_carrying_out
from graphsvc.service.forum.deciding import decide
from graphsvc.service.forum.following_up import follow_up
from graphsvc.service.forum.phases import NEXT
from graphsvc.service.forum.proposals import (
    CHANGES,
    add_proposal,
    edit_proposal,
    history_of,
    list_proposals,
    move_proposal,
    reinstate,
    show_proposal,
    withdraw,
)
from graphsvc.service.forum.sorts import SORTS
from graphsvc.service.looking import parse_date

__all__ = ["router"]

_HERE = "/api/v1/proposals"
#: Nobody has answered yet: an answer that is there already has another version than this one.
_NONE_YET = "-"


def router(workspace: Workspace) -> APIRouter:
    """Return the routes under /api/v1/proposals."""
    routes = APIRouter(prefix=_HERE, tags=["forum"])
    for path, method, answer, summary, extra in _table():
        routes.add_api_route(path, answer, methods=[method], summary=summary, openapi_extra=extra, name=summary)
    return routes


def _table() -> list[tuple[str, str, Any, str, dict[str, Any]]]:
    new, edited = (_with_changes(fields_schema(SORTS[Kind.PROPOSAL], new=one)) for one in (True, False))
    seen: dict[str, Any] = {"version": "needed"}
    words = {"type": "string"}
    file = _object(file={"type": "string", "format": "binary"})
    answers = _object(
        "question", "answer", "answered_by", question={"enum": list(QUESTIONS)}, answer=words, answered_by=words
    )
    carried = _object(
        on={"type": "string", "format": "date"}, seen={"type": "integer"}, accept_conflicts={"type": "boolean"}
    )
    filters = {"phase": "string", "unit": "string", "withdrawn": "boolean", "revision": "integer"}
    at = described(writes=False, parameters={"revision": "integer"})
    # An id may hold slashes (a case number such as 24/123): what ends in a word of ours comes first.
    return [
        ("", "GET", _list, "List proposals", described(writes=False, parameters=filters)),
        ("", "POST", _add, "Add a proposal: title, need and who proposes", described(new)),
        ("/{id:path}/history", "GET", _history, "Every edit of a proposal", described(writes=False)),
        (
            "/{id:path}/phase",
            "POST",
            _phase,
            "Move a proposal to the next phase, or one step back",
            described(_object("phase", phase={"enum": list(NEXT)}), **seen),
        ),
        (
            "/{id:path}/withdraw",
            "POST",
            _withdraw,
            "Withdraw a proposal",
            described(_object("because", because=words), **seen),
        ),
        (
            "/{id:path}/reinstate",
            "POST",
            _reinstate,
            "Take a withdrawn proposal up again",
            described(_object(), **seen),
        ),
        (
            "/{id:path}/answers",
            "POST",
            _answer,
            "Answer one of the forum's questions",
            described(answers, version="optional"),
        ),
        (
            "/{id:path}/attachments",
            "POST",
            _attach,
            "Attach a file",
            described(file, media="multipart/form-data", version="optional"),
        ),
        ("/{id:path}/attachments/{name}", "DELETE", _detach, "Take an attachment away", described(**seen)),
        (
            "/{id:path}/decisions",
            "POST",
            _decide,
            "Decide on a proposal, once and for all",
            described(_decision_schema(), version="optional"),
        ),
        (
            "/{id:path}/carry-out",
            "GET",
            _preview,
            "What carrying out would do to today's map",
            described(writes=False, parameters={"on": "string"}),
        ),
        (
            "/{id:path}/carry-out",
            "POST",
            _carry_out,
            "Write an approved proposal's changes as a revision of the map",
            described(carried),
        ),
        ("/{id:path}/follow-up", "GET", _follow_up, "Planned against real", described(writes=False)),
        ("/{id:path}", "GET", _show, "A proposal with answers, decisions and meetings; its version as ETag", at),
        ("/{id:path}", "PATCH", _edit, "Change some fields of a proposal; null clears one", described(edited, **seen)),
    ]


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({"required": list(required)} if required else {})}


def _with_changes(schema: dict[str, Any]) -> dict[str, Any]:
    operations = {"enum": ["new", *CHANGES]}
    change = _object("operation", operation=operations, things={"type": "array", "items": {"type": "string"}})
    return {**schema, "properties": {**schema["properties"], "changes": {"type": "array", "items": change}}}


def _decision_schema() -> dict[str, Any]:
    schema = fields_schema(SORTS[Kind.DECISION], new=True)
    words, day = {"type": "string"}, {"type": "string", "format": "date"}
    properties = {name: one for name, one in schema["properties"].items() if name != "proposal"}
    properties["conditions"] = {"type": "array", "items": _object("text", text=words, owner=words, due=day)}
    return {"type": "object", "required": ["outcome", "reasons"], "properties": properties}


async def _list(request: Request) -> Response:
    revision, asked = revision_of(request, "phase", "unit", "withdrawn"), request.query_params
    also = flag_of(asked.get("withdrawn"), "withdrawn")
    workspace, language = workspace_of(request), language_of(request)
    phase, unit = asked.get("phase") or None, asked.get("unit") or None

    def question() -> dict[str, Any]:
        rows = list_proposals(workspace, language, phase=phase, unit=unit, withdrawn=also, revision=revision)
        return {"proposals": rows, "count": len(rows)}

    return await told(request, question)


async def _show(request: Request, id: str) -> Response:
    revision = revision_of(request)
    workspace, language = workspace_of(request), language_of(request)
    return await told(request, lambda: show_proposal(workspace, id, language, revision=revision), versioned=True)


async def _history(request: Request, id: str) -> Response:
    known_only(request)
    workspace, language = workspace_of(request), language_of(request)
    return await told(request, lambda: {"history": history_of(workspace, Kind.PROPOSAL, id, language)})


async def _add(request: Request) -> Response:
    known_only(request)
    given, key = await body_of(request), key_of(request)
    workspace, language = workspace_of(request), language_of(request)
    return await written(request, lambda: add_proposal(workspace, given, language, key=key), created=_HERE)


async def _edit(request: Request, id: str) -> Response:
    given, more = await _seen(request)
    workspace, language = workspace_of(request), language_of(request)
    return await written(request, lambda: edit_proposal(workspace, id, given, language, **more))


async def _phase(request: Request, id: str) -> Response:
    given, more = await _seen(request)
    phase = _one_word(given, "phase")
    workspace, language = workspace_of(request), language_of(request)
    return await written(request, lambda: move_proposal(workspace, id, phase, language, **more))


async def _withdraw(request: Request, id: str) -> Response:
    given, more = await _seen(request)
    because = _one_word(given, "because")
    workspace, language = workspace_of(request), language_of(request)
    return await written(request, lambda: withdraw(workspace, id, because, language, **more))


async def _reinstate(request: Request, id: str) -> Response:
    given, more = await _seen(request)
    if given:
        raise UsageError(text("forum.want_members").format(known="–"))
    workspace, language = workspace_of(request), language_of(request)
    return await written(request, lambda: reinstate(workspace, id, language, **more))


async def _seen(request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read an edit that must say which version it starts from."""
    known_only(request)
    return await body_of(request), {"expected": expected_of(request, needed=True), "key": key_of(request)}


def _one_word(given: dict[str, Any], name: str) -> str:
    words = word_of(given, name)
    if words is None or set(given) != {name}:
        raise UsageError(text("forum.want_members").format(known=name))
    return words


async def _answer(request: Request, id: str) -> Response:
    known_only(request)
    given, key = await body_of(request), key_of(request)
    members = ("question", "answer", "answered_by")
    words = [word_of(given, name) or "" for name in members]
    if set(given) - set(members) or not all(words):
        raise UsageError(text("forum.want_members").format(known=", ".join(members)))
    expected = _NONE_YET if "if-match" not in request.headers else expected_of(request, needed=False)
    workspace, language = workspace_of(request), language_of(request)
    question, answer, who = words

    return await written(
        request, lambda: answer_question(workspace, id, question, answer, who, language, expected=expected, key=key)
    )


async def _attach(request: Request, id: str) -> Response:
    known_only(request)
    from_program(request)
    may_write(request)
    more: dict[str, Any] = {"expected": expected_of(request, needed=False), "key": key_of(request)}
    async with read_form(request, {"file"}) as form:
        files = form.named("file")
        if len(files) != 1:
            raise UsageError(text("forum.want_one_file"))
        name, content = files[0]
        workspace, language = workspace_of(request), language_of(request)
        return await written(request, lambda: attach(workspace, id, name, content, language, **more))


async def _detach(request: Request, id: str, name: str) -> Response:
    given, more = await _seen(request)
    if given:
        raise UsageError(text("forum.want_members").format(known="–"))
    workspace, language = workspace_of(request), language_of(request)
    return await written(request, lambda: detach(workspace, id, name, language, **more))


async def _decide(request: Request, id: str) -> Response:
    known_only(request)
    given, key, expected = await body_of(request), key_of(request), expected_of(request, needed=False)
    workspace, language = workspace_of(request), language_of(request)
    more: dict[str, Any] = {"expected": expected, "key": key}
    return await written(request, lambda: decide(workspace, id, given, language, **more), created="/api/v1/decisions")


async def _preview(request: Request, id: str) -> Response:
    known_only(request, "on")
    on = parse_date(request.query_params.get("on") or None)
    workspace, language = workspace_of(request), language_of(request)
    return await told(request, lambda: preview_carrying_out(workspace, id, language, on=on).document(language))


async def _carry_out(request: Request, id: str) -> Response:
    known_only(request)
    given, key = await body_of(request), key_of(request)
    seen, accept = given.get("seen"), given.get("accept_conflicts", False)
    fits = isinstance(accept, bool) and (seen is None or (isinstance(seen, int) and not isinstance(seen, bool)))
    if not fits or set(given) - {"on", "seen", "accept_conflicts"}:
        raise UsageError(text("forum.want_members").format(known="on, seen, accept_conflicts"))
    on = parse_date(word_of(given, "on"))
    workspace, language = workspace_of(request), language_of(request)

    return await written(
        request,
        lambda: carry_out_proposal(workspace, id, language, on=on, seen=seen, accept_conflicts=accept, key=key),
    )


async def _follow_up(request: Request, id: str) -> Response:
    known_only(request)
    workspace, language = workspace_of(request), language_of(request)
    return await told(request, lambda: follow_up(workspace, id, language))
