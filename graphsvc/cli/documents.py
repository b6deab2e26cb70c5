"""Commands that write documents of the forum."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.service.documents import write_memo

__all__ = ["OutputOption", "add"]

OutputOption = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write: .pdf or .html", show_default=False)
]


def add(application: typer.Typer) -> None:
    """Add these commands."""
    command(application, "memo")(memo)


def memo(
    call: Call,
    proposal: Annotated[str, typer.Argument(metavar="PROPOSAL", help="The proposal's id", show_default=False)],
    output: OutputOption,
) -> None:
    """Write the memo of a proposal: what the forum reads before it decides, as PDF or as a page."""
    with call.workspace() as workspace:
        write_memo(workspace, call.snapshot(workspace), proposal, output, call.language)
    if call.terminal.json:
        call.terminal.document({"proposal": proposal, "path": str(output), "bytes": output.stat().st_size})
    else:
        call.terminal.note("cli.written", path=output)
