"""kill -9 in the middle of imports, again and again: nothing acknowledged is lost, nothing is half."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graphsvc.register import Register
from tests.e2e.importing_without_end import reading
from tests.registers import told

KILLS = 60
#: A new register after so many kills: verifying reads the whole log, and the log grows with every import.
ROUND = 6
CHILD = Path(__file__).with_name("importing_without_end.py")


def killed(home: Path, seconds: float) -> int:
    """Let a child import, kill it so long after it began, and return the last revision it acknowledged (or 0)."""
    with subprocess.Popen([sys.executable, str(CHILD), str(home)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n", "the child could not open the register"
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
        return max(map(int, child.stdout.read().split()), default=0)


@pytest.mark.e2e
def test_sixty_kills_at_random_moments_lose_nothing_and_leave_nothing_half(tmp_path: Path) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")  # shown by pytest when the test fails
    started = time.monotonic()
    homes = [tmp_path / f"home{number}" for number in range(KILLS // ROUND)]
    with ThreadPoolExecutor(2) as pool:  # one child imports while the other one's work is checked
        inside = sum(pool.map(one_register, homes, range(seed, seed + len(homes))))
    print(f"{KILLS} kills in {time.monotonic() - started:.0f} s, {inside} between a commit and its acknowledgement")


def one_register(home: Path, seed: int) -> int:
    """Kill the writers of one register again and again; return how many kills hit between commit and word of it."""
    chance = random.Random(seed)
    Register.create(home).close()
    committed = inside = 0
    for kill in range(ROUND):
        acknowledged = max(committed, killed(home, chance.uniform(0.0, 0.45)))
        committed = check(home, acknowledged, f"seed {seed}, kill {kill}")
        inside += committed > acknowledged
    return inside


def check(home: Path, acknowledged: int, where: str) -> int:
    """Open after a kill, hold what is there against what was said to be there, and return the newest revision."""
    with Register.open(home, write=True) as register:
        found = register.verify()
        assert found.ok, (where, found.problems)
        # A commit may have reached the disk with the child killed before it could say so: one, and whole.
        assert acknowledged <= register.head <= acknowledged + 1, where
        if register.head:
            assert register.revisions(limit=1)[0].message == str(register.head), where
            assert register.plan(reading(register.head), "feed").is_empty, where
        return register.head


@pytest.mark.e2e
def test_a_register_whose_writer_was_killed_is_read_at_once_and_written_by_the_next(tmp_path: Path) -> None:
    Register.create(tmp_path).close()
    acknowledged = killed(tmp_path, 1.0)
    with Register.open(tmp_path) as reader:
        assert reader.facts().revision >= acknowledged
        assert reader.verify().ok
    with Register.open(tmp_path, write=True) as register:
        before = register.head
        assert register.commit(register.plan(told("hr", *reading(1).records), None), who="k", message="") == before + 1
