"""A person's answers to the forum's questions about a proposal; what the map answers by itself is not written here."""

from __future__ import annotations

from graphsvc.errors import QuestionError
from graphsvc.i18n import text
from graphsvc.model import Kind
from graphsvc.security import Action, permit
from graphsvc.service.forum.case import Case, check_version
from graphsvc.service.forum.cases import case_document, find_case, read_new
from graphsvc.service.forum.sorts import SORTS
from graphsvc.service.workspace import Workspace
from graphsvc.service.writing import Draft, Outcome, write
from graphsvc.text import Language

__all__ = ["QUESTIONS", "answer_question"]

#: The forum's questions.
QUESTIONS = tuple(f"Q{number:02}" for number in range(1, 16))


def answer_question(
    workspace: Workspace,
    proposal: str,
    question: str,
    answer: str,
    answered_by: str,
    language: Language,
    *,
    expected: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Write a person's answer to a question about a proposal; an answer that is there is changed, with its history.

    Parameters
    ----------
    question
        ``Q01`` to ``Q15``.
    answered_by
        The role that answers.
    expected
        The version of the answer that the editor has seen; None = whatever stands.

    Raises
    ------
    QuestionError
        When there is no such question.
    EditConflict
        When the answer is no longer the version that was seen.
    """
    permit(workspace.actor, Action.PROPOSE)
    named = question.strip().upper()
    if named not in QUESTIONS:
        known = f"{QUESTIONS[0]}–{QUESTIONS[-1]}"
        raise QuestionError(text("forum.no_question").format(question=question[:40], known=known))
    given = {"answer": answer, "answered_by": answered_by}

    def draft() -> Draft:
        about = find_case(workspace, Kind.PROPOSAL, proposal)
        identifier = f"{about.id}:{named}"
        said = workspace.register.archive.cases(Kind.ASSESSMENT).get(identifier, {})
        before = Case(Kind.ASSESSMENT, identifier, said)
        if said:
            check_version(before, expected, given)
        sort = SORTS[Kind.ASSESSMENT]
        fields = {**given, "proposal": about.id, "question": named}
        after = before.edited(read_new(workspace, sort, fields, language))
        message = text("forum.answered").format(id=about.id, question=named, who=answered_by)
        return Draft([before.change_to(after)], message, case_document(after, language))

    asked = {**given, "proposal": proposal, "question": named, "expected": expected}
    return write(workspace, "answer", asked, key, draft)
