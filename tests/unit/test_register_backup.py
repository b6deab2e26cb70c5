"""A backup is one file, made while writers write, checked before it replaces an older one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from graphsvc.errors import GraphsvcError, RegisterDamaged
from graphsvc.register import REGISTER, Register
from tests.registers import load, thing, told


def restored(backup: Path, home: Path) -> Register:
    home.mkdir()
    shutil.copy(backup, home / REGISTER)
    return Register.open(home, write=True)


def test_a_backup_restores_to_the_same_register_and_can_be_written_again(tmp_path: Path):
    with Register.create(tmp_path / "home") as register:
        load(register, told("hr", thing("system:x")))
        register.backup(tmp_path / "copy.sqlite")
        digests = register.verify().digest, register.facts().digest
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.sqlite", "home"]
    with restored(tmp_path / "copy.sqlite", tmp_path / "again") as other:
        assert (other.verify().digest, other.facts().digest) == digests
        assert load(other, told("hr", thing("system:y"))) == 2


def test_a_reader_makes_a_whole_backup_while_a_writer_writes(tmp_path: Path):
    with Register.create(tmp_path / "home") as register, Register.open(tmp_path / "home") as reader:
        done = threading.Event()

        def write() -> None:
            try:
                for number in range(25):
                    load(register, told("hr", *(thing(f"system:s{n}", users=number) for n in range(100))))
            finally:
                done.set()

        writer = threading.Thread(target=write)
        writer.start()
        made = 0
        while not done.is_set() or made == 0:
            reader.backup(tmp_path / "copy.sqlite")
            made += 1
        writer.join()
        assert register.head == 25
    with restored(tmp_path / "copy.sqlite", tmp_path / "again") as other:
        assert other.verify().ok
        assert 0 < other.head <= 25


def test_a_backup_that_fails_leaves_the_older_one_whole(tmp_path: Path):
    with Register.create(tmp_path / "home") as register:
        load(register, told("hr", thing("system:x")))
        register.backup(tmp_path / "copy.sqlite")
        older = (tmp_path / "copy.sqlite").read_bytes()
        connection = sqlite3.connect(register.file)
        with connection:
            connection.execute("UPDATE claim SET place = 'x' WHERE subject = 'system'")
        connection.close()
        with pytest.raises(RegisterDamaged):
            register.backup(tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_bytes() == older
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.sqlite", "home"]


def test_a_backup_over_the_register_a_link_or_into_no_folder_is_refused(tmp_path: Path):
    with Register.create(tmp_path / "home") as register:
        (tmp_path / "link").symlink_to(register.file)
        for target in (register.file, tmp_path / "link", tmp_path / "nothing" / "copy.sqlite"):
            with pytest.raises(GraphsvcError) as caught:
                register.backup(target)
            assert str(tmp_path) in str(caught.value)
        assert register.verify().ok


def test_a_backup_is_nobody_elses_to_read(tmp_path: Path):
    with Register.create(tmp_path / "home") as register:
        register.backup(tmp_path / "copy.sqlite")
    assert oct(os.stat(tmp_path / "copy.sqlite").st_mode & 0o777) == "0o600"
