"""A matrix held against another: ties that come and go are counted in the cells where they stand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from graphsvc.errors import UnknownThing
from graphsvc.i18n import say
from graphsvc.model import Value
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.matrix import MatrixBy, MatrixRelation, matrix
from graphsvc_queries.matrix.contrast import Change, MatrixContrast, matrix_contrast, ties_contrast
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.map import FlowCounts, lay_out, municipality_map
from graphsvc_visualizations.map.counts import NATIONAL
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def town(owner: str, flows: list[tuple[str, str]], *more: str) -> Snapshot:
    """Make sectors with a unit each, of which ``owner`` owns the system y, and some flows."""
    sectors = ("A", "B", *more)
    things: dict[str, dict[str, Value]] = {
        **{f"unit:{one}": {"level": "sector", "name_nb": one} for one in sectors},
        **{f"unit:{one.lower()}": {"name_nb": one.lower()} for one in sectors},
        **{f"system:{one}": {"name_nb": one} for one in "xyz"},
    }
    ties: list[Tie] = [("part_of", f"unit:{one.lower()}", f"unit:{one}") for one in sectors]
    ties += [("owns", "unit:a", "system:x"), ("owns", f"unit:{owner}", "system:y"), ("owns", "unit:b", "system:z")]
    return graph(things, ties + [("flow", f"system:{one}", f"system:{two}", {"id": one + two}) for one, two in flows])


def held(
    before: Snapshot, after: Snapshot, *, own_first: bool = True, by: MatrixBy = MatrixBy.SECTOR
) -> MatrixContrast:
    own, other = (before, after) if own_first else (after, before)
    return matrix_contrast(own, matrix(own, by=by), other, matrix(other, by=by), own_first=own_first)


def test_a_cell_tells_what_comes_and_what_goes_even_when_the_number_stays_the_same() -> None:
    before, after = town("b", [("x", "y")]), town("b", [("x", "z"), ("z", "x")])
    for own_first in (True, False):
        found = held(before, after, own_first=own_first)
        assert found.cells == {("A", "B"): Change(1, 1), ("B", "A"): Change(1, 0)}
        assert found.ties == Change(2, 1)
        assert (found.out("A"), found.into("A")) == (Change(1, 1), Change(1, 0))


def test_a_system_that_changes_owner_moves_its_ties_from_cell_to_cell_and_is_no_new_tie() -> None:
    found = held(town("a", [("x", "y")]), town("b", [("x", "y")]))
    assert found.cells == {("A", "A"): Change(0, 1), ("A", "B"): Change(1, 0)}
    assert not found.ties
    assert (found.out("A"), found.into("B")) == (Change(1, 0), Change(1, 0)), "the diagonal is in no sum"


def test_a_row_that_only_the_other_matrix_has_is_shown_with_zeros_before_the_national_one() -> None:
    found = held(town("a", [("x", "y")]), town("c", [("x", "y")], "C"))
    assert [axis.id for axis in found.matrix.axes] == ["A", "B", "C", "national"]
    assert found.only_other == {"C"}
    assert found.matrix.cells[0][2].total == 0
    assert found.of("A", "C") == Change(1, 0)


def test_numbers_before_and_after_differ_by_what_comes_and_goes_in_every_cell_of_the_demo(demo: Snapshot) -> None:
    other = PAGES.other_side(demo, "P6").snapshot
    for by in MatrixBy:
        found = held(demo, other, by=by)
        own, theirs = matrix(demo, by=by), matrix(other, by=by)
        rank = {axis.id: place for place, axis in enumerate(theirs.axes)}
        for row, axis in enumerate(own.axes):
            for column, end in enumerate(own.axes):
                change = found.of(axis.id, end.id)
                after = theirs.cells[rank[axis.id]][rank[end.id]].total
                assert after - own.cells[row][column].total == change.new - change.gone, (axis.id, end.id)
        assert found.cells


def test_the_same_moment_twice_changes_nothing(demo: Snapshot) -> None:
    found = held(demo, demo)
    assert found.cells == {}
    assert not found.ties


def behind(
    before: Snapshot, after: Snapshot, row: str, column: str, *, own_first: bool = True
) -> list[tuple[str, ...]]:
    own, other = (before, after) if own_first else (after, before)
    found = ties_contrast(own, other, row=row, column=column, own_first=own_first)
    return [(one.tie.start, one.tie.end, one.standing.value, "moved" if one.moved else "") for one in found]


@pytest.mark.parametrize("own_first", [True, False])
def test_the_ties_behind_a_cell_tell_which_come_which_go_and_which_only_move(own_first: bool) -> None:
    before, after = town("b", [("x", "y"), ("x", "z")]), town("b", [("x", "z"), ("y", "z"), ("z", "x")])
    assert behind(before, after, "A", "B", own_first=own_first) == [
        ("system:x", "system:y", "gone", ""),
        ("system:x", "system:z", "same", ""),
    ]
    moved = behind(town("a", [("x", "y")]), town("b", [("x", "y")]), "A", "B", own_first=own_first)
    assert moved == [("system:x", "system:y", "new", "moved")]
    away = behind(town("a", [("x", "y")]), town("b", [("x", "y")]), "A", "A", own_first=own_first)
    assert away == [("system:x", "system:y", "gone", "moved")]


def test_a_row_that_one_side_lacks_has_ties_of_the_other_and_one_that_both_lack_is_refused() -> None:
    before, after = town("a", [("x", "y")]), town("c", [("x", "y")], "C")
    assert behind(before, after, "A", "C") == [("system:x", "system:y", "new", "moved")]
    assert behind(before, after, "A", "C", own_first=False) == [("system:x", "system:y", "new", "moved")]
    with pytest.raises(UnknownThing, match="D"):
        behind(before, after, "A", "D")


def test_the_list_behind_every_changed_cell_of_the_demo_has_as_many_as_the_cell_says(demo: Snapshot) -> None:
    other = PAGES.other_side(demo, "P6").snapshot
    for (row, column), change in held(demo, other).cells.items():
        stands = [one[2] for one in behind(demo, other, row, column)]
        assert (stands.count("new"), stands.count("gone")) == (change.new, change.gone)


@pytest.mark.parametrize("language", Language)
def test_the_list_behind_a_cell_says_in_words_what_is_new_and_what_goes(demo: Snapshot, language: Language) -> None:
    given = (("compare", "P6"), ("row", "A1"), ("column", "A2"))
    frame = Frame(language, "/matrix", given, "/static/x", date=demo.date, revision=1)
    other = PAGES.other_side(demo, "P6")
    shown = matrix(demo)
    result = PAGES.held_matrix(frame, demo, shown, other, matrix(other.snapshot))
    listed = PAGES.matrix(frame, demo, result=shown, held=result).partition('id="ties"')[2].partition("</table>")[0]
    for key, number in (("contrast.tie_new", 2), ("contrast.tie_gone", 2), ("exports.stands_same", 41)):
        assert listed.count(f"{say(key, language)}<") == number
    assert listed.count(say("contrast.not_here", language)) == 2, "what P6 brings is not in the shown graph"
    assert "(42)" in listed, "the heading counts what is shown, as the cell does"


@pytest.mark.parametrize("language", Language)
def test_the_page_writes_changes_in_text_in_the_cells_in_the_sums_and_in_a_table(
    demo: Snapshot, language: Language
) -> None:
    frame = Frame(language, "/matrix", (("compare", "2028-01-01"),), "/static/x", date=demo.date, revision=1)
    other = PAGES.other_side(demo, "2028-01-01")
    assert other.snapshot.date == dt.date(2028, 1, 1)
    shown = matrix(demo, relation=MatrixRelation.FLOWS)
    theirs = matrix(other.snapshot, relation=MatrixRelation.FLOWS)
    result = PAGES.held_matrix(frame, demo, shown, other, theirs)
    html = PAGES.matrix(frame, demo, result=shown, held=result)
    assert result.rows
    for *_, before, after, change in result.rows:
        assert f'<span aria-hidden="true">{change}</span>' in html
        assert after - before == change.new - change.gone
    assert "/api/v1/diff?from=1%402026-12-01&amp;to=" in html
    assert 'name="as-of"' in html


def test_the_map_writes_what_comes_and_goes_on_units_and_brackets(demo: Snapshot) -> None:
    other = PAGES.other_side(demo, "P6").snapshot
    contrast = PAGES.map_contrast(demo, other, own_first=True)
    shown = PAGES.map_shown(contrast=contrast)
    before, after = FlowCounts(demo), FlowCounts(other)
    document = PAGES.map_document(demo, shown, Language.NB)
    changed = 0
    for tie in lay_out(demo, shown).ties:
        assert tie.ends is not None
        there = [one if one == NATIONAL else other.find(str(demo.references[one])) for one in tie.ends]
        net = after.between_sectors[min(there), max(there)] - before.between_sectors[tie.ends]
        signs = [int(part.replace("−", "-")) for part in tie.change.split()]
        assert sum(signs) == net
        changed += bool(signs)
    assert changed
    assert any("+" in str(box["note"]) for box in document["boxes"])
    drawn = municipality_map(demo, shown, language=Language.NB)
    for box in document["boxes"]:
        if box["kind"] == "unit" and "+" in str(box["note"]):
            assert str(box["note"]) in drawn


def test_the_map_the_other_way_round_turns_the_signs(demo: Snapshot) -> None:
    other = PAGES.other_side(demo, "P6").snapshot
    one, two = (PAGES.map_contrast(demo, other, own_first=first) for first in (True, False))
    assert {key: Change(value.gone, value.new) for key, value in one.at.items()} == dict(two.at)
    assert one.flows == Change(two.flows.gone, two.flows.new)
    assert one.flows
