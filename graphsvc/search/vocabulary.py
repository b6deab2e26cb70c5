"""The different words of all texts: which of them hold, begin with, or are like a word that is asked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graphsvc.search.likeness import LONGEST, allowance, distances
from graphsvc.search.spelling import forms, stem

__all__ = ["BEGINS", "HOLDS", "SAME", "Numbers", "Vocabulary"]

Numbers = NDArray[np.int64]
#: How a word fits, doubled; one less when it is only written otherwise ("soknad" for "søknad").
HOLDS, BEGINS, SAME = 2, 4, 6
#: Fewer letters are found at the beginning of words only.
_PART = 2
#: Shorter words are alike at the beginning of words only: within them too much is.
_WITHIN = 6
#: Of shorter words none is near another.
_NEAR = 3
#: What it costs that a word has another ending.
_ENDING = 1
#: The cost of words that are not alike.
_NOT = 255


class Vocabulary:
    """Different folded words, sorted, with the ways in which each is written.

    Parameters
    ----------
    words
        Sorted, each once.

    Notes
    -----
    A word that is held somewhere is found by the text search of the language over one long string; the beginning of
    a word by halving; what is alike by one pass over all words whose letters come into question. Each is O(letters of
    all words) at most, and all words of a nation's names are few thousand.

    Examples
    --------
    >>> words = Vocabulary(["byggesak", "ebyggesak", "søknad"])
    >>> words.fitting("byggesak")[1].tolist(), words.fitting("soknad")[0].tolist()
    ([6, 2], [2])
    >>> words.alike("bygesak")[0].tolist()
    [0, 1]
    """

    def __init__(self, words: Sequence[str]) -> None:
        written = sorted((form, number, form == word) for number, word in enumerate(words) for form in forms(word))
        self.words = words
        self._forms = [form for form, _, _ in written]
        self._of = np.array([number for _, number, _ in written], dtype=np.int64)
        self._own = np.array([own for _, _, own in written], dtype=bool)
        self._text = "\n".join(["", *self._forms, ""])
        self._lengths = np.array([len(form) for form in self._forms], dtype=np.int64)
        # Every word stands behind a line break.
        self._starts = np.cumsum(self._lengths + 1) - self._lengths if written else np.empty(0, dtype=np.int64)
        self._prepare_letters()

    def _prepare_letters(self) -> None:
        """Number the letters, and note of each word in one bit a letter which it has."""
        alphabet = sorted(set(self._text))
        self._number = {letter: number for number, letter in enumerate(alphabet)}
        codes = np.frombuffer(self._text.encode("utf-32-le"), dtype=np.uint32)
        known = np.array([ord(letter) for letter in alphabet], dtype=np.uint32)
        self._letters = np.searchsorted(known, codes).astype(np.uint16)
        bits = np.uint64(1) << np.minimum(np.arange(len(alphabet)), 63).astype(np.uint64)
        ends = np.append(self._starts, len(codes))[: len(self._starts)]
        self._has = np.bitwise_or.reduceat(bits[self._letters], ends) if len(ends) else np.empty(0, dtype=np.uint64)
        self._bits = bits

    def fitting(self, asked: str) -> tuple[Numbers, Numbers]:
        """Return the words that hold what is asked, ascending, and how each fits (:data:`SAME` ... )."""
        best = np.zeros(len(self.words), dtype=np.int64)
        for form in forms(asked):
            found, grades = self._holding(form)
            written = grades - ~self._own[found] if form == asked else grades - 1
            np.maximum.at(best, self._of[found], written)
        numbers = np.flatnonzero(best)
        return numbers, best[numbers]

    def _holding(self, form: str) -> tuple[Numbers, Numbers]:
        first, last = bisect_left(self._forms, form), bisect_left(self._forms, form + "\U0010ffff")
        found = np.arange(first, last)
        if len(form) >= _PART:
            places = np.fromiter((one.start() for one in re.finditer(re.escape(form), self._text)), dtype=np.int64)
            found = np.unique(np.searchsorted(self._starts, places, side="right") - 1)
        begins = (found >= first) & (found < last)
        same = begins & (self._lengths[found] == len(form))
        return found, np.where(same, SAME, np.where(begins, BEGINS, HOLDS))

    def alike(self, asked: str) -> tuple[Numbers, Numbers]:
        """Return the words with a part that is like what is asked, ascending, and what each costs.

        The cost is twice the number of typing errors, one more when the part is not the beginning of the word, and one
        more when only the ending is another ("byggesakene"). Words that hold what is asked cost nothing.
        """
        best = self._costs(asked, allowance(len(asked)))
        best[self.fitting(asked)[0]] = 0
        if (bare := stem(asked)) != asked:
            other = self._costs(bare, allowance(len(bare)))
            other[self.fitting(bare)[0]] = 0
            best = np.minimum(best, other + _ENDING)
        found = np.flatnonzero(best < _NOT)
        return found, best[found]

    def near(self, asked: str, most: int) -> list[str]:
        """Return words that come near although more is wrong than is forgiven, nearest first, then the shorter."""
        costs = self._costs(asked, allowance(len(asked)) + 1 if _NEAR <= len(asked) <= LONGEST else 0)
        found = np.flatnonzero(costs < _NOT)
        apart = np.array([abs(len(self.words[number]) - len(asked)) for number in found.tolist()], dtype=np.int64)
        ranked = np.lexsort((found, apart, costs[found] + apart))
        return [self.words[int(found[one])] for one in ranked[:most]]

    def _costs(self, asked: str, most: int) -> Numbers:
        """Return what each word costs with so many errors at most; :data:`_NOT` where there are more."""
        best = np.full(len(self.words), _NOT, dtype=np.int64)
        # Numbers and ids are other ones, not wrong ones, when a sign is another.
        if any(letter.isdigit() for letter in asked):
            return best
        numbers = self._perhaps(asked, most) if most else _NONE
        letters = np.array([self._number.get(letter, len(self._number)) for letter in asked])
        for anchored, more in ((True, 0), (False, 1)):
            if len(numbers) and (anchored or len(asked) >= _WITHIN):
                starts, lengths = self._starts[numbers], self._lengths[numbers]
                errors = distances(letters, self._letters, starts, lengths, anchored=anchored)
                few = errors <= most
                np.minimum.at(best, self._of[numbers[few]], 2 * errors[few] + more)
        return best

    def _perhaps(self, asked: str, most: int) -> Numbers:
        """Return the written words, longest first, that lack no more of the letters than errors are forgiven."""
        known = {letter for letter in asked if letter in self._number}
        spare = most - len(set(asked) - known)
        wanted = np.uint64(0)
        for letter in known:
            wanted |= self._bits[self._number[letter]]
        lacking = np.bitwise_count(wanted & ~self._has)
        numbers = np.flatnonzero((lacking <= spare) & (self._lengths >= len(asked) - most)) if spare >= 0 else _NONE
        return numbers[np.argsort(-self._lengths[numbers], kind="stable")]


_NONE = np.empty(0, dtype=np.int64)
