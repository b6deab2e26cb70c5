"""The forum's routes: each one answers, is secured, and refuses what is not for it in the one shape of errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.test_api_routes import HTML, JSON, refused, secured, with_parameter
from tests.forum import small
from tests.forum_routes import FILES, PRINTED, READING, UNTIMED, WRITING, filled
from tests.installations import demo_at
from tests.registers import load, thing, told
from tests.web import Answer, Web, multipart, serving

ADDRESSES = [*READING.values(), *FILES.values()]
TIMED = [one for one in READING.values() if not any(word in one for word in UNTIMED)]
#: Edits that must say which version they start from.
VERSIONED = [
    route
    for route in WRITING
    if route.startswith(("PATCH", "DELETE")) or route.endswith(("phase", "withdraw", "reinstate", "agenda", "minutes"))
]
DOCUMENT = "/api/v1/decisions/D1/document.html"
FROM_PROGRAM = {"x_graphsvc_request": "1", "content_type": JSON}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    workspace = demo_at(tmp_path_factory.mktemp("forum") / "home")
    with workspace:
        filled(workspace)
        with serving(workspace) as served:
            yield served


def send(web: Web, route: str, body: Any = None, **headers: str) -> Answer:
    address, given = WRITING[route]
    content = body if isinstance(body, bytes) else json.dumps(given if body is None else body).encode()
    return web.ask(address, route.split(" ", maxsplit=1)[0], content, **{**FROM_PROGRAM, **headers})


@pytest.mark.parametrize("route", READING)
def test_a_reading_route_answers_with_a_document(web: Web, route: str) -> None:
    answer = web.ask(READING[route])
    assert (answer.status, answer.sort) == (200, JSON), answer.text[:300]
    secured(answer)


@pytest.mark.parametrize("route", FILES)
def test_a_document_is_a_file_of_no_particular_type_never_a_page(web: Web, route: str) -> None:
    answer = web.ask(FILES[route], accept=HTML)
    assert (answer.status, answer.sort) == (200, "application/octet-stream")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.body


@pytest.mark.parametrize("route", PRINTED)
def test_what_is_printed_is_a_pdf_or_a_page_that_loads_nothing(web: Web, route: str) -> None:
    answer = web.ask(PRINTED[route], accept=HTML)
    pdf = route.endswith(".pdf")
    assert (answer.status, answer.sort) == (200, "application/pdf" if pdf else HTML), answer.text[:300]
    secured(answer)
    assert answer.body.startswith(b"%PDF" if pdf else b"<!doctype html>")
    if not pdf:
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''")


def test_a_public_document_of_a_decision_leaves_out_what_is_not_for_everybody(web: Web) -> None:
    address = f"{DOCUMENT}?edition=public"
    assert "Pris under forhandling" in web.ask(DOCUMENT).text
    public = web.ask(address).text
    assert "Pris under forhandling" not in public
    assert "Bruk smsa" in public
    refused(web.ask(f"{DOCUMENT}?edition=secret"), 400)
    refused(web.ask("/api/v1/decisions/D99/document.pdf"), 404)
    refused(web.ask("/api/v1/meetings/M99/memo.pdf"), 404)


@pytest.mark.parametrize("accept", [HTML, JSON])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unknown_parameter_is_named(web: Web, address: str, accept: str) -> None:
    answer = web.ask(with_parameter(address, "sektor=A1"), accept=accept)
    refused(answer, 400)
    assert "sektor" in answer.text


@pytest.mark.parametrize("words", ["as-of=31.12.2026", "revision=to", "revision=-1"])
@pytest.mark.parametrize("address", TIMED)
def test_a_date_or_revision_that_is_none_is_refused(web: Web, address: str, words: str) -> None:
    refused(web.ask(with_parameter(address, words)), 400)


@pytest.mark.parametrize("address", TIMED)
def test_a_revision_that_does_not_exist_is_refused(web: Web, address: str) -> None:
    refused(web.ask(with_parameter(address, "revision=999999")), 404, 422)


@pytest.mark.parametrize("address", [*ADDRESSES, *(address for address, _ in WRITING.values())])
def test_a_foreign_host_is_refused(web: Web, address: str) -> None:
    refused(web.ask(address, host="evil.example"), 400, 421)


@pytest.mark.parametrize("route", WRITING)
def test_another_sites_page_cannot_make_a_browser_write(web: Web, route: str) -> None:
    address, given = WRITING[route]
    for sort in (JSON, "text/plain", "application/x-www-form-urlencoded"):
        refused(web.ask(address, route.split(" ", maxsplit=1)[0], json.dumps(given).encode(), content_type=sort), 403)


BODIES = {
    "no JSON": b"{",
    "no object": b"[1]",
    "a word": b'"x"',
    "a number that is none": b'{"investment": NaN}',
    "one name twice": b'{"title": "a", "title": "b"}',
    "too deep": b'{"a":' * 200 + b"1" + b"}" * 200,
    "far too deep": b"[" * 100_000,
    "other letters": '{"title": "blåbær"}'.encode("utf-16"),
    "half a letter": b'{"title": "\\ud800"}',
    "too large": b'{"title": "' + b"x" * 1_100_000 + b'"}',
    "an unknown member": b'{"constructor": {"x": 1}}',
    "a member of another type": b'{"title": {"nb": 1}, "outcome": 7, "phase": [], "minutes": 1, "proposals": "P1"}',
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("route", [one for one in WRITING if not one.endswith("attachments")])
def test_a_body_that_does_not_fit_is_refused_and_nothing_is_written(web: Web, route: str, name: str) -> None:
    before = head(web)
    refused(send(web, route, BODIES[name], if_match="*"), 400, 404, 409, 422)
    assert head(web) == before


def head(web: Web) -> int:
    return int(web.ask("/api/v1/history").json["revisions"][0]["revision"])


@pytest.mark.parametrize("route", [one for one in WRITING if not one.endswith("attachments")])
def test_a_body_of_another_sort_is_refused(web: Web, route: str) -> None:
    refused(send(web, route, b"title=x", content_type="text/plain", if_match="*"), 415)


@pytest.mark.parametrize("route", VERSIONED)
def test_an_edit_must_say_which_version_it_starts_from(web: Web, route: str) -> None:
    refused(send(web, route), 428)


@pytest.mark.parametrize("route", VERSIONED)
def test_an_edit_of_another_version_is_refused_with_both(web: Web, route: str) -> None:
    answer = send(web, route, if_match='"0123456789abcdef"')
    refused(answer, 409)
    problem = answer.json
    assert problem["code"] == "edit-conflict"
    assert problem["stored"]
    assert isinstance(problem["yours"], dict)
    assert problem["version"]


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"])
def test_a_key_that_cannot_be_kept_is_refused(web: Web, key: str) -> None:
    refused(send(web, "POST /api/v1/notes", idempotency_key=key), 400)


@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        ("/api/v1/proposals/P999", (404,)),
        ("/api/v1/proposals/decision:D1", (404,)),
        ("/api/v1/proposals/P1/carry-out", (422,)),
        ("/api/v1/proposals/P8/carry-out?on=i-morgen", (400,)),
        ("/api/v1/proposals?phase=drom", (400,)),
        ("/api/v1/proposals?withdrawn=kanskje", (400,)),
        ("/api/v1/decisions/D999", (404,)),
        ("/api/v1/decisions?outcome=kanskje", (400,)),
        ("/api/v1/decisions/D1/package?edition=halv", (400,)),
        ("/api/v1/decisions/D1/documents/finnes-ikke", (404,)),
        ("/api/v1/decisions/D1/documents/" + "0" * 64, (404,)),
        ("/api/v1/proposals/P8/attachments/..%2f..%2fetc%2fpasswd", (404,)),
        ("/api/v1/meetings/M99", (404,)),
        ("/api/v1/meetings/%00", (404,)),
        ("/api/v1/notes?about=finnes-ikke", (404,)),
        ("/api/v1/conditions?open=kanskje", (400,)),
    ],
)
def test_what_does_not_exist_or_does_not_fit_is_refused_clearly(
    web: Web, address: str, statuses: tuple[int, ...]
) -> None:
    refused(web.ask(address), *statuses)


@pytest.mark.parametrize("route", [*READING, *FILES])
def test_another_method_is_refused(web: Web, route: str) -> None:
    known = {one.split(" ")[0] for one in WRITING if one.split(" ")[1] == route} | {"GET"}
    for method in {"POST", "PUT", "PATCH", "DELETE"} - known:
        # An id may hold slashes, so that `P8/history` could be one: then the way of writing it asks for its header.
        refused(web.ask((READING | FILES)[route], method, b""), 405, 403)


def test_a_case_number_with_a_slash_is_an_id_like_any_other(tmp_path: Path) -> None:
    with small(tmp_path) as workspace:
        cases = (
            thing("proposal:24/123", name_nb="Sak", need_nb="x", proposer_unit=("A1",)),
            thing("role:R/1", name_nb="R"),
        )
        load(workspace.register, told("saker", *cases), "saker")
        with serving(workspace) as web:
            for name in ("24/123", "24%2F123"):
                address = f"/api/v1/proposals/{name}"
                shown = web.ask(address)
                assert (shown.status, shown.json["id"]) == (200, "24/123")
                assert web.ask(f"{address}/history").json["history"]
                assert web.ask(f"/proposals/{name}", accept=HTML).status == 200
                assert web.ask(f"/proposals/{name}/edit", accept=HTML).status == 200
                made = web.ask(
                    f"{address}/decisions", "POST", b'{"outcome": "decline", "reasons": "x"}', **FROM_PROGRAM
                )
                assert made.json["proposal"] == "24/123"
            assert web.ask("/api/v1/roles/R/1").json["id"] == "R/1"


def test_decisions_and_statements_have_no_way_to_be_edited_or_deleted() -> None:
    changing = [one for one in WRITING if one.split(" ")[0] in ("PATCH", "PUT", "DELETE")]
    assert not [one for one in changing if "/decisions" in one or "/statements" in one]


def test_the_description_of_the_api_names_every_route_of_the_forum(web: Web) -> None:
    described = web.ask("/api/v1/openapi.json").json["paths"]
    for route in (*READING, *FILES):
        assert described[route.replace(":path", "")]["get"]["summary"]
    for one in WRITING:
        method, route = one.split(" ")
        told = described[route.replace(":path", "")][method.lower()]
        assert told["summary"]
        assert {"X-Graphsvc-Request", "Idempotency-Key"} <= {parameter["name"] for parameter in told["parameters"]}


def test_a_file_is_attached_once_under_its_bare_name(web: Web) -> None:
    body = multipart(("file", "../../etc/plan <b>.html", b"<script>alert(1)</script>"))
    kind = {"content_type": "multipart/form-data; boundary=a-boundary-of-the-tests", "x_graphsvc_request": "1"}
    address = "/api/v1/proposals/P2/attachments"
    first = web.ask(address, "POST", body, **kind, idempotency_key="en")
    again = web.ask(address, "POST", body, **kind, idempotency_key="en")
    assert (first.status, again.status, again.headers.get("idempotent-replayed")) == (200, 200, "true")
    assert len(first.json["attachments"]) == 1
    assert first.json["attachments"][0].endswith(" application/octet-stream plan b.html")
    got = web.ask("/api/v1/proposals/P2/attachments/plan%20b.html")
    assert got.body == b"<script>alert(1)</script>"
    refused(web.ask(address, "POST", multipart(("file", "tom.txt", b"")), **kind), 400, 422)
    refused(web.ask(address, "POST", multipart(("other", "a.txt", b"x")), **kind), 400)
    gone = web.ask(
        "/api/v1/proposals/P2/attachments/plan%20b.html", "DELETE", b"", x_graphsvc_request="1", if_match="*"
    )
    assert (gone.status, gone.json.get("attachments")) == (200, None)
