"""Reach: plain reachability, equal to the expected counts of an independent program."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.errors import QuestionError, UnknownThing
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.reach import ReachMode, reach
from tests.demo_facts import BOTH_READINGS
from tests.graphs import Tie, graph

FLOWS: list[Tie] = [
    ("flow", "system:a", "system:b", {"mode": "sync"}),
    ("flow", "system:b", "system:c", {"mode": "async", "criticality": "none"}),
    ("flow", "system:c", "system:a", {"mode": "login"}),
    ("supports", "system:a", "service:s", {"strength": "required"}),
    ("supports", "system:b", "service:t", {"strength": "supporting"}),
    ("supports", "system:c", "service:u", {"strength": "required", "alternative": "g"}),
    ("delivers", "unit:x", "service:u", {"role": "contributor"}),
]


@pytest.fixture(scope="module", params=BOTH_READINGS)
def demo(request: pytest.FixtureRequest, demo_source: Path) -> Snapshot:
    read: Callable[[Path], Snapshot] = request.param
    return read(demo_source)


def expected_rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "impact_expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts(snapshot: Snapshot, system: str) -> dict[str, int]:
    everything = reach(snapshot, thing=f"system:{system}")
    return {
        "dependents_direct": len(reach(snapshot, thing=f"system:{system}", max_steps=1).systems),
        "dependents_all": len(everything.systems),
        "services_direct": len(reach(snapshot, thing=f"system:{system}", max_steps=0).services),
        "services_depth1": len(reach(snapshot, thing=f"system:{system}", max_steps=1).services),
        "services_sync_closure": len(reach(snapshot, thing=f"system:{system}", mode=ReachMode.SYNC).services),
        "services_all": len(everything.services),
        "units_all": len(everything.units),
        "areas_all": len(everything.sectors),
    }


def test_every_system_of_the_demo_reaches_what_an_independent_program_says(demo: Snapshot, expected: Path) -> None:
    rows = expected_rows(expected)
    assert len(rows) == 137
    differing = {
        row["system_id"]: (found, row)
        for row in rows
        if (found := counts(demo, row["system_id"])) != {name: int(row[name]) for name in found}
    }
    assert differing == {}


def test_a_cycle_does_not_reach_its_own_start() -> None:
    assert reach(graph([], FLOWS), thing="a").systems == ("system:b", "system:c")


def test_flows_of_criticality_none_and_members_of_groups_count_and_supporting_systems_do_not() -> None:
    found = reach(graph([], FLOWS), thing="a")
    assert found.services == ("service:s", "service:u")
    assert found.units == ("unit:x",)


def test_sync_only_follows_sync_and_login() -> None:
    assert reach(graph([], FLOWS), thing="c", mode=ReachMode.SYNC).by_steps == {1: 1, 2: 1}
    assert reach(graph([], FLOWS), thing="b", mode=ReachMode.SYNC).systems == ()


def test_a_hub_reaches_the_dependents_of_flows_through_it() -> None:
    through: list[Tie] = [("flow", "system:a", "system:b", {"mode": "sync", "through": ("hub",)})]
    assert reach(graph(["system:hub"], through), thing="hub").systems == ("system:b",)
    assert reach(graph([], through), thing="a").systems == ("system:b",)


def test_steps_are_counted_and_limited() -> None:
    found = reach(graph([], FLOWS), thing="a")
    assert found.dependents == {"system:b": 1, "system:c": 2}
    assert reach(graph([], FLOWS), thing="a", max_steps=1).systems == ("system:b",)


def test_the_document_has_the_promised_fields() -> None:
    document = reach(graph([], FLOWS), thing="a").document(Language.NB)
    assert {"target", "mode", "systems", "services", "units", "sectors", "by_steps"} <= document.keys()
    assert document["systems"] == ["b", "c"]
    assert document["by_steps"] == {"1": 1, "2": 1}


def test_a_service_has_no_reach_and_the_error_says_what_has() -> None:
    with pytest.raises(QuestionError, match="Choose a system"):
        reach(graph([], FLOWS), thing="service:s")


def test_an_unknown_system_and_negative_steps_are_refused() -> None:
    with pytest.raises(UnknownThing):
        reach(graph([], FLOWS), thing="zzz")
    with pytest.raises(QuestionError, match="0 or more"):
        reach(graph([], FLOWS), thing="a", max_steps=-1)
