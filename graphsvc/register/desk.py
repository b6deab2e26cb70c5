"""What the workers of one installation share for a while: secrets, previews that wait for an answer.

It lies in the register's database, so that a request may land on any worker, on whatever machine. It is no part of the
register: it is not in the chain, not in exports, and not in backups.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from graphsvc.register.schema import desk

__all__ = ["FOR_EVER", "SECRET_BYTES", "Lying", "find", "lay", "secret", "take_away", "tidy"]

#: A time that never comes, in seconds since 1970.
FOR_EVER = 1 << 40
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Lying:
    """Something on the desk: whose it is, until when it lies there (seconds since 1970), and what it is."""

    owner: str
    until: int
    content: bytes


def lay(connection: Connection, drawer: str, key: str, thing: Lying, *, most: int = 0, most_bytes: int = 0) -> None:
    """Put something in a drawer, in place of what had the same key; the oldest fall out when there is too much.

    Parameters
    ----------
    most, most_bytes
        How many things, and how many bytes of them, a drawer holds; 0 = no limit.
    """
    tidy(connection)
    take_away(connection, drawer, key)
    row = {"drawer": drawer, "key": key, "owner": thing.owner, "until": thing.until, "content": thing.content}
    connection.execute(insert(desk), [{**row, "size": len(thing.content)}])
    if most or most_bytes:
        _bound(connection, drawer, key, most, most_bytes)


def _bound(connection: Connection, drawer: str, newest: str, most: int, most_bytes: int) -> None:
    newest_first = select(desk.c.key, desk.c.size).where(desk.c.drawer == drawer).order_by(desk.c.until.desc())
    others = [row for row in connection.execute(newest_first) if row.key != newest]
    size = connection.execute(select(desk.c.size).where(desk.c.drawer == drawer, desk.c.key == newest)).scalar_one()
    for number, row in enumerate(others, 1):
        size += row.size
        if (most and number >= most) or (most_bytes and size > most_bytes):
            take_away(connection, drawer, row.key)


def find(connection: Connection, drawer: str, key: str) -> Lying | None:
    """Return what lies there, unless its time is up."""
    here = (desk.c.drawer == drawer) & (desk.c.key == key) & (desk.c.until > int(time.time()))
    row = connection.execute(select(desk.c.owner, desk.c.until, desk.c.content).where(here)).first()
    return None if row is None else Lying(row.owner, row.until, bytes(row.content))


def take_away(connection: Connection, drawer: str, key: str) -> None:
    """Remove what lies there, if anything does."""
    connection.execute(delete(desk).where(desk.c.drawer == drawer, desk.c.key == key))


def tidy(connection: Connection) -> None:
    """Remove everything whose time is up."""
    connection.execute(delete(desk).where(desk.c.until <= int(time.time())))


def secret(connection: Connection, name: str) -> bytes:
    """Return the secret of this name, 256 bits, drawn when there is none; the connection must be one that writes."""
    found = find(connection, "secret", name)
    if found is None:
        found = Lying("", FOR_EVER, secrets.token_bytes(SECRET_BYTES))
        lay(connection, "secret", name, found)
    return found.content
