"""How much time is left, for an answer that must end."""

from __future__ import annotations

import time

__all__ = ["Clock"]


class Clock:
    """Counts down from when it was made.

    Parameters
    ----------
    seconds
        How long the whole answer may take.
    """

    def __init__(self, seconds: float) -> None:
        self._start = time.monotonic()
        self._seconds = seconds
        self._end = self._start + seconds

    def until(self, share: float) -> None:
        """Let what comes now last until a share (0 to 1) of the whole time has gone."""
        self._end = self._start + share * self._seconds

    @property
    def left(self) -> float:
        """Seconds that are left for what is done now; 0 when there are none."""
        return max(0.0, self._end - time.monotonic())
