"""How a revision takes its place in Neo4j: as changes, anew in one transaction, or as a shadow that is switched to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from neo4j.exceptions import ConstraintError

from graphsvc.errors import GraphDatabaseError
from graphsvc.graphdb.changes import changes_of
from graphsvc.graphdb.digest import digest_of_table, digests_of
from graphsvc.graphdb.neo4j_contents import differing
from graphsvc.graphdb.neo4j_marker import (
    LAYOUT,
    NO_STAMP,
    Goal,
    Marker,
    Moved,
    advance,
    announce,
    settle,
    shadow_begins,
)
from graphsvc.graphdb.neo4j_server import Address, session_to
from graphsvc.graphdb.neo4j_writing import (
    SHADOW,
    CountsDiffer,
    change,
    clear,
    clear_leftovers,
    create,
    ensure_schema,
    ensure_shadow_schema,
    plan_anew,
    switch,
)
from graphsvc.graphdb.rows import GRAPH_KINDS, Pair, Placed, placed, row_of, table_name
from graphsvc.graphdb.stamp import TableDigest
from graphsvc.graphdb.tables import table_of
from graphsvc.i18n import text
from graphsvc.model import Kind

if TYPE_CHECKING:
    import neo4j

    from graphsvc.records import Record
    from graphsvc.snapshot import Facts, Snapshot

Row = dict[str, object]

__all__ = ["Unfounded", "apply", "build", "finish"]

#: Rows made and sent at a time, and the most bytes of an id: Neo4j indexes none that is longer.
_BATCH = 5_000
_LONGEST_ID = 8_000
#: Limits on a writing transaction and on what was announced: a fixed time and one for each node or relation.
_SECONDS, _SECONDS_EACH = 60.0, 0.002
_ANNOUNCED, _ANNOUNCED_EACH = 5_000, 0.1


class Unfounded(Exception):
    """What is shown is not what the changes start from; the graph has to be built anew."""


def apply(address: Address, snapshot: Snapshot, before: Facts, marker: Marker | None, stamp: str) -> None:
    """Write what leads from one revision to the next.

    Raises
    ------
    Unfounded
        When the marker or the graph is not as the revision before left it; nothing was changed.
    """
    shown = None if marker is None or marker.building or marker.layout != LAYOUT else (marker.revision, marker.digest)
    if marker is None or shown != (before.revision, before.digest):
        raise Unfounded
    new = placed(snapshot.facts)
    _check_ids(address, new)
    changes = changes_of(placed(before), new)
    goal = Goal.of(snapshot, stamp, _digests_after(marker, new, changes), new.left_out)
    try:
        _commit(address, marker.stamp, goal, lambda work: change(work, changes), sum(map(len, changes.values())))
    except CountsDiffer as differ:
        raise Unfounded from differ
    except GraphDatabaseError as failed:
        if isinstance(failed.__cause__, ConstraintError):  # what is to be added is there already
            raise Unfounded from failed
        raise


def _digests_after(marker: Marker, new: Placed, changes: Mapping[Kind | Pair, object]) -> dict[str, TableDigest]:
    found = {}
    for key, records in _tables(new).items():
        name = table_name(key)
        kept = None if key in changes else marker.tables.get(name)
        found[name] = kept or digest_of_table(table_of(key, records))
    return found


def _tables(new: Placed) -> dict[Kind | Pair, Sequence[Record]]:
    found: dict[Kind | Pair, Sequence[Record]] = dict(new.things.items())
    found.update(new.relations.items())
    return found


def build(address: Address, snapshot: Snapshot, marker: Marker | None, stamp: str, whole_limit: int) -> None:
    """Write a revision's whole graph anew.

    Raises
    ------
    GraphDatabaseError
        When what was written does not read back as it should; nothing was changed.
    """
    new = placed(snapshot.facts)
    _check_ids(address, new)
    tables = _tables(new)
    digests = digests_of({table_name(key): table_of(key, records) for key, records in tables.items()})
    goal = Goal.of(snapshot, stamp, digests, new.left_out)
    expected = NO_STAMP if marker is None else marker.stamp
    count = sum(map(len, tables.values()))
    going = sum(table.rows for table in marker.tables.values()) if marker else 0
    with session_to(address, write=True) as session:
        ensure_schema(session)
        clear_leftovers(session)
    way = _build_whole if count + going <= whole_limit else _build_shadow
    try:
        way(address, expected, goal, tables, digests, count + going)
    except CountsDiffer as differ:
        _compare(address, [str(differ)])
    with session_to(address, write=True) as session:
        plan_anew(session)


def _build_whole(
    address: Address,
    expected: str,
    goal: Goal,
    tables: Mapping[Kind | Pair, Sequence[Record]],
    digests: Mapping[str, TableDigest],
    count: int,
) -> None:
    def write(work: neo4j.Transaction) -> None:
        clear(work)
        for key, rows in _batches(tables):
            create(work, key, rows)
        _compare(address, differing(work, digests))

    _commit(address, expected, goal, write, count)


def _build_shadow(
    address: Address,
    expected: str,
    goal: Goal,
    tables: Mapping[Kind | Pair, Sequence[Record]],
    digests: Mapping[str, TableDigest],
    count: int,
) -> None:
    with session_to(address, write=True) as session:
        _not_moved(address, lambda: shadow_begins(session, expected))
        ensure_shadow_schema(session)
        for key, rows in _batches(tables):
            with session.begin_transaction(timeout=_SECONDS) as work:
                create(work, key, rows, prefix=SHADOW)
                work.commit()
        _compare(address, session.execute_read(differing, digests, prefix=SHADOW))
    _commit(address, expected, goal, switch, count)


def _batches(tables: Mapping[Kind | Pair, Sequence[Record]]) -> Iterator[tuple[Kind | Pair, list[Row]]]:
    """Make the rows of all tables, things first, as many at a time as one statement carries."""
    for key, records in tables.items():
        for begin in range(0, len(records), _BATCH):
            yield key, [row_of(record) for record in records[begin : begin + _BATCH]]


def finish(address: Address, stamp: str) -> None:
    """Clear away what a write has left aside, and let readers in."""
    with session_to(address, write=True) as session:
        clear_leftovers(session)
        settle(session, stamp)


def _commit(
    address: Address, expected: str, goal: Goal, write: Callable[[neo4j.Transaction], None], count: int
) -> None:
    """Write and move the marker in one transaction, announced before its commit and settled after it."""
    seconds = _SECONDS + count * _SECONDS_EACH
    with (
        session_to(address, write=True) as session,
        session_to(address, write=True) as herald,
        session.begin_transaction(timeout=seconds) as work,
    ):
        write(work)
        _not_moved(address, lambda: announce(herald, expected, int(_ANNOUNCED + count * _ANNOUNCED_EACH)))
        _not_moved(address, lambda: advance(work, expected, goal))
        work.commit()
    finish(address, goal.stamp)


def _not_moved(address: Address, step: Callable[[], None]) -> None:
    try:
        step()
    except Moved as moved:
        raise GraphDatabaseError(text("neo4j.moved").format(address=address.shown)) from moved


def _compare(address: Address, wrong: list[str]) -> None:
    if wrong:
        raise GraphDatabaseError(text("neo4j.not_written").format(address=address.shown, tables=", ".join(wrong)))


def _check_ids(address: Address, new: Placed) -> None:
    """Refuse ids that Neo4j cannot index, before anything is written."""
    for kind in GRAPH_KINDS:
        for record in new.things[kind]:
            if len(record.id) * 4 > _LONGEST_ID and len(record.id.encode()) > _LONGEST_ID:
                named = {"thing": f"{record.reference[:80]}…", "bytes": _LONGEST_ID, "address": address.shown}
                raise GraphDatabaseError(text("neo4j.long_id").format(**named))
