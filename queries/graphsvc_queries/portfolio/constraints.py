"""From candidates and a question to the constraints of a programme, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graphsvc.model import Reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.naming import named, sentence_list
from graphsvc_queries.portfolio.candidates import Amount, Aside, Candidate, Closed
from graphsvc_queries.portfolio.criteria import Criterion
from graphsvc_queries.portfolio.links import named_proposals, prerequisites
from graphsvc_queries.portfolio.programme import Constraint, Demand, Programme
from graphsvc_queries.portfolio.wording import DEMANDS, amount, names

__all__ = ["LIMITS", "Limits", "exclusions", "missing_numbers", "programme_of"]

#: What each limit adds up.
LIMITS = {
    Demand.BUDGET: Amount.INVESTMENT,
    Demand.YEARLY_BUDGET: Amount.YEARLY_COST,
    Demand.CAPACITY: Amount.WEEKS,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the question demands beside what proposals say of themselves.

    Parameters
    ----------
    most
        Budget, yearly budget and capacity, those that are set.
    floors, ceilings
        Sector -> kNOK.
    must, without
        Ids of proposals that must be in and that are held out.
    """

    most: Mapping[Demand, int]
    floors: Mapping[Reference, int] = field(default_factory=dict)
    ceilings: Mapping[Reference, int] = field(default_factory=dict)
    must: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


def programme_of(
    snapshot: Snapshot,
    candidates: Sequence[Candidate],
    aside: Mapping[str, Aside],
    criteria: Sequence[Criterion],
    limits: Limits,
) -> Programme:
    """Build the programme.

    Notes
    -----
    O(candidates x limits + links).
    """
    building = _Building(snapshot, candidates, aside, criteria, limits)
    found: dict[str, Constraint] = {}
    for constraint in building.constraints():
        found.setdefault(constraint.key, constraint)
    values = tuple(one.worth(criteria) or 0 for one in candidates)
    costs = tuple(one.amounts[Amount.INVESTMENT] or 0 for one in candidates)
    return Programme(values, costs, found)


def missing_numbers(candidate: Candidate, limits: Limits) -> tuple[Amount, ...]:
    """Return the numbers that a candidate lacks and that a limit is set on."""
    return tuple(LIMITS[demand] for demand in limits.most if candidate.amounts[LIMITS[demand]] is None)


def exclusions(candidates: Sequence[Candidate]) -> dict[frozenset[str], Candidate]:
    """Return the pairs that people have said exclude each other, with the one that says so."""
    found: dict[frozenset[str], Candidate] = {}
    for one in candidates:
        for other in named_proposals(one.fields.get("excludes_proposals")):
            if other != one.id:
                found.setdefault(frozenset((one.id, other)), one)
    return found


