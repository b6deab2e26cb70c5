"""What a server says no to, in words: rights, a full disk, a standby, a version, a role that is not let in."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graphsvc.errors import EngineError, RegisterMissing
from graphsvc.register import Address, Register
from graphsvc.register.postgresql import connections
from graphsvc.text import Language
from tests.engines import ordinary_server, run_server, session
from tests.registers import load, shown, thing, told


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Address, Path]]:
    """A server of these tests' own, which they may stop and fill up."""
    with ordinary_server(durable=True) as made:
        yield made


@pytest.fixture
def owned(server: tuple[Address, Path], request: pytest.FixtureRequest) -> Iterator[Address]:
    """A database made as docs/operation.md says, and the role that owns it."""
    address, _ = server
    with session(address) as bare:
        bare.run("CREATE ROLE forvalter LOGIN PASSWORD 'hemmelig ord'")
        bare.run("CREATE DATABASE kartet OWNER forvalter ENCODING 'UTF8' TEMPLATE template0")
    yield replace(address, user="forvalter", password="hemmelig ord", database="kartet")
    with session(address) as bare:
        bare.run("DROP DATABASE kartet WITH (FORCE)")
        bare.run("DROP ROLE forvalter")


def refused(caught: pytest.ExceptionInfo[EngineError], address: Address) -> None:
    """Every refusal names the place, in three languages, and never the password."""
    for language in Language:
        words = caught.value.in_(language)
        assert address.shown in words
        assert str(address.password) not in words
    assert caught.value.exit_status == 3


def test_the_role_that_owns_the_database_may_do_everything(owned: Address, tmp_path: Path):
    with Register.create(owned) as register:
        load(register, told("hr", thing("system:x")))
        register.backup(tmp_path / "copy.sqlite")
        load(register, told("hr", thing("system:y")))
    _, aside = Register.restore(owned, tmp_path / "copy.sqlite", replace=True)
    assert "public_before_" in str(aside)
    with Register.open(owned, write=True) as register:
        assert shown(register.facts()) == {"system:x"}
        assert load(register, told("hr", thing("system:z"))) == 2
    second = replace(owned, schema="forum")
    with Register.create(second) as register:
        assert register.head == 0


def test_a_role_that_may_only_read_reads_and_is_refused_to_write(owned: Address):
    Register.create(owned).close()
    reader = replace(owned, user="leser", password="bare lesing")
    with session(owned) as bare, session(replace(owned, user="graphsvc", password=_root(owned))) as root:
        root.run("CREATE ROLE leser LOGIN PASSWORD 'bare lesing'")
        bare.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO leser")
        bare.run("REVOKE SELECT ON desk FROM leser")
    try:
        with Register.open(reader) as register:
            assert register.verify().ok
        with Register.open(reader, write=True) as register, pytest.raises(EngineError, match="lacks a right") as caught:
            load(register, told("hr", thing("system:x")))
        refused(caught, reader)
    finally:
        with session(replace(owned, user="graphsvc", password=_root(owned))) as root:
            root.run("DROP OWNED BY leser; ")
            root.run("DROP ROLE leser")


_PASSWORDS: dict[int, str] = {}


def _root(address: Address) -> str:
    return _PASSWORDS[address.port]


@pytest.fixture(autouse=True)
def known(server: tuple[Address, Path]) -> None:
    _PASSWORDS[server[0].port] = str(server[0].password)


def test_a_wrong_password_an_unknown_role_and_a_missing_database_are_told_apart(owned: Address):
    for address, words in (
        (replace(owned, password="feil"), "did not let in"),
        (replace(owned, password=None), "did not let in"),
        (replace(owned, user="ukjent"), "did not let in"),
        (replace(owned, database="finnes_ikke"), "CREATE DATABASE finnes_ikke OWNER forvalter"),
    ):
        for ask in (Register.open, Register.create):
            with pytest.raises(EngineError, match=words) as caught:
                ask(address)
            refused(caught, address)
    with pytest.raises(RegisterMissing):
        Register.open(owned)


def test_a_server_that_is_not_there_or_speaks_no_tls_is_said_to_be_unreachable(owned: Address, tmp_path: Path):
    for address in (
        replace(owned, port=1),
        replace(owned, host="no-such-host.invalid"),
        replace(owned, socket=str(tmp_path)),
        replace(owned, sslmode="verify-full"),
        replace(owned, sslmode="require"),
        replace(owned, sslmode="require", sslrootcert=str(tmp_path / "nothing.pem")),
    ):
        with pytest.raises(EngineError, match="cannot be reached") as caught:
            Register.open(address)
        refused(caught, address)


