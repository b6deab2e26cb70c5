"""What the forum's routes read from a request: a JSON body, the version that was seen, the key of the request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from graphsvc.api.asking import COMMON, language_of
from graphsvc.api.forms import WrongContentType
from graphsvc.api.taking import from_program, may_write
from graphsvc.errors import UsageError, VersionNeeded
from graphsvc.i18n import text
from graphsvc.service.looking import parse_date
from graphsvc.service.writing import Outcome

__all__ = ["body_of", "expected_of", "key_of", "known_only", "revision_of", "told", "written"]

_JSON = "application/json"
#: So large may a body be, in bytes, and so deep nested.
_LARGEST, _DEEPEST = 1_000_000, 50
_ANY = "*"


async def body_of(request: Request) -> dict[str, Any]:
    """Read a JSON object; a request that writes must come from a program (or our own page), not from another site.

    Raises
    ------
    PermissionDenied
        When it lacks the header that only a program can set, or this process only reads.
    WrongContentType
        When the body is no JSON.
    UsageError
        When it is too large, too deep, says one thing twice, or is no object.
    """
    from_program(request)
    may_write(request)
    sort = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    content = await request.body()
    if not content:
        return {}
    if sort != _JSON:
        raise WrongContentType(text("forum.want_json").format(given=sort[:60] or "–"))
    if len(content) > _LARGEST:
        raise UsageError(text("forum.large_json").format(most=_LARGEST))
    try:
        found = json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
        if not isinstance(found, dict) or _depth(found) > _DEEPEST:
            raise ValueError(f"not an object, or nested deeper than {_DEEPEST}")
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half characters cannot be stored
    except (ValueError, RecursionError) as error:
        raise UsageError(text("forum.bad_json").format(why=str(error)[:200] or type(error).__name__)) from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same name stands twice in one object")
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


def _depth(value: Any) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(part) for part in parts), default=0)


def key_of(request: Request) -> str | None:
    """Return the sender's word for this request (``Idempotency-Key``)."""
    return request.headers.get("idempotency-key")


def expected_of(request: Request, *, needed: bool) -> str | None:
    """Return the version that was seen (``If-Match``); None for ``*``, whatever stands there.

    Raises
    ------
    VersionNeeded
        When it is needed and not given.
    """
    given = request.headers.get("if-match")
    if given is None:
        if needed:
            raise VersionNeeded(text("forum.version_needed"))
        return None
    word = given.strip()
    return None if word == _ANY else word.removeprefix("W/").strip('"')


def known_only(request: Request, *known: str) -> None:
    """Refuse a parameter that is not understood, rather than answer another question than was asked."""
    for name in request.query_params:
        if name not in known and name != "lang":
            understood = ", ".join([*known, "lang"])
            raise UsageError(text("explorer.unknown_parameter").format(name=name[:40], known=understood))


def revision_of(request: Request, *known: str) -> int | None:
    """Return which revision is asked about; None = what stands now.

    Raises
    ------
    UsageError
        When it is no number, a date is none, or a parameter is not understood.
    """
    known_only(request, *known, *COMMON)
    parse_date(request.query_params.get("as-of") or request.query_params.get("as_of") or None)
    words = request.query_params.get("revision") or None
    if words is not None and not (words.isascii() and words.isdecimal() and len(words) < 10):
        raise UsageError(text("importing.bad_revision").format(value=words[:40]))
    return int(words) if words else None


async def told(request: Request, question: Callable[[], Mapping[str, Any]], *, versioned: bool = False) -> Response:
    """Answer with a document; one that can be edited comes with its version as ``ETag``."""
    document = await request.app.state.patience.wait(request, question)
    headers = {"etag": f'"{document["version"]}"'} if versioned else {}
    return JSONResponse(document, headers=headers)


async def written(request: Request, act: Callable[[], Outcome], *, created: str | None = None) -> Response:
    """Carry out a use case that writes and answer with what stands now.

    Parameters
    ----------
    created
        The address of the sort, when the use case makes a new one of it.
    """
    done = await run_in_threadpool(act)
    language = language_of(request)
    document = {
        **done.document,
        "revision": done.revision,
        "warnings": [warning.in_(language) for warning in done.warnings],
    }
    headers: dict[str, str] = {}
    if "version" in document:
        headers["etag"] = f'"{document["version"]}"'
    if done.repeated:
        headers["idempotent-replayed"] = "true"
    if created is not None:
        headers["location"] = f"{created}/{document['id']}"
    return JSONResponse(document, 201 if created is not None and not done.repeated else 200, headers=headers)
