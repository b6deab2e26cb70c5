"""Previews that wait for a person's answer: in memory, for one browser, for a while."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from graphsvc.service.importing import Preview
from graphsvc.text import Text

__all__ = ["SECONDS", "Kept", "Previews"]

#: How long a preview waits.
SECONDS = 1800.0
_MOST = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """A preview that waits, or what became of it.

    Parameters
    ----------
    prepared
        What would be written.
    owner
        The browser that it belongs to.
    until
        When it is forgotten, on the shelf's own clock.
    done
        Whether it was committed.
    revision, warnings
        What came of that; no revision when there was nothing to write.
    """

    prepared: Preview
    owner: str
    until: float
    done: bool = False
    revision: int | None = None
    warnings: tuple[Text, ...] = ()


class Previews:
    """A small shelf of previews; the oldest one falls off when it is full.

    Parameters
    ----------
    most
        How many are kept.
    seconds
        How long each is kept.
    clock
        Tells seconds; another one in tests.

    Examples
    --------
    >>> from graphsvc.records import Reading
    >>> shelf = Previews()
    >>> key = shelf.keep("a browser", Preview(Reading("tables", "workbook", ()), None, named=False))
    >>> shelf.get("a browser", key) is not None, shelf.get("another browser", key)
    (True, None)
    """

    def __init__(
        self, *, most: int = _MOST, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._guard = Lock()

    def keep(self, owner: str, prepared: Preview) -> str:
        """Put a preview on the shelf; return the word that finds it again."""
        key = secrets.token_urlsafe(16)
        with self._guard:
            self._tidy()
            self._kept[key] = Kept(prepared, owner, self._clock() + self._seconds)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return key

    def get(self, owner: str, key: str) -> Kept | None:
        """Return a browser's own preview; None when it is somebody else's, forgotten or never was."""
        with self._guard:
            self._tidy()
            found = self._kept.get(key)
        return found if found is not None and found.owner == owner else None

    def put(self, key: str, kept: Kept, prepared: Preview) -> None:
        """Put another plan in a preview's place."""
        with self._guard:
            if key in self._kept:
                self._kept[key] = replace(kept, prepared=prepared)

    def done(self, key: str, kept: Kept, revision: int | None, warnings: tuple[Text, ...]) -> None:
        """Note what became of a preview."""
        with self._guard:
            if key in self._kept:
                self._kept[key] = replace(kept, done=True, revision=revision, warnings=warnings)

    def drop(self, key: str) -> None:
        """Forget a preview."""
        with self._guard:
            self._kept.pop(key, None)

    def _tidy(self) -> None:
        now = self._clock()
        for key in [key for key, kept in self._kept.items() if kept.until <= now]:
            del self._kept[key]
