"""Drawing: what comes from outside is escaped, coordinates are the same everywhere."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc_visualizations.drawing import Markup, elbow, element, group, number


@given(st.text(), st.text())
def test_any_words_come_back_from_an_element_and_its_attributes(inside: str, said: str) -> None:
    root = ET.fromstring(element("text", inside, aria_label=said))
    assert len(root) == 0
    assert "<" not in element("text", inside).removeprefix("<text>").removesuffix("</text>").removeprefix("<text/>")
    assert set(root.attrib) == {"aria-label"}


def test_finished_parts_are_not_escaped_again() -> None:
    assert group([element("path", d="M0 0"), Markup("<g/>")], class_="s-1") == '<g class="s-1"><path d="M0 0"/><g/></g>'


@pytest.mark.parametrize(("value", "written"), [(0.0, "0"), (-0.01, "0"), (12.34, "12.3"), (100, "100"), (5.0, "5")])
def test_coordinates_have_at_most_one_decimal(value: float, written: str) -> None:
    assert number(value) == written


def test_an_elbow_leaves_out_repeated_corners_and_shrinks_its_radius_on_short_legs() -> None:
    assert elbow([(0, 0), (0, 0), (10, 0)], 5) == "M0 0L10 0"
    assert elbow([(0, 0), (10, 0), (10, 4)], 5) == "M0 0L8 0Q10 0 10 2L10 4"