def test_a_database_that_may_only_be_read_is_read_and_not_written(owned: Address):
    with Register.create(owned) as register:
        load(register, told("hr", thing("system:x")))
    with session(owned) as bare:
        bare.run("ALTER DATABASE kartet SET default_transaction_read_only = on")
    with Register.open(owned, write=True) as register:
        assert register.verify().ok
        with pytest.raises(EngineError, match="can only be read") as caught:
            load(register, told("hr", thing("system:y")))
    refused(caught, owned)


def test_a_standby_is_read_and_not_written(owned: Address, server: tuple[Address, Path]):
    _, folder = server
    with Register.create(owned) as register:
        load(register, told("hr", thing("system:x")))
    run_server("stop", folder)
    signal = folder / "data" / "standby.signal"
    signal.touch()
    _give_to_owner(signal)
    try:
        run_server("start", folder)
        with Register.open(owned, write=True) as register:
            assert shown(register.facts()) == {"system:x"}
            with pytest.raises(EngineError, match="can only be read") as caught:
                load(register, told("hr", thing("system:y")))
            refused(caught, owned)
            assert register.verify().ok
    finally:
        run_server("stop", folder)
        signal.unlink(missing_ok=True)
        run_server("start", folder)


def _give_to_owner(file: Path) -> None:
    found = file.parent.stat()
    if file.stat().st_uid != found.st_uid:
        subprocess.run(["chown", f"{found.st_uid}:{found.st_gid}", str(file)], check=True)


def test_a_full_disk_of_the_server_writes_nothing_says_so_and_recovers(owned: Address):
    """Stands in for a full disk: the server's own code for it, raised where the rows arrive."""
    raising = (
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
    )
    with Register.create(owned) as register:
        load(register, told("hr", thing("system:x")))
        with session(owned) as bare:
            bare.run(raising)
            bare.run("CREATE TRIGGER filled BEFORE INSERT ON claim EXECUTE FUNCTION full_disk()")
        with pytest.raises(EngineError, match="no room to write") as caught:
            load(register, told("hr", thing("system:y")))
        refused(caught, owned)
        assert (register.head, register.verify().ok) == (1, True)
        with session(owned) as bare:
            bare.run("DROP TRIGGER filled ON claim")
        assert load(register, told("hr", thing("system:y"))) == 2


def test_no_free_connection_is_said_with_the_remedy(owned: Address):
    with Register.create(owned):
        pass
    with session(replace(owned, user="graphsvc", password=_root(owned))) as root:
        root.run("ALTER ROLE forvalter CONNECTION LIMIT 0")
    with pytest.raises(EngineError, match="no more connections") as caught:
        Register.open(owned)
    refused(caught, owned)


def test_a_server_that_is_too_old_or_keeps_other_letters_is_refused(owned: Address, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patched:
        patched.setattr(connections, "_OLDEST", 99)
        with pytest.raises(EngineError, match="needs 99 or later") as caught:
            Register.open(owned)
        refused(caught, owned)
    with session(replace(owned, user="graphsvc", password=_root(owned))) as root:
        root.run("CREATE DATABASE gammel OWNER forvalter ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        with pytest.raises(EngineError, match="LATIN1"):
            Register.create(replace(owned, database="gammel"))
    finally:
        with session(replace(owned, user="graphsvc", password=_root(owned))) as root:
            root.run("DROP DATABASE gammel WITH (FORCE)")


def test_an_open_register_goes_on_by_itself_after_the_server_was_stopped(owned: Address, server: tuple[Address, Path]):
    _, folder = server
    with Register.create(owned) as register, Register.open(owned) as reader:
        load(register, told("hr", thing("system:x")))
        assert reader.head == 1
        run_server("stop", folder, "immediate")
        for ask in (lambda: reader.head, lambda: load(register, told("hr", thing("system:y")))):
            with pytest.raises(EngineError, match="cannot be reached") as caught:
                ask()
            refused(caught, owned)
        run_server("start", folder)
        assert reader.head == 1
        assert load(register, told("hr", thing("system:y"))) == 2
        assert register.verify().ok
