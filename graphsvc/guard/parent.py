"""The side that asks: starts the child, waits as long as it may, and turns its death into a problem."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from graphsvc.errors import GraphsvcError, UsageError
from graphsvc.guard.messages import crossing, restored
from graphsvc.model import Severity
from graphsvc.ports import ImportOptions
from graphsvc.records import Problem, Reading
from graphsvc.text import Text

__all__ = ["protection", "read_guarded"]

#: How much longer than its own limit a child may take, for starting and for handing over.
_GRACE_SECONDS = 15
#: What a child's exit status tells: killed for want of memory; used up its processor time.
_DEATHS = {-9: "memory", -24: "time"}


def read_guarded(
    name: str, paths: Sequence[Path], options: ImportOptions, *, memory_mb: int = 2048, seconds: int = 120
) -> Reading:
    """Let an importer read files in a guarded child process.

    Parameters
    ----------
    name
        The importer's entry point name.
    paths
        Files, or one folder.
    options
        How to read.
    memory_mb, seconds
        Limits of the child: address space and processor time; the clock gets a little more.

    Returns
    -------
    Reading
        What the importer says; a child that dies or takes too long gives a reading with one problem.

    Raises
    ------
    GraphsvcError
        What the importer itself refuses (an unknown mapping profile).

    Notes
    -----
    The child ends with its parent. What comes back is unpickled by a reader that knows the records and nothing else,
    so that a file that takes over the child does not take over the parent.
    """
    request = ("read", name, [str(path.resolve()) for path in paths], options, memory_mb, seconds)
    try:
        done = _run(request, seconds + _GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        return _failed(name, paths, "time", memory_mb, seconds)
    if not done.stdout:
        return _failed(name, paths, _DEATHS.get(done.returncode, "crash"), memory_mb, seconds)
    try:
        word, content = restored(done.stdout)
    except (pickle.UnpicklingError, EOFError, AttributeError, ValueError, TypeError):
        return _failed(name, paths, "crash", memory_mb, seconds)
    if word == "refused":
        raise _error(content)
    if word == "read" and isinstance(content, Reading):
        return content
    return _failed(name, paths, word, memory_mb, seconds)


@cache
def protection() -> Text:
    """Say which protection a guarded child has on this machine; for ``doctor``."""
    try:
        word, content = restored(_run(("protection",), 30).stdout)
    except (subprocess.TimeoutExpired, pickle.UnpicklingError, EOFError, ValueError, TypeError):
        word, content = "failed", None
    if word != "protection" or not isinstance(content, Text):
        return Text("barneprosessen svarer ikke", "barneprosessen svarar ikkje", "the child process does not answer")
    return content


def _run(request: tuple[object, ...], seconds: float) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-X", "utf8", "-B", "-m", "graphsvc.guard.child"]
    return subprocess.run(  # noqa: S603 - our own interpreter and module; no word of a file is in the command
        command,
        input=pickle.dumps((os.getpid(), *request)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        check=False,
    )


def _error(content: object) -> GraphsvcError:
    name, detail = content if isinstance(content, tuple) else ("", Text.same(str(content)))
    return crossing().get(name, UsageError)(detail)


_WHY = {
    "time": Text(
        "Lesingen tok mer enn {seconds} sekunder og ble stoppet",
        "Lesinga tok meir enn {seconds} sekund og vart stoppa",
        "Reading took more than {seconds} seconds and was stopped",
    ),
    "memory": Text(
        "Lesingen trengte mer enn {memory} MB minne og ble stoppet",
        "Lesinga trong meir enn {memory} MB minne og vart stoppa",
        "Reading needed more than {memory} MB of memory and was stopped",
    ),
}
_CRASH = Text(
    "Leseren gikk ned på denne filen; ingenting annet ble berørt",
    "Lesaren gjekk ned på denne fila; ingenting anna vart rørt",
    "The reader went down on this file; nothing else was touched",
)
_FIX = Text(
    "Se om filen er den riktige og hel; er den det, del den opp eller øk guard_seconds og guard_memory_mb",
    "Sjå om fila er den rette og heil; er ho det, del henne opp eller auk guard_seconds og guard_memory_mb",
    "See whether the file is the right one and whole; if so split it, or raise guard_seconds and guard_memory_mb",
)


def _failed(name: str, paths: Sequence[Path], why: str, memory_mb: int, seconds: int) -> Reading:
    message = _WHY.get(why, _CRASH).format(seconds=seconds, memory=memory_mb)
    code = why if why in _WHY else "crash"
    file = paths[0].name if paths else None
    return Reading(name, file or name, (), (Problem(f"guard.{code}", Severity.ERROR, message, _FIX, file=file),))
