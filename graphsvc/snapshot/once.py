"""Something that is made when it is first asked for, once, however many ask at the same time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

__all__ = ["Once"]

_Made = TypeVar("_Made")


class Once(Generic[_Made]):
    """Holds what is dear to make; those who ask while it is made wait for it.

    Examples
    --------
    >>> kept = Once()
    >>> kept.get(lambda: [1]) is kept.get(lambda: [2])
    True
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: _Made | None = None

    def get(self, make: Callable[[], _Made]) -> _Made:
        """Return what was made, or make it. What failed is tried again by the next one."""
        if self._made is None:
            with self._lock:
                if self._made is None:
                    self._made = make()
        return self._made
