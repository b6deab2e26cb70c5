"""A wire between a program and a server that is cut after so many bytes, at any point."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

__all__ = ["Wire", "wire"]


@dataclass
class Wire:
    """A port that passes everything on to another one.

    Parameters
    ----------
    port
        Where to connect.
    to
        What it is passed on to.
    budget
        So many bytes pass, either way together, then every connection is cut for good; None = no limit.
    silent
        Whether bytes are swallowed instead: a server that keeps silent.
    """

    port: int
    to: tuple[str, int]
    budget: int | None = None
    silent: bool = False
    passed: int = 0
    _open: list[socket.socket] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def after(self, number: int | None) -> None:
        """Cut after so many more bytes, or never."""
        with self._guard:
            self.budget, self.passed = number, 0

    def _may(self, number: int) -> int:
        """Return how many of so many bytes may pass."""
        with self._guard:
            left = number if self.budget is None else max(0, min(number, self.budget - self.passed))
            self.passed += left
            return left

    def cut(self) -> None:
        """Cut every connection, as a pulled plug does."""
        with self._guard:
            ends, self._open[:] = list(self._open), []
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def serve(self, listening: socket.socket) -> None:
        """Take connections until the port is closed."""
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self.to, 5)
            except OSError:
                near.close()
                continue
            with self._guard:
                self._open += [near, far]
            for pair in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(16_384):
                if self.silent:
                    continue
                may = self._may(len(data))
                target.sendall(data[:may])
                if may < len(data):
                    self.cut()
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire(host: str, port: int) -> Iterator[Wire]:
    """Open a wire to a port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Wire(listening.getsockname()[1], (host, port))
        threading.Thread(target=made.serve, args=(listening,), daemon=True).start()
        try:
            yield made
        finally:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            made.cut()
