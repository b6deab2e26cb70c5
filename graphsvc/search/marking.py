"""What to mark in a text that was found: the letters that were asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphsvc.search.spelling import LETTERS, forms

__all__ = ["Marks", "marked"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a text was asked for.

    Parameters
    ----------
    spans
        Where each marked part begins and ends, counted in characters; ascending, none overlaps another.
    asked
        The words that were found in the text.
    """

    spans: tuple[Span, ...]
    asked: frozenset[str]


def marked(text: str, asked: Mapping[str, frozenset[str]]) -> Marks:
    """Return what to mark of a text.

    Parameters
    ----------
    text
        The text as it is shown.
    asked
        Each word that is asked for, folded, with the words that are taken to be alike; none where it has to be held.

    Examples
    --------
    >>> marked("Sosial byggesøknad", {"soknad": frozenset(), "bygg": frozenset()}).spans
    ((7, 11), (12, 18))
    >>> marked("Journal", {"jurnal": frozenset({"journal"})}).spans
    ((0, 7),)
    """
    spans: list[Span] = []
    found: set[str] = set()
    for word, places in _words(text):
        for one, alike in asked.items():
            span = _held(one, word) or ((0, len(word)) if word in alike else None)
            if span:
                found.add(one)
                spans.append((places[span[0]], places[span[1] - 1] + 1))
    return Marks(_joined(spans), frozenset(found))


def _words(text: str) -> Iterator[tuple[str, list[int]]]:
    """Return each word of a text, folded, and for each of its letters where it stands in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(f"{text} "):
        folded = LETTERS[ord(character)]
        if folded != " ":
            letters += folded
            places += [place] * len(folded)
        elif letters:
            yield "".join(letters), places
            letters, places = [], []


def _held(asked: str, word: str) -> Span | None:
    """Return the part of a word that is asked for; all of it when it is written so differently that letters shift."""
    for form in forms(asked):
        for written in forms(word):
            start = written.find(form)
            if start == 0 or (start > 0 and len(form) > 1):
                return (start, start + len(form)) if len(written) == len(word) else (0, len(word))
    return None


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
