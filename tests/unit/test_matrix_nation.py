"""The matrix of one of several municipalities, and the row that each of them has, against counting tie by tie."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nation import nation_snapshot
from graphsvc.errors import UnknownThing
from graphsvc.i18n import say
from graphsvc.model import Value
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Facts, Snapshot
from graphsvc.text import Language
from graphsvc_queries.matrix import MatrixBy, MatrixRelation, matrix, ties
from graphsvc_queries.matrix.contrast import Change, matrix_contrast, ties_contrast
from graphsvc_queries.matrix.municipalities import COLUMNS, matrix_municipalities
from tests.demo_facts import demo_snapshot
from tests.graphs import Tie, graph
from tests.oracle.municipalities import Homes, matrix_of, rows_of
from tests.oracle.register import register

PART = 3
ONE = "organisation:m0001.eksempelvik"


@pytest.fixture(scope="module")
def nation(demo_source: Path) -> Snapshot:
    return nation_snapshot(demo_source, PART)


@pytest.fixture(scope="module")
def homes(nation: Snapshot) -> Homes:
    return Homes(register(nation))


@pytest.mark.parametrize("by", MatrixBy)
def test_the_matrix_of_a_municipality_counts_its_own_ties_and_no_others(
    nation: Snapshot, homes: Homes, by: MatrixBy
) -> None:
    found = matrix(nation, by=by, municipality="m0001.eksempelvik")
    cells, placed, apart = matrix_of(homes, ONE, by.value)
    named = [axis.id for axis in found.axes]
    counted = {
        (row, end): cell.total
        for row, line in zip(named, found.cells, strict=True)
        for end, cell in zip(named, line, strict=True)
        if cell.total
    }
    assert counted == dict(cells)
    assert (found.shown, found.apart.flows + found.apart.services) == (placed, apart)
    assert found.exist == placed + apart
    assert named[-2:] == ["others", "national"]
    assert all(axis.thing is None or axis.id.startswith("m0001.") for axis in found.axes)
    assert not found.truncated
    assert found.document(Language.EN)["municipality"] == ONE
    assert any("others" in cell for cell in cells)


def test_every_tie_behind_a_cell_of_a_municipality_can_be_listed(nation: Snapshot) -> None:
    found = matrix(nation, municipality=ONE)
    for row, start in enumerate(found.axes):
        for column, end in enumerate(found.axes):
            listed = ties(nation, row=start.id, column=end.id, municipality=ONE)
            assert len(listed) == found.cells[row][column].total
            assert len({(one.relation, one.id) for one in listed}) == len(listed)


def test_a_row_of_another_municipality_is_refused_in_the_matrix_of_one(nation: Snapshot) -> None:
    with pytest.raises(UnknownThing, match=r"m0002\.A1.*Choose one of: m0001\.A1, m0001\.A2"):
        ties(nation, row="m0002.A1", column="national", municipality=ONE)


def test_any_thing_of_a_municipality_means_it_and_what_is_of_none_is_refused(nation: Snapshot, demo: Snapshot) -> None:
    assert matrix(nation, municipality="unit:m0001.A1").municipality == ONE
    with pytest.raises(UnknownThing, match="none of several municipalities"):
        matrix(nation, municipality="system:fiksio")
    with pytest.raises(UnknownThing, match="none of several municipalities"):
        matrix(demo, municipality="unit:A1")


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


@pytest.mark.parametrize("relation", MatrixRelation)
def test_each_municipality_has_the_row_that_counting_tie_by_tie_gives(
    nation: Snapshot, homes: Homes, relation: MatrixRelation
) -> None:
    found = matrix_municipalities(nation, relation=relation)
    names = {"all": ("flow", "supports"), "flows": ("flow",), "services": ("supports",)}[relation.value]
    parts = [rows_of(homes, name) for name in names]
    expected = {
        municipality: {column: sum(part[municipality][column] for part in parts) for column in COLUMNS}
        for municipality in {one for part in parts for one in part}
    }
    assert {row.municipality: {name: getattr(row, name) for name in COLUMNS} for row in found.rows} == expected
    assert len(found.rows) == PART
    every = [row for name in names for row in homes.seen.of(name)]
    assert found.exist == len(every)
    assert found.counted == sum(bool(homes.units(row.start) | homes.units(row.end)) for row in every)


#: Units in sectors of a, b and c, or directly below them, and one of none.
_ABOVE = {"a1": "A1", "a3": "A3", "a0": "organisation:a", "b2": "B2", "b0": "organisation:b", "c4": "C4"}


def _shared(owners: dict[str, str]) -> Snapshot:
    """Make systems by their owners, and a flow from x to y."""
    things: dict[str, dict[str, Value]] = {f"organisation:{one}": {} for one in "abc"}
    things |= {f"unit:{one}": {"level": "sector"} for one in ("A1", "A3", "B2", "C4")}
    parts: list[Tie] = [
        ("part_of", f"unit:{one}", f"organisation:{one[0].lower()}") for one in ("A1", "A3", "B2", "C4")
    ]
    parts += [("part_of", f"unit:{one}", to if ":" in to else f"unit:{to}") for one, to in _ABOVE.items()]
    owns: list[Tie] = [
        ("owns", f"unit:{unit}", f"system:{one}") for one, some in owners.items() for unit in some.split()
    ]
    return graph(things, [*parts, *owns, ("flow", "system:x", "system:y")])


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        ("a1 b2", "a3 b2", {"a": {"across", "to_others", "from_others"}, "b": {"within", "to_others", "from_others"}}),
        ("a0 b0", "a3 b0", {"a": {"across", "to_others", "from_others"}, "b": {"within", "to_others", "from_others"}}),
        ("a0", "a0", {"a": {"within"}}),
        ("a1 a3", "a3", {"a": {"within", "across"}}),
        ("a1", "lone", {"a": {"to_others"}}),
        ("lone c4", "b2", {"b": {"from_others"}, "c": {"to_others"}}),
        ("a1", "", {"a": {"apart"}}),
    ],
)
def test_sectors_of_owners_are_compared_in_each_municipality_for_itself(
    x: str, y: str, expected: dict[str, set[str]]
) -> None:
    shared = _shared({"x": x, "y": y, "a": "a1", "b": "b2", "c": "c4"})
    homes = Homes(register(shared))
    oracle = rows_of(homes, "flow")
    for row in matrix_municipalities(shared, relation=MatrixRelation.FLOWS).rows:
        name = row.municipality.partition(":")[2]
        counted = {column: getattr(row, column) for column in COLUMNS if getattr(row, column)}
        assert counted == dict.fromkeys(expected.get(name, ()), 1) == dict(oracle[row.municipality])
        own = matrix(shared, relation=MatrixRelation.FLOWS, municipality=row.municipality)
        cells = {
            (start.id, end.id)
            for start, line in zip(own.axes, own.cells, strict=True)
            for end, cell in zip(own.axes, line, strict=True)
            if cell.total
        }
        inside = {cell for cell in cells if not {*cell} & {"others", "national"}}
        assert (row.within > 0) == any(start == end for start, end in inside)
        assert (row.across > 0) == any(start != end for start, end in inside)
        assert (row.to_others > 0) == any(end == "others" for _, end in cells)
        assert (row.from_others > 0) == any(start == "others" for start, _ in cells)


@pytest.mark.parametrize("language", Language)
def test_owners_of_no_municipality_are_named_where_they_are_counted(language: Language) -> None:
    shared = _shared({"x": "a1", "y": "lone", "b": "b2"})
    none = {Language.NB: "ingen", Language.NN: "ingen", Language.EN: "none"}[language]
    axes = matrix(shared, municipality="organisation:a").axes
    assert next(axis for axis in axes if axis.id == "others").name.in_(language).endswith(none)
    for key in ("explorer.matrix_col_to_others", "explorer.matrix_col_from_others", "map.flows_away"):
        assert say(key, language).endswith(none)


def test_a_register_of_one_municipality_has_no_such_rows(demo: Snapshot) -> None:
    found = matrix_municipalities(demo)
    assert found.rows == ()
    assert (found.counted, found.exist) == (0, 746)


def test_what_goes_from_the_matrix_of_a_municipality_is_counted_there_only(nation: Snapshot) -> None:
    def left(fact: object) -> bool:
        record = fact.record  # type: ignore[attr-defined]
        return not (isinstance(record, RelationRecord) and record.relation.value == "flow" and record.id in gone)

    listed = ties(nation, row="m0001.A1", column="m0001.A1", municipality=ONE)
    other = ties(nation, row="m0002.A1", column="m0002.A1", municipality="organisation:m0002.eksempelvik")
    gone = {one.id for many in (listed, other) for one in many[:3] if one.relation.value == "flow"}
    facts = nation.facts
    kept = Facts(1, facts.things, tuple(one for one in facts.relations if left(one)), about=facts.about)
    after = Snapshot(kept, nation.date)
    asked = {"municipality": ONE}
    contrast = matrix_contrast(nation, matrix(nation, **asked), after, matrix(after, **asked), own_first=True)
    own = sum(one.id in gone for one in listed)
    assert own == 3
    assert contrast.ties == Change(0, own)
    assert contrast.of("m0001.A1", "m0001.A1") == Change(0, own)
    cell = ties_contrast(nation, after, row="m0001.A1", column="m0001.A1", municipality=ONE, own_first=True)
    assert [one.standing.value for one in cell[: own + 1]] == ["gone"] * own + ["same"]
