"""Units and systems that only one of two graphs has: drawn on the compared map with a sign, counted, and listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphsvc.i18n import say
from graphsvc.model import Value
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.explorer import PAGES
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.map import MapLayout, Shown, lay_out, map_contrast, municipality_map
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def town(*more: str) -> Snapshot:
    """Make a sector with the unit a that owns x; ``more`` are units, systems of a unit (``b/y``), or whole sectors."""
    things: dict[str, dict[str, Value]] = {"unit:A": {"level": "sector"}, "unit:a": {}, "system:x": {}, "system:n": {}}
    things["system:n"] = {"scope": "national"}
    ties: list[Tie] = [("part_of", "unit:a", "unit:A"), ("owns", "unit:a", "system:x")]
    for one in more:
        unit, _, system = one.partition("/")
        if system:
            things[f"system:{system}"] = {"scope": "national"} if unit == "national" else {}
            ties += [] if unit in {"", "national"} else [("owns", f"unit:{unit}", f"system:{system}")]
        elif unit.isupper():
            things[f"unit:{unit}"] = {"level": "sector"}
        else:
            things[f"unit:{unit}"] = {}
            ties.append(("part_of", f"unit:{unit}", "unit:A"))
    return graph(things, ties)


def laid(own: Snapshot, other: Snapshot, *, own_first: bool = True, everything: bool = False) -> MapLayout:
    return lay_out(own, Shown(everything=everything, contrast=map_contrast(own, other, own_first=own_first)))


def signed(layout: MapLayout) -> dict[str, str]:
    return {box.key: box.sign for box in layout.boxes if box.sign}


@pytest.mark.parametrize("everything", [False, True])
def test_a_system_that_comes_or_goes_is_drawn_in_its_unit_whether_it_is_open_or_not(everything: bool) -> None:
    less, more = town(), town("a/y")
    for own, other, own_first, wanted in (
        (less, more, True, {"other:system:y": "+"}),
        (more, less, True, {"system:y": "−"}),
        (less, more, False, {"other:system:y": "−"}),
        (more, less, False, {"system:y": "+"}),
    ):
        layout = laid(own, other, own_first=own_first, everything=everything)
        assert signed(layout) == wanted
        unit = next(box for box in layout.boxes if box.key == "unit:a")
        (drawn,) = (box for box in layout.boxes if box.sign)
        assert unit.x < drawn.x < drawn.x + drawn.width < unit.x + unit.width
        assert unit.y < drawn.y < drawn.y + drawn.height <= unit.y + unit.height
        assert (layout.coming, layout.coming_drawn) == (1, 1)


def test_a_unit_of_the_other_graph_is_drawn_in_its_sector_with_its_systems_below_it() -> None:
    layout = laid(town(), town("b", "b/y"))
    assert signed(layout) == {"other:unit:b": "+", "other:system:y": "+"}
    sector = next(box for box in layout.boxes if box.key == "unit:A")
    unit, system = (next(box for box in layout.boxes if box.key == f"other:{key}") for key in ("unit:b", "system:y"))
    assert sector.y < unit.y < system.y < sector.y + sector.height
    assert unit.x < system.x
    assert (layout.drawn["unit"], layout.exist["unit"]) == (1, 1), "what the other graph has is counted apart"


@pytest.mark.parametrize("more", [("B",), ("national/y",), ("/y",)])
def test_what_has_no_box_above_it_is_drawn_below_the_map(more: tuple[str, ...]) -> None:
    layout = laid(town(), town(*more))
    (drawn,) = (box for box in layout.boxes if box.sign)
    assert drawn.y > max(box.y + box.height for box in layout.boxes if box is not drawn)
    assert drawn.y + drawn.height <= layout.height


def test_boxes_do_not_cover_each_other(demo: Snapshot) -> None:
    other = PAGES.other_side(demo, "2028-01-01").snapshot
    for everything in (False, True):
        layout = laid(other, demo, own_first=False, everything=everything)
        rows = [box for box in layout.boxes if box.kind == "system"]
        for place, one in enumerate(rows):
            for two in rows[place + 1 :]:
                apart = one.x + one.width <= two.x or two.x + two.width <= one.x
                assert apart or one.y + one.height <= two.y or two.y + two.height <= one.y, (one.key, two.key)


@pytest.mark.parametrize("language", Language)
def test_picture_summary_and_list_say_the_same_in_text(demo: Snapshot, language: Language) -> None:
    other = PAGES.other_side(demo, "P6")
    shown = Shown(contrast=map_contrast(demo, other.snapshot, own_first=True))
    picture = municipality_map(demo, shown, language=language)
    assert len(re.findall(r">\+ [^<]{5,}<", picture)) == 1
    assert len(re.findall(r">− [^<]{5,}<", picture)) == 1
    told = say("map.coming_drawn", language, n=2, of=2)
    assert told in str(PAGES.map_document(demo, shown, language)["told"])
    frame = Frame(language, "/map", (("compare", "P6"),), "/static/x", date=demo.date, revision=1)
    for as_table in (False, True):
        page = PAGES.map(frame, demo, shown=shown, as_table=as_table, other=other)
        listed = page.partition('id="coming-title"')[2].partition("</ul>")[0]
        assert listed.count("<li>") == 2
        assert say("map.comes", language) in listed
        assert say("map.goes", language) in listed
        assert "/thing/system/iplan" in listed
        assert "/thing/system/P6" not in page, "what only the other graph has leads to no page that is not there"
        assert say("map.coming_counted", language, units=say("map.coming_no", language), systems="+1 −1") in page
