"""Reading what the forum keeps beside its claims: documents, and requests that were answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection

from graphsvc.model import Kind
from graphsvc.records import Record, ThingRecord
from graphsvc.register import documents, installation, log, patching, pouring, refusals, requests
from graphsvc.register.claims import record_of
from graphsvc.register.pouring import Poured, Tip
from graphsvc.register.requests import Answered
from graphsvc.register.since import Since, facts_since
from graphsvc.snapshot import About, Facts

__all__ = ["Archive"]

#: What is said of one of the forum's cases, by source, the one that is heard first first.
Said = dict[str, ThingRecord]


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

    def about(self) -> About:
        """Return what the installation says of itself now, whatever the size of the map."""
        with self._reading() as connection:
            return installation.about(log.own_claims(connection))

    def cases(self, kind: Kind) -> dict[str, Said]:
        """Return all that is claimed now of one of the forum's kinds, by id.

        Notes
        -----
        O(claims of this kind), whatever the size of the map.
        """
        with self._reading() as connection:
            return log.cases(connection, kind)

    def own(self, source: str, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Record]:
        """Return what one source claims now of some things and relations, by (subject, id)."""
        with self._reading() as connection:
            return {pair: record_of(one) for pair, one in log.claims_at(connection, source, pairs).items()}

    def basis(self, proposal: str) -> int:
        """Return the newest revision that changed the map, a proposal or the answers about it: what it is judged on."""
        with self._reading() as connection:
            return log.newest_of_map(connection, about=proposal)

    def patched(self, older: Facts) -> Facts | None:
        """Return the facts of the newest revision from older ones, or None when the whole must be merged.

        Raises
        ------
        RegisterDamaged
            When the log since, or a claim, does not match its digest.
        """
        with self._checked() as connection:
            return patching.patched(connection, older)

    def since(self, revision: int) -> Since | None:
        """Return which facts are no longer what they were after a revision, or None when all must be merged.

        Raises
        ------
        RegisterDamaged
            When the log since, or a claim, does not match its digest.
        """
        with self._checked() as connection:
            return facts_since(connection, revision)

    def tip(self) -> Tip | None:
        """Return what the newest revision is, whatever the size of the map; None when there is none."""
        with self._reading() as connection:
            return pouring.tip(connection)

    @contextmanager
    def poured(self) -> Iterator[Poured | None]:
        """Give the facts of the newest revision one after the other; None when they must be merged as a whole.

        Raises
        ------
        RegisterDamaged
            When the claims do not match the digest of the revision.
        """
        with self._checked() as connection:
            yield pouring.pour(connection)

    @contextmanager
    def _checked(self) -> Iterator[Connection]:
        """Read what is checked against its digests on the way; what does not match is damage."""
        with self._reading() as connection:
            try:
                yield connection
            except ValueError as error:
                raise refusals.damaged(self._place, refusals.WRONG_DIGEST) from error

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
