"""Commands that keep the register safe: backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.i18n import say
from graphsvc.service import safekeeping

__all__ = ["add"]


def add(application: typer.Typer) -> None:
    """Add these commands."""
    command(application, "backup")(backup)
    command(application, "restore")(restore)


def backup(call: Call, file: Annotated[Path, typer.Argument(help="File to write; an older one is replaced")]) -> None:
    """Write a checked copy of the whole register to one file, while others write on."""
    with call.workspace() as workspace, call.terminal.working("safekeeping.copying"):
        document: dict[str, Any] = safekeeping.backup(workspace, file)
    if call.terminal.json:
        call.terminal.document(document)
    else:
        call.terminal.line(say("safekeeping.copied", call.language, **document))


def restore(
    call: Call,
    file: Annotated[Path, typer.Argument(help="A file that backup wrote")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace the register that is there; it is kept aside")] = False,
) -> None:
    """Put a backup in place of the register, after checking every digest in it."""
    with call.terminal.working("safekeeping.restoring"):
        document: dict[str, Any]
        document, warnings = safekeeping.restore(call.settings, file, replace=yes)
    for warning in warnings:
        call.terminal.messages.print(warning.in_(call.language))
    if call.terminal.json:
        call.terminal.document(document)
        return
    call.terminal.line(say("safekeeping.restored", call.language, **document))
    if document["kept"]:
        call.terminal.line(say("safekeeping.kept", call.language, kept=document["kept"]))
