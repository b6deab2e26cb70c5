"""Paths answer in time and memory where there are more than anybody can list."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphsvc.ports import ImportOptions
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc.text import Language
from graphsvc_importers.tables import TablesImporter
from graphsvc_queries.paths import FlowMode, paths
from graphsvc_queries.weak_spots import weak_spots
from tests.bounds import within
from tests.demo_facts import demo_snapshot
from tests.graphs import DATE

SECONDS, BYTES = 5, 256 * 2**20
CLIQUE, DIAMONDS = ("sem_24_nodes", "sem_24_dense_clique_30"), ("sem_25_nodes", "sem_25_diamond_chain_40")


def read(folder: Path, names: tuple[str, str]) -> Snapshot:
    files = [folder / "badinputs" / f"{name}.csv" for name in names]
    reading = TablesImporter().read(files, ImportOptions(mapping="neutral_flows"))
    assert not reading.has_errors
    facts = [Fact(record) for record in reading.records]
    things = tuple(fact for fact in facts if isinstance(fact.record, ThingRecord))
    return Snapshot(Facts(1, things, tuple(fact for fact in facts if isinstance(fact.record, RelationRecord))), DATE)


@pytest.mark.parametrize(
    ("names", "start", "end", "more"),
    [
        (CLIQUE, "n0", "n29", {}),
        (CLIQUE, "n0", "n29", {"max_steps": 0}),
        (CLIQUE, "n0", "n29", {"max_steps": 0, "limit": 10_000}),
        (CLIQUE, "n0", "n29", {"max_steps": 0, "via": ("n5", "n7", "n9", "n11")}),
        (DIAMONDS, "d0", "d40", {"max_steps": 0}),
        (DIAMONDS, "d0", "d40", {"max_steps": 0, "limit": 10_000}),
        (DIAMONDS, "d0", "d40", {"max_steps": 0, "via": ("d17a", "d3b")}),
        (DIAMONDS, "d0", "d40", {"max_steps": 80, "avoid": ("d20a",)}),
    ],
)
def test_all_of_a_huge_number_of_paths_is_cut_short_in_time(
    data_folder: Path, names: tuple[str, str], start: str, end: str, more: dict[str, Any]
) -> None:
    snapshot = read(data_folder, names)
    with within(SECONDS):
        found = paths(snapshot, from_=start, to=end, all=True, **more)
        json.dumps(found.document(Language.NB), indent=2)
    tracemalloc.start()  # apart, since watching memory takes time of its own
    again = paths(snapshot, from_=start, to=end, all=True, **more)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert again == found
    assert found.truncated
    assert len(found.paths) >= 200
    assert [path.cost for path in found.paths] == sorted(path.cost for path in found.paths)
    assert peak < BYTES


def test_the_end_of_the_diamonds_is_too_far_by_the_usual_limit_and_it_is_said_how_far(data_folder: Path) -> None:
    found = paths(read(data_folder, DIAMONDS), from_="d0", to="d40").none_because
    assert found is not None
    assert [[(one.filter.value, one.allow) for one in sets.filters] for sets in found.relax] == [
        [("max_steps", ("80",))]
    ]


@pytest.mark.parametrize(
    "ask",
    [
        lambda demo: paths(demo, from_="iplan", to="minside"),
        lambda demo: paths(demo, from_="hrm", to="bi", max_steps=0),
        lambda demo: paths(
            demo, from_="scada", to="bi", mode=(FlowMode.SYNC,), protocol=("REST",), max_personal_data=0
        ),
        weak_spots,
    ],
)
def test_paths_and_weak_spots_on_the_demo_are_within_ten_times_their_target(
    demo_source: Path, ask: Callable[[Snapshot], object]
) -> None:
    demo = demo_snapshot(demo_source)
    ask(demo)
    with within(0.5):
        ask(demo)
