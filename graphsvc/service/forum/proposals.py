"""The register of proposals: from an idea of three fields to a proposal that can be decided on, with its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphsvc.errors import QuestionError, UsageError
from graphsvc.i18n import text
from graphsvc.metamodel import fields_of
from graphsvc.model import Kind, Value, split_reference
from graphsvc.ports import FileText
from graphsvc.register import HistoryEntry
from graphsvc.registry import queries
from graphsvc.security import Action, permit
from graphsvc.service.forum.case import Case, check_version, ids_in, plain
from graphsvc.service.forum.cases import add_case, case_document, edit_case, find_case, list_cases, today
from graphsvc.service.forum.phases import FIRST, NEXT, check_transition, phase_label
from graphsvc.service.values import Given
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Draft, Outcome, write
from graphsvc.text import Language

__all__ = [
    "CHANGES",
    "add_proposal",
    "edit_proposal",
    "history_of",
    "list_proposals",
    "move_proposal",
    "reinstate",
    "show_proposal",
    "withdraw",
]

#: What a proposal does to the systems that a field names; ``new`` needs no system that is there.
CHANGES: Mapping[str, str] = {
    "replace": "replaces_systems",
    "retire": "retires_systems",
    "extend": "extends_systems",
    "integrate": "integrates_systems",
}
_NEW = "new"
#: Members that a program may send beside the fields.
_CHANGE_LIST = "changes"


def list_proposals(
    workspace: Workspace,
    language: Language,
    *,
    phase: str | None = None,
    unit: str | None = None,
    withdrawn: bool = False,
    revision: int | None = None,
) -> list[dict[str, object]]:
    """List proposals, each with its newest decision.

    Parameters
    ----------
    phase, unit
        Only those in a phase, or proposed by a unit (its id or name).
    withdrawn
        Also those that were withdrawn.
    revision
        As a revision knew them; None = now.

    Raises
    ------
    UsageError
        When there is no such phase.
    UnknownThing, AmbiguousThing
        When the unit cannot be found, and nobody of that id proposes anything.
    """
    if phase is not None and phase not in NEXT:
        raise UsageError(text("forum.no_phase").format(phase=phase[:40], known=", ".join(NEXT)))
    decided = newest_decisions(workspace, revision=revision)
    cases = list_cases(workspace, Kind.PROPOSAL, revision=revision)
    wanted = None if unit is None else _unit_meant(workspace, unit, cases)
    found = []
    for case in cases:
        fields = case.fields
        if (fields.get("withdrawn_on") and not withdrawn) or (phase is not None and fields.get("phase") != phase):
            continue
        if wanted is None or wanted in ids_in(fields.get("proposer_unit")):
            found.append(proposal_document(case, language, decided.get(case.id)))
    return found


def _unit_meant(workspace: Workspace, words: str, cases: Iterable[Case]) -> str:
    bare = words.removeprefix("unit:")
    if any(bare in ids_in(case.fields.get("proposer_unit")) for case in cases):
        return bare
    snapshot = workspace.map_snapshot()
    return split_reference(snapshot.references[snapshot.lookup.find(words, Kind.UNIT)])[1]


def newest_decisions(workspace: Workspace, *, revision: int | None = None) -> dict[str, Case]:
    """Return the newest decision on each proposal, by the proposal's id."""
    found: dict[str, Case] = {}
    for decision in list_cases(workspace, Kind.DECISION, revision=revision):
        for proposal in ids_in(decision.fields.get("proposal")):
            found[proposal] = decision
    return found


def proposal_document(case: Case, language: Language, decision: Case | None) -> dict[str, object]:
    """Return a proposal as a document, with what it changes and where it may go from here."""
    fields = case.fields
    changes = [
        {"operation": operation, "things": list(ids_in(fields.get(name)))}
        for operation, name in CHANGES.items()
        if fields.get(name)
    ]
    outcome = decision.fields.get("outcome") if decision else None
    told = None if decision is None else {"id": decision.id, "outcome": outcome, "on": decision.fields["decided_on"]}
    phase = str(fields.get("phase") or "")
    return case_document(case, language, changes=changes, decision=told, may_become=list(NEXT.get(phase, (FIRST,))))


