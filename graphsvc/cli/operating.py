"""Commands for whoever keeps the installation: verify, doctor, graph, cypher."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.i18n import say
from graphsvc.service.keeping import cypher, doctor, graph_rebuild, graph_status, verify

__all__ = ["add"]


def add(application: typer.Typer) -> None:
    """Add these commands."""
    command(application, "verify")(verify_)
    command(application, "doctor")(doctor_)
    command(application, "cypher")(cypher_)
    graph = typer.Typer(
        help="The graph database: is it in step, build it anew.", no_args_is_help=True, rich_markup_mode=None
    )
    command(graph, "status")(status)
    command(graph, "rebuild")(rebuild)
    application.add_typer(graph, name="graph")


def verify_(
    call: Call,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="DIGEST", help="A digest kept elsewhere: the chain must hold it"),
    ] = None,
) -> None:
    """Check every digest and the chain of revisions, and the graph database against the register."""
    with call.workspace() as workspace, call.terminal.working("cli.verifying"):
        document: dict[str, Any] = verify(workspace, call.language, head=head)
    if call.terminal.json:
        call.terminal.document(document)
    else:
        register, graph = document["register"], document["graph"]
        call.terminal.line(
            say(
                "cli.verified" if register["ok"] else "cli.not_verified", call.language, revisions=register["revisions"]
            )
        )
        if register["head_at"]:
            call.terminal.line(say("forum.head_found", call.language, revision=register["head_at"]))
        for problem in register["problems"]:
            call.terminal.line(f"- {problem}")
        _print_graph(call, graph)
    raise typer.Exit(0 if document["ok"] else 1)


def doctor_(call: Call) -> None:
    """Say what is wrong with the installation."""
    document: dict[str, Any] = doctor(call.settings, call.language)
    if call.terminal.json:
        call.terminal.document(document)
    else:
        rows = [["✓" if check["ok"] else "✗", check["name"], check["found"]] for check in document["checks"]]
        call.terminal.table(["", "", ""], rows)
    raise typer.Exit(0 if document["ok"] else 1)


def cypher_(call: Call, statement: Annotated[str, typer.Argument(help="One read-only statement")]) -> None:
    """Ask the graph database in Cypher; only reading is possible."""
    with call.workspace() as workspace:
        document: dict[str, Any] = cypher(workspace, statement)
    if call.terminal.json:
        call.terminal.document(document)
        return
    call.terminal.table(document["columns"], document["rows"])
    if document["truncated"]:
        call.terminal.note("cli.rows_truncated", n=len(document["rows"]))


def status(call: Call) -> None:
    """Say which revision the graph database shows and whether it is in step."""
    with call.workspace() as workspace:
        document = graph_status(workspace, call.language, verify=True)
    if call.terminal.json:
        call.terminal.document(document)
    else:
        _print_graph(call, document)
    raise typer.Exit(0 if document["ok"] else 1)


def rebuild(call: Call) -> None:
    """Build the graph database anew from the register."""
    with call.workspace(write=True) as workspace, call.terminal.working("cli.building"):
        graph_rebuild(workspace)
        document = graph_status(workspace, call.language, verify=True)
    if call.terminal.json:
        call.terminal.document(document)
    else:
        _print_graph(call, document)


def _print_graph(call: Call, graph: dict[str, Any]) -> None:
    call.terminal.line(say(_graph_words(graph), call.language, engine=graph["engine"], revision=graph["revision"]))
    if graph["why"]:
        call.terminal.line(str(graph["why"]))


def _graph_words(graph: dict[str, Any]) -> str:
    if graph["ok"]:
        return "cli.graph_ok"
    if not graph["answers"]:
        return "cli.graph_away"
    return "cli.graph_shows_nothing" if graph["revision"] is None else "cli.graph_red"
