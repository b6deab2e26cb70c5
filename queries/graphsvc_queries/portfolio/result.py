"""The answer: which proposals to fund, why, what nearly made it, and how sensitive the answer is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graphsvc.text import Language, Text
from graphsvc_queries.naming import bare
from graphsvc_queries.portfolio.candidates import Amount, Aside, Candidate
from graphsvc_queries.portfolio.criteria import Criterion, points
from graphsvc_queries.portfolio.links import Suggestion
from graphsvc_queries.portfolio.programme import Choice, Constraint, Demand, Programme
from graphsvc_queries.portfolio.reasons import Reason
from graphsvc_queries.portfolio.variations import Column, Weighed

__all__ = ["Portfolio", "Row"]


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal in the answer.

    Parameters
    ----------
    value
        In units; None = not scored.
    kept
        In how many of the other weightings it is chosen; None when some of them are not known.
    """

    candidate: Candidate
    place: int
    chosen: bool
    value: int | None
    reason: Reason
    kept: int | None
    unfit: bool

    def document(self, language: Language, of: int) -> dict[str, Any]:
        """Return it in one language."""
        one = self.candidate
        return {
            "id": one.id,
            "name": one.name.in_(language),
            "chosen": self.chosen,
            "value": None if self.value is None else points(self.value),
            "scores": {name: None if score.tenths is None else score.tenths / 10 for name, score in one.scores.items()},
            **{name.value: one.amounts[name] for name in Amount},
            "net": one.net,
            "sectors": bare(one.sectors),
            "mandatory": one.mandatory,
            "kept": {"count": self.kept, "of": of},
            "why": self.reason.sentence.in_(language),
            "reason": self.reason.kind,
            "lifts": list(self.reason.lifts),
        }


