"""Where previews wait: in this process, or where several workers see them."""

from __future__ import annotations

from graphsvc.service.previews import Previews
from graphsvc.service.shared_previews import SharedPreviews
from graphsvc.service.workspace import Workspace

__all__ = ["shelf"]


def shelf(workspace: Workspace) -> Previews | SharedPreviews:
    """Return the shelf for previews: a register in a folder has one process that writes, and needs no more."""
    if workspace.settings.register_url is None:
        return Previews()
    return SharedPreviews(workspace.register.shared)
