"""Impact in a register of several municipalities: what is near is told, all of the rest is counted."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.nation import nation_snapshot
from graphsvc.cli.answers import print_answer
from graphsvc.cli.terminal import Terminal
from graphsvc.model import Kind, Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Impact, impact, unknown_of
from graphsvc_queries.impact.near import NEAREST
from graphsvc_visualizations.explorer.reasons import reason
from graphsvc_visualizations.explorer.sectors import bars_of
from graphsvc_visualizations.swimlane import layout, swimlane
from tests.demo_facts import demo_snapshot

PART = 14


@pytest.fixture(scope="module")
def nation(demo_source: Path) -> Snapshot:
    return nation_snapshot(demo_source, PART)


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


@pytest.fixture(scope="module")
def local(nation: Snapshot) -> Impact:
    return impact(nation, things=("system:m0003.bygg",))


def _place(nation: Snapshot, thing: str) -> str | None:
    found = nation.organisation.municipality_of(nation.index(thing))
    return None if found is None else str(nation.references[found])


def _unknown(nation: Snapshot) -> list[str]:
    return [thing for thing in nation.references if unknown_of(nation, str(thing))]


def test_unknown_things_of_the_touched_municipality_are_listed_and_all_others_counted(
    nation: Snapshot, local: Impact
) -> None:
    touched = {_place(nation, one.thing) for one in local.touched}
    expected = {thing for thing in _unknown(nation) if (place := _place(nation, thing)) and place in touched}
    assert 0 < len(touched - {None}) < NEAREST
    assert {one.thing for one in local.unknown} == expected
    assert expected
    assert local.unknown_elsewhere == len(_unknown(nation)) - len(expected) > 0
    assert local.document(Language.EN)["unknown_elsewhere"] == local.unknown_elsewhere


def test_the_command_tells_how_many_are_unknown_elsewhere_and_does_not_promise_to_list_them(local: Impact) -> None:
    stream = io.StringIO()
    terminal = Terminal(Language.EN, out=Console(file=stream, width=200, highlight=False, markup=False))
    print_answer("impact", local.document(Language.EN), terminal)
    told = f"Things in other municipalities that the register does not know enough about: {local.unknown_elsewhere}"
    said = stream.getvalue()
    assert told in said.replace(",", "")
    listed, asked = said.count("Unknown:"), re.findall(r"\+ (\d+) more", said.partition("Unknown:")[2])
    assert len(local.unknown) == listed + sum(map(int, asked))


def test_a_national_change_tells_of_the_nearest_municipalities_only(nation: Snapshot) -> None:
    found = impact(nation, things=("system:fiksio",))
    assert len({_place(nation, one.thing) for one in found.touched} - {None}) > NEAREST
    assert len({_place(nation, one.thing) for one in found.unknown}) <= NEAREST
    assert len(found.unknown) + found.unknown_elsewhere == len(_unknown(nation))


def test_a_thing_far_away_of_which_too_little_is_known_is_never_called_untouched(
    nation: Snapshot, local: Impact
) -> None:
    far = next(thing for thing in _unknown(nation) if thing not in {one.thing for one in local.unknown})
    why = reason(nation, local, selected=far, way=None, beyond=None)
    assert why.state == "unknown"
    assert why.because


def test_untouched_sectors_of_the_municipalities_concerned_have_a_row_and_all_others_are_counted(
    nation: Snapshot,
) -> None:
    local = impact(nation, things=("system:m0003.avvika",))
    rows = {f"unit:{row.id}" for row in local.sectors}
    sectors = {str(nation.references[one]) for one in nation.organisation.sectors}
    concerned = {_place(nation, change.thing) for change in local.changes}
    concerned |= {_place(nation, sector) for sector in rows & sectors if _has_anything(local, sector)}
    assert rows & sectors == {one for one in sectors if _place(nation, one) in concerned | {None}}
    assert any(not _has_anything(local, sector) for sector in rows & sectors)
    assert local.sectors_elsewhere == len(sectors - rows) > 0
    assert local.document(Language.EN)["sectors_elsewhere"] == local.sectors_elsewhere


def _has_anything(answer: Impact, sector: str) -> bool:
    row = next(one for one in answer.sectors if f"unit:{one.id}" == sector)
    effect, work = row.effect, row.work
    counts = (effect.units, effect.services, effect.systems, work.units, work.systems)
    return any(counts) or effect.below or work.below


def test_with_one_municipality_everything_is_near_and_nothing_is_elsewhere(demo: Snapshot) -> None:
    found = impact(demo, things=("epj",))
    assert {one.thing for one in found.unknown} == set(_unknown(demo))
    assert not {"unknown_elsewhere", "sectors_elsewhere"} & set(found.document(Language.NB))
    assert {f"unit:{row.id}" for row in found.sectors} >= {
        str(demo.references[one]) for one in demo.organisation.sectors
    }
    assert not demo.organisation.several
    assert demo.of_kind(Kind.ORGANISATION).size


def test_the_picture_of_a_national_change_has_the_municipalities_touched_most_and_counts_the_others(
    nation: Snapshot,
) -> None:
    found = impact(nation, things=("system:fiksio",))
    picture = layout(nation, found)
    lanes = [lane.key for lane in picture.lanes if lane.key.startswith("organisation:")]
    assert len(lanes) == NEAREST
    touched = {f"organisation:m{number:04}.eksempelvik" for number in range(PART)}
    assert set(lanes) < touched
    assert picture.beyond == len(touched) - NEAREST
    assert swimlane.drawn(nation, found) == picture.drawn
    assert 0 < picture.drawn[Way.WORK].ties < picture.drawn[Way.WORK].exist
    svg = swimlane(nation, found, language=Language.EN)
    assert "12 municipalities that are touched most strongly; 2 more are touched" in svg


def test_a_lane_of_a_municipality_leads_to_its_sectors(nation: Snapshot) -> None:
    found = impact(nation, things=("system:fiksio",))
    svg = swimlane(nation, found, language=Language.EN, standalone=False, address=[("thing", "system:fiksio")])
    assert "sector=unit%3Am0000.A1&amp;sector=unit%3Am0000.A2" in svg
    opened = frozenset(f"unit:m0000.A{number}" for number in range(1, 5))
    lanes = {lane.key for lane in layout(nation, found, sectors=opened).lanes}
    assert opened <= lanes
    assert not any(key.startswith("organisation:") for key in lanes)


def test_what_touches_one_municipality_is_drawn_in_its_sectors(nation: Snapshot, local: Impact) -> None:
    keys = [lane.key for lane in layout(nation, local).lanes]
    assert [key for key in keys if key.startswith("unit:")] == [f"unit:m0003.A{number}" for number in range(1, 5)]
    assert swimlane.drawn(nation, local) == layout(nation, local).drawn


def test_the_path_of_a_thing_in_a_municipality_without_a_lane_can_be_shown(nation: Snapshot) -> None:
    found = impact(nation, things=("system:fiksio",))
    lanes = {lane.key for lane in layout(nation, found).lanes}
    hidden = next(one for one in found.touched if one.sectors and (_place(nation, one.thing) or "") not in lanes)
    shown = layout(nation, found, selected=hidden.thing, way=hidden.way)
    assert _place(nation, hidden.thing) in {lane.key for lane in shown.lanes}


def test_a_page_of_a_nation_tells_the_sectors_that_are_touched(nation: Snapshot, local: Impact) -> None:
    bars = bars_of(nation, local)
    assert 0 < len(bars) < len(local.sectors)
    assert all(bar.row.effect.strength or bar.row.work.strength or bar.row.effect.below for bar in bars)


def test_a_sentence_names_eight_journeys_and_counts_the_others(nation: Snapshot) -> None:
    found = impact(nation, things=("system:fiksio",))
    journeys = [one.thing for one in found.touched if one.kind is Kind.JOURNEY]
    assert len(journeys) > 8
    told = found.summary.en.partition("Journeys: ")[2]
    assert told.count("“") == 8
    assert told.endswith(f" and {len(journeys) - 8} more.")
