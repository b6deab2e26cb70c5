"""The nation that benchmarks run on: made alike each time, sharing what is shared, whole, of the size it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.nation import MUNICIPALITIES, Nation, nation_snapshot
from graphsvc.model import Kind
from graphsvc.records import Record, RelationRecord, ThingRecord

#: A hundredth part of a nation.
PART = 4


@pytest.fixture(scope="module")
def records(demo_source: Path) -> list[Record]:
    return list(Nation(demo_source, PART).records())


def test_the_same_seed_makes_the_same_nation_and_another_one_another(demo_source: Path, records: list[Record]) -> None:
    assert list(Nation(demo_source, PART).records()) == records
    assert list(Nation(demo_source, PART, seed=7).records()) != records


def test_every_id_is_there_once_and_every_end_exists(demo_source: Path, records: list[Record]) -> None:
    assert max(Counter(one.reference for one in records if isinstance(one, ThingRecord)).values()) == 1
    assert max(Counter((one.relation, one.id) for one in records if isinstance(one, RelationRecord)).values()) == 1
    snapshot = nation_snapshot(demo_source, PART)
    assert snapshot.missing_ends == ()
    assert len(snapshot) == sum(isinstance(one, ThingRecord) for one in records)


def test_national_systems_are_shared_by_all_and_regional_ones_by_a_region(records: list[Record]) -> None:
    systems = {one.id for one in records if isinstance(one, ThingRecord) and one.kind is Kind.SYSTEM}
    assert "fiksio" in systems
    places = Counter(identifier.partition(".")[0] for identifier in systems)
    assert places["r000"] == 10
    assert all(100 <= places[f"m{number:04}"] <= 650 for number in range(PART))
    ends = [one.start for one in records if isinstance(one, RelationRecord) and one.end == "system:r000.epj"]
    assert {f"m{number:04}" for number in range(PART)} <= {end.partition(":")[2].partition(".")[0] for end in ends}


def test_a_whole_nation_has_about_half_a_million_things(records: list[Record]) -> None:
    things = sum(isinstance(one, ThingRecord) for one in records) * MUNICIPALITIES / PART
    ties = sum(isinstance(one, RelationRecord) for one in records) * MUNICIPALITIES / PART
    assert 400_000 < things < 650_000
    assert 1_300_000 < ties < 2_200_000
