"""Following a register that others write to: the newest revision is at hand before somebody asks for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from graphsvc.errors import GraphsvcError
from graphsvc.service.workspace import Workspace

__all__ = ["following"]

#: How often a worker looks, in seconds. Every request looks too: this is only so that none has to wait.
EVERY = 0.5


@contextmanager
def following(workspace: Workspace) -> Iterator[None]:
    """Keep the newest revision in memory, and this machine's graph database in step, while the block lasts.

    A register that cannot be reached is looked for again; nothing is said, for every request says it.
    """
    done = threading.Event()
    thread = threading.Thread(target=_follow, args=(workspace, done), name="following", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(5)


def _follow(workspace: Workspace, done: threading.Event) -> None:
    seen: int | None = None
    while not done.wait(EVERY):
        try:
            if (newest := workspace.snapshot().revision) != seen:
                workspace.publish()
                seen = newest
        except GraphsvcError:
            seen = None
