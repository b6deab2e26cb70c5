"""The map: counted by hand on the demo, steady when things open, bounded however much there is."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from graphsvc.model import Kind, Relation, Value
from graphsvc.snapshot import Facts, Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.map import Exchange, FlowCounts, MapLayout, Shown, lay_out, municipality_map
from graphsvc_visualizations.map.counts import NATIONAL
from graphsvc_visualizations.map.exchange import NOBODY
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def _places(layout: MapLayout) -> dict[str, tuple[float, float]]:
    return {box.key: (box.x, box.y) for box in layout.boxes}


def town(sectors: int, units: int, systems: int) -> Snapshot:
    """Make a municipality of so many sectors, units in each and systems of each unit, in a ring of flows."""
    things: dict[str, dict[str, Value]] = {}
    ties: list[Tie] = []
    owned = []
    for one in range(sectors):
        things[f"unit:S{one:02}"] = {"level": "sector", "order": one, "name_nb": f"Sektor {one}"}
        for unit in range(units):
            name = f"unit:u{one:02}.{unit:03}"
            things[name] = {"name_nb": f"Enhet {one}.{unit}"}
            ties.append(("part_of", name, f"unit:S{one:02}"))
            for system in range(systems):
                own = f"system:s{one:02}.{unit:03}.{system:02}"
                things[own] = {"name_nb": f"System {one}.{unit}.{system}"}
                ties.append(("owns", name, own))
                owned.append(own)
    ties += [("flow", start, end) for start, end in pairwise(owned)]
    return graph(things, ties)


def test_the_flows_between_sectors_of_the_demo_are_those_that_were_counted_by_hand(demo: Snapshot) -> None:
    counts = FlowCounts(demo)
    sectors = {name: demo.find(f"unit:{name}") for name in ("A1", "A2", "A3", "A4")}
    between = {
        (one, other): counts.between_sectors[min(sectors[one], sectors[other]), max(sectors[one], sectors[other])]
        for one, other in combinations(sectors, 2)
    }
    assert between == {
        ("A1", "A2"): 28,
        ("A1", "A3"): 27,
        ("A1", "A4"): 40,
        ("A2", "A3"): 2,
        ("A2", "A4"): 0,
        ("A3", "A4"): 1,
    }
    assert [counts.between_sectors[NATIONAL, sector] for sector in sectors.values()] == [18, 30, 33, 22]


def test_every_flow_of_the_demo_is_drawn_or_counted(demo: Snapshot) -> None:
    layout = lay_out(demo)
    assert (layout.flows_drawn, layout.within, layout.flows_exist) == (201, 128, 329)
    assert layout.drawn == {"sector": 4, "unit": 44, "system": 0}
    assert layout.exist == {"sector": 4, "unit": 44, "system": 137}


def test_a_selected_unit_puts_a_number_on_each_that_it_exchanges_with(demo: Snapshot) -> None:
    unit = demo.find("unit:U35")
    flows = {box.key: box.flows for box in lay_out(demo, Shown(frozenset({unit}))).boxes if box.flows}
    assert flows == {
        "unit:U01": 2,
        "unit:U02": 1,
        "unit:U04": 2,
        "unit:U07": 1,
        "unit:U08": 1,
        "unit:U34": 1,
        "unit:U36": 2,
        "national": 7,
    }


def test_counts_of_a_unit_equal_a_count_flow_by_flow(demo: Snapshot) -> None:
    owners = demo.organisation.owners_of
    edges = demo.edges(Relation.FLOW)
    counts = FlowCounts(demo)
    for unit in demo.of_kind(Kind.UNIT).tolist():
        expected: Counter[int] = Counter()
        for start, end in zip(edges.start.tolist(), edges.end.tolist(), strict=True):
            pair = [owners(one) or ((NATIONAL,) if one in counts.national else ()) for one in (start, end)]
            for own, other in (pair, pair[::-1]):
                if unit in own:
                    expected.update(one for one in other if one != unit)
        assert {one: n for one, n in Exchange(demo, [unit]).partners.items() if one != NOBODY} == dict(expected)


def test_opening_a_unit_moves_only_what_stands_below_it_in_its_column(demo: Snapshot) -> None:
    before = _places(lay_out(demo))
    opened = demo.find("unit:U24")
    after = _places(lay_out(demo, Shown(opened=frozenset({opened}))))
    column, height = before["unit:U24"]
    for key, (x, y) in before.items():
        below = x == column and y > height
        if key != "national":
            assert after[key][0] == x
            assert (after[key][1] > y) == below, key


def test_a_folded_sector_keeps_its_place_and_the_numbers_of_its_units(demo: Snapshot) -> None:
    sector, unit = demo.find("unit:A1"), demo.find("unit:U35")
    before, after = (
        lay_out(demo, Shown(frozenset({unit}))),
        lay_out(demo, Shown(frozenset({unit}), closed=frozenset({sector}))),
    )
    folded = next(box for box in after.boxes if box.key == "unit:A1")
    assert (folded.x, folded.y, folded.flows) == (*_places(before)["unit:A1"], 7)
    assert after.drawn["unit"] == 44 - 9


def test_no_two_boxes_of_one_sort_overlap(demo: Snapshot) -> None:
    for shown in (Shown(), Shown(everything=True)):
        for kind in ("sector", "unit", "system"):
            boxes = [box for box in lay_out(demo, shown).boxes if box.kind == kind]
            for one, other in combinations(boxes, 2):
                apart = (
                    one.x + one.width <= other.x
                    or other.x + other.width <= one.x
                    or one.y + one.height <= other.y
                    or other.y + other.height <= one.y
                )
                assert apart, (one.key, other.key)


@pytest.mark.parametrize(("sectors", "units", "systems"), [(5, 50, 10), (12, 60, 3), (30, 100, 2)])
def test_the_map_never_holds_more_than_a_thousand_boxes_and_says_so(sectors: int, units: int, systems: int) -> None:
    layout = lay_out(town(sectors, units, systems), Shown(everything=True))
    assert len(layout.boxes) <= 1000
    assert layout.aggregated
    assert layout.exist["unit"] == sectors * units


def test_more_than_five_sectors_are_wrapped_without_brackets() -> None:
    layout = lay_out(town(7, 2, 1))
    assert layout.ties == ()
    assert len({box.y for box in layout.boxes if box.kind == "sector"}) == 2


def test_the_smallest_registers_have_maps_too() -> None:
    empty = Snapshot(Facts(0, (), ()), dt.date(2026, 12, 1))
    assert lay_out(empty).boxes == ()
    assert "<svg" in municipality_map(empty, language=Language.NB)
    lone = graph({"unit:u": {"name_nb": "Alene"}}, [])
    assert [box.kind for box in lay_out(lone).boxes] == ["sector", "unit"]
    assert "Utenfor sektorene" in municipality_map(lone, language=Language.NB)


def test_the_table_lists_every_pair_once_most_flows_first(demo: Snapshot) -> None:
    frame = Frame(Language.NB, "/map", (("view", "table"),), "/static/x", date=demo.date, revision=1)
    html = PAGES.map(frame, demo, shown=Shown(), as_table=True)
    numbers = [int(part.split("<")[0]) for part in html.split('<td class="n">')[1:]]
    counts = FlowCounts(demo).between_units
    assert numbers == sorted((n for pair, n in counts.items() if pair[0] != pair[1]), reverse=True)


def test_canvas_and_svg_hold_the_same_boxes(demo: Snapshot) -> None:
    shown = Shown(frozenset({demo.find("unit:U35")}), frozenset({demo.find("unit:U35")}))
    document = PAGES.map_document(demo, shown, Language.EN)
    drawn = municipality_map(demo, shown, language=Language.EN)
    assert [box["key"] for box in document["boxes"]] == [part.split('"')[0] for part in drawn.split('data-thing="')[1:]]


def _things(snapshot: Snapshot, *names: str) -> frozenset[int]:
    return frozenset(snapshot.find(name) for name in names)


def three() -> Snapshot:
    """Two units with two systems each, one without owner, a national one, and six flows of every sort."""
    things: dict[str, dict[str, Value]] = {
        "unit:S": {"level": "sector", "name_nb": "Sektor"},
        "unit:a": {"name_nb": "A"},
        "unit:b": {"name_nb": "B"},
        **{f"system:{name}": {"name_nb": name} for name in ("a1", "a2", "b1", "b2", "lone")},
        "system:nat": {"name_nb": "N", "scope": "national"},
    }
    ties: list[Tie] = [("part_of", f"unit:{one}", "unit:S") for one in "ab"]
    ties += [("owns", f"unit:{name[0]}", f"system:{name}") for name in ("a1", "a2", "b1", "b2")]
    flows = [("a1", "a2"), ("a1", "b1"), ("b2", "a2"), ("a1", "nat"), ("lone", "b1"), ("b1", "b2")]
    return graph(things, ties + [("flow", f"system:{start}", f"system:{end}") for start, end in flows])


def test_what_several_exchange_is_each_flow_once_between_outside_or_within() -> None:
    snapshot = three()
    a, b, a1 = (snapshot.find(name) for name in ("unit:a", "unit:b", "system:a1"))
    units = Exchange(snapshot, {a, b})
    assert (units.inside, units.outside, units.within) == (2, 2, 2)
    assert units.between == {(min(a, b), max(a, b)): 2}
    assert units.others == {NATIONAL: 1, NOBODY: 1}
    system = Exchange(snapshot, {a1})
    assert (system.inside, system.outside, system.within) == (0, 3, 0)
    assert system.others == {a: 1, b: 1, NATIONAL: 1}
    assert (Exchange(snapshot, {a1, a}).inside, Exchange(snapshot, {a1, a}).within) == (1, 0)


def test_every_flow_at_the_selected_ones_of_the_demo_is_counted_once(demo: Snapshot) -> None:
    chosen = _things(demo, "unit:U35", "unit:U01", "system:epj")
    systems = {one for thing in chosen for one in FlowCounts(demo).systems.get(thing, (thing,))}
    edges = demo.edges(Relation.FLOW)
    touched = sum(a in systems or b in systems for a, b in zip(edges.start.tolist(), edges.end.tolist(), strict=True))
    exchange = Exchange(demo, chosen)
    assert exchange.inside + exchange.outside + exchange.within == touched > 0


def test_pinned_things_are_tied_to_each_other_and_stay_where_they_were(demo: Snapshot) -> None:
    pinned = _things(demo, "unit:U35", "unit:U01", "unit:U24", "system:epj")
    layout = lay_out(demo, Shown(pinned=pinned))
    assert _places(layout) == _places(lay_out(demo))
    assert sorted(tie.flows for tie in layout.pins) == [1, 2, 6]
    assert layout.pairs == 3
    drawn = municipality_map(demo, Shown(pinned=pinned), language=Language.NB)
    assert drawn.count(", festet") == 3, "the system stands inside a unit that is closed"
    assert "Mellom de festede: 3 av 3 linjer er tegnet." in drawn
    whole = municipality_map(demo, Shown(pinned=pinned, everything=True), language=Language.NB)
    assert whole.count(", festet") == 4


def test_ties_of_pinned_things_stay_inside_the_map_wherever_these_stand(demo: Snapshot) -> None:
    units = [one for one in demo.of_kind(Kind.UNIT).tolist() if not demo.organisation.is_sector(one)]
    national = FlowCounts(demo).national[0]
    for shown in (Shown(), Shown(everything=True), Shown(closed=_things(demo, "unit:A1", "unit:A4"))):
        layout = lay_out(
            demo, Shown(closed=shown.closed, everything=shown.everything, pinned=frozenset({*units, national}))
        )
        assert layout.pairs > 100 >= len(layout.pins) > 20
        for tie in layout.pins:
            assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in tie.points)


def test_the_map_says_what_is_selected_and_pinned(demo: Snapshot) -> None:
    two = _things(demo, "unit:U35", "unit:U01")
    document = PAGES.map_document(demo, Shown(two, pinned=two), Language.EN)
    assert document["said"] == (
        "2 are selected. Flows between them: 2, to others: 100. 2 are pinned, 1 pairs of them have flows."
    )
    assert [box["key"] for box in document["boxes"] if box["pinned"]] == ["unit:U01", "unit:U35"]


def test_two_selected_systems_lead_to_impact_and_paths_and_units_to_neither(demo: Snapshot) -> None:
    frame = Frame(Language.NB, "/map", (), "/static/x", date=demo.date, revision=1)
    html = PAGES.map(frame, demo, shown=Shown(_things(demo, "system:bygg", "system:epj")), as_table=False)
    assert "/impact?thing=system%3Abygg&amp;thing=system%3Aepj" in html.replace("epj&amp;thing=system%3Abygg", "")
    assert re.search(r'href="/paths\?from=system%3A\w+&amp;to=system%3A\w+"', html)
    units = PAGES.map(frame, demo, shown=Shown(_things(demo, "unit:U35", "unit:U01")), as_table=False)
    assert "/paths?from" not in units
    assert "/impact?thing" not in units


def test_the_list_shows_only_what_the_filter_of_the_address_lets_through(demo: Snapshot) -> None:
    frame = Frame(Language.NB, "/map", (("filter", "SYKEHJEM"),), "/static/x", date=demo.date, revision=1)
    html = PAGES.map(frame, demo, shown=Shown(), as_table=False)
    assert html.count('<div role="listitem"><span') == 2
    assert html.count('<div role="listitem" hidden') == 42
