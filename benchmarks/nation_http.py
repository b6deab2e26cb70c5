"""Starts a server on a home that :mod:`benchmarks.nation_home` made, and tells how it starts, answers and grows.

python -m benchmarks.nation_http FOLDER

Each question is the whole answer of an impact, over HTTP, for a system that nobody asked about before.
"""

from __future__ import annotations

import argparse
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from graphsvc.model import Kind
from graphsvc.service import Workspace
from graphsvc.settings import Settings

__all__ = ["measure"]

SEED = 2026


def systems(home: Path, count: int) -> list[str]:
    """Choose systems of municipalities at random."""
    with Workspace.open(Settings(home=home, graph="none")) as workspace:
        snapshot = workspace.snapshot()
        names = [snapshot.references[thing] for thing in snapshot.of_kind(Kind.SYSTEM).tolist()]
    return random.Random(SEED).sample([name for name in names if name.startswith("system:m")], count)


@contextmanager
def server(home: Path) -> Iterator[tuple[int, str]]:
    """Run a server with one worker on a free port until it answers, and give its process's number and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "graphsvc", "serve", "--home", str(home), "--port", str(port), "--no-browser"]
    silent = subprocess.DEVNULL  # the line that it writes for each question
    with subprocess.Popen(command, env={"GRAPHSVC_GRAPH": "none"}, stdout=silent, stderr=silent) as running:
        address = f"http://127.0.0.1:{port}"
        try:
            while not _answered(f"{address}/health/live"):
                if running.poll() is not None:
                    raise SystemExit(f"the server ended with {running.returncode} before it answered")
                time.sleep(0.02)
            yield running.pid, address
        finally:
            running.terminate()


def measure(home: Path, count: int = 300) -> Iterator[str]:
    """Give a line for the start, and one for the questions."""
    first, *others = systems(home, count + 1)
    begun = time.perf_counter()
    with server(home) as (process, address):
        up = time.perf_counter() - begun
        asked = time.perf_counter()
        assert _answered(f"{address}/api/v1/impact?thing={first}")
        yield f"up after {up:.2f} s, first answer {time.perf_counter() - asked:.2f} s later; {_memory(process)}"
        _wait_until_warm(process)
        times, worked = [], []
        for name in others:
            asked, before = time.perf_counter(), _processor(process)
            assert _answered(f"{address}/api/v1/impact?thing={name}"), name
            times.append(1000 * (time.perf_counter() - asked))
            worked.append(1000 * (_processor(process) - before))
        yield f"{count} impacts, on the clock: {_cuts(times)}; {_memory(process)}"
        longest = sorted(zip(times, others, strict=True), reverse=True)[:5]
        yield "the longest: " + ", ".join(f"{name} {spent:.0f} ms" for spent, name in longest)
        yield f"{count} impacts, the server's processor time: {_cuts(worked)}"


def _cuts(times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return ", ".join(f"p{one} {cuts[one - 1]:.0f} ms" for one in (50, 90, 99))


def _processor(process: int) -> float:
    """Return the processor time so far, in seconds, with that of threads that have ended: each question has its own."""
    return time.clock_gettime((~process << 3) | 2)  # Linux: the clock of a process has this number


def _wait_until_warm(process: int, seconds: float = 3.0) -> None:
    """Wait until the server has nothing left to get ready: what it does besides would be counted as answering."""
    before = -1.0
    while (now := _processor(process)) - before > seconds / 20:
        before = now
        time.sleep(seconds)


def _answered(address: str) -> bool:
    try:
        with urlopen(address, timeout=300) as answer:
            return bool(answer.read())
    except OSError:
        return False


def _memory(process: int) -> str:
    """Tell resident memory, and how much of it is the file's pages, where the system says so."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    mb = {name: int(told[name].split()[0]) // 1024 for name in ("VmRSS", "RssFile")}
    return f"resident {mb['VmRSS']} MB, of which files {mb['RssFile']} MB"


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("home", type=Path)
    for line in measure(given.parse_args().home):
        print(line, flush=True)
