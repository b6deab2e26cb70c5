"""Bounds on time that hold on a machine which other work keeps busy."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["within"]

#: So many times the bound may go by on the clock: what hangs is wrong too, but what waits may wait for a processor.
PATIENCE = 10


@contextmanager
def within(seconds: float, what: object = "") -> Iterator[None]:
    """Bound the processor time of this process and of the children that end meanwhile; and generously the clock.

    Other tests run beside this one, and servers of theirs: the clock alone tells what they do as well. ``what``
    was done is said when it took too long.
    """
    worked, begun = _worked(), time.perf_counter()
    yield
    took, passed = _worked() - worked, time.perf_counter() - begun
    assert took < seconds, f"{took:.2f} s of processor time, {passed:.2f} s by the clock; {seconds} s allowed {what}"
    assert passed < PATIENCE * seconds, f"{passed:.2f} s by the clock, for {took:.2f} s of processor time {what}"


def _worked() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
