"""The migrations make exactly the tables that the code speaks to."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from graphsvc.errors import EngineError, RegisterMissing
from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.register import Register, migrating
from graphsvc.register.engine import Where
from graphsvc.register.schema import VERSION, metadata
from tests.engines import Places
from tests.registers import load, thing, told

#: Registers as released versions made them, one a version whose tables differ.
RELEASED = Path(__file__).parents[1] / "data" / "registers"


def difference(connection: Connection) -> list[object]:
    return compare_metadata(MigrationContext.configure(connection), metadata)


def test_the_migrations_give_the_tables_of_the_schema(register: Register):
    with register._reading() as connection:
        assert difference(connection) == []


def test_the_schema_names_the_newest_migration():
    assert ScriptDirectory(str(migrating.MIGRATIONS)).get_heads() == [VERSION]


def test_a_register_that_could_not_be_made_is_not_there(place: Where, monkeypatch: pytest.MonkeyPatch):
    def broken(_connection: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(migrating, "upgrade", broken)
        with pytest.raises(EngineError):
            Register.create(place)
    with pytest.raises(RegisterMissing):
        Register.open(place)
    Register.create(place).close()


def test_an_older_register_is_migrated_by_a_writer_and_refused_to_a_reader(
    place: Where, monkeypatch: pytest.MonkeyPatch
):
    Register.create(place).close()
    ran = []
    monkeypatch.setattr(migrating, "VERSION", "9999")
    monkeypatch.setattr(migrating, "upgrade", lambda connection: ran.append(connection.in_transaction()))
    with pytest.raises(EngineError, match="older version"):
        Register.open(place)
    assert ran == []
    Register.open(place, write=True).close()
    assert ran == [True]


@pytest.mark.parametrize("released", sorted(path.name for path in RELEASED.glob("*.gz")))
def test_a_backup_made_by_a_released_version_is_brought_up_to_date(place: Where, tmp_path: Path, released: str):
    (tmp_path / "old.sqlite").write_bytes(gzip.decompress((RELEASED / released).read_bytes()))
    Register.restore(place, tmp_path / "old.sqlite")
    with Register.open(place, write=True) as register:
        found = register.verify()
        assert (found.ok, found.revisions, found.documents) == (True, 3, 0)
        assert register.verify("97d3c2daa32da4255a830eee4d79d31a9b5df71e58138c6b5de5337d744dce75").head_at == 3
        assert register.facts().about.title == "Gammel"
        said = thing("decision:D1", reasons="Fordi")
        register.commit_changes(ChangeSet("forum", (ClaimChange(None, said),)), who="kari", message="", contents=[b"a"])
        assert register.verify().ok
        with register._reading() as connection:
            assert difference(connection) == []


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_a_register_of_an_earlier_migration_keeps_all_it_holds(
    place: Where, monkeypatch: pytest.MonkeyPatch, version: str
):
    newest = migrating.upgrade
    with monkeypatch.context() as patched:
        patched.setattr(migrating, "upgrade", lambda connection: newest(connection, version))
        patched.setattr(migrating, "VERSION", version)
        with Register.create(place) as register:
            load(register, told("hr", thing("system:w")))
    with Register.open(place, write=True) as register:
        assert load(register, told("hr", thing("system:x"))) == 2
        with register._reading() as connection:
            assert difference(connection) == []
        assert register.verify().ok


def test_a_migration_is_taken_back_whole_when_it_fails(register: Register):
    with suppress(RuntimeError), register._writing() as connection:
        connection.exec_driver_sql("CREATE TABLE half (x integer)")
        raise RuntimeError("in the middle")
    with register._reading() as connection:
        assert difference(connection) == []


def test_registers_are_made_by_several_threads_at_once(places: Places):
    with ExitStack() as stack, ThreadPoolExecutor(4) as pool:
        where = [stack.enter_context(places()) for _ in range(8)]
        made = list(pool.map(Register.create, where))
        assert all(one.verify().ok for one in made)
        for one in made:
            one.close()
