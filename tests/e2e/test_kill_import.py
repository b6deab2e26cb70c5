"""The whole import is killed at random moments: nothing acknowledged is lost, nothing is left half."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

#: The long run is `GRAPHSVC_KILLS=60 scripts/test -- tests/e2e/test_kill_import.py`; the register alone is killed 60
#: times on every run (test_kill_nine.py).
KILLS = int(os.environ.get("GRAPHSVC_KILLS", "10"))
SEED = int(os.environ.get("GRAPHSVC_SEED", "2026"))
PROGRAM = [sys.executable, "-m", "graphsvc"]


def _ask(home: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [*PROGRAM, *words, "--home", str(home), "--json"], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def _write(file: Path, edition: int) -> None:
    """Write a file that differs in every row from the edition before, so that every claim changes."""
    rows = [f"s{number},Edition {edition} of {number},{edition % 4 + 1}" for number in range(400)]
    file.write_text("id,name_nb,criticality\n" + "\n".join(rows) + "\n", encoding="utf-8")


def _import(home: Path, file: Path) -> subprocess.Popen[str]:
    words = [*PROGRAM, "import", str(file), "--source", "killed", "--yes", "--json", "--home", str(home)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _editions(home: Path) -> set[str]:
    """Return which editions stand in the register: exactly one when nothing is half."""
    file = home.parent / "out.json"
    assert _ask(home, "export", "--format", "json", "-o", str(file))[0] == 0
    things = json.loads(file.read_text(encoding="utf-8"))["things"]
    assert len(things) == 400
    return {thing["fields"]["name_nb"].split(" of ")[0] for thing in things}


def test_an_import_killed_at_any_moment_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    home, file = tmp_path / "home", tmp_path / "system.csv"
    _ask(home, "init")
    _write(file, 0)
    started = time.monotonic()
    with _import(home, file) as first:
        first.wait(120)
    usual = time.monotonic() - started
    acknowledged = 0
    for edition in range(1, KILLS + 1):
        _write(file, edition)
        with _import(home, file) as running:
            try:
                running.wait(chance.uniform(0.2, 1.1) * usual)
            except subprocess.TimeoutExpired:
                running.send_signal(signal.SIGKILL)
            said = running.stdout.read() if running.stdout else ""
        if running.returncode == 0 and json.loads(said)["revision"]:
            acknowledged = edition
        code, verified = _ask(home, "verify")
        assert verified["register"]["ok"], f"seed {SEED}, kill {edition}: {verified}"
        (standing,) = _editions(home)
        assert int(standing.removeprefix("Edition ")) in range(acknowledged, edition + 1), (
            f"seed {SEED}, kill {edition}"
        )
        assert code == (0 if verified["graph"]["ok"] else 1)
        acknowledged = int(standing.removeprefix("Edition "))

    # Whatever the last kill left of the graph database, the next import makes it equal to a rebuild.
    with _import(home, file) as last:
        last.wait(120)
    assert _ask(home, "verify") == (0, _ask(home, "verify")[1])
    before = _ask(home, "cypher", "MATCH (s:system) RETURN s.id, s.name_nb ORDER BY s.id")[1]
    assert _ask(home, "graph", "rebuild")[0] == 0
    assert _ask(home, "cypher", "MATCH (s:system) RETURN s.id, s.name_nb ORDER BY s.id")[1] == before
    assert len(before["rows"]) == 400
