"""Opening the file of SQLite: folders, links, rights, and the lock of the one process that writes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphsvc.errors import EngineError, RegisterDamaged, RegisterLocked, RegisterMissing
from graphsvc.register import LOCK, REGISTER, Register
from graphsvc.text import Language
from tests.registers import load, shown, thing, told

NOBODY = 65534


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a register of one revision, closed."""
    folder = tmp_path / "my home #1"
    with Register.create(folder) as register:
        load(register, told("hr", thing("system:x")))
    return folder


@contextmanager
def as_nobody(opened: Path) -> Iterator[None]:
    """Be another user than the owner of the folder, where the test may; else be nobody special."""
    if os.geteuid() != 0:
        yield
        return
    # However deep the run's temporary folder lies: nobody must be able to walk down to the test's own.
    for folder in (opened, *opened.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_register_is_made_with_its_folder_and_is_nobody_elses_to_read(tmp_path: Path):
    home = tmp_path / "a" / "b"
    Register.create(home).close()
    assert sorted(path.name for path in home.iterdir()) == [REGISTER, LOCK]
    assert {oct(path.stat().st_mode & 0o777) for path in home.iterdir()} == {"0o600"}
    assert oct(home.stat().st_mode & 0o777) == "0o700"


def test_a_missing_register_is_said_to_be_missing_with_the_remedy(tmp_path: Path):
    for write in (False, True):
        with pytest.raises(RegisterMissing, match="graphsvc init --home"):
            Register.open(tmp_path / "nothing", write=write)
    assert not (tmp_path / "nothing").exists()


def test_a_home_that_is_a_file_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    for ask in (Register.create, Register.open):
        with pytest.raises(EngineError, match="is not a folder"):
            ask(tmp_path / "file")


def test_a_register_or_lock_that_is_a_symbolic_link_is_refused(home: Path, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    (other / REGISTER).symlink_to(home / REGISTER)
    for write in (False, True):
        with pytest.raises(EngineError, match="symbolic link"):
            Register.open(other, write=write)
    (other / REGISTER).unlink()
    (other / LOCK).symlink_to(home / "victim")
    with pytest.raises(EngineError, match="symbolic link"):
        Register.create(other)
    assert not (home / "victim").exists()


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to look like one" * 20])
def test_a_file_that_is_no_register_is_damaged_and_left_as_it_is(tmp_path: Path, content: bytes):
    (tmp_path / REGISTER).write_bytes(content)
    for write in (False, True):
        with pytest.raises(RegisterDamaged) as caught:
            Register.open(tmp_path, write=write)
        assert all(str(tmp_path) in caught.value.in_(language) for language in Language)
    assert (tmp_path / REGISTER).read_bytes() == content


def test_a_database_of_something_else_is_damaged_as_a_register(tmp_path: Path):
    with sqlite3.connect(tmp_path / REGISTER) as connection:
        connection.execute("CREATE TABLE something (x)")
    connection.close()
    with pytest.raises(RegisterDamaged, match="not a register"):
        Register.open(tmp_path)


def test_a_refused_opening_lets_the_next_one_write(home: Path):
    (home / REGISTER).rename(home / "aside")
    (home / REGISTER).write_bytes(b"")
    with pytest.raises(RegisterDamaged):
        Register.open(home, write=True)
    (home / "aside").replace(home / REGISTER)
    with Register.open(home, write=True) as register:
        assert load(register, told("hr", thing("system:y"))) == 2


def test_a_second_writer_is_refused_with_the_pid_of_the_first(home: Path):
    with Register.open(home, write=True):
        with pytest.raises(RegisterLocked, match=f"process {os.getpid()}") as caught:
            Register.open(home, write=True)
        assert caught.value.exit_status == 3
        with Register.open(home) as reader:
            assert reader.head == 1
    Register.open(home, write=True).close()


def test_another_process_is_named_and_its_death_frees_the_lock(home: Path):
    code = (
        "import sys; from pathlib import Path; from graphsvc.register import Register\n"
        "register = Register.open(Path(sys.argv[1]), write=True); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(RegisterLocked, match=f"process {child.pid}"):
            Register.open(home, write=True)
        child.kill()
    assert (home / LOCK).read_text() == f"{child.pid}\n"  # the name of the dead is still there, and stops nobody
    with Register.open(home, write=True) as register:
        assert register.verify().ok
        assert (home / LOCK).read_text() == f"{os.getpid()}\n"
    assert (home / LOCK).read_text() == ""


def test_a_folder_of_another_user_is_read_but_not_written(home: Path, tmp_path: Path):
    if os.geteuid() == 0:
        os.chown(home, NOBODY, -1)
        with pytest.raises(EngineError, match="owned by another user") as caught:
            Register.open(home, write=True)
        assert str(home) in str(caught.value)
        with pytest.raises(EngineError, match="owned by another user"):
            Register.create(home)
    else:
        with pytest.raises(EngineError, match="owned by another user"):
            Register.create(Path("/"))
    with Register.open(home) as reader:
        assert shown(reader.facts()) == {"system:x"}


def test_a_folder_that_may_only_be_read_is_read(home: Path, tmp_path: Path):
    if os.geteuid() == 0:
        os.chown(home, NOBODY, -1)
        os.chown(home / REGISTER, NOBODY, -1)
    (home / LOCK).unlink()
    with as_nobody(tmp_path):
        home.chmod(0o555)
        try:
            with pytest.raises(EngineError, match="can only be read"):
                Register.open(home, write=True)
            with Register.open(home) as reader:
                assert shown(reader.facts()) == {"system:x"}
                assert reader.verify().ok
        finally:
            home.chmod(0o755)
    assert sorted(path.name for path in home.iterdir()) == [REGISTER]


def test_a_register_file_that_may_only_be_read_is_not_written(home: Path, tmp_path: Path):
    if os.geteuid() == 0:
        for path in (home, *home.iterdir()):
            os.chown(path, NOBODY, -1)
    with as_nobody(tmp_path):
        (home / REGISTER).chmod(0o400)
        with pytest.raises(EngineError, match="can only be read"), Register.open(home, write=True) as register:
            load(register, told("hr", thing("system:y")))
        with Register.open(home) as reader:
            assert reader.head == 1
