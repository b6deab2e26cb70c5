"""The index: made once from the texts of numbered things, asked by many at once; nothing in it ever changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from graphsvc.search.levels import Found, Level
from graphsvc.search.postings import Places, Postings, Row, postings
from graphsvc.search.spelling import split
from graphsvc.search.vocabulary import BEGINS, SAME, Numbers

__all__ = ["Index", "Row"]

#: Words beyond these are not looked at.
_MOST_WORDS = 16
#: Shorter words are let go when nothing has them all.
_TELLING = 4
#: With so many things that hold the words, or one that is called just so, none that is merely alike is shown.
_ENOUGH = 8
#: A text of which this share was asked for is little more than that.
_NEARLY = 0.75
#: What is only written otherwise ("soknad" for "søknad") fits a little less.
_OTHERWISE = 0.8
_FINE = 65_535


@dataclass(frozen=True, slots=True, eq=False)
class _Fitting:
    """Things that fit: their numbers, level of each, and how well within it as a whole number below 65,536."""

    things: Numbers
    level: Numbers
    fit: Numbers


class Index:
    """Finds things by words.

    Parameters
    ----------
    rows
        Texts of the things, their order does not matter; or what was made of them before.
    ranks
        For each thing the place of its kind (0 to 15): within a level lower ones come first.

    Notes
    -----
    Asking is O(letters of the different words + places of the words that fit). Levels, fit and order are told in
    ``docs/search.md``; a plain reading of the same rules is kept beside the tests.

    Examples
    --------
    >>> rows = [Row(0, True, "eByggesak"), Row(1, True, "Byggesak"), Row(2, True, "Barnevern")]
    >>> [(found.thing, found.level.name) for found in Index(rows, [0, 0, 0]).search("byggesak")]
    [(1, 'WHOLE'), (0, 'BEGINNING')]
    >>> [found.thing for found in Index(rows, [0, 0, 0]).search("barnevren")]
    [2]
    """

    def __init__(self, rows: Iterable[Row] | Postings, ranks: Sequence[int] | NDArray[np.integer]) -> None:
        self.ranks = np.asarray(ranks, dtype=np.int64)
        self.postings: Postings = rows if isinstance(rows, Postings) else postings(rows)

    def __len__(self) -> int:
        return len(self.ranks)

    def search(self, words: str, *, limit: int = 20, among: NDArray[np.bool_] | None = None) -> list[Found]:
        """Return the things that fit best, best first.

        Parameters
        ----------
        words
            What is asked; every word has to be there, typing errors forgiven. Where no thing has them all, words
            of up to three letters are let go ("journal på legevakten").
        limit
            At most so many.
        among
            For each thing whether it may be found; None for all.
        """
        asked = split(words)[:_MOST_WORDS]
        telling = [word for word in asked if len(word) >= _TELLING]
        found = self._search(asked, limit, among) if asked else []
        if not found and telling and len(telling) < len(asked):
            return self._search(telling, limit, among)
        return found

    def _search(self, asked: list[str], limit: int, among: NDArray[np.bool_] | None) -> list[Found]:
        """Return the things that have every word, and where they are few also those that have one like it."""
        holding = _only(self._holding(asked), among)
        found = self._best(holding, limit)
        few = len(holding.things) < min(_ENOUGH, limit)
        if few and not (found and found[0].level is Level.WHOLE):
            seen = np.ones(len(self), dtype=bool) if among is None else among.copy()
            seen[holding.things] = False
            found += self._best(_only(self._alike(asked), seen), limit - len(found))
        return found

    def matching(self, word: str) -> frozenset[str]:
        """Return the words of the register that hold a word or are alike, as they are compared."""
        known = self.postings.vocabulary
        numbers = known.alike(word)[0] if word else ()
        return frozenset(known.words[int(number)] for number in numbers)

    def holds(self, word: str) -> bool:
        """Tell whether some word of the register begins so."""
        return bool((self.postings.vocabulary.fitting(word)[1] >= BEGINS - 1).any())

    def near(self, word: str, *, most: int = 3) -> list[str]:
        """Return words of the register that come near a word, nearest first, also when too much is wrong with it."""
        return self.postings.vocabulary.near(word, most)

    # -- words that are held -----------------------------------------------------------------------------------
    def _holding(self, asked: list[str]) -> _Fitting:
        """Return the things that hold every word somewhere."""
        made = self.postings
        places, there = self._narrowed([made.vocabulary.fitting(word) for word in asked])
        things = np.flatnonzero(there)
        if not len(things):
            return _NOTHING
        grades = [self._last_of(len(made.things), one.texts, one.values) for one in places]
        whole = np.flatnonzero(reduce(np.minimum, grades).astype(bool) & made.own)
        share = self._share(asked, whole)
        otherwise = reduce(np.bitwise_or, [grade[whole] & 1 for grade in grades])
        fine = (np.where(otherwise, _OTHERWISE * share, share) * _FINE).astype(np.int64)
        best = np.full(len(self), Level.ELSEWHERE << 16, dtype=np.int64)
        np.maximum.at(best, made.things[whole], (self._levels(asked, places, whole) << 16) + fine)
        return _Fitting(things, best[things] >> 16, best[things] & _FINE)

    def _narrowed(self, words: list[tuple[Numbers, Numbers]]) -> tuple[list[Places], NDArray[np.bool_]]:
        """Return where each word stands in things that have all of them, and which things these are.

        The rarest word is looked at first, so that the many places of a common one are soon left out.
        """
        made = self.postings
        found: list[Places | None] = [None] * len(words)
        there = np.ones(len(self), dtype=bool)
        for number in sorted(range(len(words)), key=lambda one: made.count(words[one][0])):
            places = made.of(*words[number])
            if len(words) > 1:
                places = places.only(there[made.things[places.texts]])
            there = np.zeros(len(self), dtype=bool)
            there[made.things[places.texts]] = True
            found[number] = places
        kept = [one for one in found if one is not None]
        return [one.only(there[made.things[one.texts]]) for one in kept] if len(words) > 1 else kept, there

    def _levels(self, asked: list[str], places: list[Places], texts: Numbers) -> Numbers:
        """Return how the words stand in ids and names that have them all."""
        many = self.postings.words[texts]
        level = np.full(len(texts), Level.WORDS if len(asked) > 1 else Level.PART, dtype=np.int64)
        if len(asked) == 1:
            level[(many == 1) & (self._share(asked, texts) > _NEARLY)] = Level.BEGINNING
        number = np.full(len(self.postings.things), -1, dtype=np.int64)
        number[texts] = np.arange(len(texts))
        runs, whole = _runs(number, places)
        level[runs >> 16] = Level.WORD
        level[runs[runs & _FINE == 0] >> 16] = Level.BEGINNING
        level[whole[many[whole] == len(asked)]] = Level.WHOLE
        return level

    # -- words that are alike ----------------------------------------------------------------------------------
    def _alike(self, asked: list[str]) -> _Fitting:
        """Return the things that have every word but for typing errors."""
        made = self.postings
        places, there = self._narrowed([made.vocabulary.alike(word) for word in asked])
        things = np.flatnonzero(there)
        if not len(things):
            return _NOTHING
        total = np.zeros(len(self), dtype=np.int64)
        share = np.zeros(len(self))
        for one in places:
            # Lower costs come later, so that the least one stays.
            total += self._last_of(len(self), made.things[one.texts[::-1]], one.values[::-1])
            np.maximum.at(share, made.things[one.texts], self._share(asked, one.texts))
        letters = sum(map(len, asked))
        agree = np.maximum(2 * letters - total[things], 0) / (2 * letters)
        # Errors count first, then whether a text is little more than what was asked for.
        nearly, part = share[things] > _NEARLY, (share[things] * 63).astype(np.int64)
        fit = ((agree * (_FINE >> 7)).astype(np.int64) << 7) + (nearly << 6) + part
        return _Fitting(things, np.full(len(things), Level.ALIKE, dtype=np.int64), fit)

    # -- order -------------------------------------------------------------------------------------------------
    def _share(self, asked: list[str], texts: Numbers | NDArray[np.int32]) -> NDArray[np.float64]:
        return np.minimum(sum(map(len, asked)) / np.maximum(self.postings.letters[texts], 1), 1.0)

    @staticmethod
    def _last_of(size: int, where: NDArray[np.int32], values: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return for each number the last of its values, and 0 where there is none."""
        last = np.zeros(size, dtype=np.uint8)
        last[where] = values
        return last

    def _best(self, fitting: _Fitting, limit: int) -> list[Found]:
        """Return the best, best first: level, kind (of what is alike: fit), fit, number."""
        things, level, fit = fitting.things, fitting.level, fitting.fit
        rank = 15 - self.ranks[things]
        coarse = np.where(level == Level.ALIKE, fit >> 6, 0)
        # 3 + 10 + 4 + 16 + 30 bits: level, errors, kind, fit, and the thing itself, so that no two are equal.
        key = (level << 60) + (coarse << 50) + (rank << 46) + (fit << 30) - things
        if len(key) > limit:
            chosen = np.argpartition(-key, limit - 1)[:limit] if limit else np.empty(0, dtype=np.int64)
        else:
            chosen = np.arange(len(key))
        chosen = chosen[np.argsort(-key[chosen])]
        return [Found(int(things[one]), Level(int(level[one])), int(fit[one]) / _FINE) for one in chosen]


def _runs(number: Numbers, places: list[Places]) -> tuple[Numbers, Numbers]:
    """Return where the words follow each other, the last one perhaps not to its end, and texts that are begun so whole.

    A run is the number of its text, and in the lower 16 bits the place where it begins; ``number`` is that of a
    text, negative for those which are not looked at.
    """
    runs = whole = _NOTHING.things
    for before, one in enumerate(places):
        last = before == len(places) - 1
        text = number[one.texts]
        fits = (one.values >= (BEGINS - 1 if last else SAME - 1)) & (one.places >= before) & (text >= 0)
        keys = (text[fits] << 16) + (one.places[fits].astype(np.int64) - before)
        same = keys[one.values[fits] >= SAME - 1]
        if before:
            keys, same = (np.intersect1d(runs, found) for found in (keys, same))
        runs, whole = keys, same[same & _FINE == 0] >> 16
    return runs, whole


_NOTHING = _Fitting(*(np.empty(0, dtype=np.int64) for _ in range(3)))


def _only(found: _Fitting, among: NDArray[np.bool_] | None) -> _Fitting:
    if among is None:
        return found
    kept = among[found.things]
    return _Fitting(found.things[kept], found.level[kept], found.fit[kept])
