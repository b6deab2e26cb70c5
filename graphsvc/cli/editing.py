"""Commands that edit in place: edit, confirm, and adding and removing things and relations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.cli.forum_words import KeyOption
from graphsvc.errors import UsageError
from graphsvc.i18n import say, text
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Relation
from graphsvc.service.editing import Asked, add_relation, add_thing, confirm, edit, remove, written
from graphsvc.service.writing import Outcome

__all__ = ["add"]

Name = Annotated[
    str, typer.Argument(metavar="THING", help="A thing, or a relation as flow:ID, owns:ID ...", show_default=False)
]
Pairs = Annotated[
    list[str] | None,
    typer.Argument(metavar="FIELD=VALUE", help="What to say; lists with ; between", show_default=False),
]
Why = Annotated[str, typer.Option("--why", help="A note; it is kept with the revision", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change")]
_PAGE = "editing.page"


def add(application: typer.Typer) -> None:
    """Add these commands."""
    command(application, "edit")(edit_)
    command(application, "confirm")(confirm_)
    about = "Things and relations of the map that no file has: add them, and remove them again."
    group = typer.Typer(help=about, no_args_is_help=True, rich_markup_mode=None)
    command(group, "thing")(thing_)
    command(group, "relation")(relation_)
    application.add_typer(group, name="add")
    command(application, "remove")(remove_)


def edit_(
    call: Call,
    thing: Name,
    pairs: Pairs = None,
    none: Annotated[
        list[str] | None, typer.Option("--none", metavar="FIELD", help="Say that there is none", show_default=False)
    ] = None,
    take_back: Annotated[
        list[str] | None,
        typer.Option("--take-back", metavar="FIELD", help="Let the source's value show again", show_default=False),
    ] = None,
    why: Why = "",
    key: KeyOption = None,
    dry_run: DryRun = False,
) -> None:
    """Say what fields hold; people's word goes before the files. --revision N: only if nobody changed them since."""
    asked = Asked({**_fields(pairs), **dict.fromkeys(none or ())}, tuple(take_back or ()), why)
    if not asked.fields and not asked.take_back:
        raise UsageError(text("editing.nothing_asked"))
    with call.workspace(write=not dry_run, page=_PAGE) as workspace:
        done = edit(workspace, thing, asked, call.language, seen=call.revision, key=key, dry_run=dry_run)
    _told(call, done)


def confirm_(
    call: Call,
    thing: Name,
    relations: Annotated[bool, typer.Option("--relations", help="All relations of the thing too")] = False,
    who: Annotated[
        str, typer.Option("--who", metavar="ROLE", help="The role that vouches [your user name]", show_default=False)
    ] = "",
    why: Why = "",
    key: KeyOption = None,
    dry_run: DryRun = False,
) -> None:
    """Confirm that what the map says of a thing or relation is right today."""
    with call.workspace(write=not dry_run, page=_PAGE) as workspace:
        done = confirm(workspace, thing, call.language, relations=relations, who=who, why=why, key=key, dry_run=dry_run)
    _told(call, done)


def thing_(
    call: Call,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="system, service, unit, capability ...")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="In the language of --lang")],
    pairs: Pairs = None,
    id: Annotated[str, typer.Option("--id", help="Its id [made from the name]", show_default=False)] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Though one of the same name is there")] = False,
    why: Why = "",
    key: KeyOption = None,
    dry_run: DryRun = False,
) -> None:
    """Add a thing; its name is enough."""
    known = [one.value for one in Kind if KINDS[one].in_graph]
    _one_of("KIND", kind, known)
    asked = Asked({f"name_{call.language.value}": name, **_fields(pairs)}, why=why)
    with call.workspace(write=not dry_run, page=_PAGE) as workspace:
        done = add_thing(workspace, Kind(kind), asked, call.language, id=id, anyway=anyway, key=key, dry_run=dry_run)
    _told(call, done)


def relation_(
    call: Call,
    relation: Annotated[str, typer.Argument(metavar="RELATION", help="flow, owns, uses, supports, provides ...")],
    start: Annotated[str, typer.Argument(metavar="FROM", help="Where it starts: of a flow, who delivers")],
    end: Annotated[str, typer.Argument(metavar="TO", help="Where it ends: of a flow, who needs it")],
    pairs: Pairs = None,
    why: Why = "",
    key: KeyOption = None,
    dry_run: DryRun = False,
) -> None:
    """Join two things: a flow, who owns, uses or delivers, what supports or provides."""
    _one_of("RELATION", relation, [one.value for one in Relation])
    asked = Asked(_fields(pairs), why=why)
    with call.workspace(write=not dry_run, page=_PAGE) as workspace:
        done = add_relation(workspace, Relation(relation), start, end, asked, call.language, key=key, dry_run=dry_run)
    _told(call, done)


def remove_(call: Call, thing: Name, why: Why = "", key: KeyOption = None, dry_run: DryRun = False) -> None:
    """Remove what people added. What a file has is ended instead: `graphsvc edit THING valid_to=YYYY-MM-DD`."""
    with call.workspace(write=not dry_run, page=_PAGE) as workspace:
        done = remove(workspace, thing, call.language, why=why, key=key, dry_run=dry_run)
    _told(call, done)


def _fields(pairs: Sequence[str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word in pairs or ():
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise UsageError(text("editing.bad_pair").format(word=word[:60]))
        found[name.strip()] = value
    return found


def _one_of(name: str, value: str, known: list[str]) -> None:
    if value not in known:
        raise UsageError(text("importing.not_one_of").format(name=name, value=value[:40], known=", ".join(known)))


def _told(call: Call, done: Outcome) -> None:
    for warning in done.warnings:
        call.terminal.messages.print(warning.in_(call.language))
    document, revision = done.document, written(done)
    if call.terminal.json:
        call.terminal.document({**document, "revision": revision})
        return
    for note in document.get("notes", ()):
        call.terminal.messages.print(str(note))
    summary = str(document["summary"])
    if document.get("dry_run"):
        call.terminal.line(say("editing.dry", call.language, summary=summary))
    elif revision is None:
        call.terminal.line(summary)
    else:
        call.terminal.line(say("editing.done", call.language, summary=summary, revision=revision))
