"""Matrix: the demo's numbers as the start page shows them, and what stands apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.errors import UnknownThing
from graphsvc.model import Value
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.matrix import MOST_AXES, Apart, Cell, MatrixBy, MatrixRelation, matrix, ties
from graphsvc_queries.structure import structure
from tests.demo_facts import BOTH_READINGS
from tests.graphs import Tie, graph

#: Rows deliver to columns: all ties, and flows among them, for A1-A4 and national.
ALL = [[122, 42, 45, 56, 1], [11, 106, 8, 1, 0], [12, 4, 76, 1, 0], [23, 3, 5, 109, 0], [18, 37, 40, 24, 2]]
FLOWS = [[73, 18, 16, 23, 1], [10, 15, 2, 0, 0], [11, 0, 11, 0, 0], [17, 0, 1, 27, 0], [17, 30, 33, 22, 2]]

SECTORS: dict[str, dict[str, Value]] = {
    "unit:A": {"level": "sector"},
    "unit:B": {"level": "sector"},
    "unit:a": {"level": "unit"},
    "unit:b": {"level": "unit"},
    "unit:free": {"level": "unit"},
    "system:n": {"scope": "national"},
}
TREE: list[Tie] = [("part_of", "unit:a", "unit:A"), ("part_of", "unit:b", "unit:B")]


@pytest.fixture(scope="module", params=BOTH_READINGS)
def demo(request: pytest.FixtureRequest, demo_source: Path) -> Snapshot:
    read: Callable[[Path], Snapshot] = request.param
    return read(demo_source)


def test_the_demo_has_the_numbers_of_the_start_page(demo: Snapshot) -> None:
    found = matrix(demo)
    assert [axis.id for axis in found.axes] == ["A1", "A2", "A3", "A4", "national"]
    assert [[cell.total for cell in row] for row in found.cells] == ALL
    assert [[cell.flows for cell in row] for row in found.cells] == FLOWS
    assert [found.out(row) for row in range(5)] == [144, 20, 17, 31, 119]
    assert (found.shown, found.exist, found.apart) == (746, 746, Apart(0, 0))


def test_flows_and_services_can_be_counted_alone(demo: Snapshot) -> None:
    assert matrix(demo, relation=MatrixRelation.FLOWS).exist == 329
    services = matrix(demo, relation=MatrixRelation.SERVICES)
    assert services.exist == 417
    assert services.cells[0][1] == Cell(0, 24)


def test_every_tie_of_a_cell_can_be_listed(demo: Snapshot) -> None:
    listed = ties(demo, row="A1", column="A2")
    assert len(listed) == 42
    assert [tie.relation.value for tie in listed] == ["flow"] * 18 + ["supports"] * 24
    assert len(ties(demo, row="A1", column="A2", relation=MatrixRelation.FLOWS)) == 18


def test_units_are_rows_in_the_order_of_their_sectors(demo: Snapshot) -> None:
    found = matrix(demo, by=MatrixBy.UNIT)
    assert [axis.id for axis in found.axes] == [f"U{number:02}" for number in range(1, 45)] + ["national"]
    assert sum(cell.total for row in found.cells for cell in row) == 746


def test_a_tie_of_a_system_with_two_owners_stands_in_both_cells_and_counts_once() -> None:
    owners: list[Tie] = [("owns", "unit:a", "system:x"), ("owns", "unit:b", "system:x"), ("owns", "unit:a", "system:y")]
    found = matrix(graph(SECTORS, [*TREE, *owners, ("flow", "system:x", "system:y")]))
    assert [[cell.flows for cell in row] for row in found.cells] == [[1, 0, 0], [1, 0, 0], [0, 0, 0]]
    assert (found.shown, found.exist) == (1, 1)


def test_ownerless_ends_are_counted_apart() -> None:
    out: list[Tie] = [("flow", "system:x", "system:y"), ("supports", "system:x", "service:s")]
    found = matrix(graph(SECTORS, [*TREE, ("owns", "unit:a", "system:x"), *out]))
    assert (found.shown, found.exist, found.apart) == (0, 2, Apart(flows=1, services=1))


def test_owners_outside_sectors_have_a_row_when_there_are_any() -> None:
    ends: list[Tie] = [("owns", "unit:free", "system:x"), ("flow", "system:n", "system:x")]
    found = matrix(graph(SECTORS, [*TREE, *ends]))
    assert [axis.id for axis in found.axes] == ["A", "B", "outside", "national"]
    assert found.cells[3][2] == Cell(flows=1)
    assert [tie.end for tie in ties(graph(SECTORS, [*TREE, *ends]), row="national", column="outside")] == ["system:x"]


def test_an_unknown_row_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownThing, match="Choose one of: A, B"):
        ties(graph(SECTORS, TREE), row="C", column="A")


def test_the_document_says_what_is_shown_of_what_exists(demo: Snapshot) -> None:
    document = matrix(demo).document(Language.NN)
    assert document["flows"] == FLOWS
    assert (document["shown"], document["exist"]) == (746, 746)


def test_of_too_many_units_those_with_most_ties_have_a_row_and_the_rest_is_said_to_be_cut() -> None:
    ties_: list[Tie] = [("owns", f"unit:u{one:03}", f"system:s{one:03}") for one in range(MOST_AXES + 20)]
    ties_ += [("flow", "system:s310", "system:s311"), ("flow", "system:s311", "system:s310")]
    ties_ += [("flow", f"system:s{one:03}", "system:s311") for one in range(MOST_AXES)]
    snapshot = graph([], ties_)
    found = matrix(snapshot, by=MatrixBy.UNIT)
    names = [axis.id for axis in found.axes]
    assert len(names) == MOST_AXES
    assert {"u310", "u311", "national"} <= set(names)
    assert "u319" not in names
    # Of 302 flows, those of the 297 first units and the two between the busiest stand in a cell.
    assert (found.shown, found.exist, found.truncated) == (299, 302, True)
    assert structure(snapshot, by=MatrixBy.UNIT).truncated
    assert not matrix(snapshot).truncated
