"""Numbers for Prometheus: how often, how long, how it stands. Labels are names that the program itself has chosen.

Several workers share a port, and each scrape reaches one of them. Each therefore writes its numbers into small files of
a folder that they share (Prometheus' multiprocess mode), and whichever is asked adds them up. One worker keeps them in
memory.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import prometheus_client as prometheus
from prometheus_client import multiprocess

from graphsvc.monitoring.watch import Asked, Fault, Served, Standing, Watch

__all__ = ["CONTENT_TYPE", "Metrics", "forget", "shared_by_workers"]

CONTENT_TYPE = prometheus.CONTENT_TYPE_PLAIN_0_0_4
#: What the client library reads to know that several processes are counted together.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_QUICK = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
_SLOW = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
#: Memory is looked at so often at most, in seconds.
_EVERY = 1.0
_STATM = Path("/proc/self/statm")


class Metrics(Watch):
    """Counts what it is told.

    Parameters
    ----------
    version
        Of the program.
    worker
        Number of this worker, from 0; the one that replaces a dead one has its number.
    """

    def __init__(self, version: str, worker: int = 0) -> None:
        prometheus.disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = prometheus.CollectorRegistry()
        self._worker = str(worker)
        self._looked = 0.0
        self._newest = (0, 0)
        self._define_work()
        self._define_standing()
        self._gauge("build", "1, with the version as its label", "version", mode="livemax").labels(version).set(1)
        self._worker_gauge("worker_started_seconds", "Start of the worker, in Unix time").set(time.time())
        self._look_at_memory()

    def _define_work(self) -> None:
        self._requests = self._counter("requests", "Requests answered", "method", "route", "status")
        self._request_seconds = self._histogram("request_seconds", "Time to answer", _QUICK, "method", "route")
        self._in_progress = self._gauge("requests_in_progress", "Requests being answered", mode="livesum")
        self._questions = self._counter("questions", "Questions asked", "question", "outcome")
        self._question_seconds = self._histogram("question_seconds", "Time to answer a question", _QUICK, "question")
        self._previews = self._counter("import_previews", "Imports read and checked", "format", "outcome")
        self._imports = self._counter("imports", "Imports carried out", "format", "outcome")
        self._problems = self._counter("import_problems", "Problems found in files", "severity")
        self._steps = self._histogram("import_step_seconds", "Time of a step of an import", _SLOW, "step")
        self._published = self._counter("graph_publications", "Times that the graph database was to follow", "outcome")
        self._faults = self._counter("faults", "Errors that nobody foresaw", "kind")

    def _define_standing(self) -> None:
        self._register = self._gauge("register_revision", "Newest revision of the register", mode="livemax")
        self._things = self._gauge("things", "Things in the newest revision", mode="livemostrecent")
        self._snapshot = self._worker_gauge("snapshot_revision", "Newest revision that the worker has in memory")
        self._lag = self._worker_gauge("snapshot_lag_revisions", "How many revisions the worker's memory is behind")
        self._memory = self._worker_gauge("worker_memory_bytes", "Resident memory of the worker")
        self._ready = self._gauge("ready", "1 when ready, as /health/ready says", mode="livemostrecent")
        self._in_step = self._gauge("graph_in_step", "1 when the graph database is in step", mode="livemostrecent")
        self._shown = self._gauge("graph_revision", "Revision that the graph database shows", mode="livemostrecent")

    def _counter(self, name: str, about: str, *labels: str) -> prometheus.Counter:
        return prometheus.Counter(f"graphsvc_{name}", about, labels, registry=self._registry)

    def _histogram(self, name: str, about: str, buckets: tuple[float, ...], *labels: str) -> prometheus.Histogram:
        return prometheus.Histogram(f"graphsvc_{name}", about, labels, registry=self._registry, buckets=buckets)

    def _gauge(self, name: str, about: str, *labels: str, mode: str) -> prometheus.Gauge:
        return prometheus.Gauge(f"graphsvc_{name}", about, labels, registry=self._registry, multiprocess_mode=mode)  # type: ignore[arg-type]

    def _worker_gauge(self, name: str, about: str) -> prometheus.Gauge:
        return self._gauge(name, about, "worker", mode="livemax").labels(self._worker)

    def text(self) -> bytes:
        """Return all numbers, of all workers, in Prometheus' text format."""
        self._look_at_memory()
        if _FOLDER not in os.environ:
            return prometheus.generate_latest(self._registry)
        together = prometheus.CollectorRegistry()
        _OfAllWorkers(together)  # type: ignore[no-untyped-call]
        return prometheus.generate_latest(together)

    def began(self) -> None:
        """Count a request that has come in."""
        self._in_progress.inc()

    def served(self, request: Served) -> None:
        """Count and time a request."""
        self._in_progress.dec()
        self._requests.labels(request.method, request.route, str(request.status)).inc()
        self._request_seconds.labels(request.method, request.route).observe(request.seconds)

    def asked(self, asked: Asked) -> None:
        """Count a question, and time it unless the answer lay ready."""
        self._questions.labels(asked.question, asked.outcome).inc()
        if asked.outcome != "kept":
            self._question_seconds.labels(asked.question).observe(asked.seconds)

    def previewed(self, format: str, outcome: str, problems: Mapping[str, int]) -> None:
        """Count files that were read."""
        self._previews.labels(format, outcome).inc()
        for severity, count in problems.items():
            self._problems.labels(severity).inc(count)

    def imported(self, format: str, outcome: str) -> None:
        """Count an import."""
        self._imports.labels(format, outcome).inc()

    def took(self, step: str, seconds: float) -> None:
        """Time a step of an import."""
        self._steps.labels(step).observe(seconds)

    def published(self, *, good: bool) -> None:
        """Count how the graph database followed."""
        self._published.labels("good" if good else "failed").inc()

    def register_at(self, revision: int) -> None:
        """Note the register's newest revision, and how far the memory is behind it."""
        self._newest = (revision, self._newest[1])
        self._register.set(revision)
        self._lag.set(max(0, revision - self._newest[1]))
        if time.monotonic() - self._looked > _EVERY:
            self._look_at_memory()

    def snapshot_at(self, revision: int, things: int) -> None:
        """Note the revision in memory."""
        self._newest = (self._newest[0], revision)
        self._snapshot.set(revision)
        self._things.set(things)
        self._lag.set(max(0, self._newest[0] - revision))

    def stands(self, standing: Standing) -> None:
        """Note how the installation stands; what cannot be told is not in step."""
        self._ready.set(standing.ready)
        self._in_step.set(bool(standing.graph_in_step))
        if standing.graph_revision is not None:
            self._shown.set(standing.graph_revision)

    def broke(self, fault: Fault) -> None:
        """Count an error that nobody foresaw."""
        self._faults.labels(fault.kind).inc()

    def _look_at_memory(self) -> None:
        self._looked = time.monotonic()
        if _STATM.exists():  # elsewhere nobody tells it so cheaply
            self._memory.set(int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE"))


class _OfAllWorkers(multiprocess.MultiProcessCollector):
    """Adds up the files of all workers; one that begins, or died just then, has made a file with nothing in it yet."""

    def collect(self) -> Iterable[prometheus.Metric]:
        """Return the numbers of the files that hold some."""
        found: Iterable[prometheus.Metric] = self.merge([one.path for one in os.scandir(self._path) if _holds(one)])  # type: ignore[no-untyped-call]
        return found


def _holds(file: os.DirEntry[str]) -> bool:
    try:
        return file.name.endswith(".db") and file.stat().st_size > 0
    except FileNotFoundError:  # of a worker that has died meanwhile
        return False


@contextmanager
def shared_by_workers() -> Iterator[None]:
    """Let the processes that are started within the block count together, in a folder that goes with it."""
    folder = tempfile.mkdtemp(prefix="graphsvc-metrics-")
    os.environ[_FOLDER] = folder
    try:
        yield
    finally:
        os.environ.pop(_FOLDER, None)
        shutil.rmtree(folder, ignore_errors=True)


def forget(worker: int) -> None:
    """Forget how a dead worker stood, by its process number; what it has counted stays counted."""
    if folder := os.environ.get(_FOLDER):
        multiprocess.mark_process_dead(worker, folder)  # type: ignore[no-untyped-call]
