"""What every request passes before a route sees it: Host allow-list, size limits, security headers."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphsvc.errors import UsageError
from graphsvc.text import Text

__all__ = ["CONTENT_POLICY", "Protection"]

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)

_HEADERS: Mapping[str, str] = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
#: Room for the parts of a form around an uploaded file.
_FORM_BYTES = 100_000
_URL_BYTES = 16_000


class TooLarge(UsageError):
    """A body without a length grew beyond the limit."""

    code = "too-large"
    status = 413


_TOO_LARGE = Text(
    "Det som ble sendt, er større enn {limit} byte. Del det opp",
    "Det som vart sendt, er større enn {limit} byte. Del det opp",
    "What was sent is larger than {limit} bytes. Split it",
)


class Protection:
    """Refuses foreign Host headers (DNS rebinding) and bodies that are too large; adds the security headers.

    Parameters
    ----------
    app
        What comes after.
    hosts
        Names allowed besides the loopback ones.
    port
        The port that must stand in the Host header; None = any.
    upload_bytes
        The largest file taken; a chunked body without a length is counted as it comes.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], port: int | None, upload_bytes: int) -> None:
        self.app = app
        self.hosts = _LOOPBACK | hosts
        self.port = port
        self.limit = upload_bytes + _FORM_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on and add the headers to what comes back."""
        if scope["type"] != "http":
            # Only lifespan is left: there is no web socket to protect.
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            # Wherever GET works HEAD does (RFC 9110); the server itself leaves the body out.
            scope = {**scope, "method": "GET"}
        secured = _secured(send)
        headers = Headers(scope=scope)
        if not self._known(headers.get("host", "")):
            await _refuse(
                secured, 421, "host", "This Host is not served here; use http://127.0.0.1 or http://localhost"
            )
        elif len(scope.get("raw_path", b"")) + len(scope.get("query_string", b"")) > _URL_BYTES:
            await _refuse(secured, 414, "address-too-long", f"The address is longer than {_URL_BYTES} bytes")
        elif _length(headers) > self.limit:
            await _refuse(secured, 413, "too-large", f"The request is larger than {self.limit} bytes")
        else:
            await self._pass(scope, receive, secured)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken, started = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise TooLarge(_TOO_LARGE.format(limit=self.limit))
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except TooLarge:  # no route caught it
            if not started:
                await _refuse(send, 413, "too-large", f"The request is larger than {self.limit} bytes")

    def _known(self, host: str) -> bool:
        name, _, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
        return name.casefold() in self.hosts and (self.port is None or not port or port == str(self.port))


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() and len(length) < 19 else 0


def _secured(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return with_headers


async def _refuse(send: Send, status: int, code: str, detail: str) -> None:
    problem = {
        "type": f"urn:graphsvc:error:{code}",
        "title": "Refused",
        "status": status,
        "detail": detail,
        "code": code,
    }
    body = json.dumps(problem).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
