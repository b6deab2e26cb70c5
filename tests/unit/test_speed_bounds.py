"""Ten times what is expected is too slow: on the demo impact and search take about 5 ms, reach well under one."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.model import Kind
from graphsvc.registry import query
from graphsvc.service.searching import search_document
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from tests.demo_facts import demo_snapshot

IMPACT_SECONDS, REACH_SECONDS, SEARCH_SECONDS = 0.050, 0.010, 0.050


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    """The demo municipality on its own date."""
    return demo_snapshot(demo_source)


def median(ask: Callable[[str], object], things: list[str]) -> float:
    """Ask about each thing once, after one question that pays for what is worked out once."""
    ask(things[0])
    taken = []
    for thing in things:
        begun = time.process_time()
        ask(thing)
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def systems(snapshot: Snapshot) -> list[str]:
    """Every system of the demo, those with the longest answers included."""
    return [snapshot.references[int(number)] for number in snapshot.of_kind(Kind.SYSTEM)]


def test_impact_on_the_demo_is_within_ten_times_its_target(demo: Snapshot) -> None:
    assert median(lambda thing: query("impact")(demo, things=(thing,)), systems(demo)) < IMPACT_SECONDS


def test_the_largest_impact_on_the_demo_is_within_ten_times_its_target(demo: Snapshot) -> None:
    largest = max(systems(demo), key=lambda thing: len(query("impact")(demo, things=(thing,)).touched))
    assert median(lambda thing: query("impact")(demo, things=(thing,)), [largest] * 5) < IMPACT_SECONDS


def test_reach_on_the_demo_is_within_ten_times_its_target(demo: Snapshot) -> None:
    assert median(lambda thing: query("reach")(demo, thing=thing), systems(demo)) < REACH_SECONDS


@pytest.mark.parametrize(
    "questions",
    [
        ("byggesak", "vernfag", "sak", "e", "EPJ", "payroll"),
        ("byggsakk", "barnevren", "trygghetsalram", "vannmaleravlesing"),
        ("journal pleie og omsorg", "kilo lønn", "jurnal på helsestasjonen"),
        ("qqxxzz", "barnevernsvakt", "heilt ukjende ord som ikkje finst"),
    ],
    ids=["held", "typing errors", "several words", "nothing found"],
)
def test_search_on_the_demo_answers_within_fifty_milliseconds(demo: Snapshot, questions: tuple[str, ...]) -> None:
    taken = median(lambda words: search_document(demo, words, Language.NB, limit=100), [*questions] * 3)
    assert taken < SEARCH_SECONDS
