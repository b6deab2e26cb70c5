"""What else to ask when nothing was found: words that come near, a compound taken apart, some of the words only."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from graphsvc.search.index import Index
from graphsvc.search.spelling import split

__all__ = ["suggestions"]

#: Shorter parts of a compound say too little.
_SHORTEST = 4


def suggestions(index: Index, words: str, *, among: NDArray[np.bool_] | None = None, most: int = 3) -> list[str]:
    """Return other questions that find something, the nearest first.

    Parameters
    ----------
    index
        What is asked.
    words
        What was asked, and found nothing.
    among
        For each thing whether it may be found; None for all.
    most
        At most so many.

    Examples
    --------
    >>> from graphsvc.search import Row
    >>> index = Index([Row(0, True, "Vakt for barnevern"), Row(1, True, "Parkering")], [0, 0])
    >>> suggestions(index, "barnevernsvakt"), suggestions(index, "parkering og båtplass")
    (['barnevern vakt'], ['parkering'])
    """
    found: dict[str, None] = {}
    for other in _others(index, split(words)):
        if len(found) == most:
            break
        if other not in found and index.search(other, limit=1, among=among):
            found[other] = None
    return list(found)


def _others(index: Index, asked: list[str]) -> Iterator[str]:
    """Return questions to try; those that keep most of what was asked come first."""
    known = {word: bool(index.matching(word)) for word in asked}
    for number, word in enumerate(asked):
        if not known[word]:
            before, after = ([one for one in part if known[one]] for part in (asked[:number], asked[number + 1 :]))
            for other in (*_apart(index, word), *index.near(word)):
                yield " ".join([*before, other, *after])
    if len(asked) > 1:
        yield " ".join(word for word in asked if known[word])
        yield from sorted((word for word in known if known[word]), key=lambda word: (-len(word), word))


def _apart(index: Index, word: str) -> Iterator[str]:
    """Return a compound as two words that there are, without the letter that joins them; long first parts first."""
    for place in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
        first, last = word[:place], word[place:]
        for one in (first, first[:-1]) if first[-1] in "se" and place > _SHORTEST else (first,):
            if index.holds(one) and index.holds(last):
                yield f"{one} {last}"
