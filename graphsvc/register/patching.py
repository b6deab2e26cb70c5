"""Facts of the newest revision made from older ones, when only the forum's case has changed since.

A forum writes often and little: a decision must not cost the merging of the whole map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from graphsvc.model import Reference
from graphsvc.records import Record
from graphsvc.register import log, precedence
from graphsvc.register.claims import record_of
from graphsvc.register.forum import FORUM_SUBJECTS
from graphsvc.register.merge import merged_fact
from graphsvc.register.since import steps_since
from graphsvc.snapshot import Conflict, Fact, Facts

__all__ = ["patched"]

#: After so many revisions the whole is read again.
_MOST = 200


def patched(connection: Connection, older: Facts) -> Facts | None:
    """Return the facts of the newest revision, or None when they must be merged as a whole.

    Raises
    ------
    ValueError
        When the log since does not hold together, or claims are not what the log says.

    Notes
    -----
    O(facts) for a new list of them, and O(changes of the cases that were touched since); the digest of every revision
    since is made anew.
    """
    head = log.number_of_head(connection)
    if not older.revision < head <= older.revision + _MOST or log.newest_of_map(connection) > older.revision:
        return None
    own = log.own_claims(connection)
    if any(kind in FORUM_SUBJECTS for names in precedence.aliases(own).values() for kind, _ in names):
        return None
    steps = steps_since(connection, older.revision, head)
    touched = {(step.subject, step.id) for step in steps if not step.own}
    order, conflicts = precedence.order(own), [one for one in older.conflicts if not _about(one, touched)]
    things = {(fact.record.subject.value, fact.record.id): fact for fact in older.things}
    for pair in touched:
        things.pop(pair, None)
        made = _merged(connection, pair, order, conflicts)
        if made is not None:
            things[pair] = made
    conflicts.sort(key=lambda conflict: conflict.reference)
    found = tuple(fact for _, fact in sorted(things.items()))
    return replace(older, revision=head, things=found, conflicts=tuple(conflicts))


def _about(conflict: Conflict, touched: set[tuple[str, str]]) -> bool:
    return conflict.reference in {Reference(":".join(pair)) for pair in touched}


def _merged(
    connection: Connection, pair: tuple[str, str], order: Sequence[str], conflicts: list[Conflict]
) -> Fact | None:
    """Merge what all sources say of one case; the claims must be what the log has made of them."""
    standing = log.claims_about(connection, *pair)
    if standing != log.applied({}, log.steps_about(connection, *pair)):
        raise ValueError(":".join(pair))
    by_source = {key.source: record_of(stored) for key, stored in standing.items()}
    said: list[tuple[str, Record]] = [(source, by_source[source]) for source in order if source in by_source]
    return merged_fact(said, conflicts) if said else None
