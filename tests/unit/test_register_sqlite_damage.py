"""Whatever is torn or flipped in the file of SQLite is refused, or leaves an exact committed prefix."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graphsvc.errors import EngineError, RegisterDamaged
from graphsvc.model import Kind
from graphsvc.records import ChangeSet, ClaimChange, Cover
from graphsvc.register import FORUM, REGISTER, Document, Register, desk
from tests.registers import linked, load, thing, told

SEED = 20261123


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A register of four revisions, closed."""
    with Register.create(tmp_path) as register:
        load(register, told("hr", thing("system:x", vendor="A"), thing("unit:u"), linked("owns", "unit:u", "system:x")))
        load(register, told("hr", thing("system:x", vendor="B"), thing("system:z")))
        load(register, told("hr", thing("system:x", vendor="B"), covers=[Cover(Kind.SYSTEM)]))
        register.set_about(who="kari", title="T")
        with register._writing() as connection:
            desk.secret(connection, "for the last page not to be empty")
    return tmp_path


def test_flipped_bits_are_refused_or_change_nothing(home: Path):
    good = (home / REGISTER).read_bytes()
    with Register.open(home) as register:
        expected = [register.facts(number).digest for number in range(1, 5)]
    chance = random.Random(SEED)
    refused = 0
    for _ in range(150):
        bad = bytearray(good)
        bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        (home / REGISTER).write_bytes(bad)
        try:
            with Register.open(home) as register:
                found = [register.facts(number).digest for number in range(1, 5)]
                assert found == expected, f"seed {SEED}"
        except EngineError:
            refused += 1
    assert refused > 5


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_torn_file_is_refused_clearly(home: Path, share: float):
    paper = Document.of(random.Random(SEED).randbytes(100_000), "text/plain", "referat.txt")
    named = ClaimChange(None, thing("decision:D1", documents=(str(paper),)))
    with Register.open(home, write=True) as register:
        contents = [random.Random(SEED).randbytes(100_000)]
        register.commit_changes(ChangeSet(FORUM, (named,)), who="kari", message="", contents=contents)
    good = (home / REGISTER).read_bytes()
    (home / REGISTER).write_bytes(good[: int(len(good) * share)])
    with pytest.raises(RegisterDamaged):
        check(home)


def check(home: Path) -> None:
    """Do as `graphsvc verify` and `graphsvc stats` do; a page that no claim lies on is only missed by the first."""
    with Register.open(home) as register:
        found = register.verify()
        register.facts()
    if not found.ok:
        raise RegisterDamaged(found.problems[0])


def test_a_torn_or_flipped_log_gives_an_exact_committed_prefix(tmp_path: Path):
    chance = random.Random(SEED)
    with Register.create(tmp_path / "home") as register:
        for number in range(1, 7):
            load(register, told("hr", *(thing(f"system:s{n}", users=number) for n in range(20))))
        expected = [register.facts(number).digest for number in range(7)]
        main, log = ((tmp_path / "home" / name).read_bytes() for name in (REGISTER, f"{REGISTER}-wal"))
    assert len(log) > 10_000
    heads = set()
    for attempt in range(40):
        home = tmp_path / f"torn{attempt}"
        home.mkdir()
        bad = bytearray(log[: chance.randrange(len(log))] if attempt % 2 else log)
        if bad and attempt % 4 != 1:
            bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        (home / REGISTER).write_bytes(main)
        (home / f"{REGISTER}-wal").write_bytes(bad)
        with Register.open(home, write=True) as register:
            assert register.verify().ok, f"seed {SEED}, attempt {attempt}"
            assert register.facts().digest == expected[register.head]
            heads.add(register.head)
    assert len(heads) > 3
