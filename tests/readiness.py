"""Somebody who asks a server again and again whether it is ready, and remembers what it said and when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tests.web import Web

__all__ = ["RED", "Look", "Watch"]

#: Seconds between two looks, and how soon readiness must tell that an engine is away (quality.md, R7).
_EVERY, RED = 0.1, 5.0


@dataclass(frozen=True)
class Look:
    """One answer of ``/health/ready``: when it came, its status, and whether the graph database was in step."""

    at: float
    status: int
    in_step: bool | None


@dataclass
class Watch:
    """Looks on while engines go and come, from the beginning of the block to its end.

    Parameters
    ----------
    web
        A served installation; it has to answer all the time.
    """

    web: Web
    looks: list[Look] = field(default_factory=list)
    #: Seconds that it took to tell that an engine was gone, and to be ready again once it was back.
    red: list[float] = field(default_factory=list)
    green: list[float] = field(default_factory=list)
    _done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join(60)

    def _look(self) -> None:
        while not self._done.wait(_EVERY):
            found = self.web.ask("/health/ready")
            graph = found.json.get("graph", {})
            self.looks.append(Look(time.monotonic(), found.status, graph.get("in_step")))

    def sees(self, wanted: Callable[[Look], bool], since: float, within: float) -> float:
        """Return how long after a moment somebody saw what is wanted; negative when it was seen within.

        Raises
        ------
        AssertionError
            When it was not seen so soon.
        """
        checked = 0
        while True:
            for look in self.looks[checked:]:
                checked += 1
                if look.at >= since and wanted(look):
                    assert look.at - since <= within, f"{look} came {look.at - since:.1f} s late"
                    return look.at - since
            assert self._thread.is_alive(), "the server does not answer any more"
            assert time.monotonic() - since <= within + 5, f"not within {within} s: {self.looks[-20:]}"
            self._done.wait(0.02)

    def turns_red(self, stopping: float, stopped: float) -> None:
        """Hold that the engine's end was told in time: it was going from one moment on, and gone at the other."""
        took = self.sees(lambda look: look.status == 503, stopping, stopped - stopping + RED)
        self.red.append(max(0.0, took - (stopped - stopping)))

    def turns_green(self, started: float, within: float) -> None:
        """Hold that everything is well again by itself, the graph database in step too."""
        self.green.append(self.sees(lambda look: look.status == 200 and look.in_step is not False, started, within))

    def saw_behind(self, since: float) -> bool:
        """Tell whether the graph database was seen to lag since a moment."""
        return any(look.at >= since and look.status == 200 and look.in_step is False for look in self.looks)

    def told(self) -> str:
        """Say how soon it was red and green."""
        return f"red after at most {max(self.red):.1f} s, green after at most {max(self.green):.1f} s"
