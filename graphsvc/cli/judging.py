"""Commands that judge a pair of systems: confirm that they overlap, dismiss it, take the word back."""

from __future__ import annotations

from typing import Annotated

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.i18n import say
from graphsvc.judgement import State
from graphsvc.service.judging import Judged, judge
from graphsvc.service.looking import parse_date

__all__ = ["add"]

One = Annotated[str, typer.Argument(metavar="A", help="A system: id, kind:id or name", show_default=False)]
Other = Annotated[str, typer.Argument(metavar="B", help="The other system", show_default=False)]
Why = Annotated[str, typer.Option("--why", help="The reason; it is kept", show_default=False)]
Who = Annotated[
    str | None, typer.Option("--who", metavar="ROLE", help="The role that judges [your user name]", show_default=False)
]


def add(application: typer.Typer) -> None:
    """Add these commands."""
    pair = typer.Typer(
        help="Pairs of systems that overlap: confirm, dismiss, reopen. `graphsvc overlap --pairs` lists them.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    command(pair, "confirm")(confirm)
    command(pair, "dismiss")(dismiss)
    command(pair, "reopen")(reopen)
    application.add_typer(pair, name="pair")


def confirm(call: Call, a: One, b: Other, why: Why, who: Who = None) -> None:
    """Confirm that two systems overlap. With --revision N nothing is written if somebody has judged them since."""
    _judge(call, a, b, State.CONFIRMED, why, who)


def dismiss(call: Call, a: One, b: Other, why: Why, who: Who = None) -> None:
    """Say that two systems do not overlap; they are never proposed for merging again."""
    _judge(call, a, b, State.DISMISSED, why, who)


def reopen(call: Call, a: One, b: Other, why: Why = "") -> None:
    """Take back what people have said of two systems; the pair is open again."""
    _judge(call, a, b, State.OPEN, why, None)


def _judge(call: Call, a: str, b: str, state: State, why: str, who: str | None) -> None:
    with call.workspace(write=True, page="explorer.nav_overlap") as workspace:
        date = parse_date(call.as_of)
        judged = judge(workspace, a, b, state, why=why, who=who, seen=call.revision, date=date)
    for warning in judged.warnings:
        call.terminal.messages.print(warning.in_(call.language))
    if call.terminal.json:
        call.terminal.document(judged.document(call.language))
    else:
        _print(call, judged, state)


def _print(call: Call, judged: Judged, state: State) -> None:
    language, terminal = call.language, call.terminal
    if judged.revision is None:
        terminal.line(say("judging.same", language))
        return
    told = {"state": say(f"judging.{state.value}", language), "revision": judged.revision}
    names = {"a": judged.a_name.in_(language), "b": judged.b_name.in_(language)}
    terminal.line(say("judging.done", language, **names, **told))
    before = judged.before
    if before.state is not State.OPEN:
        said = {"who": before.who or "–", "on": before.on or "–", "why": before.why or "–"}
        terminal.line(say("judging.was", language, state=say(f"judging.{before.state.value}", language), **said))
