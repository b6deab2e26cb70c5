"""Long questions end: when their time is up, and when the one who asked has gone away."""

from __future__ import annotations

import asyncio
import contextvars
import ctypes
import threading
from collections.abc import Callable
from typing import TypeVar

from fastapi import Request

from graphsvc.errors import QuestionError
from graphsvc.i18n import text
from graphsvc.text import Text

__all__ = ["Patience", "TooLong"]

Answer = TypeVar("Answer")
_LOOK_EVERY = 0.1


class TooLong(QuestionError):
    """The question took longer than it may."""

    code = "too-long"
    title = Text("Det tok for lang tid", "Det tok for lang tid", "It took too long")
    status = 503


class _StopThinkingError(BaseException):
    """Raised inside the thread that answers; not an Exception, so that no handler there swallows it."""


class Patience:
    """Runs questions in threads and stops those that nobody waits for.

    Parameters
    ----------
    seconds
        After how long a question is given up.
    at_once
        How many questions run at the same time; others wait their turn within the same time.
    """

    def __init__(self, seconds: float, at_once: int = 4) -> None:
        self.seconds = seconds
        self._turns = asyncio.Semaphore(at_once)

    async def wait(self, request: Request, question: Callable[[], Answer]) -> Answer:
        """Run a question; return its answer.

        Raises
        ------
        TooLong
            When its time is up.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.seconds
        try:
            await asyncio.wait_for(self._turns.acquire(), self.seconds)
        except TimeoutError:
            raise TooLong(text("explorer.too_long").format(seconds=f"{self.seconds:g}")) from None
        try:
            return await self._run(request, question, deadline)
        finally:
            self._turns.release()

    async def _run(self, request: Request, question: Callable[[], Answer], deadline: float) -> Answer:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        context = contextvars.copy_context()  # the thread knows which request it answers
        thread = threading.Thread(target=context.run, args=(_think, loop, answer, question), daemon=True)
        thread.start()
        while not answer.done():
            await asyncio.wait({answer}, timeout=_LOOK_EVERY)
            if not answer.done() and (loop.time() > deadline or await request.is_disconnected()):
                _stop(thread)
                answer.cancel()
                raise TooLong(text("explorer.too_long").format(seconds=f"{self.seconds:g}"))
        return answer.result()


def _think(loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Answer], question: Callable[[], Answer]) -> None:
    def answered(found: Answer) -> None:
        if not answer.done():
            answer.set_result(found)

    def failed(error: BaseException) -> None:
        if not answer.done():
            answer.set_exception(error)

    try:
        found = question()
        loop.call_soon_threadsafe(answered, found)
    except _StopThinkingError:
        return
    except BaseException as error:  # handed to the one who waits, whatever it is
        loop.call_soon_threadsafe(failed, error)


def _stop(thread: threading.Thread) -> None:
    """Raise inside another thread, at its next Python instruction; questions are pure, so nothing is left half."""
    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(_StopThinkingError))
