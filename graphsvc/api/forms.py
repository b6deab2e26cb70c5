"""Forms as they come in: which fields are there, which files, and that nobody else's page sent them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO

from fastapi import Request
from starlette.datastructures import UploadFile

from graphsvc.api.tokens import FIELD
from graphsvc.errors import GraphsvcError, UsageError
from graphsvc.i18n import text

__all__ = ["Form", "WrongContentType", "checked_form", "read_form"]

_MOST_FILES, _MOST_FIELDS, _LONGEST_FIELD = 200, 20, 4000
_MULTIPART, _PLAIN = "multipart/form-data", "application/x-www-form-urlencoded"


class WrongContentType(GraphsvcError):
    """The body is no form."""

    code = "content-type"
    title = UsageError.title
    status = 415


@dataclass(frozen=True)
class Form:
    """What a form holds.

    Parameters
    ----------
    fields
        Words by name; empty ones are left out.
    files
        Field name, the sender's file name, and the content; empty file fields are left out.
    """

    fields: dict[str, str]
    files: list[tuple[str, str, IO[bytes]]]

    def get(self, name: str) -> str | None:
        """Return a field's words."""
        return self.fields.get(name)

    def ticked(self, name: str) -> bool:
        """Tell whether a box is ticked.

        Raises
        ------
        UsageError
            When the word is neither yes nor no.
        """
        word = self.fields.get(name, "").casefold()
        if word not in {"", "true", "1", "yes", "on", "false", "0", "no"}:
            raise UsageError(text("importing.bad_flag").format(name=name, value=word[:40]))
        return word in {"true", "1", "yes", "on"}

    def named(self, *names: str) -> list[tuple[str, IO[bytes]]]:
        """Return the files of some fields."""
        return [(sent, content) for field, sent, content in self.files if field in names]


@asynccontextmanager
async def read_form(
    request: Request, known: Collection[str], *, several: Collection[str] = (), longest: int = _LONGEST_FIELD
) -> AsyncIterator[Form]:
    """Read a form; its files are closed afterwards.

    Parameters
    ----------
    request
        Its body has not been read.
    known
        Names of fields that are understood.
    several
        Those of them that may come more than once (boxes to tick); their words are joined with semicolons.
    longest
        So many bytes may a field have.

    Raises
    ------
    WrongContentType
        When the body is no form.
    UsageError
        When a field is unknown or too long.
    """
    sort = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if sort not in {_MULTIPART, _PLAIN}:
        raise WrongContentType(text("importing.content_type").format(given=sort[:60] or "–"))
    limits = {"max_files": _MOST_FILES, "max_fields": max(_MOST_FIELDS, len(known) + 400 * len(several))}
    limits["max_part_size"] = longest
    async with request.form(**limits) as given:
        fields: dict[str, str] = {}
        files: list[tuple[str, str, IO[bytes]]] = []
        for name, value in given.multi_items():
            if name not in known:
                raise UsageError(text("importing.unknown_field").format(name=name[:40], known=", ".join(sorted(known))))
            if not isinstance(value, UploadFile):
                if value.strip():
                    joined = name in several and name in fields
                    fields[name] = f"{fields[name]};{value.strip()}" if joined else value.strip()
            elif value.filename or value.size:
                files.append((name, value.filename or "", value.file))
        yield Form(fields, files)


@asynccontextmanager
async def checked_form(
    request: Request, known: Collection[str], *, several: Collection[str] = (), longest: int = _LONGEST_FIELD
) -> AsyncIterator[Form]:
    """Read a form of our own page; refuse one that another site sent.

    Raises
    ------
    PermissionDenied
        When its token does not fit the browser's cookie.
    """
    async with read_form(request, {*known, FIELD}, several=several, longest=longest) as form:
        request.app.state.tokens.check(request, form.get(FIELD) or "")
        yield form
