"""What a register stands on: one shape, two engines (:mod:`..sqlite`, :mod:`..postgresql`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Table

from graphsvc.register.address import Address

__all__ = [
    "Engine",
    "Rows",
    "Where",
    "add_rows",
    "create_engine_at",
    "open_engine_at",
    "remove_rows",
    "sound",
    "take_engine_at",
]

#: A folder for SQLite, an address for PostgreSQL.
Where = Path | Address
Rows = Sequence[Mapping[str, Any]]


class Engine(Protocol):
    """An opened register's connections and transactions.

    Every error of a driver leaves as an :class:`graphsvc.errors.EngineError` that says what, where, and what would
    work.
    """

    @property
    def place(self) -> str:
        """Where the register is, for messages; never with a password."""

    @property
    def writes(self) -> bool:
        """Whether it was opened for writing."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Open one transaction that sees one revision and no other, however many are committed meanwhile."""

    def writing(self) -> AbstractContextManager[Connection]:
        """Open one transaction, alone with the right to write, that is committed whole at the end or not at all.

        When it ends without an error it is committed; when the answer to the commit is lost, it is found out.
        """

    def turn(self, name: str) -> AbstractContextManager[None]:
        """Be the only one, among all processes that write to this register, who does what the name says."""

    def copy_to(self, file: Path) -> None:
        """Write a copy of one revision to a new SQLite file while others write on."""

    def replace_by(self, file: Path) -> str | None:
        """Put the register of a checked SQLite file in place of this one; return where the old one lies now."""

    def close(self) -> None:
        """Close every connection and give back the right to write."""


def create_engine_at(where: Where) -> Engine:
    """Make an empty register and open it for writing.

    Raises
    ------
    DataError
        When there is one already.
    EngineError
        When it cannot be made.
    """
    made: Engine = _room(where).create(where)
    return made


def open_engine_at(where: Where, *, write: bool) -> Engine:
    """Open a register that is there; one of an older version is brought up to date when it may be written.

    Raises
    ------
    RegisterMissing, RegisterLocked, EngineError
        When it cannot be opened so.
    """
    opened: Engine = _room(where).open(where, write=write)
    return opened


def take_engine_at(where: Where) -> tuple[Engine, bool]:
    """Get the right to write without looking at what is there, and say whether anything is.

    Raises
    ------
    RegisterLocked, EngineError
        When the place may not be written.
    """
    taken: tuple[Engine, bool] = _room(where).take(where)
    return taken


def _room(where: Where) -> Any:
    # A driver is loaded by those who use it: pg8000 is an optional extra.
    if isinstance(where, Address):
        from graphsvc.register.postgresql import PostgresqlEngine

        return PostgresqlEngine
    from graphsvc.register.sqlite import SqliteEngine

    return SqliteEngine


def add_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert many rows in the way that is quick on the connection's engine; every row names every column."""
    _bulk(connection).add_rows(connection, table, rows)


def remove_rows(connection: Connection, table: Table, keys: Rows) -> None:
    """Delete many rows by some of their columns, the same ones in every key."""
    _bulk(connection).remove_rows(connection, table, keys)


def sound(connection: Connection) -> list[str]:
    """Let the engine check what it keeps; return what it finds wrong."""
    return list(_bulk(connection).sound(connection))


def _bulk(connection: Connection) -> Any:
    if connection.dialect.name == "postgresql":
        from graphsvc.register.postgresql import statements

        return statements
    from graphsvc.register.sqlite import statements as plain

    return plain
