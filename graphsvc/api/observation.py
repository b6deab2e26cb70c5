"""What every request is watched by: an id, its time, and a net for what nobody foresaw. Values are never looked at."""

from __future__ import annotations

import secrets
import time

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphsvc.api.errors import unforeseen
from graphsvc.monitoring import REQUEST, Served, Watch
from graphsvc.monitoring.logs import fault_of

__all__ = ["Faults", "Observation"]

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NONE = "-"
#: The one who asked went away before there was an answer; the number that proxies write for it.
_LEFT = 499


class Observation:
    """Gives each request an id, and tells those who keep watch how it went.

    Parameters
    ----------
    app
        What comes after.
    watch
        Who is told.
    """

    def __init__(self, app: ASGIApp, *, watch: Watch) -> None:
        self.app = app
        self.watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and take its time."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # An id of our own: one that came along could hold anything.
        token = REQUEST.set(secrets.token_hex(6))
        begun, status, left = time.perf_counter(), _LEFT, False
        scope.setdefault("state", {})

        async def heard() -> Message:
            nonlocal left
            message = await receive()
            left = left or (message["type"] == "http.disconnect" and status == _LEFT)
            return message

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = REQUEST.get()
            await send(message)

        self.watch.began()
        try:
            await self.app(scope, heard, named)
        finally:
            self.watch.served(_served(scope, _LEFT if left else status, time.perf_counter() - begun))
            REQUEST.reset(token)


def _served(scope: Scope, status: int, seconds: float) -> Served:
    method = scope["method"] if scope["method"] in _METHODS else _NONE
    state = scope["state"]
    return Served(method, state.get("route", _NONE), status, seconds, state.get("revision"))


class Faults:
    """Answers what nobody foresaw, and tells those who keep watch where it happened.

    Parameters
    ----------
    app
        What comes after.
    watch
        Who is told.
    """

    def __init__(self, app: ASGIApp, *, watch: Watch) -> None:
        self.app = app
        self.watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; an answer that has begun cannot be taken back, so that the connection ends instead."""
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            self.watch.broke(fault_of(error, _route(scope)))
            if started:
                raise
            await unforeseen(Request(scope))(scope, receive, noted)
        finally:
            scope["state"]["route"] = _route(scope)


def _route(scope: Scope) -> str:
    """Return the template of the route that a request reached, ``-`` when it reached none."""
    return str(getattr(scope.get("route"), "path", _NONE))
