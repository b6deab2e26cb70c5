"""Journeys give what the naive oracle gives."""

from __future__ import annotations

from typing import Any

import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.journey import Journey, journey
from tests.oracle import journey as oracle
from tests.property.filled import filled
from tests.property.graphs import permuted, seeds

GRAPHS, BATCH = 500, 100


def _comparable(found: Journey) -> dict[str, Any]:
    return {
        "services": [str(step.service.thing) for step in found.steps],
        "systems": {str(step.service.thing): {str(one.system.thing) for one in step.systems} for step in found.steps},
        "units": {str(step.service.thing): {str(one.unit.thing) for one in step.units} for step in found.steps},
        "sectors": {str(step.service.thing): set(step.sectors) for step in found.steps},
        "hand_overs": [{"how": over.how.value, "crosses": over.crosses} for over in found.hand_overs],
        "manual": sorted((str(flow.start.thing), str(flow.end.thing), flow.id) for flow in found.manual),
        "required": {str(system.thing): list(steps) for system, steps in found.systems},
    }


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_steps_hand_overs_and_what_they_rest_on_equal_those_of_the_oracle(batch: int) -> None:
    asked = 0
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot = filled(seed).snapshot
        for name in (one for one in snapshot.references if one.startswith("journey:")):
            found = journey(snapshot, thing=name)
            assert _comparable(found) == oracle.journey(snapshot, name), (seed, name)
            _breaks_are_told(found)
            asked += 1
    assert asked > BATCH


def _breaks_are_told(found: Journey) -> None:
    """Every hand-over that is not carried by a system or a flow is told, and no other."""
    told = [one.what for one in found.breaks if one.what.startswith("hand_over")]
    carried = ("shared", "automatic")
    assert told == [f"hand_over_{over.how.value}" for over in found.hand_overs if over.how not in carried]
    assert {one.things[0] for one in found.breaks if one.what == "nobody_delivers"} == {
        step.service.thing for step in found.steps if not step.units
    }


def test_the_order_of_facts_changes_nothing() -> None:
    for seed in seeds(100):
        made = filled(seed)
        again = Snapshot(permuted(made.facts, seed), made.date)
        for name in (one for one in again.references if one.startswith("journey:")):
            one, other = (journey(each, thing=name).document(Language.NN) for each in (made.snapshot, again))
            assert one == other, (seed, name)
