"""A municipality is chosen on the impact page of a register of several, another one is, and none again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from graphsvc.service import Workspace
from tests.graphs import graph
from tests.installations import settings_at, write_facts
from tests.web import Web, serving

PAGE = "/impact?thing=system:shared&lang=en"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Two municipalities with a sector each, and one without, around a system that all three use."""
    things: dict[str, dict[str, object]] = {"system:shared": {}}
    ties: list[tuple[str, str, str]] = []
    for place in "abc":
        things |= {f"organisation:{place}": {}, f"unit:{place}1": {"level": "sector"} if place != "c" else {}}
        things[f"system:{place}"] = {}
        ties += [
            ("part_of", f"unit:{place}1", f"organisation:{place}"),
            ("owns", f"unit:{place}1", f"system:{place}"),
            ("uses", f"unit:{place}1", "system:shared"),
        ]
    home = tmp_path_factory.mktemp("two") / "home"
    write_facts(home, graph(things, ties).facts)
    with Workspace.open(settings_at(home)) as workspace, serving(workspace) as served:
        yield served


def ticked(web: Web, asked: str) -> list[str]:
    answer = web.ask(f"{PAGE}{asked}", accept="text/html")
    assert answer.status == 200, answer.text[:500]
    return re.findall(r'name="sector" value="([^"]+)" checked', answer.text)


def test_a_chosen_municipality_ticks_no_sector_so_that_another_can_be_chosen(web: Web) -> None:
    assert ticked(web, "&municipality=organisation:a") == []
    assert ticked(web, "&municipality=organisation:a&sector=unit:b1") == ["unit:b1"]
    assert ticked(web, "&sector=b1") == ["unit:b1"]


def test_the_choice_is_there_whatever_is_chosen(web: Web) -> None:
    for asked in ("", "&municipality=organisation:a", "&sector=unit:b1"):
        text = web.ask(f"{PAGE}{asked}", accept="text/html").text
        options = re.findall(r'<option value="(organisation:.)"', text)
        assert options == ["organisation:a", "organisation:b", "organisation:c"], asked


def test_what_belongs_to_a_municipality_means_it_and_what_is_none_is_refused(web: Web) -> None:
    for asked in ("unit:a1", "organisation:a"):
        answer = web.ask(f"{PAGE}&municipality={asked}", accept="text/html")
        assert "<summary>Sectors: 1</summary>" in answer.text, asked
    assert "<summary>Sectors: all</summary>" in web.ask(PAGE, accept="text/html").text
    for asked, told in (
        ("system:shared", "none of several municipalities"),
        ("nowhere", "nowhere"),
        ("organisation:c", "has no sectors"),
    ):
        answer = web.ask(f"{PAGE}&municipality={asked}", accept="text/html")
        assert answer.status in {400, 404}, asked
        assert told in answer.text, asked
