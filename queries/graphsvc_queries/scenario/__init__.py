"""Scenario: any analyses before and after a change set or a proposal; nothing is written (model.md section 5)."""

from __future__ import annotations

from urllib.parse import quote

from graphsvc.errors import QuestionError
from graphsvc.model import Kind, Reference, reference
from graphsvc.ports import Ask, FileText
from graphsvc.records import ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.difference import GraphDifference, answer_difference, check_questions, graph_difference
from graphsvc_queries.scenario.planned import Planned, PlannedStep
from graphsvc_queries.scenario.proposals import carried_out
from graphsvc_queries.scenario.result import Scenario
from graphsvc_queries.scenario.written import read_changes

__all__ = ["Planned", "PlannedStep", "Scenario", "scenario"]

#: When no analysis is named: who depends on each of the first so many systems that the changes name, and the matrix.
_ASKED_ABOUT = 5
_OF_KINDS = frozenset({Kind.SYSTEM, Kind.TECHNOLOGY})


def scenario(
    snapshot: Snapshot,
    /,
    *,
    ask: Ask,
    changes: FileText | None = None,
    proposal: str | None = None,
    analysis: tuple[str, ...] = (),
) -> Scenario:
    r"""Tell what a change set or a proposal would do to the register and to the answers of analyses; writes nothing.

    Parameters
    ----------
    ask
        Asks the analyses; the product gives it.
    changes
        A change set in TOML: tables of things and relations to add, change and end.
    proposal
        A proposal's id, instead of changes.
    analysis
        Analyses to compare, each alone or with parameters as in an address (reach?thing=epj); by default who depends
        on the systems that change, and the matrix.

    Returns
    -------
    Scenario
        What comes, changes and goes; how each answer differs, as a document and in sentences; what was assumed.

    Raises
    ------
    DataError
        When the changes do not hold together; lists every problem.
    UnknownThing
        When there is no such proposal, or an analysis is about what is there neither before nor after.
    QuestionError
        When neither or both of changes and proposal are given, or there are too many analyses.

    Notes
    -----
    O(facts) for the second snapshot and the comparison, and twice what each analysis costs.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.records import RelationRecord
    >>> from graphsvc.model import Relation
    >>> from graphsvc.snapshot import Fact, Facts
    >>> from graphsvc.text import Language
    >>> from graphsvc_queries.reach import reach
    >>> things = tuple(Fact(ThingRecord(Kind.SYSTEM, name, {})) for name in "ab")
    >>> flow = RelationRecord(Relation.FLOW, "f", Reference("system:a"), Reference("system:b"), {})
    >>> before = Snapshot(Facts(1, things, (Fact(flow),)), dt.date(2026, 12, 1))
    >>> found = scenario(
    ...     before,
    ...     ask=lambda snapshot, question: reach(snapshot, thing="a"),
    ...     changes=FileText('[[end.flow]]\nid = "f"'),
    ...     analysis=("reach",),
    ... )
    >>> found.analyses[0].sentences(Language.EN)
    ['1 system fewer depends on a (1 before, 0 after). Gone: b.']
    """
    if (changes is None) == (proposal is None):
        raise QuestionError(
            Text(
                "Gi enten en fil med endringer eller et forslag, og bare én av delene",
                "Gi anten ei fil med endringar eller eit forslag, og berre éin av delane",
                "Give either a file of changes or a proposal, and only one of them",
            )
        )
    check_questions(analysis)
    planned = read_changes(snapshot, changes) if changes is not None else carried_out(snapshot, str(proposal))
    after = planned.on(snapshot)
    difference = graph_difference(snapshot, after)
    questions = analysis or tuple(_questions(snapshot, after, planned))
    return Scenario(
        revision=snapshot.revision,
        as_of=snapshot.date,
        proposal=None if proposal is None else reference(Kind.PROPOSAL, proposal.strip().removeprefix("proposal:")),
        planned=planned,
        graph=difference,
        without_effect=_without_effect(planned, difference),
        analyses=tuple(answer_difference(ask, question, snapshot, after) for question in questions),
    )


def _questions(before: Snapshot, after: Snapshot, planned: Planned) -> list[str]:
    """Ask who depends on the systems that the changes name, those that go first, and where sectors meet."""
    named: dict[Reference, None] = {}
    for step in sorted(planned.steps, key=lambda step: ("end", "add", "change").index(step.operation)):
        ends = [step.record.reference] if isinstance(step.record, ThingRecord) else [step.record.start, step.record.end]
        named |= dict.fromkeys(end for end in ends if _is_asked_about(before, after, end))
    asked = [f"impact?thing={quote(name, safe=':')}&change=outage" for name in list(named)[:_ASKED_ABOUT]]
    return [*asked, "matrix"]


def _is_asked_about(before: Snapshot, after: Snapshot, name: Reference) -> bool:
    return any(name in snapshot and snapshot.kind(snapshot.index(name)) in _OF_KINDS for snapshot in (before, after))


def _without_effect(planned: Planned, difference: GraphDifference) -> tuple[Reference, ...]:
    """Return what the changes name and the register shows alike before and after."""
    moved = {(one.record.subject, one.record.id) for one in (*difference.things, *difference.relations)}
    return tuple(step.record.reference for step in planned.steps if (step.record.subject, step.record.id) not in moved)
