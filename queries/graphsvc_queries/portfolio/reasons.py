"""Why each proposal is in or out: every sentence is tried by lifting what it names and asking again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from graphsvc.text import Text
from graphsvc_queries.naming import sentence_list
from graphsvc_queries.portfolio.constraints import LIMITS
from graphsvc_queries.portfolio.programme import Choice, Constraint, Demand, Engine, OutOfTime, Programme, Variant
from graphsvc_queries.portfolio.wording import REASONS, amount, counted_points

__all__ = ["Reason", "Reasons"]

#: So many demands at once are tried, of so many that concern a proposal.
_AT_ONCE, _CONCERNED = 3, 6
#: Which constraints are tried first: what a person would name before the money, the money, then what others take.
_ORDER = (Demand.EXCLUDES, Demand.REQUIRES, Demand.CEILING, *LIMITS, Demand.FLOOR, Demand.MANDATORY)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a proposal is in or out.

    Parameters
    ----------
    kind
        A word for programs.
    lifts
        Keys of the constraints that, lifted together, let a proposal in that is out; empty when none does, or when
        it is in.
    amount
        How much is short (kNOK, weeks), or how much the selection would lose (units of value), where one can say.
    """

    kind: str
    sentence: Text
    lifts: tuple[str, ...] = ()
    amount: int | None = None


class Reasons:
    """Finds reasons; the best selection under each lifted constraint is found once and kept.

    Parameters
    ----------
    programme, engine
        What is chosen from, and who finds the best.
    best
        The best selection, proven.
    """

    def __init__(self, programme: Programme, engine: Engine, best: Choice) -> None:
        self._programme = programme
        self._engine = engine
        self._best = best
        self._kept: dict[frozenset[str], Choice | None] = {}
        self._constraints = programme.constraints

    def of(self, place: int, identifier: str) -> Reason:
        """Return the reason of one candidate; one that says so when time runs out.

        Notes
        -----
        One search for each constraint that is tried, shared by all candidates; one more for each that is in.
        """
        inside = place in self._best.items
        try:
            return self._inside(place, identifier) if inside else self._outside(place, identifier)
        except OutOfTime:
            return _reason("in_not_examined" if inside else "not_examined")

    # -- in ------------------------------------------------------------------------------------------------------
    def _inside(self, place: int, identifier: str) -> Reason:
        if f"mandatory:{identifier}" in self._constraints:
            return self._mandatory(place, f"mandatory:{identifier}")
        other = self._engine.best(Variant(fixed=((place, False),)))
        if other is None:
            return _reason("needed")
        lost = self._best.value - other.value
        if lost:
            return _reason("worth", lost, points=counted_points(lost))
        dearer = other.cost - self._best.cost
        return _reason("cheaper", dearer, money=amount(dearer)) if dearer else _reason("first")

    def _mandatory(self, place: int, key: str) -> Reason:
        other = self._lifted(frozenset({key}))
        if other is None or place in other.items:
            return _reason("mandatory_anyway")
        gain = other.value - self._best.value
        return _reason("mandatory_costs", gain, points=counted_points(gain)) if gain else _reason("mandatory_tie")

    # -- out -----------------------------------------------------------------------------------------------------
    def _outside(self, place: int, identifier: str) -> Reason:
        unfit = self._constraints.get(f"unfit:{identifier}")
        if unfit is not None:
            return _reason("unfit", what=unfit.detail)
        if f"held_out:{identifier}" in self._constraints:
            return self._held_out(place, f"held_out:{identifier}")
        for constraint in self._tried(place):
            found = self._lifted(frozenset({constraint.key}))
            if found is not None and place in found.items:
                return self._alone(place, constraint)
        return self._together(place) or _reason("worthless" if not self._programme.values[place] else "beaten")

    def _held_out(self, place: int, key: str) -> Reason:
        found = self._lifted(frozenset({key}))
        if found is not None and place in found.items:
            return Reason("held_out", REASONS["held_in"], (key,))
        return Reason("held_out", REASONS["held_out"])

    def _tried(self, place: int) -> list[Constraint]:
        """Return the constraints that may keep a candidate out, in the order in which a person would name them."""
        items = self._best.items | {place}
        own = [one for one in self._constraints.values() if one.demand in _ORDER]

        def rank(one: Constraint) -> tuple[bool, bool, int]:
            concerns = one.demand in LIMITS or any(item == place for item, _ in one.terms)
            return (not concerns, one.holds(items), _ORDER.index(one.demand))

        return sorted(own, key=rank)

    def _alone(self, place: int, constraint: Constraint) -> Reason:
        """Say that one constraint keeps it out."""
        if constraint.demand not in LIMITS:
            return Reason(
                constraint.demand.value, REASONS["lifted"].format(demand=constraint.sentence), (constraint.key,)
            )
        assert constraint.most is not None  # noqa: S101 - limits have an upper bound
        short = constraint.amount(self._best.items | {place}) - constraint.most
        key = f"{constraint.demand.value}_short" if short > 0 else constraint.demand.value
        return Reason(
            constraint.demand.value,
            REASONS[key].format(short=amount(short)),
            (constraint.key,),
            short if short > 0 else None,
        )

    def _together(self, place: int) -> Reason | None:
        """Say that several limits or demands of its own at once keep it out, the fewest that do."""
        concerned = [one for one in self._tried(place) if one.demand in LIMITS or dict(one.terms).get(place)]
        for count in range(2, _AT_ONCE + 1):
            for some in combinations(concerned[:_CONCERNED], count):
                found = self._lifted(frozenset(one.key for one in some))
                if found is not None and place in found.items:
                    return Reason("together", _several(some), tuple(one.key for one in some))
        return None

    def _lifted(self, keys: frozenset[str]) -> Choice | None:
        if keys not in self._kept:
            self._kept[keys] = self._engine.best(Variant(lifted=keys))
        return self._kept[keys]


def _several(some: Sequence[Constraint]) -> Text:
    """Name the limits in one sentence; demands of other kinds stand in their own."""
    if all(one.demand in LIMITS for one in some):
        words = sentence_list(REASONS[f"limit_{one.demand.value}"] for one in some)
        return REASONS["limits"].format(demands=words)
    told = zip(*((one.sentence.nb, one.sentence.nn, one.sentence.en) for one in some), strict=True)
    return REASONS["several"].format(demands=Text(*(" ".join(words) for words in told)))


def _reason(key: str, amount: int | None = None, **words: object) -> Reason:
    return Reason(key, REASONS[key].format(**words), amount=amount)
