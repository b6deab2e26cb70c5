"""Keeping watch over a server: numbers and a log, as the settings say."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, TextIO

from graphsvc.errors import GraphsvcError
from graphsvc.monitoring import Standing, Watch, Watches
from graphsvc.monitoring.logs import Log
from graphsvc.service.keeping import graph_status
from graphsvc.service.workspace import Workspace
from graphsvc.settings import Settings
from graphsvc.text import Language

if TYPE_CHECKING:
    from graphsvc.monitoring.metrics import Metrics

__all__ = ["numbers_of", "standing", "the_log", "watch_over"]


def the_log(settings: Settings, stream: TextIO, worker: int | None = None) -> Log:
    """Return the log that the settings ask for.

    Parameters
    ----------
    stream
        Where it is written to.
    worker
        The worker's number, where there are several.
    """
    return Log(
        stream,
        as_json=settings.log_format == "json",
        every_request=settings.log_requests,
        slow_seconds=settings.slow_ms / 1000,
        worker=worker,
    )


def watch_over(workspace: Workspace, log: Log | None, worker: int = 0) -> None:
    """Let a workspace tell its work to a log, and to the numbers when the settings ask for them."""
    watches: list[Watch] = [log] if log else []
    if workspace.settings.metrics:
        from graphsvc.monitoring.metrics import Metrics  # its library is loaded by those who count

        watches.append(Metrics(version("graphsvc"), worker))
    workspace.watch = Watches(*watches)


def standing(workspace: Workspace) -> Standing:
    """Look how an installation stands; a register or a graph database that is away makes it not ready."""
    try:
        workspace.snapshot()
        graph = graph_status(workspace, Language.EN)
    except GraphsvcError:
        return Standing(ready=False)
    shown = graph["revision"]
    return Standing(bool(graph["answers"]), bool(graph["in_step"]), shown if isinstance(shown, int) else None)


def numbers_of(workspace: Workspace) -> Metrics | None:
    """Return what counts for a workspace, None when nobody does."""
    from graphsvc.monitoring.metrics import Metrics

    found = workspace.watch.watches if isinstance(workspace.watch, Watches) else ()
    return next((one for one in found if isinstance(one, Metrics)), None)
