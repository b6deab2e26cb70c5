"""The merged graph in memory: facts at a revision, and the snapshot at a date that analyses read."""

from graphsvc.snapshot.columns import Edges
from graphsvc.snapshot.facts import About, Conflict, Fact, Facts, Origin, canonical_json, digest_of, validity
from graphsvc.snapshot.organisation import Organisation
from graphsvc.snapshot.snapshot import Snapshot

__all__ = [
    "About",
    "Conflict",
    "Edges",
    "Fact",
    "Facts",
    "Organisation",
    "Origin",
    "Snapshot",
    "canonical_json",
    "digest_of",
    "validity",
]
