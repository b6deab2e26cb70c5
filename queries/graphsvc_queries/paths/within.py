"""Which systems data from one system reaches at all, before anybody has said where a path is to lead."""

from __future__ import annotations

import numpy as np

from graphsvc.model import Mode
from graphsvc.snapshot import Snapshot
from graphsvc_queries.paths.flows import Direction, flows_of
from graphsvc_queries.paths.ways import steps_from

__all__ = ["within_reach"]


def within_reach(
    snapshot: Snapshot, system: int, /, *, backward: bool = False, max_steps: int = 4
) -> list[tuple[int, int]]:
    """List the systems that data from a system reaches, nearest first; login does not count, as in :func:`paths`.

    Parameters
    ----------
    system
        Number of the system.
    backward
        List those whose data reaches it instead.
    max_steps
        The longest path.

    Returns
    -------
    list
        (number of a system, fewest steps), by steps and then by number.

    Notes
    -----
    Breadth-first: O(flows).

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.model import Kind, Reference, Relation
    >>> from graphsvc.records import RelationRecord, ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> things = tuple(Fact(ThingRecord(Kind.SYSTEM, name, {})) for name in "abc")
    >>> flows = tuple(
    ...     Fact(RelationRecord(Relation.FLOW, way, Reference(f"system:{way[0]}"), Reference(f"system:{way[1]}"),
    ...                         {"data_to": "dependent", "mode": "sync"}))
    ...     for way in ("ab", "bc")
    ... )
    >>> snapshot = Snapshot(Facts(1, things, flows), dt.date(2026, 12, 1))
    >>> within_reach(snapshot, snapshot.index("system:a"))
    [(1, 1), (2, 2)]
    """
    flows = flows_of(snapshot)
    ways = flows.ways(Direction.DATA, undirected=False)
    taken = flows.mode.spread(mode != Mode.LOGIN for mode in flows.mode.values).astype(bool)
    steps = steps_from(
        ways.those(np.flatnonzero(taken[ways.flow])), system, len(snapshot), max_steps, backward=backward
    )
    reached = np.flatnonzero(steps > 0)
    order = reached[np.lexsort((reached, steps[reached]))]
    return list(zip(order.tolist(), steps[order].tolist(), strict=True))
