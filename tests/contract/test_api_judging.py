"""Judging a pair over HTTP: with the header of programs, twice as once, and never over a stranger's word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graphsvc.service import Workspace
from graphsvc.service.demo import open_demo
from graphsvc.settings import Settings
from tests.web import Answer, Web, serving

FORM = "application/x-www-form-urlencoded"
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Web]]:
    workspace, _ = open_demo(Settings(home=tmp_path_factory.mktemp("demo") / "home", graph="none"))
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


def test_a_command_is_refused_while_the_server_writes_and_names_the_page(
    served: tuple[Workspace, Web], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from graphsvc.cli.program import _run

    workspace, _ = served
    monkeypatch.chdir(tmp_path)
    words = ["pair", "confirm", "fdv", "vegforv", "--why", "x", "--home", str(workspace.settings.home)]
    assert _run(words) == 3
    assert "siden Overlapp" in capfd.readouterr().err
