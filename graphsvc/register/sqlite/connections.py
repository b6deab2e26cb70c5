"""Connections to a register's file, and what their failures mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from graphsvc.errors import EngineError
from graphsvc.register import refusals
from graphsvc.register.sqlite.home import may_write
from graphsvc.text import Text

__all__ = ["explained", "make_pool", "reading", "writing"]

_BUSY_SECONDS = 20
_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_READ_ONLY = ("SQLITE_READONLY", "SQLITE_PERM")


def make_pool(file: Path, *, write: bool) -> Engine:
    """Return connections to a register's file, which must be there.

    Every connection keeps foreign keys, waits for a lock instead of failing, and, when it may write, writes to a
    write-ahead log that is flushed to the disk at each commit.
    """
    uri = f"{file.absolute().as_uri()}?mode=rw{_sealed(file, write=write)}"

    def connect() -> sqlite3.Connection:
        # isolation_level None: we say BEGIN ourselves, so that reads too are one transaction.
        return sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=64)
    event.listen(engine, "connect", _prepare_writer if write else _prepare_reader)
    event.listen(engine, "begin", _begin)
    return engine


def _sealed(file: Path, *, write: bool) -> str:
    """Tell SQLite not to make files of its own beside a register in a folder that may only be read."""
    log = file.with_name(f"{file.name}-wal")
    waiting = log.exists() and log.stat().st_size > 0
    return "" if write or waiting or may_write(file.parent) else "&immutable=1"


def _prepare(connection: sqlite3.Connection) -> None:
    for pragma in ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: sqlite3.Connection, _record: object) -> None:
    _prepare(connection)
    connection.execute("PRAGMA query_only=ON")


def _prepare_writer(connection: sqlite3.Connection, _record: object) -> None:
    _prepare(connection)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("register_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(pool: Engine, file: Path) -> Iterator[Connection]:
    """Open one transaction that sees one revision and no other, however many are committed meanwhile.

    Raises
    ------
    EngineError
        When the engine fails; see :func:`explained`.
    """
    with explained(file), pool.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(pool: Engine, file: Path) -> Iterator[Connection]:
    """Open one transaction that is committed whole at the end, or not at all.

    Raises
    ------
    EngineError
        When the engine fails; see :func:`explained`.
    """
    with explained(file), pool.connect() as connection:
        marked = connection.execution_options(register_writes=True)
        with marked.begin():
            yield marked


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Turn what a driver raises into an error that names the path and the remedy.

    Raises
    ------
    EngineError, RegisterDamaged
        By the driver's own name for the error.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _explain(file, error) from error
    except UnicodeDecodeError as error:  # every text went in as UTF-8
        raise refusals.damaged(file, Text.same(str(error))) from error


def _explain(file: Path, error: DBAPIError | sqlite3.Error) -> EngineError:
    original = error.orig if isinstance(error, DBAPIError) else error
    name = str(getattr(original, "sqlite_errorname", ""))
    if name.startswith(_DAMAGED):
        return refusals.damaged(file, Text.same(str(original)))
    if name.startswith(_NO_ROOM):
        return refusals.no_space(file.parent)
    if name.startswith(_READ_ONLY):
        return refusals.not_writable(file)
    if name.startswith("SQLITE_CANTOPEN"):
        return refusals.cannot_open(file)
    return refusals.unavailable(file, str(original))
