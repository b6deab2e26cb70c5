"""Several processes that answer on one port, each able to read and to write: one that dies is replaced."""

from __future__ import annotations

import multiprocessing
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from multiprocessing.connection import Connection, wait
from types import FrameType
from typing import Any

from graphsvc import starting
from graphsvc.api.server import listen, named, serve_on
from graphsvc.errors import EngineError
from graphsvc.i18n import text
from graphsvc.service import Workspace
from graphsvc.service.following import following
from graphsvc.settings import Settings

__all__ = ["run_workers"]

#: A worker that ends so soon after its start, so often, is not started again.
_SOON, _OFTEN = 10.0, 3
_STOPPING = 15.0


def run_workers(settings: Settings, *, on_ready: Callable[[str], None]) -> None:
    """Serve with as many workers as the settings say until interrupted.

    Parameters
    ----------
    settings
        What is in force; the register is on a server, so that every worker may write.
    on_ready
        Called with the address once every worker answers.

    Raises
    ------
    EngineError
        When the port is taken, or workers end again and again.
    """
    from graphsvc.monitoring.metrics import shared_by_workers  # not loaded by a server of one process

    listening = listen(settings)
    with listening, shared_by_workers() if settings.metrics else nullcontext():
        crew = _Crew(settings, listening)
        try:
            crew.begin()
            on_ready(f"http://{named(settings.host)}:{listening.getsockname()[1]}/")
            crew.keep()
        finally:
            crew.end()


class _Crew:
    """The workers of one server."""

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        self._settings = settings
        self._listening = listening
        self._context = multiprocessing.get_context("spawn")
        # Each worker holds the other end: when this process dies, in whatever way, they read its end and stop.
        self._alive, self._held = self._context.Pipe(duplex=False)
        self._workers: dict[int, Any] = {}
        self._quick = 0
        self._stop = False

    def begin(self) -> None:
        """Start all of them and wait until each answers."""
        signal.signal(signal.SIGTERM, self._stopped)
        ready = [self._start(number) for number in range(self._settings.workers)]
        for one in ready:
            with suppress(EOFError):  # it died before it was ready; keep() sees that
                one.recv()

    def _start(self, number: int) -> Connection:
        told, tell = self._context.Pipe(duplex=False)
        words = (self._settings, self._listening, tell, self._alive, number)
        worker = self._context.Process(target=_work, args=words, name="graphsvc worker", daemon=True)
        worker.start()
        tell.close()
        worker.began, worker.number = time.monotonic(), number  # type: ignore[attr-defined]
        self._workers[worker.sentinel] = worker
        return told

    def keep(self) -> None:
        """Replace those that die, until told to stop."""
        while not self._stop:
            for sentinel in wait(list(self._workers), timeout=0.5):
                assert isinstance(sentinel, int)  # noqa: S101 - that is what was waited for
                if not self._stop:
                    self._replace(self._workers.pop(sentinel))

    def _replace(self, dead: Any) -> None:
        self._quick = self._quick + 1 if time.monotonic() - dead.began < _SOON else 0
        if self._quick > _OFTEN * self._settings.workers:
            raise EngineError(text("workers.end_again").format(status=dead.exitcode))
        from graphsvc.monitoring.metrics import forget

        forget(dead.pid)
        self._start(dead.number)

    def end(self) -> None:
        """Stop all of them, and those that do not listen for good."""
        self._stop = True
        for worker in self._workers.values():
            worker.terminate()
        deadline = time.monotonic() + _STOPPING
        for worker in self._workers.values():
            worker.join(max(0.1, deadline - time.monotonic()))
            if worker.is_alive():
                worker.kill()
        self._held.close()

    def _stopped(self, _number: int, _frame: FrameType | None) -> None:
        self._stop = True


def _work(settings: Settings, listening: socket.socket, tell: Connection, alive: Connection, number: int) -> None:
    """Be one worker: a workspace of its own on the shared port."""
    starting.begin()
    begun = threading.Event()
    with Workspace.open(settings, write=True) as workspace, following(workspace, begun):

        def ready(stop: Callable[[], None]) -> None:
            starting.done()
            begun.set()
            threading.Thread(target=_watch, args=(alive, stop), daemon=True).start()
            with suppress(OSError):  # nobody listens to the one that replaces another
                tell.send(True)
            tell.close()

        with suppress(KeyboardInterrupt):
            serve_on(workspace, listening, ready=ready, worker=number)


def _watch(alive: Connection, stop: Callable[[], None]) -> None:
    """Stop when the one who started us is gone."""
    with suppress(EOFError, OSError):
        alive.recv()
    stop()
