"""Questions end when their time is up, and when the one who asked has gone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest
from fastapi import Request

from graphsvc.api.patience import Patience, TooLong


class _Asker:
    """A request whose sender goes away after so many looks."""

    def __init__(self, looks: int = 10**9) -> None:
        self.looks = looks

    async def is_disconnected(self) -> bool:
        self.looks -= 1
        return self.looks < 0


def _wait(patience: Patience, question: Any, asker: _Asker | None = None) -> Any:
    return _run(patience.wait(cast("Request", asker or _Asker()), question))


def _run(waiting: Coroutine[Any, Any, Any]) -> Any:
    """Run in a thread of its own: a browser that other tests drive keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, waiting).result()


def _endless(started: list[threading.Thread]) -> None:
    started.append(threading.current_thread())
    while True:
        sum(range(100))


def test_an_answer_comes_back() -> None:
    assert _wait(Patience(10), lambda: 42) == 42


def test_an_error_comes_back_as_it_was_raised() -> None:
    answers: dict[str, int] = {}
    with pytest.raises(KeyError, match="why"):
        _wait(Patience(10), lambda: answers["why"])


def test_a_question_that_takes_too_long_is_stopped_and_its_thread_ends() -> None:
    started: list[threading.Thread] = []
    with pytest.raises(TooLong):
        _wait(Patience(0.3), lambda: _endless(started))
    started[0].join(10)
    assert not started[0].is_alive()


def test_a_question_that_nobody_waits_for_is_stopped() -> None:
    started: list[threading.Thread] = []
    with pytest.raises(TooLong):
        _wait(Patience(60), lambda: _endless(started), _Asker(looks=1))
    started[0].join(10)
    assert not started[0].is_alive()


def test_only_so_many_questions_run_at_once_and_the_rest_wait_within_their_time() -> None:
    async def ask_both() -> list[object]:
        patience = Patience(0.5, at_once=1)
        asker = cast("Request", _Asker())
        asked = [patience.wait(asker, lambda: _endless([])), patience.wait(asker, lambda: 1)]
        answers: list[object] = await asyncio.gather(*asked, return_exceptions=True)
        return answers

    first, second = _run(ask_both())
    assert isinstance(first, TooLong)
    assert second == 1 or isinstance(second, TooLong)
