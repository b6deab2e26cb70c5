"""Runs the web server on the loopback address until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import sys
from collections.abc import Callable

import uvicorn

from graphsvc.api.application import create_application
from graphsvc.errors import EngineError
from graphsvc.service import Workspace
from graphsvc.service.watching import the_log
from graphsvc.settings import Settings
from graphsvc.text import Text

__all__ = ["listen", "named", "run", "serve_on"]

#: A thread that thinks lets others on after so many seconds. A request waits for its turn each time it comes back from
#: the socket or the database, a dozen times: a search beside a busy thread took 43 ms with Python's 5 ms, and 19 so.
_TURN = 0.0005


def run(workspace: Workspace, *, on_ready: Callable[[str], None]) -> None:
    """Serve a workspace until interrupted.

    Parameters
    ----------
    workspace
        What is served.
    on_ready
        Called with the address once requests are answered.

    Raises
    ------
    EngineError
        When the port is taken; says which one and what would work.
    """
    listening = listen(workspace.settings)
    address = f"http://{named(workspace.settings.host)}:{listening.getsockname()[1]}/"
    with listening:
        serve_on(workspace, listening, ready=lambda _stop: on_ready(address))


def serve_on(
    workspace: Workspace,
    listening: socket.socket,
    *,
    ready: Callable[[Callable[[], None]], None],
    worker: int | None = None,
) -> None:
    """Serve a workspace on an open port until interrupted or stopped.

    Parameters
    ----------
    workspace, listening
        What is served, and where.
    ready
        Called with what stops it, once requests are answered.
    worker
        The worker's number, where there are several.
    """
    sys.setswitchinterval(_TURN)
    log = the_log(workspace.settings, sys.stderr, worker)
    logging.getLogger().addHandler(log.handler)
    port = listening.getsockname()[1]
    application = create_application(workspace, port=port, log=log, worker=worker or 0)
    config = uvicorn.Config(
        application,
        log_config=None,  # what it has to say goes into our log, without what was put in
        log_level="warning",
        access_log=False,  # it would write whole addresses, with what people look for in them
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=64_000,
    )
    server = uvicorn.Server(config)

    def stop() -> None:
        server.should_exit = True

    asyncio.run(_serve(server, listening, lambda: ready(stop)))


def named(host: str) -> str:
    """Return a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


async def _serve(server: uvicorn.Server, listening: socket.socket, ready: Callable[[], None]) -> None:
    running = asyncio.ensure_future(server.serve(sockets=[listening]))
    while not server.started and not running.done():
        await asyncio.sleep(0.01)
    if server.started:
        ready()
    await running


def listen(settings: Settings) -> socket.socket:
    """Open the port of the settings.

    Raises
    ------
    EngineError
        When it is taken, and somebody chose it.
    """
    return _listen(settings.host, settings.port, any_other="port" not in settings.model_fields_set)


def _listen(host: str, port: int, *, any_other: bool = False) -> socket.socket:
    """Open the port; a taken one that nobody chose gives way to a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        if any_other and error.errno == errno.EADDRINUSE:
            return _listen(host, 0)
        raise EngineError(
            Text(
                f"Kan ikke lytte på {host}:{port} ({error.strerror}). Velg en annen port med --port, eller --port 0",
                f"Kan ikkje lytte på {host}:{port} ({error.strerror}). Vel ein annan port med --port, eller --port 0",
                f"Cannot listen on {host}:{port} ({error.strerror}). Choose another port with --port, or --port 0",
            )
        ) from error
    listening.listen(128)
    return listening
