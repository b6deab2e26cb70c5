"""Runs a module of this package in a process of its own, and outlives its end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from graphsvc.i18n import text
from graphsvc.text import Text

__all__ = ["ChildFailed", "run_child"]

_SECONDS = 3600


class ChildFailed(Exception):
    """The child process did not do its work; ``why`` says so for people."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


def run_child(module: str, folder: Path, *, seconds: float = _SECONDS) -> Mapping[str, object]:
    """Run ``python -m MODULE FOLDER`` and return what it wrote into ``report.json`` there.

    Raises
    ------
    ChildFailed
        When it crashed, ran too long, or reports an error.
    """
    # The child finds the packages where this process found them, also when they are not installed.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    try:
        ended = subprocess.run(  # noqa: S603 - our own module, by this interpreter
            [sys.executable, "-m", module, str(folder)],
            env=environment,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ChildFailed(text("graphdb.child_slow").format(seconds=seconds)) from error
    if ended.returncode != 0:
        last = ended.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise ChildFailed(text("graphdb.child_ended").format(code=f"{ended.returncode}{f': {last}' if last else ''}"))
    report: Mapping[str, object] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    if "error" in report:
        raise ChildFailed(Text.same(str(report["error"])))
    return report
