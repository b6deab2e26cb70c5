"""Structure on the demo and on small organisations, with the reasons for each number."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.model import Relation
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.matrix import MatrixBy, MatrixRelation, matrix
from graphsvc_queries.structure import structure
from tests.demo_facts import BOTH_READINGS
from tests.graphs import Tie, graph

SECTORS = {"unit:A": {"level": "sector"}, "unit:B": {"level": "sector"}, "system:n": {"scope": "national"}}
TREE: list[Tie] = [("part_of", f"unit:{name}", f"unit:{name[0].upper()}") for name in ("a1", "a2", "b1", "b2")]


@pytest.fixture(scope="module", params=BOTH_READINGS)
def demo(request: pytest.FixtureRequest, demo_source: Path) -> Snapshot:
    snapshot: Snapshot = request.param(demo_source)
    return snapshot


def test_the_matrices_of_the_demo_are_those_of_the_start_page(demo: Snapshot) -> None:
    document = structure(demo).matrix.document(Language.NB)
    for name, relation in (("flows", MatrixRelation.FLOWS), ("services", MatrixRelation.SERVICES)):
        assert document[name] == matrix(demo, relation=relation).document(Language.NB)["total"]


def test_two_thirds_of_the_demos_ties_stay_within_their_sector(demo: Snapshot) -> None:
    # From the start page: 122 + 106 + 76 + 109 on the diagonal, 211 off it, national systems left out.
    found = structure(demo)
    assert (found.index.overall.internal, found.index.overall.external) == (413, 211)
    assert found.index.overall.index == pytest.approx((211 - 413) / 624)
    # 746 ties stand in the matrix; what is left is the national row and column.
    assert found.apart == {"national": 746 - 624, "without_unit": 0, "outside": 0}


def test_only_administration_has_more_ties_across_than_within(demo: Snapshot) -> None:
    # It runs what all others use: case records, login, payroll.
    sectors = {name: balance.index or 0.0 for name, balance in structure(demo).index.sectors.items()}
    assert [name for name, index in sectors.items() if index > 0] == ["A1"]
    assert sectors["A1"] == pytest.approx((22 + 166 + 1 - 122) / (189 + 122), abs=0.01)


def test_communities_of_the_demo_follow_the_sectors_with_known_exceptions(demo: Snapshot) -> None:
    found = structure(demo)
    assert [next(iter(part.sectors)) for part in found.communities] == ["A4", "A2", "A1", "A3"]
    elsewhere = {one.one.id: one.sectors for one in found.across["units"]}
    # Child welfare and school health belong to the schools' sector and share services and records with health.
    assert elsewhere["U28"] == elsewhere["U29"] == ("A3", "A2")
    # The records office, communication, the front desk and the council's secretariat serve the technical sector most.
    assert {unit for unit, sectors in elsewhere.items() if sectors == ("A1", "A4")} == {"U04", "U06", "U07", "U08"}
    assert 0.4 < (found.adjusted_rand_index or 0) < 0.5
    assert found.isolated == ()  # but for the sectors, which own and deliver nothing themselves


def test_the_demos_login_system_is_the_most_central(demo: Snapshot) -> None:
    first = structure(demo).central[0]
    assert (first.one.id, first.dependents) == ("entra", 55)


def test_what_all_use_stands_first_among_what_sits_across(demo: Snapshot) -> None:
    systems = structure(demo).across["systems"]
    assert systems[0].sectors == ("A1", "A2", "A3", "A4")
    assert systems[0].units == 44
    individual_plan = structure(demo).across["services"][0]
    assert (individual_plan.one.id, individual_plan.sectors, individual_plan.units) == ("T021", ("A2", "A3"), 7)


def test_a_tie_of_two_owners_counts_once_overall_and_once_in_each_sector() -> None:
    owned = ("a1", "x"), ("b1", "x"), ("a2", "y")
    owners: list[Tie] = [("owns", f"unit:{unit}", f"system:{system}") for unit, system in owned]
    found = structure(graph(SECTORS, [*TREE, *owners, ("flow", "system:x", "system:y")]))
    assert (found.index.overall.internal, found.index.overall.external) == (1, 0)
    assert {name: one.index for name, one in found.index.sectors.items()} == {"A": -1.0, "B": 1.0}
    assert found.document(Language.NB)["matrix"]["flows"] == [[1, 0, 0], [1, 0, 0], [0, 0, 0]]  # type: ignore[index]


def test_national_ownerless_and_sectorless_ends_are_counted_apart() -> None:
    ties: list[Tie] = [
        ("owns", "unit:a1", "system:x"),
        ("owns", "unit:free", "system:y"),
        ("flow", "system:n", "system:x"),
        ("flow", "system:x", "system:nobody"),
        ("flow", "system:x", "system:y"),
    ]
    found = structure(graph(SECTORS, [*TREE, *ties]))
    assert found.apart == {"national": 1, "without_unit": 1, "outside": 1}
    assert found.index.overall.index is None
    assert found.matrix.apart == {"flows": 1, "services": 0, "exchanges": 0}


def test_units_that_inform_each_other_are_tied_without_any_system() -> None:
    found = structure(graph(SECTORS, [*TREE, ("exchanges", "unit:a1", "unit:b1"), ("exchanges", "unit:a2", "unit:b2")]))
    assert [[one.id for one in part.members] for part in found.communities] == [["a1", "b1"], ["a2", "b2"]]
    assert found.by_relation["exchanges"].overall.index == 1.0
    assert found.adjusted_rand_index == pytest.approx(-0.5)


def test_units_without_ties_are_isolated_and_sectors_are_not() -> None:
    found = structure(graph(SECTORS, [*TREE, ("exchanges", "unit:a1", "unit:b1")]))
    assert [one.id for one in found.isolated] == ["a2", "b2"]


def test_a_system_that_all_use_ties_nobody_more_than_others() -> None:
    everybody: list[Tie] = [("uses", f"unit:{name}", "system:mail") for name in ("a1", "a2", "b1", "b2")]
    pairs: list[Tie] = [("uses", f"unit:{name}", f"system:{name[0]}") for name in ("a1", "a2", "b1", "b2")]
    found = structure(graph(SECTORS, [*TREE, *everybody, *pairs]))
    assert [list(part.sectors) for part in found.communities] == [["A"], ["B"]]
    assert found.adjusted_rand_index == 1.0


def test_matrices_of_units_are_asked_for() -> None:
    found = structure(graph(SECTORS, [*TREE, ("exchanges", "unit:a1", "unit:b1")]), by=MatrixBy.UNIT)
    document = found.matrix.document(Language.NB)
    assert document["sectors"] == ["a1", "a2", "b1", "b2", "national"]
    assert document["exchanges"] == [[0, 0, 1, 0, 0], *([[0] * 5] * 4)]


def test_an_empty_register_has_no_index_and_no_communities() -> None:
    document = structure(graph()).document(Language.NN)
    assert document["e_i_index"] == {
        "overall": None,
        "sectors": {},
        "external": 0,
        "internal": 0,
        "by_relation": {name: {"overall": None, "sectors": {}} for name in ("flows", "services", "exchanges")},
        "apart": {"national": 0, "without_unit": 0, "outside": 0},
    }
    assert (document["communities"], document["adjusted_rand_index"]) == ([], None)


def test_technologies_in_use_are_no_shared_systems() -> None:
    uses: list[Tie] = [("uses", "unit:a1", "technology:t"), ("uses", "unit:b1", "technology:t")]
    assert structure(graph(SECTORS, [*TREE, *uses])).across["systems"] == ()
    assert len(graph(SECTORS, [*TREE, *uses]).edges(Relation.USES)) == 2


def test_what_more_than_three_hundred_units_share_ties_nobody() -> None:
    everybody: list[Tie] = [("uses", f"unit:u{number}", "system:mail") for number in range(301)]
    assert structure(graph([], everybody)).communities == ()
    assert len(structure(graph([], everybody[:300])).communities) == 1


def test_the_table_holds_every_pair_that_meets(demo: Snapshot) -> None:
    rows = {(row["from"], row["to"]): row for row in structure(demo).table(Language.NB)}
    assert (rows["A1", "A2"]["flows"], rows["A1", "A2"]["services"], rows["A1", "A2"]["shared_systems"]) == (18, 24, 25)
    assert ("national", "A1") in rows
    assert structure(graph()).table(Language.NB) == []
