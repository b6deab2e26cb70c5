"""Commands that carry an approved proposal out, and compare what it promised with what became of it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.cli.forum_words import KeyOption
from graphsvc.errors import ConfirmationNeeded
from graphsvc.i18n import say, text
from graphsvc.service.forum.carrying_out import carry_out_proposal, preview_carrying_out
from graphsvc.service.forum.following_up import follow_up
from graphsvc.service.looking import parse_date

__all__ = ["add"]

Proposal = Annotated[str, typer.Argument(metavar="PROPOSAL", help="Its id", show_default=False)]
_ROWS = 20
_SIGNS = {"add": "+", "change": "~", "end": "−"}


def add(group: typer.Typer) -> None:
    """Add these commands to those of proposals."""
    command(group, "carry-out")(carry_out_)
    command(group, "follow-up")(follow_up_)


def carry_out_(
    call: Call,
    proposal: Proposal,
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="The day of the change [today]")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write it")] = False,
    accept_conflicts: Annotated[
        bool, typer.Option("--accept-conflicts", help="Write it although the map has moved on")
    ] = False,
    key: KeyOption = None,
) -> None:
    """Show what an approved proposal would change in today's map, and with --yes write it as one revision."""
    day = parse_date(on)
    if not yes:
        with call.workspace() as workspace:
            document: dict[str, Any] = preview_carrying_out(workspace, proposal, call.language, on=day).document(
                call.language
            )
        _print_preview(call, document)
        raise ConfirmationNeeded(text("service.needs_yes"))
    with call.workspace(write=True, page="forum.page_proposals") as workspace:
        done = carry_out_proposal(
            workspace, proposal, call.language, on=day, accept_conflicts=accept_conflicts, key=key
        )
    for warning in done.warnings:
        call.terminal.messages.print(warning.in_(call.language))
    if call.terminal.json:
        call.terminal.document({**done.document, "revision": done.revision})
        return
    told = {"id": done.document["proposal"], "n": done.document["change_count"], "revision": done.revision}
    call.terminal.line(say("forum.carried_line", call.language, **told))


def _print_preview(call: Call, document: dict[str, Any]) -> None:
    terminal, language = call.terminal, call.language
    if terminal.json:
        return  # the error document follows; a dry look has the API
    terminal.line(f"{document['proposal']}: {document['title']} ({document['decision']})")
    rows = [[_SIGNS[row["operation"]], f"{row['is']}:{row['id']}", _fields(row)] for row in document["changes"]]
    terminal.table(["", "", ""], rows[:_ROWS])
    if len(rows) > _ROWS:
        terminal.line(say("comparing.more", language, n=len(rows) - _ROWS))
    for sentence in document["assumptions"]:
        terminal.line(sentence)
    for one in document["unknown"]:
        terminal.line(f"! {one['thing']}: {one['why']}")
    for one in document["open_conditions"]:
        terminal.line(f"! {one['id']} {one['state_label']}: {one['text']}")
    for one in document["conflicts"]:
        terminal.line(f"! {one['sentence']}")
        for side in ("then", "now"):
            shown = "–" if one[side] is None else _fields(one[side])
            terminal.line(f"    {say(f'forum.side_{side}', language)}: {shown}")


def _fields(row: dict[str, Any]) -> str:
    named = "; ".join(f"{name}={value}" for name, value in row["fields"].items())
    ends = f"{row['from']} → {row['to']} " if "from" in row else ""
    return f"{ends}{named}"[:400]


def follow_up_(call: Call, proposal: Proposal) -> None:
    """Compare what a proposal promised with what the map says now, and planned money with real."""
    with call.workspace() as workspace:
        document: dict[str, Any] = follow_up(workspace, proposal, call.language)
    if call.terminal.json:
        call.terminal.document(document)
        return
    terminal, language = call.terminal, call.language
    terminal.line(f"{document['proposal']}: {document['title']}")
    terminal.line(say("forum.followed", language, done=document["done"], of=document["of"]))
    rows = [[row["state_label"], f"{row['is']}:{row['id']}"] for row in document["steps"] if row["state"] != "done"]
    if rows:
        terminal.table(["", ""], rows[:_ROWS])
    headings = ["kNOK", *(say(f"forum.{name}", language) for name in ("planned", "real", "difference"))]
    terminal.table(
        headings, [[one["label"], one["planned"], one["real"], one["difference"]] for one in document["amounts"]]
    )
    for one in document["conditions"]:
        terminal.line(f"{one['id']} {one['state_label']}: {one['text']}")
