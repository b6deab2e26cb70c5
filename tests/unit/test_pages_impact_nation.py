"""The impact page over several municipalities: the same picture and numbers from few rows, and bounded lists."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.nation import nation_snapshot
from graphsvc.model import Way
from graphsvc.snapshot import About, Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Impact, impact
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.doubts import doubts
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.impact import Asked
from graphsvc_visualizations.explorer.impact_rows import AllRows, ManyRows, page_rows
from graphsvc_visualizations.explorer.sectors import lanes_of
from graphsvc_visualizations.swimlane import layout, swimlane
from graphsvc_visualizations.swimlane.nearby import Nearby, nearby

PART = 14
NATIONAL, LOCAL = "system:fiksio", "system:m0003.bygg"
SECTORS = frozenset({"unit:m0003.A1", "unit:m0004.A2"})


@pytest.fixture(scope="module")
def nation(demo_source: Path) -> Snapshot:
    return nation_snapshot(demo_source, PART)


@pytest.fixture(scope="module")
def answers(nation: Snapshot) -> dict[str, Impact]:
    return {thing: impact(nation, things=(thing,)) for thing in (NATIONAL, LOCAL)}


def _frame(**parameters: str) -> Frame:
    pairs = tuple((name.replace("_", "-"), value) for name, value in parameters.items())
    about = About(synthetic=True)
    return Frame(Language.EN, "/impact", pairs, "/static/x", about=about, date=dt.date(2026, 12, 1), revision=1)


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(
    ("thing", "asked"),
    [
        (NATIONAL, {}),
        (LOCAL, {}),
        (NATIONAL, {"sectors": SECTORS}),
        (NATIONAL, {"selected": "unit:m0013.U05"}),
        (NATIONAL, {"selected": "unit:m0009.U05", "way": Way.WORK}),
        (NATIONAL, {"unfolded": frozenset({"organisation:m0003.eksempelvik/services", "outside/units"})}),
    ],
)
def test_the_rows_of_the_lanes_give_the_picture_that_all_rows_give(
    nation: Snapshot, answers: dict[str, Impact], thing: str, asked: dict[str, Any]
) -> None:
    whole = answers[thing].whole()
    near = nearby(nation, answers[thing], **{name: told for name, told in asked.items() if name != "unfolded"})
    assert isinstance(near, Nearby)
    assert swimlane(nation, near, language=Language.NN, **asked) == swimlane(
        nation, whole, language=Language.NN, **asked
    )
    assert layout(nation, near, **asked).drawn == layout(nation, whole, **asked).drawn
    if "selected" in asked:  # the list has the lanes of the picture, and the selected thing's is one of them
        return
    sectors = asked.get("sectors", frozenset())
    told, every = (lanes_of(nation, one, sectors) for one in (near, whole))
    assert [(one.key, len(one.effect), len(one.work)) for one in told] == [
        (one.key, len(one.effect), len(one.work)) for one in every
    ]
    assert [(row.thing, row.way) for one in told for row in one.effect] == [
        (row.thing, row.way) for one in every for row in one.effect
    ]


def test_an_answer_whose_rows_are_made_is_drawn_as_it_is(nation: Snapshot, answers: dict[str, Impact]) -> None:
    whole = answers[LOCAL].whole()
    assert nearby(nation, whole) is whole


@pytest.mark.parametrize("thing", [NATIONAL, LOCAL])
def test_what_a_page_tells_of_rows_is_what_looking_at_every_row_tells(
    nation: Snapshot, answers: dict[str, Impact], thing: str
) -> None:
    found = answers[thing]
    few, every = page_rows(nation, found), AllRows(found.whole(), found.whole().touched)
    assert isinstance(few, ManyRows)
    for sectors in (frozenset[str](), SECTORS, frozenset({"unit:m0003.A2"})):
        (rows, count), (expected, known) = few.table(sectors), every.table(sectors)
        assert count == known
        assert tuple(rows) == tuple(expected[: few.bounds.table])
    names = [row.id for row in found.sectors if row.effect.strength or row.work.strength]
    assert few.strongest_units(names) == {
        name: row for name, row in every.strongest_units(names).items() if name in names
    }
    assert few.without_contact() == every.without_contact()
    assert tuple(doubts(nation, found).never) == tuple(doubts(nation, found.whole()).never)
    assert tuple(doubts(nation, found).stale) == tuple(doubts(nation, found.whole()).stale)
    numbers = [
        [getattr(one, name) for name in ("systems", "fresh", "ties", "ties_never", "ties_stale", "assumed")]
        for one in (doubts(nation, found), doubts(nation, found.whole()))
    ]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("view", ["", "picture", "table"])
@pytest.mark.parametrize("thing", [NATIONAL, LOCAL])
def test_the_page_of_any_answer_is_bounded(nation: Snapshot, answers: dict[str, Impact], thing: str, view: str) -> None:
    page = PAGES.impact(_frame(thing=thing), nation, answers[thing], Asked((thing,), view=view))
    assert len(page) < 900_000


def test_what_a_bounded_page_leaves_out_is_counted_and_can_be_reached(
    nation: Snapshot, answers: dict[str, Impact]
) -> None:
    found = answers[NATIONAL]
    page = PAGES.impact(_frame(thing=NATIONAL), nation, found, Asked((NATIONAL,)))
    words = _words(page)
    assert len(found.consult) > 50
    assert "Show the first 50 units" in words
    assert "The page shows the 50 that are touched most strongly" in words
    assert "offset=50" in page
    assert f"Of {len(found.touched)} touched the list shows the strongest in each municipality" in words
    assert "2 more are touched" in words
    assert page.count('<option value="organisation:') == PART
    table = PAGES.impact(_frame(thing=NATIONAL), nation, found, Asked((NATIONAL,), view="table"))
    assert f"Showing the 100 strongest of {len(found.touched)}. Download the table to see all." in _words(table)
    assert table.count('class="told-why"') == 100


def test_only_units_and_sectors_of_the_municipalities_in_the_picture_can_be_chosen(
    nation: Snapshot, answers: dict[str, Impact]
) -> None:
    page = PAGES.impact(_frame(thing=LOCAL), nation, answers[LOCAL], Asked((LOCAL,)))
    assert set(re.findall(r'name="sector" value="unit:(m\d+)', page)) == {"m0003"}
    assert set(re.findall(r'<option value="unit:(m\d+)', page)) == {"m0003"}
    chosen = frozenset(f"unit:m0007.A{number}" for number in range(1, 5))
    other = PAGES.impact(_frame(thing=LOCAL), nation, answers[LOCAL], Asked((LOCAL,), sectors=chosen))
    assert set(re.findall(r'<option value="unit:(m\d+)', other)) == {"m0003", "m0007"}
