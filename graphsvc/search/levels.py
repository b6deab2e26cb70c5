"""How well words fit a thing: the levels, best last, and one thing found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Found", "Level"]


class Level(IntEnum):
    """What holds the words, the better the higher.

    Examples
    --------
    >>> Level.WHOLE > Level.PART > Level.ALIKE
    True
    """

    ALIKE = 1
    """Words that are alike but for typing errors."""
    ELSEWHERE = 2
    """Vendor, product and the like, or names of several languages together."""
    WORDS = 3
    """All words stand in one name, in any order."""
    PART = 4
    """A name has a word that holds what was asked, as a compound does."""
    WORD = 5
    """A word of a name begins so."""
    BEGINNING = 6
    """An id or a name begins so, or is little more."""
    WHOLE = 7
    """An id or a name is just that."""


#: Where the scores of a level begin.
_FLOOR = {
    Level.WHOLE: 1.0,
    Level.BEGINNING: 0.9,
    Level.WORD: 0.8,
    Level.PART: 0.7,
    Level.WORDS: 0.6,
    Level.ELSEWHERE: 0.5,
    Level.ALIKE: 0.0,
}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found.

    Parameters
    ----------
    thing
        Its number.
    level
        How the words fit.
    fit
        Within the level, from 0 to 1: how much of the text the words are; of what is alike, how much of them agrees.

    Examples
    --------
    >>> Found(3, Level.PART, 0.5).score
    0.725
    """

    thing: int
    level: Level
    fit: float

    @property
    def score(self) -> float:
        """One number from 0 to 1 for both."""
        if self.level is Level.WHOLE:
            return 1.0
        width = 0.49 if self.level is Level.ALIKE else 0.0 if self.level is Level.ELSEWHERE else 0.05
        return round(_FLOOR[self.level] + width * self.fit, 4)
