"""Sets of numbers as ascending arrays.

NumPy's own functions for sets go by way of a table of hashes (2.4), which takes some ten times as long for the arrays
of an answer; sorting them does it.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["among", "distinct", "united", "without"]

Some = TypeVar("Some", bound=np.integer[Any])


def distinct(numbers: NDArray[Some]) -> NDArray[Some]:
    """Return each number once, ascending; O(numbers log numbers).

    Examples
    --------
    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    found = np.sort(numbers)
    if len(found) < 2:
        return found
    first = np.ones(len(found), dtype=np.bool_)
    np.not_equal(found[1:], found[:-1], out=first[1:])
    return found[first]


def united(*sets: NDArray[np.integer[Any]]) -> NDArray[Any]:
    """Return what is in any of several arrays, each once, ascending.

    Examples
    --------
    >>> united(np.array([3, 1]), np.array([2, 3])).tolist()
    [1, 2, 3]
    """
    return distinct(np.concatenate(sets))


def among(numbers: NDArray[np.integer[Any]], ascending: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Tell which numbers are in an ascending array; O(numbers log ascending).

    Examples
    --------
    >>> among(np.array([3, 1, 3]), np.array([2, 3])).tolist()
    [True, False, True]
    """
    if not len(ascending):
        return np.zeros(len(numbers), dtype=np.bool_)
    place = ascending.searchsorted(numbers)
    place[place == len(ascending)] = 0
    found: NDArray[np.bool_] = ascending[place] == numbers
    return found


def without(numbers: NDArray[Some], ascending: NDArray[np.integer[Any]]) -> NDArray[Some]:
    """Return the numbers, in their order, that are not in an ascending array.

    Examples
    --------
    >>> without(np.array([3, 1, 2]), np.array([2, 4])).tolist()
    [3, 1]
    """
    return numbers[~among(numbers, ascending)]
