"""Runs a module of this package in a process of its own, and outlives its end."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from graphsvc.graphdb.forking import COMPLAINTS
from graphsvc.i18n import text
from graphsvc.text import Text

__all__ = ["ChildFailed", "run_child"]

_SECONDS = 3600


class ChildFailed(Exception):
    """The child process did not do its work; ``why`` says so for people."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


class _Forks:
    """Children that fork from one process that has imported their module; whoever asks once starts none."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self.begin()

    def begin(self) -> None:
        """Have no process; one that another process has is left to it."""
        self._lock = threading.Lock()
        self._module = ""
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, module: str, folder: Path, seconds: float) -> tuple[int, str] | None:
        """Return the exit status of a job and what it complained of; None when it needs a process of its own.

        Raises
        ------
        TimeoutError
            When it ran too long; it has been ended.
        """
        if sys.platform != "linux" or not self._lock.acquire(blocking=False):  # two at once are as quick apart
            return None
        try:
            if module not in self._seen:  # a command that needs one child starts one
                self._seen.add(module)
                return None
            status = self._told(module, folder, seconds)
            return None if status is None else (status, (folder / COMPLAINTS).read_text("utf-8", errors="replace"))
        finally:
            self._lock.release()

    def _told(self, module: str, folder: Path, seconds: float) -> int | None:
        if self._process is None or self._module != module or self._process.poll() is not None:
            self.stop()
            self._module, self._process = module, _started(module)
        process, done = self._process, False
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - they are pipes
        job = {"module": module, "folder": str(folder), "path": sys.path}
        try:
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.flush()
            if not select.select([process.stdout], [], [], seconds)[0]:
                raise TimeoutError
            answer = process.stdout.readline()
            done = bool(answer)
            return int(answer) if answer else None
        except BrokenPipeError:
            return None
        finally:
            if not done:
                self.stop()

    def stop(self) -> None:
        """End the process, and a child that is at work."""
        process, self._process = self._process, None
        if process is not None:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            with process:  # closes the pipes and waits
                pass


def _started(module: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "graphsvc.graphdb.forking", module]
    return subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
        command,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )


_forks = _Forks()
atexit.register(_forks.stop)
if sys.platform == "linux":
    os.register_at_fork(after_in_child=_forks.begin)


def run_child(module: str, folder: Path, *, seconds: float = _SECONDS) -> Mapping[str, object]:
    """Run ``python -m MODULE FOLDER`` and return what it wrote into ``report.json`` there.

    The first time it is just that; after that children fork from a process which has imported the module.

    Raises
    ------
    ChildFailed
        When it crashed, ran too long, or reports an error.
    """
    try:
        status, complaints = _forks.run(module, folder, seconds) or _run(module, folder, seconds)
    except (subprocess.TimeoutExpired, TimeoutError) as error:
        raise ChildFailed(text("graphdb.child_slow").format(seconds=seconds)) from error
    if status != 0:
        last = complaints.strip().rpartition("\n")[2]
        raise ChildFailed(text("graphdb.child_ended").format(code=f"{status}{f': {last}' if last else ''}"))
    report: Mapping[str, object] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    if "error" in report:
        raise ChildFailed(Text.same(str(report["error"])))
    return report


def _run(module: str, folder: Path, seconds: float) -> tuple[int, str]:
    ended = subprocess.run(  # noqa: S603 - our own module, by this interpreter
        [sys.executable, "-m", module, str(folder)],
        env=_environment(),
        timeout=seconds,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    return ended.returncode, ended.stderr.decode(errors="replace")


def _environment() -> dict[str, str]:
    """The child finds the packages where this process found them, also when they are not installed."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
