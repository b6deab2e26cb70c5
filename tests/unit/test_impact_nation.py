"""Impact in a register of several municipalities: what is near is told, all of the rest is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nation import nation_snapshot
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Impact, impact, unknown_of
from graphsvc_queries.impact.near import NEAREST
from graphsvc_visualizations.explorer.reasons import reason
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


def test_with_one_municipality_everything_is_near_and_nothing_is_elsewhere(demo: Snapshot) -> None:
    found = impact(demo, things=("epj",))
    assert {one.thing for one in found.unknown} == set(_unknown(demo))
    assert "unknown_elsewhere" not in found.document(Language.NB)
    assert not demo.organisation.several
    assert demo.of_kind(Kind.ORGANISATION).size
