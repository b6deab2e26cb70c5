"""The matrix gives what counting tie by tie gives, by sector and by unit, and lists the ties that it counts."""

from __future__ import annotations

from typing import Any

import pytest

from graphsvc.text import Language
from graphsvc_queries.matrix import Matrix, MatrixBy, MatrixRelation, matrix, ties
from tests.oracle import matrix as oracle
from tests.property.graphs import municipality, seeds

GRAPHS, BATCH = 500, 100


def _cells(found: Matrix, name: str) -> dict[tuple[str, str], int]:
    document: Any = found.document(Language.NB)
    names = [axis["id"] for axis in document["axes"]]
    return {
        (row, end): count
        for row, counts in zip(names, document[name], strict=True)
        for end, count in zip(names, counts, strict=True)
        if count
    }


@pytest.mark.parametrize("batch", range(GRAPHS // BATCH))
def test_cells_and_sums_equal_those_of_the_oracle(batch: int) -> None:
    for seed in seeds(GRAPHS)[batch * BATCH : (batch + 1) * BATCH]:
        snapshot = municipality(seed).snapshot
        for relation in MatrixRelation:
            for by in MatrixBy:
                found, expected = matrix(snapshot, relation=relation, by=by), oracle.matrix(snapshot, relation, by)
                told = {name: _cells(found, name) for name in ("flows", "services")}
                assert told == {name: expected[name] for name in told}, (seed, relation, by)
                assert (found.shown, found.exist) == (expected["shown"], expected["exist"]), (seed, relation, by)
                assert {"flows": found.apart.flows, "services": found.apart.services} == expected["apart"], seed


def test_the_ties_behind_a_cell_are_as_many_as_it_says() -> None:
    for seed in seeds(60):
        snapshot = municipality(seed).snapshot
        found = matrix(snapshot)
        for row, start in enumerate(found.axes):
            for column, end in enumerate(found.axes):
                listed = ties(snapshot, row=start.id, column=end.id)
                assert len(listed) == found.cells[row][column].total, (seed, start.id, end.id)
