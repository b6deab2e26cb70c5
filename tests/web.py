"""A real web server over a workspace, and a client that says exactly what it is told to say."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from graphsvc.api import create_application
from graphsvc.monitoring.logs import Log
from graphsvc.service import Workspace

__all__ = ["Answer", "Web", "multipart", "routes_of", "serving"]

_BOUNDARY = "a-boundary-of-the-tests"
MULTIPART = f"multipart/form-data; boundary={_BOUNDARY}"
Part = tuple[str, str | None, bytes]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    @property
    def sort(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        """The body as words."""
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        """The body as a document."""
        return json.loads(self.body)


@dataclass
class Web:
    """A server on the loopback address.

    Parameters
    ----------
    port
        Where it listens.
    application
        What it serves.
    seconds
        How long somebody waits for an answer.
    """

    port: int
    application: Any
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: float = 30.0

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | Iterable[bytes] | None = None,
        **headers: str,
    ) -> Answer:
        """Send one request; ``content_type`` is sent as Content-Type; a body in pieces goes chunked."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies and "cookie" not in named:
            named["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        try:
            chunked = body is not None and not isinstance(body, bytes)
            connection.request(method, path, body=body, headers=named, encode_chunked=chunked)
            got = connection.getresponse()
            cookies = tuple(got.headers.get_all("set-cookie") or ())
            found = {name.casefold(): value for name, value in got.getheaders()}
            return Answer(got.status, found, got.read(), cookies)
        finally:
            connection.close()

    def raw(self, *pieces: bytes) -> Answer:
        """Send bytes as they are and read what comes back; the request need not be finished."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as wire:
            for piece in pieces:
                wire.sendall(piece)
            got = http.client.HTTPResponse(wire)
            try:
                got.begin()
                found = {name.casefold(): value for name, value in got.getheaders()}
                return Answer(got.status, found, got.read())
            finally:
                got.close()

    def page(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Ask as a browser does, and keep the cookies."""
        answer = self.ask(path, method, body, accept="text/html", **headers)
        for cookie in answer.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def send(self, path: str, *parts: Part, **headers: str) -> Answer:
        """Send a form with files as a browser does."""
        return self.page(path, "POST", multipart(*parts), content_type=MULTIPART, **headers)


def multipart(*parts: Part) -> bytes:
    """Write a form: (field, file name or None, content) each; names go over as they are, also hostile ones."""
    lines: list[bytes] = []
    for name, file, content in parts:
        about = f'form-data; name="{name}"' + (f'; filename="{file}"' if file is not None else "")
        lines.append(f"--{_BOUNDARY}\r\nContent-Disposition: {about}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(lines) + f"--{_BOUNDARY}--\r\n".encode()


def routes_of(routes: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Give method and path of every route, also of routers within routers."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from routes_of(route.original_router.routes)
        else:
            yield from ((method, route.path) for method in route.methods if method != "HEAD")


@contextmanager
def serving(workspace: Workspace, log: Log | None = None) -> Iterator[Web]:
    """Serve a workspace on any free port until the block ends, with a log when there is one."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        application = create_application(workspace, port=port, log=log)
        config = uvicorn.Config(application, log_level="critical", access_log=False, timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        ready = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(_serve(server, listening, ready)))
        thread.start()
        try:
            assert ready.wait(20), "the server does not start"
            yield Web(port, application)
        finally:
            server.should_exit = True
            thread.join(20)


async def _serve(server: uvicorn.Server, listening: socket.socket, ready: threading.Event) -> None:
    running = asyncio.ensure_future(server.serve(sockets=[listening]))
    while not server.started and not running.done():
        await asyncio.sleep(0.005)
    ready.set()
    await running
