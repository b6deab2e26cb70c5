"""The import page: choose files, see what is wrong and what would change, say yes or no."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from graphsvc.api.asking import language_of, snapshot_of, workspace_of
from graphsvc.api.forms import Form, checked_form
from graphsvc.api.framing import frame_of, refuse_unknown, respond, themed
from graphsvc.api.taking import FIELDS, may_write, prepare
from graphsvc.errors import ConfirmationNeeded, GraphsvcError, UnknownThing, UsageError
from graphsvc.i18n import text
from graphsvc.registry import view
from graphsvc.service import Workspace
from graphsvc.service.exports import FORMATS
from graphsvc.service.importing import Preview, carry_out, plan_again, profiles
from graphsvc.service.previews import Kept
from graphsvc.text import Text

__all__ = ["answer", "choose", "show", "upload"]

_ACTIONS = ("write", "same", "drop")


async def choose(request: Request) -> Response:
    """Show the form."""
    refuse_unknown(request, ())
    return themed(request) if request.query_params.get("theme") else await _choose(request)


async def _choose(request: Request, error: GraphsvcError | None = None, given: Form | None = None) -> Response:
    workspace = workspace_of(request)
    values = {
        "profiles": profiles(),
        "sources": await run_in_threadpool(workspace.register.source_names),
        "exports": {one.name: one.ending for one in FORMATS.values() if one.installed},
        "limit": workspace.settings.upload_bytes,
        "error": error.in_(language_of(request)) if error else None,
        "given": given.fields if given else {},
    }
    return await _page(request, "importing", error.status if error else 200, **values)


async def upload(request: Request) -> Response:
    """Read what was sent and put a preview on the shelf; a wrong choice shows the form again."""
    may_write(request)
    async with checked_form(request, FIELDS) as form:
        try:
            prepared = await prepare(request, form)
        except UsageError as error:
            return await _choose(request, error, form)
    owner, _ = request.app.state.tokens.issue(request)
    key = await run_in_threadpool(request.app.state.previews.keep, owner, prepared)
    return RedirectResponse(f"/import/{key}", 303)


async def show(request: Request, key: str) -> Response:
    """Show a preview, or what became of it."""
    refuse_unknown(request, ())
    return (
        themed(request) if request.query_params.get("theme") else await _show(request, key, await _kept(request, key))
    )


async def _show(request: Request, key: str, kept: Kept, error: GraphsvcError | None = None) -> Response:
    prepared, language = kept.prepared, language_of(request)
    plan = prepared.plan
    document = prepared.document(language, dry_run=not kept.done, revision=kept.revision, warnings=kept.warnings)
    return await _page(
        request,
        "previewed",
        error.status if error else 200,
        key=key,
        done=kept.done,
        document=document,
        records=prepared.reading.records,
        changes=tuple(plan.change_set.changes) if plan else (),
        planned=plan is not None,
        empty=plan is not None and plan.is_empty,
        reasons=plan.reasons if plan else (),
        same=_same(prepared),
        error=error.in_(language) if error else None,
    )


async def answer(request: Request, key: str) -> Response:
    """Do what a person answered to a preview: write it, plan it as a known source, or leave it."""
    workspace = may_write(request)
    async with checked_form(request, {"action", "new_source", "confirm_removals"}) as form:
        action = form.get("action")
        if action not in _ACTIONS:
            raise UsageError(
                text("importing.not_one_of").format(name="action", value=(action or "")[:40], known=", ".join(_ACTIONS))
            )
    kept, previews = await _kept(request, key), request.app.state.previews
    if action == "drop":
        await run_in_threadpool(previews.drop, key)
        return RedirectResponse("/import", 303)
    if kept.done or kept.prepared.plan is None:
        return RedirectResponse(f"/import/{key}", 303)
    if action == "same" and (known := _same(kept.prepared)):
        await run_in_threadpool(_plan_again, request, key, kept, known)
        return RedirectResponse(f"/import/{key}", 303)
    return await _write(request, workspace, key, kept, form)


async def _write(request: Request, workspace: Workspace, key: str, kept: Kept, form: Form) -> Response:
    missing = _unanswered(kept.prepared, form)
    if missing is not None:
        return await _show(request, key, kept, ConfirmationNeeded(missing))
    try:
        revision, warnings = await run_in_threadpool(carry_out, workspace, kept.prepared)
    except ConfirmationNeeded as error:  # somebody was quicker: show what would change now
        now = await _kept(request, key)
        if now.done:  # it was this very preview, answered twice
            return RedirectResponse(f"/import/{key}", 303)
        await run_in_threadpool(_plan_again, request, key, now)
        return await _show(request, key, await _kept(request, key), error)
    await run_in_threadpool(request.app.state.previews.done, key, kept, revision, warnings)
    return RedirectResponse(f"/import/{key}", 303)


def _plan_again(request: Request, key: str, kept: Kept, source: str | None = None) -> None:
    made = plan_again(workspace_of(request), kept.prepared, source)
    request.app.state.previews.put(key, kept, made)


def _unanswered(prepared: Preview, form: Form) -> Text | None:
    """Return what a person has not answered yet."""
    plan = prepared.plan
    if plan is not None and plan.reasons and not form.ticked("confirm_removals"):
        return text("importing.need_removals")
    if _same(prepared) and not form.ticked("new_source"):
        return text("importing.need_source")
    return None


def _same(prepared: Preview) -> str | None:
    """Return the known source that this one seems to be, while nobody has said so or named it."""
    return prepared.plan.same_source_question if prepared.plan and not prepared.named else None


async def _kept(request: Request, key: str) -> Kept:
    owner, _ = request.app.state.tokens.issue(request)
    found: Kept | None = await run_in_threadpool(request.app.state.previews.get, owner, key)
    if found is None:
        raise UnknownThing(text("importing.gone"))
    return found


async def _page(request: Request, name: str, status: int, **values: Any) -> Response:
    cookie, token = request.app.state.tokens.issue(request)

    def built() -> str:
        snapshot = snapshot_of(request)
        frame = frame_of(request, snapshot, token=token)
        return str(getattr(view("explorer"), name)(frame, snapshot, **values))

    response = respond(request, await request.app.state.patience.wait(request, built), status)
    request.app.state.tokens.set_cookie(request, response, cookie)
    return response
