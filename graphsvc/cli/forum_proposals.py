"""Commands of the register of proposals: add, list, show, edit, move, withdraw, answer, attach, decide, carry out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.cli.forum_words import (
    FieldOption,
    KeyOption,
    VersionOption,
    cases_table,
    fields_of_words,
    print_case,
    read_text,
    wrote,
)
from graphsvc.errors import UsageError
from graphsvc.i18n import text
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.service.forum.assessing import answer_question
from graphsvc.service.forum.attaching import attach, detach
from graphsvc.service.forum.deciding import decide
from graphsvc.service.forum.proposals import (
    add_proposal,
    edit_proposal,
    history_of,
    list_proposals,
    move_proposal,
    reinstate,
    show_proposal,
    withdraw,
)

__all__ = ["add"]

Proposal = Annotated[str, typer.Argument(metavar="PROPOSAL", help="Its id", show_default=False)]
Changes = Annotated[
    Path | None,
    typer.Option("--changes", metavar="FILE.toml", help="A written change set, as `graphsvc scenario` reads it"),
]
_PAGE = "forum.page_proposals"


def add(application: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(help="Proposals to the forum.", no_args_is_help=True, rich_markup_mode=None)
    for name, function in (
        ("add", add_),
        ("list", list_),
        ("show", show_),
        ("edit", edit_),
        ("phase", phase_),
        ("withdraw", withdraw_),
        ("reinstate", reinstate_),
        ("assess", assess_),
        ("attach", attach_),
        ("detach", detach_),
        ("history", history_),
        ("decide", decide_),
    ):
        command(group, name)(function)
    from graphsvc.cli import forum_carrying

    forum_carrying.add(group)
    application.add_typer(group, name="proposal")


def add_(
    call: Call,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="In the language of --lang")],
    need: Annotated[str, typer.Option("--need", help="What is needed, and by whom", show_default=False)],
    unit: Annotated[str, typer.Option("--unit", help="The unit that proposes it: id or name", show_default=False)],
    set_: FieldOption = None,
    changes: Changes = None,
    key: KeyOption = None,
) -> None:
    """Add a proposal: a title, the need and who proposes are enough; everything else may follow."""
    given = {"title": title, "need_nb": need, "proposer_unit": unit, **_given(set_, changes)}
    with call.workspace(write=True, page=_PAGE) as workspace:
        wrote(call, Kind.PROPOSAL, add_proposal(workspace, given, call.language, key=key))


def _given(set_: list[str] | None, changes: Path | None) -> dict[str, Any]:
    written = {} if changes is None else {"change_set": read_text(changes)}
    return {**fields_of_words(set_), **written}


def list_(
    call: Call,
    phase: Annotated[str | None, typer.Option("--phase", help="Only those in this phase")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="Only those of this unit: id or name")] = None,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="Also those that were withdrawn")] = False,
) -> None:
    """List proposals, each with its phase and newest decision."""
    with call.workspace() as workspace:
        rows = list_proposals(
            workspace, call.language, phase=phase, unit=unit, withdrawn=withdrawn, revision=call.revision
        )
    if call.terminal.json or not rows:
        cases_table(call, Kind.PROPOSAL, rows, ())
        return
    fields, language = KINDS[Kind.PROPOSAL].fields, call.language
    labels = {field.name: field.label.in_(language) for field in fields}
    decision = KINDS[Kind.DECISION].label.in_(language)
    call.terminal.table(
        ["id", labels["phase"], labels["proposer_unit"], labels["investment"], decision, ""],
        [_line(row) for row in rows],
    )


def _line(row: dict[str, Any]) -> list[object]:
    decision = row["decision"]
    told = f"{decision['id']} {decision['outcome']}" if decision else ""
    return [row["id"], row.get("phase_label"), row.get("proposer_unit"), row.get("investment"), told, row["title"]]


def show_(call: Call, proposal: Proposal) -> None:
    """Show a proposal with its decisions and answers. `graphsvc assessment` says what the map knows about it."""
    with call.workspace() as workspace:
        document: dict[str, Any] = show_proposal(workspace, proposal, call.language, revision=call.revision)
    print_case(call, Kind.PROPOSAL, document)
    if call.terminal.json:
        return
    for kind, name, columns in (
        (Kind.DECISION, "decisions", ("outcome", "decided_on", "reasons")),
        (Kind.ASSESSMENT, "answers", ("answered_by", "answered_on", "answer")),
        (Kind.MEETING, "meetings", ("date",)),
    ):
        if document[name]:
            title = KINDS[kind].plural.in_(call.language)
            call.terminal.line(f"\n{title[:1].upper()}{title[1:]}")
            cases_table(call, kind, document[name], columns)


def edit_(
    call: Call,
    proposal: Proposal,
    set_: FieldOption = None,
    changes: Changes = None,
    title: Annotated[str | None, typer.Option("--title", help="In the language of --lang")] = None,
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Change some fields of a proposal; what it said before stays in its history."""
    given = {**_given(set_, changes), **({} if title is None else {"title": title})}
    if not given:
        raise UsageError(text("forum.nothing_given"))
    with call.workspace(write=True, page=_PAGE) as workspace:
        done = edit_proposal(workspace, proposal, given, call.language, expected=version, key=key)
        wrote(call, Kind.PROPOSAL, done)


