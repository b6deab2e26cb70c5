"""A decision as a readable document with its metadata inside, made by an installed view ``decision_document``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from graphsvc.errors import UnknownThing
from graphsvc.registry import view
from graphsvc.service.workspace import Workspace
from graphsvc.text import Language

__all__ = ["ENDINGS", "printed_decision"]

#: Ending of a file's name -> what the view makes.
ENDINGS = {".pdf": "pdf", ".html": "html"}


def printed_decision(workspace: Workspace, metadata: Mapping[str, Any], ending: str, language: Language) -> bytes:
    """Return a decision as PDF/A or as a page, with the memo of its proposal on the map as it was.

    Parameters
    ----------
    metadata
        As :func:`graphsvc.service.forum.archiving.decision_metadata` gives it: its edition says how much is shown.
    ending
        ``.pdf`` or ``.html``.

    Notes
    -----
    The cost of the assessment and of the typesetting.
    """
    decision = metadata["decision"]
    date = dt.date.fromisoformat(str(decision["map_date"]))
    snapshot = workspace.snapshot(revision=int(decision["map_revision"]), date=date)
    found = []
    for proposal in metadata["proposals"]:
        try:
            found.append(
                workspace.ask("assessment", revision=snapshot.revision, date=date, proposal=str(proposal["id"]))
            )
        except UnknownThing:  # taken out of the map before it was decided: the decision stands without its memo
            continue
    made: bytes = view("decision_document")(
        snapshot, {"metadata": metadata, "assessments": found}, language=language, format=ENDINGS[ending]
    )
    return made
