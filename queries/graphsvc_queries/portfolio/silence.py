"""HiGHS now and then prints a line of its own to standard output, where an answer in JSON must stand alone."""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

__all__ = ["without_chatter"]

_STANDARD_OUTPUT = 1
_CHATTER = b"Highs"
#: One at a time: the output of the process is turned aside for all of its threads.
_TURNED = Lock()


@contextmanager
def without_chatter() -> Iterator[None]:
    """Keep the solver's own lines from standard output; whatever else is written meanwhile still gets there."""
    with _TURNED:
        try:
            kept = os.dup(_STANDARD_OUTPUT)
        except OSError:  # there is no standard output to protect
            yield
            return
        with tempfile.TemporaryFile() as aside:
            _flush()
            os.dup2(aside.fileno(), _STANDARD_OUTPUT)
            try:
                yield
            finally:
                try:
                    _flush()
                finally:  # whatever stops this thread, the process gets its output back
                    os.dup2(kept, _STANDARD_OUTPUT)
                os.close(kept)
                aside.seek(0)
                _pass_on(aside.readlines())


def _pass_on(lines: list[bytes]) -> None:
    words = b"".join(line for line in lines if not line.startswith(_CHATTER))
    if words:
        os.write(_STANDARD_OUTPUT, words)


def _flush() -> None:
    """Empty the buffers of the C library, which Python's own flush does not know."""
    if os.name == "posix":
        ctypes.CDLL(None).fflush(None)
