"""Saved views over HTTP: for programs, and from the forms of pages without any script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from graphsvc.service import Workspace
from graphsvc.service.editing import Asked, edit
from graphsvc.text import Language
from tests.contract.test_api_routes import JSON, refused, secured
from tests.forum import small
from tests.web import Answer, Web, serving

FROM_PROGRAM = {"x_graphsvc_request": "1", "content_type": JSON}
IMPACT = "/impact?thing=system%3Aold&change=retire"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with small(tmp_path / "home") as made:
        yield made


@pytest.fixture
def web(workspace: Workspace) -> Iterator[Web]:
    with serving(workspace) as served:
        yield served


def send(web: Web, method: str, address: str, body: Any) -> Answer:
    return web.ask(address, method, json.dumps(body).encode(), **FROM_PROGRAM)


def post(web: Web, **fields: str) -> Answer:
    body = urlencode(fields).encode()
    return web.page("/views", "POST", body, content_type="application/x-www-form-urlencoded")


def token(page: Answer) -> str:
    found = re.search(r'name="csrf_token" value="(\w+)"', page.text)
    assert found
    return found[1]


def test_a_program_saves_shares_removes_and_brings_back(web: Web, workspace: Workspace) -> None:
    made = send(web, "POST", "/api/v1/views", {"name": "EPJ", "address": IMPACT, "note": "til møtet"})
    assert (made.status, made.headers["location"]) == (201, "/api/v1/views/1"), made.text
    secured(made)
    assert send(web, "POST", "/api/v1/views", {"name": "EPJ", "address": IMPACT}).status == 200
    assert send(web, "PATCH", "/api/v1/views/1", {"shared": True}).json["shared"] is True
    edit(workspace, "system:old", Asked({"vendor": "Ny AS"}), Language.NB)
    (row,) = web.ask("/api/v1/views").json["views"]
    assert (row["map_changed"], row["things_changed"], row["in_picture"]) == (True, 1, None)
    assert web.ask("/api/v1/views/1").json["in_picture"] == 1
    assert send(web, "DELETE", "/api/v1/views/1", {}).status == 200
    refused(web.ask("/api/v1/views/1"), 404)
    assert send(web, "POST", "/api/v1/views/1/restore", {}).json["name"] == "EPJ"


def test_what_does_not_fit_is_refused_and_another_site_saves_nothing(web: Web, workspace: Workspace) -> None:
    refused(web.ask("/api/v1/views", "POST", b'{"name": "x", "address": "/map"}', content_type=JSON), 403)
    for body in ({"name": "x", "address": "//evil.example"}, {"name": "", "address": "/map"}, {"name": 7}, {"x": 1}):
        refused(send(web, "POST", "/api/v1/views", body), 400)
    refused(send(web, "PATCH", "/api/v1/views/1", {"shared": "ja"}), 400)
    refused(send(web, "PATCH", "/api/v1/views/7", {"name": "x"}), 404)
    refused(web.ask("/api/v1/views/en"), 400)
    refused(web.page("/views/new?address=https://evil.example"), 400)
    web.page("/views")
    refused(post(web, action="save", name="x", address="/map"), 403)
    assert workspace.register.views.all() == []


def test_a_person_saves_from_the_toolbar_and_is_warned_on_opening(web: Web, workspace: Workspace) -> None:
    page = web.page(IMPACT)
    assert 'href="/views/new?address=/impact%3Fthing%3Dsystem%253Aold%26change%3Dretire"' in page.text
    form = web.page("/views/new?address=/impact%3Fthing%3Dsystem%253Aold%26change%3Dretire")
    assert f'value="{IMPACT.replace("&", "&amp;")}"' in form.text
    evil = "<img src=x onerror=alert(1)>"
    saved = post(web, csrf_token=token(form), action="save", name=evil, address=IMPACT)
    assert saved.headers["location"] == "/views?saved=1"
    shown = web.page("/views?saved=1").text
    assert "<img" not in shown
    assert "kartet er som da" in shown
    assert web.page("/views/1").headers["location"] == IMPACT, "nothing has changed: straight to the page"
    edit(workspace, "system:old", Asked({"vendor": "Ny AS"}), Language.NB)
    opened = web.page("/views/1")
    assert opened.status == 200
    for words in (
        "revisjon 2 → 3",
        "1 ting i bildet er endret",
        "/diff?from=2&amp;to=3",
        "change=retire&amp;revision=2",
    ):
        assert words in opened.text
    assert "1 ting på kartet er endret" in web.page("/").text
    gone = post(web, csrf_token=token(web.page("/views")), action="remove", number="1")
    assert gone.headers["location"] == "/views?removed=1"
    back = post(web, csrf_token=token(web.page("/views?removed=1")), action="restore", number="1")
    assert back.headers["location"] == "/views?saved=1"
    changed = post(web, csrf_token=token(web.page("/views")), action="change", number="1", name="Nytt", shared="true")
    assert changed.status == 303
    assert [(one.name, one.shared) for one in workspace.register.views.all()] == [("Nytt", True)]


def test_pages_that_are_no_views_offer_no_star(web: Web) -> None:
    for address in ("/", "/import", "/help", "/views", "/edit/new"):
        assert 'class="star"' not in web.page(address).text
    assert 'class="star"' in web.page("/thing/system/old").text
