"""The portfolio's page: the selection and its reasons, other budgets, near misses, other weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from graphsvc.model import split_reference
from graphsvc.snapshot import Snapshot
from graphsvc_queries.portfolio import Amount, Choice, Demand, Portfolio, Row, counted_points, points
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.templating import finished, render
from graphsvc_visualizations.funding import budget_bar, portfolio_bubble, sweep_grid

__all__ = ["portfolio", "suggested_budget"]

#: Weights that a reader may choose without writing an address.
_WEIGHTS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20)
_ROWS = 60
#: What else can be asked about each proposal: page, and words of the catalogue.
_ASKS = tuple((f"/{page}", f"ask_{page}") for page in ("assessment", "impact", "overlap", "learning"))


def suggested_budget(snapshot: Snapshot) -> int:
    """Return a budget to begin with: about half of what all proposals cost together, a round number.

    Notes
    -----
    O(proposals).
    """
    costs = [fact.record.fields.get("investment") for fact in snapshot.proposals.values()]
    half = sum(cost for cost in costs if isinstance(cost, int | float) and 0 < cost < 10**12) // 2
    step = 10 ** max(len(str(int(half))) - 2, 0) * 5
    return int(half // step * step) or int(half)


def portfolio(frame: Frame, snapshot: Snapshot, *, result: Portfolio, suggested: bool) -> str:
    """Return the page.

    Parameters
    ----------
    result
        The answer, with a sweep.
    suggested
        Whether the budget is the product's own suggestion.

    Notes
    -----
    O(proposals x budgets).
    """
    table = frame.value("view") == "table"
    rows = [*result.chosen, *result.not_chosen]
    drawn = not table and bool(result.rows)
    # Every pair of curly brackets that a reader wrote is written otherwise in an address.
    target = frame.same(budget=7).replace("budget=7", "budget={budget}")
    return render(
        "portfolio.html",
        frame,
        snapshot,
        result=result,
        suggested=suggested,
        rows=rows if "rows" in frame.values("all") else rows[:_ROWS],
        more=max(0, len(rows) - _ROWS) if "rows" not in frame.values("all") else 0,
        table=table,
        bar=finished(budget_bar(snapshot, result, language=frame.language)) if drawn and result.best else None,
        grid=finished(sweep_grid(snapshot, result, language=frame.language, target=target)) if drawn else None,
        bubble=finished(portfolio_bubble(snapshot, result, language=frame.language, standalone=False))
        if drawn
        else None,
        near=[_near(frame, result, choice) for choice in result.near],
        weights=_weights(frame, result),
        absent=_absent(frame, result),
        told=[
            frame.words(one.sentence)
            for one in result.programme.constraints.values()
            if one.demand not in {Demand.BUDGET, Demand.YEARLY_BUDGET, Demand.CAPACITY, Demand.UNFIT}
        ],
        api=_addresses(frame, result),
        asks=_ASKS,
        points=lambda units: counted_points(units).in_(frame.language),
        amounts={name.name.lower(): name for name in Amount},
        demands={one.value: result.limit(one) for one in (Demand.YEARLY_BUDGET, Demand.CAPACITY)},
        chosen_weights=_chosen_weights(result),
        sectors=[(split_reference(snapshot.references[sector])[1], sector) for sector in snapshot.organisation.sectors],
        kept=lambda row: _kept(row, result),
        text_points=lambda value: frame.number(points(value), 1),
    )


def _near(frame: Frame, result: Portfolio, choice: Choice) -> Mapping[str, Any]:
    into, out = (", ".join(ids) for ids in result.difference(choice))
    key = "swap" if into and out else "swap_in" if into else "swap_out"
    best = result.best.value if result.best else 0
    return {
        "less": counted_points(best - choice.value).in_(frame.language),
        "ids": ", ".join(result.ids(choice.items)),
        "cost": choice.cost,
        "swap": frame.say(f"portfolio.{key}", into=into, out=out),
    }


def _weights(frame: Frame, result: Portfolio) -> Sequence[tuple[str, float, list[str]]]:
    """Return each criterion with what halving and doubling its weight does."""
    found = []
    for criterion in result.criteria:
        cells = [_change(frame, result, one.choice) for one in result.weighed if one.criterion == criterion.name]
        found.append((frame.words(criterion.label), criterion.weight / 100, cells))
    return found


def _change(frame: Frame, result: Portfolio, choice: Choice | None) -> str:
    if choice is None:
        return frame.say("portfolio.out_of_time")
    ways = zip(("in", "out"), result.difference(choice), strict=True)
    parts = [frame.say(f"portfolio.goes_{way}", ids=", ".join(ids)) for way, ids in ways if ids]
    return " · ".join(parts) or frame.say("portfolio.unchanged")


def _absent(frame: Frame, result: Portfolio) -> list[str]:
    """Say how much of each limit is used, and which demands there are none of."""
    told = []
    for demand, name in ((Demand.YEARLY_BUDGET, Amount.YEARLY_COST), (Demand.CAPACITY, Amount.WEEKS)):
        most = result.limit(demand)
        key = f"portfolio.{demand.value}_{'free' if most is None else 'used'}"
        if result.best is not None:
            told.append(frame.say(key, used=frame.number(result.spent(name)), most=frame.number(most or 0)))
    there = {one.demand for one in result.programme.constraints.values()}
    if not there & {Demand.REQUIRES, Demand.EXCLUDES}:
        told.append(frame.say("portfolio.no_links"))
    if not there & {Demand.FLOOR, Demand.CEILING}:
        told.append(frame.say("portfolio.no_sectors"))
    return told


def _chosen_weights(result: Portfolio) -> Sequence[tuple[Any, list[tuple[str, float]]]]:
    """Return the choices of each criterion's weight, the one in force among them."""
    found = []
    for criterion in result.criteria:
        own = criterion.weight / 100
        choices = sorted({*map(float, _WEIGHTS), own, own / 2, own * 2})
        found.append((criterion, [(f"{criterion.name}={one:g}", one) for one in choices if one <= 100]))
    return found


def _kept(row: Row, result: Portfolio) -> list[bool] | None:
    """Return one truth a weighting: whether the proposal is in there, too; None when some are not known."""
    if row.kept is None:
        return None
    return [one.choice is not None and row.place in one.choice.items for one in result.weighed]


def _addresses(frame: Frame, result: Portfolio) -> dict[str, str]:
    """Return where the same answer can be saved from, by ending."""
    own = {"view", "all", "lang", "budget"}
    pairs = [(name, value) for name, value in frame.parameters if name not in own and value]
    pairs += [("budget", str(result.budget)), ("sweep", "true"), ("lang", frame.language.value)]
    return {ending: f"/api/v1/portfolio{ending}?{urlencode(pairs)}" for ending in ("", ".svg", ".csv", ".xlsx")}
