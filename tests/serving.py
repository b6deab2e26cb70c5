"""The program as it serves, in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["PROGRAM", "serving"]

PROGRAM = [sys.executable, "-m", "graphsvc"]


@contextmanager
def serving(home: Path, *words: str, environment: Mapping[str, str]) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Start the program on a free port, give the port and the process, and stop it."""
    command = [*PROGRAM, "serve", "--home", str(home), "--port", "0", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                    threading.Thread(target=process.stderr.read, daemon=True).start()
                    yield int(found[1]), process
                    break
            else:
                pytest.fail("the server did not start")
        finally:
            process.terminate()
            process.wait(30)
