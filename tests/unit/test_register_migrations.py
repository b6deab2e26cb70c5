"""The migrations make exactly the tables that the code speaks to."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from graphsvc.errors import EngineError
from graphsvc.model import Kind
from graphsvc.records import ChangeSet, ClaimChange
from graphsvc.register import REGISTER, Register, home, migrating
from graphsvc.register.engine import make_engine, reading, writing
from graphsvc.register.schema import VERSION, metadata
from tests.registers import thing

#: Registers as released versions made them, one a version whose tables differ.
RELEASED = Path(__file__).parents[1] / "data" / "registers"


def test_the_migrations_give_the_tables_of_the_schema(tmp_path: Path):
    Register.create(tmp_path).close()
    engine = make_engine(tmp_path / REGISTER, write=False)
    with reading(engine, tmp_path / REGISTER) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_schema_names_the_newest_migration():
    assert ScriptDirectory(str(migrating.MIGRATIONS)).get_heads() == [VERSION]


def test_a_register_that_could_not_be_made_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(_connection: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(migrating, "upgrade", broken)
        with pytest.raises(EngineError):
            Register.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [home.LOCK]
    Register.create(tmp_path).close()


def test_an_older_register_is_migrated_by_a_writer_and_refused_to_a_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    Register.create(tmp_path).close()
    ran = []
    monkeypatch.setattr(migrating, "VERSION", "newer")
    monkeypatch.setattr(migrating, "upgrade", lambda connection: ran.append(connection.in_transaction()))
    with pytest.raises(EngineError, match="older version"):
        Register.open(tmp_path)
    assert ran == []
    Register.open(tmp_path, write=True).close()
    assert ran == [True]


@pytest.mark.parametrize("released", sorted(path.name for path in RELEASED.glob("*.gz")))
def test_a_register_made_by_a_released_version_opens_and_is_brought_up_to_date(tmp_path: Path, released: str):
    (tmp_path / REGISTER).write_bytes(gzip.decompress((RELEASED / released).read_bytes()))
    with pytest.raises(EngineError, match="older version"):
        Register.open(tmp_path)
    with Register.open(tmp_path, write=True) as register:
        found = register.verify()
        assert (found.ok, found.revisions, found.documents) == (True, 3, 0)
        assert register.verify("97d3c2daa32da4255a830eee4d79d31a9b5df71e58138c6b5de5337d744dce75").head_at == 3
        assert register.facts().about.title == "Gammel"
        said = thing("decision:D1", reasons="Fordi")
        register.commit_changes(ChangeSet("forum", (ClaimChange(None, said),)), who="kari", message="", contents=[b"a"])
        assert register.verify().ok
    with Register.open(tmp_path) as register:
        assert set(register.snapshot().forum(Kind.DECISION)) == {"D1"}


def test_a_migration_is_taken_back_whole_when_it_fails(tmp_path: Path):
    Register.create(tmp_path).close()
    engine = make_engine(tmp_path / REGISTER, write=True)
    with suppress(RuntimeError), writing(engine, tmp_path / REGISTER) as connection:
        connection.exec_driver_sql("CREATE TABLE half (x)")
        raise RuntimeError("in the middle")
    with reading(engine, tmp_path / REGISTER) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_registers_are_made_by_several_threads_at_once(tmp_path: Path):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(Register.create, [tmp_path / str(number) for number in range(8)]))
    assert all(one.verify().ok for one in made)
    for one in made:
        one.close()