def phase_(
    call: Call,
    proposal: Proposal,
    phase: Annotated[
        str, typer.Argument(metavar="PHASE", help="idea, concept, planning, execution, closing, realising")
    ],
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Move a proposal to the next phase, or one step back."""
    with call.workspace(write=True, page=_PAGE) as workspace:
        done = move_proposal(workspace, proposal, phase, call.language, expected=version, key=key)
        wrote(call, Kind.PROPOSAL, done)


def withdraw_(
    call: Call,
    proposal: Proposal,
    because: Annotated[str, typer.Option("--because", help="Why; it is kept", show_default=False)],
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Withdraw a proposal; it stays in the register with its history."""
    with call.workspace(write=True, page=_PAGE) as workspace:
        wrote(call, Kind.PROPOSAL, withdraw(workspace, proposal, because, call.language, expected=version, key=key))


def reinstate_(call: Call, proposal: Proposal, version: VersionOption = None, key: KeyOption = None) -> None:
    """Take a withdrawn proposal up again."""
    with call.workspace(write=True, page=_PAGE) as workspace:
        wrote(call, Kind.PROPOSAL, reinstate(workspace, proposal, call.language, expected=version, key=key))


def assess_(
    call: Call,
    proposal: Proposal,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Q01 to Q15")],
    answer: Annotated[str, typer.Argument(metavar="ANSWER", help="In words")],
    who: Annotated[str, typer.Option("--by", metavar="ROLE", help="The role that answers", show_default=False)],
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Answer one of the forum's questions about a proposal. `graphsvc assessment` shows all fifteen."""
    with call.workspace(write=True, page=_PAGE) as workspace:
        done = answer_question(workspace, proposal, question, answer, who, call.language, expected=version, key=key)
        wrote(call, Kind.ASSESSMENT, done)


def attach_(
    call: Call,
    proposal: Proposal,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Kept as it is; never opened")],
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Attach a file to a proposal."""
    with call.workspace(write=True, page=_PAGE) as workspace, file.open("rb") as content:
        done = attach(workspace, proposal, file.name, content, call.language, expected=version, key=key)
        wrote(call, Kind.PROPOSAL, done)


def detach_(
    call: Call,
    proposal: Proposal,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The attachment's name or digest")],
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Take an attachment from a proposal; decisions that were made with it keep it."""
    with call.workspace(write=True, page=_PAGE) as workspace:
        wrote(call, Kind.PROPOSAL, detach(workspace, proposal, name, call.language, expected=version, key=key))


def history_(call: Call, proposal: Proposal) -> None:
    """Show every edit of a proposal, oldest first: who, when, before and after."""
    with call.workspace() as workspace:
        rows = history_of(workspace, Kind.PROPOSAL, proposal, call.language)
    if call.terminal.json:
        call.terminal.document({"history": rows})
        return
    for row in rows:
        call.terminal.line(f"{row['revision']}  {row['time']}  {row['who']}  {row['source']}: {row['message']}")
        for field in row["fields"]:  # type: ignore[attr-defined]
            call.terminal.line(f"    {field['label']}: {_shown(field['before'])} → {_shown(field['after'])}")


def _shown(value: object) -> str:
    return "–" if value is None else "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def decide_(
    call: Call,
    proposal: Proposal,
    outcome: Annotated[
        str, typer.Argument(metavar="OUTCOME", help="approve, approve_with_conditions, investigate, postpone, decline")
    ],
    reasons: Annotated[str, typer.Option("--reasons", help="Why; it is kept for ever", show_default=False)],
    condition: Annotated[
        list[str] | None,
        typer.Option("--condition", metavar="TEXT|OWNER|DATE", help="A condition; owner and date may be left out"),
    ] = None,
    meeting: Annotated[str | None, typer.Option("--meeting", help="The meeting it was decided in")] = None,
    participant: Annotated[list[str] | None, typer.Option("--participant", help="A role that took part")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="The day [today]")] = None,
    internal_note: Annotated[str | None, typer.Option("--internal-note", help="Left out of public exports")] = None,
    replaces: Annotated[str | None, typer.Option("--replaces", help="The decision it replaces [the newest]")] = None,
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Decide on a proposal, once and for all; what was known is kept with it. A change of mind is a new decision."""
    given = {
        "outcome": outcome,
        "reasons": reasons,
        "conditions": [_condition(words) for words in condition or ()],
        "meeting": meeting,
        "participants": participant or None,
        "decided_on": on,
        "internal_note": internal_note,
        "replaces": replaces,
    }
    asked = {name: value for name, value in given.items() if value not in (None, [])}
    with call.workspace(write=True, page=_PAGE) as workspace:
        done = decide(workspace, proposal, asked, call.language, expected=version, key=key)
    wrote(call, Kind.DECISION, done)
    if not call.terminal.json:
        documents = len(done.document["documents"])
        revision = done.document["map_revision"]
        call.terminal.note("forum.decided_note", n=documents, revision=revision)


def _condition(words: str) -> dict[str, str]:
    text_of, _, rest = words.partition("|")
    owner, _, due = rest.partition("|")
    named = {"text": text_of.strip(), "owner": owner.strip(), "due": due.strip()}
    return {name: value for name, value in named.items() if value}
