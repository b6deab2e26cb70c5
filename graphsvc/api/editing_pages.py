"""Editing in place on pages: the page of a thing with its forms, one relation, and something new on the map."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from graphsvc.api.asking import language_of, number_of, snapshot_of, workspace_of
from graphsvc.api.forms import checked_form
from graphsvc.api.framing import choice, frame_of, refuse_unknown, respond, shown, themed
from graphsvc.api.requests import seen_of
from graphsvc.api.taking import may_write
from graphsvc.errors import ConfirmationNeeded, EditConflict, GraphsvcError, UsageError
from graphsvc.i18n import text
from graphsvc.metamodel import KINDS
from graphsvc.metamodel.by_hand import editable, joinable
from graphsvc.model import Kind, Relation, split_reference
from graphsvc.records import ThingRecord
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.service.editing import (
    Asked,
    Subject,
    add_relation,
    add_thing,
    confirm,
    edit,
    find_subject,
    remove,
    written,
)
from graphsvc.service.editing.telling import said_in
from graphsvc.service.writing import Outcome
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["router"]

_THING = ("left", "right", "near", "edit", "done")
_INSIDE = [kind for kind in Kind if KINDS[kind].in_graph]
_BOXES = {name for one in (*_INSIDE, *Relation) for name in editable(one)}
_KNOWN = frozenset({"action", "what", "revision", "key", "why", "who", "relations", "take_back", *_BOXES})
_LONGEST = 400_000
_NOTHING: Mapping[str, Any] = {}
Act = Callable[[bool], Outcome]


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of the pages."""
    routes = APIRouter(include_in_schema=False)
    for path, method, answer in (
        ("/thing/{name:path}", "GET", _thing),
        ("/thing/{name:path}", "POST", _act_on_thing),
        ("/edit/new", "GET", _new),
        ("/edit/new", "POST", _add),
        ("/edit/relation", "GET", _relation),
        ("/edit/relation", "POST", _act_on_relation),
    ):
        routes.add_api_route(path, answer, methods=[method], name=f"{path} {method}")
    return routes


def _editing(**values: Any) -> Any:
    return view("explorer").editing(key=secrets.token_urlsafe(12), **values)


def _told(error: GraphsvcError, language: Language) -> dict[str, Any]:
    """Return what a form that was refused tells."""
    conflict = error.more if isinstance(error, EditConflict) else None
    return {"error": error.in_(language), "conflict": conflict}


async def _carried(act: Act, *, preview: bool) -> Outcome:
    return await run_in_threadpool(act, preview)


# -- a thing -----------------------------------------------------------------------------------------------------
async def _thing(request: Request) -> Response:
    refuse_unknown(request, _THING)
    if request.query_params.get("theme"):
        return themed(request)
    asked = request.query_params
    done = number_of(asked["done"]) if asked.get("done") else None
    what = asked.get("edit") or ""
    state = {"done": done} if done is not None else {}
    if what:
        return await shown(request, _thing_page(request, {"what": what, **state}))

    def built() -> str:
        snapshot = snapshot_of(request)
        return _thing_page(request, state)(frame_of(request, snapshot), snapshot)

    return respond(request, await request.app.state.patience.wait(request, built))


def _thing_page(request: Request, state: Mapping[str, Any]) -> Callable[[Any, Snapshot], str]:
    def build(frame: Any, snapshot: Snapshot) -> str:
        number = snapshot.find(_named(request))
        what = state.get("what")
        if what and what not in {*editable(snapshot.kind(number)), "names", "more", "confirm", "remove"}:
            raise UsageError(text("edit_pages.no_such_form").format(name=what[:40]))
        notes = _notes(request, state, snapshot.references[number])
        return str(view("explorer").thing(frame, snapshot, number=number, editing=_editing(notes=notes, **state)))

    return build


def _notes(request: Request, state: Mapping[str, Any], reference: str) -> tuple[str, ...]:
    """Return what the revision that was just made says of a thing or relation."""
    if not state.get("done"):
        return ()
    changes = workspace_of(request).register.changes(state["done"])
    return tuple(said_in(changes, reference, language_of(request)))


def _named(request: Request) -> str:
    name: str = request.path_params["name"]
    kind, slash, identifier = name.partition("/")
    return f"{kind}:{identifier}" if slash and kind in set(Kind) else name


