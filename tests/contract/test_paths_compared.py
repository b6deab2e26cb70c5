"""Paths held against another day, revision or proposal: over HTTP, on the page and at the terminal."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from typer.testing import CliRunner

from graphsvc.cli.program import application
from graphsvc.model import Value
from graphsvc.snapshot import Snapshot
from graphsvc_queries.paths import paths
from graphsvc_queries.paths.contrast import PathsContrast, PathStanding
from tests.graphs import Tie, graph
from tests.web import Answer, Web


def town(*flows: str, mode: str = "sync") -> Snapshot:
    """Make systems with flows, each written ``ab``; ``AB`` goes by ``mode``."""
    things: dict[str, dict[str, Value]] = {f"system:{one}": {"name_nb": one} for one in "abcd"}
    ties: list[Tie] = []
    for flow in flows:
        start, end = flow.lower()[:2]
        fields: dict[str, Value] = {"id": flow.lower(), "mode": mode if flow.isupper() else "sync"}
        ties.append(("flow", f"system:{start}", f"system:{end}", {**fields, "data_to": "dependent"}))
    return graph(things, ties)


def stands(before: Snapshot, after: Snapshot, *, k: int = 5) -> list[tuple[str, str, tuple[str, ...]]]:
    """Compare both ways round, which must say the same; give each path's standing and what it lacks."""
    found = []
    for own, other, own_first in ((before, after, True), (after, before, False)):
        answers = [paths(side, from_="a", to="d", k=k) for side in (own, other)]
        contrast = PathsContrast(own, answers[0], other, answers[1], own_first)
        rows = contrast.rows
        found.append([("".join(one[-1] for one in row.path.systems), row.standing.value, row.lacking) for row in rows])
    assert found[0] == found[1]
    return found[0]


def test_paths_come_go_and_say_which_flow_makes_the_difference() -> None:
    assert stands(town("ab", "bd"), town("ac", "cd", "ab")) == [("acd", "new", ("ac", "cd")), ("abd", "gone", ("bd",))]


def test_a_path_may_cost_more_or_less_or_go_over_other_flows() -> None:
    assert stands(town("AD"), town("AD", mode="manual")) == [("ad", PathStanding.DEARER, ())]
    assert stands(town("AD", mode="manual"), town("AD")) == [("ad", PathStanding.CHEAPER, ())]
    assert stands(town("ad"), town("ad2")) == [("ad", PathStanding.FLOWS, ())]
    assert stands(town("ad"), town("ad")) == [("ad", PathStanding.SAME, ())]


def test_a_path_that_is_only_pushed_out_of_the_best_lacks_nothing() -> None:
    assert stands(town("ab", "bd"), town("ab", "bd", "ad"), k=1) == [("ad", "new", ("ad",)), ("abd", "gone", ())]


def _asked(**more: str) -> str:
    return urlencode({"from": "iplan", "to": "minside", "lang": "en", "compare": "P6", **more})


def _file(demo_web: Web, ending: str, **more: str) -> Answer:
    answer = demo_web.ask(f"/api/v1/paths/compared{ending}?{_asked(**more)}")
    assert answer.status == 200, answer.text[:300]
    return answer


def test_both_plain_answers_together_are_the_comparison(demo_web: Web) -> None:
    document = _file(demo_web, "", compare="2028-06-01").json
    for side in ("before", "after"):
        day = document[side]["as_of"]
        plain = demo_web.ask(f"/api/v1/paths?from=iplan&to=minside&lang=en&as-of={day}").json["paths"]
        told = sorted((one for one in document["paths"] if one[side]), key=lambda one: _rank(one, side))
        assert [one[side] for one in told] == plain


def _rank(one: dict[str, list[int]], side: str) -> int:
    return one["ranks"][side == "after"]


