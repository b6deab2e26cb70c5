"""Weak spots equal what is found by taking each system away and looking again, and by networkx."""

from __future__ import annotations

import random

import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.weak_spots import weak_spots
from tests.oracle import weak_spots as oracle
from tests.property.graphs import Municipality, municipality, permuted, seeds

GRAPHS, BATCH = 500, 100
DAYS = ("2026-01-31", "2026-12-01", "2026-12-02", "2027-02-28", "2027-06-30", "2028-02-29", "2028-08-31", "2029-01-01")


def with_ends(made: Municipality) -> Municipality:
    """The same municipality with contracts, and with systems that end and others that replace them."""
    chance = random.Random(made.seed + 13)
    systems = made.of("system")
    for system in systems:
        fields = made.things[system]
        if chance.random() < 0.5:
            fields["contract_end"] = chance.choice(DAYS)
        if chance.random() < 0.5:
            fields["notice_months"] = chance.choice((0, 3, 12))
        if chance.random() < 0.3:
            fields["decommission"] = chance.choice(DAYS)
        if chance.random() < 0.1:
            fields["claimed_none"] = ("owns",)
        if chance.random() < 0.2:
            fields["in_use_from"] = chance.choice(DAYS)
    for number in range(chance.randint(0, 8)):
        fields = {"id": f"replaces{number}"} | ({"date": chance.choice(DAYS)} if chance.random() < 0.4 else {})
        made.ties.append(("replaces", chance.choice(systems), chance.choice(systems), fields))
    return made


def batch_of(number: int) -> list[Municipality]:
    return [with_ends(municipality(seed)) for seed in seeds(GRAPHS)[number * BATCH : (number + 1) * BATCH]]


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_single_points_are_what_is_lost_when_each_system_is_taken_away(batch: int) -> None:
    for made in batch_of(batch):
        found = [
            (one.system, [*one.services], [*one.units], [*one.sectors], [*one.own], one.away)
            for one in weak_spots(made.snapshot).single_points
        ]
        assert found == oracle.single_points(made.snapshot), f"GRAPHSVC_SEED={made.seed}"


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_what_holds_the_map_together_is_what_it_falls_apart_without(batch: int) -> None:
    for made in batch_of(batch):
        found = weak_spots(made.snapshot)
        points, bridges = oracle.falls_apart(made.snapshot)
        assert [*found.articulation_points] == points, f"GRAPHSVC_SEED={made.seed}"
        assert [*found.bridges] == bridges, f"GRAPHSVC_SEED={made.seed}"


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_circles_are_the_components_of_networkx_with_a_shortest_circle_each(batch: int) -> None:
    for made in batch_of(batch):
        found = [([*one.systems], one.shortest) for one in weak_spots(made.snapshot).cycles]
        assert found == oracle.circles(made.snapshot), f"GRAPHSVC_SEED={made.seed}"


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_what_ends_is_what_the_dates_say(batch: int) -> None:
    for made in batch_of(batch):
        months = made.seed % 40
        found = weak_spots(made.snapshot, months=months).lifecycle
        told = {
            (
                one.kind.value,
                one.system,
                one.date.isoformat(),
                one.notice.isoformat() if one.notice else None,
                one.replaced_by,
            )
            for one in found
        }
        assert len(told) == len(found)
        assert told == oracle.ends(made.snapshot, months), f"GRAPHSVC_SEED={made.seed}"
        assert [one.date for one in found] == sorted(one.date for one in found)


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_what_nobody_looks_after_is_told_whole(batch: int) -> None:
    for made in batch_of(batch):
        found = weak_spots(made.snapshot)
        told = (
            [(one.system, one.users, one.services, one.claimed) for one in found.without_owner],
            [(one.system, one.users, one.flows) for one in found.unused],
            {one.thing for one in found.stale},
            {one.thing for one in found.unconfirmed},
        )
        assert told == oracle.unkept(made.snapshot), f"GRAPHSVC_SEED={made.seed}"


def test_the_order_of_the_facts_changes_nothing_in_the_document() -> None:
    for made in batch_of(0)[:50]:
        shuffled = Snapshot(permuted(made.facts, made.seed), made.date)
        documents = [weak_spots(one).document(Language.NB) for one in (made.snapshot, shuffled)]
        assert documents[0] == documents[1], f"GRAPHSVC_SEED={made.seed}"
