"""Meetings: agenda in order, minutes, and what was decided and stated there."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.errors import QuestionError
from graphsvc.i18n import text
from graphsvc.model import Kind
from graphsvc.service.forum.case import Case, ids_in
from graphsvc.service.forum.cases import add_case, case_document, edit_case, find_case, list_cases
from graphsvc.service.forum.deciding import list_decisions
from graphsvc.service.values import Given
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Outcome
from graphsvc.text import Language

__all__ = ["STATES", "add_meeting", "edit_meeting", "list_meetings", "set_agenda", "show_meeting", "write_minutes"]

STATES = ("planned", "held", "approved")
_APPROVED = "approved"


def list_meetings(workspace: Workspace, language: Language, *, revision: int | None = None) -> list[dict[str, object]]:
    """List meetings, newest first."""
    found = [case_document(one, language) for one in list_cases(workspace, Kind.MEETING, revision=revision)]
    return sorted(found, key=lambda one: str(one.get("date") or ""), reverse=True)


def show_meeting(
    workspace: Workspace, identifier: str, language: Language, *, revision: int | None = None
) -> dict[str, object]:
    """Return a meeting: each item of the agenda by name with the decision made there, statements and notes.

    Raises
    ------
    UnknownThing
        When there is none of this id.
    """
    case = find_case(workspace, Kind.MEETING, identifier, revision=revision)
    proposals = {one.id: one for one in list_cases(workspace, Kind.PROPOSAL, revision=revision)}
    decisions = list_decisions(workspace, language, meeting=case.id, revision=revision)
    listed = list(ids_in(case.fields.get("agenda")))
    # What was decided in the meeting without standing on the agenda is told too.
    rows = dict.fromkeys([*listed, *(str(one["proposal"]) for one in reversed(decisions))])
    items = [
        {
            "proposal": one,
            "title": proposals[one].title(language) if one in proposals else one,
            "on_agenda": one in listed,
            "decision": next((made for made in decisions if made["proposal"] == one), None),
        }
        for one in rows
    ]

    def told(kind: Kind) -> list[dict[str, object]]:
        found = list_cases(workspace, kind, revision=revision)
        return [case_document(one, language) for one in found if case.id in ids_in(one.fields.get("meeting"))]

    more = {"items": items, "decisions": decisions, "statements": told(Kind.STATEMENT), "notes": told(Kind.NOTE)}
    return case_document(case, language, **more)


def add_meeting(workspace: Workspace, given: Given, language: Language, *, key: str | None = None) -> Outcome:
    """Plan a meeting: title and date; place, agenda and participants may follow.

    Raises
    ------
    DataError
        With one problem for each field that does not fit or is missing.
    """
    return add_case(workspace, Kind.MEETING, {"state": "planned", **given}, language, key=key)


def edit_meeting(
    workspace: Workspace,
    identifier: str,
    given: Given,
    language: Language,
    *,
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Change some fields of a meeting; approved minutes stay as they were approved.

    Raises
    ------
    QuestionError
        When approved minutes would change, or minutes be approved that nobody has written.
    EditConflict
        When it is no longer the version that was seen.
    """
    return edit_case(
        workspace, Kind.MEETING, identifier, given, language, expected=expected, key=key, check=_check_minutes
    )


def _check_minutes(before: Case, after: Case) -> None:
    old, new = before.fields, after.fields
    if old.get("state") == _APPROVED and new.get("state") == _APPROVED and old.get("minutes") != new.get("minutes"):
        raise QuestionError(text("forum.minutes_approved").format(id=before.id))
    if new.get("state") == _APPROVED and not new.get("minutes"):
        raise QuestionError(text("forum.minutes_missing").format(id=before.id))


def set_agenda(
    workspace: Workspace,
    identifier: str,
    proposals: Sequence[str],
    language: Language,
    *,
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Put the agenda in an order: the proposals as they are to be taken up.

    Raises
    ------
    DataError
        When one is no proposal.
    """
    given = {"agenda": list(proposals)}
    return edit_meeting(workspace, identifier, given, language, expected=expected, key=key)


def write_minutes(
    workspace: Workspace,
    identifier: str,
    minutes: str,
    language: Language,
    *,
    approved: bool = False,
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Write the minutes of a meeting; it has been held then, and its minutes may be approved at once.

    Raises
    ------
    QuestionError
        When they were approved before.
    """
    given = {"minutes": minutes, "state": _APPROVED if approved else "held"}

    def step(before: Case, after: Case) -> None:
        if before.fields.get("state") == _APPROVED and before.fields.get("minutes") != after.fields.get("minutes"):
            raise QuestionError(text("forum.minutes_approved").format(id=before.id))
        _check_minutes(before, after)

    return edit_case(workspace, Kind.MEETING, identifier, given, language, expected=expected, key=key, check=step)
