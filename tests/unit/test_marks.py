"""Marks: every sector has a colour, a glyph and a pattern, and all of them can be seen."""

from __future__ import annotations

import re
from importlib import resources
from itertools import pairwise

import pytest

from graphsvc_visualizations.marks import NATIONAL, NOBODY, glyph, mark_of, pattern, sector_marks, symbol
from graphsvc_visualizations.palette import stylesheet
from tests.graphs import Tie, graph

TOKENS = resources.files("graphsvc_visualizations").joinpath("explorer", "static", "tokens.css").read_text("utf-8")
PAIRS = {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+):light-dark\((#\w+),(#\w+)\)", TOKENS)}
SECTORS = [*map(str, range(1, 13)), "n"]
SURFACES = ["bg", "card", *(f"tint-{sector}" for sector in SECTORS)]
LIGHT, DARK = 0, 1


def _many(count: int) -> list[str]:
    return [f"unit:S{number:02}" for number in range(count)]


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    wide = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(wide[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str, theme: int) -> float:
    high, low = sorted((_luminance(PAIRS[one][theme]), _luminance(PAIRS[other][theme])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "least"), [(LIGHT, 5.6), (DARK, 6.5)])
@pytest.mark.parametrize("ink", ["fg", "fg-2", "link", "path", "unk", *(f"s-{sector}" for sector in SECTORS)])
def test_text_can_be_read_on_every_surface(ink: str, theme: int, least: float) -> None:
    assert min(_contrast(ink, surface, theme) for surface in SURFACES) >= least


@pytest.mark.parametrize(("theme", "least"), [(LIGHT, 3.3), (DARK, 4.5)])
@pytest.mark.parametrize("ink", ["line", "edge", "focus", *(f"s-{sector}" for sector in SECTORS)])
def test_lines_can_be_seen_on_every_surface(ink: str, theme: int, least: float) -> None:
    assert min(_contrast(ink, surface, theme) for surface in SURFACES) >= least


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_text_can_be_read_on_strong_grounds(theme: int) -> None:
    pairs = [("on-head", "head"), ("on-strong", "path"), ("on-strong", "link")]
    pairs += [("q-fg-light", "q2"), ("q-fg-dark", "q4")]
    assert min(_contrast(ink, ground, theme) for ink, ground in pairs) >= 4.5


def test_twelve_sectors_differ_in_colour_glyph_and_pattern() -> None:
    snapshot = graph({name: {"level": "sector", "order": place} for place, name in enumerate(_many(12))})
    marks = list(sector_marks(snapshot).values())
    assert len({mark.colour for mark in marks}) == 12
    assert len({glyph(mark, 0, 0) for mark in marks}) == 12
    assert len({pattern(mark, "p")[0] for mark in marks}) == 12


def test_the_thirteenth_sector_has_the_first_mark_again_with_a_number() -> None:
    snapshot = graph({name: {"level": "sector", "order": place} for place, name in enumerate(_many(26))})
    marks = list(sector_marks(snapshot).values())
    assert [(mark.colour, mark.again) for mark in (marks[0], marks[12], marks[24])] == [
        ("s-1", None),
        ("s-1", 2),
        ("s-1", 3),
    ]
    assert ">2</text>" in symbol(marks[12])


def test_marks_follow_the_registers_order_and_not_the_ids() -> None:
    snapshot = graph({"unit:A": {"level": "sector", "order": 2}, "unit:B": {"level": "sector", "order": 1}})
    marks = sector_marks(snapshot)
    assert marks[snapshot.index("unit:B")].shape == "1"
    assert marks[snapshot.index("unit:A")].shape == "2"


def test_things_have_the_mark_of_their_sector() -> None:
    things = {"unit:A": {"level": "sector"}, "system:n": {"scope": "national"}}
    ties: list[Tie] = [
        ("part_of", "unit:a", "unit:A"),
        ("owns", "unit:a", "system:x"),
        ("owns", "unit:a", "system:n"),
        ("delivers", "unit:a", "service:t", {"role": "lead"}),
        ("supports", "system:free", "service:u"),
    ]
    snapshot = graph(things, ties)
    own = sector_marks(snapshot)[snapshot.index("unit:A")]
    assert all(mark_of(snapshot, snapshot.index(name)) == own for name in ("unit:a", "system:x", "service:t", "unit:A"))
    assert mark_of(snapshot, snapshot.index("system:n")) == NATIONAL
    assert all(mark_of(snapshot, snapshot.index(name)) == NOBODY for name in ("system:free", "service:u"))


def test_a_standalone_style_sheet_has_no_variables_left_and_cannot_end_its_element() -> None:
    sheet = stylesheet(frozenset({"s-1", "s-n"}))
    assert "var(" not in sheet
    assert "light-dark" not in sheet
    assert "<" not in sheet
    assert "url(" not in sheet
    assert PAIRS["s-1"][LIGHT] in sheet.partition("@media")[0]
    assert PAIRS["s-1"][DARK] in sheet.partition("@media")[2]
    assert PAIRS["s-2"][LIGHT] not in sheet


def test_every_class_of_a_sector_is_defined_in_the_shared_style_sheet() -> None:
    sheet = resources.files("graphsvc_visualizations").joinpath("explorer", "static", "picture.css").read_text("utf-8")
    assert all(f".s-{sector}{{" in sheet for sector in SECTORS)
    assert all(int(one) < int(other) for one, other in pairwise(re.findall(r"^\.s-(\d+)\{", sheet, re.MULTILINE)))
