"""Which word stands where in which text: made once from rows of text, read by searches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.search.spelling import loosened
from graphsvc.search.vocabulary import Numbers, Vocabulary

__all__ = ["RULES", "Places", "Postings", "Row", "postings"]

#: Raised when texts are split, folded or numbered otherwise, so that what was kept of them is made anew.
RULES = 1

#: So many texts are split at once: memory for the words of these, not of all.
_CHUNK = 2_000
_REMEMBERED = 1 << 16
#: Stands between texts; no folded word has it.
_BORDER = "\0"
#: Words beyond this place of a text are found, but no longer known to follow each other.
_FAR = 65_535


class Row(NamedTuple):
    """One text of a thing.

    Parameters
    ----------
    thing
        Number of the thing.
    own
        Whether this is an id or a name; else it is a vendor, a product and the like.
    words
        The text.
    """

    thing: int
    own: bool
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Words, and the places where each stands; texts, and what each is.

    Attributes
    ----------
    vocabulary
        The different words.
    starts
        Where the places of each word begin, and at last how many places there are.
    texts, places
        For each place of a word the text and how many words stand before it.
    things, own, words, letters
        For each text: whose it is, whether it is an id or a name, how many words and letters it has.
    """

    vocabulary: Vocabulary
    starts: Numbers
    texts: NDArray[np.int32]
    places: NDArray[np.uint16]
    things: NDArray[np.int32]
    own: NDArray[np.bool_]
    words: NDArray[np.uint16]
    letters: NDArray[np.int32]

    def count(self, words: Numbers) -> int:
        """Return at how many places some words stand."""
        return int((self.starts[words + 1] - self.starts[words]).sum())

    def of(self, words: Numbers, values: Numbers) -> Places:
        """Return where some words stand, each with the value of its word, lower values first.

        Words that follow each other in the vocabulary are read as one piece.
        """
        order = np.argsort(values, kind="stable")
        words, values = words[order], values[order].astype(np.uint8)
        breaks = np.flatnonzero(np.diff(words, prepend=-2) != 1)
        firsts, lasts = words[breaks], words[np.append(breaks, len(words))[1:] - 1]
        pieces = list(map(slice, self.starts[firsts].tolist(), self.starts[lasts + 1].tolist()))
        return Places(
            np.concatenate([self.texts[:0], *(self.texts[one] for one in pieces)]),
            np.concatenate([self.places[:0], *(self.places[one] for one in pieces)]),
            np.repeat(values, self.starts[words + 1] - self.starts[words]),
        )


class Places(NamedTuple):
    """Where words stand: the text, how many words stand before, and a value of the word."""

    texts: NDArray[np.int32]
    places: NDArray[np.uint16]
    values: NDArray[np.uint8]

    def only(self, chosen: NDArray[np.bool_]) -> Places:
        """Return some of the places."""
        return Places(self.texts[chosen], self.places[chosen], self.values[chosen])


def postings(rows: Iterable[Row]) -> Postings:
    """Split texts into words and note where each word stands.

    Notes
    -----
    O(letters), and sorting the words' places; a few seconds for the two and a half million texts of a nation.

    Examples
    --------
    >>> made = postings([Row(0, True, "Journal pleie"), Row(1, True, "Pleie")])
    >>> made.vocabulary.words, made.texts.tolist(), made.places.tolist()
    (['journal', 'pleie'], [0, 0, 1], [0, 1, 0])
    """
    numbering: defaultdict[str, int] = defaultdict(count().__next__)
    assert numbering[_BORDER] == 0  # noqa: S101 - the first number given
    # Vendors and the like are the same for many things.
    folded = lru_cache(_REMEMBERED)(loosened)
    things: list[NDArray[np.int32]] = []
    own: list[NDArray[np.bool_]] = []
    tokens: list[NDArray[np.int32]] = []
    for chunk in _chunks(rows):
        things.append(np.array([thing for thing, _, _ in chunk], dtype=np.int32))
        own.append(np.array([is_own for _, is_own, _ in chunk], dtype=bool))
        split = f" {_BORDER} ".join([*(folded(words) for _, _, words in chunk), ""]).split()
        tokens.append(np.fromiter(map(numbering.__getitem__, split), dtype=np.int32, count=len(split)))
    del numbering[_BORDER]
    return _arranged(list(numbering), np.concatenate(things), np.concatenate(own), np.concatenate(tokens))


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
    yield []


def _arranged(
    words: list[str], things: NDArray[np.int32], own: NDArray[np.bool_], tokens: NDArray[np.int32]
) -> Postings:
    """Sort words, and their places by word; ``tokens`` are words numbered from 1, and 0 after each text."""
    ends = np.flatnonzero(tokens == 0)
    many = np.diff(ends, prepend=-1) - 1
    text = np.repeat(np.arange(len(things), dtype=np.int32), many)
    place = np.arange(len(text), dtype=np.int32) - np.repeat((np.cumsum(many) - many).astype(np.int32), many)
    ranked = sorted(range(len(words)), key=words.__getitem__)
    number = np.empty(len(words) + 1, dtype=np.int32)
    number[np.array(ranked, dtype=np.int64) + 1] = np.arange(len(words))
    word = number[tokens[tokens > 0]]
    size = np.array([len(words[one]) for one in ranked], dtype=np.int64)
    order = np.argsort(word, kind="stable")
    return Postings(
        vocabulary=Vocabulary([words[one] for one in ranked]),
        starts=np.concatenate(([0], np.cumsum(np.bincount(word, minlength=len(words))))),
        texts=text[order],
        places=np.minimum(place[order], _FAR).astype(np.uint16),
        things=things,
        own=own,
        words=np.minimum(many, _FAR).astype(np.uint16),
        letters=np.bincount(text, weights=size[word], minlength=len(things)).astype(np.int32),
    )
