"""Assessment: the 15 questions of the forum about a proposal, answered from the map (model.md section 6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graphsvc.ports import Ask
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.assessment.contracts import contracts_of, expiring, retired_of, retiring
from graphsvc_queries.assessment.drafting import Draft
from graphsvc_queries.assessment.findings import (
    Contract,
    Money,
    Need,
    Retirement,
    SectorImpact,
    SharedData,
    Transfer,
)
from graphsvc_queries.assessment.ground import Ground
from graphsvc_queries.assessment.having import components, elsewhere, have_we, need, who_else
from graphsvc_queries.assessment.needs import needs_of
from graphsvc_queries.assessment.questions import QUESTIONS, Question
from graphsvc_queries.assessment.result import Answer, Assessment, Human, Status
from graphsvc_queries.assessment.standing import accessible, archived, benefit, capacity, cost, lawful, money_of
from graphsvc_queries.assessment.touching import data_of, sectors_of, sharing, touching, transfers_of
from graphsvc_queries.assessment.unknown import unknown_of
from graphsvc_queries.completeness.result import Task
from graphsvc_queries.difference import told_graph

__all__ = [
    "QUESTIONS",
    "Answer",
    "Assessment",
    "Contract",
    "Human",
    "Money",
    "Need",
    "Question",
    "Retirement",
    "SectorImpact",
    "SharedData",
    "Status",
    "Transfer",
    "assessment",
]

_SUMMARY = Text(
    "{answered} av {of} spørsmål er besvart, {partly} delvis, {missing} mangler svar. {verdict}",
    "{answered} av {of} spørsmål er svara på, {partly} delvis, {missing} manglar svar. {verdict}",
    "{answered} of {of} questions are answered, {partly} in part, {missing} are missing. {verdict}",
)


def assessment(snapshot: Snapshot, /, *, proposal: str, ask: Ask) -> Assessment:
    """Answer the forum's 15 questions about a proposal from the map, with evidence and what is not known.

    Parameters
    ----------
    proposal
        The proposal's id.
    ask
        Asks the other analyses; the product gives it.

    Returns
    -------
    Assessment
        Each question with its status, sentences, evidence and sources, and what a person has answered; impact by
        sector, who else needs it, manual transfers, shared data, contracts, what is retired, money, and what is
        unknown.

    Raises
    ------
    UnknownThing
        When there is no such proposal.

    Notes
    -----
    The cost of impact, overlap, learning, scenario, privacy and completeness, each asked once. A status is worked
    out, never taken from the proposal: answered when nothing of what the question asks for lacks, missing when
    nothing is there, else partly.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.model import Kind
    >>> from graphsvc.records import ThingRecord
    >>> from graphsvc.service.asking import ask
    >>> from graphsvc.snapshot import Fact, Facts
    >>> proposed = Fact(ThingRecord(Kind.PROPOSAL, "P1", {"name_nb": "Nytt", "investment": 10, "yearly_cost": 2}))
    >>> found = ask(Snapshot(Facts(1, (proposed,), ()), dt.date(2026, 12, 1)), "assessment?proposal=P1")
    >>> found.answer("Q10").status.value, [one.en for one in found.answer("Q10").sentences]
    ('answered', ['Investment: NOK 10 thousand.', 'Running cost: NOK 2 thousand a year.'])
    """
    ground = Ground(snapshot, proposal, ask)
    needs, transfers, data = needs_of(ground), transfers_of(ground), data_of(ground)
    contracts, retired = contracts_of(ground), retired_of(ground)
    money = money_of(ground, retired)
    drafts: dict[str, Callable[[], Draft]] = {
        "Q01": lambda: need(ground),
        "Q02": lambda: have_we(ground),
        "Q03": lambda: who_else(ground, needs),
        "Q04": lambda: elsewhere(ground),
        "Q05": lambda: components(ground),
        "Q06": lambda: touching(ground, transfers),
        "Q07": lambda: sharing(ground, data),
        "Q08": lambda: expiring(ground, contracts),
        "Q09": lambda: lawful(ground, data),
        "Q10": lambda: cost(ground, money),
        "Q11": lambda: benefit(ground, money),
        "Q12": lambda: capacity(ground),
        "Q13": lambda: accessible(ground),
        "Q14": lambda: archived(ground),
        "Q15": lambda: retiring(ground, retired, money.saved),
    }
    answers = tuple(drafts[one.id]().answer(one, ground.humans.get(one.id)) for one in QUESTIONS)
    return Assessment(
        revision=snapshot.revision,
        as_of=snapshot.date,
        proposal=ground.proposal,
        proposers=ground.named(ground.proposers),
        summary=_summary(ground, answers),
        answers=answers,
        sectors=sectors_of(ground.impact),
        needs=needs,
        transfers=transfers,
        data=data,
        contracts=contracts,
        retired=retired,
        money=money,
        difference=tuple(told_graph(ground.scenario.graph)),
        unknown=unknown_of(ground, answers, [one.system for one in contracts]),
        tasks=_tasks(ground, contracts),
        impact=ground.impact,
        overlap=ground.overlap,
        learning=ground.learning,
    )


def _summary(ground: Ground, answers: Sequence[Answer]) -> Text:
    counts = {status.value: sum(one.status is status for one in answers) for status in Status}
    return _SUMMARY.format(of=len(answers), verdict=ground.overlap.summary, **counts)


def _tasks(ground: Ground, contracts: Sequence[Contract]) -> tuple[Task, ...]:
    """Return what is to be mended about the systems concerned and everything that is touched directly."""
    concerned = {one.system.thing for one in contracts}
    concerned |= {one.thing for one in ground.impact.touched if one.direct}
    return tuple(one for one in ground.completeness.work if one.one.thing in concerned)
