"""The merged facts of the newest revision one after the other, however many they are: none is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import Connection

from graphsvc.register import installation, log, precedence
from graphsvc.register.chain import Tally, claim_digest
from graphsvc.register.claims import Key, Stored, record_of
from graphsvc.register.merge import merged_fact
from graphsvc.register.schema import OWN_SUBJECTS
from graphsvc.snapshot import About, Conflict, Fact

__all__ = ["Poured", "Tip", "pour", "tip"]


@dataclass(frozen=True, slots=True)
class Tip:
    """The newest revision: its number and digest, how many claims stand after it, and what the register says of itself.

    ``renamed`` tells whether some source knows things by ids of its own.
    """

    number: int
    digest: str
    claims: int
    about: About
    renamed: bool


@dataclass(frozen=True, slots=True)
class Poured:
    """The facts of the newest revision, to be taken once, in the order of kind or relation type and id.

    ``conflicts`` is complete when the last fact has been taken.
    """

    tip: Tip
    facts: Iterator[Fact]
    conflicts: list[Conflict] = field(default_factory=list)


def tip(connection: Connection) -> Tip | None:
    """Return what is newest; None when the register is empty. O(settings)."""
    newest, own = log.head(connection), log.own_claims(connection)
    if newest is None:
        return None
    renamed = bool(precedence.aliases(own))
    return Tip(newest.number, newest.digest, newest.claims, installation.about(own), renamed)


def pour(connection: Connection) -> Poured | None:
    """Return the facts of the newest revision as :func:`~graphsvc.register.merge.merge` makes them.

    None when the register is empty, or when some source knows things by ids of its own: what goes by another id
    stands elsewhere in the order.

    Raises
    ------
    ValueError
        After the last fact, when the claims do not add up to the digest of the revision.

    Notes
    -----
    O(claims), in memory one fact and its conflicts.
    """
    newest = tip(connection)
    if newest is None or newest.renamed:
        return None
    conflicts: list[Conflict] = []
    return Poured(newest, _merged(connection, newest, conflicts), conflicts)


def _merged(connection: Connection, newest: Tip, conflicts: list[Conflict]) -> Iterator[Fact]:
    place = {source: number for number, source in enumerate(precedence.order(log.own_claims(connection)))}
    for _, claims in groupby(_checked(connection, newest), key=lambda claim: claim[0][1:]):
        told = [(place[key.source], key.source, stored) for key, stored in claims if _counts(key, place)]
        if told:
            told.sort(key=lambda one: one[0])
            yield merged_fact([(source, record_of(stored)) for _, source, stored in told], conflicts)
    conflicts.sort(key=lambda conflict: conflict.reference)


def _counts(key: Key, place: dict[str, int]) -> bool:
    return key.subject not in OWN_SUBJECTS and key.source in place


def _checked(connection: Connection, newest: Tip) -> Iterator[tuple[Key, Stored]]:
    """Give every claim, and make sure at the end that they are those of the revision."""
    told, tally = log.revision_at(connection, newest.number), Tally()
    for key, stored in log.state(connection):
        tally.add(1, claim_digest(key, stored))
        yield key, stored
    if told is None or (tally.claims, tally.digest) != (told.claims, told.state_digest):
        raise ValueError(f"revision {newest.number}")
