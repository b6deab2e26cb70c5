"""Readers and a feed at once, as ``python -m benchmarks.load`` sends them: nothing fails, is lost, or swells."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).resolve().parents[2]
#: Ten times what is expected of a quiet machine, and more: tests run beside each other on two cores.
LONGEST = 20.0
#: Bytes of a worker. So short a run cannot tell growth from what a worker loads when it is first asked for something:
#: whether memory stays is seen in a run of minutes.
MOST = 600 * 1024**2


@pytest.mark.parametrize("workers", [1, 2], ids=["SQLite", "PostgreSQL"])
def test_under_load_nothing_fails_every_import_lands_and_memory_is_bounded(workers: int) -> None:
    words = ["--minutes", "0.2", "--rate", "10", "--import-every", "4", "--workers", str(workers), "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load", *words],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["errors"] == []
    assert found["imports"]["found"] == found["imports"]["sent"] >= 1
    assert found["reading"]["count"] > 50
    assert found["reading"]["p99"] < LONGEST
    assert len(found["memory"]) == workers
    for worker in found["memory"].values():
        assert worker["quarter_4"] < MOST, found["memory"]
