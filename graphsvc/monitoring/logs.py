"""The log: one line for each request, slow question and error, for people or for programs, without anybody's values."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

import structlog

from graphsvc.monitoring.watch import REQUEST, Asked, Fault, Served, Watch

__all__ = ["Log", "fault_of"]

_PLACES = 30
#: Loggers whose messages are sentences of their own up to the end of the first line.
_PLAIN = frozenset({"uvicorn.error", "asyncio"})


class Log(Watch):
    """Writes lines.

    Parameters
    ----------
    stream
        Where to.
    as_json
        One JSON document a line, or words in columns.
    every_request
        Whether each request has its line; those that fail or are slow always have.
    slow_seconds
        From when on a question or a request is slow.
    worker
        Number of this worker; None when there is one only.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        as_json: bool = False,
        every_request: bool = True,
        slow_seconds: float = 0.5,
        worker: int | None = None,
    ) -> None:
        self._every, self._slow, self._worker = every_request, slow_seconds, worker
        shown: Any = (
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if as_json
            else structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=16, sort_keys=False)
        )
        stamped = structlog.processors.TimeStamper(fmt="iso", utc=True)
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(stream), processors=[structlog.processors.add_log_level, stamped, shown]
        )

    def write(self, level: str, event: str, **words: object) -> None:
        """Write a line; what is None is left out. A log that cannot be written holds nothing up."""
        request = REQUEST.get() or None
        told = {"request": request, "worker": self._worker, **words}
        with suppress(OSError, ValueError):
            getattr(self._log, level)(event, **{name: word for name, word in told.items() if word is not None})

    def served(self, request: Served) -> None:
        """Write a request's line."""
        failed = request.status >= 500
        if self._every or failed or request.seconds >= self._slow:
            self.write(
                "error" if failed else "info",
                "request",
                method=request.method,
                route=request.route,
                status=request.status,
                ms=_ms(request.seconds),
                revision=request.revision,
            )

    def asked(self, asked: Asked) -> None:
        """Write a question that was slow, with the kinds of what was given and nothing of it."""
        if asked.seconds >= self._slow and asked.outcome != "kept":
            self.write(
                "warning",
                "slow question",
                question=asked.question,
                outcome=asked.outcome,
                ms=_ms(asked.seconds),
                given=dict(asked.given),
                revision=asked.revision,
            )

    def imported(self, format: str, outcome: str) -> None:
        """Write that an import ended."""
        self.write("info", "import", format=format, outcome=outcome)

    def published(self, *, good: bool) -> None:
        """Write that the graph database could not follow."""
        if not good:
            self.write("warning", "graph database does not follow")

    def set_aside(self, why: str) -> None:
        """Write that a cached snapshot was not as it was written."""
        self.write("warning", "cached snapshot set aside", why=why)

    def broke(self, fault: Fault) -> None:
        """Write an error with its place in the program, and without its words."""
        self.write("error", "fault", kind=fault.kind, route=fault.route, frames=list(fault.frames))

    @property
    def handler(self) -> logging.Handler:
        """What takes the complaints of libraries into this log: whose and what, without what was put in."""
        return _Libraries(self)


class _Libraries(logging.Handler):
    """Writes what libraries complain of."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        # The message before anything is put in; one that came put together may hold what somebody wrote.
        told = record.args or record.name in _PLAIN
        words = str(record.msg).split("\n")[0][:200] if told else None
        fault = fault_of(record.exc_info[1]) if record.exc_info and record.exc_info[1] else None
        self._log.write(
            record.levelname.casefold() if record.levelno < logging.CRITICAL else "critical",
            "library",
            name=record.name,
            said=words,
            place=f"{record.module}:{record.lineno}",
            kind=fault.kind if fault else None,
            frames=list(fault.frames) if fault else None,
        )


def fault_of(error: BaseException, route: str = "-") -> Fault:
    """Return what may be told of an exception: its class, and where it and those before it were raised.

    Examples
    --------
    >>> try:
    ...     int("01017012345 Kari Nordmann")
    ... except ValueError as error:
    ...     fault_of(error).kind
    'ValueError'
    """
    return Fault(type(error).__name__, tuple(_frames(error)), route)


def _frames(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _frames(before)
        yield f"then {type(error).__name__}"
    for frame in traceback.extract_tb(error.__traceback__)[-_PLACES:]:
        file = Path(frame.filename)
        yield f"{file.parent.name}/{file.name}:{frame.lineno} {frame.name}"


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
