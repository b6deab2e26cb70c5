"""What the forum decides: outcome, reasons, conditions, and what was known then, written once and for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.errors import QuestionError, UsageError
from graphsvc.i18n import text
from graphsvc.model import Kind, Value
from graphsvc.security import Action, permit
from graphsvc.service.forum.case import Case, check_version, ids_in
from graphsvc.service.forum.cases import case_document, find_case, list_cases, new_id, read_new
from graphsvc.service.forum.papers import papers
from graphsvc.service.forum.proposals import newest_decisions
from graphsvc.service.forum.sorts import SORTS
from graphsvc.service.values import Given, read_fields
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Draft, Outcome, write
from graphsvc.text import Language

__all__ = ["APPROVED", "OUTCOMES", "decide", "decision_document", "list_decisions", "show_decision"]

#: Outcomes after which the proposal may be carried out.
APPROVED = frozenset({"approve", "approve_with_conditions"})
OUTCOMES = ("approve", "approve_with_conditions", "investigate", "postpone", "decline")
#: Outcomes that have no conditions.
_UNCONDITIONAL = frozenset({"approve", "decline"})
_CONDITIONS = "conditions"
_MOST_CONDITIONS = 100


def decide(
    workspace: Workspace,
    proposal: str,
    given: Given,
    language: Language,
    *,
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Decide on a proposal, and keep what was known: the revision of the map, the impact, the assessment, the memo.

    A proposal that was decided on before gets a new decision that points at the one before; none is ever changed.
    Approving changes nothing in the map.

    Parameters
    ----------
    given
        ``outcome`` and ``reasons``; ``conditions`` as ``[{"text": ..., "owner": ..., "due": ...}]``; ``meeting``,
        ``participants`` (roles), ``decided_on``, ``internal_note``, ``replaces``.
    expected
        The version of the proposal that was looked at; None = whatever stands.
    key
        The sender's word for this request, so that sending it again decides nothing.

    Raises
    ------
    DataError
        With one problem for each field that does not fit or is missing.
    QuestionError
        When the proposal is withdrawn, conditions and outcome do not go together, or the decision that is replaced is
        not about this proposal.
    EditConflict
        When the proposal is no longer the version that was looked at.

    Notes
    -----
    The cost of the papers (:func:`graphsvc.service.forum.papers.papers`) and O(decisions).
    """
    permit(workspace.actor, Action.DECIDE)

    def draft() -> Draft:
        about = find_case(workspace, Kind.PROPOSAL, proposal)
        check_version(about, expected, given)
        return _draft(workspace, about, given, language)

    asked = {**given, "proposal": proposal, "expected": expected, "lang": language.value}
    return write(workspace, "decide", asked, key, draft)


def _draft(workspace: Workspace, about: Case, given: Given, language: Language) -> Draft:
    if about.fields.get("withdrawn_on"):
        raise QuestionError(text("forum.is_withdrawn").format(id=about.id, date=about.fields["withdrawn_on"]))
    sort = SORTS[Kind.DECISION]
    words = dict(given)
    listed = _conditions(words.pop(_CONDITIONS, None))
    values = read_new(workspace, sort, {**words, "proposal": about.id}, language)
    conditions = [read_fields(workspace, one, SORTS[Kind.CONDITION].fields)[0] for one in listed]
    _check_conditions(str(values["outcome"]), conditions)
    known = papers(workspace, about, language)
    identifier = new_id(workspace, sort)
    frozen: dict[str, Value] = {
        **values,
        **_replaced(workspace, about, values),
        "map_revision": known.revision,
        "map_date": known.date.isoformat(),
        "documents": (*(str(one) for one, _ in known.documents), *_attached(about)),
    }
    if conditions:
        frozen[_CONDITIONS] = tuple(str(one["text"]) for one in conditions)
    made = Case(Kind.DECISION, identifier).edited(frozen)
    follow = [
        Case(Kind.CONDITION, f"{identifier}:{number}").edited({**one, "decision": (identifier,)})
        for number, one in enumerate(conditions, start=1)
    ]
    changes = [Case(one.kind, one.id).change_to(one) for one in (made, *follow)]
    outcome = case_document(made, language)["outcome_label"]
    message = text("forum.decided").format(id=identifier, proposal=about.id, outcome=outcome)
    answer = decision_document(made, follow, language)
    return Draft(changes, message, answer, [content for _, content in known.documents])


def _conditions(given: Any) -> list[Mapping[str, Any]]:
    """Read the list of conditions; a word alone is a condition without owner and date."""
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > _MOST_CONDITIONS:
        raise UsageError(text("forum.bad_conditions").format(most=_MOST_CONDITIONS))
    found = [{"text": one} if isinstance(one, str) else one for one in given]
    for one in found:
        if not isinstance(one, dict) or not isinstance(one.get("text"), str) or not one["text"].strip():
            raise UsageError(text("forum.bad_conditions").format(most=_MOST_CONDITIONS))
        if set(one) - {"text", "owner", "due"}:
            raise UsageError(text("forum.bad_conditions").format(most=_MOST_CONDITIONS))
    return found


