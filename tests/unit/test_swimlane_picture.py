"""Swimlane as SVG: what a person, a keyboard and a listener get."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from graphsvc.model import ChangeKind, Way
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.impact import Impact, impact
from graphsvc_visualizations.swimlane import swimlane
from tests.bounds import within
from tests.demo_facts import demo_snapshot
from tests.graphs import Tie, graph

CHILD_WELFARE = "unit:U28"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


@pytest.fixture(scope="module")
def answer(demo: Snapshot) -> Impact:
    return impact(demo, things=("system:epj",), change=ChangeKind.RETIRE)


def _words(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def _cards(svg: str) -> list[ET.Element]:
    return [part for part in ET.fromstring(svg).iter() if "data-thing" in part.attrib and "data-way" in part.attrib]


def test_a_card_says_its_full_name_kind_sector_and_strength_to_those_who_listen(demo: Snapshot, answer: Impact) -> None:
    svg = swimlane(demo, answer, language=Language.NB)
    labels = [card.get("aria-label") for card in _cards(svg) if card.get("data-thing") == CHILD_WELFARE]
    assert labels == ["Barneverntjenesten, enhet, Oppvekst og kultur, virkning sterk 0,70"]


def test_every_card_can_be_reached_with_the_keyboard_in_a_file(demo: Snapshot, answer: Impact) -> None:
    cards = _cards(swimlane(demo, answer, language=Language.NB))
    assert len(cards) > 40
    assert all(card.get("tabindex") == "0" and card.get("role") == "img" and card.get("aria-label") for card in cards)


def test_on_a_page_every_card_is_a_link_that_selects_it_and_keeps_the_question(demo: Snapshot, answer: Impact) -> None:
    asked = [("thing", "system:epj"), ("change", "retire")]
    unfolded = frozenset({"unit:A2/units"})
    svg = swimlane(demo, answer, language=Language.NB, standalone=False, address=asked, unfolded=unfolded)
    assert len(_cards(svg)) > 40
    for card in _cards(svg):
        found = parse_qsl(str(card.get("href")).removeprefix("?"))
        assert found == [
            *asked,
            ("unfolded", "unit:A2/units"),
            ("selected", str(card.get("data-thing"))),
            ("way", str(card.get("data-way"))),
        ]


def test_the_rest_of_a_cell_is_a_link_that_unfolds_it_and_another_that_folds_it_back(
    demo: Snapshot, answer: Impact
) -> None:
    key = "unit:A2/services"
    svg = swimlane(demo, answer, language=Language.NB, standalone=False, address=[("thing", "system:epj")])
    assert "unfolded=unit%3AA2%2Fservices" in svg
    asked = [("thing", "system:epj")]
    opened = swimlane(demo, answer, language=Language.NB, standalone=False, address=asked, unfolded=frozenset({key}))
    assert "Vis færre" in _words(opened)
    link = next(part for part in ET.fromstring(opened).iter(f"{SVG}a") if part.get("aria-label") == "Vis færre")
    assert link.get("href") == "?thing=system%3Aepj"


def test_the_selected_path_is_numbered_in_red(demo: Snapshot, answer: Impact) -> None:
    svg = swimlane(demo, answer, language=Language.NB, selected=CHILD_WELFARE)
    assert svg.count('class="bd"') == 2
    assert svg.count(' es"') == 2
    assert "ledd 2 på veien" in svg
    assert 'class="bd"' not in swimlane(demo, answer, language=Language.NB)


def test_a_path_of_work_ends_at_the_owner_on_the_systems_card(demo: Snapshot, answer: Impact) -> None:
    owner = next(one for one in answer.by_way(Way.WORK) if len(one.path) == 2)
    svg = swimlane(demo, answer, language=Language.NB, selected=owner.thing, way=Way.WORK)
    assert svg.count('class="bd"') == 2


def test_the_same_question_gives_the_same_bytes(demo: Snapshot, answer: Impact) -> None:
    again = impact(demo, things=("system:epj",), change=ChangeKind.RETIRE)
    for language in Language:
        assert swimlane(demo, answer, language=language) == swimlane(demo, again, language=language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.NB, ["Virkning: systemer", "enheter", "avvikles", "0: ingen må gjøre noe"]),
        (Language.NN, ["Verknad: system", "einingar", "blir avvikla", "0: ingen må gjere noko"]),
        (Language.EN, ["Effect: systems", "units", "is retired", "0: nobody must act"]),
    ],
)
def test_the_picture_speaks_three_languages(
    demo: Snapshot, answer: Impact, language: Language, said: list[str]
) -> None:
    svg = swimlane(demo, answer, language=language)
    assert set(said) <= set(_words(svg))
    assert ET.fromstring(svg).get("lang") == language.value


def test_a_file_says_question_filters_date_revision_and_what_is_drawn(demo: Snapshot, answer: Impact) -> None:
    words = " | ".join(_words(swimlane(demo, answer, language=Language.NB)))
    for part in (
        "Hva berøres når Journal pleie og omsorg avvikles?",
        "Minste styrke 0,20 · høyst 4 ledd · gjelder 1.12.2026 · revisjon 1",
        "Syntetiske demodata",
        "Tegnet virkning 53 av 146 · arbeid 14 av 17",
    ):
        assert part in words


def test_a_part_of_a_page_has_neither_style_sheet_nor_heading(demo: Snapshot, answer: Impact) -> None:
    svg = swimlane(demo, answer, language=Language.NB, standalone=False)
    assert "<style" not in svg
    assert "Hva berøres" not in " ".join(_words(svg))


def test_every_class_that_is_drawn_has_a_rule(demo: Snapshot, answer: Impact) -> None:
    svg = swimlane(demo, answer, language=Language.NB, selected=CHILD_WELFARE)
    sheet = svg.partition("<style>")[2].partition("</style>")[0]
    used = {word for found in re.findall(r'class="([^"]+)"', svg) for word in found.split()}
    only_names = {"pic", "swim", "nm", "lines", "spine", "change", "fold"}
    assert {word for word in used - only_names if not re.search(rf"\.{word}\b", sheet)} == set()


def test_several_changes_are_listed_on_the_spine(demo: Snapshot) -> None:
    things = ("system:epj", "system:bygg", "system:sakark", "system:hrm")
    svg = swimlane(demo, impact(demo, things=things, change=ChangeKind.RETIRE), language=Language.NB)
    told = [part.get("aria-label") for part in ET.fromstring(svg).iter() if part.get("class") == "change"]
    assert len(told) == 4
    assert "eByggesak, avvikles, eier: Byggesak" in told


def test_when_nothing_is_touched_the_picture_says_so() -> None:
    snapshot = graph({"unit:A": {"level": "sector"}, "system:x": {"name_nb": "Ensom"}})
    svg = swimlane(snapshot, impact(snapshot, things=("system:x",), change=ChangeKind.RETIRE), language=Language.NB)
    assert "Registeret har ingen kobling som kan bære en virkning fra Ensom." in _words(svg)
    assert {"0: ikke berørt", "0: ingen må gjøre noe"} <= set(_words(svg))


def test_an_outage_asks_nobody_to_act() -> None:
    ties: list[Tie] = [("part_of", "unit:a", "unit:A"), ("uses", "unit:a", "system:x")]
    snapshot = graph({"unit:A": {"level": "sector"}, "unit:B": {"level": "sector"}}, ties)
    svg = swimlane(snapshot, impact(snapshot, things=("system:x",), change=ChangeKind.OUTAGE), language=Language.NB)
    assert "0: ingen må gjøre noe" not in _words(svg)
    assert "faller ut" in _words(svg)


def test_a_picture_of_the_demo_takes_less_than_ten_times_thirty_milliseconds(demo: Snapshot, answer: Impact) -> None:
    swimlane(demo, answer, language=Language.NB)
    with within(0.3):
        swimlane(demo, answer, language=Language.NB)


def test_the_view_tells_what_its_picture_draws(demo: Snapshot, answer: Impact) -> None:
    drawn = swimlane.drawn(demo, answer)
    assert {way.value: (one.ties, one.exist) for way, one in drawn.items()} == {"effect": (53, 146), "work": (14, 17)}
