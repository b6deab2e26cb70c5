"""Reading what the forum keeps beside its claims: documents, and requests that were answered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from graphsvc.register import documents, refusals, requests
from graphsvc.register.requests import Answered

__all__ = ["Archive"]


class Archive:
    """The shelf of documents and the list of answered requests of one register.

    Parameters
    ----------
    reading
        Opens a transaction that sees one revision.
    place
        Where the register is, for messages.
    """

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], place: str) -> None:
        self._reading = reading
        self._place = place

    def document(self, digest: str) -> bytes | None:
        """Return a document as it was kept, or None when there is none of this digest.

        Raises
        ------
        RegisterDamaged
            When it is no longer what it was.
        """
        with self._reading() as connection:
            found = documents.content_of_document(connection, digest)
        if found is not None and documents.document_digest(found) != digest:
            raise refusals.damaged(self._place, refusals.WRONG_DIGEST)
        return found

    def answered(self, who: str, key: str) -> Answered | None:
        """Return what a request of a program was answered with, or None when it was not carried out yet."""
        with self._reading() as connection:
            return requests.answered(connection, who, key)
