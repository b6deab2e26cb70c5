"""Connections to a PostgreSQL server: how they are made, kept, and thrown away when in doubt."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import ssl
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from graphsvc.errors import EngineError
from graphsvc.register.address import Address
from graphsvc.register.postgresql import refusals
from graphsvc.register.postgresql.statements import WHOLE_LOCK

__all__ = ["LOCK_SECONDS", "STATEMENT_SECONDS", "make_pool"]

#: How long connecting may take, a writer waits for another one's write, and a statement may take, in seconds.
CONNECT_SECONDS, LOCK_SECONDS, STATEMENT_SECONDS = 4, 20, 600
_OLDEST = 13

_READING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# The right to write belongs to the transaction: whoever loses the connection has lost both. READ COMMITTED, because the
# statement that waits for the lock would otherwise fix what is seen to before the one who held it was done.
_WRITING = (
    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '{seconds}s'; "
    "SELECT pg_advisory_xact_lock({lock})"
)


def make_pool(address: Address) -> Engine:
    """Return connections to a database; none is made yet.

    Raises
    ------
    EngineError
        When the driver is not installed.
    """
    try:
        import pg8000
    except ImportError:
        raise refusals.no_driver() from None

    def connect() -> Any:
        return _connect(pg8000, address)

    pool = create_engine(
        "postgresql+pg8000://",
        creator=connect,
        pool_size=4,
        max_overflow=64,
        pool_timeout=CONNECT_SECONDS,
        pool_logging_name="register",
    )
    # What breaks is said by the error that follows; the pool would print a trace of throwing a connection away.
    logging.getLogger("sqlalchemy.pool.impl.QueuePool.register").setLevel(logging.CRITICAL + 1)
    event.listen(pool, "checkout", _answers)
    event.listen(pool, "begin", _begin)
    return pool


def _connect(driver: Any, address: Address) -> Any:
    """Connect within a few seconds; afterwards a silent server is noticed, and a busy one is waited for."""
    wire = _wire(address)
    try:
        made = driver.Connection(
            address.user,
            host=address.host,
            database=address.database,
            password=address.password or "",
            sock=wire,
            ssl_context=_encryption(address),
            application_name=_name(),
            startup_params=_session(address),
        )
    except BaseException:
        wire.close()
        raise
    try:
        _check(made, address)
    except BaseException:
        made.close()
        raise
    return made


def _wire(address: Address) -> socket.socket:
    if not address.socket:
        wire = socket.create_connection((address.host, address.port), CONNECT_SECONDS)
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _watch(wire)
    else:
        wire = socket.socket(socket.AF_UNIX)
        try:
            wire.settimeout(CONNECT_SECONDS)
            wire.connect(str(Path(address.socket) / f".s.PGSQL.{address.port}"))
        except OSError:
            wire.close()
            raise
    wire.settimeout(STATEMENT_SECONDS + 10)
    return wire


def _watch(wire: socket.socket) -> None:
    """Let the operating system notice within half a minute that the other machine is gone."""
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    options = {"TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 20_000}
    for name, value in options.items():
        if hasattr(socket, name):
            wire.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def _encryption(address: Address) -> ssl.SSLContext | bool:
    if address.sslmode == "disable":
        return False
    context = ssl.create_default_context(cafile=address.sslrootcert or None)
    if address.sslmode == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _name() -> str:
    """Return what the server and other writers know this process by; the server keeps 63 bytes of it."""
    host = socket.gethostname().encode("ascii", "replace").decode()[:40]
    return f"graphsvc {os.getpid()} {host}"


def _session(address: Address) -> dict[str, str]:
    found = {
        "client_encoding": "UTF8",
        "synchronous_commit": "on",
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        "lock_timeout": f"{LOCK_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{STATEMENT_SECONDS}s",
        "extra_float_digits": "1",
    }
    return {**found, "search_path": address.schema} if address.schema else found


def _check(made: Any, address: Address) -> None:
    told = made.parameter_statuses
    number = told.get("server_version", "0").split(".")[0].split()[0]
    if number.isdecimal() and int(number) < _OLDEST:
        raise refusals.too_old(address, told["server_version"], _OLDEST)
    if told.get("server_encoding", "UTF8") != "UTF8":
        raise refusals.wrong_encoding(address, told["server_encoding"])


def _answers(connection: Any, _record: object, _proxy: object) -> None:
    """Ask a kept connection whether the server is still there; an empty question begins no transaction."""
    try:
        connection.execute_simple("")
    except EngineError:
        raise
    except Exception as error:
        with contextlib.suppress(Exception):
            connection.close()
        raise DisconnectionError from error


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("register_writes"):
        connection.exec_driver_sql(_WRITING.format(seconds=LOCK_SECONDS, lock=WHOLE_LOCK)).close()
    else:
        connection.exec_driver_sql(_READING).close()
