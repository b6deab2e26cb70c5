"""Statements, notes, roles, meetings and conditions over HTTP: list, show, add, edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from graphsvc.api.asking import language_of, workspace_of
from graphsvc.api.requests import body_of, expected_of, key_of, known_only, revision_of, told, written
from graphsvc.api.schema import described, fields_schema
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.service import Workspace
from graphsvc.service.forum.cases import add_case, case_document, edit_case, find_case, list_cases, today
from graphsvc.service.forum.conditions import condition_document, fulfil, list_conditions
from graphsvc.service.forum.learning_arena import arena, list_notes
from graphsvc.service.forum.meetings import (
    add_meeting,
    edit_meeting,
    list_meetings,
    set_agenda,
    show_meeting,
    write_minutes,
)
from graphsvc.service.forum.proposals import history_of
from graphsvc.service.forum.sorts import SORTS, Sort

__all__ = ["flag_of", "router", "word_of"]

#: Sorts whose routes are alike; proposals and decisions have rooms of their own.
_ALIKE = (Kind.CONDITION, Kind.STATEMENT, Kind.MEETING, Kind.ROLE, Kind.NOTE)
_NEW = (Kind.STATEMENT, Kind.MEETING, Kind.ROLE, Kind.NOTE)
_FILTERS: dict[Kind, tuple[str, ...]] = {Kind.CONDITION: ("decision", "open"), Kind.NOTE: ("about", "group", "meeting")}


def router(workspace: Workspace) -> APIRouter:
    """Return the routes under /api/v1."""
    routes = APIRouter(prefix="/api/v1", tags=["forum"])
    for kind in _ALIKE:
        _add_reading(routes, SORTS[kind])
    for kind in _NEW:
        _add_writing(routes, SORTS[kind])
    for kind in _ALIKE:
        if not KINDS[kind].append_only:
            _add_editing(routes, SORTS[kind])
    add = routes.add_api_route
    agenda = {"type": "object", "required": ["proposals"], "properties": {"proposals": {"type": "array"}}}
    words = {"type": "object", "required": ["minutes"], "properties": {"minutes": {"type": "string"}}}
    words["properties"]["approved"] = {"type": "boolean"}  # type: ignore[index]
    done = {"type": "object", "properties": {"on": {"type": "string", "format": "date"}, "note": {"type": "string"}}}
    add(
        "/meetings/{id:path}/agenda",
        _agenda,
        methods=["POST"],
        summary="Put the agenda in an order",
        openapi_extra=described(agenda, version="needed"),
    )
    add(
        "/meetings/{id:path}/minutes",
        _minutes,
        methods=["POST"],
        summary="Write the minutes",
        openapi_extra=described(words, version="needed"),
    )
    add(
        "/conditions/{id:path}/fulfil",
        _fulfil,
        methods=["POST"],
        summary="Say that a condition is fulfilled",
        openapi_extra=described(done, version="optional"),
    )
    add(
        "/learning-arena",
        _arena,
        methods=["GET"],
        summary="Competence groups, what they know and have learnt",
        openapi_extra=described(writes=False, parameters={"revision": "integer"}),
    )
    return routes


def _add_reading(routes: APIRouter, sort: Sort) -> None:
    label, filters = sort.path, _FILTERS.get(sort.kind, ())
    asked = {**dict.fromkeys(filters, "string"), "revision": "integer"}
    routes.add_api_route(
        f"/{sort.path}",
        _listing(sort.kind, filters),
        methods=["GET"],
        name=f"list {label}",
        summary=f"List {label}",
        openapi_extra=described(writes=False, parameters=asked),
    )
    # An id may hold slashes: what ends in a word of ours comes first.
    routes.add_api_route(
        f"/{sort.path}/{{id:path}}/history",
        _history(sort.kind),
        methods=["GET"],
        name=f"history of {label}",
        summary="Every edit: who, when, before and after",
        openapi_extra=described(writes=False),
    )
    routes.add_api_route(
        f"/{sort.path}/{{id:path}}",
        _showing(sort.kind),
        methods=["GET"],
        name=f"show {label}",
        summary=f"One of the {label}, with its version as ETag",
        openapi_extra=described(writes=False, parameters={"revision": "integer"}),
    )


def _add_writing(routes: APIRouter, sort: Sort) -> None:
    routes.add_api_route(
        f"/{sort.path}",
        _adding(sort),
        methods=["POST"],
        status_code=201,
        name=f"add to {sort.path}",
        summary=f"Add to the {sort.path}",
        openapi_extra=described(fields_schema(sort, new=True)),
    )


def _add_editing(routes: APIRouter, sort: Sort) -> None:
    routes.add_api_route(
        f"/{sort.path}/{{id:path}}",
        _editing(sort.kind),
        methods=["PATCH"],
        name=f"edit one of {sort.path}",
        summary="Change some fields; null clears one",
        openapi_extra=described(fields_schema(sort, new=False), version="needed"),
    )


def _listing(kind: Kind, filters: tuple[str, ...]) -> Callable[..., Any]:
    async def listing(request: Request) -> Response:
        revision = revision_of(request, *filters)
        workspace, language = workspace_of(request), language_of(request)
        asked = {name: request.query_params.get(name) or None for name in filters}

        def question() -> dict[str, Any]:
            if kind is Kind.CONDITION:
                flag = flag_of(asked["open"], "open")
                rows = list_conditions(
                    workspace, language, decision=asked["decision"], open_only=flag, revision=revision
                )
            elif kind is Kind.NOTE:
                rows = list_notes(workspace, language, **asked, revision=revision)
            elif kind is Kind.MEETING:
                rows = list_meetings(workspace, language, revision=revision)
            else:
                rows = [case_document(one, language) for one in list_cases(workspace, kind, revision=revision)]
            return {SORTS[kind].path: rows, "count": len(rows)}

        return await told(request, question)

    return listing


def _showing(kind: Kind) -> Callable[..., Any]:
    async def showing(request: Request, id: str) -> Response:
        revision = revision_of(request)
        workspace, language = workspace_of(request), language_of(request)

        def question() -> dict[str, Any]:
            if kind is Kind.MEETING:
                return show_meeting(workspace, id, language, revision=revision)
            case = find_case(workspace, kind, id, revision=revision)
            if kind is Kind.CONDITION:
                return condition_document(case, language, today(workspace))
            return case_document(case, language)

        return await told(request, question, versioned=True)

    return showing


def _history(kind: Kind) -> Callable[..., Any]:
    async def history(request: Request, id: str) -> Response:
        known_only(request)
        workspace, language = workspace_of(request), language_of(request)
        return await told(request, lambda: {"history": history_of(workspace, kind, id, language)})

    return history


def _adding(sort: Sort) -> Callable[..., Any]:
    async def adding(request: Request) -> Response:
        known_only(request)
        given, key = await body_of(request), key_of(request)
        workspace, language = workspace_of(request), language_of(request)
        created = f"/api/v1/{sort.path}"
        if sort.kind is Kind.MEETING:
            return await written(request, lambda: add_meeting(workspace, given, language, key=key), created=created)
        return await written(request, lambda: add_case(workspace, sort.kind, given, language, key=key), created=created)

    return adding


def _editing(kind: Kind) -> Callable[..., Any]:
    async def editing(request: Request, id: str) -> Response:
        known_only(request)
        given, key, expected = await body_of(request), key_of(request), expected_of(request, needed=True)
        workspace, language = workspace_of(request), language_of(request)
        more: dict[str, Any] = {"expected": expected, "key": key}
        if kind is Kind.MEETING:
            return await written(request, lambda: edit_meeting(workspace, id, given, language, **more))
        return await written(request, lambda: edit_case(workspace, kind, id, given, language, **more))

    return editing


async def _agenda(request: Request, id: str) -> Response:
    known_only(request)
    given, more = await body_of(request), {"expected": expected_of(request, needed=True), "key": key_of(request)}
    proposals = given.get("proposals")
    if not isinstance(proposals, list) or set(given) != {"proposals"}:
        raise UsageError(text("forum.want_members").format(known="proposals: [id, ...]"))
    workspace, language = workspace_of(request), language_of(request)
    return await written(request, lambda: set_agenda(workspace, id, proposals, language, **more))


async def _minutes(request: Request, id: str) -> Response:
    known_only(request)
    given, more = await body_of(request), {"expected": expected_of(request, needed=True), "key": key_of(request)}
    minutes, approved = word_of(given, "minutes"), given.get("approved", False)
    if minutes is None or not isinstance(approved, bool) or set(given) - {"minutes", "approved"}:
        raise UsageError(text("forum.want_members").format(known="minutes, approved: true | false"))
    workspace, language = workspace_of(request), language_of(request)
    return await written(request, lambda: write_minutes(workspace, id, minutes, language, approved=approved, **more))


async def _fulfil(request: Request, id: str) -> Response:
    known_only(request)
    given, more = await body_of(request), {"expected": expected_of(request, needed=False), "key": key_of(request)}
    if set(given) - {"on", "note"}:
        raise UsageError(text("forum.want_members").format(known="on, note"))
    on, note = word_of(given, "on"), word_of(given, "note") or ""
    workspace, language = workspace_of(request), language_of(request)
    return await written(request, lambda: fulfil(workspace, id, language, on=on, note=note, **more))


async def _arena(request: Request) -> Response:
    revision = revision_of(request)
    workspace, language = workspace_of(request), language_of(request)
    return await told(request, lambda: {"groups": arena(workspace, language, revision=revision)})


def word_of(given: dict[str, Any], name: str) -> str | None:
    """Return a member that must be words; None when it is not there.

    Raises
    ------
    UsageError
        When it is something else.
    """
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(text("forum.want_words").format(name=name))
    return value


def flag_of(word: str | None, name: str) -> bool:
    """Read a yes or no in an address.

    Raises
    ------
    UsageError
        When it is neither.
    """
    known = {None: False, "": False, "true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if word not in known:
        raise UsageError(text("importing.bad_flag").format(name=name, value=str(word)[:40]))
    return known[word]
