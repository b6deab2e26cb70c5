"""kill -9 in the middle of imports, again and again: nothing acknowledged is lost, nothing is half."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from graphsvc.register import Register, Where
from tests.e2e.importing_without_end import SOURCE, backups, child_of, imports, reading
from tests.engines import Places
from tests.registers import told

KILLS = 60
#: On a server the same code meets a database that was never killed itself: fewer will do on every run.
KILLS_ON_A_SERVER = 18
#: A new register after so many kills: verifying reads the whole log, and the log grows with every import.
ROUND = 6


def killed(where: Where, seconds: float) -> int:
    """Let a child import, kill it so long after it began, and return the last revision it acknowledged (or 0)."""
    with child_of(imports, where) as child:
        return max(child.killed(seconds), default=0)


@pytest.mark.e2e
def test_kills_at_random_moments_lose_nothing_and_leave_nothing_half(places: Places) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")  # shown by pytest when the test fails
    started = time.monotonic()
    with ExitStack() as stack, ThreadPoolExecutor(2) as pool:  # one child imports while another's work is checked
        everywhere = [stack.enter_context(places())]
        kills = KILLS if isinstance(everywhere[0], Path) else KILLS_ON_A_SERVER
        everywhere += [stack.enter_context(places()) for _ in range(kills // ROUND - 1)]
        inside = sum(pool.map(one_register, everywhere, range(seed, seed + len(everywhere))))
    print(f"{kills} kills in {time.monotonic() - started:.0f} s, {inside} between a commit and its acknowledgement")


def one_register(where: Where, seed: int) -> int:
    """Kill the writers of one register again and again; return how many kills hit between commit and word of it."""
    chance = random.Random(seed)
    Register.create(where).close()
    committed = inside = 0
    for kill in range(ROUND):
        acknowledged = max(committed, killed(where, chance.uniform(0.0, 0.45)))
        committed = check(where, acknowledged, f"seed {seed}, kill {kill}")
        inside += committed > acknowledged
    return inside


def check(place: Where, acknowledged: int, where: str) -> int:
    """Open after a kill, hold what is there against what was said to be there, and return the newest revision."""
    with Register.open(place, write=True) as register:
        found = register.verify()
        assert found.ok, (where, found.problems)
        # A commit may have reached the disk with the child killed before it could say so: one, and whole.
        assert acknowledged <= register.head <= acknowledged + 1, where
        if register.head:
            assert register.revisions(limit=1)[0].message == str(register.head), where
            assert register.plan(reading(register.head), "feed").is_empty, where
        return register.head


@pytest.mark.e2e
def test_a_register_whose_writer_was_killed_is_read_at_once_and_written_by_the_next(place: Where) -> None:
    Register.create(place).close()
    acknowledged = killed(place, 1.0)
    with Register.open(place) as reader:
        assert reader.facts().revision >= acknowledged
        assert reader.verify().ok
    with Register.open(place, write=True) as register:
        before = register.head
        assert register.commit(register.plan(told("hr", *reading(1).records), None), who="k", message="") == before + 1


@pytest.mark.e2e
def test_a_backup_that_is_killed_leaves_the_older_one_whole_and_nothing_beside_it_for_long(
    place: Where, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    file = copies / "copy.sqlite"
    chance = random.Random(2026)
    with Register.create(place) as register:
        for number in range(1, 4):
            register.commit(register.plan(reading(number), SOURCE), who="k", message="")
        tip = register.tip
        register.backup(file)
        for _ in range(8):
            with child_of(backups, place, file) as child:
                child.killed(chance.uniform(0.0, 0.6))
            with Register.open(restored(file, tmp_path / "again")) as copy:
                assert copy.tip == tip
                assert copy.verify().ok
        register.backup(file)
    assert [path.name for path in copies.iterdir()] == ["copy.sqlite"]


def restored(file: Path, home: Path) -> Path:
    Register.restore(home, file, replace=True)
    return home
