"""What the forms on the forum's pages do; a form that is refused comes back with what it held, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from graphsvc.api import forum_showing as showing
from graphsvc.api.asking import language_of
from graphsvc.api.forms import Form, checked_form
from graphsvc.api.framing import shown
from graphsvc.api.taking import may_write
from graphsvc.api.tokens import FIELD
from graphsvc.errors import EditConflict, GraphsvcError, UsageError
from graphsvc.i18n import text
from graphsvc.model import Kind
from graphsvc.registry import view
from graphsvc.service.forum.assessing import answer_question
from graphsvc.service.forum.attaching import attach, detach
from graphsvc.service.forum.carrying_out import carry_out_proposal, preview_carrying_out
from graphsvc.service.forum.cases import add_case, edit_case
from graphsvc.service.forum.conditions import fulfil
from graphsvc.service.forum.deciding import decide
from graphsvc.service.forum.meetings import add_meeting, set_agenda, show_meeting, write_minutes
from graphsvc.service.forum.proposals import (
    add_proposal,
    edit_proposal,
    move_proposal,
    reinstate,
    show_proposal,
    withdraw,
)
from graphsvc.service.forum.sorts import SORTS
from graphsvc.service.looking import parse_date
from graphsvc.snapshot import Snapshot

__all__ = ["act_on_proposal", "carry", "edit_form", "hold_decision", "hold_meeting", "know", "new_form", "plan"]

_LONGEST = 400_000
_PROPOSAL = frozenset(SORTS[Kind.PROPOSAL].editable)
_CONDITIONS = range(1, 4)
_DECISION = ("outcome", "reasons", "meeting", "participants", "internal_note")
_ACTS = {
    *("action", "version", "phase", "because", "question", "answer", "answered_by", "attachment", "file"),
    *_DECISION,
    *(f"{name}-{number}" for name in ("condition", "owner", "due") for number in _CONDITIONS),
}
Act = Callable[[], object]


def _form(request: Request, known: set[str] | frozenset[str], *several: str) -> AbstractAsyncContextManager[Form]:
    return checked_form(request, known, several=several, longest=_LONGEST)


def _given(form: Form) -> dict[str, str]:
    return {name: value for name, value in form.fields.items() if name != FIELD}


def _to(path: str, *parts: str) -> Response:
    return RedirectResponse(path + "".join(f"/{quote(part, safe='')}" for part in parts), 303)


def _one_of(action: str | None, known: Mapping[str, Act]) -> Act:
    word = action or ""
    if word not in known:
        refusal = text("importing.not_one_of")
        raise UsageError(refusal.format(name="action", value=word[:40], known=", ".join(known)))
    return known[word]


# -- proposals ---------------------------------------------------------------------------------------------------
async def new_form(request: Request) -> Response:
    """Add a proposal."""
    workspace, language = may_write(request), language_of(request)
    async with _form(request, {*_PROPOSAL, "title"}) as form:
        given = _given(form)
    try:
        done = await run_in_threadpool(add_proposal, workspace, given, language)
    except GraphsvcError as error:
        told = error.in_(language)

        def build(frame: Any, snapshot: Snapshot) -> str:
            return str(view("explorer").proposal_new(frame, snapshot, given=given, error=told))

        return await shown(request, build, error.status)
    return _to("/proposals", str(done.document["id"]))


async def edit_form(request: Request, id: str) -> Response:
    """Write what differs from what stands; somebody else's edit is never overwritten unseen."""
    workspace, language = may_write(request), language_of(request)
    async with _form(request, {*_PROPOSAL, "version"}) as form:
        given, version = _given(form), form.get("version")
    given.pop("version", None)
    document = await run_in_threadpool(show_proposal, workspace, id, language)
    changed = _changed(given, document)
    try:
        if changed:
            await run_in_threadpool(edit_proposal, workspace, id, changed, language, expected=version or "-")
    except GraphsvcError as error:
        told = error.in_(language)
        conflict = error.more if isinstance(error, EditConflict) else None
        boxes = {name: given.get(name, "") for name in _PROPOSAL}

        def build(frame: Any, snapshot: Snapshot) -> str:
            newest = show_proposal(workspace, id, language)
            page = view("explorer").proposal_edit
            return str(page(frame, snapshot, document=newest, given=boxes, error=told, conflict=conflict))

        return await shown(request, build, error.status)
    return _to("/proposals", id)


