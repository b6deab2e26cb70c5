"""A register in a database: any process may write, one at a time, and each write is alone for as long as it lasts."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, RootTransaction, text

from graphsvc.errors import EngineError, GraphsvcError, RegisterLocked
from graphsvc.register import desk, migrating
from graphsvc.register import refusals as common
from graphsvc.register.address import Address
from graphsvc.register.engine import Where
from graphsvc.register.postgresql import connections, copying, refusals
from graphsvc.register.postgresql.failures import BROKEN, explained
from graphsvc.register.postgresql.statements import TURN, WRITER

__all__ = ["PostgresqlEngine"]

#: How long a lost answer to a commit is asked for, and what is said of each commit is kept, in seconds.
_ASKING, _REMEMBERED = 30, 3600
_DRAWER = "commit"

#: How long somebody waits for a turn, in seconds: a graph database of a nation is built in less.
_TURN = 120
_TAKE_TURN = text("SELECT pg_advisory_xact_lock(:kind, hashtext(:name))")
_HAS_DESK = text("SELECT to_regclass('desk') IS NOT NULL")
_HOLDER = text(
    "SELECT a.application_name, host(a.client_addr) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :writer AND l.database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database()) AND l.objid::bigint = "
    "(hashtext(coalesce(current_schema(), 'public'))::bigint & 4294967295)"
)


class PostgresqlEngine:
    """The register of a database; the shape is :class:`graphsvc.register.engine.Engine`."""

    def __init__(self, address: Address, *, write: bool) -> None:
        self.address = address
        self.writes = write
        self._pool = connections.make_pool(address)

    @classmethod
    def create(cls, address: Where) -> Self:
        """Make the tables of an empty register in one transaction."""
        engine = cls.take(address)[0]
        try:
            engine._make()
        except BaseException:
            engine.close()
            raise
        return engine

    def _make(self) -> None:
        with self.writing() as connection:
            if migrating.version(connection) is not None:
                raise refusals.already_there(self.address)
            migrating.upgrade(connection)

    @classmethod
    def open(cls, address: Where, *, write: bool) -> Self:
        """Open the register of a database; nobody waits."""
        assert isinstance(address, Address)  # noqa: S101 - the room is chosen by the type
        engine = cls(address, write=write)
        try:
            engine._bring_up_to_date()
        except BaseException:
            engine.close()
            raise
        return engine

    def _bring_up_to_date(self) -> None:
        with self.reading() as connection:
            if self._is_current(connection):
                return
        if not self.writes:
            raise common.older(self.place)
        with self.writing() as connection:
            if not self._is_current(connection):  # another worker may have been quicker
                migrating.upgrade(connection)

    def _is_current(self, connection: Connection) -> bool:
        if migrating.version(connection) is None:
            raise refusals.missing(self.address)
        return migrating.is_current(connection, self.place)

    @classmethod
    def take(cls, address: Where) -> tuple[Self, bool]:
        """Reach a database without looking at the register in it, and say whether there is one."""
        assert isinstance(address, Address)  # noqa: S101 - the room is chosen by the type
        engine = cls(address, write=True)
        try:
            if address.schema:
                engine._make_schema()
            with engine.reading() as connection:
                return engine, migrating.version(connection) is not None
        except BaseException:
            engine.close()
            raise

    def _make_schema(self) -> None:
        with explained(self.address), self._connected() as connection, connection.begin():
            known = text("SELECT 1 FROM pg_namespace WHERE nspname = :name")
            if connection.execute(known, {"name": self.address.schema}).first() is not None:
                return
        with self.writing() as connection:
            connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{self.address.schema}"')

    @property
    def place(self) -> str:
        """The address without its password."""
        return self.address.shown

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open one transaction that sees one revision and no other."""
        with explained(self.address), self._connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open one transaction that holds the right to write, and is committed whole at the end or not at all.

        It leaves a word of its own in the database, so that a commit whose answer was lost can be asked for.
        """
        word = secrets.token_hex(16)
        with self._named_holder(), explained(self.address), self._connected() as connection:
            marked = connection.execution_options(register_writes=True)
            with contextlib.closing(marked.begin()) as transaction:
                yield marked
                if marked.execute(_HAS_DESK).scalar():
                    desk.lay(marked, _DRAWER, word, desk.Lying("", int(time.time()) + _REMEMBERED, b""))
                self._commit(marked, transaction, word)

    def _commit(self, connection: Connection, transaction: RootTransaction, word: str) -> None:
        try:
            transaction.commit()
        except BROKEN:
            connection.invalidate()
            if not self._came_through(word):
                raise refusals.not_written(self.address) from None

    def _came_through(self, word: str) -> bool:
        """Ask, over a new connection, whether a commit was done. Whoever holds the lock knows that it is over."""
        deadline = time.monotonic() + _ASKING
        while time.monotonic() < deadline:
            try:
                with explained(self.address), self._connected() as connection:
                    marked = connection.execution_options(register_writes=True)
                    with marked.begin():
                        return desk.find(marked, _DRAWER, word) is not None
            except EngineError:
                time.sleep(0.2)
        raise refusals.outcome_unknown(self.address)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """Take a connection; one on which anything went wrong is thrown away, for it may be out of step."""
        with self._pool.connect() as connection:
            try:
                yield connection
            except GraphsvcError:
                raise
            except BaseException:
                with contextlib.suppress(Exception):
                    connection.invalidate()
                raise

    @contextmanager
    def _named_holder(self) -> Iterator[None]:
        try:
            yield
        except RegisterLocked:
            raise common.locked(self.place, self._holder()) from None

    def _holder(self) -> str | None:
        with contextlib.suppress(EngineError), self.reading() as connection:
            for name, host in connection.execute(_HOLDER, {"writer": WRITER}):
                return f"{name} ({host})" if host else str(name)
        return None

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait for other processes; the turn ends with the connection, however this process ends."""
        with explained(self.address), self._connected() as connection, connection.begin():
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_TURN}s'")
            connection.execute(_TAKE_TURN, {"kind": TURN, "name": name})
            yield

    def copy_to(self, file: Path) -> None:
        """Copy one revision, read in one transaction that stops nobody."""
        with self.reading() as connection:
            copying.copy_out(connection, file)

    def replace_by(self, file: Path) -> str | None:
        """Put another register in place of this one in one transaction; the old tables move to a schema of their own.

        Readers see the old register until the last moment, and the new one from then on.
        """
        with self.writing() as connection:
            aside = copying.copy_in(connection, file, self.place)
        return replace(self.address, schema=aside).shown if aside else None

    def close(self) -> None:
        """Close every connection."""
        self._pool.dispose()
