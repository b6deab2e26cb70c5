"""What has been said since a revision: the steps of the log, and the facts that are no longer what they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection

from graphsvc.model import Reference
from graphsvc.register import log, pouring, precedence
from graphsvc.register.chain import Tally, content_digest, own_digest
from graphsvc.register.claims import Key, Step, Stored, record_of
from graphsvc.register.merge import merged_fact
from graphsvc.register.pouring import Tip
from graphsvc.register.schema import OWN_SUBJECTS
from graphsvc.snapshot import Conflict, Fact

__all__ = ["Changed", "Since", "changed_by", "facts_since", "steps_since"]

#: After so many revisions, or when more than one claim of so many has changed, the whole is read again.
_MOST, _SHARE = 200, 5


@dataclass(frozen=True, slots=True)
class Changed:
    """What steps of the log have changed.

    Parameters
    ----------
    named
        Things, and relations by their id, that claims have changed of.
    facts, conflicts
        All that stands now under these names, by kind or relation type, then id; and what sources disagree on there.
    """

    named: frozenset[Reference]
    facts: Sequence[Fact]
    conflicts: Sequence[Conflict]


@dataclass(frozen=True, slots=True)
class Since:
    """What is no longer as it was after an older revision.

    Parameters
    ----------
    tip
        The newest revision.
    older
        Digest of the older one.
    changed
        What has changed from there on.
    """

    tip: Tip
    older: str
    changed: Changed


def facts_since(connection: Connection, after: int) -> Since | None:
    """Return what has changed since a revision, or None when all facts must be merged anew.

    They must when sources are heard in another order than then, when one knows or knew things by ids of its own, or
    when much has changed.

    Raises
    ------
    ValueError
        When the log since does not hold together, or claims are not what the log says.

    Notes
    -----
    O(changes since log claims), and the log of what other sources say of the same things.
    """
    newest = pouring.tip(connection)
    if newest is None or newest.renamed or not after < newest.number <= after + _MOST:
        return None
    before = log.revision_at(connection, after)
    if before is None:
        return None
    steps = steps_since(connection, after, newest.number)
    own = log.own_claims(connection)
    order, earlier = precedence.order(own), _own_before(own, steps)
    heard = precedence.order(earlier)
    if precedence.aliases(earlier) or heard != tuple(source for source in order if source in set(heard)):
        return None
    if sum(not step.own for step in steps) * _SHARE > newest.claims:
        return None
    return Since(newest, before.digest, changed_by(connection, steps, order))


def changed_by(connection: Connection, steps: Iterable[Step], order: Sequence[str]) -> Changed:
    """Merge anew what all sources, the first heard first, say of what steps up to the newest revision have changed.

    Raises
    ------
    ValueError
        When claims are not what the log says.
    """
    last: dict[Key, Stored | None] = {}
    for step in steps:
        if not step.own:
            last |= {step.old_key: None, step.key: step.after}
    named = frozenset(key.reference for key in last)
    standing = sorted(_standing(connection, named, last), key=lambda one: one[0][1:])
    place = {source: number for number, source in enumerate(order)}
    facts, conflicts = list[Fact](), list[Conflict]()
    for _, claims in groupby(standing, key=lambda one: one[0][1:]):
        said = sorted((place[key.source], key.source, stored) for key, stored in claims if key.source in place)
        if said:
            facts.append(merged_fact([(source, record_of(stored)) for _, source, stored in said], conflicts))
    conflicts.sort(key=lambda conflict: conflict.reference)
    return Changed(named, facts, conflicts)


def _own_before(own: log.State, steps: Sequence[Step]) -> log.State:
    """Return what the register said of itself before some steps."""
    found = dict(own)
    for step in reversed([step for step in steps if step.own]):
        found.pop(step.key, None)
        if step.before is not None:
            found[step.old_key] = step.before
    return found


def _standing(
    connection: Connection, named: frozenset[Reference], last: dict[Key, Stored | None]
) -> list[tuple[Key, Stored]]:
    """Return every claim under some names; each must be what the log has made of it."""
    words = {(word, identifier) for word, _, identifier in (name.partition(":") for name in named)}
    found = [one for one in log.claims_among(connection, words) if one[0].subject not in OWN_SUBJECTS]
    others = {(key.subject, key.id) for key, _ in found if key not in last}
    made = dict(last)
    for pair in sorted(others):
        walked = log.applied({}, log.steps_about(connection, *pair))
        made |= {key: stored for key, stored in walked.items() if key[1:] == pair}
    if dict(found) != {key: stored for key, stored in made.items() if stored is not None}:
        raise ValueError("claims are not what the log says")
    return found


def steps_since(connection: Connection, after: int, head: int) -> list[Step]:
    """Return the steps of the revisions after one, oldest first; every digest since must hold.

    Raises
    ------
    ValueError
        When there is no such revision, or the log since does not hold together.
    """
    before = log.revision_at(connection, after)
    if before is None:
        raise ValueError(f"revision {after}")
    tally, found = Tally(before.claims, before.state_digest), []
    for number in range(after + 1, head + 1):
        revision, steps = log.revision_at(connection, number), log.steps(connection, number)
        tally.apply(steps)
        if (
            revision is None
            or revision.previous != before.digest
            or own_digest(revision) != revision.digest
            or content_digest(steps) != revision.content_digest
            or (tally.claims, tally.digest) != (revision.claims, revision.state_digest)
        ):
            raise ValueError(f"revision {number}")
        found += steps
        before = revision
    return found
