"""Files kept by the digest of their content; the claim that names one says what it is called and what it is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from graphsvc.model import Kind
from graphsvc.register.claims import Step
from graphsvc.register.precedence import FORUM
from graphsvc.register.schema import document

__all__ = ["NAMING", "Document", "content_of_document", "document_digest", "keep", "kept", "named_by"]

#: Which field of which kind names documents.
NAMING = {Kind.DECISION.value: "documents", Kind.PROPOSAL.value: "attachments"}
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Document(NamedTuple):
    """How a claim names a document: ``digest media-type name``.

    Digest, media type and name stand in the claim, so that the chain of revisions covers all three.

    Examples
    --------
    >>> one = Document.of(b"{}", "application/json", "impact.json")
    >>> Document.read(str(one)) == one
    True
    """

    digest: str
    media_type: str
    name: str

    def __str__(self) -> str:
        return " ".join(self)

    @classmethod
    def of(cls, content: bytes, media_type: str, name: str) -> Document:
        """Name a content."""
        return cls(document_digest(content), media_type, name)

    @classmethod
    def read(cls, words: str) -> Document | None:
        """Read what a claim says; None when that names no document."""
        digest, _, rest = words.partition(" ")
        media_type, _, name = rest.partition(" ")
        return cls(digest, media_type, name) if _DIGEST.fullmatch(digest) and name else None


def document_digest(content: bytes) -> str:
    """Return the SHA-256 of a content as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def keep(connection: Connection, contents: Iterable[bytes]) -> None:
    """Store contents; one that is there already is not stored twice."""
    for digest, content in {document_digest(one): one for one in contents}.items():
        if connection.execute(select(document.c.digest).where(document.c.digest == digest)).first() is None:
            connection.execute(insert(document), [{"digest": digest, "content": content}])


def content_of_document(connection: Connection, digest: str) -> bytes | None:
    """Return a content, or None when there is none of this digest."""
    found: bytes | None = connection.execute(
        select(document.c.content).where(document.c.digest == digest)
    ).scalar_one_or_none()
    return found


def kept(connection: Connection) -> Iterator[tuple[str, bool]]:
    """Give every stored digest, and whether the content still has it; one content in memory at a time."""
    for row in connection.execute(select(document.c.digest).order_by(document.c.digest)).all():
        content = content_of_document(connection, row.digest)
        yield row.digest, content is not None and document_digest(content) == row.digest


def named_by(step: Step) -> Iterator[str]:
    """Give the digests of the documents that a step of the forum names."""
    if step.source != FORUM or step.subject not in NAMING or step.after is None:
        return
    listed = json.loads(step.after.content).get("fields", {}).get(NAMING[step.subject]) or ()
    for words in listed if isinstance(listed, list) else ():
        found = Document.read(str(words))
        if found is not None:
            yield found.digest
