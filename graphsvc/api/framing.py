"""What every page shares: its frame, the parameters that it understands, and cookies that remember a choice."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from graphsvc.api.asking import COMMON, language_of, snapshot_of, workspace_of
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.registry import view
from graphsvc.service.views import own_address, savable
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["ASSETS", "choice", "frame_of", "page", "refuse_unknown", "respond", "shown", "themed"]

ASSETS = "/static"
LANGUAGE, THEME = "graphsvc_lang", "graphsvc_theme"
_THEMES = {"light", "dark", "auto"}
_YEAR = 365 * 24 * 3600

Build = Callable[[Request], str]


def frame_of(request: Request, snapshot: Snapshot | None, *, token: str | None = None) -> Any:
    """Return what surrounds a page.

    Parameters
    ----------
    request
        Whose address, language and choices hold.
    snapshot
        The graph shown; None when it cannot be read.
    token
        For forms that write (:class:`graphsvc.api.tokens.FormTokens`).
    """
    workspace, pages = workspace_of(request), view("explorer")
    theme = request.cookies.get(THEME)
    # An empty register has a snapshot too, one without things.
    known = (
        {}
        if snapshot is None
        else {
            "about": snapshot.about,
            "date": snapshot.date,
            "revision": snapshot.revision,
            "head": workspace.register.head,
        }
    )
    return pages.frame(
        language=language_of(request),
        path=request.scope["path"],
        parameters=tuple((name, value) for name, value in request.query_params.multi_items() if name != "lang"),
        assets=f"{ASSETS}/{pages.digest}",
        theme=theme if theme in {"light", "dark"} else None,
        token=token,
        writes=workspace.writes,
        view=_view_of(request),
        **known,
    )


def _view_of(request: Request) -> str:
    """Return the address of a page that shows something and can be kept, empty for others."""
    path = request.scope["path"]
    if request.method != "GET" or not savable(path):
        return ""
    asked = f"?{request.scope['query_string'].decode('latin-1')}" if request.scope["query_string"] else ""
    try:
        found = own_address(quote(path, safe="/:@") + asked)
    except UsageError:
        return ""
    return "" if found == "/" else found  # everybody finds the start page anyway


def refuse_unknown(request: Request, known: Collection[str]) -> None:
    """Refuse a parameter that a page does not understand, rather than answer another question than was asked.

    Raises
    ------
    UsageError
        Naming the parameter and those that the page understands.
    """
    understood = [*known, *sorted(COMMON - {"as_of"}), "theme"]
    for name in request.query_params:
        if name not in understood:
            raise UsageError(text("explorer.unknown_parameter").format(name=name[:40], known=", ".join(understood)))
    choice(request, "lang", set(Language))
    choice(request, "theme", _THEMES)


def choice(request: Request, name: str, known: Collection[str], default: str = "") -> str:
    """Return a parameter that must be one of a closed set.

    Raises
    ------
    UsageError
        When it is another word; lists those that would do.
    """
    given = request.query_params.get(name) or default
    if given and given not in known:
        listed = ", ".join(str(one) for one in sorted(known))
        raise UsageError(text("explorer.bad_choice").format(name=name, value=given[:40], known=listed))
    return given


def page(names: Collection[str], build: Build) -> Callable[[Request], Any]:
    """Make a route for a page that only reads.

    Parameters
    ----------
    names
        Parameters that it understands beside language, date and revision.
    build
        Makes the page; runs in a thread that is stopped when nobody waits any longer.
    """

    async def answer(request: Request) -> Response:
        refuse_unknown(request, names)
        if request.query_params.get("theme"):
            return themed(request)
        return respond(request, await request.app.state.patience.wait(request, lambda: build(request)))

    return answer


def respond(request: Request, html: str, status: int = 200) -> Response:
    """Answer with a page, and remember the language when the address chose one."""
    response = HTMLResponse(html, status)
    asked = request.query_params.get("lang")
    if asked in set(Language) and request.cookies.get(LANGUAGE) != asked:
        _remember(response, LANGUAGE, str(asked))
    return response


def themed(request: Request) -> Response:
    """Remember the colours and show the page again: they are the reader's, not a part of the address."""
    asked = request.query_params["theme"]
    rest = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "theme"])
    response = RedirectResponse(quote(request.scope["path"], safe="/:@") + (f"?{rest}" if rest else ""), 303)
    if asked == "auto":
        response.delete_cookie(THEME, httponly=True, samesite="lax")
    else:
        _remember(response, THEME, asked)
    return response


def _remember(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=_YEAR, httponly=True, samesite="lax", path="/")


def snapshot_or_none(request: Request) -> Snapshot | None:
    """Return the graph asked for, else the newest, else None: an error page must not fail in its turn."""
    from graphsvc.errors import GraphsvcError

    try:
        return snapshot_of(request)
    except GraphsvcError:
        try:
            return workspace_of(request).snapshot()
        except GraphsvcError:
            return None


async def shown(request: Request, build: Callable[[Any, Snapshot], str], status: int = 200) -> Response:
    """Show a page whose forms carry a token."""
    cookie, token = request.app.state.tokens.issue(request)

    def built() -> str:
        snapshot = snapshot_of(request)
        return build(frame_of(request, snapshot, token=token), snapshot)

    response = respond(request, await request.app.state.patience.wait(request, built), status)
    request.app.state.tokens.set_cookie(request, response, cookie)
    return response
