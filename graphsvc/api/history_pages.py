"""The history pages: revisions, what one of them changed, and taking it back."""

from __future__ import annotations

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from graphsvc.api.asking import number_of, snapshot_of, workspace_of
from graphsvc.api.forms import checked_form
from graphsvc.api.framing import frame_of, page, refuse_unknown, respond, themed
from graphsvc.api.taking import may_write
from graphsvc.errors import ConfirmationNeeded, UnknownThing
from graphsvc.i18n import text
from graphsvc.register import Register, Revision
from graphsvc.registry import view
from graphsvc.service.keeping import undo

__all__ = ["listing", "one", "undo_one"]

_ON_A_PAGE = 50


def _listing(request: Request) -> str:
    """List revisions, newest first, so many on a page; or those that changed one thing."""
    snapshot, asked = snapshot_of(request), request.query_params
    before = number_of(asked["before"]) if asked.get("before") else None
    thing = snapshot.references[snapshot.find(asked["thing"])] if asked.get("thing") else None
    found = workspace_of(request).register.revisions(touching=thing)
    kept = [revision for revision in found if before is None or revision.number < before]
    shown, more = kept[:_ON_A_PAGE], len(kept) > _ON_A_PAGE
    frame = frame_of(request, snapshot)
    return str(view("explorer").history(frame, snapshot, revisions=shown, more=more, thing=thing))


listing = page(("before", "thing"), _listing)


async def one(request: Request, revision: str) -> Response:
    """Show what a revision changed, with a form that takes it back."""
    refuse_unknown(request, ())
    return themed(request) if request.query_params.get("theme") else await _one(request, number_of(revision))


async def _one(request: Request, number: int, error: ConfirmationNeeded | None = None) -> Response:
    cookie, token = request.app.state.tokens.issue(request)

    def built() -> str:
        register, snapshot = workspace_of(request).register, snapshot_of(request)
        changes = register.changes(number)
        revision = _found(register, number)
        frame = frame_of(request, snapshot, token=token)
        words = frame.words(error.detail) if error else None
        return str(view("explorer").revision(frame, snapshot, revision=revision, changes=changes, error=words))

    html = await request.app.state.patience.wait(request, built)
    response = respond(request, html, error.status if error else 200)
    request.app.state.tokens.set_cookie(request, response, cookie)
    return response


def _found(register: Register, number: int) -> Revision:
    for revision in register.revisions():
        if revision.number == number:
            return revision
    raise UnknownThing(text("importing.no_revision").format(number=number))


async def undo_one(request: Request, revision: str) -> Response:
    """Take a revision back once its box is ticked, and show the revision that did so."""
    workspace, number = may_write(request), number_of(revision)
    async with checked_form(request, {"sure"}) as form:
        sure = form.ticked("sure")
    if not sure:
        return await _one(request, number, ConfirmationNeeded(text("importing.need_sure")))
    made, _ = await run_in_threadpool(undo, workspace, number)
    return RedirectResponse(f"/history/{made}", 303)
