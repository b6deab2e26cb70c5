"""A process that has imported what a child needs, and forks one for each job: a third of what a new one costs.

``python -m graphsvc.graphdb.forking MODULE`` reads a job a line (``{"folder": ..., "module": ..., "path": [...]}``)
and answers each with a line that holds the exit status of its child, below zero for a signal, as :mod:`subprocess` has
it. What the child complains of stands in the file :data:`COMPLAINTS` of its folder. The end of the input ends it.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["COMPLAINTS", "main"]

#: File in a child's folder that takes its standard error.
COMPLAINTS = "complaints.txt"


def main(module: str) -> int:
    """Do the jobs that are told on the standard input until it ends; return the exit status.

    Parameters
    ----------
    module
        What most jobs will run; imported once, for all of them.
    """
    importlib.import_module(module)
    for line in sys.stdin.buffer:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            _work(job)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    return 0


def _work(job: Mapping[str, Any]) -> None:
    """Be ``python -m MODULE FOLDER``, and end as it does."""
    status: object = 1
    try:
        _listen_to_nobody(Path(job["folder"]) / COMPLAINTS)
        sys.path[:], sys.argv[:] = job["path"], [job["module"], job["folder"]]
        sys.modules.pop(job["module"], None)
        importlib.invalidate_caches()
        runpy.run_module(job["module"], run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as ended:
        status = ended.code or 0
        if not isinstance(status, int):
            print(status, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else 1)


def _listen_to_nobody(complaints: Path) -> None:
    """Keep the child off the lines between this process and the one that tells it."""
    nothing = os.open(os.devnull, os.O_RDWR)
    said = os.open(complaints, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for number, taken in enumerate((nothing, nothing, said)):
        os.dup2(taken, number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
