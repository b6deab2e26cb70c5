"""Swimlane: who is shown, where everything stands, and that drawn and existing ties are counted truly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from graphsvc.model import ChangeKind, Kind, Value, Way
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact import impact
from graphsvc_visualizations.swimlane import Layout, layout, swimlane
from graphsvc_visualizations.swimlane.gutters import Gutter
from graphsvc_visualizations.swimlane.parts import Box, Column, Line
from tests.demo_facts import demo_snapshot
from tests.graphs import Tie, graph


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


@pytest.fixture(scope="module")
def layouts(demo: Snapshot) -> dict[str, Layout]:
    """Lay out the retirement of every system of the demo."""
    systems = [str(demo.references[int(number)]) for number in demo.of_kind(Kind.SYSTEM)]
    return {name: layout(demo, impact(demo, things=(name,), change=ChangeKind.RETIRE)) for name in systems}


def _fan(sectors: int, services: int) -> Snapshot:
    """One system that services in many sectors need."""
    things: dict[str, dict[str, Value]] = {}
    ties: list[Tie] = []
    for one in range(sectors):
        things[f"unit:S{one:02}"] = {"level": "sector", "order": one}
        ties.append(("part_of", f"unit:u{one:02}", f"unit:S{one:02}"))
        for place in range(services):
            ties.append(("delivers", f"unit:u{one:02}", f"service:t{one:02}-{place:02}", {"role": "lead"}))
            ties.append(("supports", "system:x", f"service:t{one:02}-{place:02}", {"strength": "required"}))
    things["unit:quiet"] = {"level": "sector", "order": 99}
    return graph(things, ties)


# -- the numbers of the target pictures ------------------------------------------------------------------------------
def test_retiring_the_patient_record_system_draws_53_of_146_ties(demo: Snapshot, layouts: dict[str, Layout]) -> None:
    drawn = layouts["system:epj"].drawn
    assert (drawn[Way.EFFECT].ties, drawn[Way.EFFECT].exist) == (53, 146)
    assert (drawn[Way.WORK].ties, drawn[Way.WORK].exist) == (14, 17)


def test_selecting_a_hidden_path_in_the_building_case_system_draws_32_of_45_ties(demo: Snapshot) -> None:
    result = impact(demo, things=("system:bygg",), change=ChangeKind.RETIRE)
    service = next(one.thing for one in result.touched if one.name.nb == "Innbyggerservice")
    found = layout(demo, result, selected=service)
    assert (found.drawn[Way.EFFECT].ties, found.drawn[Way.EFFECT].exist) == (32, 45)
    path = [card.name.nb for card in sorted(found.cards, key=lambda card: card.badges) if card.badges]
    assert path == ["Matrikkelklient", "Situasjonskart og eiendomsinformasjon", "Innbyggerservice"]
    assert sum(line.selected for line in found.lines) == 3


# -- counting ----------------------------------------------------------------------------------------------------------
def test_drawn_ties_are_the_lines_that_one_can_count(demo: Snapshot, layouts: dict[str, Layout]) -> None:
    journeys = {str(demo.references[int(number)]) for number in demo.of_kind(Kind.JOURNEY)}
    for name, found in layouts.items():
        lines = [line for line in found.lines if not line.aggregated and line.end not in journeys]
        for way in Way:
            assert sum(line.count for line in lines if line.way is way) == found.drawn[way].ties, name
            assert found.drawn[way].ties <= found.drawn[way].exist, name


def test_a_document_tells_the_numbers_of_the_picture_without_laying_it_out(
    demo: Snapshot, layouts: dict[str, Layout]
) -> None:
    for name, found in layouts.items():
        result = impact(demo, things=(name,), change=ChangeKind.RETIRE)
        assert swimlane.drawn(demo, result) == found.drawn, name


def test_everything_touched_has_a_card_or_is_counted(demo: Snapshot, layouts: dict[str, Layout]) -> None:
    for name, found in layouts.items():
        result = impact(demo, things=(name,), change=ChangeKind.RETIRE)
        owed = sum(one.way is Way.EFFECT or one.kind is not Kind.UNIT for one in result.touched)
        assert sum(len(card.things) for card in found.cards) + sum(more.hidden for more in found.more) == owed, name


def test_ties_that_are_not_drawn_are_counted_where_their_things_are_hidden(
    demo: Snapshot, layouts: dict[str, Layout]
) -> None:
    for name, found in layouts.items():
        missing = {way: found.drawn[way].exist - found.drawn[way].ties for way in Way}
        for way in Way:
            counted = [more.ties for more in found.more if (more.cell[1] is Column.WORK) == (way is Way.WORK)]
            assert sum(counted) >= missing[way] >= max(counted, default=0), name


def test_a_card_that_only_hidden_cards_reach_has_one_dotted_line(layouts: dict[str, Layout]) -> None:
    for name, found in layouts.items():
        solid = {line.end for line in found.lines if not line.aggregated and line.way is Way.EFFECT}
        dotted = [line.end for line in found.lines if line.aggregated]
        shown = {thing for card in found.cards if card.way is Way.EFFECT for thing in card.things}
        assert len(dotted) == len(set(dotted)), name
        assert not solid & set(dotted), name
        assert shown == solid | set(dotted), name


def test_six_are_shown_and_one_more_never_stands_alone() -> None:
    for services, shown, hidden in [(6, 6, 0), (7, 7, 0), (8, 6, 2)]:
        snapshot = _fan(1, services)
        found = layout(snapshot, impact(snapshot, things=("system:x",), change=ChangeKind.RETIRE))
        assert sum(card.cell[1] is Column.SERVICES for card in found.cards) == shown
        assert sum(more.hidden for more in found.more) == hidden


# -- places ----------------------------------------------------------------------------------------------------------
def test_no_two_cards_overlap_and_all_stand_in_their_lane(layouts: dict[str, Layout]) -> None:
    for name, found in layouts.items():
        lanes = {lane.key: lane for lane in found.lanes}
        boxes = [(card.cell, card.box) for card in found.cards] + [(more.cell, more.box) for more in found.more]
        for cell, box in boxes:
            assert lanes[cell[0]].top <= box.y, name
            assert box.y + box.height <= lanes[cell[0]].bottom, name
        for (_, one), (_, other) in combinations(boxes, 2):
            assert not _overlap(one, other), name


def _overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def test_lanes_follow_the_register_and_never_overlap(layouts: dict[str, Layout]) -> None:
    for name, found in layouts.items():
        assert [lane.key for lane in found.lanes][:4] == ["unit:A1", "unit:A2", "unit:A3", "unit:A4"], name
        assert all(above.bottom < below.top for above, below in pairwise(found.lanes)), name


def test_trunks_of_different_groups_never_run_on_one_another(layouts: dict[str, Layout]) -> None:
    for name, found in layouts.items():
        trunks: dict[float, list[tuple[float, float, str]]] = defaultdict(list)
        for line in found.lines:
            for (x, high), (other, low) in pairwise(line.points):
                if x == other:
                    trunks[x].append((min(high, low), max(high, low), _group(x, line, found)))
        for spans in trunks.values():
            for (top, bottom, group), (above, below, rival) in combinations(spans, 2):
                assert group == rival or bottom < above or below < top, name


def _group(x: float, line: Line, found: Layout) -> str:
    lane = next(lane.key for lane in found.lanes if lane.top <= line.points[-1][1] <= lane.bottom)
    by_source = x <= Gutter.SERVICES.first + 40
    started = line.start if line.points[0][0] >= Column.SYSTEMS.left else f"change/{lane}"
    if line.aggregated:
        started = f"more/{line.points[0]}"
    return started if by_source else line.end


def test_every_trunk_lies_between_the_columns(layouts: dict[str, Layout]) -> None:
    gutters = [(432, 466), (656, 704), (926, 1012)]
    for name, found in layouts.items():
        upright = {x for line in found.lines for (x, _), (other, _) in pairwise(line.points) if x == other}
        assert all(any(left < x < right for left, right in gutters) for x in upright), name


def test_unfolding_moves_only_the_lanes_below(demo: Snapshot) -> None:
    result = impact(demo, things=("system:epj",), change=ChangeKind.RETIRE)
    folded = layout(demo, result)
    unfolded = layout(demo, result, unfolded=frozenset({"unit:A2/services"}))
    tops = {lane.key: lane.top for lane in folded.lanes}, {lane.key: lane.top for lane in unfolded.lanes}
    after = {(card.things, card.way): card for card in unfolded.cards}
    assert len(unfolded.cards) == len(folded.cards) + 22
    for card in folded.cards:
        moved = after[card.things, card.way].box
        assert (moved.x, moved.y - tops[1][card.cell[0]]) == (card.box.x, card.box.y - tops[0][card.cell[0]])
    assert all(tops[1][key] == tops[0][key] for key in ("unit:A1", "unit:A2"))
    assert tops[1]["unit:A3"] > tops[0]["unit:A3"]


def test_unfolding_everything_draws_every_tie(demo: Snapshot) -> None:
    result = impact(demo, things=("system:epj",), change=ChangeKind.RETIRE)
    every = frozenset("/".join(more.cell) for more in layout(demo, result).more)
    found = layout(demo, result, unfolded=every)
    assert all(found.drawn[way].ties == found.drawn[way].exist for way in Way)
    assert [more.hidden for more in found.more] == [0] * len(every)


# -- lanes -----------------------------------------------------------------------------------------------------------
def test_a_sector_with_nothing_keeps_a_low_lane() -> None:
    snapshot = _fan(7, 2)
    found = layout(snapshot, impact(snapshot, things=("system:x",), change=ChangeKind.RETIRE))
    quiet = found.lanes[-1]
    assert (len(found.lanes), quiet.key, quiet.height, quiet.effect, quiet.work) == (8, "unit:quiet", 44, False, False)


def test_when_nothing_is_touched_every_sector_still_has_its_lane() -> None:
    snapshot = graph({"unit:A": {"level": "sector"}, "unit:B": {"level": "sector"}, "system:x": {}})
    found = layout(snapshot, impact(snapshot, things=("system:x",), change=ChangeKind.RETIRE))
    assert [lane.key for lane in found.lanes] == ["unit:A", "unit:B"]
    assert (found.cards, found.lines) == ((), ())
    assert found.spine.height >= 110


def test_national_systems_share_one_card_with_one_counted_line(layouts: dict[str, Layout]) -> None:
    found = layouts["system:bygg"]
    cards = [card for card in found.cards if card.cell[0] == "national"]
    assert [(len(card.things), card.name.nb) for card in cards] == [(5, "5 nasjonale løsninger")]
    assert [line.count for line in found.lines if line.points[0][1] == cards[0].box.middle] == [5]


def test_things_without_owner_and_outside_sectors_have_lanes_of_their_own() -> None:
    ties: list[Tie] = [
        ("flow", "system:x", "system:free", {"mode": "sync"}),
        ("uses", "unit:loose", "system:x"),
        ("part_of", "unit:a", "unit:A"),
        ("uses", "unit:a", "system:x"),
    ]
    snapshot = graph({"unit:A": {"level": "sector"}, "unit:loose": {"level": "unit"}}, ties)
    found = layout(snapshot, impact(snapshot, things=("system:x",), change=ChangeKind.RETIRE))
    assert [lane.key for lane in found.lanes] == ["unit:A", "outside", "without_owner"]


def test_a_system_reached_on_the_way_passes_its_change_on_to_its_users_along_the_floor() -> None:
    ties: list[Tie] = [
        ("part_of", "unit:a", "unit:A"),
        ("owns", "unit:a", "system:y"),
        ("flow", "system:x", "system:y", {"mode": "sync"}),
        ("uses", "unit:a", "system:y"),
    ]
    snapshot = graph({"unit:A": {"level": "sector"}}, ties)
    found = layout(snapshot, impact(snapshot, things=("system:x",), change=ChangeKind.RETIRE))
    line = next(line for line in found.lines if line.end == "unit:a")
    assert line.points[2][1] == line.points[3][1] == found.lanes[0].bottom - 9


def test_a_selected_thing_is_shown_even_when_it_is_weak(demo: Snapshot) -> None:
    result = impact(demo, things=("system:epj",), change=ChangeKind.RETIRE)
    hidden = {one.thing for one in result.by_way(Way.EFFECT)}
    hidden -= {thing for card in layout(demo, result).cards if card.way is Way.EFFECT for thing in card.things}
    for thing in sorted(hidden)[:5]:
        found = layout(demo, result, selected=thing)
        steps = [step for card in found.cards for step in card.badges]
        touched = result.find(thing, Way.EFFECT)
        assert touched is not None
        assert sorted(steps) == list(range(1, len(touched.path) + 1))
        assert sum(line.selected for line in found.lines) == len(touched.path)


def test_the_order_in_which_ties_arrive_changes_nothing(demo: Snapshot) -> None:
    result = impact(demo, things=("system:epj",), change=ChangeKind.RETIRE)
    turned = replace(result, ties=tuple(reversed(result.ties)), touched=tuple(reversed(result.touched)))
    assert layout(demo, turned).cards == layout(demo, result).cards
    assert layout(demo, turned).drawn == layout(demo, result).drawn
