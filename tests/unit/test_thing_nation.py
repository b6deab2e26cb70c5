"""The page of a thing that very much hangs on: what it tells is bounded and counted, and as plain loops find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nation import nation_snapshot
from graphsvc.model import Kind, Relation
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.things import _flows, _shared
from graphsvc_visualizations.neighbourhood import matching, surroundings


@pytest.fixture(scope="module")
def nation(demo_source: Path) -> Snapshot:
    return nation_snapshot(demo_source, 8)


def _counted(snapshot: Snapshot) -> dict[int, list[tuple[str, str]]]:
    """Return for each system its flows, and whether it needs, serves or lies between, by a loop over all flows."""
    found: dict[int, list[tuple[str, str]]] = {system: [] for system in snapshot.of_kind(Kind.SYSTEM).tolist()}
    for record in snapshot.edges(Relation.FLOW).records:
        told = record.fields.get("through")
        named = told if isinstance(told, tuple) else (str(told),) if told else ()
        hubs = {name if ":" in name else f"system:{name}" for name in named} - {record.start, record.end}
        found[snapshot.index(record.end)].append(("needs", record.id))
        found[snapshot.index(record.start)].append(("serves", record.id))
        for hub in hubs:
            if hub in snapshot:
                found[snapshot.index(hub)].append(("hub", record.id))
    return found


def test_the_flows_of_a_system_are_those_that_a_loop_over_all_flows_finds(nation: Snapshot) -> None:
    hubs = 0
    for system, expected in list(_counted(nation).items())[::11]:
        flows, count = _flows(nation, system)
        assert count == len(expected)
        told = [(flow.role, flow.record.id) for flow in flows]
        assert {*told} <= {*expected}
        assert len({*told}) == len(told) == min(count, 500)
        assert {role for role, _ in told} == {role for role, _ in expected}
        hubs += any(role == "hub" for role, _ in told)
    assert hubs


def test_no_sort_of_flows_is_left_out_for_another() -> None:
    assert _shared({"needs": 600, "serves": 600, "hub": 0}, 500) == {"needs": 250, "serves": 250, "hub": 0}
    assert _shared({"needs": 10, "serves": 900, "hub": 300}, 500) == {"needs": 10, "serves": 245, "hub": 245}
    assert _shared({"needs": 900, "serves": 0, "hub": 0}, 500) == {"needs": 500, "serves": 0, "hub": 0}


def test_what_very_much_hangs_on_has_a_bounded_page_that_counts_the_rest(nation: Snapshot) -> None:
    counted = _counted(nation)
    system = max(counted, key=lambda one: len(counted[one]))
    assert len(counted[system]) > 500
    frame = Frame(Language.EN, "/thing", (), "", date=nation.date, revision=nation.revision)
    html = PAGES.thing(frame, nation, number=system)
    assert f"({len(counted[system])})" in html
    assert f"and {len(counted[system]) - 500} more" in html
    assert len(html.encode()) < 800_000


def test_neighbours_of_one_thing_are_not_those_of_another(nation: Snapshot) -> None:
    one, other = nation.of_kind(Kind.SYSTEM)[[0, -1]].tolist()
    first, second = surroundings(nation, one), surroundings(nation, other)
    assert first != second
    assert surroundings(nation, one) == first
    assert matching(nation, first.right, "", Language.NB) == first.right
