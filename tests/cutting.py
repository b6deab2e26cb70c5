"""A way to a server that breaks: it carries so many bytes, then cuts every connection and takes no other."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

__all__ = ["Way", "way_to"]

_PIECE = 4096


@dataclass
class Way:
    """A proxy on the loopback address.

    Parameters
    ----------
    target
        Where it leads: host and port.
    port
        Where it begins.
    left
        How many more bytes it carries, both directions together; None = any number.
    carried
        How many it has carried since it was mended.
    broken
        Nothing passes any more.
    mends
        Once everything is cut it carries again: a connection was lost, the server is still there.
    """

    target: tuple[str, int]
    port: int
    left: int | None = None
    carried: int = 0
    broken: bool = False
    mends: bool = False
    _sockets: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def cut_after(self, count: int | None, *, mends: bool = False) -> None:
        """Mend the way, and let it break after so many more bytes."""
        with self._lock:
            self.left, self.broken, self.carried, self.mends = count, False, 0, mends

    def take(self, size: int) -> int:
        """Tell how many of these bytes still pass; note that the way breaks when not all do."""
        with self._lock:
            passing = size if self.left is None else min(size, self.left)
            self.carried += passing
            if self.left is not None:
                self.left -= passing
                self.broken = self.broken or self.left == 0
            return passing

    def keep(self, *sockets: socket.socket) -> None:
        """Know sockets that are to be cut."""
        with self._lock:
            self._sockets += sockets

    def cut(self) -> None:
        """Close every connection at once, without a word of farewell."""
        with self._lock:
            sockets, self._sockets = self._sockets, []
            if self.mends and self.broken:  # before anybody sees the cut: who does may come again at once
                self.left, self.broken = None, False
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def way_to(host: str, port: int) -> Iterator[Way]:
    """Open a way to a server; it ends with the block."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        way = Way((host, port), listening.getsockname()[1])
        thread = threading.Thread(target=_accept, args=(listening, way), daemon=True)
        thread.start()
        try:
            yield way
        finally:
            listening.close()
            way.cut()


def _accept(listening: socket.socket, way: Way) -> None:
    while True:
        try:
            come, _ = listening.accept()
        except OSError:
            return
        if way.broken:
            come.close()
            continue
        try:
            gone = socket.create_connection(way.target, timeout=10)
        except OSError:
            come.close()
            continue
        gone.settimeout(None)
        for end in (come, gone):  # a piece goes on at once, not when the one before it was acknowledged
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        way.keep(come, gone)
        for one, other in ((come, gone), (gone, come)):
            threading.Thread(target=_carry, args=(one, other, way), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket, way: Way) -> None:
    with suppress(OSError):
        while piece := one.recv(_PIECE):
            passing = way.take(len(piece))
            other.sendall(piece[:passing])
            if passing < len(piece) or way.broken:
                break
    if way.broken:
        way.cut()
    else:
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
