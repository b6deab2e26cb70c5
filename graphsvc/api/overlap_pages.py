"""The pages of overlap over HTTP: what there is for a need, which systems overlap, and what people say of a pair."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from graphsvc.api.asking import language_of, number_of, snapshot_of, workspace_of
from graphsvc.api.forms import Form, checked_form
from graphsvc.api.framing import choice, frame_of, refuse_unknown, respond, themed
from graphsvc.api.judging import FIELDS, judge_form
from graphsvc.api.taking import may_write
from graphsvc.errors import GraphsvcError, QuestionError, UsageError
from graphsvc.judgement import State, is_judgement, judgement_of
from graphsvc.records import RelationRecord
from graphsvc.registry import query, view
from graphsvc.service import Workspace
from graphsvc.service.calling import arguments
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text

__all__ = ["router"]

#: What the query itself understands, as the address writes it.
_ASKED = ("text", "capability", "data-object", "proposal", "thing", "sector", "min-score", "limit")
_OWN = ("pairs", "view", "done")
#: So many candidates and pairs are shown at first, and at most.
_FIRST, _FIRST_PAIRS, _MOST = 5, 10, 200


def router(workspace: Workspace) -> APIRouter:
    """Return the routes of both pages, which share an address: ``pairs`` tells them apart."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/overlap", _show, methods=["GET"], name="overlap-page")
    routes.add_api_route("/overlap", _judge, methods=["POST"], name="overlap-judge")
    return routes


async def _show(request: Request) -> Response:
    refuse_unknown(request, (*_ASKED, *_OWN))
    choice(request, "view", ("list", "table"))
    choice(request, "pairs", ("all", *State))
    if request.query_params.get("theme"):
        return themed(request)
    return await _page(request)


async def _judge(request: Request) -> Response:
    """Write what a form says of a pair, and show the same pairs again with what became of it."""
    may_write(request)
    async with checked_form(request, FIELDS) as form:
        try:
            judged = await judge_form(request, form)
        except GraphsvcError as error:
            return await _page(request, error=error, given=form)
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in {"done", "pairs"}]
    kept.append(("pairs", request.query_params.get("pairs") or "all"))
    if judged.revision is not None:
        kept.append(("done", str(judged.revision)))
    return RedirectResponse(f"/overlap?{urlencode(kept)}", 303)


async def _page(request: Request, *, error: GraphsvcError | None = None, given: Form | None = None) -> Response:
    """Show the page; what is written on it by a form carries a token."""
    cookie, token = request.app.state.tokens.issue(request)
    pairs = given is not None or bool(request.query_params.get("pairs"))

    def built() -> tuple[str, int]:
        snapshot = snapshot_of(request)
        frame = frame_of(request, snapshot, token=token if pairs else None)
        if pairs:
            return _pairs(request, frame, snapshot, error, given), error.status if error else 200
        return _need(request, frame, snapshot)

    html, status = await request.app.state.patience.wait(request, built)
    response = respond(request, html, status)
    if pairs:
        request.app.state.tokens.set_cookie(request, response, cookie)
    return response


def _need(request: Request, frame: Any, snapshot: Snapshot) -> tuple[str, int]:
    """Answer for a need; what cannot be answered is told above the form, which keeps what was written."""
    given = {name: values for name in _ASKED if (values := [one for one in frame.values(name) if one.strip()])}
    pages, status = view("explorer"), 200
    result, told = None, None
    if set(given) - {"limit", "min-score"}:
        try:
            result = _ask(request, snapshot, given, _FIRST)
        except (QuestionError, UsageError) as error:
            told, status = error.in_(language_of(request)), error.status
    return str(pages.overlap(frame, snapshot, result=result, error=told)), status


def _pairs(request: Request, frame: Any, snapshot: Snapshot, error: GraphsvcError | None, given: Form | None) -> str:
    asked = {name: frame.values(name) for name in _ASKED if frame.values(name)} | {"pairs": ["true"]}
    state = frame.value("pairs")
    if state not in {None, "all"}:
        asked["state"] = [state]
    result = _ask(request, snapshot, asked, _FIRST_PAIRS)
    told = error.in_(language_of(request)) if error else None
    fields = given.fields if given else None
    done = _done(request, frame.value("done"), snapshot) if error is None else None
    return str(view("explorer").overlap_pairs(frame, snapshot, result=result, done=done, error=told, given=fields))


def _ask(request: Request, snapshot: Snapshot, given: dict[str, list[str]], first: int) -> Any:
    own = arguments(query("overlap"), given)
    own["limit"] = min(own.get("limit", first), _MOST)
    return workspace_of(request).ask("overlap", revision=snapshot.revision, date=snapshot.date, **own)


def _done(request: Request, words: str | None, snapshot: Snapshot) -> Any:
    """Return what a revision said of a pair, None when no revision is named or it said nothing of one."""
    if words is None:
        return None
    revision = number_of(words)
    for change in workspace_of(request).register.changes(revision):
        record = change.record
        if isinstance(record, RelationRecord) and is_judgement(record):
            said = judgement_of(record) if change.after is not None else None
            a, b = (_named(snapshot, one) for one in (record.start, record.end))
            return view("explorer").judged(revision, said.state if said else State.OPEN, a, b)
    return None


def _named(snapshot: Snapshot, reference: str) -> Text:
    if reference not in snapshot:
        return Text.same(reference)
    return Text(*(snapshot.name(snapshot.index(reference), language).words for language in Language))
