"""What pictures promise, on random municipalities: nothing lost, nothing drawn twice, every path shown."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations

from graphsvc.model import ChangeKind, Kind, Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Impact, impact
from graphsvc_visualizations.lifecycle import lifecycle
from graphsvc_visualizations.neighbourhood import neighbourhood
from graphsvc_visualizations.swimlane import Layout, layout, swimlane
from graphsvc_visualizations.swimlane.cells import Question
from graphsvc_visualizations.swimlane.counting import count_drawn
from graphsvc_visualizations.swimlane.parts import Column
from tests.property.graphs import municipality, question, seeds

GRAPHS = 100


def _answers() -> Iterator[tuple[int, Snapshot, Impact]]:
    for seed in seeds(GRAPHS):
        made = municipality(seed)
        asked = question(made)
        change = asked.pop("change", None)
        yield seed, made.snapshot, impact(made.snapshot, change=ChangeKind(change) if change else None, **asked)


def _every_thing_once(found: Layout, result: Impact) -> bool:
    owed = sum(one.way is Way.EFFECT or one.kind is not Kind.UNIT for one in result.touched)
    return sum(len(card.things) for card in found.cards) + sum(more.hidden for more in found.more) == owed


def test_every_touched_thing_has_a_card_or_is_counted_and_no_tie_is_lost() -> None:
    seen = 0
    for seed, snapshot, result in _answers():
        found = layout(snapshot, result)
        seen += bool(found.cards)
        assert _every_thing_once(found, result), seed
        for way in Way:
            drawn = found.drawn[way]
            hidden = sum(more.ties for more in found.more if (more.cell[1] is Column.WORK) == (way is Way.WORK))
            assert drawn.exist == result.exist(way), seed
            assert drawn.exist - hidden <= drawn.ties <= drawn.exist, (seed, way)
    assert seen > GRAPHS / 3


def test_counting_the_ties_says_what_the_whole_picture_draws() -> None:
    for seed, snapshot, result in _answers():
        sectors = [str(snapshot.references[one]) for one in snapshot.organisation.sectors]
        some = frozenset(sectors[:1])
        unfolded = frozenset(f"{key}/{column.value}" for key in sectors for column in Column)
        for shown in (frozenset[str](), some):
            for opened in (frozenset[str](), unfolded):
                for chosen in (None, *(one.thing for one in result.touched[-2:])):
                    asked = Question(snapshot, result, chosen, None, opened, shown)
                    told = layout(snapshot, result, selected=chosen, unfolded=opened, sectors=shown).drawn
                    assert count_drawn(asked) == told, (seed, chosen, shown, opened)


def test_cards_never_overlap_and_lanes_hold_them() -> None:
    for seed, snapshot, result in _answers():
        found = layout(snapshot, result)
        lanes = {lane.key: lane for lane in found.lanes}
        boxes = [(card.cell[0], card.box) for card in found.cards] + [(more.cell[0], more.box) for more in found.more]
        assert all(lanes[key].top <= box.y and box.y + box.height <= lanes[key].bottom for key, box in boxes), seed
        for (_, one), (_, other) in combinations(boxes, 2):
            apart = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert one.x != other.x or apart, seed


def test_the_path_of_every_touched_thing_can_be_shown() -> None:
    for seed, snapshot, result in _answers():
        for one in result.by_way(Way.EFFECT):
            found = layout(snapshot, result, selected=one.thing, way=one.way)
            steps = {step for card in found.cards for step in card.badges}
            lines = {(line.start, line.end) for line in found.lines if line.selected}
            assert steps == set(range(1, len(one.path) + 1)), (seed, one.thing)
            assert lines == {(hop.start, hop.end) for hop in one.path}, (seed, one.thing)


def test_a_path_of_work_has_a_number_for_each_step_that_has_a_card() -> None:
    for seed, snapshot, result in _answers():
        for one in result.by_way(Way.WORK):
            found = layout(snapshot, result, selected=one.thing, way=one.way)
            steps = sorted(step for card in found.cards for step in card.badges)
            alone = len(one.path) == 1 and one.kind is Kind.UNIT  # the owner of what changes stands on the spine
            assert steps == ([] if alone else list(range(1, len(one.path) + 1))), (seed, one.thing)


def test_every_picture_is_well_formed_in_every_language() -> None:
    for _, snapshot, result in _answers():
        for language in Language:
            ET.fromstring(swimlane(snapshot, result, language=language))
        for thing in snapshot.references[::5]:
            ET.fromstring(neighbourhood(snapshot, thing, language=Language.NB))
            ET.fromstring(lifecycle(snapshot, thing, language=Language.NB))