def test_a_proposal_that_replaces_the_start_leaves_no_path_and_says_why(demo_web: Web) -> None:
    document = _file(demo_web, "").json
    assert document["after"] == {"revision": 2, "as_of": "2026-12-01", "carried_out": "P6", "answered": False}
    assert {one["standing"] for one in document["paths"]} == {"gone"}
    rows = list(csv.DictReader(io.StringIO(_file(demo_web, ".csv").text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["Difference"] for row in rows] == ["− gone"] * 5
    assert rows[0]["Why"] == "Flow I217 is there one of the two times only."
    picture = _file(demo_web, ".svg").text
    assert picture.count(">− gone<") == 5
    assert "proposal P6 carried out" in picture
    assert _file(demo_web, ".xlsx").body.startswith(b"PK")


@pytest.mark.parametrize("view", ["", "table"])
@pytest.mark.parametrize(("compare", "words"), [("P6", "− gone"), ("2027-07-01", "unchanged")])
def test_the_page_says_what_became_of_each_path_and_links_the_comparisons_files(
    demo_web: Web, view: str, compare: str, words: str
) -> None:
    page = demo_web.ask(f"/paths?{_asked(view=view, compare=compare)}", accept="text/html")
    assert page.status == 200
    box = page.text.partition('id="contrast"')[2].partition("</section>")[0]
    assert words in box
    found = re.findall(r'href="(/api/v1/paths[^"]+)" download="paths(\.\w+)"', page.text)
    assert [ending for _, ending in found] == [".svg", ".csv", ".xlsx", ".json"]
    for address, _ in found:
        assert "/compared" in address
        assert demo_web.ask(unescape(address)).status == 200


def test_what_cannot_be_compared_with_is_said_and_not_thrown(demo_web: Web) -> None:
    for compare in ("next summer", "P99", "[[end"):
        assert 400 <= demo_web.ask(f"/paths?{_asked(compare=compare)}", accept="text/html").status < 500
        assert 400 <= demo_web.ask(f"/api/v1/paths/compared?{_asked(compare=compare)}").status < 500
    assert demo_web.ask("/api/v1/paths/compared?from=iplan&to=minside").status == 400


@pytest.mark.parametrize("route", ["paths", "matrix", "impact"])
def test_who_names_a_proposal_that_is_not_there_is_told_which_are(demo_web: Web, route: str) -> None:
    own = {"paths": "from=iplan&to=minside", "matrix": "by=sector", "impact": "thing=epj"}[route]
    for words in ("P99", "next summer", "proposal:P99"):
        said = demo_web.ask(f"/api/v1/{route}/compared?{own}&{urlencode({'compare': words, 'lang': 'en'})}").text
        assert "P1, P2, P3, P4, P5, P6, P7, P8" in said, said
    for words in ("2026-13-40", "12@"):  # a moment that is only written wrongly
        said = demo_web.ask(f"/api/v1/{route}/compared?{own}&{urlencode({'compare': words, 'lang': 'en'})}").text
        assert "neither a revision nor a date" in said, said


def test_an_end_that_is_not_there_is_named_and_what_lies_between_is_told_in_general(demo_web: Web) -> None:
    assert _file(demo_web, "").json["sentences"][0].startswith("Individual plan: not there the other time")
    between = demo_web.ask("/api/v1/paths/compared?from=epj&to=minside&via=iplan&compare=P6&lang=en").json
    assert between["sentences"] == [
        "Not all systems of the question are there the other time, so there is no path to show then."
    ]


def test_the_command_says_the_same(demo_web: Web, demo_home: Path, tmp_path: Path) -> None:
    words = ["paths", "iplan", "minside", "--compare", "P6", "--home", str(demo_home), "--lang", "en"]
    told = CliRunner().invoke(application, words)
    assert told.exit_code == 0, told.output
    assert "Individual plan: not there the other time" in told.output
    target = tmp_path / "difference.csv"
    assert CliRunner().invoke(application, [*words, "-o", str(target)]).exit_code == 0
    assert target.read_bytes() == _file(demo_web, ".csv").body
