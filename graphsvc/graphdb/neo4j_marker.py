"""The node Meta in Neo4j: which revision is shown, what every table should hold, and whether it is about to change.

Neo4j shows a reader what is committed at each moment, even in the middle of its question. So a writer announces its
switch in the marker, commits, and takes the announcement back; a reader whose question was neither begun nor ended
under an announcement, and between equal stamps, has seen one revision.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from graphsvc.graphdb.stamp import TableDigest

if TYPE_CHECKING:
    import neo4j

    from graphsvc.snapshot import Snapshot

__all__ = [
    "LAYOUT",
    "NO_STAMP",
    "Goal",
    "Marker",
    "Moved",
    "advance",
    "announce",
    "read_marker",
    "settle",
    "shadow_begins",
]

#: Counted up when labels, properties or the marker change, so that an older graph is built anew.
LAYOUT = 1
NO_STAMP = ""
_META = "(m:Meta {id: 'graphsvc'})"


class Moved(Exception):
    """Somebody else has written since the marker was read."""


@dataclass(frozen=True)
class Marker:
    """What the marker says.

    Parameters
    ----------
    stamp
        Drawn anew by each write: tells one's own write from anybody else's, and a change between two looks.
    revision, digest
        The revision that is shown, and the digest of its facts; None before the first build.
    layout
        Under which :data:`LAYOUT` it was written.
    tables
        Rows and digest of every table.
    switching
        A write has been announced and may be taking its place right now.
    building
        A shadow stands, or waits to be cleared away: nodes and relations that are not of the revision shown.
    """

    stamp: str
    revision: int | None
    digest: str | None
    layout: int
    tables: Mapping[str, TableDigest]
    switching: bool
    building: bool


@dataclass(frozen=True)
class Goal:
    """What a write wants the marker to say afterwards."""

    stamp: str
    properties: Mapping[str, object]

    @classmethod
    def of(cls, snapshot: Snapshot, stamp: str, tables: Mapping[str, TableDigest], left_out: Mapping[str, int]) -> Goal:
        """Say of a snapshot what the marker says once it is shown."""
        about = snapshot.about
        held = {name: asdict(table) for name, table in tables.items()}
        return cls(
            stamp,
            {
                "stamp": stamp,
                "name": about.title or "graphsvc",
                "title": about.title,
                "synthetic": about.synthetic,
                "revision": snapshot.revision,
                "digest": snapshot.facts.digest,
                "layout": LAYOUT,
                "tables": json.dumps(held, sort_keys=True),
                "left_out": json.dumps(dict(left_out), sort_keys=True),
            },
        )


def read_marker(runner: neo4j.Session | neo4j.Transaction | neo4j.ManagedTransaction) -> Marker | None:
    """Read the marker; None when nothing was ever written."""
    found = runner.run(
        f"MATCH {_META} RETURN m.stamp AS stamp, m.revision AS revision, m.digest AS digest, "
        "coalesce(m.layout, 0) AS layout, m.tables AS tables, "
        "coalesce(m.switching_until, 0) > timestamp() AS switching, coalesce(m.building, false) AS building"
    ).single()
    if found is None:
        return None
    said: dict[str, Any] = found.data()
    tables = json.loads(said.pop("tables") or "{}")
    return Marker(tables={name: TableDigest(**table) for name, table in tables.items()}, **said)


def announce(session: neo4j.Session, expected: str, milliseconds: int) -> None:
    """Say, in a transaction of its own, that the marker's stamp is about to change.

    Parameters
    ----------
    milliseconds
        So long readers believe it: should the writer die, they go on reading what is there.

    Raises
    ------
    Moved
        When the stamp is not the expected one any more.
    """
    statement = (
        f"MERGE {_META} ON CREATE SET m.stamp = $none SET m.switching_until = timestamp() + $milliseconds "
        "RETURN m.stamp AS stamp"
    )
    found = session.execute_write(
        lambda work: work.run(statement, none=NO_STAMP, milliseconds=milliseconds).single(strict=True)["stamp"]
    )
    if found != expected:
        raise Moved


def advance(work: neo4j.Transaction, expected: str, goal: Goal) -> None:
    """Move the marker, in the transaction that changes the graph.

    Raises
    ------
    Moved
        When the stamp is not the expected one any more; the transaction has to be rolled back.
    """
    found = work.run(
        f"MATCH {_META} WHERE m.stamp = $expected SET m += $properties RETURN count(m) AS n",
        expected=expected,
        properties=dict(goal.properties),
    ).single(strict=True)
    if found["n"] != 1:
        raise Moved


def settle(session: neo4j.Session, stamp: str) -> None:
    """Take back what was announced, after the commit has taken its place and nothing else is left to clear away."""
    statement = f"MATCH {_META} WHERE m.stamp = $stamp REMOVE m.switching_until, m.building"
    session.execute_write(lambda work: work.run(statement, stamp=stamp).consume())


def shadow_begins(session: neo4j.Session, expected: str) -> None:
    """Say that what is not labelled may be of a shadow from now on.

    Raises
    ------
    Moved
        When the stamp is not the expected one any more.
    """
    announce(session, expected, 0)
    statement = f"MATCH {_META} SET m.building = true"
    session.execute_write(lambda work: work.run(statement).consume())
