"""A server is watched: numbers and lines say what happens, and no value that anybody sent is in either."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphsvc.service import Workspace
from graphsvc.service import workspace as room
from graphsvc.service.watching import the_log
from tests.installations import demo_at, settings_at
from tests.web import MULTIPART, Answer, Web, multipart, serving

#: What people might send, anywhere: none of it may be seen again.
SECRETS = ("Nordmann", "example.no", "01017012345", "HemmeligNavn")
WHO, MAIL, NUMBER, NAME = "Kari%20Nordmann", "kari@example.no", "01017012345", "HemmeligNavn"
HTML = "text/html"


class Watched:
    """A server over the demo, with what it writes."""

    def __init__(self, workspace: Workspace, web: Web, written: io.StringIO) -> None:
        self.workspace, self.web, self.written = workspace, web, written

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.written.getvalue().splitlines()]

    def line_of(self, answer: Answer) -> dict[str, Any]:
        """Return the line of a request; it is written when the whole answer has left."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for line in self.lines:
                if line["event"] == "request" and line["request"] == answer.headers["x-request-id"]:
                    return line
            threading.Event().wait(0.01)
        raise AssertionError(f"no line of {answer.headers['x-request-id']}")

    @property
    def numbers(self) -> dict[str, float]:
        told = self.web.ask("/metrics").text.splitlines()
        pairs = (line.rsplit(" ", 1) for line in told if not line.startswith("#"))
        return {name: float(value) for name, value in pairs}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo, where every question is taken for a slow one."""
    home = tmp_path_factory.mktemp("watched") / "home"
    made = demo_at(home, metrics=True, slow_ms=0, log_format="json")
    with made:
        yield made


@pytest.fixture
def watched(workspace: Workspace) -> Iterator[Watched]:
    """A server that nothing was asked yet, and whose log and numbers are empty."""
    written = io.StringIO()
    with serving(workspace, the_log(workspace.settings, written)) as web:
        yield Watched(workspace, web, written)


def test_a_request_has_one_line_and_its_id_comes_back(watched: Watched) -> None:
    line = watched.line_of(watched.web.ask("/api/v1/stats"))
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/v1/stats", 200)
    assert line["revision"] == watched.workspace.register.head
    assert line["ms"] > 0
    for path, method, known, route, status in (
        ("/thing/system/epj", "HEAD", "HEAD", "/thing/{name:path}", 200),
        ("/nowhere", "GET", "GET", "-", 404),
        ("/impact", "BREW", "-", "/impact", 405),
    ):
        last = watched.line_of(watched.web.ask(path, method))
        assert (last["method"], last["route"], last["status"]) == (known, route, status)


def test_a_slow_question_is_told_by_name_with_the_kinds_of_what_was_given(watched: Watched) -> None:
    answer = watched.web.ask("/api/v1/impact?thing=system:epj&thing=system:bygg&change=retire&min-strength=0.1")
    (line,) = [one for one in watched.lines if one["event"] == "slow question"]
    assert (line["question"], line["outcome"]) == ("impact", "answered")
    assert line["request"] == answer.headers["x-request-id"]
    assert line["given"] == {"things": "2 texts", "change": "choice", "min_strength": "number"}
    assert "epj" not in watched.written.getvalue()


def test_questions_are_counted_by_name_and_outcome(watched: Watched) -> None:
    for thing in ("system:hrm", "system:hrm", "finnes-ikke"):
        watched.web.ask(f"/api/v1/reach?thing={thing}")
    found = watched.numbers
    for outcome in ("answered", "kept", "refused"):
        assert found[f'graphsvc_questions_total{{outcome="{outcome}",question="reach"}}'] == 1


def test_an_import_tells_its_steps_problems_and_outcome(watched: Watched) -> None:
    def load(rows: str) -> int:
        body = multipart(
            ("files", f"{NAME}.csv", rows.encode()), ("source", None, NAME.encode()), ("mapping", None, b"neutral")
        )
        return watched.web.ask("/api/v1/import", "POST", body, content_type=MULTIPART, x_graphsvc_request="1").status

    rows = f"type,id,name\nsystem,{NAME},{NUMBER} {MAIL}\n"
    assert load(rows) == 200, watched.written.getvalue()
    assert load(rows) == 200
    found = watched.numbers
    head = watched.workspace.register.head
    assert found['graphsvc_imports_total{format="tables",outcome="written"}'] == 1
    assert found['graphsvc_imports_total{format="tables",outcome="unchanged"}'] == 1
    assert found['graphsvc_import_step_seconds_count{step="read"}'] == 2
    assert found["graphsvc_register_revision"] == head
    assert found['graphsvc_snapshot_lag_revisions{worker="0"}'] == 0
    assert [one["outcome"] for one in watched.lines if one["event"] == "import"] == ["written", "unchanged"]
    assert not any(secret in watched.written.getvalue() for secret in SECRETS)


def test_nothing_that_anybody_sends_is_seen_again(watched: Watched) -> None:
    web = watched.web
    hostile = (WHO, MAIL, NUMBER, f"{NAME}%0a%22%7B%1b[31m")
    for word in hostile:
        for path in (
            f"/search?q={word}", f"/thing/person/{word}", f"/impact?thing={word}", f"/api/v1/impact?thing={word}",
            f"/api/v1/overlap?text={word}", f"/api/v1/reach?{word}={word}", f"/{word}/{word}", f"/import/{word}",
            f"/history/{word}", f"/map?selected={word}", f"/api/v1/things/{word}", f"/?as-of={word}", f"/?lang={word}",
            f"/api/v1/memo/{word}.pdf",
        ):  # fmt: skip
            web.ask(path, accept=HTML)
            web.ask(path)
    headers = {"user_agent": MAIL, "referer": f"http://localhost/{NAME}", "x_request_id": NUMBER, "cookie": f"a={NAME}"}
    web.ask("/", "GET", None, **headers)
    web.ask("/", NAME)
    web.ask("/", host=MAIL)
    web.ask(f"/{NAME}" + "a" * 20_000)
    body = multipart((NAME, f"{MAIL}.csv", b"id,name\n1," + NUMBER.encode() + b"\n"), ("source", None, NAME.encode()))
    web.ask("/api/v1/import", "POST", body, content_type=MULTIPART, x_graphsvc_request="1")
    web.ask(f"/api/v1/proposals/{NAME}", "PATCH", json.dumps({NAME: MAIL}).encode(), content_type="application/json")
    told = watched.written.getvalue() + web.ask("/metrics").text
    assert len(watched.lines) > 100
    assert [secret for secret in SECRETS if secret in told] == []
    assert "kari" not in told.casefold()


def test_an_error_nobody_foresaw_has_a_reference_that_the_log_has_too(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*words: object, **named: object) -> None:
        raise ValueError(f"{MAIL} {NUMBER} {NAME}")

    monkeypatch.setattr(room, "ask", fails)
    page = watched.web.ask(f"/impact?thing=system:epj&x-{NAME}=1".partition("&")[0], accept=HTML)
    document = watched.web.ask("/api/v1/impact?thing=system:epj")
    for answer in (page, document):
        assert answer.status == 500
        reference = answer.headers["x-request-id"]
        assert reference in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
        (fault,) = [one for one in watched.lines if one["event"] == "fault" and one["request"] == reference]
        assert fault["kind"] == "ValueError"
        assert any("workspace.py" in frame for frame in fault["frames"])
        assert not any(secret in answer.text for secret in SECRETS)
    assert document.json["reference"] == document.headers["x-request-id"]
    assert watched.numbers['graphsvc_faults_total{kind="ValueError"}'] == 2
    assert watched.numbers['graphsvc_questions_total{outcome="failed",question="impact"}'] == 2
    assert not any(secret in watched.written.getvalue() for secret in SECRETS)


def test_a_refusal_of_what_was_sent_needs_no_reference(watched: Watched) -> None:
    assert "reference" not in watched.web.ask("/api/v1/impact?thing=finnes-ikke").json


def test_nobody_is_told_numbers_unless_the_settings_ask_for_them(tmp_path: Path) -> None:
    with Workspace.create(settings_at(tmp_path / "home")) as workspace, serving(workspace) as web:
        assert web.ask("/metrics").status == 404
