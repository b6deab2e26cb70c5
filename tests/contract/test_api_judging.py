"""Judging a pair over HTTP: with the header of programs, twice as once, and never over a stranger's word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graphsvc.service import Workspace
from graphsvc.settings import Settings
from tests.installations import demo_at, settings_at
from tests.web import Answer, Web, serving

FORM = "application/x-www-form-urlencoded"
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Web]]:
    workspace = demo_at(tmp_path_factory.mktemp("demo") / "home")
    with workspace, serving(workspace) as web:
        yield workspace, web


def send(web: Web, **fields: str) -> Answer:
    headers = {"content_type": FORM, "x_graphsvc_request": "1", "idempotency_key": "7f3a"}
    return web.ask("/api/v1/pairs?lang=en", "POST", urlencode(fields).encode(), **headers)


def test_a_program_confirms_and_the_question_tells_it(served: tuple[Workspace, Web]) -> None:
    workspace, web = served
    answer = send(web, a="smsa", b="system:smsb", state="confirmed", why="Samme behov", who="DigiForum")
    assert answer.status == 200, answer.text
    told = answer.json
    assert (told["a"], told["b"], told["state"], told["who"]) == ("smsa", "smsb", "confirmed", "DigiForum")
    assert (told["revision"], told["on"]) == (workspace.register.head, "2026-12-01")
    pairs = web.ask("/api/v1/overlap?pairs=true&limit=500").json["pairs"]
    assert [(one["who"], one["why"]) for one in pairs if one["state"] == "confirmed"] == [("DigiForum", "Samme behov")]


def test_the_same_request_again_is_answered_alike_and_writes_nothing(served: tuple[Workspace, Web]) -> None:
    workspace, web = served
    fields = {"a": "laema", "b": "laemb", "state": "dismissed", "why": "Ulike fag", "revision": str(2)}
    first = send(web, **fields).json
    head = workspace.register.head
    again = send(web, **fields)
    assert (again.status, workspace.register.head) == (200, head)
    assert {**again.json, "revision": first["revision"], "before": first["before"]} == first


def test_what_somebody_said_meanwhile_is_not_overruled(served: tuple[Workspace, Web]) -> None:
    workspace, web = served
    seen = str(workspace.register.head)
    send(web, a="lmsa", b="lmsb", state="confirmed", why="En er nok", who="Skole", revision=seen)
    refused = send(web, a="lmsa", b="lmsb", state="dismissed", why="Nei", revision=seen)
    assert (refused.status, refused.sort, refused.json["code"]) == (409, PROBLEM, "confirmation-needed")
    assert "meanwhile confirmed by Skole" in refused.json["detail"]


def token_in(page: Answer) -> str:
    return page.text.partition('name="csrf_token" value="')[2].partition('"')[0]


def post(web: Web, address: str, **fields: str) -> Answer:
    return web.page(address, "POST", urlencode(fields).encode(), content_type=FORM)


def test_a_form_of_the_page_is_written_and_leads_back_to_the_same_pairs(served: tuple[Workspace, Web]) -> None:
    workspace, web = served
    address = "/overlap?pairs=open&sector=A3&lang=en&thing=skole"
    page = web.page(address)
    fields = {"csrf_token": token_in(page), "revision": str(workspace.register.head), "who": "Skole"}
    answer = post(web, address, a="system:skole", b="system:kartlegg", state="dismissed", why="<b>Ulikt</b>", **fields)
    assert answer.status == 303, answer.text[:500]
    head = workspace.register.head
    assert answer.headers["location"] == f"/overlap?sector=A3&lang=en&thing=skole&pairs=open&done={head}"
    shown = web.page(answer.headers["location"]).text
    assert "is dismissed" in shown
    assert f"/history/{head}" in shown
    told = web.page("/overlap?pairs=dismissed&thing=skole&lang=en").text
    assert "&lt;b&gt;Ulikt&lt;/b&gt;" in told
    assert "<b>Ulikt" not in told


def test_a_form_without_a_reason_or_overtaken_is_shown_again_with_what_was_written(
    served: tuple[Workspace, Web],
) -> None:
    workspace, web = served
    address = "/overlap?pairs=all&thing=bas&lang=en"
    head = workspace.register.head
    fields = {"csrf_token": token_in(web.page(address)), "a": "system:bas", "b": "system:entra", "revision": str(head)}
    empty = post(web, address, state="confirmed", why=" ", who='"><i>IKT', **fields)
    assert (empty.status, workspace.register.head) == (422, head)
    assert "Write why" in empty.text
    assert "&#34;&gt;&lt;i&gt;IKT" in empty.text
    assert "<details open>" in empty.text
    send(web, a="bas", b="entra", state="confirmed", why="Begge styrer tilgang", who="HR")
    late = post(web, address, state="dismissed", why="Ulike brukere", **fields)
    assert (late.status, workspace.register.head) == (409, head + 1)
    assert "meanwhile confirmed by HR" in late.text
    assert "Ulike brukere" in late.text
    # The page shows what is said now: whoever sends it again has seen that.
    again = {**fields, "revision": late.text.partition('name="revision" value="')[2].partition('"')[0]}
    assert post(web, address, state="dismissed", why="Ulike brukere", **again).status == 303


def test_nobody_elses_page_can_judge(served: tuple[Workspace, Web]) -> None:
    workspace, web = served
    head = workspace.register.head
    fields = {"a": "system:fdv", "b": "system:vegforv", "state": "confirmed", "why": "x"}
    token = token_in(web.page("/overlap?pairs=all"))
    for wrong in ("", "0" * 64):
        assert post(web, "/overlap?pairs=all", csrf_token=wrong, **fields).status == 403
    body = urlencode({**fields, "csrf_token": token}).encode()
    foreign = web.page("/overlap", "POST", body, content_type=FORM, sec_fetch_site="cross-site")
    assert (foreign.status, workspace.register.head) == (403, head)
    assert "csrf_token" not in web.page("/overlap?proposal=P8").text, "a page without a form needs no token"


def test_where_nothing_may_be_written_the_page_has_no_form_and_says_why(served: tuple[Workspace, Web]) -> None:
    workspace, web = served
    with Workspace.open(workspace.settings) as reader, serving(reader) as other:
        page = other.page("/overlap?pairs=all&lang=en").text
        assert "only reads" in page
        assert 'method="post"' not in page
        assert post(other, "/overlap?pairs=all", a="x", b="y", state="open").status == 403
    past = web.page("/overlap?pairs=all&revision=2&lang=en").text
    assert "older revision" in past
    assert 'method="post"' not in past


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/overlap?capability=finnes-ikke", 404, "finnes-ikke"),
        ("/overlap?capability=system:epj", 422, "system:epj"),
        ("/overlap?proposal=P1&thing=epj", 422, "ikke begge"),
        ("/overlap?text=sms&limit=0", 422, "Grensen"),
        ("/overlap?text=sms&limit=mange", 400, "mange"),
        ("/overlap?text=sms&view=kart", 400, "kart"),
        ("/overlap?pairs=kanskje", 400, "kanskje"),
        ("/overlap?pairs=all&text=sms", 422, "par"),
        ("/overlap?pairs=all&sector=finnes-ikke", 404, "finnes-ikke"),
        ("/overlap?pairs=all&done=en", 400, "en"),
        ("/overlap?pairs=all&done=999", 422, "999"),
        ("/overlap?text=sms&sector=A1", 422, "par"),
    ],
)
def test_what_cannot_be_asked_is_said_on_the_page(
    served: tuple[Workspace, Web], address: str, status: int, word: str
) -> None:
    answer = Web(served[1].port, served[1].application).page(address)
    assert (answer.status, answer.sort) == (status, "text/html"), answer.text[-800:]
    assert word in answer.text
    assert "Traceback" not in answer.text


def test_an_empty_register_has_both_pages(tmp_path: Path) -> None:
    with Workspace.create(settings_at(tmp_path / "home")) as workspace, serving(workspace) as web:
        for address in ("/overlap", "/overlap?text=sms", "/overlap?pairs=all", "/overlap?pairs=all&view=table"):
            answer = web.page(address)
            assert answer.status == 200, answer.text[-800:]
        for ending in ("", ".csv", ".xlsx", ".svg"):
            assert web.ask(f"/api/v1/overlap{ending}?pairs=true").status == 200


@pytest.mark.parametrize(
    ("fields", "status", "word"),
    [
        ({"b": "smsb", "state": "confirmed", "why": "x"}, 400, "a"),
        ({"a": "smsa", "b": "smsb", "why": "x"}, 400, "state"),
        ({"a": "smsa", "b": "smsb", "state": "maybe", "why": "x"}, 400, "dismissed"),
        ({"a": "fdv", "b": "vegforv", "state": "confirmed"}, 422, "why"),
        ({"a": "smsa", "b": "smsa", "state": "confirmed", "why": "x"}, 422, "twice"),
        ({"a": "smsa", "b": "nothing", "state": "confirmed", "why": "x"}, 404, "nothing"),
        ({"a": "smsa", "b": "service:T001", "state": "confirmed", "why": "x"}, 422, "service"),
        ({"a": "smsa", "b": "smsb", "state": "open", "revision": "one"}, 400, "one"),
        ({"a": "smsa", "b": "smsb", "state": "open", "date": "31.12.2026"}, 400, "31.12.2026"),
        ({"a": "smsa", "b": "smsb", "state": "confirmed", "why": "x", "more": "y"}, 400, "more"),
        ({"a": "fdv", "b": "vegforv", "state": "confirmed", "why": "x\x00y"}, 400, "why"),
    ],
)
def test_what_does_not_fit_is_refused_and_named(
    served: tuple[Workspace, Web], fields: dict[str, str], status: int, word: str
) -> None:
    workspace, web = served
    head = workspace.register.head
    answer = send(web, **fields)
    assert (answer.status, answer.sort) == (status, PROBLEM), answer.text
    assert word in answer.json["detail"]
    assert workspace.register.head == head


def test_without_the_header_or_where_the_server_only_reads_nothing_is_written(served: tuple[Workspace, Web]) -> None:
    workspace, web = served
    head, body = workspace.register.head, urlencode({"a": "fdv", "b": "vegforv", "state": "confirmed", "why": "x"})
    assert web.ask("/api/v1/pairs", "POST", body.encode(), content_type=FORM).status == 403
    with Workspace.open(workspace.settings) as reader, serving(reader) as other:
        answer = other.ask("/api/v1/pairs", "POST", body.encode(), content_type=FORM, x_graphsvc_request="1")
        assert answer.status == 403
    assert workspace.register.head == head


def test_a_command_is_refused_while_the_server_writes_to_a_file_and_names_the_page(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from graphsvc.cli.program import _run

    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    with Workspace.create(Settings(home=home, graph="none")):
        assert _run(["pair", "confirm", "fdv", "vegforv", "--why", "x", "--home", str(home)]) == 3
    assert "siden Overlapp" in capfd.readouterr().err
