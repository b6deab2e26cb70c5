"""Editing in place over HTTP, for programs: add, change, confirm and remove things and relations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graphsvc.api.asking import language_of, workspace_of
from graphsvc.api.requests import (
    expected_of,
    flag_in,
    key_of,
    known_only,
    named_body,
    seen_of,
    told,
    words_in,
)
from graphsvc.api.schema import described, field_schema
from graphsvc.api.written import JSONResponse
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.metamodel import KINDS
from graphsvc.metamodel.by_hand import editable
from graphsvc.model import Kind, Relation
from graphsvc.service import Workspace
from graphsvc.service.editing import (
    Asked,
    add_relation,
    add_thing,
    confirm,
    edit,
    find_subject,
    remove,
    written,
)
from graphsvc.service.editing.telling import subject_document
from graphsvc.service.writing import Outcome

__all__ = ["outcome_of", "router"]

_WORDS: Mapping[str, Any] = {"type": "string"}
_FLAG: Mapping[str, Any] = {"type": "boolean"}
_BOTH = {"why": {**_WORDS, "description": "A note on the revision"}, "dry_run": _FLAG}
_CONFIRM = {"who": {**_WORDS, "description": "The role that vouches"}, "relations": _FLAG, **_BOTH}
_THING, _RELATION = "/things/{thing:path}", "/relations/{relation:path}"


def router(workspace: Workspace) -> APIRouter:
    """Return the routes under /api/v1."""
    routes = APIRouter(prefix="/api/v1", tags=["editing"])
    add = routes.add_api_route
    new = _object({"kind": {"enum": _kinds()}, "id": _WORDS, "fields": _fields(Kind), "anyway": _FLAG, **_BOTH}, "kind")
    add("/things", _add_thing, methods=["POST"], status_code=201, summary="Add a thing", openapi_extra=described(new))
    ends = {"relation": {"enum": [one.value for one in Relation]}, "from": _WORDS, "to": _WORDS}
    joined = _object({**ends, "fields": _fields(Relation), **_BOTH}, *ends)
    about = "Join two things"
    add("/relations", _join, methods=["POST"], status_code=201, summary=about, openapi_extra=described(joined))
    for path, name, sort in ((_THING, "thing", Kind), (_RELATION, "relation", Relation)):
        # An id may hold slashes: what ends in a word of ours comes first.
        asked = described(_object(_CONFIRM))
        summary = f"Confirm that what is said of a {name} is right"
        add(f"{path}/confirm", _confirming(name), methods=["POST"], summary=summary, openapi_extra=asked)
        change = _object({"fields": _fields(sort), "take_back": {"type": "array", "items": _WORDS}, **_BOTH})
        summary = f"Change fields of a {name}; null says that there is none"
        extra = described(change, version="needed")
        add(path, _editing(name), methods=["PATCH"], summary=summary, openapi_extra=extra)
        summary, extra = f"Remove a {name} that people added", described(_object(_BOTH))
        add(path, _removing(name), methods=["DELETE"], summary=summary, openapi_extra=extra)
    add(
        _RELATION,
        _show_relation,
        methods=["GET"],
        summary="All that is known of a relation, with the revision as ETag",
        openapi_extra=described(writes=False),
    )
    return routes


def _kinds() -> list[str]:
    return [kind.value for kind in Kind if KINDS[kind].in_graph]


def _object(properties: Mapping[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), **({"required": list(required)} if required else {})}


def _fields(sort: type[Kind] | type[Relation]) -> dict[str, Any]:
    """Describe the fields of every kind, or of every relation, together; which a kind has is the metamodel's."""
    subjects = [one for one in sort if isinstance(one, Relation) or KINDS[one].in_graph]
    found = {name: field_schema(field) for one in subjects for name, field in editable(one).items()}
    return {"type": "object", "properties": found, "description": "null says that there is none"}


