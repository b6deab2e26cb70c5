"""The picture of paths: what it draws, that it is the same every time, and that hostile words stay words."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from graphsvc_queries.paths import FlowMode, paths
from graphsvc_visualizations.lettering import width
from graphsvc_visualizations.path_strip import MOST_DRAWN, path_strip, strip_of
from tests.demo_facts import imported_snapshot
from tests.graphs import Tie, graph

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def flow(start: str, end: str, **fields: Any) -> Tie:
    return ("flow", f"system:{start}", f"system:{end}", {"data_to": "dependent", **fields})


def drawn(snapshot: Snapshot, start: str, end: str, language: Language = Language.NB, **given: Any) -> ET.Element:
    answer = paths(snapshot, from_=start, to=end, **{"max_steps": 0, **given})
    return ET.fromstring(path_strip(snapshot, answer, language=language))


def texts(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def classes(root: ET.Element, tag: str = "path") -> list[str]:
    return [str(one.get("class")) for one in root.iter(f"{SVG}{tag}")]


def test_the_answer_of_the_demo_is_drawn_with_protocol_mode_and_data(demo: Snapshot) -> None:
    root = drawn(demo, "iplan", "minside", max_steps=4)
    told = texts(root)
    for words in ("Vei 1", "Vei 5", "Manuell eksport", "manuell", "Dokument", "Fiks innsyn", "1 manuelt ledd"):
        assert words in told
    assert "Tegnet 5 av 6 veier" in told
    boxes = [one for one in root.iter() if one.get("data-thing")]
    assert [str(one.get("data-thing")) for one in boxes[:3]] == ["system:iplan", "system:sakark", "system:minside"]


def test_lines_tell_the_mode_and_borders_are_drawn_across(demo: Snapshot) -> None:
    root = drawn(demo, "iplan", "minside", max_steps=4)
    lines = classes(root)
    assert lines.count("e man") == 5, "each of the five paths begins by hand"
    assert lines.count("e bat") == 1
    assert lines.count("sep x") == 1 + 2 + 1 + 1 + 1, "as many as the paths cross sector borders"


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
def test_a_path_of_any_length_has_a_box_for_every_system_inside_the_picture(steps: int) -> None:
    snapshot = graph([], [flow(f"s{one}", f"s{one + 1}", mode="sync") for one in range(steps)])
    root = drawn(snapshot, "s0", f"s{steps}")
    assert len([one for one in root.iter() if one.get("data-thing")]) == steps + 1
    across, down = float(str(root.get("width"))), float(str(root.get("height")))
    for box in root.iter(f"{SVG}rect"):
        assert float(box.get("x") or 0) + float(str(box.get("width"))) <= across
    assert 100 < down < 100 + 60 + 100 * (1 + steps // 3)


def test_what_nobody_knows_is_said_and_drawn_apart() -> None:
    root = drawn(graph([], [("flow", "system:a", "system:b", {})]), "a", "b")
    assert {"ukjent protokoll", "ukjent måte", "ukjente data", "antatt retning"} <= set(texts(root))
    assert "e mun" in classes(root)
    assert "mw" in classes(root), "the arrow is open where the direction is assumed"
    assert "mk" not in classes(root)


def test_a_flow_that_goes_either_way_has_no_arrow() -> None:
    root = drawn(graph([], [flow("a", "b", mode="sync")]), "b", "a", undirected=True)
    assert not {"mk", "mw"} & set(classes(root))


def test_a_hub_is_a_bead_with_its_name_and_parallel_flows_are_counted() -> None:
    ties = [flow("a", "b", mode="sync", through=("h",)), flow("a", "b", mode="batch"), flow("a", "b", mode="manual")]
    root = drawn(graph(["system:h"], ties), "a", "b")
    assert "cd b" in classes(root, "circle")
    assert {"gjennom h", "+ 2 flyter til"} <= set(texts(root))


def test_long_names_are_cut_and_stay_whole_for_those_who_point_or_listen() -> None:
    name = "Uendeligesystemnavn" * 15
    snapshot = graph({"system:a": {"name_nb": name}}, [flow("a", "b", mode="sync", data=name, protocol=name)])
    root = drawn(snapshot, "a", "b")
    assert any(one.text == name for one in root.iter(f"{SVG}title"))
    assert any(one.get("aria-label") == name for one in root.iter())
    for one in root.iter(f"{SVG}text"):
        assert width(one.text or "", float(one.get("font-size") or 13), bold="h" in str(one.get("class"))) < 1232


def test_no_path_is_drawn_as_what_would_help(demo: Snapshot) -> None:
    automatic = (FlowMode.SYNC, FlowMode.ASYNC, FlowMode.BATCH)
    told = texts(drawn(demo, "scada", "bi", mode=automatic))
    for words in ("Hva kan hjelpe?", "Tillat måten manuell. Da finnes 2 veier.", "Driftskontroll vann og"):
        assert words in told
    assert any(one.startswith("I104: ") for one in told)
    assert "Sak- og arkivsystem · 1 ledd unna · 40 flyter" in told


def test_more_paths_than_anybody_looks_at_are_counted_instead_of_drawn() -> None:
    ties = [flow("a", f"m{one}", mode="sync") for one in range(MOST_DRAWN + 9)]
    ties += [flow(f"m{one}", "z", mode="sync") for one in range(MOST_DRAWN + 9)]
    root = drawn(graph([], ties), "a", "z", all=True)
    assert f"Tegnet {MOST_DRAWN} av {MOST_DRAWN + 9} veier" in texts(root)
    assert f"Vei {MOST_DRAWN + 1}" not in texts(root)


def test_long_paths_take_the_place_of_many_and_the_first_is_drawn_however_long() -> None:
    ties = [flow(f"s{one:04}", f"s{one + 1:04}", mode="sync") for one in range(600)]
    ties += [flow(f"s{one:04}", f"s{one + 2:04}", mode="sync") for one in range(0, 600, 2)]
    short, long = (drawn(graph([], ties), "s0000", f"s{end:04}", k=9) for end in (200, 600))
    assert len([one for one in short.iter() if one.get("data-thing")]) <= 500
    assert "Vei 4" in texts(short)
    assert "Vei 2" not in texts(long) or len([one for one in long.iter() if one.get("data-thing")]) <= 500


@pytest.mark.parametrize("language", list(Language))
def test_the_same_answer_gives_the_same_bytes_in_every_language(demo: Snapshot, language: Language) -> None:
    answers = [paths(demo, from_="iplan", to="minside") for _ in range(2)]
    first, second = (path_strip(demo, answer, language=language) for answer in answers)
    assert first == second
    assert {"nb": "billigst", "nn": "billigast", "en": "cheapest"}[language] in first


def test_the_strip_of_a_page_links_to_its_systems_and_marks_what_is_selected(demo: Snapshot) -> None:
    answer = paths(demo, from_="iplan", to="minside")
    options: dict[str, Any] = {"language": Language.EN, "rank": 3, "target": "/thing/{thing}?as-of=2026-01-01"}
    plain = strip_of(demo, answer, answer.paths[0], **options)
    assert 'href="/thing/system%3Aiplan?as-of=2026-01-01"' in plain
    assert 'class="strip"' in plain
    assert 'id="ps3-2"' in plain, "patterns are told apart by the strip's number"
    assert 'class="strip sel"' in strip_of(demo, answer, answer.paths[0], selected=True, **options)
