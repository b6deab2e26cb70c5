"""Whatever is altered in the file is found: by verify, and by every reader of what was altered."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from graphsvc.errors import EngineError, RegisterDamaged
from graphsvc.model import Kind
from graphsvc.records import ChangeSet, ClaimChange, Cover
from graphsvc.register import FORUM, REGISTER, Document, Register
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
    return tmp_path


def alter(home: Path, statement: str) -> None:
    connection = sqlite3.connect(home / REGISTER)
    with connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()


CLAIMS = [
    "UPDATE claim SET content = replace(content, '\"B\"', '\"C\"') WHERE subject = 'system'",
    "UPDATE claim SET content = replace(content, '\"T\"', '\"U\"') WHERE subject = 'setting'",
    "UPDATE claim SET place = '' WHERE subject = 'system'",
    "UPDATE claim SET source = 'people' WHERE subject = 'system'",
    "UPDATE claim SET id = 'y' WHERE subject = 'unit'",
    "DELETE FROM claim WHERE subject = 'unit'",
    "INSERT INTO claim VALUES ('hr', 'unit', 'v', '{\"fields\":{},\"id\":\"v\",\"is\":\"unit\"}', '')",
]
LOG = [
    "UPDATE change SET after = replace(after, '\"A\"', '\"C\"') WHERE revision = 1",
    "UPDATE change SET before = replace(before, '\"A\"', '\"C\"') WHERE revision = 2",
    "UPDATE change SET position = 100 WHERE revision = 1 AND position = 0",
    "UPDATE change SET source = 'x' WHERE revision = 2",
    "UPDATE change SET after_place = '' WHERE revision = 1 AND after_place != ''",
    "DELETE FROM change WHERE revision = 3",
    "DELETE FROM change WHERE revision = 4",
]
CHAIN = [
    "UPDATE revision SET who = 'mallory' WHERE number = 2",
    "UPDATE revision SET time = '2020-01-01T00:00:00Z' WHERE number = 1",
    "UPDATE revision SET message = 'x' WHERE number = 4",
    "UPDATE revision SET added = 7 WHERE number = 1",
    "UPDATE revision SET state_digest = content_digest WHERE number = 3",
    "UPDATE revision SET previous = '' WHERE number = 3",
    "UPDATE revision SET digest = content_digest WHERE number = 4",
    "UPDATE revision SET undoes = 1 WHERE number = 3",
    "DELETE FROM revision WHERE number = 2",
    "DELETE FROM revision WHERE number = 4",
]


@pytest.mark.parametrize("statement", [*CLAIMS, *LOG, *CHAIN])
def test_verify_finds_every_altered_row(home: Path, statement: str):
    alter(home, statement)
    with Register.open(home) as register:
        found = register.verify()
        assert not found.ok
        assert found.problems
        assert found.chain_ok is (statement not in CHAIN or statement == "DELETE FROM revision WHERE number = 4")


@pytest.mark.parametrize("statement", CLAIMS)
def test_an_altered_claim_is_never_shown(home: Path, statement: str):
    alter(home, statement)
    with Register.open(home) as register, pytest.raises(RegisterDamaged, match="graphsvc verify"):
        register.facts()


def test_an_altered_log_never_gives_a_wrong_past(home: Path):
    alter(home, LOG[1])
    with Register.open(home) as register:
        assert register.facts().revision == 4
        with pytest.raises(RegisterDamaged):
            register.facts(1)


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
        main, log = (register.file.with_name(name).read_bytes() for name in (REGISTER, f"{REGISTER}-wal"))
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
