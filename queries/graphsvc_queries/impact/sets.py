"""Which things would be touched if the minimum strength were 0: sets only, in arrays, however many they are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.model import Relation
from graphsvc.snapshot.ascending import distinct
from graphsvc_queries.impact.effect import steps_on, steps_without_count
from graphsvc_queries.impact.starts import Starts
from graphsvc_queries.impact.ways import Steps, Ways, joined

__all__ = ["Reachable"]

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class _Rows(NamedTuple):
    """Compressed sparse rows without values."""

    pointers: Numbers
    ends: Numbers

    def onward(self, things: Numbers) -> Numbers:
        """Return the far ends of all edges of these things, with repetitions."""
        begin, count = self.pointers[things], self.pointers[things + 1] - self.pointers[things]
        offset = np.repeat(begin - np.cumsum(count) + count, count)
        return self.ends[offset + np.arange(len(offset))]


class Reachable:
    """Sets of what any path at all touches, made for one snapshot.

    Notes
    -----
    Arrays are made once, O(relations log relations); a question is O(relations of what is reached) in NumPy.
    """

    def __init__(self, ways: Ways) -> None:
        self._snapshot = ways.snapshot
        self._ways = ways
        self._size = len(ways.snapshot)

    def effect(self, starts: Starts, max_steps: int | None) -> Numbers:
        """Return the numbers of all things touched in effect; no limit of steps when ``max_steps`` is None."""
        reached = self._systems(starts, max_steps)
        begun = starts.labels.column("thing")[starts.rows].astype(np.int64)
        away = reached.copy()
        away[begun] = True
        services = self._services(starts, np.flatnonzero(away), away)
        silent = np.flatnonzero(reached & ~self._ways.serving)
        touched = reached.copy()
        touched[services] = True
        for rows, things in ((self._users, silent), (self._users, begun), (self._deliverers, services)):
            touched[rows.onward(things)] = True
        touched[self._journeys.onward(services)] = True
        touched[_targets([new.users for new in starts.news])] = True
        return np.flatnonzero(touched)

    def _systems(self, starts: Starts, max_steps: int | None) -> Flags:
        seen = np.zeros(self._size, dtype=np.bool_)
        seen[list(starts.changed)] = True  # not passed; taken out again below
        ahead = self._free(_targets([steps_without_count(starts.labels, starts, starts.rows)]), seen)
        first = _targets([steps_on(starts.labels, starts.rows)])
        taken = 0
        while len(ahead) + len(first) and (max_steps is None or taken < max_steps):
            ahead = self._free(np.concatenate([first, self._steps.onward(ahead)]), seen)
            first = first[:0]
            taken += 1
        seen[list(starts.changed)] = False
        return seen

    def _free(self, found: Numbers, seen: Flags) -> Numbers:
        """Mark what is newly found with all that follows without a step, and return it."""
        new = [_unseen(found, seen)]
        while len(new[-1]):
            new.append(_unseen(self._realized.onward(new[-1]), seen))
        return np.concatenate(new)

    def _services(self, starts: Starts, systems: Numbers, away: Flags) -> Numbers:
        seen = np.zeros(self._size, dtype=np.bool_)
        groups = self._ways.groups
        fallen = np.bincount(groups.group[away[groups.member]], minlength=len(groups.size)) == groups.size
        found = [
            self._supported.onward(systems),
            groups.service[fallen[groups.group]].astype(np.int64),
            _targets([new.services for new in starts.news]),
        ]
        ahead = _unseen(np.concatenate(found), seen)
        while len(ahead):
            ahead = _unseen(self._requiring.onward(ahead), seen)
        return np.flatnonzero(seen)

    # -- rows --------------------------------------------------------------------------------------------------
    @cached_property
    def _steps(self) -> _Rows:
        """Flows to dependents (not from platforms) and from hubs, and what runs on technologies."""
        flows = self._snapshot.edges(Relation.FLOW)
        felt = self._ways.flows.rule >= 0
        pairs = [(flows.start[felt], flows.end[felt])]
        for hub, positions in self._ways.hub_flows.items():
            carried = np.array(positions, dtype=np.int64)
            ends = flows.end[carried[felt[carried]]]
            pairs.append((np.full(len(ends), hub), ends))
        starts, ends_ = (np.concatenate(column).astype(np.int64) for column in zip(*pairs, strict=True))
        passing = ~self._ways.platforms
        on, technology = self._ends(Relation.RUNS_ON)
        return self._rows(
            np.concatenate([starts[passing[starts]], technology]), np.concatenate([ends_[passing[starts]], on])
        )

    def _ends(self, relation: Relation) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        edges = self._snapshot.edges(relation)
        return edges.start, edges.end

    @cached_property
    def _realized(self) -> _Rows:
        start, end = self._ends(Relation.REALIZES)
        return self._rows(start, end)

    @cached_property
    def _supported(self) -> _Rows:
        start, end = self._ends(Relation.SUPPORTS)
        alone = self._ways.alone
        return self._rows(start[alone], end[alone])

    @cached_property
    def _requiring(self) -> _Rows:
        start, end = self._ends(Relation.REQUIRES)
        return self._rows(end, start)

    @cached_property
    def _deliverers(self) -> _Rows:
        start, end = self._ends(Relation.DELIVERS)
        return self._rows(end, start)

    @cached_property
    def _journeys(self) -> _Rows:
        start, end = self._ends(Relation.CONTAINS)
        return self._rows(end, start)

    @cached_property
    def _users(self) -> _Rows:
        start, end = self._ends(Relation.USES)
        return self._rows(end, start)

    def _rows(self, start: NDArray[np.integer], end: NDArray[np.integer]) -> _Rows:
        order = np.argsort(start, kind="stable")
        pointers = np.zeros(self._size + 1, dtype=np.int64)
        np.cumsum(np.bincount(start, minlength=self._size), out=pointers[1:])
        return _Rows(pointers, end[order].astype(np.int64))


def _targets(found: Iterable[Steps]) -> Numbers:
    return joined(found)["target"].astype(np.int64)


def _unseen(found: Numbers, seen: Flags) -> Numbers:
    new = distinct(found[~seen[found]])
    seen[new] = True
    return new
