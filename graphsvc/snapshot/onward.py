"""What relations lead to from a thing, however far: one search over all relations, or over those that are named."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import scipy
from numpy.typing import NDArray

from graphsvc.snapshot.columns import Edges

__all__ = ["Onward"]


class Onward:
    """The relations of some types as one set of compressed sparse rows; parallel ones are one.

    Parameters
    ----------
    size
        Number of things in the snapshot.
    edges
        The relations, each type by itself.

    Notes
    -----
    O(things + relations) to make and to keep: 12 bytes a relation.
    """

    def __init__(self, size: int, edges: Iterable[Edges]) -> None:
        kept = [(one.start, one.end) for one in edges]
        none = np.empty(0, dtype=np.int32)
        start, end = (np.concatenate([none, *ends]) for ends in zip(*kept, strict=True)) if kept else (none, none)
        # SciPy's searches want float64 and would copy anything else for every question.
        self._rows = scipy.sparse.csr_array((np.ones(len(start)), (start, end)), shape=(size, size))

    def of(self, thing: int) -> NDArray[np.int32]:
        """Return the things that lie ahead of one, nearest first, itself left out. O(relations of what is found)."""
        found = scipy.sparse.csgraph.breadth_first_order(self._rows, thing, return_predecessors=False)
        ahead: NDArray[np.int32] = found[1:]
        return ahead
