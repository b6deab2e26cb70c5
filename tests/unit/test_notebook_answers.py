"""Answers for notebooks: one wrapper for every installed query."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

import graphsvc
from graphsvc.errors import UsageError
from graphsvc.snapshot import Snapshot
from tests.demo_facts import imported_snapshot
from tests.graphs import graph

#: A comparison has no picture of its own.
DIFFERENCE = "diff?from=2026-12-01&to=2028-01-01&analysis=matrix"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def test_an_answer_is_asked_what_its_result_is_asked(demo: Snapshot) -> None:
    answer = graphsvc.ask(demo, "reach?thing=epj&mode=sync")
    assert answer.target == answer.result.target == "system:epj"
    with pytest.raises(AttributeError):
        _ = answer.nonsense
    assert copy.copy(answer) == answer


def test_words_and_python_values_ask_the_same_question(demo: Snapshot) -> None:
    written = graphsvc.ask(demo, "impact?thing=epj&change=outage&min-strength=0.5")
    given = graphsvc.ask(demo, "impact", things=("epj",), change=graphsvc.ChangeKind.OUTAGE, min_strength=0.5)
    assert written.document() == given.document()
    assert graphsvc.ask(demo, "weak-spots").question == "weak_spots"
    assert graphsvc.ask(demo, "reach?mode=sync", thing="epj").target == "system:epj"
    with pytest.raises(UsageError, match="thing is missing"):
        graphsvc.ask(demo, "reach?mode=sync")
    with pytest.raises(UsageError, match="Too many"):
        graphsvc.ask(demo, "reach?" + "thing=a&" * 200)


def test_tables_hold_every_row_of_the_document(demo: Snapshot) -> None:
    answer = graphsvc.ask(demo, "impact?thing=epj")
    tables, document = answer.to_pandas(), answer.document()
    for name in ("sectors", "touched", "consult"):
        assert len(tables[name]) == len(document[name]) > 0
    assert set(tables["touched"]["id"]) == {row["id"] for row in document["touched"]}


def test_the_network_holds_each_step_of_each_path_once(demo: Snapshot) -> None:
    answer = graphsvc.ask(demo, "impact?thing=epj")
    hops = {(hop.start, hop.end, round(hop.weight, 9)) for one in answer.touched for hop in one.path}
    network = answer.to_networkx()
    assert {(start, end, round(step["weight"], 9)) for start, end, step in network.edges(data=True)} == hops
    assert graphsvc.ask(demo, "matrix").to_networkx().number_of_edges() == 0


def test_an_answer_with_a_picture_shows_it_and_one_without_shows_its_longest_table(demo: Snapshot) -> None:
    drawn, listed = graphsvc.ask(demo, "impact?thing=epj"), graphsvc.ask(demo, DIFFERENCE)
    assert (drawn._repr_svg_() or "").startswith("<svg")
    assert drawn._repr_html_() is None
    assert listed._repr_svg_() is None
    assert "<table" in (listed._repr_html_() or "")
    with pytest.raises(UsageError):
        listed.svg()


def test_hostile_names_are_text_in_tables_and_pictures() -> None:
    snapshot = graph(
        {"system:a": {"name_nb": HOSTILE}, "service:t": {"name_nb": HOSTILE}},
        [("supports", "system:a", "service:t", {"strength": "required"})],
    )
    answer = graphsvc.ask(snapshot, "impact?thing=a")
    assert HOSTILE not in answer.svg()
    assert HOSTILE not in (graphsvc.ask(snapshot, "weak-spots")._repr_html_() or "")


def test_another_language_is_the_same_answer_in_other_words(demo: Snapshot) -> None:
    answer = graphsvc.ask(demo, "impact?thing=epj", language="nb")
    english = answer.in_("en")
    assert english.result is answer.result
    assert english.document()["summary"] != answer.document()["summary"]
