"""The way to a Neo4j server: one driver a process and address, limits on every wait, and its failures in our words."""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graphsvc.errors import GraphDatabaseError
from graphsvc.i18n import text

if TYPE_CHECKING:
    import neo4j

__all__ = ["Address", "Unavailable", "server_errors", "session_to"]

#: Seconds: to reach the server, to get a connection, to go on trying when the server asks for it.
_CONNECTING, _ACQUIRING, _RETRYING = 4.0, 8.0, 8.0
#: A connection that was idle for so long (seconds) is tried before it is used: the server may have been restarted.
_IDLE = 1.0

_drivers: dict[Address, neo4j.Driver] = {}
_lock = threading.Lock()


class Unavailable(GraphDatabaseError):
    """The server cannot be reached, does not let us in, or went away; nothing is known of what it holds."""


@dataclass(frozen=True)
class Address:
    """Where a Neo4j database is, and as whom to go there.

    Parameters
    ----------
    uri
        ``bolt://host:port`` or ``neo4j://host:port``; with ``+s`` the way there is encrypted.
    user, password
        The password is never shown.
    database
        Name of the database on the server; empty = the user's own.

    Examples
    --------
    >>> Address("bolt://localhost:7687", "neo4j", "secret")
    Address(uri='bolt://localhost:7687', user='neo4j', database='')
    """

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = ""

    @property
    def shown(self) -> str:
        """The address as people may see it: without anything that somebody wrote before an @."""
        parts = urlsplit(self.uri)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" + (f"/{self.database}" if self.database else "")


@contextmanager
def session_to(address: Address, *, write: bool) -> Iterator[neo4j.Session]:
    """Open a session, for one thread; failures of the server on the way come out as :class:`Unavailable`.

    Parameters
    ----------
    write
        False: the server itself refuses every statement that would change something.
    """
    driver = _driver(address)
    import neo4j  # the driver is here, or an error has said how to get it

    with server_errors(address):
        mode = neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS
        with driver.session(database=address.database or None, default_access_mode=mode) as session:
            yield session


@contextmanager
def server_errors(address: Address) -> Iterator[None]:
    """Say in our words what a server that is away, full or closed to us says in its own."""
    from neo4j import exceptions

    try:
        yield
    except exceptions.AuthError as error:
        raise Unavailable(text("neo4j.login").format(address=address.shown, user=address.user)) from error
    except (exceptions.DriverError, OSError) as error:
        raise Unavailable(text("neo4j.away").format(address=address.shown, why=_first_line(error))) from error
    except exceptions.Neo4jError as error:
        why = _first_line(error.message or error.code or "")
        if error.is_retryable() and "OutOfMemory" not in (error.code or ""):
            raise Unavailable(text("neo4j.away").format(address=address.shown, why=why)) from error
        raise GraphDatabaseError(text("neo4j.failed").format(address=address.shown, why=why)) from error


def _driver(address: Address) -> neo4j.Driver:
    """Return the process's driver for an address; a driver is a pool, and may be used by many threads."""
    with _lock:
        if address not in _drivers:
            _drivers[address] = _made(address)
        return _drivers[address]


def _made(address: Address) -> neo4j.Driver:
    try:
        import neo4j
    except ImportError as error:
        raise GraphDatabaseError(text("neo4j.no_driver")) from error
    # The driver logs warnings about a statement together with the statement; what people ask is not for logs.
    logging.getLogger("neo4j.notifications").setLevel(logging.CRITICAL)
    options: dict[str, Any] = {
        "connection_timeout": _CONNECTING,
        "connection_acquisition_timeout": _ACQUIRING,
        "max_transaction_retry_time": _RETRYING,
        "liveness_check_timeout": _IDLE,
        "max_connection_pool_size": 20,
        "user_agent": f"graphsvc/{version('graphsvc')}",
        "telemetry_disabled": True,
    }
    if urlsplit(address.uri).scheme.partition("+")[0] not in {"bolt", "neo4j"}:
        raise GraphDatabaseError(text("neo4j.uri").format(address=address.shown))
    login = (address.user, address.password) if address.password else None
    try:
        return neo4j.GraphDatabase.driver(address.uri, auth=login, **options)
    except (neo4j.exceptions.DriverError, ValueError) as error:
        # The URI itself may hold a password: it is not repeated.
        raise GraphDatabaseError(text("neo4j.uri").format(address=address.shown)) from error


@atexit.register
def _close() -> None:
    with _lock:
        while _drivers:
            _drivers.popitem()[1].close()


def _first_line(error: object) -> str:
    """Return what a failure says first, without the addresses that the driver tried."""
    said = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return said.partition(" (resolved to")[0].rstrip(" :.")[:300]
