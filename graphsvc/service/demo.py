"""The synthetic municipality: made once, used again."""

from __future__ import annotations

import datetime as dt
from importlib.resources import as_file, files

from graphsvc.errors import RegisterMissing, UsageError
from graphsvc.i18n import text
from graphsvc.model import Reference
from graphsvc.service.importing import carry_out, preview
from graphsvc.service.workspace import Workspace
from graphsvc.settings import Settings

__all__ = ["DEMO_DATE", "open_demo"]

#: The demo's register fixes its date, so that its answers stay as documented.
DEMO_DATE = dt.date(2026, 12, 1)


def open_demo(settings: Settings) -> tuple[Workspace, bool]:
    """Open the demo's register for writing, making it first when there is none.

    Returns
    -------
    workspace, made
        The register, and whether it was made now.

    Raises
    ------
    UsageError
        When the folder holds somebody's real register.
    """
    try:
        workspace = Workspace.open(settings, write=True)
    except RegisterMissing:
        workspace, made = Workspace.create(settings), True
    else:
        made = workspace.register.head == 0
    if not made and not workspace.about.synthetic:
        workspace.close()
        raise UsageError(text("service.not_demo").format(home=settings.home))
    try:
        _complete(workspace)
    except BaseException:
        workspace.close()
        raise
    return workspace, made


def _complete(workspace: Workspace) -> None:
    """Bring the demo to its full state; what an interrupted first start left undone is done now."""
    register = workspace.register
    if not workspace.about.synthetic:
        register.set_about(
            who=workspace.actor.name,
            title="Eksempelvik kommune",
            synthetic=True,
            it_unit=Reference("unit:U01"),
            today=DEMO_DATE,
        )
    if not register.sources():
        with as_file(files("graphsvc") / "demo" / "eksempelvik") as folder:
            prepared = preview(workspace, [folder], source="eksempelvik")
            carry_out(workspace, prepared, message=text("service.demo_message").nb)
    else:
        workspace.publish()
