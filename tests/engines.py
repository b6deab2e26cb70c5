"""The engines that a register may stand on, as fixtures: each test that asks for one runs on every one of them.

An engine that cannot be started fails the run; none is ever left out. The address of a PostgreSQL server is taken from
GRAPHSVC_TEST_POSTGRESQL (scripts/test sets it), else one is started for the session.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphsvc.register import REGISTER, Address, Register
from graphsvc.register.engine import Where

__all__ = [
    "REGISTER_ENGINES",
    "Places",
    "alter",
    "folder_for_a_server",
    "ordinary_server",
    "place",
    "places",
    "postgresql",
    "postgresql_place",
    "register",
    "run_server",
    "schema_of_its_own",
    "session",
]

#: Register engines that every contract test must hold on.
REGISTER_ENGINES = ("sqlite", "postgresql")
SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "postgresql"

Places = Callable[[], Any]
_numbers = itertools.count(1)


def run_server(*words: str | Path, durable: bool = True) -> str:
    """Start or stop a server as a person does; return what the command said."""
    environment = {**os.environ, "POSTGRESQL_DURABLE": "yes" if durable else "no"}
    done = subprocess.run(
        [SCRIPT, *words], capture_output=True, text=True, timeout=120, check=False, env=environment, cwd="/"
    )
    if done.returncode != 0:
        pytest.fail(f"scripts/postgresql {words[0]} failed:\n{done.stderr}", pytrace=False)
    return done.stdout.strip()


@contextmanager
def folder_for_a_server() -> Iterator[Path]:
    """Give a folder that the server's own user can reach; pytest's lie under one that only its owner may enter."""
    folder = Path(tempfile.mkdtemp(prefix="graphsvc-postgresql-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def ordinary_server(*, durable: bool) -> Iterator[tuple[Address, Path]]:
    """Start a server of one's own; give its address and its folder; stop it."""
    with folder_for_a_server() as folder:
        server = folder / "server"
        try:
            yield Address.parse(run_server("start", server, durable=durable)), server
        finally:
            run_server("stop", server, "immediate")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Address]:
    """Address of the session's server; what is written there does not outlive a power cut."""
    told = os.environ.get("GRAPHSVC_TEST_POSTGRESQL")
    if told:
        yield Address.parse(told)
        return
    with ordinary_server(durable=False) as (address, _):
        yield address


@contextmanager
def session(address: Address) -> Iterator[Any]:
    """Give a bare connection of the driver, for looking behind the register's back."""
    import pg8000.native

    connection = pg8000.native.Connection(
        address.user,
        host=address.host,
        port=address.port,
        database=address.database,
        password=address.password,
        ssl_context=False,
        startup_params={"search_path": address.schema} if address.schema else None,
    )
    try:
        yield connection
    finally:
        with suppress(pg8000.native.Error, OSError):
            connection.close()


@contextmanager
def schema_of_its_own(server: Address) -> Iterator[Address]:
    """Give an address with a schema of its own, and drop it, and what was set aside from it, afterwards."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    try:
        yield replace(server, schema=name)
    finally:
        with session(server) as connection:
            found = connection.run(
                "SELECT nspname FROM pg_namespace WHERE nspname ~ :name", name=f"^{name}(_before.*)?$"
            )
            for (one,) in found:
                connection.run(f'DROP SCHEMA "{one}" CASCADE')


@pytest.fixture(params=REGISTER_ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Where]:
    """Where a register may be made, on each engine; there is none yet."""
    if request.param == "sqlite":
        yield tmp_path / "home"
        return
    with schema_of_its_own(request.getfixturevalue("postgresql")) as address:
        yield address


@pytest.fixture
def postgresql_place(postgresql: Address) -> Iterator[Address]:
    """Where a register may be made on a server, for what only a server can do."""
    with schema_of_its_own(postgresql) as address:
        yield address


@pytest.fixture(scope="session", params=REGISTER_ENGINES)
def places(request: pytest.FixtureRequest) -> Places:
    """Make places one after another within one test, for tests that draw their own examples."""
    if request.param == "sqlite":
        return _folder
    server = request.getfixturevalue("postgresql")
    return lambda: schema_of_its_own(server)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def register(place: Where) -> Iterator[Register]:
    """Give an empty register, open for writing; afterwards it must verify."""
    with Register.create(place) as made:
        yield made
        found = made.verify()
        assert found.ok, [str(problem) for problem in found.problems]


def alter(where: Where, *statements: str) -> None:
    """Change a register behind its back; each statement must touch something. Foreign keys look away."""
    if isinstance(where, Address):
        with session(where) as connection:
            connection.run("SET session_replication_role = replica")
            for statement in statements:
                connection.run(statement.replace("x'00'", "'\\x00'::bytea"))
                assert connection.row_count > 0, statement
        return
    with closing(sqlite3.connect(where / REGISTER)) as connection, connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement
