"""One run: readers and a feed against a server for so long, with everything noted."""

from __future__ import annotations

import time
from typing import Any

import gevent
from locust.env import Environment

from benchmarks.load.report import Report, Request
from benchmarks.load.server import cpu_of, memory_of, processes
from benchmarks.load.users import Feed, Reader, Sent

__all__ = ["run"]

#: So many readers share the requests: even when each answer takes two seconds, 20 requests a second are sent.
_READERS = 40
#: Seconds between two looks at the memory.
_LOOK = 2.0
_TOLD = 1000


def run(
    address: str, server: int, *, seconds: float, rate: float, import_every: float, about: dict[str, Any]
) -> Report:
    """Ask a server for so long and return what was noted.

    Parameters
    ----------
    address, server
        Where it is, and its process.
    seconds
        How long.
    rate
        Requests a second, on average; they come by chance (a Poisson process).
    import_every
        Seconds between two imports; the first comes after half of that.
    about
        What is told of the run in its report.
    """
    Reader.pause, Feed.pause, Feed.sent = _READERS / rate, import_every, Sent()
    Reader.host = Feed.host = address
    report, begun = Report(about), time.monotonic()
    environment = Environment(user_classes=[Reader, Feed])

    def noted(name: str, response_time: float, exception: BaseException | None, **_: Any) -> None:
        error = "" if exception is None else str(exception) or type(exception).__name__
        report.requests.append(Request(time.monotonic() - begun, name, response_time / 1000, error))

    environment.events.request.add_listener(noted)  # type: ignore[no-untyped-call]
    runner = environment.create_local_runner()
    runner.start(_READERS + 1, spawn_rate=_READERS + 1)
    _watch(report, server, begun, begun + seconds)
    environment.stop_timeout = 60
    runner.stop()
    _compare(report, address, Feed.sent)
    runner.quit()
    return report


def _watch(report: Report, server: int, begun: float, until: float) -> None:
    """Look at the memory of every process that answers, until the time is over."""
    while time.monotonic() < until:
        for process in processes(server):
            report.memory[process].append((time.monotonic() - begun, memory_of(process)))
            report.cpu[process] = (cpu_of(process), time.monotonic() - begun)
        gevent.sleep(_LOOK)


def _compare(report: Report, address: str, sent: Sent) -> None:
    """Look for every revision that the feed was told in the history."""
    import requests

    with requests.Session() as session:
        session.trust_env = False
        revisions = session.get(f"{address}/api/v1/history", timeout=60).json()["revisions"]
    shown = {int(one["revision"]) for one in revisions[:_TOLD]}
    report.imports_sent, report.imports_found = len(sent.revisions), len(shown.intersection(sent.revisions))
