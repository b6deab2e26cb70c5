"""The ties of one type, counted cell by cell in arrays."""

from __future__ import annotations

import numpy as np

from graphsvc.snapshot import Edges
from graphsvc.snapshot.ascending import distinct
from graphsvc_queries.impact.ways import Numbers
from graphsvc_queries.places import Stands

__all__ = ["Counted"]


class Counted:
    """The ties of one type, cell by cell."""

    def __init__(self, where: Stands, edges: Edges, of_one: bool) -> None:
        self._wide = where.size + 3
        self.which, self._row, self._column = where.cells(edges)
        nowhere = where.counts(edges.start) * where.counts(edges.end) == 0
        if of_one:  # what stands among the others and the national ones is none of this municipality's business
            own = where.own(edges)
            kept = (self._row <= where.outside) | (self._column <= where.outside)
            self.which, self._row, self._column = self.which[kept], self._row[kept], self._column[kept]
            nowhere &= own
        self.apart = int(np.count_nonzero(nowhere))
        codes, self._counts = np.unique(self._row * self._wide + self._column, return_counts=True)
        self._rows, self._columns = codes // self._wide, codes % self._wide

    @property
    def cells(self) -> tuple[Numbers, Numbers, Numbers]:
        """Row, column and how many ties of each cell that has some."""
        return self._rows, self._columns, self._counts

    def table(self, places: Numbers) -> Numbers:
        """Return the numbers of the cells between some places, shape (places, places)."""
        rank = np.full(self._wide, -1)
        rank[places] = np.arange(len(places))
        row, column = rank[self._rows], rank[self._columns]
        there = (row >= 0) & (column >= 0)
        found = np.zeros((len(places), len(places)), dtype=np.int64)
        found[row[there], column[there]] = self._counts[there]
        return found

    def placed(self, places: Numbers | None) -> int:
        """Count the ties that stand in some cell, or in one between some places."""
        if places is None:
            return len(distinct(self.which))
        there = np.zeros(self._wide, dtype=np.bool_)
        there[places] = True
        return len(distinct(self.which[there[self._row] & there[self._column]]))

    def behind(self, row: int, column: int) -> Numbers:
        """Return the positions of the ties of a cell, ascending."""
        return distinct(self.which[(self._row == row) & (self._column == column)])
