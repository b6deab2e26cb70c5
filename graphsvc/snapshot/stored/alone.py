"""One process at a time makes what all share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["alone"]


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other process is in such a block; where the system knows no such lock, several may be.

    Parameters
    ----------
    lock
        A file that is made when it is absent; its folder too.
    """
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
