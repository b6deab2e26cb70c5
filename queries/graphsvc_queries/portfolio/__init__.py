"""Portfolio: which proposals to fund together under a budget, proven the best, with reasons (model.md section 5)."""

from __future__ import annotations

from graphsvc.errors import QuestionError
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.portfolio.candidates import Amount, Aside, Candidate, Closed, closed, read, scored_criteria
from graphsvc_queries.portfolio.clock import Clock
from graphsvc_queries.portfolio.conflict import smallest_conflict
from graphsvc_queries.portfolio.constraints import exclusions, programme_of
from graphsvc_queries.portfolio.criteria import UNITS, Criterion, Source, criteria_of, points
from graphsvc_queries.portfolio.exhaustive import MOST_TRIED, TryingAll
from graphsvc_queries.portfolio.links import Suggestion, suggestions
from graphsvc_queries.portfolio.programme import (
    Choice,
    Constraint,
    Demand,
    Engine,
    Found,
    OutOfTime,
    Programme,
    Variant,
)
from graphsvc_queries.portfolio.question import limits_of
from graphsvc_queries.portfolio.reasons import Reason, Reasons
from graphsvc_queries.portfolio.result import Portfolio, Row
from graphsvc_queries.portfolio.scores import Score
from graphsvc_queries.portfolio.solver import Solver
from graphsvc_queries.portfolio.summary import summary_of
from graphsvc_queries.portfolio.variations import Column, Weighed, near_misses, reweighed
from graphsvc_queries.portfolio.variations import sweep as swept
from graphsvc_queries.portfolio.wording import REASONS, counted_points

__all__ = [
    "UNITS",
    "Amount",
    "Aside",
    "Candidate",
    "Choice",
    "Closed",
    "Column",
    "Constraint",
    "Criterion",
    "Demand",
    "Portfolio",
    "Programme",
    "Reason",
    "Row",
    "Score",
    "Source",
    "Suggestion",
    "Weighed",
    "counted_points",
    "points",
    "portfolio",
]

#: Until which part of the time each part of the answer may last.
_SEARCH, _WHY, _NEAR, _WEIGHTS, _ALL = 0.4, 0.6, 0.7, 0.85, 1.0
_LONGEST = 600.0