async def _act_on_thing(request: Request) -> Response:
    workspace, language = may_write(request), language_of(request)
    async with checked_form(request, _KNOWN, several=("take_back",), longest=_LONGEST) as form:
        given, relations = dict(form.fields), form.ticked("relations")
    subject = await run_in_threadpool(find_subject, workspace, _named(request))
    words, what, action = subject.name, given.get("what", ""), given.get("action", "")
    key, why, seen = given.get("key"), given.get("why", ""), seen_of(given.get("revision"))
    acts: dict[str, Act] = {
        "confirm": lambda dry: confirm(
            workspace, words, language, relations=relations, who=given.get("who", ""), why=why, key=key, dry_run=dry
        ),
        "remove": lambda dry: remove(workspace, words, language, why=why, key=key, dry_run=dry),
    }
    for name in ("save", "preview", "none", "take_back"):
        asked = _asked_of_thing(subject, what, name, given)
        acts[name] = lambda dry, asked=asked: edit(  # type: ignore[misc]
            workspace, words, asked, language, seen=seen, key=key, dry_run=dry
        )
    state: dict[str, Any] = {"what": what, "given": given}
    try:
        done = await _carried(_one_of(action, acts), preview=action == "preview")
    except GraphsvcError as error:
        return await shown(request, _thing_page(request, {**state, **_told(error, language)}), error.status)
    if action == "preview" or written(done) is None:
        return await shown(request, _thing_page(request, {**state, "preview": done.document["summary"]}))
    return await run_in_threadpool(_to_thing, workspace, subject, done)


def _asked_of_thing(subject: Subject, what: str, action: str, given: Mapping[str, str]) -> Asked:
    """Return what a form says of a thing; a form of one field says what its button says."""
    why = given.get("why", "")
    if action == "none":
        return Asked({what: None}, why=why)
    if action == "take_back":
        return Asked(take_back=(what,), why=why)
    names = view("explorer").form_names(subject.record.subject, what)
    if len(names) == 1:
        return Asked({what: given.get(what, "")}, why=why)
    return _changed(subject, names, given)


def _changed(subject: Subject, names: tuple[str, ...], given: Mapping[str, str]) -> Asked:
    """Return what a form of several boxes changes: an emptied box claims that there is none where a source has one."""
    ticked = tuple(name for name in given.get("take_back", "").split(";") if name)
    changed, cleared = view("explorer").emptied(
        subject.record.fields, given, [one for one in names if one not in ticked]
    )
    nothing = {name: None for name in cleared if subject.below(name) or not subject.said_by_people(name)}
    taken = (*ticked, *(name for name in cleared if name not in nothing))
    return Asked({**changed, **nothing}, taken, given.get("why", ""))


def _one_of(action: str, acts: Mapping[str, Act]) -> Act:
    if action not in acts:
        refusal = text("importing.not_one_of")
        raise UsageError(refusal.format(name="action", value=action[:40], known=", ".join(acts)))
    return acts[action]


def _to_thing(workspace: Workspace, subject: Subject, done: Outcome) -> Response:
    """Lead to the page of the thing, or to the revision when it is no longer on the map."""
    record = subject.record
    if isinstance(record, ThingRecord) and record.reference in workspace.snapshot():
        return _back(record.reference, done.revision)
    return RedirectResponse(f"/history/{done.revision}", 303)


def _back(reference: str, revision: int) -> Response:
    kind, identifier = split_reference(reference)
    return RedirectResponse(f"/thing/{quote(kind, safe='')}/{quote(identifier, safe='')}?done={revision}", 303)


# -- something new -----------------------------------------------------------------------------------------------
async def _new(request: Request) -> Response:
    refuse_unknown(request, ("kind",))
    return themed(request) if request.query_params.get("theme") else await shown(request, _new_page(request, _NOTHING))


def _new_page(request: Request, state: Mapping[str, Any]) -> Callable[[Any, Snapshot], str]:
    kind = choice(request, "kind", [one.value for one in _INSIDE])

    def build(frame: Any, snapshot: Snapshot) -> str:
        return str(
            view("explorer").new_thing(frame, snapshot, kind=Kind(kind) if kind else None, editing=_editing(**state))
        )

    return build


async def _add(request: Request) -> Response:
    workspace, language = may_write(request), language_of(request)
    async with checked_form(request, _KNOWN | {"id", "anyway"}, longest=_LONGEST) as form:
        given, anyway = dict(form.fields), form.ticked("anyway")
    kind = Kind(choice(request, "kind", [one.value for one in _INSIDE], Kind.SYSTEM.value))
    names = view("explorer").form_names(kind)
    asked = Asked({name: given[name] for name in names if name in given}, why=given.get("why", ""))
    preview = given.get("action") == "preview"
    try:
        done = await _carried(
            lambda dry: add_thing(
                workspace,
                kind,
                asked,
                language,
                id=given.get("id", ""),
                anyway=anyway,
                key=given.get("key"),
                dry_run=dry,
            ),
            preview=preview,
        )
    except GraphsvcError as error:
        again = isinstance(error, ConfirmationNeeded)
        state = {"given": given, "anyway": again, **_told(error, language)}
        return await shown(request, _new_page(request, state), error.status)
    if preview:
        state = {"given": given, "anyway": anyway, "preview": done.document["summary"]}
        return await shown(request, _new_page(request, state))
    return _back(str(done.document["thing"]), done.revision)


