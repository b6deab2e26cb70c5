"""Every analysis asked once of the demo, whole, as a person asks it: about 50 ms each, a scenario 500 ms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from graphsvc.ports import FileText
from graphsvc.registry import queries
from graphsvc.service.asking import ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from tests.demo_facts import imported_snapshot

ASKED: dict[str, dict[str, Any]] = {
    "impact": {"things": ("epj",)},
    "reach": {"thing": "epj"},
    "overlap": {"proposal": "P8"},
    "paths": {"from_": "iplan", "to": "minside"},
    "weak_spots": {},
    "structure": {},
    "matrix": {},
    "privacy": {},
    "learning": {"proposal": "P2"},
    "journey": {"thing": "J2"},
    "completeness": {},
    "scenario": {"changes": FileText('[[end.system]]\nid = "epj"')},
    "diff": {"from_": "2026-12-01", "to": "2028-01-01", "analysis": ("weak-spots",)},
}


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    """The demo as the product reads it."""
    return imported_snapshot(demo_source)


def test_no_analysis_of_the_architects_is_forgotten() -> None:
    assert set(ASKED) <= set(queries())


@pytest.mark.parametrize("name", ASKED)
def test_an_analysis_of_the_demo(demo: Snapshot, benchmark: BenchmarkFixture, name: str) -> None:
    benchmark.group = f"whole answer, demo: {name}"
    benchmark.extra_info["engine"] = "graphsvc"
    assert ask(demo, name, **ASKED[name]).document(Language.NB)
    benchmark(lambda: ask(demo, name, **ASKED[name]))
