"""Every message is there in three languages and takes the same values in each."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from graphsvc.i18n import catalogue, count, date, number
from graphsvc.text import Language, Text

ROOT = Path(__file__).resolve().parents[2]
USED = re.compile(r"""\b(?:say|note|text|working)\(\s*["'](\w+\.\w+)["']""")


def _placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_message_takes_the_same_values_in_each_language(key: str) -> None:
    message = catalogue()[key]
    assert _placeholders(message.nb) == _placeholders(message.nn) == _placeholders(message.en)
    assert all(message.in_(language).strip() for language in Language)


def test_every_message_that_the_code_names_is_in_a_catalogue() -> None:
    files = [*(ROOT / "graphsvc").rglob("*.py"), *(ROOT / "visualizations").rglob("*.py")]
    named = {key for file in files for key in USED.findall(file.read_text(encoding="utf-8"))}
    assert len(named) > 30
    assert sorted(named - set(catalogue())) == []


def test_numbers_and_dates_are_written_as_in_norway() -> None:
    assert number(1234567.891, Language.NN, 2) == "1\u00a0234\u00a0567,89"
    assert date("2026-02-03", Language.NB) == "3.2.2026"


def test_one_of_something_is_not_many() -> None:
    one, many = Text("tjeneste", "teneste", "service"), Text("tjenester", "tenester", "services")
    assert [count(n, one, many, Language.NN) for n in (0, 1, 2)] == ["0 tenester", "1 teneste", "2 tenester"]
