"""A revision that is being taken in: readers keep the one before until everything they need of the new one is there."""

from __future__ import annotations

import threading

__all__ = ["Arrival"]


class Arrival:
    """What is being written by the thread that makes this.

    Parameters
    ----------
    before
        The newest revision until now.

    Attributes
    ----------
    made
        The revision that came of it, once it is known.

    Examples
    --------
    >>> arrival = Arrival(7)
    >>> arrival.wrote(8)
    >>> arrival.shown(8), arrival.made  # whoever wrote it sees it
    (8, 8)
    """

    def __init__(self, before: int) -> None:
        self.made: int | None = None
        self._before = before
        self._writer = threading.get_ident()
        self._known = threading.Event()

    def wrote(self, made: int | None) -> None:
        """Tell which revision came of it; None when none did."""
        self.made = made
        self._known.set()

    def shown(self, newest: int) -> int:
        """Return the revision that the asking thread gets when this is the newest one in the register.

        What somebody else wrote is shown at once, for they may have been told already. Whose a new revision is stands
        fast when the writing has ended; who comes in between waits for that.
        """
        if newest == self._before or threading.get_ident() == self._writer:
            return newest
        self._known.wait()
        return self._before if newest == self.made else newest
