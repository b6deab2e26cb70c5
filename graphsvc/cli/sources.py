"""Commands of the sources: in which order they are heard, and another order."""

from __future__ import annotations

from typing import Annotated

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.i18n import say
from graphsvc.service.ordering import list_sources, order_sources

__all__ = ["add"]


def add(application: typer.Typer) -> None:
    """Add these commands."""
    about = "Sources: who claims, and whose word shows where they differ."
    group = typer.Typer(help=about, no_args_is_help=True, rich_markup_mode=None)
    command(group, "list")(list_)
    command(group, "order")(order)
    application.add_typer(group, name="source")


def list_(call: Call) -> None:
    """List the sources in the order in which they are heard."""
    with call.workspace() as workspace:
        rows = list_sources(workspace, call.language)
    if call.terminal.json:
        call.terminal.document({"sources": rows, "count": len(rows)})
        return
    names = ("place", "source", "format", "claims", "first", "last")
    headings = [say(f"administration.col_{name}", call.language) for name in names]
    columns = ("position", "name", "format", "claims", "first_revision", "last_revision")
    call.terminal.table(headings, [[row[column] for column in columns] for row in rows])


def order(
    call: Call,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="The one that is heard first first")],
    why: Annotated[str, typer.Option("--why", help="A note; it is kept with the revision", show_default=False)] = "",
) -> None:
    """Choose which source is heard first; those that are not named follow, people and the forum lead."""
    with call.workspace(write=True, page="administration.nav") as workspace:
        revision, warnings = order_sources(workspace, names, why=why)
        rows = list_sources(workspace, call.language)
    for warning in warnings:
        call.terminal.messages.print(warning.in_(call.language))
    if call.terminal.json:
        call.terminal.document({"sources": rows, "revision": revision})
        return
    told = ", ".join(str(row["name"]) for row in rows)
    key = "administration.ordered" if revision is not None else "administration.order_same"
    call.terminal.line(say(key, call.language, order=told, revision=revision))
