"""Every route is in one table; every answer is secured, and every refusal has the one shape, over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.api.protection import CONTENT_POLICY
from graphsvc.service import Workspace
from graphsvc.service.comparing import COMPARABLE
from graphsvc.service.forum.meetings import add_meeting
from graphsvc.text import Language
from tests import editing_routes, forum_routes
from tests.installations import demo_at, settings_at
from tests.web import MULTIPART, Answer, Web, multipart, routes_of, serving

THING, IMPACT = "/thing/system/epj", "thing=system:epj&change=retire"
JSON, HTML, SVG, PROBLEM = "application/json", "text/html", "image/svg+xml", "application/problem+json"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

CSV = "text/csv"
#: Every installed question, and one way to ask it; a new one that is missing here fails.
QUESTIONS = {
    "impact": IMPACT,
    "reach": "thing=system:epj",
    "matrix": "relation=flows",
    "structure": "by=sector",
    "paths": "from=system:bygg&to=system:epj",
    "weak-spots": "months=12",
    "completeness": "limit=5",
    "journey": "thing=journey:J1",
    "learning": "proposal=P2",
    "assessment": "proposal=P2",
    "agenda": "meeting=M1",
    "portfolio": "budget=7000",
    "overlap": "proposal=P2",
    "privacy": "",
    "scenario": "proposal=P2",
    "diff": "from=1&to=2",
}
#: Those that have a page of findings, all built alike.
CHARTED = {"weak-spots", "structure", "privacy", "journey", "completeness", "learning"}
REPORTS = {*CHARTED, "scenario", "diff"}
#: Those that have a picture; the others say that they have none.
PICTURES = {"impact", "matrix", "overlap", "paths", "portfolio", *CHARTED}

_ASKED = QUESTIONS.items()
_FORMS = (("", JSON), (".csv", CSV), (".xlsx", XLSX))

#: Method and route -> an address that works, and what sort of answer it gives. A route that is missing here fails.
READING: dict[str, tuple[str, str]] = {
    "/health/live": ("/health/live", JSON),
    "/health/ready": ("/health/ready", JSON),
    "/metrics": ("/metrics", "text/plain"),
    "/api/v1/openapi.json": ("/api/v1/openapi.json", JSON),
    "/api/v1/stats": ("/api/v1/stats", JSON),
    "/api/v1/search": ("/api/v1/search?q=epj", JSON),
    "/api/v1/things/{thing:path}": ("/api/v1/things/system:epj", JSON),
    "/api/v1/history": ("/api/v1/history", JSON),
    **{f"/api/v1/{one}{end}": (f"/api/v1/{one}{end}?{asked}", sort) for end, sort in _FORMS for one, asked in _ASKED},
    **{
        f"/api/v1/{one}/compared{end}": (f"/api/v1/{one}/compared{end}?{QUESTIONS[one]}&compare=P6", sort)
        for end, sort in (*_FORMS, (".svg", SVG))
        for one in COMPARABLE
    },
    "/api/v1/export": ("/api/v1/export?format=graphml", "application/graphml+xml"),
    "/api/v1/impact.pdf": (f"/api/v1/impact.pdf?{IMPACT}", PDF),
    "/api/v1/impact.html": (f"/api/v1/impact.html?{IMPACT}", HTML),
    "/api/v1/memo/{name:path}.pdf": ("/api/v1/memo/P2.pdf", PDF),
    "/api/v1/memo/{name:path}.html": ("/api/v1/memo/P2.html", HTML),
    "/": ("/", HTML),
    "/search": ("/search?q=epj", HTML),
    "/matrix": ("/matrix", HTML),
    "/portfolio": ("/portfolio?budget=7000", HTML),
    "/impact": (f"/impact?{IMPACT}", HTML),
    **{f"/{one}": (f"/{one}?{QUESTIONS[one]}", HTML) for one in sorted(REPORTS)},
    "/help": ("/help", HTML),
    "/overlap": ("/overlap?proposal=P8", HTML),
    "/map": ("/map?selected=unit:U35&open=unit:U35", HTML),
    "/map/layout.json": ("/map/layout.json?show=systems", JSON),
    "/paths": (f"/paths?{QUESTIONS['paths']}", HTML),
    "/assessment": ("/assessment?proposal=P8", HTML),
    "/thing/{name:path}": (THING, HTML),
    "/edit/new": ("/edit/new?kind=system", HTML),
    "/edit/relation": ("/edit/relation?thing=system:epj&join=flow", HTML),
    "/administration": ("/administration", HTML),
    "/api/v1/administration": ("/api/v1/administration", JSON),
    "/api/v1/sources": ("/api/v1/sources", JSON),
    "/views": ("/views", HTML),
    "/views/new": ("/views/new?address=/map", HTML),
    "/api/v1/views": ("/api/v1/views", JSON),
    "/import": ("/import", HTML),
    "/import/template.xlsx": ("/import/template.xlsx", XLSX),
    "/history": ("/history", HTML),
    "/history/{revision}": ("/history/1", HTML),
}
READING |= {f"/api/v1/{one}.svg": (f"/api/v1/{one}.svg?{QUESTIONS[one]}", SVG) for one in sorted(PICTURES)}
#: What carries its own style inside has a policy of its own, which allows that style and nothing else.
STYLED = {route for route, (_, sort) in READING.items() if sort == SVG} | {
    "/api/v1/memo/{name:path}.html",
    "/api/v1/impact.html",
}
UNDRAWN = {f"/api/v1/{one}.svg": f"/api/v1/{one}.svg?{asked}" for one, asked in _ASKED if one not in PICTURES}
#: Routes that answer only after something else has happened, or only to a form: they have tests of their own.
BESIDE = {
    *("GET /static/{digest}/{name}", "GET /import/{key}", "GET /views/{id}"),
    *(f"{method} /api/v1/views/{{id}}" for method in ("GET", "PATCH", "DELETE")),
    "POST /api/v1/views/{id}/restore",
}
WRITING = {
    "POST /import": "/import",
    "POST /import/{key}": "/import/a-key",
    "POST /history/{revision}": "/history/1",
    "POST /overlap": "/overlap",
    "POST /views": "/views",
    "POST /administration": "/administration",
    "POST /api/v1/sources/order": "/api/v1/sources/order",
    "POST /api/v1/views": "/api/v1/views",
    "POST /thing/{name:path}": THING,
    "POST /edit/new": "/edit/new",
    "POST /edit/relation": "/edit/relation",
    "POST /api/v1/import": "/api/v1/import",
    "POST /api/v1/pairs": "/api/v1/pairs",
    "POST /api/v1/undo/{revision}": "/api/v1/undo/1",
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ADDRESSES = [address for address, _ in READING.values()]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    workspace = demo_at(tmp_path_factory.mktemp("demo") / "home", metrics=True)
    with workspace:
        add_meeting(workspace, {"title": "Møte", "date": "2026-12-10", "agenda": ["P8"]}, Language.NB)
        with serving(workspace) as served:
            yield served


def refused(answer: Answer, *statuses: int) -> None:
    """One shape of error: problem details, or a page with the same words; never a trace of the program."""
    assert answer.status in statuses, (answer.status, answer.text[:300])
    assert "Traceback" not in answer.text
    assert answer.sort in {PROBLEM, HTML}
    if answer.sort == PROBLEM:
        problem = answer.json
        assert {"type", "title", "status", "detail", "code"} <= set(problem)
        assert problem["status"] == answer.status
        assert problem["type"] == f"urn:graphsvc:error:{problem['code']}"
        assert problem["detail"]
    else:
        assert "<h1>" in answer.text
    secured(answer)


def secured(answer: Answer) -> None:
    headers = answer.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "cache-control" in headers
    assert "server" not in headers or "uvicorn" in headers["server"]


def with_parameter(address: str, words: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{words}"


def test_every_route_stands_in_the_table(web: Web) -> None:
    found = {f"{method} {path}" for method, path in routes_of(web.application.routes)}
    read = (*forum_routes.READING, *forum_routes.FILES, *forum_routes.PRINTED, *forum_routes.PAGES)
    edits = {f"GET {path}" for path in editing_routes.READING} | set(editing_routes.WRITING)
    forum = {f"GET {path}" for path in read} | set(forum_routes.WRITING) | {f"POST {one}" for one in forum_routes.FORMS}
    assert found == {f"GET {path}" for path in [*READING, *UNDRAWN]} | BESIDE | set(WRITING) | forum | edits


@pytest.mark.parametrize("route", READING)
def test_every_reading_route_answers_with_its_sort_and_the_security_headers(web: Web, route: str) -> None:
    address, sort = READING[route]
    answer = web.ask(address, accept=HTML)
    assert (answer.status, answer.sort) == (200, sort), answer.text[:300]
    secured(answer)
    if route not in STYLED:
        assert answer.headers["content-security-policy"] == CONTENT_POLICY


def test_a_long_answer_is_told_in_parts_and_files_hold_all_of_it(web: Web) -> None:
    whole = web.ask("/api/v1/impact?thing=system:epj&limit=5000").json
    assert "listed" not in whole
    parts = [web.ask(f"/api/v1/impact?thing=system:epj&offset={one}&limit=40").json for one in range(0, 400, 40)]
    assert [row for part in parts for row in part["touched"]] == whole["touched"]
    assert [row for part in parts for row in part["consult"]] == whole["consult"]
    assert [row for part in parts for row in part["sectors"]] == whole["sectors"]
    of = len(whole["touched"])
    assert parts[1]["listed"]["offset"] == 40
    assert [part["listed"]["touched"] for part in parts[:2]] == [{"shown": 40, "of": of}] * 2
    assert {"touched"} <= {name for name in whole if parts[0][name] != whole[name]} <= {"touched", "consult"}
    table = web.ask("/api/v1/impact.csv?thing=system:epj").text
    assert len(table.splitlines()) == of + 1


@pytest.mark.parametrize("words", ["offset=-1", "limit=many", "limit=5001", "offset=1.5"])
def test_a_part_that_cannot_be_is_refused(web: Web, words: str) -> None:
    refused(web.ask(f"/api/v1/impact?thing=system:epj&{words}"), 400)
    refused(web.ask(f"/api/v1/reach?thing=system:epj&{words}"), 400)


@pytest.mark.parametrize("address", UNDRAWN.values())
def test_a_question_without_a_picture_says_so(web: Web, address: str) -> None:
    refused(web.ask(address), 400, 404)


@pytest.mark.parametrize("accept", [HTML, JSON])
@pytest.mark.parametrize("route", [*READING, *WRITING])
def test_another_method_is_refused(web: Web, route: str, accept: str) -> None:
    address = READING[route][0] if route in READING else WRITING[route]
    path = address.partition("?")[0]
    known = {method for method, other in _addresses() if other == path}
    if path.startswith("/import/"):
        known.add("POST")  # an answer to the preview of this name
    for method in METHODS:
        if method not in known:
            refused(web.ask(path, method, b"", accept=accept), 405)


def _addresses() -> list[tuple[str, str]]:
    pairs = [("GET", address.partition("?")[0]) for address in ADDRESSES]
    pairs += [(route.partition(" ")[0], address) for route, (address, _) in editing_routes.WRITING.items()]
    return [*pairs, *(("POST", address) for address in WRITING.values()), ("GET", "/import/a-key")]


@pytest.mark.parametrize("accept", [HTML, JSON])
@pytest.mark.parametrize(
    "address", [one for one in ADDRESSES if not one.startswith(("/health", "/metrics", "/api/v1/openapi"))]
)
def test_an_unknown_parameter_is_named_not_ignored(web: Web, address: str, accept: str) -> None:
    answer = web.ask(with_parameter(address, "sektor=A1"), accept=accept)
    refused(answer, 400)
    assert "sektor" in answer.text


#: Routes that show one graph, so that they understand a date and a revision.
_NOW_ONLY = (
    *("/health", "/metrics", "/import/t"),
    *(f"/api/v1/{one}" for one in ("openapi", "history", "views", "administration", "sources")),
)
TIMED = [one for one in ADDRESSES if not one.startswith(_NOW_ONLY)]


@pytest.mark.parametrize("accept", [HTML, JSON])
@pytest.mark.parametrize("words", ["as-of=31.12.2026", "as-of=2026-02-30", "revision=to", "revision=-1"])
@pytest.mark.parametrize("address", TIMED)
def test_a_date_or_revision_that_is_none_is_refused(web: Web, address: str, words: str, accept: str) -> None:
    refused(web.ask(with_parameter(address, words), accept=accept), 400)


@pytest.mark.parametrize("address", TIMED)
def test_a_revision_that_does_not_exist_is_refused(web: Web, address: str) -> None:
    refused(web.ask(with_parameter(address, "revision=999999"), accept=HTML), 404, 422)


@pytest.mark.parametrize("accept", [HTML, JSON])
@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        ("/thing/system/finnes-ikke", (404,)),
        ("/thing/tull/epj", (404,)),
        ("/impact?thing=system:finnes-ikke", (404,)),
        ("/impact?proposal=P999", (404, 422)),
        ("/api/v1/impact?thing=system:finnes-ikke", (404,)),
        ("/api/v1/reach?thing=finnes-ikke", (404,)),
        ("/api/v1/reach", (400,)),
        ("/api/v1/things/finnes-ikke", (404,)),
        ("/api/v1/impact?thing=system:epj&min-strength=mye", (400,)),
        ("/api/v1/impact?thing=system:epj&min-strength=nan", (400, 422)),
        ("/api/v1/impact?thing=system:epj&max-steps=1e9", (400,)),
        ("/api/v1/impact?thing=system:epj&max-steps=-1", (400, 422)),
        ("/api/v1/impact?thing=system:epj&change=sprenge", (400,)),
        ("/impact?thing=system:epj&min-strength=mye", (400,)),
        ("/api/v1/search?q=epj&limit=mange", (400, 422)),
        ("/history/1000000", (404, 422)),
        ("/history/en", (400,)),
        ("/history?before=en", (400,)),
        ("/history?thing=finnes-ikke", (404,)),
        ("/import/finnes-ikke", (404,)),
        ("/static/0/explorer.css", (404,)),
        ("/finnes-ikke", (404,)),
        ("/api/v1/finnes-ikke", (404,)),
        ("/?lang=xx", (400,)),
        ("/?theme=rosa", (400,)),
        ("/..%2f..%2fetc/passwd", (404,)),
        ("/static/../../etc/passwd", (404,)),
        ("/thing/system/%00", (404,)),
        ("/search?q=%ff%fe", (200,)),
    ],
)
def test_what_does_not_exist_or_does_not_fit_is_refused_clearly(
    web: Web, address: str, statuses: tuple[int, ...], accept: str
) -> None:
    answer = web.ask(address, accept=accept)
    if answer.status == 200:
        assert 200 in statuses
    else:
        refused(answer, *statuses)


@pytest.mark.parametrize("address", [*ADDRESSES, *WRITING.values()])
def test_a_foreign_host_is_refused_everywhere(web: Web, address: str) -> None:
    for host in ("evil.example", f"evil.example:{web.port}", "127.0.0.1:1", "localhost.evil.example", ""):
        refused(web.ask(address, host=host), 400, 421)


@pytest.mark.parametrize("address", [*ADDRESSES, *WRITING.values()])
def test_an_address_that_is_too_long_is_refused_everywhere(web: Web, address: str) -> None:
    refused(web.ask(with_parameter(address, "x=" + "a" * 20_000)), 414)


@pytest.mark.parametrize("address", WRITING.values())
def test_a_body_that_is_too_large_is_refused_whether_it_tells_its_length_or_not(web: Web, address: str) -> None:
    refused(web.ask(address, "POST", b"", content_length="99000000000", content_type=MULTIPART), 413)


@pytest.mark.parametrize("address", ["/import", "/api/v1/import"])
@pytest.mark.parametrize("accept", [HTML, JSON])
def test_a_body_in_pieces_is_counted_as_it_comes(tmp_path: Path, address: str, accept: str) -> None:
    settings = settings_at(tmp_path / "home", upload_bytes=1000)
    start = f"POST {address} HTTP/1.1\r\nHost: localhost\r\nX-Graphsvc-Request: 1\r\nAccept: {accept}\r\n"
    start += f"Content-Type: {MULTIPART}\r\nTransfer-Encoding: chunked\r\n\r\n"
    body = multipart(("files", "a.csv", b"x" * 150_000))
    with Workspace.create(settings) as workspace, serving(workspace) as web:
        refused(web.raw(start.encode(), f"{len(body):x}\r\n".encode() + body), 413)
        assert workspace.register.head == 0


@pytest.mark.parametrize("address", WRITING.values())
def test_a_form_without_a_token_with_a_foreign_or_with_an_old_one_is_refused(web: Web, address: str) -> None:
    if address.startswith("/api/"):
        refused(web.ask(address, "POST", multipart(("files", "a.csv", b"id\n1\n")), content_type=MULTIPART), 403)
        return
    fields = {
        "/import": ("source", None, b"a"),
        "/history/1": ("sure", None, b"1"),
        "/overlap": ("state", None, b"open"),
    }
    field = fields.get(address, ("action", None, b"drop"))
    for token in (None, b"", b"0" * 64, "blåbær".encode()):
        parts = [field] if token is None else [field, ("csrf_token", None, token)]
        for accept in (HTML, JSON):
            body = multipart(*parts)
            refused(web.ask(address, "POST", body, content_type=MULTIPART, accept=accept), 403)
            refused(
                web.ask(address, "POST", body, content_type=MULTIPART, accept=accept, cookie="graphsvc_form=x"), 403
            )


@pytest.mark.parametrize("address", [one for one in WRITING.values() if "undo" not in one])
@pytest.mark.parametrize("sort", ["application/json", "text/plain", "application/xml", "multipart/form-data", ""])
def test_a_body_that_is_no_form_is_refused(web: Web, address: str, sort: str) -> None:
    answer = web.ask(address, "POST", b'{"files": []}', content_type=sort, x_graphsvc_request="1")
    refused(answer, 400, 403, 415)


@pytest.mark.parametrize("address", ["/", "/api/v1/stats", "/health/live"])
def test_where_get_works_head_does_too_without_a_body(web: Web, address: str) -> None:
    answer = web.ask(address, "HEAD")
    assert (answer.status, answer.text) == (200, "")
    secured(answer)
