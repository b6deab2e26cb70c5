"""The map of a register of several municipalities: each as one box, then one at a time, against plain loops."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from benchmarks.nation import nation_snapshot
from graphsvc.model import Kind, Relation, Scope, Value
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.matrix import MatrixRelation
from graphsvc_queries.matrix.municipalities import matrix_municipalities
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.map import Exchange, FlowCounts, Shown, lay_out
from graphsvc_visualizations.map.counts import NATIONAL
from graphsvc_visualizations.map.municipalities import Municipalities
from graphsvc_visualizations.map.picture import told
from graphsvc_visualizations.marks import mark_of, sector_marks
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph
from tests.oracle.municipalities import Homes, leaving, owning
from tests.oracle.register import register

PART = 6
TOP = "organisation:m0003.eksempelvik"


@pytest.fixture(scope="module")
def nation(demo_source: Path) -> Snapshot:
    return nation_snapshot(demo_source, PART)


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


@pytest.fixture(scope="module")
def top(nation: Snapshot) -> int:
    return nation.index(TOP)


def _frame(snapshot: Snapshot, *parameters: tuple[str, str]) -> Frame:
    return Frame(Language.EN, "/map", parameters, "", date=snapshot.date, revision=snapshot.revision)


def _is_national(snapshot: Snapshot, thing: int) -> bool:
    return snapshot.kind(thing) is Kind.SYSTEM and snapshot.record(thing).fields.get("scope") == Scope.NATIONAL


def _answering(snapshot: Snapshot, system: int, *, by_sector: bool) -> set[int]:
    if _is_national(snapshot, system):
        return {NATIONAL}
    owners = snapshot.organisation.owners_of(system)
    return {one for owner in owners for one in (snapshot.organisation.sectors_of(owner) if by_sector else (owner,))}


def _counted(snapshot: Snapshot, flows: list[tuple[int, int]], *, by_sector: bool) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    for start, end in flows:
        here, there = (_answering(snapshot, one, by_sector=by_sector) for one in (start, end))
        found.update({(min(a, b), max(a, b)) for a in here for b in there})
    return found


def _flows(snapshot: Snapshot) -> list[tuple[int, int]]:
    edges = snapshot.edges(Relation.FLOW)
    return list(zip(edges.start.tolist(), edges.end.tolist(), strict=True))


def _owned(snapshot: Snapshot, municipality: int | None) -> dict[int, tuple[int, ...]]:
    """Return unit -> its local systems, of one municipality or of all."""
    found: dict[int, list[int]] = {}
    for system in snapshot.of_kind(Kind.SYSTEM).tolist():
        if not _is_national(snapshot, system):
            for owner in snapshot.organisation.owners_of(system):
                if municipality is None or snapshot.organisation.municipality_of(owner) == municipality:
                    found.setdefault(owner, []).append(system)
    return {unit: tuple(systems) for unit, systems in found.items()}


@pytest.mark.parametrize("name", ["nation", "demo"])
def test_flows_are_counted_as_plain_loops_count_them(name: str, request: pytest.FixtureRequest) -> None:
    snapshot = request.getfixturevalue(name)
    counts, flows = FlowCounts(snapshot), _flows(snapshot)
    assert counts.between_units == _counted(snapshot, flows, by_sector=False)
    assert counts.between_sectors == _counted(snapshot, flows, by_sector=True)
    assert counts.systems == _owned(snapshot, None)
    assert counts.exist == len(flows)
    assert counts.national == tuple(one for one in range(len(snapshot)) if _is_national(snapshot, one))
    assert all(counts.of(unit) == owned for unit, owned in counts.systems.items())


def test_a_municipality_counts_its_own_flows_and_those_that_leave_it(nation: Snapshot, top: int) -> None:
    counts, owned = FlowCounts(nation, top), _owned(nation, top)
    systems = {one for some in owned.values() for one in some}
    flows = [flow for flow in _flows(nation) if systems & {*flow}]
    assert counts.systems == owned
    assert counts.exist == len(flows) > 0
    assert counts.between_units == _counted(nation, flows, by_sector=False)
    assert counts.between_sectors == _counted(nation, flows, by_sector=True)
    assert counts.away == leaving(Homes(register(nation)), TOP)


def test_flows_to_another_municipality_are_counted_and_told() -> None:
    things = {f"unit:{place}{number}": {} for place in "ab" for number in (1, 2)} | {
        f"organisation:{place}": {} for place in "ab"
    }
    ties = [("part_of", f"unit:{place}{number}", f"organisation:{place}") for place in "ab" for number in (1, 2)]
    for unit in ("a1", "a2", "b1"):
        things[f"system:{unit}"] = {}
        ties.append(("owns", f"unit:{unit}", f"system:{unit}"))
    ties += [("flow", "system:a1", "system:a2"), ("flow", "system:a1", "system:b1")]
    two = graph(things, ties)
    shown = Shown(municipality=two.index("organisation:a"), selected=frozenset({two.index("unit:a1")}))
    layout = lay_out(two, shown)
    assert (layout.flows_exist, layout.away) == (2, 1)
    html = PAGES.map(_frame(two, ("municipality", "organisation:a")), two, shown=shown, as_table=True)
    assert re.search(r"b1</bdi></a> <small class=\"mu\">b</small>", html)
    assert "1 flow to other municipalities" in told(layout, Language.EN)


def test_at_first_every_municipality_is_one_box_with_its_units_counted(nation: Snapshot) -> None:
    layout = lay_out(nation)
    units = Counter(
        nation.organisation.municipality_of(unit)
        for unit in nation.of_kind(Kind.UNIT).tolist()
        if not nation.organisation.is_sector(unit)
    )
    boxes = {box.thing: box.holds for box in layout.boxes if box.kind == "sector"}
    assert boxes == {top: number for top, number in units.items() if top is not None}
    assert len(boxes) == PART == layout.municipalities
    assert layout.exist["unit"] == sum(units.values())
    places = [(box.x, box.y) for box in layout.boxes]
    assert len({*places}) == len(places)


def _shared() -> Snapshot:
    """Make three municipalities that share systems, one of which owns a national one, and a unit of none."""
    things: dict[str, dict[str, Value]] = {f"organisation:{place}": {} for place in "abc"}
    things |= {"system:n": {"scope": "national"}, "system:nobody": {}}
    ties: list[Tie] = [("part_of", f"unit:{place}1", f"organisation:{place}") for place in "abc"]
    for unit, systems in {"a1": ("x", "z"), "b1": ("y", "z", "n"), "c1": ("y",), "lone": ("w",)}.items():
        ties += [("owns", f"unit:{unit}", f"system:{system}") for system in systems]
    flows = ("x n", "n y", "x y", "z x", "y z", "x w", "w n", "x nobody", "w y")
    return graph(things, ties + [("flow", *(f"system:{end}" for end in flow.split())) for flow in flows])


def test_flows_that_leave_are_told_by_owners_and_never_lead_to_national_systems() -> None:
    shared = _shared()
    away = {place: FlowCounts(shared, shared.index(f"organisation:{place}")).away for place in "abc"}
    # a: x y, z x, y z, x w; b: x y, z x, y z, w y (n is owned in b, but national); c: x y, y z, w y.
    assert away == {"a": 4, "b": 4, "c": 3}
    assert FlowCounts(shared, -1).away == 2


@pytest.mark.parametrize("name", ["nation", "shared"])
def test_rows_of_municipalities_are_counted_as_tie_by_tie_and_as_on_the_map_of_each(
    name: str, nation: Snapshot
) -> None:
    snapshot = nation if name == "nation" else _shared()
    homes = Homes(register(snapshot))
    rows = Municipalities(snapshot).by_name(Language.EN)
    assert len(rows) == (PART if name == "nation" else 4)
    matrix = {row.municipality: row for row in matrix_municipalities(snapshot, relation=MatrixRelation.FLOWS).rows}
    for row in rows:
        reference = None if row.thing < 0 else str(snapshot.references[row.thing])
        systems = owning(homes, reference)
        assert row.systems == len(systems)
        assert row.flows == sum(bool({flow.start, flow.end} & systems) for flow in homes.seen.of("flow"))
        counts = FlowCounts(snapshot, row.thing)
        assert (row.flows, row.away) == (counts.exist, counts.away)
        if reference is not None:
            assert row.away == leaving(homes, reference)
            there = matrix[snapshot.references[row.thing]]
            assert max(there.to_others, there.from_others) <= row.away <= there.to_others + there.from_others


def test_one_municipality_is_drawn_as_if_it_were_alone(nation: Snapshot, top: int) -> None:
    layout = lay_out(nation, Shown(municipality=top))
    drawn = {box.thing for box in layout.boxes if box.kind in {"sector", "unit"}}
    own = [unit for unit in nation.of_kind(Kind.UNIT).tolist() if nation.organisation.municipality_of(unit) == top]
    assert drawn == {*own}
    assert {box.mark.again for box in layout.boxes} == {None}
    assert len([tie for tie in layout.ties if tie.flows]) > 4


def test_the_sectors_of_each_municipality_begin_with_the_first_mark(nation: Snapshot, demo: Snapshot) -> None:
    marks = sector_marks(nation)
    for number in range(PART):
        own = [marks[nation.index(f"unit:m{number:04}.A{one}")].colour for one in range(1, 5)]
        assert own == ["s-1", "s-2", "s-3", "s-4"]
    for unit in nation.of_kind(Kind.UNIT).tolist():
        assert mark_of(nation, unit) == marks[nation.organisation.sectors_of(unit)[0]]
    assert [mark.colour for mark in sector_marks(demo).values()] == ["s-1", "s-2", "s-3", "s-4"]


def test_what_is_selected_is_counted_on_the_boxes_of_municipalities(nation: Snapshot) -> None:
    flows = Counter(end for pair in _flows(nation) for end in pair)
    national = max(FlowCounts(nation).national, key=lambda one: flows[one])
    partners = Exchange(nation, [national]).partners
    expected: Counter[int | None] = Counter()
    for unit, number in partners.items():
        expected[nation.organisation.municipality_of(unit) if unit >= 0 else None] += number
    boxes = lay_out(nation, Shown(frozenset({national}))).boxes
    assert {box.thing: box.flows for box in boxes if box.kind == "sector"} == {
        top: number for top, number in expected.items() if top is not None
    }


def test_what_is_pinned_elsewhere_is_tied_to_its_municipality_or_not_at_all(nation: Snapshot, top: int) -> None:
    belongs = nation.organisation.municipality_of
    start, end = next(pair for pair in _flows(nation) if belongs(pair[0]) == top and _is_national(nation, pair[1]))
    pinned = frozenset({start, end})
    assert len(lay_out(nation, Shown(pinned=pinned)).pins) == 1
    assert len(lay_out(nation, Shown(pinned=pinned, municipality=top)).pins) == 1
    other = nation.index("organisation:m0001.eksempelvik")
    layout = lay_out(nation, Shown(pinned=pinned, municipality=other))
    assert (layout.pins, layout.pairs) == ((), 1)


def test_both_pages_are_small_and_tell_how_to_get_to_the_rest(nation: Snapshot, top: int) -> None:
    first = PAGES.map(_frame(nation), nation, shown=Shown(), as_table=False)
    assert len(first.encode()) < 60_000
    assert f"{PART} municipalities with" in unescape(first)
    assert "Choose a municipality" in first
    for number in range(PART):
        assert first.count(f"municipality=organisation%3Am{number:04}.eksempelvik") == 2  # the box, and the list
    one = PAGES.map(_frame(nation), nation, shown=Shown(municipality=top), as_table=False)
    assert len(one.encode()) < 600_000
    assert f"All {PART} municipalities" in one
    table = PAGES.map(_frame(nation), nation, shown=Shown(), as_table=True)
    assert table.count('<th scope="row">') == PART


def test_units_of_no_municipality_have_a_box_of_their_own() -> None:
    things = {"organisation:a": {}, "organisation:b": {}, "unit:a1": {}, "unit:b1": {}, "unit:lone": {}}
    two = graph(things, [("part_of", "unit:a1", "organisation:a"), ("part_of", "unit:b1", "organisation:b")])
    assert [(box.key, box.holds) for box in lay_out(two).boxes][-1] == ("apart", 1)
    assert [box.key for box in lay_out(two, Shown(municipality=-1)).boxes] == ["outside", "unit:lone"]
    html = PAGES.map(_frame(two), two, shown=Shown(), as_table=False)
    assert "Units of no municipality" in html
    assert "municipality=none" in html


def test_the_box_of_units_of_none_is_not_counted_as_a_municipality() -> None:
    things = {"organisation:a": {}, "organisation:b": {}, "unit:a1": {}, "unit:b1": {}, "unit:lone": {}}
    two = graph(things, [("part_of", "unit:a1", "organisation:a"), ("part_of", "unit:b1", "organisation:b")])
    layout = lay_out(two)
    assert (layout.municipalities, layout.drawn["sector"], layout.exist["sector"]) == (2, 2, 2)
    for shown in (Shown(), Shown(municipality=two.index("organisation:a"))):
        html = PAGES.map(_frame(two), two, shown=shown, as_table=False)
        assert {*re.findall(r"All (\d+) municipalities", html)} == {"2"}


def test_the_list_of_municipalities_can_be_filtered(nation: Snapshot) -> None:
    html = PAGES.map(_frame(nation, ("filter", "M0002")), nation, shown=Shown(), as_table=False)
    assert html.count('<div role="listitem" hidden>') == PART - 1
