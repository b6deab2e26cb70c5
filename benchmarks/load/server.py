"""The server that is asked: the demo, in a folder or on PostgreSQL, started as a person starts it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["cpu_of", "memory_of", "processes", "running"]

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = [sys.executable, "-m", "graphsvc"]


@contextmanager
def running(workers: int, graph: str) -> Iterator[tuple[str, int]]:
    """Give the address of a server with the demo and the number of its process.

    Parameters
    ----------
    workers
        Processes that answer; more than one stand on PostgreSQL, one stands on SQLite.
    graph
        The graph database that follows.
    """
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="graphsvc-load-"))
        folder.chmod(0o755)  # a database server of its own user must be able to walk in
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        settings = {"GRAPHSVC_GRAPH": graph, "GRAPHSVC_LOG_REQUESTS": "false"}
        if workers > 1:
            settings |= stack.enter_context(_postgresql(folder / "postgresql"))
        plain = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHSVC_")}
        words = ["--home", str(folder / "home")]
        environment = plain | settings
        subprocess.run([*_PROGRAM, "demo", "--no-serve", *words], env=environment, check=True, stderr=subprocess.PIPE)
        command = [*_PROGRAM, "serve", "--port", "0", "--workers", str(workers), *words]
        yield stack.enter_context(_served(command, environment))


@contextmanager
def _served(command: list[str], environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(environment)) as process:
        assert process.stderr is not None
        said: list[str] = []
        try:
            for line in process.stderr:
                said.append(line)
                if found := re.search(r"http://\S+", line):
                    threading.Thread(target=_pass_on, args=(process.stderr,), daemon=True).start()
                    yield found[0].rstrip("/"), process.pid
                    return
            raise SystemExit(f"the server did not start:\n{''.join(said)}")
        finally:
            process.terminate()
            process.wait(60)


def _pass_on(log: Iterable[str]) -> None:
    """Read the whole log, for what nobody reads holds its writer up; errors in it are for the person to read."""
    for line in log:
        if "[error" in line or "[critical" in line:
            sys.stderr.write(line)


@contextmanager
def _postgresql(folder: Path) -> Iterator[dict[str, str]]:
    """Start a PostgreSQL server of our own that flushes what it commits; give the settings that name its database."""
    script = str(_ROOT / "scripts" / "postgresql")
    done = subprocess.run([script, "start", str(folder)], stdout=subprocess.PIPE, text=True, check=True)
    parts = urlsplit(done.stdout.strip())
    address = f"postgresql+pg8000://{parts.username}@{parts.hostname}:{parts.port}{parts.path}"
    try:
        yield {"GRAPHSVC_REGISTER_URL": address, "GRAPHSVC_REGISTER_PASSWORD": parts.password or ""}
    finally:
        subprocess.run([script, "stop", str(folder), "immediate"], check=False)


def processes(server: int) -> list[int]:
    """Return the processes that answer: the workers of a server, or the server itself when it has none."""
    listed = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    workers = [int(one) for one in listed if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
    return sorted(workers) or [server]


def memory_of(process: int) -> int:
    """Return the resident memory of a process in bytes.

    Examples
    --------
    >>> import os
    >>> memory_of(os.getpid()) > 1_000_000
    True
    """
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


def cpu_of(process: int) -> float:
    """Return the processor time that a process has used, in seconds.

    Examples
    --------
    >>> import os
    >>> cpu_of(os.getpid()) > 0
    True
    """
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
