"""The impact page held against another day, revision or proposal, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from graphsvc.service.demo import open_demo
from graphsvc.settings import Settings
from tests.web import Answer, Web, serving


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    workspace, _ = open_demo(Settings(home=tmp_path_factory.mktemp("demo") / "home", graph="none"))
    with workspace, serving(workspace) as served:
        yield served


def _page(web: Web, compare: str, **more: str) -> Answer:
    asked = {"thing": "system:epj", "change": "retire", "lang": "en", "compare": compare, **more}
    return web.ask(f"/impact?{urlencode(asked)}", accept="text/html")


@pytest.mark.parametrize("view", ["", "picture", "table"])
def test_a_proposal_is_held_against_today(web: Web, view: str) -> None:
    page = _page(web, "P6", view=view)
    assert page.status == 200
    assert "proposal P6 carried out" in page.text
    assert "− gone, was 0.60" in page.text
    assert "+ new, 0.60" in page.text


def test_a_card_that_only_the_other_answer_has_can_be_chosen(web: Web) -> None:
    page = _page(web, "P6", selected="system:P6", way="work")
    assert page.status == 200
    assert "+ new, 0.60" in page.text


def test_the_same_answer_is_said_to_be_the_same(web: Web) -> None:
    assert "The answer is the same both times" in _page(web, "2027-04-01").text


def test_a_revision_that_did_not_know_the_thing_is_said_so(web: Web) -> None:
    page = _page(web, "1")
    assert page.status == 200
    assert "so nothing can be touched then" in page.text


@pytest.mark.parametrize("compare", ["next summer", "P99", "99", "[[end.system", '[[end.system]]\nid = "nowhere"'])
def test_what_cannot_be_compared_with_is_said_and_not_thrown(web: Web, compare: str) -> None:
    page = _page(web, compare)
    assert 400 <= page.status < 500
