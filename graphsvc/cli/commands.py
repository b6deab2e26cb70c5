"""Commands and the options that all of them take."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from graphsvc import starting
from graphsvc.cli.terminal import Terminal
from graphsvc.service import Workspace
from graphsvc.service.looking import parse_date
from graphsvc.settings import Settings, load_settings
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["Call", "command"]


@dataclass(frozen=True)
class Call:
    """One call of a command: the settings in force, where it speaks, and which revision and date it asks about."""

    settings: Settings
    terminal: Terminal
    as_of: str | None
    revision: int | None

    @property
    def language(self) -> Language:
        """The language of every word."""
        return self.terminal.language

    @contextmanager
    def workspace(self, *, write: bool = False, page: str = "explorer.nav_import") -> Iterator[Workspace]:
        """Open the register for this call; ``page`` names the page that does the same while a server writes."""
        with Workspace.open(self.settings, write=write, page=page) as workspace:
            yield workspace

    def snapshot(self, workspace: Workspace) -> Snapshot:
        """Return the graph at the revision and date that were asked for."""
        return workspace.snapshot(revision=self.revision, date=parse_date(self.as_of))


HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of the register [GRAPHSVC_HOME, else ./graphsvc-data]", show_default=False),
]
LangOption = Annotated[Language | None, typer.Option("--lang", help="Language: nb, nn or en", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output and nothing else")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="Ask as of this date", show_default=False)
]
RevisionOption = Annotated[
    int | None, typer.Option("--revision", min=0, help="Ask what was known at this revision", show_default=False)
]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Only the answer, no messages")]

_COMMON: dict[str, tuple[Any, Any]] = {
    "home": (HomeOption, None),
    "lang": (LangOption, None),
    "json_": (JsonOption, False),
    "as_of": (AsOfOption, None),
    "revision": (RevisionOption, None),
    "quiet": (QuietOption, False),
}


def command(
    application: typer.Typer, name: str, *, help: str | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as a command; it gets a :class:`Call` first, and its own parameters become options.

    The options that every command takes are added here, so that no command can lack one.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        keyword = inspect.Parameter.KEYWORD_ONLY
        taken = {parameter.name for parameter in own}
        common = [
            inspect.Parameter(key, keyword, default=default, annotation=annotation)
            for key, (annotation, default) in _COMMON.items()
            if key not in taken
        ]

        def run(**given: Any) -> None:
            shared = {key: given.pop(key, default) for key, (_, default) in _COMMON.items() if key not in taken}
            starting.done()
            function(_call(shared), **given)

        run.__name__, run.__doc__ = function.__name__, help or function.__doc__
        parameters = [parameter.replace(kind=keyword) for parameter in own] + common
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        application.command(name)(run)
        return function

    return register


def _call(shared: dict[str, Any]) -> Call:
    settings = load_settings(home=shared.get("home"), lang=shared.get("lang"))
    terminal = Terminal(settings.lang, json=shared["json_"], quiet=shared["quiet"])
    return Call(settings, terminal, shared.get("as_of"), shared.get("revision"))
