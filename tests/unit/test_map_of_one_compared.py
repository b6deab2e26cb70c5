"""The map of one of several municipalities held against another graph tells what changes in it, and nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest

from graphsvc.i18n import say
from graphsvc.model import Value
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.matrix.contrast import Change
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.moments import Other
from graphsvc_visualizations.map import MapContrast, Shown, lay_out, map_contrast
from tests.graphs import Tie, graph

A = "organisation:a"
#: Owners of systems, by system; n is national, whoever owns it.
OWNERS = {"x": "AU1", "y": "AU2", "z": "BU1", "w": "BU2", "n": "BU1"}


def register(flows: str, *more: str, places: str = "abc", without: str = "") -> Snapshot:
    """Make municipalities with a sector and two units each; ``more`` are systems of units (``BU1/v``), or units."""
    things: dict[str, dict[str, Value]] = {f"organisation:{one}": {} for one in places}
    things["system:n"] = {"scope": "national"}
    units = {f"{place.upper()}U{number}" for place in places for number in (1, 2)}
    units |= {one for one in more if "/" not in one}
    ties: list[Tie] = []
    for place in places.upper():
        things[f"unit:{place}S"] = {"level": "sector"}
        ties.append(("part_of", f"unit:{place}S", f"organisation:{place.lower()}"))
    for unit in sorted(units):
        things[f"unit:{unit}"] = {}
        ties.append(("part_of", f"unit:{unit}", f"unit:{unit[0]}S"))
    owners = {**OWNERS, **{one.split("/")[1]: one.split("/")[0] for one in more if "/" in one}}
    for system, unit in owners.items():
        if system not in without.split() and (unit in units or not unit):
            things.setdefault(f"system:{system}", {"scope": "national"} if system.startswith("n") else {})
            ties += [("owns", f"unit:{unit}", f"system:{system}")] if unit else []
    return graph(things, ties + [("flow", *(f"system:{end}" for end in flow), {"id": flow}) for flow in flows.split()])


BEFORE = register("xy xz zw nz")
AFTER = register("xy yz zw wz xn nw", "BU1/v", "BU3", "AU2/u", "AU3", "BU1/n2", "/lost")


def held(before: Snapshot, after: Snapshot, *, own_first: bool = True) -> tuple[Snapshot, MapContrast, Shown]:
    own, other = (before, after) if own_first else (after, before)
    top = own.index(A)
    contrast = map_contrast(own, other, own_first=own_first, municipality=top)
    return own, contrast, Shown(contrast=contrast, municipality=top)


@pytest.mark.parametrize("own_first", [True, False])
def test_flows_units_and_systems_of_other_municipalities_are_left_out(own_first: bool) -> None:
    own, contrast, shown = held(BEFORE, AFTER, own_first=own_first)
    assert contrast.flows == Change(2, 1), "xz goes, yz and xn come; what changes in b and at n is none of a's"
    assert contrast.at["AS"] == Change(2, 1)
    assert contrast.at["AU1"] == Change(1, 1)
    assert contrast.pair("national", "AU1") == "+1"
    assert contrast.pair("AU1", "BU1") == "−1", "whose unit is at the other end is told"
    assert contrast.pair("BU1", "BU2") == ""
    assert contrast.pair("national", "BU1") == ""
    assert {one.reference for one in contrast.things} == {"unit:AU3", "system:u", "system:n2"}
    assert {one.sign for one in contrast.things} == {"+"}
    layout = lay_out(own, shown)
    assert (layout.coming, layout.coming_drawn) == (3, 3)
    assert {box.key.removeprefix("other:") for box in layout.boxes if box.sign} >= {"unit:AU3", "system:n2"}
    assert not [box.key for box in layout.boxes if box.key.endswith(("BU3", ":v", ":lost"))]


@pytest.mark.parametrize("own_first", [True, False])
def test_the_table_of_a_municipality_has_no_row_between_two_units_of_another(own_first: bool) -> None:
    own, _, shown = held(BEFORE, AFTER, own_first=own_first)
    other = Other(AFTER if own_first else BEFORE)
    frame = Frame(Language.EN, "/map", (("municipality", A),), "", date=own.date, revision=own.revision)
    html = PAGES.map(frame, own, shown=shown, as_table=True, other=other)
    body = unescape(html.partition("<tbody>")[2].partition("</tbody>")[0])
    rows = [re.findall(r"selected=unit%3A(\w+)", row) for row in body.split("</tr>")[:-1]]
    assert rows
    assert all(any(name.startswith("A") for name in row) for row in rows), rows
    assert {frozenset(row) for row in rows} >= {frozenset({"AU1", "BU1"}), frozenset({"AU2", "BU1"})}


def test_all_comes_where_the_other_graph_lacks_the_municipality_and_only_changes_where_it_has_no_other() -> None:
    lacking, alone = register("zw", places="bc"), register("xy", places="a")
    _, contrast, _ = held(BEFORE, lacking)
    assert contrast.flows == Change(0, 2)
    assert {(one.reference, one.sign) for one in contrast.things} == {
        (one, "−") for one in ("unit:AS", "unit:AU1", "unit:AU2", "system:x", "system:y")
    }
    _, contrast, _ = held(BEFORE, alone)
    assert contrast.flows == Change(0, 1)
    assert contrast.things == ()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("top", [None, -1])
def test_the_map_of_all_says_that_a_municipality_has_to_be_chosen(language: Language, top: int | None) -> None:
    frame = Frame(language, "/map", (("compare", "2028-01-01"),), "", date=BEFORE.date, revision=BEFORE.revision)
    html = PAGES.map(frame, BEFORE, shown=Shown(municipality=top), as_table=False)
    assert say("map.compare_one", language) in html
    assert 'id="coming-title"' not in html
