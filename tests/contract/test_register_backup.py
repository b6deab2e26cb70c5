"""A backup is one file, made while writers write, checked before it replaces an older one, restored to any engine."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from graphsvc.errors import ConfirmationNeeded, EngineError, GraphsvcError, RegisterDamaged, RegisterMissing
from graphsvc.register import Address, Register, desk
from graphsvc.register.engine import Where
from tests.engines import Places, alter
from tests.registers import linked, load, shown, thing, told

NORSK = "Ærfugl «à» 🦆 \\ \" ' {NULL} \t\n% :x"


def filled(register: Register) -> tuple[str, str]:
    """Write a few revisions with every sort of value; return the audit head and the digest of what is shown."""
    things = [thing(f"system:{name}", vendor=NORSK, users=5) for name in ("a", "B", "æ", "Å", "å", "🦆", NORSK)]
    load(register, told("hr", *things, thing("unit:u"), linked("owns", "unit:u", "system:a")))
    load(register, told("hr", thing("system:a", vendor=None, protocols=("x", NORSK), properties={NORSK: NORSK})))
    load(register, told("model", *(thing(f"element:e{number:03}", name=NORSK) for number in range(300))))
    register.set_about(who="kari", title=NORSK, synthetic=True)
    register.undo(2, who="ola", message=NORSK)
    return digests(register)


def digests(register: Register) -> tuple[str, str]:
    found = register.verify()
    assert found.ok, found.problems
    return found.digest, register.facts().digest


def test_a_backup_restores_to_the_same_register_and_can_be_written_again(place: Where, places: Places, tmp_path: Path):
    with Register.create(place) as register:
        before = filled(register)
        told_of = register.backup(tmp_path / "copy.sqlite")
        assert (told_of.revisions, told_of.digest) == (5, before[0])
        past = [register.facts(number).digest for number in range(6)]
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == ["copy.sqlite"]
    with places() as other:
        found, aside = Register.restore(other, tmp_path / "copy.sqlite")
        assert (found.digest, aside) == (before[0], None)
        with Register.open(other, write=True) as again:
            assert digests(again) == before
            assert [again.facts(number).digest for number in range(6)] == past
            assert load(again, told("hr", thing("system:y"))) == 6


def test_a_register_moves_to_another_engine_and_back_with_equal_digests(tmp_path: Path, postgresql_place: Address):
    with Register.create(tmp_path / "first") as register:
        before = filled(register)
        register.backup(tmp_path / "1.sqlite")
    Register.restore(postgresql_place, tmp_path / "1.sqlite")
    with Register.open(postgresql_place) as register:
        assert digests(register) == before
        order = [fact.record.reference for fact in register.facts().things]
        register.backup(tmp_path / "2.sqlite")
    Register.restore(tmp_path / "second", tmp_path / "2.sqlite")
    with Register.open(tmp_path / "second", write=True) as register:
        assert digests(register) == before
        assert [fact.record.reference for fact in register.facts().things] == order
        assert [one.name for one in register.sources()] == ["model", "hr"]
    for name in ("1.sqlite", "2.sqlite"):
        assert sqlite3.connect(tmp_path / name).execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_register_is_replaced_only_when_somebody_says_so_and_the_old_one_is_kept(place: Where, tmp_path: Path):
    with Register.create(place) as register:
        load(register, told("hr", thing("system:x")))
        register.backup(tmp_path / "copy.sqlite")
        load(register, told("hr", thing("system:y")))
        newer = register.tip
    with pytest.raises(ConfirmationNeeded, match="--yes"):
        Register.restore(place, tmp_path / "copy.sqlite")
    with Register.open(place) as register:
        assert register.tip == newer
    _, aside = Register.restore(place, tmp_path / "copy.sqlite", replace=True)
    with Register.open(place, write=True) as register:
        assert shown(register.facts()) == {"system:x"}
        assert register.verify().ok
        assert load(register, told("hr", thing("system:z"))) == 2
    assert aside is not None
    with Register.open(kept(place, aside, tmp_path)) as old:
        assert old.tip == newer
        assert old.verify().ok


def kept(place: Where, aside: str, folder: Path) -> Where:
    """Go where the old register was said to be now."""
    if isinstance(place, Address):
        from dataclasses import replace

        return replace(place, schema=aside.partition("schema=")[2])
    (folder / "old").mkdir()
    for file in place.glob(f"{Path(aside).name}*"):
        file.rename(folder / "old" / file.name.replace(Path(aside).name, "register.sqlite"))
    return folder / "old"


def test_a_damaged_register_can_be_replaced(place: Where, tmp_path: Path):
    with Register.create(place) as register:
        load(register, told("hr", thing("system:x")))
        register.backup(tmp_path / "copy.sqlite")
    alter(place, "UPDATE claim SET content = replace(content, 'x', 'y')")
    if isinstance(place, Path):
        (place / "register.sqlite").write_bytes(b"torn" * 1000)
    _, aside = Register.restore(place, tmp_path / "copy.sqlite", replace=True)
    assert aside
    with Register.open(place) as register:
        assert register.verify().ok


def test_what_is_no_backup_or_a_damaged_one_is_refused_and_nothing_is_changed(place: Where, tmp_path: Path):
    with Register.create(place) as register:
        load(register, told("hr", thing("system:x")))
        register.backup(tmp_path / "copy.sqlite")
        tip = register.tip
    (tmp_path / "text").write_bytes(b"not a backup" * 1000)
    (tmp_path / "empty").write_bytes(b"")
    torn = (tmp_path / "copy.sqlite").read_bytes()
    (tmp_path / "torn").write_bytes(torn[: len(torn) // 2])
    (tmp_path / "altered").write_bytes(torn)
    connection = sqlite3.connect(tmp_path / "altered")
    with connection:
        connection.execute("UPDATE change SET after = replace(after, 'x', 'y')")
    connection.close()
    for name in ("text", "empty", "torn", "altered"):
        with pytest.raises(RegisterDamaged, match="was left as it was") as caught:
            Register.restore(place, tmp_path / name, replace=True)
        assert name in str(caught.value)
    with pytest.raises(EngineError, match="nothing-here"):
        Register.restore(place, tmp_path / "nothing-here", replace=True)
    with Register.open(place) as register:
        assert register.tip == tip


def test_a_backup_of_a_newer_program_is_refused(place: Where, tmp_path: Path):
    with Register.create(place) as register:
        register.backup(tmp_path / "copy.sqlite")
    connection = sqlite3.connect(tmp_path / "copy.sqlite")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(EngineError, match="newer version"):
        Register.restore(place, tmp_path / "copy.sqlite", replace=True)


def test_a_restore_that_fails_changes_nothing(place: Where, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from graphsvc.register.postgresql import copying
    from graphsvc.register.sqlite import engine

    with Register.create(place) as register:
        load(register, told("hr", thing("system:x")))
        register.backup(tmp_path / "copy.sqlite")
        load(register, told("hr", thing("system:y")))
        tip = register.tip

    def broken(*_: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(copying, "_copy", broken)
        patched.setattr(engine, "flush", broken)
        with pytest.raises(EngineError):
            Register.restore(place, tmp_path / "copy.sqlite", replace=True)
    with Register.open(place, write=True) as register:
        assert register.tip == tip
        assert register.verify().ok


def test_a_reader_makes_a_whole_backup_while_a_writer_writes(place: Where, places: Places, tmp_path: Path):
    with Register.create(place) as register, Register.open(place) as reader:
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
    with places() as other:
        Register.restore(other, tmp_path / "copy.sqlite")
        with Register.open(other) as again:
            assert again.verify().ok
            assert 0 < again.head <= 25


def test_a_backup_that_fails_leaves_the_older_one_whole(place: Where, tmp_path: Path):
    with Register.create(place) as register:
        load(register, told("hr", thing("system:x")))
        register.backup(tmp_path / "copy.sqlite")
        older = (tmp_path / "copy.sqlite").read_bytes()
        alter(place, "UPDATE claim SET place = 'x' WHERE subject = 'system'")
        with pytest.raises(RegisterDamaged):
            register.backup(tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_bytes() == older
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == ["copy.sqlite"]


def test_a_backup_over_a_link_or_into_no_folder_is_refused(register: Register, tmp_path: Path):
    (tmp_path / "link").symlink_to(tmp_path / "victim")
    for target in (tmp_path / "link", tmp_path / "nothing" / "copy.sqlite"):
        with pytest.raises(GraphsvcError) as caught:
            register.backup(target)
        assert str(tmp_path) in str(caught.value)
    assert not (tmp_path / "victim").exists()


def test_a_backup_is_nobody_elses_to_read_and_holds_no_secret(register: Register, tmp_path: Path):
    with register._writing() as connection:
        secret = desk.secret(connection, "forms")
        desk.lay(connection, "preview", "k", desk.Lying("kari", desk.FOR_EVER, b"unfinished business" * 500))
    register.backup(tmp_path / "copy.sqlite")
    assert oct(os.stat(tmp_path / "copy.sqlite").st_mode & 0o777) == "0o600"
    written = (tmp_path / "copy.sqlite").read_bytes()
    assert secret not in written
    assert b"unfinished business" not in written


def test_there_is_no_register_after_a_restore_that_was_refused(place: Where, tmp_path: Path):
    (tmp_path / "text").write_bytes(b"not a backup" * 1000)
    with pytest.raises(RegisterDamaged):
        Register.restore(place, tmp_path / "text")
    with pytest.raises(RegisterMissing):
        Register.open(place)
