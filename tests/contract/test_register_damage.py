"""Whatever is altered in the tables is found: by verify, and by every reader of what was altered."""

from __future__ import annotations

import pytest

from graphsvc.errors import RegisterDamaged
from graphsvc.model import Kind
from graphsvc.records import Cover
from graphsvc.register import Register
from graphsvc.register.engine import Where
from tests.engines import alter
from tests.registers import linked, load, thing, told


@pytest.fixture
def home(place: Where) -> Where:
    """A register of four revisions, closed."""
    with Register.create(place) as register:
        load(register, told("hr", thing("system:x", vendor="A"), thing("unit:u"), linked("owns", "unit:u", "system:x")))
        load(register, told("hr", thing("system:x", vendor="B"), thing("system:z")))
        load(register, told("hr", thing("system:x", vendor="B"), covers=[Cover(Kind.SYSTEM)]))
        register.set_about(who="kari", title="T")
    return place


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
def test_verify_finds_every_altered_row(home: Where, statement: str):
    alter(home, statement)
    with Register.open(home) as register:
        found = register.verify()
        assert not found.ok
        assert found.problems
        assert found.chain_ok is (statement not in CHAIN or statement == "DELETE FROM revision WHERE number = 4")


@pytest.mark.parametrize("statement", CLAIMS)
def test_an_altered_claim_is_never_shown(home: Where, statement: str):
    alter(home, statement)
    with Register.open(home) as register, pytest.raises(RegisterDamaged, match="graphsvc verify"):
        register.facts()


def test_an_altered_log_never_gives_a_wrong_past(home: Where):
    alter(home, LOG[1])
    with Register.open(home) as register:
        assert register.facts().revision == 4
        with pytest.raises(RegisterDamaged):
            register.facts(1)
