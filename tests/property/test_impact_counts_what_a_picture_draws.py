"""Ties of a picture counted in arrays, and ties as such, on random municipalities."""

from __future__ import annotations

from typing import Any

import pytest

from graphsvc.model import ChangeKind, Way
from graphsvc.snapshot import Snapshot
from graphsvc_queries.impact import Impact, impact
from graphsvc_visualizations.swimlane import layout, swimlane
from tests.property.graphs import municipality, question, seeds

GRAPHS = 200


def _asked(snapshot: Snapshot, asked: dict[str, Any]) -> Impact:
    change = asked.get("change")
    return impact(snapshot, **{**asked, "change": ChangeKind(change) if change else None})


def test_a_document_tells_what_the_picture_draws() -> None:
    counted = 0
    for seed in seeds(GRAPHS):
        snapshot = (made := municipality(seed)).snapshot
        found = _asked(snapshot, question(made))
        drawn = layout(snapshot, found).drawn
        assert swimlane.drawn(snapshot, found) == drawn, seed
        counted += drawn[Way.EFFECT].ties
    assert counted > GRAPHS


def test_each_tie_is_there_once_leads_to_something_touched_and_carries_the_minimum() -> None:
    seen_any = 0
    for seed in seeds(GRAPHS):
        snapshot = (made := municipality(seed)).snapshot
        found = _asked(snapshot, question(made))
        keys = [(tie.way, tie.start, tie.end, tie.rule) for tie in found.ties]
        assert keys == sorted(set(keys)), seed
        touched = {(one.way, one.thing) for one in found.touched}
        assert all((tie.way, tie.end) in touched and tie.strength >= found.min_strength - 1e-9 for tie in found.ties), (
            seed
        )
        seen_any += len(keys)
    assert seen_any > GRAPHS


def test_the_last_step_of_each_path_of_effect_is_a_tie() -> None:
    for seed in seeds(GRAPHS):
        snapshot = (made := municipality(seed)).snapshot
        found = _asked(snapshot, question(made))
        ties = {(tie.start, tie.end, tie.rule): tie.weight for tie in found.ties if tie.way is Way.EFFECT}
        for one in found.by_way(Way.EFFECT):
            last = one.path[-1]
            assert ties[last.start, last.end, last.rule] == pytest.approx(last.weight), seed
