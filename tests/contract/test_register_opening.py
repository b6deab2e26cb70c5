"""Opening a register: when it is refused, and with which words."""

from __future__ import annotations

import pytest

from graphsvc.errors import DataError, EngineError, RegisterDamaged, RegisterMissing
from graphsvc.register import Address, Register
from graphsvc.register.engine import Where
from graphsvc.register.schema import VERSION
from graphsvc.text import Language
from tests.engines import alter
from tests.registers import load, shown, thing, told


@pytest.fixture
def made(place: Where) -> Where:
    """A register of one revision, closed."""
    with Register.create(place) as register:
        load(register, told("hr", thing("system:x")))
    return place


def named(where: Where) -> str:
    return where.shown if isinstance(where, Address) else str(where)


def test_what_was_written_is_there_when_it_is_opened_again(made: Where):
    with Register.open(made, write=True) as register:
        assert shown(register.facts()) == {"system:x"}
        assert load(register, told("hr", thing("system:y"))) == 2
    with Register.open(made) as register:
        assert (register.head, register.where) == (2, made)


def test_a_register_is_not_made_over_another(made: Where):
    with pytest.raises(DataError, match="already a register") as caught:
        Register.create(made)
    assert all(named(made) in caught.value.in_(language) for language in Language)
    with Register.open(made) as register:
        assert register.head == 1


def test_a_missing_register_is_said_to_be_missing_with_the_remedy(place: Where):
    for write in (False, True):
        with pytest.raises(RegisterMissing, match="graphsvc init") as caught:
            Register.open(place, write=write)
        assert all(named(place) in caught.value.in_(language) for language in Language)


def test_a_newer_register_is_refused_and_not_touched(made: Where):
    alter(made, "UPDATE alembic_version SET version_num = '9999'")
    for write in (False, True):
        with pytest.raises(EngineError, match="made by a newer version"):
            Register.open(made, write=write)
    alter(made, "UPDATE alembic_version SET version_num = version_num WHERE version_num = '9999'")


def test_a_database_of_something_else_is_no_register(made: Where):
    alter(made, "DELETE FROM alembic_version")
    with pytest.raises((RegisterDamaged, RegisterMissing)):
        Register.open(made)


def test_a_refused_opening_lets_the_next_one_write(made: Where):
    alter(made, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(EngineError):
        Register.open(made, write=True)
    alter(made, f"UPDATE alembic_version SET version_num = '{VERSION}'")
    with Register.open(made, write=True) as register:
        assert load(register, told("hr", thing("system:y"))) == 2


def test_words_that_one_engine_cannot_keep_are_refused_by_all(made: Where):
    with Register.open(made, write=True) as register:
        for words in ("a\0b", "\ud800"):
            plan = register.plan(told("hr", thing("system:y")), None)
            with pytest.raises(DataError, match="cannot be stored"):
                register.commit(plan, who=words, message="")
            with pytest.raises(DataError, match="cannot be stored"):
                register.commit(plan, who="kari", message=words)
            with pytest.raises(DataError, match="cannot be stored"):
                load(register, told("hr", thing(f"system:{words}")))
            with pytest.raises(DataError):
                load(register, told(words, thing("system:y")))
            assert register.claims(f"system:{words}") == {}
            assert register.history(f"system:{words}") == []
            assert register.revisions(touching=f"system:{words}") == []
        assert register.head == 1
