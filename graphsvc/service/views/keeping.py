"""Saving, listing, changing, removing and bringing back views."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from graphsvc.errors import PermissionDenied, UnknownThing, UsageError
from graphsvc.i18n import text
from graphsvc.register import SavedView
from graphsvc.security import Action, permit
from graphsvc.service.lines import line_of
from graphsvc.service.views.addresses import own_address
from graphsvc.service.workspace import Workspace

__all__ = ["change_view", "find_view", "list_views", "remove_view", "restore_view", "save_view"]

_LONGEST_NAME, _LONGEST_NOTE = 200, 2_000


def save_view(
    workspace: Workspace, name: str, address: str, *, shared: bool = False, note: str = ""
) -> tuple[SavedView, bool]:
    """Keep a page's address under a name; return the view, and whether it is new.

    Saving the same address under the same name again gives the view that is there, so that a form that is sent twice
    saves once.

    Raises
    ------
    UsageError
        When it has no name, or the address is none of our pages.
    """
    permit(workspace.actor, Action.READ)
    owner = workspace.actor.name
    words = line_of("name", name, _LONGEST_NAME)
    if not words:
        raise UsageError(text("views.nameless"))
    made = SavedView(0, words, own_address(address), owner, shared, line_of("note", note, _LONGEST_NOTE), 0, _now(), "")
    with workspace.turn:
        for known in workspace.register.views.all():
            if not known.removed and (known.owner, known.name, known.address) == (owner, words, made.address):
                return known, False
        return workspace.register.views.add(made), True


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def list_views(workspace: Workspace) -> list[SavedView]:
    """Return the views that whoever asks may see: one's own and shared ones, by name.

    Notes
    -----
    O(views).
    """
    permit(workspace.actor, Action.READ)
    mine = workspace.actor.name
    seen = (view for view in workspace.register.views.all() if view.owner == mine or view.shared)
    return sorted((view for view in seen if not view.removed), key=lambda one: (one.name.casefold(), one.number))


def find_view(workspace: Workspace, number: int, *, removed: bool = False) -> SavedView:
    """Return a view by its number, one that was removed only when that is asked for.

    Raises
    ------
    UnknownThing
        When there is none that whoever asks may see.
    """
    permit(workspace.actor, Action.READ)
    mine = workspace.actor.name
    for view in workspace.register.views.all():
        visible = view.owner == mine or (view.shared and not view.removed)
        if view.number == number and visible and (removed or not view.removed):
            return view
    raise UnknownThing(text("views.unknown").format(number=number))


def change_view(
    workspace: Workspace, number: int, *, name: str | None = None, note: str | None = None, shared: bool | None = None
) -> SavedView:
    """Change what a view is called, its note, and whether others see it; None leaves a part as it is.

    Raises
    ------
    PermissionDenied
        When it is somebody else's.
    UsageError
        When the name would be empty.
    """
    with workspace.turn:
        view = _own(workspace, find_view(workspace, number))
        words = view.name if name is None else line_of("name", name, _LONGEST_NAME)
        if not words:
            raise UsageError(text("views.nameless"))
        told = view.note if note is None else line_of("note", note, _LONGEST_NOTE)
        changed = replace(view, name=words, note=told, shared=view.shared if shared is None else shared)
        workspace.register.views.change(changed)
        return changed


def remove_view(workspace: Workspace, number: int) -> SavedView:
    """Take a view away; :func:`restore_view` brings it back.

    Raises
    ------
    PermissionDenied
        When it is somebody else's.
    """
    with workspace.turn:
        view = replace(_own(workspace, find_view(workspace, number)), removed=_now())
        workspace.register.views.change(view)
        return view


def restore_view(workspace: Workspace, number: int) -> SavedView:
    """Bring a view back that was removed; one that is there stays as it is."""
    with workspace.turn:
        view = replace(_own(workspace, find_view(workspace, number, removed=True)), removed="")
        workspace.register.views.change(view)
        return view


def _own(workspace: Workspace, view: SavedView) -> SavedView:
    if view.owner != workspace.actor.name:
        raise PermissionDenied(text("views.not_yours").format(name=view.name, owner=view.owner))
    return view
