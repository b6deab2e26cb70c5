"""The oracle itself gives the numbers that the model states for the demo municipality."""

from __future__ import annotations

import collections
import csv
from pathlib import Path

from graphsvc.snapshot import Snapshot
from tests.oracle.effect import effect
from tests.oracle.organisation import touched_sectors, unknown
from tests.oracle.reach import reach
from tests.oracle.register import register
from tests.oracle.work import work


def test_retiring_each_local_system_touches_as_many_sectors_as_the_model_says(demo: Snapshot) -> None:
    seen = register(demo)
    both: collections.Counter[int] = collections.Counter()
    effects: collections.Counter[int] = collections.Counter()
    for system in seen.kind("system"):
        if seen.things[system].get("scope") != "national":
            change = [(system, "retire")]
            effected = touched_sectors(seen, effect(seen, change, 0.2, 4))
            effects[len(effected)] += 1
            both[len(effected | touched_sectors(seen, work(seen, change, 0.2, 4)))] += 1
    assert both == {1: 23, 2: 45, 3: 13, 4: 37}
    assert effects == {1: 43, 2: 33, 3: 10, 4: 32}


def test_the_only_unknown_things_are_two_services(demo: Snapshot) -> None:
    assert unknown(register(demo)) == ["service:T134", "service:T146"]


def test_reach_gives_the_expected_counts_for_every_system(demo: Snapshot, expected: Path) -> None:
    with (expected / "impact_expected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 137
    for row in rows:
        assert _counts(demo, f"system:{row['system_id']}") == {key: int(row[key]) for key in list(row)[1:]}, row


def _counts(demo: Snapshot, system: str) -> dict[str, int]:
    everything = reach(demo, system)
    own, near = reach(demo, system, max_steps=0), reach(demo, system, max_steps=1)
    return {
        "dependents_direct": len(near["systems"]),
        "dependents_all": len(everything["systems"]),
        "services_direct": len(own["services"]),
        "services_depth1": len(near["services"]),
        "services_sync_closure": len(reach(demo, system, mode="sync")["services"]),
        "services_all": len(everything["services"]),
        "units_all": len(everything["units"]),
        "areas_all": len(everything["sectors"]),
    }