def _changed(given: Mapping[str, str], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the boxes that say something else than the proposal; an emptied one clears its field."""
    words_of = view("explorer").words_of
    names = [name for name in _shown_in_form() if name in _PROPOSAL]
    now = {name: str(words_of(document.get(name))).strip() for name in names}
    return {
        name: given.get(name)
        for name in names
        if " ".join((given.get(name) or "").split()) != " ".join(now[name].split())
    }


def _shown_in_form() -> tuple[str, ...]:
    names: tuple[str, ...] = view("explorer").proposal_boxes
    return names


async def act_on_proposal(request: Request, id: str) -> Response:
    """Move, withdraw, answer, attach, decide."""
    workspace, language = may_write(request), language_of(request)
    async with _form(request, _ACTS, "participants") as form:
        given, version = _given(form), form.get("version")
        seen: dict[str, Any] = {"expected": version or "-"}
        files = form.named("file")
        known: dict[str, Act] = {
            "phase": lambda: move_proposal(workspace, id, given.get("phase", ""), language, **seen),
            "withdraw": lambda: withdraw(workspace, id, given.get("because", ""), language, **seen),
            "reinstate": lambda: reinstate(workspace, id, language, **seen),
            "answer": lambda: answer_question(
                workspace,
                id,
                given.get("question", ""),
                given.get("answer", ""),
                given.get("answered_by", ""),
                language,
            ),
            "attach": lambda: _attached(workspace, id, files, language),
            "detach": lambda: detach(workspace, id, given.get("attachment", ""), language, **seen),
            "decide": lambda: decide(workspace, id, _decision(given), language, **seen),
        }
        act = _one_of(given.get("action"), known)
        try:
            await run_in_threadpool(act)
        except GraphsvcError as error:
            if error.status == 404:
                raise
            told = {"error": error.in_(language), "given": given}
            return await shown(request, showing.proposal(request, id, told), error.status)
    return _to("/proposals", id)


def _attached(workspace: Any, id: str, files: list[Any], language: Any) -> object:
    if len(files) != 1:
        raise UsageError(text("forum.want_one_file"))
    name, content = files[0]
    return attach(workspace, id, name, content, language)


def _decision(given: Mapping[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {name: given[name] for name in _DECISION if name in given}
    conditions = []
    for number in _CONDITIONS:
        named = {"text": "condition", "owner": "owner", "due": "due"}
        one = {name: given[f"{word}-{number}"] for name, word in named.items() if f"{word}-{number}" in given}
        if one:
            conditions.append(one)
    return {**fields, **({"conditions": conditions} if conditions else {})}


async def carry(request: Request, id: str) -> Response:
    """Write an approved proposal's changes to the map."""
    workspace, language = may_write(request), language_of(request)
    async with _form(request, {"seen", "on", "accept"}) as form:
        words, day, accept = form.get("seen") or "", form.get("on") or "", form.ticked("accept")
    try:
        on = parse_date(day or None)
        seen = int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else None
        await run_in_threadpool(
            lambda: carry_out_proposal(workspace, id, language, on=on, seen=seen, accept_conflicts=accept)
        )
    except GraphsvcError as error:
        if error.status == 404:
            raise
        told = error.in_(language)

        def build(frame: Any, snapshot: Snapshot) -> str:
            found = preview_carrying_out(workspace, id, language)
            page = view("explorer").carry_out
            return str(page(frame, snapshot, document=found.document(language), error=told, day=day))

        return await shown(request, build, error.status)
    return _to("/proposals", id)


# -- decisions and meetings --------------------------------------------------------------------------------------
async def hold_decision(request: Request, id: str) -> Response:
    """Report a condition as fulfilled."""
    workspace, language = may_write(request), language_of(request)
    async with _form(request, {"condition", "version", "note"}) as form:
        condition, note, version = form.get("condition") or "", form.get("note") or "", form.get("version")
    try:
        await run_in_threadpool(lambda: fulfil(workspace, condition, language, note=note, expected=version or "-"))
    except GraphsvcError as error:
        told = {"error": error.in_(language)}
        return await shown(request, showing.decision(request, id, told), error.status)
    return _to("/decisions", id)


async def plan(request: Request) -> Response:
    """Plan a meeting."""
    workspace, language = may_write(request), language_of(request)
    known = {"title", "date", "place", "agenda", "participants"}
    async with _form(request, known, "agenda", "participants") as form:
        given = _given(form)
    try:
        done = await run_in_threadpool(add_meeting, workspace, given, language)
    except GraphsvcError as error:
        told = {"error": error.in_(language), "given": given}
        return await shown(request, showing.meetings(request, told), error.status)
    return _to("/meetings", str(done.document["id"]))


async def hold_meeting(request: Request, id: str) -> Response:
    """Put the agenda in an order, or write the minutes."""
    workspace, language = may_write(request), language_of(request)
    async with _form(request, {"action", "version", "proposal", "move", "minutes", "approved"}) as form:
        given, version = _given(form), form.get("version")
        approved = form.ticked("approved")
    seen: dict[str, Any] = {"expected": version or "-"}

    def ordered() -> object:
        agenda = list(show_meeting(workspace, id, language).get("agenda") or ())  # type: ignore[call-overload]
        return set_agenda(workspace, id, _moved(agenda, given), language, **seen)

    def minutes() -> object:
        return write_minutes(workspace, id, given.get("minutes", ""), language, approved=approved, **seen)

    act = _one_of(given.get("action"), {"agenda": ordered, "minutes": minutes})
    try:
        await run_in_threadpool(act)
    except GraphsvcError as error:
        if error.status == 404:
            raise
        conflict = error.more if isinstance(error, EditConflict) and "minutes" in given else None
        told = {"error": error.in_(language), "given": given, "conflict": conflict}
        return await shown(request, showing.meeting(request, id, told), error.status)
    return _to("/meetings", id)


def _moved(agenda: list[str], given: Mapping[str, str]) -> list[str]:
    proposal, move = given.get("proposal", ""), given.get("move")
    if move == "in":
        return [*agenda, proposal]
    at = agenda.index(proposal) if proposal in agenda else -1
    if move == "out" and at >= 0:
        return agenda[:at] + agenda[at + 1 :]
    if move == "up" and at > 0:
        return [*agenda[: at - 1], proposal, agenda[at - 1], *agenda[at + 1 :]]
    return agenda


# -- the learning arena ------------------------------------------------------------------------------------------
async def know(request: Request) -> Response:
    """Write a note, a statement, or what a group knows about."""
    workspace, language = may_write(request), language_of(request)
    known = {"action", "version", "role", "knows", "title", "text", "about", "group"}
    async with _form(request, known) as form:
        given, version = _given(form), form.get("version")
    fields = {name: value for name, value in given.items() if name in ("title", "text", "about", "group")}
    acts: dict[str, Act] = {
        "note": lambda: add_case(workspace, Kind.NOTE, fields, language),
        "statement": lambda: add_case(workspace, Kind.STATEMENT, fields, language),
        "knows": lambda: edit_case(
            workspace,
            Kind.ROLE,
            given.get("role", ""),
            {"knows": given.get("knows")},
            language,
            expected=version or "-",
        ),
    }
    act = _one_of(given.get("action"), acts)
    try:
        await run_in_threadpool(act)
    except GraphsvcError as error:
        told = {"error": error.in_(language), "given": given}
        return await shown(request, showing.learning(request, told), error.status)
    return _to("/learning-arena")