def show_proposal(
    workspace: Workspace, identifier: str, language: Language, *, revision: int | None = None
) -> dict[str, object]:
    """Return a proposal with its answers, decisions and meetings.

    Raises
    ------
    UnknownThing
        When there is none of this id; names the nearest ones.
    """
    case = find_case(workspace, Kind.PROPOSAL, identifier, revision=revision)

    def about(kind: Kind, name: str = "proposal") -> list[dict[str, object]]:
        found = list_cases(workspace, kind, revision=revision)
        return [case_document(one, language) for one in found if case.id in ids_in(one.fields.get(name))]

    decision = newest_decisions(workspace, revision=revision).get(case.id)
    return {
        **proposal_document(case, language, decision),
        "answers": about(Kind.ASSESSMENT),
        "decisions": about(Kind.DECISION),
        "meetings": about(Kind.MEETING, "agenda"),
        "notes": about(Kind.NOTE, "about"),
    }


def add_proposal(workspace: Workspace, given: Given, language: Language, *, key: str | None = None) -> Outcome:
    """Add a proposal: a title, the need and who proposes are enough; everything else may follow.

    Parameters
    ----------
    given
        Fields by name; ``title`` stands for the title in the language of the request, and ``changes`` for what happens
        to which systems: ``[{"operation": "replace", "things": ["smsb"]}]``.
    key
        The sender's word for this request, so that sending it again adds nothing.

    Raises
    ------
    DataError
        With one problem for each field that does not fit or is missing, and for each fault in the change set.
    """
    fields = _with_changes(given)
    checked = {"phase": FIRST}
    return add_case(workspace, Kind.PROPOSAL, fields, language, key=key, check=_checking(workspace), more=checked)


