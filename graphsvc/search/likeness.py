"""How many typing errors lie between a word and the nearest part of each of many words, all at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["LONGEST", "allowance", "distances"]

#: Longest word that is compared: one bit of a machine word for each letter.
LONGEST = 63


def allowance(letters: int) -> int:
    """Return how many typing errors are forgiven in a word of so many letters.

    Examples
    --------
    >>> [allowance(letters) for letters in (3, 4, 7, 8, 12, 13, 64)]
    [0, 1, 1, 2, 2, 3, 0]
    """
    if letters < 4 or letters > LONGEST:
        return 0
    return 1 if letters < 8 else 2 if letters < 13 else 3


def distances(
    asked: NDArray[np.int64],
    letters: NDArray[np.uint16],
    starts: NDArray[np.int64],
    lengths: NDArray[np.int64],
    *,
    anchored: bool,
) -> NDArray[np.int64]:
    """Return for each word the least number of errors between what was asked and a part of it.

    An error is a letter too many, too few, another one, or two neighbours that changed places (optimal string
    alignment: no letter is touched twice).

    Parameters
    ----------
    asked
        Numbers of the letters asked for, 1 to 63 of them.
    letters, starts, lengths
        Words one after another as numbers of letters; where each begins and how long it is, **longest first**.
    anchored
        Whether the part has to be the beginning of the word.

    Notes
    -----
    O(letters of the longest word) steps over arrays of words: each word's column of the usual table lies in the bits of
    one number. After G. Myers, "A fast bit-vector algorithm for approximate string matching" (1999), with
    the transpositions of H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
    distances" (2003).

    Examples
    --------
    >>> word = np.array([1, 2, 3, 4], dtype=np.uint16)
    >>> one = distances(np.array([3, 2]), word, np.array([0]), np.array([4]), anchored=False)
    >>> one.tolist()
    [1]
    """
    size = len(asked)
    places = np.zeros(int(max(letters.max(initial=0), asked.max())) + 1, dtype=np.uint64)
    for place, letter in enumerate(asked.tolist()):
        places[letter] |= np.uint64(1 << place)
    one, last, carried = np.uint64(1), np.uint64(size - 1), np.uint64(1 if anchored else 0)
    count = len(starts)
    more = np.full(count, np.uint64((1 << size) - 1))
    less, same, before = (np.zeros(count, dtype=np.uint64) for _ in range(3))
    errors = np.full(count, size, dtype=np.int64)
    least = errors.copy()
    remaining = np.searchsorted(-lengths, -np.arange(int(lengths.max(initial=0))), side="left")
    for step, still in enumerate(remaining.tolist()):
        at = places[letters[starts[:still] + step]]
        up, down = more[:still], less[:still]
        swapped = ((~same[:still] & at) << one) & before[:still]
        equal = (((at & up) + up) ^ up) | at | down | swapped
        right, left = down | ~(equal | up), equal & up
        errors[:still] += ((right >> last) & one).astype(np.int64) - ((left >> last) & one).astype(np.int64)
        np.minimum(least[:still], errors[:still], out=least[:still])
        right, left = (right << one) | carried, left << one
        more[:still], less[:still] = left | ~(equal | right), equal & right
        same[:still], before[:still] = equal, at
    return least
