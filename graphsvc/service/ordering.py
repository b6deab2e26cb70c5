"""Which source is heard first: looking at the order, and choosing another one."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.errors import ConfirmationNeeded, QuestionError
from graphsvc.i18n import say, text
from graphsvc.register import FORUM, PEOPLE
from graphsvc.security import Action, permit
from graphsvc.service.workspace import Workspace
from graphsvc.text import Language, Text

__all__ = ["list_sources", "move_source", "order_sources"]


def list_sources(workspace: Workspace, language: Language) -> list[dict[str, object]]:
    """Return the sources in the order in which they are heard.

    Notes
    -----
    O(claims), counted by the engine.
    """
    permit(workspace.actor, Action.READ)
    named = {PEOPLE: say("editing.people", language), FORUM: say("administration.forum", language)}
    return [
        {
            "position": place,
            "name": one.name,
            "shown": named.get(one.name, one.name),
            "format": one.format,
            "claims": one.claims,
            "first_revision": one.first_revision,
            "last_revision": one.last_revision,
            "mapping": one.profile is not None,
        }
        for place, one in enumerate(workspace.register.sources(), 1)
    ]


def order_sources(workspace: Workspace, names: Sequence[str], *, why: str = "") -> tuple[int | None, tuple[Text, ...]]:
    """Choose which source is heard first; those that are not named follow, people and the forum lead.

    Returns
    -------
    revision, warnings
        The new revision, None when the order is the same; what went wrong after the commit.

    Raises
    ------
    QuestionError
        When a name is no source, or is named twice.
    """
    permit(workspace.actor, Action.OPERATE)
    with workspace.turn:
        before = workspace.register.head
        message = why.strip() or text("administration.message_order").in_(workspace.settings.lang)
        made = workspace.register.set_precedence(names, who=workspace.actor.name, message=message)
    if made == before:
        return None, ()
    warning = workspace.publish()
    return made, (warning,) if warning else ()


def move_source(
    workspace: Workspace, name: str, *, up: bool, seen: int, why: str = ""
) -> tuple[int | None, tuple[Text, ...]]:
    """Let one file be heard before (or after) its neighbour; people and the forum keep their places.

    Parameters
    ----------
    seen
        The place at which it stood when that was asked for, from 1.

    Raises
    ------
    QuestionError
        When there is no such file.
    ConfirmationNeeded
        When the order has changed since.
    """
    permit(workspace.actor, Action.OPERATE)
    with workspace.turn:
        names = workspace.register.source_names()
        files = [one for one in names if one not in (PEOPLE, FORUM)]
        if name not in files:
            raise QuestionError(text("administration.no_such_source").format(name=name[:60], known=", ".join(files)))
        if names.index(name) + 1 != seen:
            raise ConfirmationNeeded(text("administration.order_moved").format(order=", ".join(names)))
        place = files.index(name)
        other = place - 1 if up else place + 1
        if 0 <= other < len(files):
            a, b = names.index(name), names.index(files[other])
            names[a], names[b] = names[b], names[a]
        return order_sources(workspace, names, why=why)
