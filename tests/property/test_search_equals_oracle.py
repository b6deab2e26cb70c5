"""The index finds what reading every text for every question finds: the same things, in the same order, as good."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.search import Found, Index, Level, Row
from graphsvc.search.likeness import distances
from tests.oracle import search as oracle

PARTS = ["bygg", "sak", "barne", "vern", "søk", "nad", "lønn", "års", "ærlig", "vei", "m1", "m2", "e", "T"]
JOINED = ["", " ", " ", "-", "."]
KINDS = 4


def told(found: list[Found]) -> list[tuple[int, Level, int]]:
    return [(one.thing, one.level, round(one.fit * 65_535)) for one in found]


def drawn(chance: random.Random, most: int) -> str:
    """Some words made of parts, as compounds are."""
    return "".join(chance.choice(PARTS) + chance.choice(JOINED) for _ in range(chance.randint(1, most)))


def mistyped(words: str, chance: random.Random) -> str:
    """The same words with a letter left out, put in, put for another, or in the wrong place."""
    place = chance.randrange(len(words))
    letter = chance.choice("abeknosø")
    return chance.choice(
        [
            words[:place] + words[place + 1 :],
            words[:place] + letter + words[place:],
            words[:place] + letter + words[place + 1 :],
            words[:place] + words[place : place + 2][::-1] + words[place + 2 :],
        ]
    )


def asked_of(rows: list[Row], chance: random.Random) -> str:
    """A question as people put it: part of some text, bare letters, wrong letters, words of two texts."""
    words = chance.choice(rows).words
    for _ in range(chance.randint(0, 2)):
        words = mistyped(words, chance) or words
    if chance.random() < 0.3:
        words = words.replace("ø", chance.choice(["o", "oe"])).replace("å", "a")
    if chance.random() < 0.4:
        words = words[chance.randrange(len(words)) :][: chance.randint(1, 9)]
    return f"{chance.choice(rows).words} {words}" if chance.random() < 0.2 else words


@pytest.mark.parametrize("batch", range(4))
def test_random_registers_give_the_same_hits_in_the_same_order(batch: int) -> None:
    for seed in range(30 * batch, 30 * batch + 30):
        chance = random.Random(seed)
        things = chance.randint(1, 25)
        ranks = [chance.randrange(KINDS) for _ in range(things)]
        rows = [
            Row(thing, chance.random() < 0.7, drawn(chance, 4))
            for thing in range(things)
            for _ in range(chance.randint(1, 3))
        ]
        index = Index(rows, ranks)
        for _ in range(12):
            words, limit = asked_of(rows, chance), chance.choice([1, 5, 100])
            assert told(index.search(words, limit=limit)) == oracle.search(rows, ranks, words, limit), (seed, words)


@given(st.text("abcd", min_size=1, max_size=12), st.lists(st.text("abcd", min_size=1, max_size=14), max_size=8))
def test_the_number_of_typing_errors_is_that_of_the_usual_table(asked: str, words: list[str]) -> None:
    words = sorted(words, key=len, reverse=True)
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    letters = np.array([ord(letter) for letter in "".join(words)], dtype=np.uint16)
    of = np.array([ord(letter) for letter in asked])
    for anchored in (True, False):
        found = distances(of, letters, np.cumsum(lengths) - lengths, lengths, anchored=anchored)
        assert found.tolist() == [oracle.errors(asked, word, anchored=anchored) for word in words]


def test_what_may_not_be_found_is_not_found_and_leaves_its_place_to_others() -> None:
    rows = [Row(thing, True, f"byggesak {thing}") for thing in range(30)]
    among = np.arange(30) % 2 == 1
    found = Index(rows, [0] * 30).search("byggesak", limit=10, among=among)
    assert [one.thing for one in found] == list(range(1, 20, 2))
    alike = Index(rows, [0] * 30).search("bygesak", limit=100, among=among)
    assert {one.thing for one in alike} == set(range(1, 30, 2))
