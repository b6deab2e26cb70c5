"""Digests: of a revision's content, of the state after it, and of the chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from graphsvc.register.answers import Revision
from graphsvc.register.claims import Key, Step, Stored

__all__ = ["Tally", "claim_digest", "content_digest", "counted", "own_digest", "sealed"]

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_MODULUS = 1 << 256


def claim_digest(key: Key, stored: Stored) -> int:
    """Return the SHA-256 of one claim as a number."""
    return int.from_bytes(hashlib.sha256("\0".join((*key, *stored)).encode()).digest())


class Tally:
    """A digest of a set of claims that can be kept up to date: how many, and the sum of their digests.

    The sum is taken modulo 2**256 and does not depend on the order. It finds damage; it is no defence against one
    who may write to the file, who could as well write a new chain.

    Examples
    --------
    >>> tally = Tally()
    >>> tally.add(1, 5); tally.add(-1, 5)
    >>> tally.claims, tally.digest == Tally().digest
    (0, True)
    """

    def __init__(self, claims: int = 0, digest: str = "0") -> None:
        self.claims = claims
        self._sum = int(digest, 16)

    @property
    def digest(self) -> str:
        """The sum as 64 hexadecimal digits."""
        return f"{self._sum:064x}"

    def add(self, times: int, digest: int) -> None:
        """Count a claim in (1) or out (-1)."""
        self.claims += times
        self._sum = (self._sum + times * digest) % _MODULUS

    def apply(self, steps: Iterable[Step]) -> None:
        """Count what steps put in and take out."""
        for step in steps:
            if step.before is not None:
                self.add(-1, claim_digest(step.old_key, step.before))
            if step.after is not None:
                self.add(1, claim_digest(step.key, step.after))


def content_digest(steps: Iterable[Step]) -> str:
    """Return the SHA-256 of steps in their order.

    Notes
    -----
    O(length of the steps).
    """
    digest = hashlib.sha256()
    for step in steps:
        digest.update(_ENCODER.encode(step).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def counted(steps: Iterable[Step]) -> Mapping[str, int]:
    """Count claims added, changed and withdrawn; derived relations, settings and moved rows are not counted."""
    counts = {"added": 0, "changed": 0, "withdrawn": 0}
    for step in steps:
        if step.own or step.only_moved or step.derived:
            continue
        counts["added" if step.before is None else "withdrawn" if step.after is None else "changed"] += 1
    return counts


def own_digest(revision: Revision) -> str:
    """Return the SHA-256 over everything that a revision says but this digest itself."""
    document = {name: getattr(revision, name) for name in Revision.__dataclass_fields__ if name != "digest"}
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(revision: Revision) -> Revision:
    """Return a revision with its own digest in place."""
    return replace(revision, digest=own_digest(revision))
