"""Pages over a register of several municipalities: bounded in size, and what they leave out is said."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.nation import nation_snapshot
from graphsvc.model import Kind
from graphsvc.records import ThingRecord
from graphsvc.snapshot import About, Fact, Snapshot
from graphsvc.text import Language
from graphsvc_queries.matrix import MatrixBy, matrix
from graphsvc_queries.matrix.municipalities import matrix_municipalities
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.lists import Lists

PART = 14


@pytest.fixture(scope="module")
def nation(demo_source: Path) -> Snapshot:
    return nation_snapshot(demo_source, PART)


def _frame(path: str = "/", **parameters: str) -> Frame:
    pairs = tuple((name.replace("_", "-"), value) for name, value in parameters.items())
    about = About(synthetic=True)
    return Frame(Language.EN, path, pairs, "/static/x", about=about, date=dt.date(2026, 12, 1), revision=1)


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_start_page_counts_all_municipalities_and_leads_to_their_matrix(nation: Snapshot) -> None:
    page = PAGES.start(_frame(), nation, matrix=None, touched={})
    lists = Lists(nation)
    assert f"{PART} municipalities" in _words(page)
    assert 'href="/matrix"' in page
    assert 'class="mx"' not in page
    assert f">{_frame().number(lists.count('flows'))}</a>" in page
    assert len(page) < 50_000


def test_the_start_page_counts_what_a_proposal_touches_and_the_proposals_that_it_leaves_out(nation: Snapshot) -> None:
    proposals = [Fact(ThingRecord(Kind.PROPOSAL, f"P{number}", {"name_en": "New"})) for number in range(25)]
    things = (*nation.facts.things, *proposals)
    snapshot = nation.with_forum(replace(nation.facts, things=things))
    touched = ["unit:m0000.A1", "unit:m0000.A2", "unit:m0003.A1"]
    page = PAGES.start(_frame(), snapshot, matrix=None, touched={f"P{number}": touched for number in range(20)})
    words = _words(page)
    assert "Proposals that wait (25)" in words
    assert words.count("sectors: 3, municipalities: 2") == 20
    assert "and 5 more" in words
    assert len(page) < 50_000


def test_the_matrix_has_a_row_for_each_municipality_and_says_how_the_rest_is_seen(nation: Snapshot) -> None:
    page = PAGES.matrix_overview(_frame("/matrix"), nation, relation="all")
    told = matrix_municipalities(nation)
    assert page.count('href="/matrix?municipality=') == PART
    words, number = _words(page), _frame().number
    assert f"{PART} municipalities. {number(told.counted)} of {number(told.exist)} ties" in words
    assert "Choose a municipality to see who in it delivers to whom" in words
    assert "Choose a municipality to hold its numbers" not in words
    assert len(page) < 50_000
    compared = PAGES.matrix_overview(_frame("/matrix", compare="P1"), nation, relation="all")
    assert "Choose a municipality to hold its numbers" in _words(compared)
    assert compared.count("compare=P1&amp;municipality=") == PART


@pytest.mark.parametrize("by", ["sector", "unit"])
def test_the_matrix_of_a_municipality_stays_small_and_its_links_stay_in_it(nation: Snapshot, by: str) -> None:
    municipality = "organisation:m0003.eksempelvik"
    frame = _frame("/matrix", by=by, municipality=municipality)
    result = matrix(nation, by=MatrixBy(by), municipality=municipality)
    page = PAGES.matrix(frame, nation, result=result)
    assert len(page) < 500_000
    links = re.findall(r'href="(/matrix\?[^"]*row=[^"]*)"', page)
    assert links
    assert all("municipality=organisation%3Am0003.eksempelvik" in one for one in links)
    assert "Only ties with an end in the municipality are counted" in _words(page)
    chooser = page[page.index('<select name="municipality">') :]
    assert chooser[: chooser.index("</select>")].count("<option") == PART
    assert f"All {PART} municipalities" in _words(page)


def test_the_rows_of_many_units_are_shown_one_sector_at_a_time_and_none_is_out_of_reach(nation: Snapshot) -> None:
    municipality = "organisation:m0003.eksempelvik"
    result = matrix(nation, by=MatrixBy.UNIT, municipality=municipality)

    def page(**asked: str) -> str:
        frame = _frame("/matrix", by="unit", municipality=municipality, **asked)
        return PAGES.matrix(frame, nation, result=result)

    parts = re.findall(r"sector=([^&\"#]+)", page())
    assert parts[-1] == "outside"
    rows = [re.findall(r'<tr[^>]*><th scope="row" title="([^"]*)"', page(sector=part)) for part in parts]
    assert all(0 < len(one) < 120 for one in rows[:-1])
    assert sorted(name for one in rows for name in one) == sorted(axis.name.en for axis in result.axes)
    assert f"Showing {len(rows[0])} of {len(result.axes)} rows" in _words(page())
    assert "Sum in" in _words(page(sector="outside"))