# -- a relation --------------------------------------------------------------------------------------------------
async def _relation(request: Request) -> Response:
    refuse_unknown(request, ("thing", "join", "side", "relation", "done"))
    if request.query_params.get("theme"):
        return themed(request)
    words = request.query_params.get("done")
    return await shown(request, _relation_page(request, {"done": number_of(words)} if words else _NOTHING))


def _relation_page(request: Request, state: Mapping[str, Any]) -> Callable[[Any, Snapshot], str]:
    join, side = (
        choice(request, "join", [one.value for one in Relation]),
        choice(request, "side", ("from", "to"), "from"),
    )

    def build(frame: Any, snapshot: Snapshot) -> str:
        pages = view("explorer")
        back = frame.value("thing")
        number = snapshot.find(back) if back else None
        if words := frame.value("relation"):
            subject = find_subject(workspace_of(request), words)
            if isinstance(subject.record, ThingRecord):
                raise UsageError(text("editing.no_relation").format(name=words[:120]))
            thing = snapshot.references[number] if number is not None else None
            editing = _editing(notes=_notes(request, state, subject.record.reference), **state)
            return str(pages.relation_edit(frame, snapshot, fact=subject.fact, back=thing, editing=editing))
        if number is None:
            raise UsageError(text("edit_pages.want_thing"))
        if not join:
            return str(pages.relation_choice(frame, snapshot, thing=number))
        relation, editing = Relation(join), _editing(**state)
        if (relation, side == "from") not in joinable(snapshot.kind(number)):
            raise UsageError(text("edit_pages.no_such_form").format(name=join))
        return str(pages.relation_new(frame, snapshot, thing=number, relation=relation, side=side, editing=editing))

    return build


async def _act_on_relation(request: Request) -> Response:
    workspace, language = may_write(request), language_of(request)
    async with checked_form(request, _KNOWN | {"other"}, several=("take_back",), longest=_LONGEST) as form:
        given = dict(form.fields)
    words = request.query_params.get("relation")
    acts = await run_in_threadpool(_acts_on, workspace, request, given, words, language)
    action = given.get("action", "")
    try:
        done = await _carried(_one_of(action, acts), preview=action == "preview")
    except GraphsvcError as error:
        return await shown(request, _relation_page(request, {"given": given, **_told(error, language)}), error.status)
    if action == "preview" or written(done) is None:
        return await shown(request, _relation_page(request, {"given": given, "preview": done.document["summary"]}))
    back = request.query_params.get("thing") or ""
    if not words or action == "remove":
        return _back(await run_in_threadpool(_reference, workspace, back), done.revision)
    asked = urlencode([("relation", words), *([("thing", back)] if back else []), ("done", str(done.revision))])
    return RedirectResponse(f"/edit/relation?{asked}", 303)


def _reference(workspace: Workspace, words: str) -> str:
    snapshot = workspace.snapshot()
    return snapshot.references[snapshot.find(words)]


def _acts_on(
    workspace: Workspace, request: Request, given: Mapping[str, str], words: str | None, language: Language
) -> dict[str, Act]:
    """Return what the buttons of the form do: of a relation that is there, or of a new one."""
    key, why = given.get("key"), given.get("why", "")
    if words:
        subject, seen = find_subject(workspace, words), seen_of(given.get("revision"))
        asked = _changed(subject, view("explorer").form_names(subject.record.subject), given)

        def change(dry: bool) -> Outcome:
            return edit(workspace, words, asked, language, seen=seen, key=key, dry_run=dry)

        return {
            "save": change,
            "preview": change,
            "confirm": lambda dry: confirm(workspace, words, language, why=why, key=key, dry_run=dry),
            "remove": lambda dry: remove(workspace, words, language, why=why, key=key, dry_run=dry),
        }
    relation = Relation(choice(request, "join", [one.value for one in Relation], Relation.FLOW.value))
    side = choice(request, "side", ("from", "to"), "from")
    own, other = request.query_params.get("thing") or "", given.get("other", "")
    start, end = (own, other) if side == "from" else (other, own)
    names = view("explorer").form_names(relation)
    new = Asked({name: given[name] for name in names if name in given}, why=why)

    def join(dry: bool) -> Outcome:
        return add_relation(workspace, relation, start, end, new, language, key=key, dry_run=dry)

    return {"save": join, "preview": join}
