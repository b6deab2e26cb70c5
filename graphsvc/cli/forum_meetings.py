"""Commands of meetings, statements, and the learning arena: notes, and roles that know about things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.cli.documents import OutputOption
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
from graphsvc.model import Kind
from graphsvc.service.documents import write_pack
from graphsvc.service.forum.cases import add_case, case_document, edit_case, list_cases
from graphsvc.service.forum.learning_arena import list_notes
from graphsvc.service.forum.meetings import (
    add_meeting,
    edit_meeting,
    list_meetings,
    set_agenda,
    show_meeting,
    write_minutes,
)

__all__ = ["add"]

Meeting = Annotated[str, typer.Argument(metavar="MEETING", help="Its id", show_default=False)]
Title = Annotated[str, typer.Argument(metavar="TITLE", help="In the language of --lang")]
Words = Annotated[str, typer.Option("--text", help="What is stated or noted", show_default=False)]
InMeeting = Annotated[str | None, typer.Option("--meeting", help="The meeting it comes from")]
_Commands = Mapping[str, Callable[..., None]]
_PAGE = "forum.page_proposals"


def add(application: typer.Typer) -> None:
    """Add these commands."""
    groups: tuple[tuple[str, str, _Commands], ...] = (
        ("meeting", "Meetings of the forum: agenda and minutes.", _MEETING),
        ("statement", "Guidelines and opinions of the forum; they are never changed.", _STATEMENT),
        ("note", "What was learnt: notes of competence groups.", _NOTE),
        ("role", "Roles of the forum and competence groups, and what they know about.", _ROLE),
    )
    for name, help_, functions in groups:
        group = typer.Typer(help=help_, no_args_is_help=True, rich_markup_mode=None)
        for word, function in functions.items():
            command(group, word)(function)
        application.add_typer(group, name=name)


def meeting_add(
    call: Call,
    title: Title,
    date: Annotated[str, typer.Option("--date", metavar="YYYY-MM-DD", help="The day", show_default=False)],
    set_: FieldOption = None,
    key: KeyOption = None,
) -> None:
    """Plan a meeting."""
    given = {"title": title, "date": date, **fields_of_words(set_)}
    with call.workspace(write=True, page=_PAGE) as workspace:
        wrote(call, Kind.MEETING, add_meeting(workspace, given, call.language, key=key))


def meeting_list(call: Call) -> None:
    """List meetings, newest first."""
    with call.workspace() as workspace:
        rows = list_meetings(workspace, call.language, revision=call.revision)
    cases_table(call, Kind.MEETING, rows, ("date", "state", "agenda", "title"))


def meeting_show(call: Call, meeting: Meeting) -> None:
    """Show a meeting: agenda with what was decided, minutes, statements."""
    with call.workspace() as workspace:
        document: dict[str, Any] = show_meeting(workspace, meeting, call.language, revision=call.revision)
    print_case(call, Kind.MEETING, document)
    if not call.terminal.json:
        for number, one in enumerate(document["items"], 1):
            decision = one["decision"]
            told = f": {decision['id']} {decision['outcome_label']}" if decision else ""
            call.terminal.line(f"{number}. {one['proposal']} {one['title']}{told}")
        for one in document["statements"]:
            call.terminal.line(f"{one['id']} {one['title']}")


def meeting_edit(
    call: Call, meeting: Meeting, set_: FieldOption = None, version: VersionOption = None, key: KeyOption = None
) -> None:
    """Change some fields of a meeting."""
    given = fields_of_words(set_)
    with call.workspace(write=True, page=_PAGE) as workspace:
        done = edit_meeting(workspace, meeting, given, call.language, expected=version, key=key)
        wrote(call, Kind.MEETING, done)


def meeting_agenda(
    call: Call,
    meeting: Meeting,
    proposals: Annotated[
        list[str] | None, typer.Argument(metavar="[PROPOSAL...]", help="In order; none empties it")
    ] = None,
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Put the agenda in an order."""
    with call.workspace(write=True, page=_PAGE) as workspace:
        done = set_agenda(workspace, meeting, proposals or [], call.language, expected=version, key=key)
        wrote(call, Kind.MEETING, done)


