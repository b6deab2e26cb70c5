"""Lettering: text is measured as the font measures it, cut and folded to fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc_visualizations.lettering import clean, fit, fold, width


@pytest.mark.parametrize(
    ("words", "bold", "units"),
    [("A", False, 1366), ("i", False, 455), ("W", False, 1933), (" ", False, 569), ("A", True, 1479), ("i", True, 569)],
)
def test_letters_are_as_wide_as_the_font_says(words: str, bold: bool, units: int) -> None:
    assert width(words, 2048, bold=bold) == pytest.approx(units)


@pytest.mark.parametrize("words", ["漢字", "😀", "\uffff"])
def test_letters_that_the_font_lacks_count_as_at_least_one_em(words: str) -> None:
    assert width(words, 10) >= 10 * len(words)


@pytest.mark.parametrize("mark", ["\u0301", "\u200d", "\u200f"])
def test_marks_that_sit_on_another_letter_take_no_room(mark: str) -> None:
    assert width("e" + mark, 13) == width("e", 13)


@given(st.text(max_size=60), st.floats(min_value=20, max_value=300), st.booleans())
def test_fitted_text_is_never_wider_than_its_room(words: str, room: float, bold: bool) -> None:
    fitted, cut = fit(words, room, 13, bold=bold)
    assert width(fitted, 13, bold=bold) <= room
    assert cut == (fitted != words)


@given(st.text(alphabet="abcdeio -/æøå", max_size=80), st.floats(min_value=30, max_value=120))
def test_folded_text_keeps_every_letter_unless_it_says_that_it_was_cut(words: str, room: float) -> None:
    lines, cut = fold(words, [room] * 4, 12)
    assert len(lines) <= 4
    assert all(width(line, 12) <= room for line in lines)
    kept = "".join(line.removesuffix("-") for line in lines).replace(" ", "").replace("-", "")
    assert cut or kept == words.replace(" ", "").replace("-", "")


def test_a_long_word_is_parted_between_syllables() -> None:
    assert fold("Administrasjonsavdelingen", [90, 90], 13) == (["Administrasjon-", "savdelingen"], False)


def test_text_without_room_for_a_letter_becomes_an_ellipsis() -> None:
    assert fit("Byggesak", 14, 13) == ("…", True)


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\x1b", "\x85x", "\u202e", "\u2066", "\ufffe", "\ud800"])
def test_letters_that_an_xml_file_cannot_hold_or_that_turn_words_are_replaced(letter: str) -> None:
    assert letter not in clean(f"a{letter}b")
    assert clean(f"a{letter}b").encode()


def test_norwegian_and_sami_letters_are_in_the_table() -> None:
    assert all(width(letter, 100) < 101 for letter in "æøåÆØÅčđŋšŧžáČĐŊŠŦŽ–—«»“”…·")
