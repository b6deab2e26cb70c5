"""Commands of the log of decisions, their conditions, and the package for the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.cli.forum_words import KeyOption, VersionOption, cases_table, print_case, wrote
from graphsvc.i18n import say
from graphsvc.model import Kind
from graphsvc.service.forum.archiving import write_decision
from graphsvc.service.forum.conditions import fulfil, list_conditions
from graphsvc.service.forum.deciding import list_decisions, show_decision

__all__ = ["add"]

Decision = Annotated[str, typer.Argument(metavar="DECISION", help="Its id", show_default=False)]


def add(application: typer.Typer) -> None:
    """Add these commands."""
    decision = typer.Typer(
        help="What the forum decided. `graphsvc proposal decide` decides.", no_args_is_help=True, rich_markup_mode=None
    )
    command(decision, "list")(list_)
    command(decision, "show")(show_)
    command(decision, "export")(export_)
    application.add_typer(decision, name="decision")
    condition = typer.Typer(help="Conditions and their follow-up.", no_args_is_help=True, rich_markup_mode=None)
    command(condition, "list")(conditions)
    command(condition, "fulfil")(fulfil_)
    application.add_typer(condition, name="condition")


def list_(
    call: Call,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]", help="Only those that hold these words")
    ] = None,
    proposal: Annotated[str | None, typer.Option("--proposal", help="Only those about this proposal")] = None,
    outcome: Annotated[str | None, typer.Option("--outcome", help="Only those of this outcome")] = None,
    meeting: Annotated[str | None, typer.Option("--meeting", help="Only those made in this meeting")] = None,
) -> None:
    """List decisions, newest first."""
    wanted: dict[str, Any] = {"proposal": proposal, "outcome": outcome, "meeting": meeting}
    with call.workspace() as workspace:
        rows = list_decisions(workspace, call.language, **wanted, words=" ".join(words or ()), revision=call.revision)
    cases_table(call, Kind.DECISION, rows, ("decided_on", "proposal", "outcome", "meeting", "reasons"))


def show_(call: Call, decision: Decision) -> None:
    """Show a decision: reasons, conditions and what became of them, documents, its place in the chain."""
    with call.workspace() as workspace:
        document: dict[str, Any] = show_decision(workspace, decision, call.language, revision=call.revision)
    print_case(call, Kind.DECISION, document)
    if call.terminal.json:
        return
    terminal, language = call.terminal, call.language
    for one in document["conditions"]:
        owner = ", ".join(one.get("owner") or ()) or "–"
        terminal.line(f"{one['id']}: {one['text']} ({owner}, {one.get('due') or '–'})")
    for one in document["documents"]:
        terminal.line(f"{one['digest'][:16]}  {one['media_type']}  {one['name']}")
    if document["replaced_by"]:
        terminal.line(say("forum.replaced_by", language, ids=", ".join(document["replaced_by"])))
    chain = {"revision": document["revision"], "time": document["time"], "digest": document["revision_digest"]}
    terminal.line(say("forum.chain_line", language, who=document["who"], **chain))


def export_(
    call: Call,
    decision: Decision,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="FILE.zip with all documents; FILE.pdf, .html to read; .json")
    ],
    public: Annotated[bool, typer.Option("--public", help="Leave out what is not for everybody")] = False,
) -> None:
    """Write a decision for the archive: metadata with the head of the chain, and the documents as they were."""
    with call.workspace() as workspace:
        write_decision(workspace, decision, output, call.language, public=public)
    if call.terminal.json:
        call.terminal.document({"decision": decision, "path": str(output), "public": public})
    else:
        call.terminal.note("cli.written", path=output)


def conditions(
    call: Call,
    decision: Annotated[str | None, typer.Option("--decision", help="Only those of this decision")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Only those that are not fulfilled")] = False,
) -> None:
    """List conditions, those that are due first first."""
    with call.workspace() as workspace:
        rows = list_conditions(workspace, call.language, decision=decision, open_only=open_, revision=call.revision)
    cases_table(call, Kind.CONDITION, rows, ("due", "owner", "state", "text"))


def fulfil_(
    call: Call,
    condition: Annotated[str, typer.Argument(metavar="CONDITION", help="Its id, such as D3:1")],
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="The day [today]")] = None,
    note: Annotated[str, typer.Option("--note", help="What was done")] = "",
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Say that a condition is fulfilled."""
    with call.workspace(write=True, page="forum.page_proposals") as workspace:
        wrote(
            call,
            Kind.CONDITION,
            fulfil(workspace, condition, call.language, on=on, note=note, expected=version, key=key),
        )
