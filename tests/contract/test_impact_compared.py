"""The impact page held against another day, revision or proposal, over HTTP."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import openpyxl
import pytest

from tests.installations import demo_at
from tests.web import Answer, Web, serving


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    workspace = demo_at(tmp_path_factory.mktemp("demo") / "home")
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


def _file(web: Web, ending: str, compare: str = "P6", **more: str) -> Answer:
    asked = {"thing": "system:epj", "change": "retire", "lang": "en", "compare": compare, **more}
    answer = web.ask(f"/api/v1/impact/compared{ending}?{urlencode(asked)}")
    assert answer.status == 200, answer.text[:300]
    return answer


def test_the_page_links_the_comparisons_own_files(web: Web) -> None:
    page = _page(web, "P6")
    found = re.findall(r'href="(/api/v1/impact[^"]+)" download="impact(\.\w+)"', page.text)
    assert [ending for _, ending in found] == [".svg", ".csv", ".xlsx", ".json"]
    for address, _ in found:
        assert "/compared" in address
        assert web.ask(unescape(address)).status == 200


def test_the_document_has_both_moments_and_what_became_of_every_touched_thing(web: Web) -> None:
    document = _file(web, "").json
    assert (document["title"], document["same"]) == ("Eksempelvik kommune", False)
    assert document["before"] == {"revision": 2, "as_of": "2026-12-01", "carried_out": None, "answered": True}
    assert document["after"]["carried_out"] == "P6"
    assert sum(document["counts"].values()) == len(document["touched"])
    stands = {(one["thing"], one["way"]): one for one in document["touched"]}
    added = stands["system:P6", "work"]
    assert (added["standing"], added["before"], added["after"]) == ("new", None, 0.6)
    gone = [one for one in document["touched"] if one["standing"] == "gone"]
    assert gone
    assert all(one["after"] is None and one["before"] and one["path"] for one in gone)
    assert {one["id"] for one in document["sectors"]} >= {"A1", "A2"}
    assert document["drawn"]["work"]["ties"] <= document["drawn"]["work"]["exist"]


def test_both_plain_answers_together_are_the_comparison(web: Web) -> None:
    """What the plain answers say of each thing, asked apart, is what stands before and after."""
    asked = "thing=system:epj&change=retire&lang=en"
    sides = [web.ask(f"/api/v1/impact?{asked}&as-of={day}").json for day in ("2026-12-01", "2027-08-01")]
    document = _file(web, "", "2027-08-01").json
    assert [document[side]["as_of"] for side in ("before", "after")] == ["2026-12-01", "2027-08-01"]
    for side, plain in zip(("before", "after"), sides, strict=True):
        wanted = {(one["thing"], one["way"]): one["strength"] for one in plain["touched"]}
        assert {(one["thing"], one["way"]): one[side] for one in document["touched"] if one[side] is not None} == wanted


def test_the_table_says_it_in_words_and_the_workbook_says_the_same(web: Web) -> None:
    text = _file(web, ".csv").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert list(rows[0]) == ["Difference", "Id", "Name", "Kind", "Way", "Strength before", "Strength after"]
    added = next(row for row in rows if row["Id"] == "system:P6")
    assert (added["Difference"], added["Way"]) == ("added", "work")
    assert (added["Strength before"], added["Strength after"]) == ("", "0.6")
    book = openpyxl.load_workbook(io.BytesIO(_file(web, ".xlsx").body)).worksheets[0]
    assert book.max_row == len(rows) + 1
    cells = ["" if cell.value is None else str(cell.value) for cell in book[2]]
    assert cells == list(rows[0].values())


def test_the_picture_has_signs_for_what_comes_and_goes(web: Web) -> None:
    picture = _file(web, ".svg")
    assert picture.sort == "image/svg+xml"
    assert "From 1 Dec 2026, revision 2 to proposal P6 carried out" in picture.text
    assert "+ new, 0.60" in picture.text
    assert "− gone" in picture.text
    assert picture.text == _file(web, ".svg").text


def test_what_is_missing_in_a_comparison_is_said(web: Web) -> None:
    for asked, words in (("thing=system:epj", "compare="), ("compare=P6", "thing=")):
        answer = web.ask(f"/api/v1/impact/compared?{asked}")
        assert answer.status == 400
        assert words in answer.json["detail"]
    document = _file(web, "", "1").json
    assert document["after"]["answered"] is True
    assert document["before"]["answered"] is False