def meeting_minutes(
    call: Call,
    meeting: Meeting,
    file: Annotated[Path, typer.Argument(metavar="FILE.txt", help="The minutes as text")],
    approve: Annotated[bool, typer.Option("--approve", help="They are approved and do not change any more")] = False,
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Write the minutes of a meeting from a text file."""
    minutes = read_text(file)
    with call.workspace(write=True, page=_PAGE) as workspace:
        done = write_minutes(workspace, meeting, minutes, call.language, approved=approve, expected=version, key=key)
        wrote(call, Kind.MEETING, done)


def meeting_memo(call: Call, meeting: Meeting, output: OutputOption) -> None:
    """Write a meeting's memo pack: the agenda with page numbers, and the memo of each proposal."""
    with call.workspace() as workspace:
        write_pack(workspace, call.snapshot(workspace), meeting, output, call.language)
    if call.terminal.json:
        call.terminal.document({"meeting": meeting, "path": str(output), "bytes": output.stat().st_size})
    else:
        call.terminal.note("cli.written", path=output)


def statement_add(
    call: Call,
    title: Title,
    words: Words,
    meeting: InMeeting = None,
    replaces: Annotated[str | None, typer.Option("--replaces", help="The statement it replaces")] = None,
    key: KeyOption = None,
) -> None:
    """State a guideline or opinion that is not about one proposal."""
    given = {"title": title, "text": words, "meeting": meeting, "replaces": replaces}
    _add(call, Kind.STATEMENT, given, key)


def statement_list(call: Call) -> None:
    """List statements."""
    _list(call, Kind.STATEMENT, ("stated_on", "title", "text"))


def note_add(
    call: Call,
    title: Title,
    words: Words,
    about: Annotated[list[str] | None, typer.Option("--about", help="A thing or proposal it is about")] = None,
    group: Annotated[str | None, typer.Option("--group", help="The competence group")] = None,
    meeting: InMeeting = None,
    key: KeyOption = None,
) -> None:
    """Write down what was learnt, linked to systems, capabilities, a meeting."""
    given = {"title": title, "text": words, "about": about, "group": group, "meeting": meeting}
    _add(call, Kind.NOTE, given, key)


def note_list(
    call: Call,
    about: Annotated[str | None, typer.Option("--about", help="Only those about this thing or proposal")] = None,
    group: Annotated[str | None, typer.Option("--group", help="Only those of this group")] = None,
    meeting: InMeeting = None,
) -> None:
    """List notes, newest first."""
    wanted: dict[str, Any] = {"about": about, "group": group, "meeting": meeting}
    with call.workspace() as workspace:
        rows = list_notes(workspace, call.language, **wanted, revision=call.revision)
    cases_table(call, Kind.NOTE, rows, ("noted_on", "group", "about", "title"))


def role_list(call: Call) -> None:
    """List the forum's roles and competence groups."""
    _list(call, Kind.ROLE, ("role_kind", "sector", "knows", "title"))


def role_edit(
    call: Call,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="Its id")],
    set_: FieldOption = None,
    version: VersionOption = None,
    key: KeyOption = None,
) -> None:
    """Change some fields of a role, such as what it knows about: --set "knows=system:epj;capability:iot"."""
    given = fields_of_words(set_)
    with call.workspace(write=True, page=_PAGE) as workspace:
        done = edit_case(workspace, Kind.ROLE, role, given, call.language, expected=version, key=key)
        wrote(call, Kind.ROLE, done)


def _add(call: Call, kind: Kind, given: dict[str, Any], key: str | None) -> None:
    known = {name: value for name, value in given.items() if value not in (None, [])}
    with call.workspace(write=True, page=_PAGE) as workspace:
        wrote(call, kind, add_case(workspace, kind, known, call.language, key=key))


def _list(call: Call, kind: Kind, columns: tuple[str, ...]) -> None:
    with call.workspace() as workspace:
        found = list_cases(workspace, kind, revision=call.revision)
        rows = [case_document(one, call.language) for one in found]
    cases_table(call, kind, rows, columns)


_MEETING: _Commands = {
    "add": meeting_add,
    "list": meeting_list,
    "show": meeting_show,
    "edit": meeting_edit,
    "agenda": meeting_agenda,
    "minutes": meeting_minutes,
    "memo": meeting_memo,
}
_STATEMENT: _Commands = {"add": statement_add, "list": statement_list}
_NOTE: _Commands = {"add": note_add, "list": note_list}
_ROLE: _Commands = {"list": role_list, "edit": role_edit}
