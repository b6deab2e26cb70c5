"""What came of a run: times by kind of request, errors, imports, and the memory of each worker over time."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

__all__ = ["Report", "Request", "percentile"]

_MB = 1e6


@dataclass(frozen=True, slots=True)
class Request:
    """One request: when it was over (seconds from the beginning), what it was, how long it took, what was wrong."""

    at: float
    name: str
    seconds: float
    error: str = ""


@dataclass
class Report:
    """Everything that was noted in a run.

    Parameters
    ----------
    about
        What ran where: engine, workers, rate.
    requests
        All of them, in the order in which they were over.
    memory
        Process -> (seconds, bytes), in order.
    cpu
        Process -> processor time, and how long the run had lasted, both in seconds.
    imports_sent, imports_found
        Revisions that the feed was told, and those of them that the history shows at the end.
    """

    about: dict[str, object]
    requests: list[Request] = field(default_factory=list)
    memory: dict[int, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[int, tuple[float, float]] = field(default_factory=dict)
    imports_sent: int = 0
    imports_found: int = 0

    @property
    def errors(self) -> list[Request]:
        """Requests that went wrong."""
        return [one for one in self.requests if one.error]

    def seconds(self, *names: str) -> list[float]:
        """Return the times of requests of these names; of all that only read, when none is named."""
        return [one.seconds for one in self.requests if (one.name in names if names else one.name != "import")]

    def document(self) -> dict[str, object]:
        """Return all of it for programs; seconds and bytes."""
        names = sorted({one.name for one in self.requests})
        return {
            **self.about,
            "reading": _times(self.seconds()),
            "by_name": {name: _times(self.seconds(name)) for name in names},
            "errors": [f"{one.name}: {one.error}" for one in self.errors],
            "imports": {"sent": self.imports_sent, "found": self.imports_found},
            "memory": {str(process): _memory(noted) for process, noted in self.memory.items()},
            "cpu": {str(process): used / lasted for process, (used, lasted) in self.cpu.items()},
        }

    def lines(self) -> list[str]:
        """Return all of it for people."""
        told = [", ".join(f"{name} {value}" for name, value in self.about.items()), ""]
        rows = {"all that read": self.seconds()}
        rows |= {name: self.seconds(name) for name in sorted({one.name for one in self.requests})}
        told += _table({name: _times(taken) for name, taken in rows.items()})
        told += ["", f"errors: {len(self.errors)} of {len(self.requests)} requests"]
        told += [f"  {one.name}: {one.error}" for one in self.errors[:20]]
        told += [f"imports: {self.imports_sent} sent, {self.imports_found} of them in the history", ""]
        for number, noted in enumerate(self.memory.values(), 1):
            found = _memory(noted)
            parts = ", ".join(f"{name.replace('_', ' ')} {value / _MB:.0f} MB" for name, value in found.items())
            told.append(f"memory of worker {number}: {parts}")
        busy = ", ".join(f"{used / lasted:.0%}" for used, lasted in self.cpu.values())
        told.append(f"processor time of the workers: {busy} of a core")
        return told


def _times(taken: Sequence[float]) -> dict[str, float]:
    parts = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "longest": 1.0}
    return {"count": len(taken), **{name: percentile(taken, part) for name, part in parts.items()}}


def percentile(taken: Iterable[float], part: float) -> float:
    """Return the smallest time within which so large a part of the requests was answered.

    Examples
    --------
    >>> percentile([0.3, 0.1, 0.2, 0.4], 0.5), percentile([0.3, 0.1], 0.99), percentile([], 0.5)
    (0.2, 0.3, 0.0)
    """
    ordered = sorted(taken)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else 0.0


def _memory(noted: Sequence[tuple[float, int]]) -> dict[str, float]:
    """Return the medians of four quarters of the time, and the growth per minute between the last two of them."""
    bounds = [len(noted) * number // 4 for number in range(5)]
    quarters = [noted[start:end] for start, end in pairwise(bounds)]
    levels = [median(amount for _, amount in quarter) for quarter in quarters if quarter]
    found = {f"quarter_{number}": level for number, level in enumerate(levels, 1)}
    minutes = (noted[-1][0] - noted[0][0]) / 4 / 60
    if len(levels) > 1 and minutes > 0:
        found["growth_per_minute_at_the_end"] = (levels[-1] - levels[-2]) / minutes
    return found


def _table(rows: Mapping[str, Mapping[str, float]]) -> list[str]:
    lines = ["| request | count | p50 | p95 | p99 | longest |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for name, row in rows.items():
        times = " | ".join(f"{row[one] * 1000:.0f} ms" for one in ("p50", "p95", "p99", "longest"))
        lines.append(f"| {name} | {row['count']:.0f} | {times} |")
    return lines
