"""Commands of saved views: list, add, change, remove, restore."""

from __future__ import annotations

from typing import Annotated

import typer

from graphsvc.cli.commands import Call, command
from graphsvc.i18n import say
from graphsvc.register import SavedView
from graphsvc.service.views import Since, change_view, list_views, remove_view, restore_view, save_view, since
from graphsvc.service.views.since import documents, view_document

__all__ = ["add"]

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="Of the view; `graphsvc view list` tells it", min=1)]
Note = Annotated[str | None, typer.Option("--note", help="What it is for", show_default=False)]
Shared = Annotated[bool | None, typer.Option("--shared/--private", help="Whether others see it", show_default=False)]
_PAGE = "views.nav"


def add(application: typer.Typer) -> None:
    """Add these commands."""
    about = "Saved views: addresses of pages with a name, and whether the map has changed since."
    group = typer.Typer(help=about, no_args_is_help=True, rich_markup_mode=None)
    for name, function in (
        ("list", list_),
        ("add", add_),
        ("change", change),
        ("remove", remove),
        ("restore", restore),
    ):
        command(group, name)(function)
    application.add_typer(group, name="view")


def list_(call: Call) -> None:
    """List your views and shared ones; each says whether the map has changed since it was saved."""
    with call.workspace() as workspace:
        rows = documents(workspace, list_views(workspace), call.language)
    if call.terminal.json:
        call.terminal.document({"views": rows, "count": len(rows)})
        return
    if not rows:
        call.terminal.note("views.none")
        return
    headings = ["", *(say(f"views.{name}", call.language) for name in ("name", "owner", "sharing", "address", "state"))]
    call.terminal.table(headings, [_row(call, row) for row in rows])


def _row(call: Call, row: dict[str, object]) -> list[object]:
    sharing = say("views.shared" if row["shared"] else "views.private", call.language)
    state = row["warning"] or say("views.unchanged", call.language)
    return [row["id"], row["name"], row["owner"], sharing, row["address"], state]


def add_(
    call: Call,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called")],
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Path and query, as /impact?thing=system:epj")],
    note: Note = None,
    shared: Shared = None,
) -> None:
    """Save the address of a page."""
    with call.workspace(write=True, page=_PAGE) as workspace:
        view, new = save_view(workspace, name, address, shared=bool(shared), note=note or "")
        _told(call, view, "views.told_saved" if new else "views.told_known", since(workspace, view))


def change(
    call: Call,
    number: Number,
    name: Annotated[str | None, typer.Option("--name", help="Another name", show_default=False)] = None,
    note: Note = None,
    shared: Shared = None,
) -> None:
    """Give a view of yours another name or note, share it or keep it to yourself."""
    with call.workspace(write=True, page=_PAGE) as workspace:
        view = change_view(workspace, number, name=name, note=note, shared=shared)
        _told(call, view, "views.told_saved", since(workspace, view))


def remove(call: Call, number: Number) -> None:
    """Remove a view of yours; it can be brought back."""
    with call.workspace(write=True, page=_PAGE) as workspace:
        view = remove_view(workspace, number)
        _told(call, view, "views.told_removed", since(workspace, view))


def restore(call: Call, number: Number) -> None:
    """Bring back a view that you removed."""
    with call.workspace(write=True, page=_PAGE) as workspace:
        view = restore_view(workspace, number)
        _told(call, view, "views.told_back", since(workspace, view))


def _told(call: Call, view: SavedView, key: str, told: Since) -> None:
    if call.terminal.json:
        call.terminal.document(view_document(view, told, call.language))
    else:
        call.terminal.line(say(key, call.language, number=view.number, name=view.name))
