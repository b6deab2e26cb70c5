"""Requests of programs that were carried out: one that is sent again is answered, and not done twice."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from graphsvc.register.schema import request

__all__ = ["Answered", "Request", "answered", "remember"]


class Request(NamedTuple):
    """A request that must be carried out once.

    Parameters
    ----------
    key
        The sender's own word for this request.
    fingerprint
        Digest of what was asked: the same key with another one is a mistake of the sender.
    answer
        What is answered, now and when it is sent again.
    """

    key: str
    fingerprint: str
    answer: str


class Answered(NamedTuple):
    """A request that was carried out, and the revision it made."""

    fingerprint: str
    answer: str
    revision: int


def answered(connection: Connection, who: str, key: str) -> Answered | None:
    """Return what a request was answered with, or None when nobody sent it yet."""
    found = connection.execute(
        select(request.c.fingerprint, request.c.answer, request.c.revision).where(
            request.c.who == who, request.c.key == key
        )
    ).first()
    return None if found is None else Answered(*found)


def remember(connection: Connection, who: str, made: Request, revision: int) -> None:
    """Note within the transaction of a revision that a request has made it."""
    connection.execute(insert(request), [{"who": who, **made._asdict(), "revision": revision}])
