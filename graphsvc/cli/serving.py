"""Commands that answer in the browser: demo and serve."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from typing import Annotated, Any

import typer

from graphsvc import starting
from graphsvc.cli.commands import Call, command
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.service import Workspace
from graphsvc.service.demo import open_demo
from graphsvc.service.following import following
from graphsvc.settings import Settings, load_settings

__all__ = ["add"]

PortOption = Annotated[
    int | None, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 = any free one", show_default=False)
]
HostOption = Annotated[
    str | None, typer.Option("--host", help="Address to listen on; the loopback address only", show_default=False)
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=1, max=64, help="Processes that answer; needs PostgreSQL", show_default=False),
]
BrowserOption = Annotated[bool, typer.Option("--no-browser", help="Do not open the browser, print the address")]

#: Whoever tries it out wants to read the address in the terminal, unless the settings say something else.
_QUIET = {"log_requests": False, "slow_ms": 10_000}


def add(application: typer.Typer) -> None:
    """Add these commands."""
    command(application, "demo")(demo)
    command(application, "serve")(serve)


def demo(
    call: Call,
    port: PortOption = None,
    no_browser: BrowserOption = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Make the register and stop")] = False,
) -> None:
    """Make a register with a synthetic municipality, serve it on this machine and open the browser."""
    settings = _with(call.settings, port=port)
    settings = _with(settings, **{name: _QUIET[name] for name in _QUIET.keys() - settings.model_fields_set})
    with call.terminal.working("cli.making_demo"):
        workspace, made = open_demo(settings)
    with workspace:
        call.terminal.note("cli.demo_made" if made else "cli.demo_again", home=settings.home)
        call.terminal.note("cli.synthetic")
        if no_serve:
            if call.terminal.json:
                call.terminal.document(
                    {"home": str(settings.home), "revision": workspace.register.head, "made": made, "synthetic": True}
                )
            return
        _serve(call, workspace, browser=not no_browser)


def serve(
    call: Call,
    host: HostOption = None,
    port: PortOption = None,
    no_browser: BrowserOption = True,
    workers: WorkersOption = None,
) -> None:
    """Serve the register in the browser, on this machine."""
    settings = _with(call.settings, host=host, port=port, workers=workers)
    if settings.workers > 1 and settings.register_url is None:
        raise UsageError(text("workers.need_server"))
    with Workspace.open(settings, write=True) as workspace:
        warning = workspace.publish()
        if warning is not None:
            call.terminal.messages.print(warning.in_(call.language))
        if settings.workers == 1:
            _serve(call, workspace, browser=not no_browser)
            return
    _serve_with_workers(call, settings, browser=not no_browser)


def _with(settings: Settings, **flags: Any) -> Settings:
    given = {name: value for name, value in flags.items() if value is not None}
    return load_settings(**{**settings.model_dump(exclude_unset=True), **given})


def _serve(call: Call, workspace: Workspace, *, browser: bool) -> None:
    starting.begin()
    from graphsvc.api import run  # the web framework is loaded by those who serve

    _check_host(workspace.settings)
    listening = threading.Event()
    with following(workspace, listening):
        run(workspace, on_ready=_ready(call, browser=browser, listening=listening))


def _serve_with_workers(call: Call, settings: Settings, *, browser: bool) -> None:
    from graphsvc.api import run_workers

    _check_host(settings)
    run_workers(settings, on_ready=_ready(call, browser=browser))


def _check_host(settings: Settings) -> None:
    if settings.host not in {"127.0.0.1", "::1", "localhost"}:
        raise UsageError(text("cli.loopback_only").format(host=settings.host))


def _ready(call: Call, *, browser: bool, listening: threading.Event | None = None) -> Callable[[str], None]:
    def ready(address: str) -> None:
        starting.done()
        if listening is not None:
            listening.set()
        call.terminal.note("cli.serving", address=address)
        if browser and _can_show():
            webbrowser.open(address)

    return ready


def _can_show() -> bool:
    """Tell whether a browser could open a window; a server without a display gets the address instead."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
