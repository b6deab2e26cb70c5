"""The desk of a register, opened: what its workers share for a while."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection

from graphsvc.register import desk, log
from graphsvc.register.desk import Lying
from graphsvc.register.engine import Engine

__all__ = ["Shared"]


class Shared:
    """Drawers that every worker of an installation sees, and turns that one of them has at a time.

    Parameters
    ----------
    engine
        The register's own.
    writing
        Opens a transaction that writes.
    """

    def __init__(self, engine: Engine, writing: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._engine = engine
        self._writing = writing

    def find(self, drawer: str, key: str) -> Lying | None:
        """Return what lies there, unless its time is up."""
        with self._engine.reading() as connection:
            return desk.find(connection, drawer, key)

    def still_holds(self, number: int, digest: str) -> bool:
        """Tell whether a revision is still the one of this digest: a restored register may have others."""
        with self._engine.reading() as connection:
            found = log.revision_at(connection, number)
        return (found.digest if found else "") == digest

    def lay(self, drawer: str, key: str, thing: Lying, *, most: int = 0, most_bytes: int = 0) -> None:
        """Put something in a drawer, in place of what had the same key; the oldest fall out when there is too much."""
        with self._writing() as connection:
            desk.lay(connection, drawer, key, thing, most=most, most_bytes=most_bytes)

    def take_away(self, drawer: str, key: str) -> None:
        """Remove what lies there."""
        with self._writing() as connection:
            desk.take_away(connection, drawer, key)

    def secret(self, name: str) -> bytes:
        """Return the installation's secret of this name, 256 bits; one of this process where it may only read."""
        found = self.find("secret", name)
        if found is not None:
            return found.content
        if not self._engine.writes:
            return secrets.token_bytes(desk.SECRET_BYTES)
        with self._writing() as connection:
            return desk.secret(connection, name)

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Be the only one, among all processes that write to this register, who does what the name says."""
        with self._engine.turn(name):
            yield
