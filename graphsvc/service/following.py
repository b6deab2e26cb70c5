"""Following a register that others write to: the newest revision is at hand before somebody asks for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from graphsvc.errors import GraphsvcError
from graphsvc.service.warming import load_pages, warm
from graphsvc.service.workspace import Workspace

__all__ = ["following"]

#: How often a worker looks, in seconds. Every request looks too: this is only so that none has to wait. A graph
#: database that could not be brought in step is tried again, ever more seldom.
EVERY, AT_LEAST_EVERY = 0.5, 4.0


@contextmanager
def following(workspace: Workspace) -> Iterator[None]:
    """Keep the newest revision in memory with what nearly every page needs of it, and this machine's graph in step.

    A register that cannot be reached is looked for again, and a graph database that was away is brought in step when it
    is back; nothing is said, for every request and ``/health/ready`` say it.
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
    warmed: int | None = None
    seen: int | None = None
    pause = 0.0  # whoever opens the first page is not far behind
    while not done.wait(pause):
        try:
            if workspace.snapshot().revision != warmed:
                first, warmed = warmed is None, warm(workspace).revision
                if first:
                    load_pages()
            if warmed != seen:
                seen = warmed if workspace.publish() is None else None
        except GraphsvcError:
            seen = None
        pause = EVERY if seen is not None else min(max(EVERY, pause * 2), AT_LEAST_EVERY)
