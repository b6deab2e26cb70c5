"""A municipality that comes one day: its matrix and its map before and after, as pages and as documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from graphsvc.model import Value
from graphsvc.service import Workspace
from tests.graphs import Tie, graph
from tests.installations import settings_at, write_facts
from tests.web import Web, serving

BEFORE, AFTER = "2026-12-01", "2028-01-01"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The municipality a, and from 2027 on also b, with a sector, a system and a flow from each to the other."""
    things: dict[str, dict[str, Value]] = {}
    ties: list[Tie] = []
    for place, fields in (("a", {}), ("b", {"valid_from": "2027-07-01"})):
        things |= {f"organisation:{place}": {**fields}, f"unit:{place}1": {"level": "sector", **fields}}
        things |= {f"system:{place}": {**fields}}
        ties.append(("part_of", f"unit:{place}1", f"organisation:{place}", {**fields}))
        ties.append(("owns", f"unit:{place}1", f"system:{place}", {**fields}))
    ties += [("flow", f"system:{one}", f"system:{two}", {"id": one + two}) for one, two in ("aa", "ab", "ba", "bb")]
    home = tmp_path_factory.mktemp("coming") / "home"
    write_facts(home, graph(things, ties).facts)
    with Workspace.open(settings_at(home)) as workspace, serving(workspace) as served:
        yield served


@pytest.mark.parametrize(("shown", "compare"), [(BEFORE, AFTER), (AFTER, BEFORE)])
@pytest.mark.parametrize(("place", "changes"), [("a", "+2"), ("b", "+3")])
def test_its_matrix_is_held_against_a_day_before_it_came(
    web: Web, place: str, changes: str, shown: str, compare: str
) -> None:
    asked = f"municipality=organisation:{place}&as-of={shown}&compare={compare}&lang=en"
    for by in ("sector", "unit"):
        page = web.ask(f"/matrix?{asked}&by={by}", accept="text/html")
        assert page.status == 200, page.text[:500]
        files = re.findall(r'href="(/api/v1/matrix/compared[^"]+)"', page.text)
        assert files
        for address in files:
            assert web.ask(unescape(address)).status == 200, address
        for address in set(re.findall(r'href="(/matrix[^"]*row=[^"#]+)', page.text)):
            assert web.ask(unescape(address), accept="text/html").status == 200, address
    document = web.ask(f"/api/v1/matrix/compared?{asked}").json
    assert document["ties"]["written"] == changes
    assert document["municipality"] == f"organisation:{place}"


def test_the_only_municipality_of_a_day_is_shown_as_a_whole_and_one_that_is_not_there_is_refused(web: Web) -> None:
    assert web.ask(f"/matrix?municipality=organisation:a&as-of={BEFORE}&lang=en", accept="text/html").status == 200
    answer = web.ask(f"/matrix?municipality=organisation:b&as-of={BEFORE}&lang=en", accept="text/html")
    assert 400 <= answer.status < 500


def test_its_map_is_held_against_the_other_day_and_that_of_all_is_not(web: Web) -> None:
    when = f"as-of={AFTER}&compare={BEFORE}&lang=en"
    one = web.ask(f"/map?municipality=organisation:a&{when}", accept="text/html").text
    assert "Comes and goes (0)" in one, "what comes in b is not on the map of a"
    assert "Flows: 2 come, 0 go" in one
    two = web.ask(f"/map?municipality=organisation:b&{when}", accept="text/html").text
    assert "Comes and goes (2)" in two
    for asked in ("", "municipality=none&"):
        every = web.ask(f"/map?{asked}{when}", accept="text/html")
        assert every.status == 200
        assert "Choose a municipality to hold its map against another day" in every.text
        assert "Comes and goes" not in every.text
    drawn = web.ask(f"/map/layout.json?municipality=organisation:a&{when}").json
    assert not [box for box in drawn["boxes"] if "system:b" in box["key"]]