@dataclass(frozen=True)
class Portfolio:
    """The best set of proposals under what is demanded.

    Parameters
    ----------
    best
        None when no selection keeps the demands.
    optimal
        Whether the answer is proven; when not, ``bound`` tells how many units a better one could have at most.
    conflict
        The fewest demands that cannot be kept together; None when they were not found in time.
    complete
        Whether all near misses were looked for.
    tried
        How many selections were tried one by one; None where a solver proved it.
    """

    revision: int
    as_of: dt.date
    budget: int
    criteria: tuple[Criterion, ...]
    programme: Programme
    rows: tuple[Row, ...]
    aside: tuple[Aside, ...]
    best: Choice | None
    optimal: bool
    bound: int | None
    conflict: tuple[Constraint, ...] | None
    near: tuple[Choice, ...]
    complete: bool
    weighed: tuple[Weighed, ...]
    columns: tuple[Column, ...] | None
    suggestions: tuple[Suggestion, ...]
    tried: int | None
    summary: Text

    # -- parts that pages and pictures ask for -------------------------------------------------------------------
    @property
    def chosen(self) -> tuple[Row, ...]:
        """The rows that are in, by id."""
        return tuple(row for row in self.rows if row.chosen)

    @property
    def not_chosen(self) -> tuple[Row, ...]:
        """The rows that were weighed and are out: the most valuable first."""
        out = [row for row in self.rows if not row.chosen and not row.unfit]
        return tuple(sorted(out, key=lambda row: (-(row.value or 0), row.place)))

    @property
    def unfit(self) -> tuple[Row, ...]:
        """The rows that could not be weighed."""
        return tuple(row for row in self.rows if row.unfit and not row.chosen)

    @property
    def variations(self) -> int:
        """In how many other weightings the question was asked."""
        return len(self.weighed)

    def limit(self, demand: Demand) -> int | None:
        """Return a limit that is set, None when there is none."""
        found = self.programme.constraints.get(demand.value)
        return None if found is None else found.most

    def spent(self, name: Amount) -> int:
        """Add up an amount of what is chosen; what is unknown is not in it."""
        return sum(row.candidate.amounts[name] or 0 for row in self.chosen)

    def ids(self, items: Iterable[int]) -> list[str]:
        """Return the ids of candidates, in order."""
        return [self.rows[place].candidate.id for place in sorted(items)]

    def difference(self, choice: Choice) -> tuple[list[str], list[str]]:
        """Return what comes in and what goes out when another selection takes the best one's place."""
        best = self.best.items if self.best else frozenset()
        return self.ids(choice.items - best), self.ids(best - choice.items)

    # -- the document --------------------------------------------------------------------------------------------
    def document(self, language: Language) -> dict[str, Any]:
        """Return the promised document in one language."""
        best = self.best
        return {
            "revision": self.revision,
            "as_of": self.as_of.isoformat(),
            "budget": self.budget,
            "yearly_budget": self.limit(Demand.YEARLY_BUDGET),
            "capacity": self.limit(Demand.CAPACITY),
            "summary": self.summary.in_(language),
            "feasible": best is not None,
            "optimal": self.optimal,
            "bound": None if self.bound is None else points(self.bound),
            "tried": self.tried,
            "criteria": [one.document(language) for one in self.criteria],
            "chosen": [row.candidate.id for row in self.chosen],
            "value": None if best is None else points(best.value),
            "cost": None if best is None else best.cost,
            "spent": {name.value: self.spent(name) for name in Amount},
            "not_chosen": [
                {"id": row.candidate.id, "why": row.reason.sentence.in_(language), "reason": row.reason.kind}
                for row in (*self.not_chosen, *self.unfit)
            ],
            "not_scored": [
                {"id": row.candidate.id, "missing": list(row.candidate.unscored), "unread": list(row.candidate.unread)}
                for row in self.rows
                if row.candidate.unscored or row.candidate.unread
            ],
            "aside": [
                {"id": one.id, "name": one.name.in_(language), "because": one.closed.value} for one in self.aside
            ],
            "proposals": [row.document(language, self.variations) for row in self.rows],
            "near_misses": [self._near(choice) for choice in self.near],
            "near_misses_complete": self.complete,
            "sensitivity": self._sensitivity(),
            "sweep": None if self.columns is None else [self._column(one) for one in self.columns],
            "constraints": [
                {"key": one.key, "kind": one.demand.value, "sentence": one.sentence.in_(language)}
                for one in self.programme.constraints.values()
            ],
            "conflict": None
            if best is not None or self.conflict is None
            else [{"key": one.key, "sentence": one.sentence.in_(language)} for one in self.conflict],
            "suggestions": [
                {"a": one.a, "b": one.b, "sentence": one.sentence.in_(language)} for one in self.suggestions
            ],
        }

    def table(self, language: Language) -> list[dict[str, Any]]:
        """Return the proposals as rows, those that are chosen first."""
        rows = (*self.chosen, *self.not_chosen, *self.unfit)
        found = []
        for row in rows:
            document = row.document(language, self.variations)
            scores = {f"score_{name}": score for name, score in document.pop("scores").items()}
            kept = document.pop("kept")
            document.pop("lifts")
            found.append({**document, **scores, "kept": kept["count"], "kept_of": kept["of"]})
        return found

    def _near(self, choice: Choice) -> dict[str, Any]:
        into, out = self.difference(choice)
        assert self.best is not None  # noqa: S101 - near misses are near something
        return {
            "chosen": self.ids(choice.items),
            "value": points(choice.value),
            "less": points(self.best.value - choice.value),
            "cost": choice.cost,
            "in": into,
            "out": out,
        }

    def _sensitivity(self) -> dict[str, Any]:
        return {
            "weights": [
                {
                    "criterion": one.criterion,
                    "factor": 2.0 if one.doubled else 0.5,
                    "chosen": None if one.choice is None else self.ids(one.choice.items),
                    "in": [] if one.choice is None else self.difference(one.choice)[0],
                    "out": [] if one.choice is None else self.difference(one.choice)[1],
                }
                for one in self.weighed
            ],
            "kept": {row.candidate.id: row.kept for row in self.rows},
            "of": self.variations,
        }

    def _column(self, column: Column) -> dict[str, Any]:
        choice = column.choice
        return {
            "budget": column.budget,
            "known": column.known,
            "feasible": None if not column.known else choice is not None,
            "chosen": None if choice is None else self.ids(choice.items),
            "value": None if choice is None else points(choice.value),
            "cost": None if choice is None else choice.cost,
        }
