"""Life bar: dates on a time line, and what is unknown is said."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

import pytest

from graphsvc.model import Value
from graphsvc.text import Language
from graphsvc_visualizations.lifecycle import lifecycle
from tests.graphs import graph

SVG = "{http://www.w3.org/2000/svg}"


def _draw(fields: dict[str, Value], thing: str = "system:x", language: Language = Language.NB) -> str:
    return lifecycle(graph({thing: fields}, date=dt.date(2026, 12, 1)), thing, language=language)


def _words(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_the_bar_of_a_system_in_use_is_light_until_now_and_dark_to_the_end_of_the_contract() -> None:
    svg = _draw({"in_use_from": "2021-02-01", "contract_end": "2029-12-31", "disposition": "invest"})
    assert {"‹ i bruk siden 1.2.2021", "avtale til 31.12.2029", "nå", "2025", "2030"} <= set(_words(svg))
    assert {"slutt på støtte: ukjent", "ingen dato satt · disposisjon: Invester"} <= set(_words(svg))
    bars = {part.get("class"): part for part in ET.fromstring(svg).iter(f"{SVG}rect")}
    light, dark = bars["q2"], bars["q4"]
    ends = float(str(light.get("x"))) + float(str(light.get("width")))
    assert ends == pytest.approx(float(str(dark.get("x"))), abs=0.2)


def test_unknown_start_end_and_support_are_dotted_boxes_with_words() -> None:
    svg = _draw({})
    said = {"i bruk fra: ukjent", "avtalens slutt: ukjent", "slutt på støtte: ukjent", "ingen dato satt"}
    assert said <= set(_words(svg))
    assert svg.count('class="unk"') == 3


def test_claimed_absence_is_told_apart_from_not_knowing() -> None:
    words = _words(_draw({"contract_end": None, "vendor_support_end": None}))
    assert {"ingen avtale", "ingen leverandørstøtte"} <= set(words)


def test_a_date_beyond_the_axis_is_marked_as_going_on() -> None:
    words = _words(_draw({"in_use_from": "2020-01-01", "contract_end": "2050-01-01"}))
    assert "avtale til 1.1.2050 ›" in words
    assert "2037" in words
    assert "2038" not in words


def test_an_ended_contract_is_said_and_not_left_as_a_gap() -> None:
    words = _words(_draw({"in_use_from": "2020-01-01", "contract_end": "2026-06-30"}))
    assert "avtale til 30.6.2026" in words


def test_a_decommission_date_has_a_mark_and_words() -> None:
    assert "decommissioned 2027-07-01" in _words(_draw({"decommission": "2027-07-01"}, language=Language.EN))


def test_a_thing_of_another_kind_shows_when_it_is_valid() -> None:
    assert "gjelder 1.1.2026 – …" in _words(_draw({"valid_from": "2026-01-01"}, "service:t"))
    assert "utan kjend start og slutt" in _words(_draw({}, "unit:u", Language.NN))