def portfolio(
    snapshot: Snapshot,
    /,
    *,
    budget: int,
    yearly_budget: int | None = None,
    capacity: int | None = None,
    sweep: bool = False,
    weight: tuple[str, ...] = (),
    floor: tuple[str, ...] = (),
    ceiling: tuple[str, ...] = (),
    must: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    seconds: float = 10.0,
) -> Portfolio:
    """Choose the proposals that together give most points within a budget, and say why each is in or out.

    A proposal's points are the sum over the criteria of weight x score (0 to 5); what is not scored is told apart
    and never taken for 0.

    Parameters
    ----------
    budget
        The most that may be invested, whole kNOK.
    yearly_budget
        The most that the chosen may cost a year, whole kNOK.
    capacity
        The most IT person-weeks that they may take.
    sweep
        Also find the best selection under other budgets.
    weight
        Weights in place of the settings': criterion=weight, as money=8; 0 leaves a criterion out.
    floor, ceiling
        The least and the most (kNOK) that the proposals of a sector may be given: sector=kNOK, as A2=1000.
    must, without
        Proposals that must be in, and that are held out.
    seconds
        At most so long; what is not found by then is said to be missing.

    Returns
    -------
    Portfolio
        The best selection (ties: the lower cost, then the first ids), a reason for each proposal, near misses,
        sensitivity to weights; the smallest conflict when no selection keeps the demands.

    Raises
    ------
    QuestionError
        When a number cannot be used, or not even one selection was found in time.
    UnknownThing
        When there is no such sector or proposal.

    Notes
    -----
    Up to 16 proposals are tried in all combinations, O(2^n x constraints); more are solved as a 0/1 programme by
    SciPy's HiGHS with no gap, worst case exponential, checked in whole numbers and bounded in time.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.model import Kind
    >>> from graphsvc.records import ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> scores = {"a": 5, "b": 3, "c": 3}
    >>> things = tuple(
    ...     Fact(ThingRecord(Kind.PROPOSAL, key, {"investment": 100 * score, "scores": (f"quality={score}",)}))
    ...     for key, score in scores.items()
    ... )
    >>> found = portfolio(
    ...     Snapshot(Facts(1, things, ()), dt.date(2026, 12, 1)), budget=600, weight=("money=0", "reach=0", "risk=0")
    ... )
    >>> found.ids(found.best.items), found.rows[0].reason.sentence.en
    (['b', 'c'], 'Costs NOK 500 thousand more than what is left of the budget; without the budget it would be chosen.')
    """
    clock = Clock(_seconds(seconds))
    demands = {Demand.BUDGET: budget, Demand.YEARLY_BUDGET: yearly_budget, Demand.CAPACITY: capacity}
    limits = limits_of(snapshot, demands, floor, ceiling, must, without)
    criteria = criteria_of(snapshot.rules, weight, scored_criteria(snapshot))
    aside = closed(snapshot)
    candidates = read(snapshot, criteria, aside)
    programme = programme_of(snapshot, candidates, aside, criteria, limits)
    small = programme.size <= MOST_TRIED
    engine: Engine = TryingAll(programme) if small else Solver(programme, clock)
    clock.until(_SEARCH)
    found = _search(engine, clock)
    best = found.choice
    settled = best if found.proven else None
    clock.until(_WHY)
    conflict = smallest_conflict(programme, engine) if best is None else None
    reasons = _reasons(programme, engine, candidates, best, settled)
    clock.until(_NEAR)
    near, complete = ((), best is None) if settled is None else near_misses(engine, settled)
    clock.until(_WEIGHTS)
    weighed = () if settled is None else reweighed(engine, candidates, criteria)
    clock.until(_ALL)
    unfit = [f"unfit:{one.id}" in programme.constraints for one in candidates]
    tried = 1 << programme.size if small else None
    return Portfolio(
        revision=snapshot.revision,
        as_of=snapshot.date,
        budget=budget,
        criteria=criteria,
        programme=programme,
        rows=tuple(
            Row(
                one,
                place,
                best is not None and place in best.items,
                one.worth(criteria),
                reasons[place],
                _kept(weighed, place),
                unfit[place],
            )
            for place, one in enumerate(candidates)
        ),
        aside=tuple(aside.values()),
        best=best,
        optimal=found.proven,
        bound=found.bound,
        conflict=conflict,
        near=near,
        complete=complete,
        weighed=weighed,
        columns=swept(programme, engine, budget) if sweep else None,
        suggestions=suggestions(snapshot, candidates, exclusions(candidates)),
        tried=tried,
        summary=summary_of(
            found,
            budget,
            len(candidates),
            tried,
            [one.id for place, one in enumerate(candidates) if one.unscored and best and place in best.items],
            sum(unfit),
        ),
    )


def _search(engine: Engine, clock: Clock) -> Found:
    """Search, if need be for as long as there is time: without a selection there is nothing to explain."""
    try:
        return engine.search(Variant())
    except OutOfTime:
        clock.until(_ALL)
    try:
        return engine.search(Variant())
    except OutOfTime:
        raise QuestionError(
            Text(
                "Fant ingen utvalg i tide. Gi mer tid (seconds), eller hold noen forslag utenfor (without)",
                "Fann ingen utval i tide. Gi meir tid (seconds), eller hald nokre forslag utanfor (without)",
                "Found no selection in time. Give more time (seconds), or hold some proposals out (without)",
            )
        ) from None


def _reasons(
    programme: Programme,
    engine: Engine,
    candidates: tuple[Candidate, ...],
    best: Choice | None,
    settled: Choice | None,
) -> list[Reason]:
    """Return a reason for each candidate; only a proven selection has reasons that can be tried."""
    if best is None:
        return [Reason("infeasible", REASONS["infeasible"]) for _ in candidates]
    if settled is None:
        return [
            Reason("not_examined", REASONS["in_not_examined" if place in best.items else "not_examined"])
            for place in range(len(candidates))
        ]
    finder = Reasons(programme, engine, settled)
    return [finder.of(place, one.id) for place, one in enumerate(candidates)]


def _kept(weighed: tuple[Weighed, ...], place: int) -> int | None:
    if not weighed or any(one.choice is None for one in weighed):
        return None
    return sum(1 for one in weighed if one.choice is not None and place in one.choice.items)


def _seconds(seconds: float) -> float:
    if not 0 < seconds <= _LONGEST:
        raise QuestionError(
            Text(
                f"seconds = {seconds:g} kan ikke brukes; velg over 0 og høyst {_LONGEST:g}",
                f"seconds = {seconds:g} kan ikkje brukast; vel over 0 og høgst {_LONGEST:g}",
                f"seconds = {seconds:g} cannot be used; choose above 0 and at most {_LONGEST:g}",
            )
        )
    return seconds
