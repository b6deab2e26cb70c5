"""Following up conditions: who owes what by when, and what has been done."""

from __future__ import annotations

import datetime as dt

from graphsvc.errors import QuestionError
from graphsvc.i18n import text
from graphsvc.model import Kind
from graphsvc.service.forum.case import Case, ids_in
from graphsvc.service.forum.cases import case_document, edit_case, find_case, list_cases, today
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Outcome
from graphsvc.text import Language

__all__ = ["condition_document", "fulfil", "list_conditions"]


def list_conditions(
    workspace: Workspace,
    language: Language,
    *,
    decision: str | None = None,
    open_only: bool = False,
    revision: int | None = None,
) -> list[dict[str, object]]:
    """List conditions, those that are due first first; each says whether it is fulfilled, open or overdue."""
    day = today(workspace)
    found = []
    for case in list_cases(workspace, Kind.CONDITION, revision=revision):
        wanted = decision is None or decision.removeprefix("decision:") in ids_in(case.fields.get("decision"))
        if wanted and not (open_only and case.fields.get("fulfilled_on")):
            found.append(condition_document(case, language, day))
    return sorted(found, key=lambda one: str(one.get("due") or "9999"))


def condition_document(case: Case, language: Language, day: dt.date) -> dict[str, object]:
    """Return a condition with its state on a day: ``fulfilled``, ``overdue`` or ``open``."""
    due = case.fields.get("due")
    late = isinstance(due, str) and due < day.isoformat()
    state = "fulfilled" if case.fields.get("fulfilled_on") else "overdue" if late else "open"
    return case_document(case, language, state=state, state_label=text(f"forum.condition_{state}").in_(language))


def fulfil(
    workspace: Workspace,
    identifier: str,
    language: Language,
    *,
    on: str | None = None,
    note: str = "",
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Say that a condition is fulfilled.

    Parameters
    ----------
    on
        The day, as YYYY-MM-DD; None = today.

    Raises
    ------
    QuestionError
        When it is fulfilled already.
    """
    find_case(workspace, Kind.CONDITION, identifier)
    given = {"fulfilled_on": on or today(workspace).isoformat(), **({"note": note} if note else {})}

    def step(before: Case, _after: Case) -> None:
        if before.fields.get("fulfilled_on"):
            raise QuestionError(text("forum.is_fulfilled").format(id=before.id, date=before.fields["fulfilled_on"]))

    return edit_case(workspace, Kind.CONDITION, identifier, given, language, expected=expected, key=key, check=step)