class _Building:
    def __init__(
        self,
        snapshot: Snapshot,
        candidates: Sequence[Candidate],
        aside: Mapping[str, Aside],
        criteria: Sequence[Criterion],
        limits: Limits,
    ) -> None:
        self._snapshot = snapshot
        self._candidates = candidates
        self._aside = aside
        self._labels = {one.name: one.label for one in criteria}
        self._limits = limits
        self._places = {one.id: place for place, one in enumerate(candidates)}

    def constraints(self) -> Iterator[Constraint]:
        """Give every constraint, the plainest first: that order settles which conflict is told."""
        for demand, most in self._limits.most.items():
            yield self._limit(demand, most)
        yield from self._sectors()
        found = prerequisites(self._snapshot)
        for one in self._candidates:
            yield from self._own(one)
            for other in named_proposals(one.fields.get("requires_proposals")):
                yield from self._requires(one, other)
            for system, others in found.get(one.id, {}).items():
                yield from self._requires_system(one, system, others)
        for pair, told in exclusions(self._candidates).items():
            yield from self._excludes(sorted(pair), told)

    def _limit(self, demand: Demand, most: int) -> Constraint:
        terms = self._terms(LIMITS[demand])
        sentence = DEMANDS[demand.value].format(most=amount(most))
        return Constraint(demand.value, demand, terms, None, most, sentence)

    def _terms(self, name: Amount, sector: Reference | None = None) -> tuple[tuple[int, int], ...]:
        return tuple(
            (place, one.amounts[name] or 0)
            for place, one in enumerate(self._candidates)
            if one.amounts[name] and (sector is None or sector in one.sectors)
        )

    def _sectors(self) -> Iterator[Constraint]:
        for demand, given in ((Demand.FLOOR, self._limits.floors), (Demand.CEILING, self._limits.ceilings)):
            for sector, number in given.items():
                name = named(self._snapshot, self._snapshot.index(sector)).name
                words = DEMANDS[demand.value].format(least=amount(number), most=amount(number), sector=name)
                bounds = (number, None) if demand is Demand.FLOOR else (None, number)
                terms = self._terms(Amount.INVESTMENT, sector)
                yield Constraint(f"{demand.value}:{sector}", demand, terms, bounds[0], bounds[1], words)

    def _own(self, one: Candidate) -> Iterator[Constraint]:
        place = self._places[one.id]
        mandatory = one.mandatory or one.id in self._limits.must
        why = str(one.fields.get("mandatory_because") or "")
        if mandatory:
            told = DEMANDS["mandatory_because" if why and one.mandatory else "mandatory"].format(one=one.id, why=why)
            yield self._fixed(Demand.MANDATORY, one.id, place, True, told)
        if one.id in self._limits.without:
            yield self._fixed(Demand.HELD_OUT, one.id, place, False, DEMANDS["held_out"].format(one=one.id))
        lacks = [DEMANDS[name.value] for name in missing_numbers(one, self._limits)]
        if one.unscored and not mandatory:
            labels = sentence_list(self._labels[name] for name in one.unscored)
            lacks.append(DEMANDS["unscored"].format(what=labels))
        if lacks:
            what = sentence_list(lacks)
            told = DEMANDS["unfit"].format(one=one.id, what=what)
            yield replace(self._fixed(Demand.UNFIT, one.id, place, False, told), detail=what)

    @staticmethod
    def _fixed(demand: Demand, key: str, place: int, chosen: bool, sentence: Text) -> Constraint:
        least, most = (1, None) if chosen else (None, 0)
        return Constraint(f"{demand.value}:{key}", demand, ((place, 1),), least, most, sentence, (place,))

    def _requires(self, one: Candidate, other: str) -> Iterator[Constraint]:
        if other == one.id or self._is_done(other):
            return
        place, key = self._places[one.id], f"{one.id}:{other}"
        if other in self._places:
            words = DEMANDS["requires"].format(one=one.id, other=other)
            yield self._implied(key, place, (self._places[other],), words)
        else:
            words = DEMANDS["requires_gone"].format(one=one.id, other=other, state=self._state(other))
            yield self._implied(key, place, (), words)

    def _requires_system(self, one: Candidate, system: Reference, others: tuple[str, ...]) -> Iterator[Constraint]:
        if any(self._is_done(other) for other in others):
            return
        providers = tuple(self._places[other] for other in others if other in self._places)
        words = DEMANDS["requires_system" if providers else "requires_system_gone"].format(
            one=one.id,
            system=system,
            other=names(self._candidates[place].id for place in providers) if providers else names(others),
            state=self._state(others[0]),
        )
        yield self._implied(f"{one.id}:{system}", self._places[one.id], providers, words)

    @staticmethod
    def _implied(key: str, place: int, providers: tuple[int, ...], sentence: Text) -> Constraint:
        terms = ((place, 1), *((provider, -1) for provider in providers))
        return Constraint(f"requires:{key}", Demand.REQUIRES, terms, None, 0, sentence, (place, *providers))

    def _excludes(self, pair: list[str], told: Candidate) -> Iterator[Constraint]:
        places = tuple(self._places[one] for one in pair if one in self._places)
        other = next((one for one in pair if one not in self._places), None)
        if other is not None and not self._is_done(other):
            return
        words = {"one": told.id, "other": other or next(one for one in pair if one != told.id)}
        sentence = DEMANDS["excludes" if other is None else "excludes_done"].format(**words, why=_reason(told))
        terms = tuple((place, 1) for place in places)
        key = f"excludes:{':'.join(pair)}"
        yield Constraint(key, Demand.EXCLUDES, terms, None, 1 if other is None else 0, sentence, places)

    def _is_done(self, other: str) -> bool:
        return other in self._aside and self._aside[other].closed is Closed.DONE

    def _state(self, other: str) -> Text:
        return DEMANDS[self._aside[other].closed.value if other in self._aside else "absent"]


def _reason(told: Candidate) -> Text:
    """Say why and by whom an exclusion was confirmed, as far as it was written down."""
    why, by = (str(told.fields.get(name) or "").strip() for name in ("excludes_because", "excludes_by"))
    key = "why_by" if why and by else "why" if why else "by" if by else None
    return Text.same("") if key is None else DEMANDS[key].format(why=why, by=by)
