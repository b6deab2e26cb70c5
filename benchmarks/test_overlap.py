"""Overlap beside the obvious library way: all names against all names with rapidfuzz, which gives no reasons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from rapidfuzz import fuzz, process

from benchmarks.overlap_quality import edition, name_of
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc_queries.overlap import Overlap, OverlapPairs, overlap
from tests.demo_facts import imported_snapshot

QUESTIONS = ("demo", "gemma")


@pytest.fixture(scope="module")
def registers(demo_source: Path, shared: Path) -> dict[str, Snapshot]:
    """The demo's 137 systems and the 270 of GEMMA, each asked once for what is worked out once."""
    gemma = edition(shared / "data" / "archimate" / "gemma" / "gemma.archimate.gz", "gemma")
    made = {"demo": imported_snapshot(demo_source), "gemma": gemma}
    for snapshot in made.values():
        overlap(snapshot, pairs=True)
    return made


def names(snapshot: Snapshot) -> list[str]:
    return [name_of(snapshot, int(system)) for system in snapshot.of_kind(Kind.SYSTEM)]


@pytest.mark.parametrize("engine", ["graphsvc", "rapidfuzz, names only"])
@pytest.mark.parametrize("register", QUESTIONS)
def test_pairs(registers: dict[str, Snapshot], benchmark: BenchmarkFixture, register: str, engine: str) -> None:
    snapshot = registers[register]
    called = names(snapshot)
    asked: dict[str, Callable[[], object]] = {
        "graphsvc": lambda: overlap(snapshot, pairs=True),
        "rapidfuzz, names only": lambda: process.cdist(called, called, scorer=fuzz.token_set_ratio, workers=1),
    }
    benchmark.group = f"overlapping pairs, {register}: {len(called)} systems"
    benchmark.extra_info["engine"] = engine
    found = overlap(snapshot, pairs=True)
    assert isinstance(found, OverlapPairs)
    assert found.found > 0
    benchmark(asked[engine])


@pytest.mark.parametrize("engine", ["graphsvc", "rapidfuzz, names only"])
def test_question(registers: dict[str, Snapshot], benchmark: BenchmarkFixture, engine: str) -> None:
    snapshot, text = registers["demo"], "SMS-varsling til beboere ved brøyting"
    called = names(snapshot)
    asked: dict[str, Callable[[], object]] = {
        "graphsvc": lambda: overlap(snapshot, text=text),
        "rapidfuzz, names only": lambda: process.extract(text, called, scorer=fuzz.token_set_ratio, limit=10),
    }
    benchmark.group = "overlap of a text, demo"
    benchmark.extra_info["engine"] = engine
    found = overlap(snapshot, text=text)
    assert isinstance(found, Overlap)
    assert found.candidates[0].thing.thing == "system:smsb"
    benchmark(asked[engine])
