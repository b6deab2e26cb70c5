"""Measuring in bounded time: what is quick is asked often, what is slow once, and what does not end is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from pytest_benchmark.fixture import BenchmarkFixture

from graphsvc.errors import QuestionError

__all__ = ["LIMIT", "Stopped", "measure", "once", "tell"]

#: An engine is stopped after so many seconds.
LIMIT = 60
#: A question is asked again until so many seconds are spent, at most so many times; slower than that, it is asked once.
_SPENT, _MOST = 2.0, 200


class Stopped(Exception):
    """An engine had no answer in time, or not enough memory for one."""


def measure(
    benchmark: BenchmarkFixture, work: Callable[[], object], right: Callable[[Any], bool], **about: Any
) -> None:
    """Ask once and look whether the answer is right, then measure; an engine that is stopped says so in the table.

    Parameters
    ----------
    right
        Whether an answer is the one that all give.
    about
        What the table shall know: engine, group, question, things.
    """
    tell(benchmark, **about)
    pedantic: Any = benchmark.pedantic  # pytest-benchmark does not say its types
    begun = time.perf_counter()
    try:
        answer = work()
    except (Stopped, QuestionError):
        tell(benchmark, stopped=True, seconds=time.perf_counter() - begun)
        once(benchmark)
        return
    assert right(answer)
    spent = time.perf_counter() - begun
    if spent < LIMIT / 6:  # the first time whoever is asked may get ready for all that follow
        begun = time.perf_counter()
        work()
        spent = time.perf_counter() - begun
    rounds = max(1, min(_MOST, int(_SPENT / spent)))
    # Java compiles what is asked often: a server that runs for long is not cold.
    pedantic(work, rounds=rounds, warmup_rounds=min(rounds, 20) if rounds > 1 else 0)


def tell(benchmark: BenchmarkFixture, *, group: str | None = None, **about: Any) -> None:
    """Say what a measurement is of."""
    if group is not None:
        benchmark.group = group
    benchmark.extra_info.update(about)


def once(benchmark: Any) -> None:
    """End a measurement that says itself how long it took."""
    benchmark.pedantic(lambda: None, rounds=1)
