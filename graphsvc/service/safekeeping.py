"""Backup and restore: one file, for a register on any engine."""

from __future__ import annotations

from pathlib import Path

from graphsvc.register import Register, Verification
from graphsvc.security import LOCAL, Action, Actor, permit
from graphsvc.service.whereabouts import register_at
from graphsvc.service.workspace import Workspace
from graphsvc.settings import Settings
from graphsvc.text import Text

__all__ = ["backup", "restore"]


def backup(workspace: Workspace, file: Path) -> dict[str, object]:
    """Write a checked copy of the register to a file, while others write on.

    Returns
    -------
    dict
        ``file``, ``revision`` and ``digest``: write the digest down elsewhere, and ``verify --head`` finds it again.

    Raises
    ------
    EngineError
        When the file cannot be written, or the register does not verify.
    """
    permit(workspace.actor, Action.OPERATE)
    return {"file": str(file), **_told(workspace.register.backup(file))}


def restore(
    settings: Settings, file: Path, *, replace: bool, actor: Actor = LOCAL
) -> tuple[dict[str, object], tuple[Text, ...]]:
    """Put a backup in place of the register, and build the graph database from it.

    Parameters
    ----------
    replace
        Whether a register that is there may be replaced; it is kept aside.

    Returns
    -------
    document, warnings
        ``register``, ``revision``, ``digest`` and ``kept`` (where the old register lies now, None when there was
        none); what went wrong after the register was in place.

    Raises
    ------
    RegisterDamaged
        When the backup does not verify; nothing is changed then.
    ConfirmationNeeded
        When there is a register and ``replace`` was not said.
    """
    permit(actor, Action.OPERATE)
    found, kept = Register.restore(register_at(settings), file, replace=replace)
    with Workspace.open(settings, write=True, actor=actor) as workspace:
        warning = workspace.publish()
        document = {"register": workspace.register.place, **_told(found), "kept": kept}
    return document, (warning,) if warning else ()


def _told(found: Verification) -> dict[str, object]:
    return {"revision": found.revisions, "digest": found.digest}
