"""Printed papers of a proposal, made by an installed view ``memo``; without one there are none."""

from __future__ import annotations

from graphsvc.errors import GraphsvcError
from graphsvc.register import Document
from graphsvc.registry import views
from graphsvc.service.documents import memo_file
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["sheets"]


def sheets(workspace: Workspace, snapshot: Snapshot, proposal: str, language: Language) -> list[tuple[Document, bytes]]:
    """Return the memo of a proposal as a PDF file, where something that prints it is installed and it can be."""
    if "memo" not in views():
        return []
    try:
        content = memo_file(workspace, snapshot, proposal, ".pdf", language)
    except GraphsvcError:
        return []
    return [(Document.of(content, "application/pdf", f"{proposal}-memo.pdf"), content)]
