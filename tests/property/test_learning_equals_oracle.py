"""Learning gives what the naive oracle gives, for topics one by one, together, and of proposals."""

from __future__ import annotations

from typing import Any

import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.learning import Learning, learning
from tests.oracle import learning as oracle
from tests.property.filled import filled
from tests.property.graphs import permuted, seeds

GRAPHS, BATCH = 500, 100


def _comparable(found: Learning) -> dict[str, Any]:
    return {
        "knows": {
            str(one.unit.thing): {
                str(row.system.thing): {"role": row.role.value, "since": row.since, "topics": set(row.topics)}
                for row in one.holdings
            }
            for one in found.experience
        },
        "units": {topic.key: set(topic.units) for topic in found.topics},
        "sectors": {topic.key: set(topic.sectors) for topic in found.topics},
        "overlap": {tuple(str(one.thing) for one in row.sectors): set(row.topics) for row in found.overlap},
        "unknown": {one.topic for one in found.unknown},
    }


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_every_unit_system_topic_and_day_equals_that_of_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot = filled(seed).snapshot
        capabilities = [name for name in snapshot.references if name.startswith("capability:")]
        data = [name for name in snapshot.references if name.startswith("data_object:")]
        found = learning(
            snapshot, capability=tuple(capabilities), data_object=tuple(data), product=(" ALFA", "nobody's")
        )
        topics = [*capabilities, "product: ALFA", "product:nobody's", *data]
        assert [topic.key for topic in found.topics] == topics
        assert _comparable(found) == oracle.learning(snapshot, topics), seed


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_a_proposal_asks_for_its_capabilities_and_the_products_that_it_replaces(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot = filled(seed).snapshot
        fields = snapshot.proposals["p0"].record.fields
        found = learning(snapshot, proposal="p0")
        named = [f"capability:{one}" for one in _listed(fields.get("needed_capabilities"))]
        replaced = [
            snapshot.record(snapshot.index(f"system:{one}")).fields.get("product")
            for field in ("replaces_systems", "extends_systems")
            for one in _listed(fields.get(field))
            if f"system:{one}" in snapshot
        ]
        assert [one.key for one in found.topics] == list(
            dict.fromkeys([*named, *(f"product:{product}" for product in replaced if product)])
        ), seed
        _invites_hold(snapshot, found, {f"unit:{one}" for one in _listed(fields.get("proposer_unit"))})


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(value or ())


def _invites_hold(snapshot: Snapshot, found: Learning, proposers: set[str]) -> None:
    """The proposer is not invited to itself; every owner is, and every topic that others know has somebody."""
    invited = {str(one.unit.thing) for one in found.invite}
    assert invited.isdisjoint(proposers)
    others = [one for one in found.experience if str(one.unit.thing) not in proposers]
    assert {str(one.unit.thing) for one in others if one.owns} <= invited
    for topic in found.topics:
        knowing = {str(one.unit.thing) for one in others if topic.key in one.topics}
        assert not knowing or knowing & invited
    assert all(one.because for one in found.invite)


def test_the_order_of_facts_changes_nothing() -> None:
    for seed in seeds(100):
        made = filled(seed)
        again = Snapshot(permuted(made.facts, seed), made.date)
        for language in Language:
            one, other = (learning(each, proposal="p1").document(language) for each in (made.snapshot, again))
            assert one == other, seed