async def _add_thing(request: Request) -> Response:
    body = await named_body(request, "kind", "id", "fields", "anyway", *_BOTH)
    kind = _one_of("kind", body.get("kind"), _kinds())
    words, anyway = words_in(body, "id") or "", bool(flag_in(body, "anyway"))
    asked, common = _asked(body), _common(request, body)
    workspace, language = workspace_of(request), language_of(request)
    return await _done(
        request,
        lambda: add_thing(workspace, Kind(kind), asked, language, id=words, anyway=anyway, **common),
        created="/api/v1/things",
    )


async def _join(request: Request) -> Response:
    body = await named_body(request, "relation", "from", "to", "fields", *_BOTH)
    relation = Relation(_one_of("relation", body.get("relation"), [one.value for one in Relation]))
    start, end = words_in(body, "from") or "", words_in(body, "to") or ""
    asked, common = _asked(body), _common(request, body)
    workspace, language = workspace_of(request), language_of(request)
    return await _done(
        request,
        lambda: add_relation(workspace, relation, start, end, asked, language, **common),
        created="/api/v1/relations",
    )


def _editing(name: str) -> Callable[..., Any]:
    async def editing(request: Request) -> Response:
        body = await named_body(request, "fields", "take_back", *_BOTH)
        seen = seen_of(expected_of(request, needed=True))
        asked, common = _asked(body), _common(request, body)
        workspace, language, words = workspace_of(request), language_of(request), request.path_params[name]
        return await _done(request, lambda: edit(workspace, words, asked, language, seen=seen, **common))

    return editing


def _confirming(name: str) -> Callable[..., Any]:
    async def confirming(request: Request) -> Response:
        body = await named_body(request, "who", "relations", *_BOTH)
        who, why = words_in(body, "who") or "", words_in(body, "why") or ""
        relations = bool(flag_in(body, "relations"))
        common = _common(request, body)
        workspace, language, words = workspace_of(request), language_of(request), request.path_params[name]
        return await _done(
            request, lambda: confirm(workspace, words, language, relations=relations, who=who, why=why, **common)
        )

    return confirming


def _removing(name: str) -> Callable[..., Any]:
    async def removing(request: Request) -> Response:
        body = await named_body(request, *_BOTH)
        why, common = words_in(body, "why") or "", _common(request, body)
        workspace, language, words = workspace_of(request), language_of(request), request.path_params[name]
        return await _done(request, lambda: remove(workspace, words, language, why=why, **common))

    return removing


async def _show_relation(request: Request) -> Response:
    known_only(request)
    workspace, language = workspace_of(request), language_of(request)

    def question() -> Mapping[str, Any]:
        return subject_document(find_subject(workspace, request.path_params["relation"]), language)

    return await told(request, question, versioned=True)


def _asked(body: Mapping[str, Any]) -> Asked:
    fields, taken = body.get("fields") or {}, body.get("take_back") or []
    if not isinstance(fields, dict):
        raise UsageError(text("editing.want_object").format(name="fields"))
    if not isinstance(taken, list) or not all(isinstance(one, str) for one in taken):
        raise UsageError(text("editing.want_names").format(name="take_back"))
    return Asked(fields, tuple(taken), words_in(body, "why") or "")


def _one_of(name: str, value: object, known: list[str]) -> str:
    if value not in known:
        refusal = text("importing.not_one_of")
        raise UsageError(refusal.format(name=name, value=str(value or "")[:40], known=", ".join(known)))
    return str(value)


def _common(request: Request, body: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": key_of(request), "dry_run": bool(flag_in(body, "dry_run"))}


def outcome_of(done: Outcome, request: Request) -> dict[str, Any]:
    """Return what came of an edit as a document; ``revision`` is None when nothing was written."""
    warnings = [warning.in_(language_of(request)) for warning in done.warnings]
    return {**done.document, "revision": written(done), "warnings": warnings}


async def _done(request: Request, act: Callable[[], Outcome], *, created: str | None = None) -> Response:
    done = await run_in_threadpool(act)
    headers = {"etag": f'"{done.revision}"'}
    if done.repeated:
        headers["idempotent-replayed"] = "true"
    new = created is not None and not done.repeated and not done.document.get("dry_run")
    if new:
        headers["location"] = f"{created}/{done.document.get('thing') or done.document.get('relation')}"
    return JSONResponse(outcome_of(done, request), 201 if new else 200, headers=headers)
