"""What every route reads from a request: the workspace, the language, the revision and the date."""

from __future__ import annotations

from fastapi import Request

from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.service import Workspace
from graphsvc.service.looking import parse_date
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["COMMON", "language_of", "number_of", "snapshot_of", "workspace_of"]

#: Names in an address that every route understands; the rest belongs to the question.
COMMON = frozenset({"lang", "as-of", "as_of", "revision"})


def workspace_of(request: Request) -> Workspace:
    """Return the workspace that this application serves."""
    workspace: Workspace = request.app.state.workspace
    return workspace


def language_of(request: Request) -> Language:
    """Return the language in the address, else the remembered one, else the browser's, else the settings'."""
    for asked in (request.query_params.get("lang"), request.cookies.get("graphsvc_lang"), *_preferred(request)):
        if asked in set(Language):
            return Language(asked)
    return workspace_of(request).settings.lang


def _preferred(request: Request) -> list[str]:
    """Read Accept-Language roughly, in its order; ``no`` is bokmål."""
    words = [
        part.split(";")[0].split("-")[0].strip().casefold()
        for part in request.headers.get("accept-language", "").split(",")
    ]
    return ["nb" if word == "no" else word for word in words][:8]


def snapshot_of(request: Request) -> Snapshot:
    """Return the graph at the revision and date in the address.

    Raises
    ------
    UsageError
        When they are no number and no date.
    """
    asked = request.query_params
    revision = asked.get("revision") or None
    date = parse_date(asked.get("as-of") or asked.get("as_of") or None)
    found = workspace_of(request).snapshot(revision=number_of(revision) if revision else None, date=date)
    request.state.revision = found.revision
    return found


def number_of(words: str) -> int:
    """Read the number of a revision.

    Raises
    ------
    UsageError
        When it is none.
    """
    if not (words.isascii() and words.isdecimal() and len(words) < 10):
        raise UsageError(text("importing.bad_revision").format(value=words[:40]))
    return int(words)
