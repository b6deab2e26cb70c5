"""The papers that a decision is made on: the proposal, its impact and its assessment as they are now, frozen."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from graphsvc.errors import GraphsvcError
from graphsvc.register import Document
from graphsvc.registry import queries
from graphsvc.service.forum.case import Case
from graphsvc.service.forum.cases import case_document
from graphsvc.service.forum.sheets import sheets
from graphsvc.service.picturing import answer_document
from graphsvc.service.workspace import Workspace
from graphsvc.text import Language

__all__ = ["Papers", "papers"]

#: The questions whose answers are kept with a decision, where they are installed.
_ASKED = ("impact", "assessment")
_JSON = "application/json"
#: So many proposals' papers are remembered: while nothing that they rest on changes they are the same.
_KEPT = 32


@dataclass(frozen=True)
class Papers:
    """What was known of a proposal.

    Parameters
    ----------
    revision, date
        The map that it was judged on.
    documents
        Each paper with its content.
    """

    revision: int
    date: dt.date
    documents: tuple[tuple[Document, bytes], ...]


_Basis = tuple[str, int, Language, dt.date]
_KNOWN: WeakKeyDictionary[Workspace, dict[_Basis, Papers]] = WeakKeyDictionary()


def papers(workspace: Workspace, proposal: Case, language: Language) -> Papers:
    """Write the papers of a proposal as they are now.

    Parameters
    ----------
    proposal
        As it stands at the newest revision.
    language
        Of the sentences in them.

    Notes
    -----
    The cost of the questions asked, once for each change of the map, of the proposal or of an answer about it. The
    caller holds ``workspace.turn``, so that two never write the same papers at once.
    """
    basis = workspace.register.archive.basis(proposal.id)
    date = workspace.map_snapshot().date
    key = (proposal.id, basis, language, date)
    known = _KNOWN.setdefault(workspace, {})
    if key not in known:
        while len(known) >= _KEPT:
            known.pop(next(iter(known)))
        known[key] = _written(workspace, proposal, language)
    return known[key]


def _written(workspace: Workspace, proposal: Case, language: Language) -> Papers:
    snapshot = workspace.snapshot()
    asked = [name for name in _ASKED if name in queries()]
    found = [
        _paper(f"{proposal.id}-proposal", case_document(proposal, language)),
        *(_paper(f"{proposal.id}-{name}", _answer(workspace, name, proposal, language)) for name in asked),
        *sheets(workspace, snapshot, proposal.id, language),
    ]
    return Papers(snapshot.revision, snapshot.date, tuple(found))


def _answer(workspace: Workspace, name: str, proposal: Case, language: Language) -> Mapping[str, Any]:
    """Ask a question about the proposal; that it has no answer is known then, too."""
    snapshot = workspace.snapshot()
    try:
        result = workspace.ask(name, revision=snapshot.revision, date=snapshot.date, proposal=proposal.id)
        return answer_document(name, snapshot, result, language)
    except GraphsvcError as error:
        return {"no_answer": error.in_(language), "code": error.code, "revision": snapshot.revision}


def _paper(name: str, document: Mapping[str, Any]) -> tuple[Document, bytes]:
    words = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    content = f"{words}\n".encode()
    return Document.of(content, _JSON, f"{name}.json"), content
