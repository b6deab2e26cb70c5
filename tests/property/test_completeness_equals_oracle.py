"""Completeness gives what the naive oracle gives."""

from __future__ import annotations

from typing import Any

import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.completeness import Completeness, completeness
from tests.oracle import completeness as oracle
from tests.property.filled import filled, with_sources
from tests.property.graphs import permuted, seeds

GRAPHS, BATCH = 500, 100


def _comparable(found: Completeness) -> dict[str, Any]:
    return {
        "expected": found.things.expected,
        "missing": found.things.expected - found.things.known,
        "orphans": {(str(one.one.thing), one.what) for one in found.orphans},
        **{
            name: {state.value: count for state, count in counts.items() if count}
            for name, counts in found.confirmed.items()
        },
        "units": {
            str(row.unit.thing) if row.unit else None: {
                "things": row.things,
                "missing": row.count.expected - row.count.known,
                "orphans": row.orphans,
                "unconfirmed": row.unconfirmed,
            }
            for row in found.units
        },
        "work": {str(task.one.thing): set(task.missing) for task in found.work},
        "sources": {row.source: (row.things, row.relations) for row in found.sources},
    }


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_shares_orphans_and_confirmations_equal_those_of_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        made = filled(seed)
        snapshot = Snapshot(with_sources(made.facts, seed), made.date)
        answer = completeness(snapshot, limit=10_000)
        found = _comparable(answer)
        order = [(-(one.criticality or 0), -len(one.missing) - len(one.orphan), one.one.thing) for one in answer.work]
        assert order == sorted(order), seed
        expected = oracle.completeness(snapshot)
        nobody = found["units"].get(None)
        if nobody is None:  # the row is there only when it holds something
            assert expected["units"].pop(None)["things"] == 0
        assert found == expected, seed


def test_the_order_of_facts_changes_nothing() -> None:
    for seed in seeds(100):
        made = filled(seed)
        facts = with_sources(made.facts, seed)
        one, other = (
            completeness(Snapshot(each, made.date)).document(Language.NN) for each in (facts, permuted(facts, seed))
        )
        assert one == other, seed
