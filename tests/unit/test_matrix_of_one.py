"""The matrix of one municipality held against a graph that lacks it, has no other, or calls another by its name."""

from __future__ import annotations

import pytest

from graphsvc.errors import UnknownThing
from graphsvc.model import Value
from graphsvc.snapshot import Snapshot
from graphsvc_queries.matrix import MatrixBy, matrix
from graphsvc_queries.matrix.contrast import Change, MatrixContrast, matrix_contrast, ties_contrast
from graphsvc_queries.matrix.of_one import matrix_at, municipality_in
from tests.graphs import Tie, graph

A, B = "organisation:a", "organisation:b"
FLOWS = ("x y", "x n", "n m")


def register(*places: str, called: str = "", flows: tuple[str, ...] = FLOWS) -> Snapshot:
    """Make municipalities with two sectors each, the systems x and y of a, z of b, and the national n and m."""
    things: dict[str, dict[str, Value]] = {f"organisation:{one}": {} for one in places}
    if called:
        things[f"organisation:{called}"] = {"name_nb": "Storby"}
    things |= {"system:n": {"scope": "national"}, "system:m": {"scope": "national"}}
    ties: list[Tie] = []
    for place in places:
        for number in (1, 2):
            things[f"unit:{place.upper()}{number}"] = {"level": "sector"}
            ties.append(("part_of", f"unit:{place.upper()}{number}", f"organisation:{place}"))
    owners = {"x": "A1", "y": "A2", "z": "B1"}
    for system, unit in owners.items():
        things[f"system:{system}"] = {}
        ties += [("owns", f"unit:{unit}", f"system:{system}")] if unit[0].lower() in places else []
    ends = (flow.split() for flow in flows)
    ties += [("flow", f"system:{one}", f"system:{two}", {"id": one + two}) for one, two in ends]
    return graph(things, ties)


def held(
    before: Snapshot, after: Snapshot, *, own_first: bool = True, by: MatrixBy = MatrixBy.SECTOR
) -> MatrixContrast:
    own, other = (before, after) if own_first else (after, before)
    return matrix_contrast(
        own, matrix_at(own, municipality=A, by=by), other, matrix_at(other, municipality=A, by=by), own_first=own_first
    )


@pytest.mark.parametrize("own_first", [True, False])
def test_all_that_a_municipality_has_goes_where_the_other_graph_lacks_it(own_first: bool) -> None:
    both, without = register("a", "b", "c"), register("b", "c")
    found = held(both, without, own_first=own_first)
    assert found.ties == Change(0, 2)
    assert found.cells == {("A1", "A2"): Change(0, 1), ("A1", "national"): Change(0, 1)}
    assert {axis.id for axis in found.matrix.axes} == {"A1", "A2", "others", "national"}
    assert {one: found.of("A1", one).gone for one in ("A2", "others", "national")} == {
        "A2": 1,
        "others": 0,
        "national": 1,
    }
    graphs = (both, without) if own_first else (without, both)
    listed = ties_contrast(*graphs, row="A1", column="A2", municipality=A, own_first=own_first)
    assert [(one.tie.id, one.standing.value) for one in listed] == [("xy", "gone")]
    assert ties_contrast(*graphs, row="A1", column="others", municipality=A, own_first=own_first) == ()


@pytest.mark.parametrize("by", MatrixBy)
@pytest.mark.parametrize("own_first", [True, False])
def test_a_graph_with_no_other_municipality_is_this_one_as_a_whole(own_first: bool, by: MatrixBy) -> None:
    alone, both = register("a"), register("a", "b", flows=(*FLOWS, "y z", "z n"))
    found = held(alone, both, own_first=own_first, by=by)
    assert found.ties == Change(1, 0)
    assert found.cells == {("A2", "others"): Change(1, 0)}
    whole, plain = matrix_at(alone, municipality=A, by=by), matrix(alone, by=by)
    assert (whole.shown, whole.exist, plain.exist) == (2, 2, 3)
    assert whole.cells[-1][-1].total == 0, "as everywhere else, national systems among themselves are not counted"
    assert whole.axes == plain.axes
    graphs = (alone, both) if own_first else (both, alone)
    cell = {"municipality": A, "by": by, "own_first": own_first}
    listed = ties_contrast(*graphs, row="A1", column="A2", **cell)
    assert [(one.tie.id, one.standing.value) for one in listed] == [("xy", "same")]
    assert [one.tie.id for one in ties_contrast(*graphs, row="A2", column="others", **cell)] == ["yz"]


def test_a_graph_whose_only_municipality_is_another_one_has_nothing_of_this_one() -> None:
    empty = matrix_at(register("b"), municipality=A)
    assert ([axis.id for axis in empty.axes], empty.shown, empty.exist) == (["national"], 0, 0)
    assert empty.municipality == A


def test_words_mean_the_same_municipality_in_both_graphs() -> None:
    both, alone, lacking = register("a", "b"), register("a"), register("b")
    assert municipality_in((both, lacking), "unit:A1") == A
    assert municipality_in((lacking, both), "system:x") == A, "the first graph knows x, and nobody who owns it"
    assert municipality_in((alone,), "system:y") == A
    assert municipality_in((lacking, alone), A) == A
    assert municipality_in((register("a", "b", called="b"), register("a", "b", called="a")), "Storby") == B
    with pytest.raises(UnknownThing, match="none of several municipalities"):
        municipality_in((both, alone), "system:n")
