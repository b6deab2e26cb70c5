"""The order of the sources over HTTP: for programs, and from the buttons of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graphsvc.service import Workspace
from tests.contract.test_api_routes import JSON, refused, secured
from tests.forum import small
from tests.registers import load, thing, told
from tests.web import Answer, Web, serving

FROM_PROGRAM = {"x_graphsvc_request": "1", "content_type": JSON}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with small(tmp_path / "home") as made:
        load(made.register, told("modell <b>", thing("system:old", yearly_cost=7)))
        yield made


@pytest.fixture
def web(workspace: Workspace) -> Iterator[Web]:
    with serving(workspace) as served:
        yield served


def order(web: Web) -> list[str]:
    return [one["name"] for one in web.ask("/api/v1/sources").json["sources"]]


def post(web: Web, **fields: str) -> Answer:
    body = urlencode(fields).encode()
    return web.page("/administration", "POST", body, content_type="application/x-www-form-urlencoded")


def test_a_program_chooses_the_order(web: Web) -> None:
    body = json.dumps({"names": ["hr"], "why": "HR vet best"}).encode()
    refused(web.ask("/api/v1/sources/order", "POST", body, content_type=JSON), 403)
    answer = web.ask("/api/v1/sources/order", "POST", body, **FROM_PROGRAM)
    assert (answer.status, answer.json["revision"]) == (200, 4)
    secured(answer)
    assert order(web) == ["hr", "modell <b>"]
    for wrong in (b'{"names": "hr"}', b'{"names": [1]}', b'{"navn": []}', b"{}"):
        refused(web.ask("/api/v1/sources/order", "POST", wrong, **FROM_PROGRAM), 400)
    refused(web.ask("/api/v1/sources/order", "POST", b'{"names": ["x"]}', **FROM_PROGRAM), 422)


def test_a_person_moves_a_file_and_is_told_when_somebody_was_quicker(web: Web, workspace: Workspace) -> None:
    page = web.page("/administration")
    assert "<b>" not in page.text.partition("modell")[2][:20]
    found = re.search(r'name="csrf_token" value="(\w+)"', page.text)
    assert found
    form = {"csrf_token": found[1], "name": "hr", "position": "2", "action": "up"}
    moved = post(web, **form)
    assert moved.headers["location"] == f"/administration?done={workspace.register.head}#sources"
    assert f"/history/{workspace.register.head}#undo" in web.page("/administration?done=4").text
    assert order(web) == ["hr", "modell <b>"]
    again = post(web, **form)
    assert again.status == 409
    assert "Rekkefølgen er endret i mellomtiden" in again.text
    refused(post(web, **{**form, "action": "spreng"}), 400)
    refused(post(web, **{**form, "csrf_token": "0"}), 403)
