"""Privacy gives what the naive oracle gives: for all personal data, one category, and single kinds of information."""

from __future__ import annotations

from typing import Any

import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.privacy import Category, Privacy, privacy
from tests.oracle import privacy as oracle
from tests.property.filled import filled
from tests.property.graphs import permuted, seeds

GRAPHS, BATCH = 500, 100


def _comparable(found: Privacy) -> dict[str, Any]:
    trips: dict[str, dict[str, Any]] = {
        str(one.data.thing): {"origins": set(one.origins), "hops": {}, "roles": {}} for one in found.data
    }
    for place in found.systems:
        for stay in place.stays:
            trip = trips[f"data_object:{stay.data}"]
            trip["roles"][str(place.system.thing)] = stay.role
            if stay.hops is not None:
                assert len(stay.route) == stay.hops
                trip["hops"][str(place.system.thing)] = stay.hops
    return {
        "trips": trips,
        "flows": {(one.id, str(one.start.thing), str(one.end.thing), one.crosses, one.assumed) for one in found.flows},
        "hosting": dict(found.hosting),
        "deepest": {str(one.data.thing): one.hops for one in found.data},
        "without_basis": set(found.without_basis["flows"]),
        "rows": {row: set(map(str, systems)) for row, systems in found.sectors.items()},
        "level_too_low": {str(one.system.thing) for one in found.systems if one.level_too_low},
        "unknown_flows": set(found.unknown_flows),
        "processing": {
            str(row.service.thing): (
                row.evidence,
                {str(one.thing) for one in row.data},
                {str(one.thing) for one in row.recipients},
            )
            for row in found.records
        },
    }


def _of(snapshot: Snapshot, *categories: str) -> list[str]:
    return [
        reference
        for number, reference in enumerate(snapshot.references)
        if reference.startswith("data_object:") and snapshot.record(number).fields.get("personal_data") in categories
    ]


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_every_stay_route_flow_and_draft_equals_that_of_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot = filled(seed).snapshot
        everything = _of(snapshot, "ordinary", "special")
        assert _comparable(privacy(snapshot)) == oracle.privacy(snapshot, everything), seed
        special = privacy(snapshot, category=Category.SPECIAL)
        assert _comparable(special) == oracle.privacy(snapshot, _of(snapshot, "special")), seed
        for one in (name for name in snapshot.references if name.startswith("data_object:")):
            assert _comparable(privacy(snapshot, things=(one,))) == oracle.privacy(snapshot, [one]), (seed, one)


def test_every_route_is_a_chain_of_flows_from_an_origin() -> None:
    for seed in seeds(200):
        snapshot = filled(seed).snapshot
        found = privacy(snapshot)
        origins = {one.data.id: set(one.origins) for one in found.data}
        ends = {(flow.id, str(flow.start.thing)): flow for flow in found.flows}
        for place in found.systems:
            for stay in place.stays:
                here = {str(one) for one in origins[stay.data]}
                for step in stay.route:
                    (flow,) = {ends[step, one].id: ends[step, one] for one in here if (step, one) in ends}.values()
                    here = {str(flow.end.thing), *(f"system:{hub}" for hub in flow.through)}
                assert stay.hops is None or not stay.route or str(place.system.thing) in here, (seed, stay)


def test_the_order_of_facts_changes_nothing() -> None:
    for seed in seeds(100):
        made = filled(seed)
        again = Snapshot(permuted(made.facts, seed), made.date)
        one, other = (privacy(each).document(Language.NN) for each in (made.snapshot, again))
        assert one == other, seed
