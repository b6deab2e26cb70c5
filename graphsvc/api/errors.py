"""One shape of error over every route: problem details (RFC 9457), and a page for people who came with a browser."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from graphsvc.api.asking import language_of
from graphsvc.api.pages import error_page
from graphsvc.api.written import JSONResponse
from graphsvc.errors import GraphsvcError, UnknownThing, UsageError
from graphsvc.monitoring import REQUEST
from graphsvc.service.importing import problem_document
from graphsvc.text import Text

__all__ = ["add", "problem_details", "problem_fields", "unforeseen"]


#: Whoever meets one of these will ask somebody who keeps the log.
_REFERRED = range(500, 600)


class _InternalError(GraphsvcError):
    """Something that nobody foresaw; the log has the trace, the answer has no inner words."""

    code = "internal"
    status = 500


def add(application: FastAPI) -> None:
    """Answer every error in the one shape."""
    application.add_exception_handler(GraphsvcError, _known)
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(RequestValidationError, _invalid)


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
    if document["status"] in _REFERRED and (reference := REQUEST.get()):
        document["reference"] = reference
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


def unforeseen(request: Request) -> Response:
    """Return what is told of an error that nobody foresaw: nothing of it, and the reference that the log has too."""
    return problem_details(
        request,
        _InternalError(
            Text(
                "En feil i programmet stoppet dette. Prøv igjen, eller meld fra med referansen: loggen har detaljene",
                "Ein feil i programmet stoppa dette. Prøv igjen, eller meld frå med referansen: loggen har detaljane",
                "An error in the program stopped this. Try again, or report it with the reference; the log has more",
            )
        ),
    )
