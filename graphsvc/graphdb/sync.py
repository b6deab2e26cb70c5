"""When the graph database is led on, and when it is rebuilt; the same for every engine.

The register is the system of record. A graph database that soundly shows an older revision is led from there to the
newest; one that is damaged, missing or of another version is built anew, never mended.
"""

from __future__ import annotations

from graphsvc.ports import GraphDatabase, GraphStatus
from graphsvc.snapshot import Facts, Snapshot

__all__ = ["ensure", "in_step"]


def in_step(status: GraphStatus, snapshot: Snapshot) -> bool:
    """Tell whether the database shows this revision, as the register has it."""
    return status.digest_ok and (status.revision, status.digest) == (snapshot.revision, snapshot.facts.digest)


def ensure(database: GraphDatabase, snapshot: Snapshot, *, verify: bool = False) -> GraphStatus:
    """Return the database's status, after bringing it in step with the snapshot when it is not.

    Parameters
    ----------
    verify
        Count and digest every table before saying that it is in step.

    Raises
    ------
    GraphDatabaseError
        When it has to be written and cannot be.
    """
    status = database.status(verify=verify)
    if in_step(status, snapshot):
        return status
    before = _shown(status, snapshot)
    return database.build(snapshot) if before is None else database.apply(snapshot, before)


def _shown(status: GraphStatus, snapshot: Snapshot) -> Facts | None:
    """Return the facts that the database soundly shows, when the register knows them as an older revision's."""
    if not status.digest_ok or status.revision is None or status.revision >= snapshot.revision:
        return None
    facts = snapshot.facts_at(status.revision)
    return facts if facts is not None and facts.digest == status.digest else None
