"""What a person reads at the terminal about structure, learning, journeys, completeness and privacy."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from graphsvc.cli.answers_insight import PRINTERS
from graphsvc.cli.terminal import Terminal
from graphsvc.registry import query
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language
from tests.demo_facts import imported_snapshot
from tests.graphs import graph

ASKED: dict[str, dict[str, Any]] = {
    "structure": {},
    "learning": {"proposal": "P2"},
    "journey": {"thing": "J2"},
    "completeness": {},
    "privacy": {"things": ("D060",)},
}


@pytest.fixture(scope="module")
def demo(demo_source: Path) -> Snapshot:
    return imported_snapshot(demo_source)


def printed(snapshot: Snapshot, name: str, language: Language = Language.NB, **given: Any) -> str:
    stream = io.StringIO()
    terminal = Terminal(language, out=Console(file=stream, width=200, highlight=False, markup=False))
    PRINTERS[name](query(name)(snapshot, **given).document(language), terminal)
    return stream.getvalue()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", ASKED)
def test_every_answer_is_printed_as_words_and_tables(demo: Snapshot, name: str, language: Language) -> None:
    said = printed(demo, name, language, **ASKED[name])
    assert len(said.splitlines()) > 10
    assert re.findall(r"[\[{]'|\bNone\b|\bTrue\b|Reference\(", said) == []  # no value of a program among the words


def test_structure_begins_with_the_index_and_its_two_numbers(demo: Snapshot) -> None:
    first = printed(demo, "structure").splitlines()[0]
    assert first.startswith("E-I-indeks: -0,32 (211 koblinger på tvers, 413 innenfor")


def test_a_journey_ends_with_where_it_breaks(demo: Snapshot) -> None:
    said = printed(demo, "journey", Language.NN, thing="J2")
    assert "Her brest det (4)" in said
    assert said.rstrip().endswith("4 av 8 steg stoppar utan Sak- og arkivsystem.")
    assert "Registeret viser ingen brot." in printed(graph(["journey:j"]), "journey", Language.NN, thing="j")


def test_completeness_says_how_many_there_are_of_what_it_cuts(demo: Snapshot) -> None:
    said = printed(demo, "completeness", limit=20)
    assert "814 av 1\u00a0551 forventede felt er kjent (52 %)." in said
    count = query("completeness")(demo).work_count
    assert f"Å gjøre ({count})" in said
    assert f"+ {count - 15} til" in said


def test_privacy_of_one_kind_of_information_tells_each_system_and_flow(demo: Snapshot) -> None:
    said = printed(demo, "privacy", Language.EN, things=("D060",))
    assert [line.split(":")[0].strip() for line in said.splitlines() if "→" in line] == ["I069", "I070", "I071"]
    assert "Write it with -o FILE.xlsx" in said


@pytest.mark.parametrize("name", ["structure", "completeness", "privacy"])
def test_an_empty_register_is_answered_in_words_too(name: str) -> None:
    assert printed(graph(), name, Language.EN).strip()
