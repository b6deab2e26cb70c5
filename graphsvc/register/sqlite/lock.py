"""One writing process at a time: a lock of the operating system on a file that names its holder."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from graphsvc.register import refusals

__all__ = ["WriterLock"]

#: Windows locks bytes, and nobody else can read them: lock one far behind the text.
_FAR = 1 << 30


class WriterLock:
    """The right to write in a folder, held until released or until the process dies.

    The kernel lets go when the process ends in whatever way, so the text in the file (the holder's PID) is only
    ever a name for messages: a stale one blocks nobody.

    Parameters
    ----------
    file
        The lock's file; made when absent, never removed (removing it would let two processes in).
    register
        The register's path, for messages.

    Raises
    ------
    RegisterLocked
        When another process, or another opening in this process, holds it.
    EngineError
        When the file cannot be written.
    """

    def __init__(self, file: Path, register: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            self._number: int | None = os.open(file, flags, 0o600)
        except OSError as error:
            raise refusals.not_writable(file) from error
        if not _take(self._number):
            holder = _holder(self._number)
            os.close(self._number)
            raise refusals.locked(register, holder)
        with contextlib.suppress(OSError):  # a full disk must not keep us from the lock: the text is only a name
            os.ftruncate(self._number, 0)
            os.write(self._number, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let the next one write; releasing twice does nothing."""
        if self._number is None:
            return
        number, self._number = self._number, None
        with contextlib.suppress(OSError):
            os.ftruncate(number, 0)
        _let_go(number)
        os.close(number)


def _holder(number: int) -> int | None:
    os.lseek(number, 0, os.SEEK_SET)
    text = os.read(number, 20).decode("ascii", "replace").strip()
    return int(text) if text.isdigit() else None


if sys.platform == "win32":
    import msvcrt

    def _take(number: int) -> bool:
        os.lseek(number, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(number, 0, os.SEEK_SET)
        return True

    def _let_go(number: int) -> None:
        os.lseek(number, _FAR, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(number: int) -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _let_go(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_UN)