def _check_conditions(outcome: str, conditions: Sequence[Mapping[str, Value]]) -> None:
    if outcome == "approve_with_conditions" and not conditions:
        raise QuestionError(text("forum.needs_conditions"))
    if outcome in _UNCONDITIONAL and conditions:
        raise QuestionError(text("forum.no_conditions"))


def _replaced(workspace: Workspace, about: Case, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return which decision this one replaces: the one that was named, else the newest on the same proposal."""
    named = ids_in(values.get("replaces"))
    if named:
        other = find_case(workspace, Kind.DECISION, named[0])
        if about.id not in ids_in(other.fields.get("proposal")):
            raise QuestionError(text("forum.other_proposal").format(decision=other.id, proposal=about.id))
        return {"replaces": (other.id,)}
    newest = newest_decisions(workspace).get(about.id)
    return {"replaces": (newest.id,)} if newest else {}


def _attached(about: Case) -> tuple[str, ...]:
    listed = about.fields.get("attachments")
    return tuple(str(word) for word in listed) if isinstance(listed, tuple) else ()


def list_decisions(
    workspace: Workspace,
    language: Language,
    *,
    proposal: str | None = None,
    outcome: str | None = None,
    meeting: str | None = None,
    words: str = "",
    revision: int | None = None,
) -> list[dict[str, object]]:
    """List decisions, newest first.

    Parameters
    ----------
    proposal, outcome, meeting
        Only those about a proposal, of an outcome, made in a meeting.
    words
        Only those whose text holds these words, whatever the case.

    Raises
    ------
    UsageError
        When there is no such outcome.
    """
    if outcome is not None and outcome not in OUTCOMES:
        raise UsageError(text("forum.no_outcome").format(outcome=outcome[:40], known=", ".join(OUTCOMES)))
    wanted = {"proposal": proposal, "meeting": meeting}
    titles = {one.id: one.title(language) for one in list_cases(workspace, Kind.PROPOSAL, revision=revision)}
    follow = _follow_up(workspace, revision)
    found = []
    for case in reversed(list_cases(workspace, Kind.DECISION, revision=revision)):
        fields = case.fields
        fits = all(
            one is None or one.removeprefix(f"{name}:") in ids_in(fields.get(name)) for name, one in wanted.items()
        )
        told = decision_document(case, follow.get(case.id, []), language, titles)
        if fits and outcome in (None, fields.get("outcome")) and _holds(told, words):
            found.append(told)
    return found


def _holds(told: Mapping[str, object], words: str) -> bool:
    searched = ("id", "proposal", "proposal_title", "reasons", "conditions")
    said = " ".join(str(told.get(name) or "") for name in searched).casefold()
    return all(word in said for word in words.casefold().split())


def _follow_up(workspace: Workspace, revision: int | None) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for condition in list_cases(workspace, Kind.CONDITION, revision=revision):
        for decision in ids_in(condition.fields.get("decision")):
            found.setdefault(decision, []).append(condition)
    return found


def show_decision(
    workspace: Workspace, identifier: str, language: Language, *, revision: int | None = None
) -> dict[str, object]:
    """Return a decision with its conditions as they stand, its documents, the ones before and after, and its revision.

    Raises
    ------
    UnknownThing
        When there is none of this id.
    """
    case = find_case(workspace, Kind.DECISION, identifier, revision=revision)
    # A proposal whose first claim was undone is gone from the register; what was decided on it is not.
    titles = {one.id: one.title(language) for one in list_cases(workspace, Kind.PROPOSAL, revision=revision)}
    others = list_cases(workspace, Kind.DECISION, revision=revision)
    made = workspace.register.revisions(touching=case.reference)[-1]
    return {
        **decision_document(case, _follow_up(workspace, revision).get(case.id, []), language, titles),
        "replaced_by": [one.id for one in others if case.id in ids_in(one.fields.get("replaces"))],
        "revision": made.number,
        "revision_digest": made.digest,
        "time": made.time,
        "who": made.who,
    }


def decision_document(
    case: Case, conditions: Sequence[Case], language: Language, titles: Mapping[str, str] | None = None
) -> dict[str, object]:
    """Return a decision as a document, its conditions with their follow-up."""
    told = case_document(case, language)
    listed = case.fields.get("documents")
    documents = [str(one).split(" ", 2) for one in listed] if isinstance(listed, tuple) else []
    return {
        **told,
        "title": f"{told['proposal']}: {told['outcome_label']}",
        "proposal_title": (titles or {}).get(str(told["proposal"]), ""),
        "conditions": [case_document(one, language) for one in conditions],
        "documents": [{"digest": one, "media_type": sort, "name": name} for one, sort, name in documents],
        "replaces": told.get("replaces"),
    }
