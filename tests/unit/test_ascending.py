"""Sets of numbers as ascending arrays are what Python's sets are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.snapshot.ascending import among, distinct, united, without

NUMBERS = st.lists(st.integers(-5, 20), max_size=12).map(lambda told: np.array(told, dtype=np.int64))


@given(NUMBERS, NUMBERS)
def test_they_are_what_sets_of_python_are(one: np.ndarray, other: np.ndarray) -> None:
    mine, yours = one.tolist(), other.tolist()
    ascending = distinct(other)
    assert ascending.tolist() == sorted(set(yours))
    assert united(one, other).tolist() == sorted({*mine, *yours})
    assert among(one, ascending).tolist() == [number in yours for number in mine]
    assert without(one, ascending).tolist() == [number for number in mine if number not in yours]


def test_they_keep_the_type_of_what_they_are_given() -> None:
    short = np.array([2, 1, 2], dtype=np.int32)
    assert distinct(short).dtype == np.int32
    assert without(short, np.array([1])).dtype == np.int32
