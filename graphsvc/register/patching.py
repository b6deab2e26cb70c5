"""Facts of the newest revision made from older ones, when only the forum's case has changed since.

A forum writes often and little: a decision must not cost the merging of the whole map.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from graphsvc.register import log, precedence
from graphsvc.register.forum import FORUM_SUBJECTS
from graphsvc.register.since import changed_by, steps_since
from graphsvc.snapshot import Facts
from graphsvc.snapshot.parts import replaced

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
    O(facts) for a new list of them (where they lie in a file only those of the touched kinds are read), and O(changes
    of the cases that were touched since); the digest of every revision since is made anew.
    """
    head = log.number_of_head(connection)
    if not older.revision < head <= older.revision + _MOST or log.newest_of_map(connection) > older.revision:
        return None
    own = log.own_claims(connection)
    if any(kind in FORUM_SUBJECTS for names in precedence.aliases(own).values() for kind, _ in names):
        return None
    steps = steps_since(connection, older.revision, head)
    changed = changed_by(connection, steps, precedence.order(own))
    things = replaced(older.things, changed.named, changed.facts)
    conflicts = [one for one in older.conflicts if one.reference not in changed.named]
    conflicts = sorted([*conflicts, *changed.conflicts], key=lambda conflict: conflict.reference)
    return replace(older, revision=head, things=things, conflicts=tuple(conflicts))
