"""Printed papers of a proposal, made by an installed view ``memo``; without one there are none."""

from __future__ import annotations

from typing import Any, Protocol

from graphsvc.errors import GraphsvcError
from graphsvc.register import Document
from graphsvc.registry import view, views
from graphsvc.service.workspace import Workspace
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language

__all__ = ["Printing", "sheets"]

_VIEW, _QUESTION = "memo", "assessment"


class Printing(Protocol):
    """A view that prints: pure, the same bytes for the same result."""

    def pdf(self, snapshot: Snapshot, result: Any, /, *, language: Language) -> bytes:
        """Return the sheet as a PDF file."""
        ...


def sheets(workspace: Workspace, snapshot: Snapshot, proposal: str, language: Language) -> list[tuple[Document, bytes]]:
    """Return the memo of a proposal as a PDF file, where something that prints it is installed and it can be."""
    if _VIEW not in views():
        return []
    printing: Printing = view(_VIEW)
    try:
        result = workspace.ask(_QUESTION, revision=snapshot.revision, date=snapshot.date, proposal=proposal)
        content = printing.pdf(snapshot, result, language=language)
    except GraphsvcError:
        return []
    return [(Document.of(content, "application/pdf", f"{proposal}-memo.pdf"), content)]
