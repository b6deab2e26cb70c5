"""Following a register that others write to: the newest revision is at hand before somebody asks for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from graphsvc.errors import GraphsvcError
from graphsvc.service.warming import load_pages, prepare_impact, warm
from graphsvc.service.workspace import Workspace

__all__ = ["following"]

#: How often a worker looks, in seconds. Every request looks too: this is only so that none has to wait. A graph
#: database that could not be brought in step is tried again, ever more seldom.
EVERY, AT_LEAST_EVERY = 0.5, 4.0
#: For so long after a server began to listen its first answers have the processor for themselves, in seconds; and so
#: long it is waited for.
FIRST, BEGINNING = 0.5, 30.0


@contextmanager
def following(workspace: Workspace, listening: threading.Event | None = None) -> Iterator[None]:
    """Keep the newest revision in memory with what nearly every page needs of it, and this machine's graph in step.

    A register that cannot be reached is looked for again, and a graph database that was away is brought in step when it
    is back; nothing is said, for every request and ``/health/ready`` say it.

    Parameters
    ----------
    listening
        Set when the server listens. Until its first answers are given only what they need is made; the rest, which
        would hold them up, comes afterwards. None when nobody waits for a first answer.
    """
    done = threading.Event()
    once = _Once(workspace)
    words = (workspace, once, done, listening)
    thread = threading.Thread(target=_follow, args=words, name="following", daemon=True)
    thread.start()
    workspace.ready = once.warm
    try:
        yield
    finally:
        workspace.ready = None
        done.set()
        if listening is not None:
            listening.set()
        thread.join(5)


class _Once:
    """Warms each revision once, whoever comes first: the thread that follows, or the one that wrote it."""

    def __init__(self, workspace: Workspace) -> None:
        self.warmed: int | None = None
        self._workspace = workspace
        self._alone = threading.Lock()

    def warm(self) -> int:
        """Return the newest revision; what readers need of it is there."""
        with self._alone:
            if self._workspace.snapshot().revision != self.warmed:
                self.warmed = warm(self._workspace, again=self.warmed is not None).revision
            return self.warmed


def _begin(workspace: Workspace, done: threading.Event, listening: threading.Event) -> None:
    """Make what the first answer needs while the server starts, and let it be given."""
    with suppress(GraphsvcError):  # the first request says so
        prepare_impact(workspace)
    listening.wait(BEGINNING)
    done.wait(FIRST)


def _follow(workspace: Workspace, once: _Once, done: threading.Event, listening: threading.Event | None = None) -> None:
    if listening is not None:
        _begin(workspace, done, listening)
    first = True
    seen: int | None = None
    pause = 0.0  # whoever opens the first page is not far behind
    while not done.wait(pause):
        try:
            warmed = once.warm()
            if first:
                load_pages()
                first = False
            if warmed != seen:
                seen = warmed if workspace.publish() is None else None
        except GraphsvcError:
            seen = None
        pause = EVERY if seen is not None else min(max(EVERY, pause * 2), AT_LEAST_EVERY)
