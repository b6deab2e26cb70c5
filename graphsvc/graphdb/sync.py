"""When the graph database is rebuilt; the same for every engine.

The register is the system of record. A graph database that is behind, damaged, missing or of another version is
built anew from the newest revision, never mended.
"""

from __future__ import annotations

from graphsvc.ports import GraphDatabase, GraphStatus
from graphsvc.snapshot import Snapshot

__all__ = ["ensure", "in_step"]


def in_step(status: GraphStatus, snapshot: Snapshot) -> bool:
    """Tell whether the database shows this revision, as the register has it."""
    return status.digest_ok and (status.revision, status.digest) == (snapshot.revision, snapshot.facts.digest)


def ensure(database: GraphDatabase, snapshot: Snapshot, *, verify: bool = False) -> GraphStatus:
    """Return the database's status, after building it anew when it is not in step with the snapshot.

    Parameters
    ----------
    verify
        Count and digest every table before saying that it is in step.

    Raises
    ------
    GraphDatabaseError
        When it has to be built and cannot be.
    """
    status = database.status(verify=verify)
    return status if in_step(status, snapshot) else database.build(snapshot)
