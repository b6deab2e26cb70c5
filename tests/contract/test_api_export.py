"""The whole register over HTTP: every format with its type, as a file to save; what does not fit is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from graphsvc.service.exports import FORMATS
from tests.installations import demo_at
from tests.web import Web, serving


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    workspace = demo_at(tmp_path_factory.mktemp("demo") / "home")
    with workspace, serving(workspace) as served:
        yield served


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_a_file_to_save_with_its_type(web: Web, name: str) -> None:
    form = FORMATS[name]
    answer = web.ask(f"/api/v1/export?format={name}&lang=nn")
    assert answer.status == 200, answer.text[:300]
    assert answer.headers["content-type"].partition(";")[0] == form.media_type.partition(";")[0]
    assert answer.headers["content-disposition"] == f'attachment; filename="graphsvc-nn-2{form.ending}"'
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.body) == int(answer.headers["content-length"]) > 10_000
    assert web.ask(f"/api/v1/export?format={name}&lang=nn").body == answer.body


@pytest.mark.parametrize("name", FORMATS)
def test_the_page_links_every_format_in_both_editions(web: Web, name: str) -> None:
    page = web.ask("/import?lang=en", accept="text/html").text
    assert f"/api/v1/export?format={name}&amp;lang=en" in page
    assert f"/api/v1/export?format={name}&amp;edition=public&amp;lang=en" in page


def test_the_public_edition_has_no_costs_of_systems_and_says_so_in_its_name(web: Web) -> None:
    whole, public = (web.ask(f"/api/v1/export?format=json&edition={one}") for one in ("internal", "public"))
    costs = [
        sum("yearly_cost" in one["fields"] for one in json.loads(answer.body)["things"] if one["is"] == "system")
        for answer in (whole, public)
    ]
    assert costs[0] > 50
    assert costs[1] == 0
    assert "-public.json" in public.headers["content-disposition"]


def test_another_revision_and_date_can_be_asked_for(web: Web) -> None:
    first = web.ask("/api/v1/export?format=graphml&revision=1")
    assert 'filename="graphsvc-nb-1.graphml"' in first.headers["content-disposition"]
    later = web.ask("/api/v1/export?format=graphml&as-of=2040-01-01").text
    assert '<data key="g_date">2040-01-01</data>' in later


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("format=gexf", "graphml"),
        ("edition=secret", "internal, public"),
        ("formats=json", "formats"),
        ("lang=xx", "lang"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_there_is(web: Web, asked: str, words: str) -> None:
    answer = web.ask(f"/api/v1/export?{asked}")
    assert answer.status == 400
    assert words in answer.json["detail"]
