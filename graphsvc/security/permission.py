"""The one question that every use case asks before it does anything."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.errors import PermissionDenied
from graphsvc.text import Text

__all__ = ["LOCAL", "Action", "Actor", "permit"]


class Action(StrEnum):
    """What a use case is about to do."""

    READ = "read"
    ASK = "ask"
    IMPORT = "import"
    EDIT = "edit"
    UNDO = "undo"
    OPERATE = "operate"
    PROPOSE = "propose"
    DECIDE = "decide"
    CARRY_OUT = "carry_out"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a name for the record, and whether it is the one local user."""

    name: str
    local: bool = False


def _local_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have no name for its user
        return "local"


#: The person at the keyboard of this machine.
LOCAL = Actor(_local_name(), local=True)


def permit(actor: Actor, action: Action) -> None:
    """Let an actor act, or refuse.

    The single local user may do everything; anybody else may do nothing until there is a login.

    Raises
    ------
    PermissionDenied
        When the actor may not.
    """
    if not actor.local:
        raise PermissionDenied(
            Text(
                f"{actor.name} har ikke lov til dette ({action.value})",
                f"{actor.name} har ikkje lov til dette ({action.value})",
                f"{actor.name} may not do this ({action.value})",
            )
        )