def edit_proposal(
    workspace: Workspace,
    identifier: str,
    given: Given,
    language: Language,
    *,
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Change some fields of a proposal; what a file says of it stays its own claim.

    Raises
    ------
    EditConflict
        When it is no longer the version that was seen.
    DataError, QuestionError, UnknownThing
        When a field does not fit, it is withdrawn, or there is none of this id.
    """
    check = _checking(workspace)

    def step(before: Case, after: Case) -> None:
        _check_open(before)
        check(after)

    fields = _with_changes(given)
    return edit_case(workspace, Kind.PROPOSAL, identifier, fields, language, expected=expected, key=key, check=step)


def _with_changes(given: Given) -> dict[str, Any]:
    """Read the list of changes as the fields that it stands for.

    Raises
    ------
    UsageError
        When it is no such list.
    """
    fields = dict(given)
    changes = fields.pop(_CHANGE_LIST, None)
    if changes is None:
        return fields
    if not isinstance(changes, list):
        raise UsageError(text("forum.bad_changes").format(known=", ".join((_NEW, *CHANGES))))
    named: dict[str, list[Any]] = {name: [] for name in CHANGES.values()}
    for one in changes:
        operation = str(one.get("operation")) if isinstance(one, dict) else ""
        if operation == _NEW:
            continue
        if operation not in CHANGES or not isinstance(one.get("things"), list):
            raise UsageError(text("forum.bad_changes").format(known=", ".join((_NEW, *CHANGES))))
        named[CHANGES[operation]] += one["things"]
    return {**fields, **named}


def _checking(workspace: Workspace) -> Any:
    """Return what refuses a proposal whose written change set cannot be applied to the map."""

    def check(case: Case) -> None:
        words = case.fields.get("change_set")
        if isinstance(words, str) and words and "scenario" in queries():
            map_ = workspace.map_snapshot()
            asked = FileText(words)
            workspace.ask("scenario", revision=map_.revision, date=map_.date, changes=asked, analysis=("matrix",))

    return check


def _check_open(case: Case) -> None:
    if case.fields.get("withdrawn_on"):
        raise QuestionError(text("forum.is_withdrawn").format(id=case.id, date=case.fields["withdrawn_on"]))


def move_proposal(
    workspace: Workspace,
    identifier: str,
    phase: str,
    language: Language,
    *,
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Move a proposal to another phase: the next one, or one step back.

    Raises
    ------
    QuestionError
        Naming the phases that may follow, or when it is withdrawn.
    UsageError
        When there is no such phase.
    """
    if phase not in NEXT:
        raise UsageError(text("forum.no_phase").format(phase=phase[:40], known=", ".join(NEXT)))

    def moved(before: Case) -> dict[str, Value]:
        _check_open(before)
        check_transition(str(before.fields.get("phase") or "") or None, phase)
        return {"phase": phase}

    label = phase_label(phase)
    return _managed(workspace, identifier, language, moved, "moved", expected, key, given={"phase": phase}, phase=label)


def withdraw(
    workspace: Workspace,
    identifier: str,
    because: str,
    language: Language,
    *,
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Withdraw a proposal; it stays in the register with its history, and may be reinstated.

    Raises
    ------
    QuestionError
        When it is withdrawn already, or no reason is given.
    """
    if not because.strip():
        raise QuestionError(text("forum.why_withdrawn"))

    def withdrawn(before: Case) -> dict[str, Value]:
        _check_open(before)
        return {"withdrawn_on": today(workspace).isoformat(), "withdrawn_because": because.strip()}

    given = {"because": because}
    return _managed(workspace, identifier, language, withdrawn, "withdrawn", expected, key, given=given, why=because)


def reinstate(
    workspace: Workspace, identifier: str, language: Language, *, expected: str | None = None, key: str | None = None
) -> Outcome:
    """Take up a withdrawn proposal again.

    Raises
    ------
    QuestionError
        When it is not withdrawn.
    """

    def reinstated(before: Case) -> dict[str, Value]:
        if not before.fields.get("withdrawn_on"):
            raise QuestionError(text("forum.not_withdrawn").format(id=before.id))
        return {"withdrawn_on": None, "withdrawn_because": None}

    return _managed(workspace, identifier, language, reinstated, "reinstated", expected, key, given={})


def _managed(
    workspace: Workspace,
    identifier: str,
    language: Language,
    changes: Any,
    message: str,
    expected: str | None,
    key: str | None,
    *,
    given: Mapping[str, object],
    **words: object,
) -> Outcome:
    """Write fields that only a use case of their own sets."""
    permit(workspace.actor, Action.PROPOSE)

    def draft() -> Draft:
        before = find_case(workspace, Kind.PROPOSAL, identifier)
        check_version(before, expected, given)
        values: dict[str, Value] = changes(before)
        cleared = frozenset(name for name, value in values.items() if value is None)
        after = before.edited({name: value for name, value in values.items() if value is not None}, cleared=cleared)
        said = text(f"forum.{message}").format(id=before.id, title=before.title(language), **words)
        decision = newest_decisions(workspace).get(before.id)
        return Draft([before.change_to(after)], said, proposal_document(after, language, decision))

    asked = {**given, "id": identifier, "expected": expected, "lang": language.value}
    return write(workspace, f"{message} proposal", asked, key, draft)


def history_of(workspace: Workspace, kind: Kind, identifier: str, language: Language) -> list[dict[str, object]]:
    """Return every edit of a case, oldest first: when, who, which source, and each field before and after."""
    case = find_case(workspace, kind, identifier)
    return [_told(entry, kind, language) for entry in workspace.register.history(case.reference)]


def _told(entry: HistoryEntry, kind: Kind, language: Language) -> dict[str, object]:
    before = entry.change.before.fields if entry.change.before else {}
    after = entry.change.after.fields if entry.change.after else {}
    known = fields_of(kind)
    return {
        "revision": entry.revision.number,
        "time": entry.revision.time,
        "who": entry.revision.who,
        "source": entry.source,
        "message": entry.revision.message,
        "operation": entry.change.operation.value,
        "fields": [
            {
                "name": name,
                "label": known[name].label.in_(language) if name in known else name,
                "before": plain(before.get(name)),
                "after": plain(after.get(name)),
            }
            for name in dict.fromkeys([*before, *after])
            if before.get(name) != after.get(name)
        ],
    }
