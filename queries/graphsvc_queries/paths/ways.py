"""All ways over flows from one system to the next, as arrays: sorted, so that parallel ones stand side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.snapshot.ascending import distinct

__all__ = ["Numbers", "Ways", "steps_from"]

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Ways:
    """Flows taken one way each, sorted by both ends; of parallel ones the cheapest is first.

    Parameters
    ----------
    flow
        Place of the flow.
    start, end
        Numbers of the systems.
    cost
        Of the step.
    assumed
        Whether nobody has said that the data moves just this way.
    """

    flow: Numbers
    start: Numbers
    end: Numbers
    cost: Numbers
    assumed: NDArray[np.bool_]

    @classmethod
    def of(
        cls, *, flow: Numbers, start: NDArray[Any], end: NDArray[Any], cost: Numbers, assumed: Any, rank: Numbers
    ) -> Ways:
        """Sort ways; ``cost``, ``assumed`` and ``rank`` (the last to decide between parallel ones) are by flow.

        A flow from a system to itself leads nowhere, and is left out. O(ways log ways).
        """
        order = np.lexsort((rank[flow], assumed[flow], cost[flow], end, start))
        order = order[start[order] != end[order]]
        flow = flow[order]
        wide = np.int64
        return cls(flow, start[order].astype(wide), end[order].astype(wide), cost[flow], assumed[flow])

    def __len__(self) -> int:
        return len(self.flow)

    def those(self, which: NDArray[Any]) -> Ways:
        """Return some of the ways, in the same order."""
        return Ways(self.flow[which], self.start[which], self.end[which], self.cost[which], self.assumed[which])

    @cached_property
    def by_end(self) -> Numbers:
        """Places of the ways, sorted by where they lead to."""
        return np.argsort(self.end, kind="stable").astype(np.int64)

    def out(self, system: int) -> slice:
        """Return the places of the ways from a system."""
        first, last = np.searchsorted(self.start, (system, system + 1))
        return slice(int(first), int(last))


def steps_from(ways: Ways, system: int, size: int, limit: int | None, *, backward: bool = False) -> Numbers:
    """Return the fewest steps from a system to each (backward: from each to it), -1 where there is no way.

    Parameters
    ----------
    ways
        What may be taken.
    size
        How many things there are.
    limit
        Look no farther than this.

    Notes
    -----
    Breadth-first, a level at a time: O(size + ways of what is reached).
    """
    order = ways.by_end if backward else None
    here = ways.end[order] if backward else ways.start
    there = ways.start[order] if backward else ways.end
    first = np.searchsorted(here, np.arange(size + 1))
    steps = np.full(size, -1, dtype=np.int64)
    steps[system] = 0
    level, step = np.array([system], dtype=np.int64), 0
    while len(level) and (limit is None or step < limit):
        step += 1
        counts = first[level + 1] - first[level]
        places = np.repeat(first[level] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        reached = there[places]
        level = distinct(reached[steps[reached] < 0])
        steps[level] = step
    return steps
