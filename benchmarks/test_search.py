"""Search beside SQLite's full text search and beside comparing every name: on the demo and on a nation.

FTS5 with the trigram tokenizer finds parts of words but forgives nothing, so that words with typing errors are put to
it as any three of their letters in a row (``OR``); rapidfuzz compares names only. Neither knows kinds or levels.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from rapidfuzz import fuzz, process

from benchmarks.nation import MUNICIPALITIES, nation_snapshot
from graphsvc.search import fold
from graphsvc.service.searching import search, search_document
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.texts import ALSO, NAMES, search_index
from graphsvc.text import Language
from tests.demo_facts import imported_snapshot

GROUNDS = ["demo", pytest.param("nation", marks=pytest.mark.large)]
ENGINES = ["graphsvc", "SQLite FTS5, trigrams", "rapidfuzz, names only"]
#: Whether nothing of the question is written otherwise than in the register.
QUESTIONS = {
    "part of a compound: byggesak": ("byggesak", True),
    "several words: journal pleie og omsorg": ("journal pleie og omsorg", True),
    "typing errors: byggsakk": ("byggsakk", False),
    "typing errors in a long word: trygghetsalram": ("trygghetsalram", False),
}


class Ground:
    """One register in the form that each engine wants; nothing here is timed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.names = [fold(snapshot.name(thing).words) for thing in range(len(snapshot))]
        self.table = full_text(snapshot)
        assert len(snapshot.search) == len(snapshot)


def full_text(snapshot: Snapshot) -> sqlite3.Connection:
    """Put a row for each thing into a table of SQLite that is searched by trigrams."""
    table = sqlite3.connect(":memory:", check_same_thread=False)
    table.execute("CREATE VIRTUAL TABLE texts USING fts5(words, tokenize = 'trigram')")
    table.executemany("INSERT INTO texts (rowid, words) VALUES (?, ?)", enumerate(texts(snapshot)))
    return table


def texts(snapshot: Snapshot) -> Iterator[str]:
    for thing in range(len(snapshot)):
        record = snapshot.record(thing)
        told = [record.id, *(str(record.fields[name]) for name in (*NAMES, *ALSO) if record.fields.get(name))]
        yield fold(" ".join(dict.fromkeys(told)))


def by_full_text(ground: Ground, words: str, exact: bool) -> list[int]:
    folded = fold(words)
    if exact:
        asked = " AND ".join(f'"{word}"' for word in folded.split() if len(word) > 2)
    else:
        asked = " OR ".join(f'"{folded[start : start + 3]}"' for start in range(len(folded) - 2))
    found = ground.table.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20", (asked,))
    return [int(row[0]) for row in found]


@pytest.fixture(scope="module")
def registers(demo_source: Path) -> Callable[[str], Ground]:
    """The demo, and a nation or the part of it that ``GRAPHSVC_MUNICIPALITIES`` says, made when first asked for."""
    made: dict[str, Ground] = {}
    many = int(os.environ.get("GRAPHSVC_MUNICIPALITIES", MUNICIPALITIES))
    ways = {"demo": lambda: imported_snapshot(demo_source), "nation": lambda: nation_snapshot(demo_source, many)}

    def ground(name: str) -> Ground:
        if name not in made:
            made[name] = Ground(ways[name]())
        return made[name]

    return ground


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("name", GROUNDS)
def test_hits(
    registers: Callable[[str], Ground], benchmark: BenchmarkFixture, name: str, question: str, engine: str
) -> None:
    ground, (words, exact) = registers(name), QUESTIONS[question]
    asked: dict[str, Callable[[], object]] = {
        "graphsvc": lambda: search(ground.snapshot, words),
        "SQLite FTS5, trigrams": lambda: by_full_text(ground, words, exact),
        "rapidfuzz, names only": lambda: process.extract(words, ground.names, scorer=fuzz.partial_ratio, limit=20),
    }
    benchmark.group = f"search, {name} of {len(ground.snapshot):,} things, {question}"
    benchmark.extra_info["engine"] = engine
    ours = {hit.thing for hit in search(ground.snapshot, words, limit=len(ground.snapshot))}
    assert ours
    if exact:  # what full text search finds we find too
        assert set(by_full_text(ground, words, exact)) <= ours
    benchmark(asked[engine])


@pytest.mark.parametrize("name", GROUNDS)
def test_document(registers: Callable[[str], Ground], benchmark: BenchmarkFixture, name: str) -> None:
    """What the page asks for: a hundred hits with names, units, sectors and what is marked."""
    ground = registers(name)
    benchmark.group = f"search, {name}, a hundred hits as a document"
    benchmark.extra_info["engine"] = "graphsvc"
    document = benchmark(lambda: search_document(ground.snapshot, "sak", Language.NN, limit=100))
    assert document["hits"]


@pytest.mark.parametrize("engine", ["graphsvc", "SQLite FTS5, trigrams"])
@pytest.mark.parametrize("name", GROUNDS)
def test_making_the_index(
    registers: Callable[[str], Ground], benchmark: BenchmarkFixture, name: str, engine: str
) -> None:
    snapshot = registers(name).snapshot
    made: dict[str, Callable[[], object]] = {
        "graphsvc": lambda: search_index(snapshot),
        "SQLite FTS5, trigrams": lambda: full_text(snapshot),
    }
    benchmark.group = f"search, {name}, making the index of {len(snapshot):,} things"
    benchmark.extra_info["engine"] = engine
    benchmark(made[engine])
