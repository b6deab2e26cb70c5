"""What routes for programs read from a request: a JSON body, the version that was seen, the key of the request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graphsvc.api.asking import COMMON, language_of, number_of
from graphsvc.api.forms import WrongContentType
from graphsvc.api.taking import from_program, may_write
from graphsvc.api.written import JSONResponse
from graphsvc.errors import UsageError, VersionNeeded
from graphsvc.i18n import text
from graphsvc.service.looking import parse_date
from graphsvc.service.writing import Outcome

__all__ = [
    "body_of",
    "expected_of",
    "flag_in",
    "key_of",
    "known_only",
    "named_body",
    "revision_of",
    "seen_of",
    "told",
    "words_in",
    "written",
]

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


async def named_body(request: Request, *known: str) -> dict[str, Any]:
    """Read a JSON object as :func:`body_of` does; one that holds a name which is not understood is refused.

    Raises
    ------
    UsageError
        When a name in the body or in the address is not understood.
    """
    known_only(request)
    body = await body_of(request)
    for name in body:
        if name not in known:
            raise UsageError(text("explorer.unknown_parameter").format(name=name[:40], known=", ".join(known)))
    return body


def words_in(body: Mapping[str, Any], name: str) -> str | None:
    """Return text of a body; None when there is none.

    Raises
    ------
    UsageError
        When it is something else.
    """
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(text("editing.want_words").format(name=name))
    return value


def flag_in(body: Mapping[str, Any], name: str) -> bool | None:
    """Return yes or no of a body; None when it says neither.

    Raises
    ------
    UsageError
        When it is something else.
    """
    value = body.get(name)
    if value is not None and not isinstance(value, bool):
        raise UsageError(text("importing.bad_flag").format(name=name, value=str(value)[:40]))
    return value


def seen_of(words: str | None) -> int | None:
    """Return the revision that was seen, from the word of an ETag or of a form; None when none is told.

    Raises
    ------
    UsageError
        When it is no number.
    """
    return None if words is None else number_of(words)


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
    return number_of(words) if words is not None else None


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
