"""Neighbourhood: what a thing needs to the left, what needs it to the right, nothing left out in silence."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from graphsvc.errors import UnknownThing
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_visualizations.neighbourhood import Side, neighbourhood, surroundings
from tests.demo_facts import demo_snapshot
from tests.graphs import Tie, graph

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return demo_snapshot(demo_source)


def _words(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def _cards(svg: str) -> dict[str, tuple[str, str]]:
    found = (part for part in ET.fromstring(svg).iter() if "data-thing" in part.attrib)
    places = {str(part.get("data-thing")): part.find(f"{SVG}rect") for part in found}
    return {name: (str(box.get("x")), str(box.get("y"))) for name, box in places.items() if box is not None}


def test_the_building_case_system_needs_nine_and_delivers_to_three_systems_and_seven_services(demo: Snapshot) -> None:
    around = surroundings(demo, demo.index("system:bygg"))
    assert (len(around.left), len(around.right), around.ties) == (9, 10, 19)
    assert [one.kind for one in around.right[:5]] == [Kind.SYSTEM] * 2 + [Kind.SERVICE] * 3
    words = _words(neighbourhood(demo, "system:bygg", language=Language.NB))
    assert "trenger 9 · leverer til 3 systemer, 7 tjenester" in words
    assert "Tegnet 10 av 19 koblinger; resten står i «+ n til»" in words
    assert {"+ 4 til (skjult)", "+ 5 til (skjult)"} <= set(words)


def test_login_comes_last_derived_before_it_and_synchronous_first() -> None:
    ties: list[Tie] = [
        ("flow", "system:l", "system:x", {"id": "1", "mode": "login"}),
        ("flow", "system:d", "system:x", {"id": "2", "mode": "sync", "derived": True}),
        ("flow", "system:a", "system:x", {"id": "3", "mode": "async"}),
        ("flow", "system:u", "system:x", {"id": "4"}),
        ("flow", "system:s", "system:x", {"id": "5", "mode": "sync"}),
    ]
    snapshot = graph([], ties)
    found = surroundings(snapshot, snapshot.index("system:x")).left
    assert [one.reference for one in found] == ["system:s", "system:a", "system:u", "system:d", "system:l"]


def test_every_relation_of_a_kind_is_counted_once(demo: Snapshot) -> None:
    for kind in (Kind.SYSTEM, Kind.SERVICE, Kind.UNIT, Kind.DATA_OBJECT, Kind.CAPABILITY, Kind.JOURNEY):
        for thing in demo.of_kind(kind).tolist():
            around = surroundings(demo, thing)
            ids = [(tie.relation, tie.id) for one in (*around.left, *around.right) for tie in one.ties]
            assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("thing", "left", "right"),
    [
        ("service:t", {"system:x", "service:s", "capability:c"}, {"unit:a", "journey:j", "service:r"}),
        ("unit:a", {"system:x"}, {"service:t", "unit:deep"}),
        ("capability:c", {"system:x"}, {"service:t"}),
        ("data_object:d", {"system:x"}, {"service:t"}),
        ("journey:j", {"service:t"}, set()),
        ("technology:k", set(), {"system:x"}),
        ("element:e", set(), {"element:f"}),
    ],
)
def test_any_kind_has_its_neighbours(thing: str, left: set[str], right: set[str]) -> None:
    ties: list[Tie] = [
        ("supports", "system:x", "service:t"),
        ("requires", "service:t", "service:s"),
        ("needs", "service:t", "capability:c"),
        ("delivers", "unit:a", "service:t"),
        ("contains", "journey:j", "service:t"),
        ("requires", "service:r", "service:t"),
        ("uses", "unit:a", "system:x"),
        ("owns", "unit:a", "system:x"),
        ("part_of", "unit:deep", "unit:a"),
        ("provides", "system:x", "capability:c"),
        ("holds", "system:x", "data_object:d"),
        ("handles", "service:t", "data_object:d"),
        ("runs_on", "system:x", "technology:k"),
        ("related", "element:e", "element:f"),
    ]
    snapshot = graph([], ties)
    found = surroundings(snapshot, snapshot.index(thing))
    assert {str(one.reference) for one in found.left} == left
    assert {str(one.reference) for one in found.right} == right
    assert ET.fromstring(neighbourhood(snapshot, thing, language=Language.NN)).tag == f"{SVG}svg"


def test_unfolding_a_side_moves_nothing_that_is_there(demo: Snapshot) -> None:
    before = _cards(neighbourhood(demo, "system:bygg", language=Language.NB))
    after = _cards(neighbourhood(demo, "system:bygg", language=Language.NB, shown={Side.LEFT: 15, Side.RIGHT: 15}))
    assert len(after) == 19
    assert before.items() <= after.items()


def test_a_crowded_side_begins_with_counts_by_kind(demo: Snapshot) -> None:
    svg = neighbourhood(demo, "system:entra", language=Language.NB)
    right = surroundings(demo, demo.index("system:entra")).right
    assert len(right) > 25
    systems = sum(one.kind is Kind.SYSTEM for one in right)
    assert {f"{systems} systemer", f"+ {len(right)} til (skjult)"} <= set(_words(svg))
    opened = neighbourhood(demo, "system:entra", language=Language.NB, shown={Side.RIGHT: 10})
    assert len(_cards(opened)) == len(_cards(svg)) + 10
    assert f"{systems} systemer" in _words(opened)


def test_links_keep_the_question_and_lead_to_the_neighbours_page(demo: Snapshot) -> None:
    svg = neighbourhood(
        demo, "system:bygg", language=Language.NB, address=[("lang", "nb")], target="/things/{thing}", standalone=False
    )
    links = set(re.findall(r'href="([^"]+)"', svg))
    assert {"?lang=nb&amp;left=15", "?lang=nb&amp;right=15", "/things/system:kart"} <= links


def test_a_side_without_neighbours_says_so_in_a_dotted_box() -> None:
    snapshot = graph(["system:x"])
    svg = neighbourhood(snapshot, "system:x", language=Language.EN)
    assert _words(svg).count("None known") == 2
    assert svg.count('class="unk"') == 2


def test_parallel_flows_share_a_card_and_both_count() -> None:
    ties: list[Tie] = [
        ("flow", "system:p", "system:x", {"id": "1", "data": "Navn", "mode": "sync"}),
        ("flow", "system:p", "system:x", {"id": "2", "data": "Adresse", "mode": "batch"}),
    ]
    snapshot = graph([], ties)
    words = _words(neighbourhood(snapshot, "system:x", language=Language.NB))
    assert "Navn · synkron · + 1 til" in words
    assert "Tegnet 2 av 2 koblinger" in words


def test_an_unknown_thing_is_an_error_for_people() -> None:
    with pytest.raises(UnknownThing):
        neighbourhood(graph(["system:x"]), "system:y", language=Language.NB)


def test_a_crowded_side_can_be_searched_by_name_and_id(demo: Snapshot) -> None:
    plain = neighbourhood(demo, "system:entra", language=Language.NB)
    assert not [name for name in _cards(plain) if name not in ("system:idm", "system:bas")]
    found = neighbourhood(demo, "system:entra", language=Language.NB, sought="JOURNAL")
    names = sorted(name for name in _cards(found) if name not in ("system:idm", "system:bas"))
    assert names == ["system:epj"]
    assert "+ 57 til (skjult)" in _words(found)
    assert "55 systemer" in _words(found), "the counts stay"
    by_id = neighbourhood(demo, "system:entra", language=Language.EN, sought="service:t0")
    assert [name for name in _cards(by_id) if name.startswith("service")] == ["service:T065"]
    assert len(_cards(neighbourhood(demo, "system:entra", language=Language.NB, sought="s"))) == 2 + 10
    nothing = neighbourhood(demo, "system:entra", language=Language.NB, sought="<no such thing>")
    assert "+ 58 til (skjult)" in _words(nothing)
    assert neighbourhood(demo, "system:bygg", language=Language.NB, sought="x") == neighbourhood(
        demo, "system:bygg", language=Language.NB
    ), "where all are in sight there is nothing to search"


def test_every_arrow_points_at_a_card_also_below_counts(demo: Snapshot) -> None:
    svg = neighbourhood(demo, "system:entra", language=Language.NB, sought="s")
    middles = {float(y) + 21 for x, y in _cards(svg).values() if float(x) > 600}
    heads = {float(y) for y in re.findall(r'd="M912 ([0-9.]+)L903 [0-9.]+V[0-9.]+Z"', svg)}
    assert heads == middles
    assert len(heads) == 10
