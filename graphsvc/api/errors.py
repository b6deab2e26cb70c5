"""One shape of error over every route: problem details (RFC 9457), and a page for people who came with a browser."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from graphsvc.api.asking import language_of
from graphsvc.api.pages import error_page
from graphsvc.errors import GraphsvcError, UnknownThing, UsageError
from graphsvc.service.importing import problem_document
from graphsvc.text import Text

__all__ = ["add", "problem_details", "problem_fields"]

_log = logging.getLogger("graphsvc.api")


class _InternalError(GraphsvcError):
    """Something that nobody foresaw; the log has the trace, the answer has no inner words."""

    code = "internal"
    status = 500


def add(application: FastAPI) -> None:
    """Answer every error in the one shape."""
    application.add_exception_handler(GraphsvcError, _known)
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(RequestValidationError, _invalid)
    application.add_exception_handler(Exception, _unforeseen)


def problem_details(request: Request, error: GraphsvcError, status: int | None = None) -> Response:
    """Return an error as problem details, or as a page to a browser."""
    number = status or error.status
    if not request.url.path.startswith(("/api/", "/health/")) and "text/html" in request.headers.get("accept", ""):
        return error_page(request, error, number)
    return JSONResponse(problem_fields(request, error, number), number, media_type="application/problem+json")


def problem_fields(request: Request, error: GraphsvcError, status: int | None = None) -> dict[str, object]:
    """Return the members of problem details, in the reader's language."""
    language = language_of(request)
    document: dict[str, object] = {
        "type": f"urn:graphsvc:error:{error.code}",
        "title": error.title.in_(language),
        "status": status or error.status,
        "detail": error.in_(language),
        "code": error.code,
        **error.more,
    }
    if error.problems:
        document["problems"] = [problem_document(problem, language) for problem in error.problems[:100]]
        document["problem_count"] = len(error.problems)
    return document


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, GraphsvcError)  # noqa: S101 - registered for this class only
    return problem_details(request, error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    words = {
        404: Text("Siden finnes ikke", "Sida finst ikkje", "There is no such page"),
        405: Text(
            "Denne måten å spørre på finnes ikke her",
            "Denne måten å spørje på finst ikkje her",
            "This method is not available here",
        ),
    }
    known = words.get(error.status_code, Text.same(str(error.detail)))
    made = UnknownThing(known) if error.status_code == 404 else UsageError(known)
    response = problem_details(request, made, error.status_code)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    named = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()[:10])
    return problem_details(request, UsageError(Text.same(named)), 422)


async def _unforeseen(request: Request, error: Exception) -> Response:
    # The path may hold a thing's id, never a field's value.
    _log.error("unforeseen %s at %s", type(error).__name__, request.url.path, exc_info=error)
    return problem_details(
        request,
        _InternalError(
            Text(
                "En feil i programmet stoppet dette. Loggen har detaljene; prøv igjen eller meld fra",
                "Ein feil i programmet stoppa dette. Loggen har detaljane; prøv igjen eller meld frå",
                "An error in the program stopped this. The log has the details; try again or report it",
            )
        ),
    )
