"""Words of commands and pages: one catalogue file a room, every key in nb, nn and en side by side."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from graphsvc.text import Language, Text

__all__ = ["catalogue", "count", "date", "number", "say", "text"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NARROW = "\u00a0"


@cache
def catalogue() -> Mapping[str, Text]:
    """Return every message by its key, ``room.name``.

    Raises
    ------
    KeyError
        When a message lacks a language.
    """
    rooms = sorted(entry.name.removesuffix(".toml") for entry in files(__name__).iterdir() if ".toml" in entry.name)
    return {key: words for room in rooms for key, words in _room(room).items()}


@cache
def _room(name: str) -> Mapping[str, Text]:
    """Return the messages of one room, whose file is read when the first of them is said."""
    told = tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return {f"{name}.{key}": Text(words["nb"], words["nn"], words["en"]) for key, words in told.items()}


def text(key: str) -> Text:
    """Return a message in all languages."""
    return _room(key.partition(".")[0])[key]


def say(key: str, language: Language, **values: object) -> str:
    """Return a message in one language with its placeholders filled.

    Examples
    --------
    >>> say("cli.done", Language.EN)
    'Done.'
    """
    words = text(key)
    return words.format(**values).in_(language) if values else words.in_(language)


def number(value: float, language: Language, decimals: int = 0) -> str:
    """Write a number as people do: ``1 850`` and ``0,70`` in Norwegian, ``1,850`` and ``0.70`` in English.

    Examples
    --------
    >>> number(0.7, Language.NB, 2)
    '0,70'
    >>> number(1850, Language.EN)
    '1,850'
    """
    plain = f"{value:,.{decimals}f}"
    if language is Language.EN:
        return plain
    return plain.replace(",", _NARROW).replace(".", ",")


def date(day: dt.date | str, language: Language) -> str:
    """Write a date as people do: ``1.12.2026`` in Norwegian, ``1 Dec 2026`` in English.

    Examples
    --------
    >>> date("2026-12-01", Language.NB), date("2026-12-01", Language.EN)
    ('1.12.2026', '1 Dec 2026')
    """
    if isinstance(day, str):
        day = dt.date.fromisoformat(day)
    if language is Language.EN:
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day}.{day.month}.{day.year}"


def count(amount: int, one: Text, many: Text, language: Language) -> str:
    """Count with the right form of the word.

    Examples
    --------
    >>> count(1, Text("tjeneste", "teneste", "service"), Text("tjenester", "tenester", "services"), Language.NB)
    '1 tjeneste'
    """
    return f"{number(amount, language)} {(one if amount == 1 else many).in_(language)}"
