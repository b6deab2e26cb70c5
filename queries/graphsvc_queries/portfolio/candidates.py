"""Proposals as candidates: their numbers, what they are worth, and what bars them from being weighed at all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from graphsvc.metamodel import shown_name
from graphsvc.model import Kind, Reference, Value
from graphsvc.records import ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.naming import listed
from graphsvc_queries.portfolio.criteria import Criterion
from graphsvc_queries.portfolio.scores import Score, given_scores, score_of

__all__ = ["Amount", "Aside", "Candidate", "Closed", "closed", "read", "scored_criteria"]

#: Beyond this (kNOK, weeks) a number in the register is taken for a slip of the pen, and for unknown.
_MOST = 10**12


class Amount(StrEnum):
    """What a limit is set on: fields of a proposal."""

    INVESTMENT = "investment"
    YEARLY_COST = "yearly_cost"
    WEEKS = "it_person_weeks"


class Closed(StrEnum):
    """Why a proposal is no longer before the forum."""

    WITHDRAWN = "withdrawn"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Aside:
    """A proposal that does not compete.

    ``done`` ones count as there for those that require them.
    """

    id: str
    name: Text
    closed: Closed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal that is weighed.

    Parameters
    ----------
    amounts
        Whole kNOK and person-weeks, rounded up; None = unknown, which is not 0.
    net
        Yearly benefit minus yearly cost, whole kNOK rounded down; None = unknown.
    scores
        By criterion.
    unread
        Words in its field of scores that are none.
    sectors
        Where its investment counts.
    """

    id: str
    name: Text
    fields: Mapping[str, Value] = field(hash=False)
    amounts: Mapping[Amount, int | None] = field(hash=False)
    net: int | None
    scores: Mapping[str, Score] = field(hash=False)
    unread: tuple[str, ...]
    sectors: tuple[Reference, ...]
    mandatory: bool

    @property
    def unscored(self) -> tuple[str, ...]:
        """The criteria that it has no score on."""
        return tuple(name for name, score in self.scores.items() if score.tenths is None)

    def worth(self, criteria: Iterable[Criterion], factors: Mapping[str, int] | None = None) -> int | None:
        """Return its value in units; None when a score is missing. ``factors`` as in :meth:`Criterion.worth`."""
        total = 0
        for criterion in criteria:
            tenths = self.scores[criterion.name].tenths
            if tenths is None:
                return None
            total += criterion.worth(tenths, (factors or {}).get(criterion.name, 2))
        return total


def scored_criteria(snapshot: Snapshot) -> frozenset[str]:
    """Return the criteria that some proposal has a score on."""
    return frozenset(name for fact in snapshot.proposals.values() for name in given_scores(fact.record.fields)[0])


def closed(snapshot: Snapshot) -> dict[str, Aside]:
    """Return the proposals that no longer compete, by id: withdrawn, carried out, or declined by the forum's last word.

    Notes
    -----
    O(proposals + decisions).
    """
    last = _last_outcomes(snapshot)
    found: dict[str, Aside] = {}
    for identifier, fact in snapshot.proposals.items():
        why = _closed(fact.record.fields, last.get(identifier))
        if why is not None:
            found[identifier] = Aside(identifier, _name(fact.record.fields, identifier), why)
    return found


def _closed(fields: Mapping[str, Value], outcome: str | None) -> Closed | None:
    if fields.get("withdrawn_on") or fields.get("withdrawn_because"):
        return Closed.WITHDRAWN
    if fields.get("carried_out_in") is not None or fields.get("phase") in {"closing", "realising"}:
        return Closed.DONE
    return Closed.DECLINED if outcome == "decline" else None


def _last_outcomes(snapshot: Snapshot) -> dict[str, str]:
    """Return the forum's last word on each proposal: the decision that no later one replaces."""
    decisions = snapshot.forum(Kind.DECISION)
    replaced = {
        one.removeprefix("decision:")
        for fact in decisions.values()
        for one in listed(fact.record.fields.get("replaces"))
    }
    found: dict[str, tuple[tuple[str, str], str]] = {}
    for identifier, fact in decisions.items():
        fields = fact.record.fields
        age = (str(fields.get("decided_on") or ""), identifier)
        for proposal in listed(fields.get("proposal")) if identifier not in replaced else ():
            name = proposal.removeprefix("proposal:")
            if name not in found or age > found[name][0]:
                found[name] = (age, str(fields.get("outcome")))
    return {proposal: outcome for proposal, (_, outcome) in found.items()}


def read(snapshot: Snapshot, criteria: Sequence[Criterion], aside: Mapping[str, Aside]) -> tuple[Candidate, ...]:
    """Return the proposals that compete, by id.

    Notes
    -----
    O(proposals), and an impact analysis for each where the reach is worked out.
    """
    return tuple(
        _candidate(snapshot, fact.record, criteria)
        for identifier, fact in snapshot.proposals.items()
        if identifier not in aside and isinstance(fact.record, ThingRecord)
    )


def _candidate(snapshot: Snapshot, record: ThingRecord, criteria: Sequence[Criterion]) -> Candidate:
    fields = record.fields
    given, unread = given_scores(fields)
    benefit, yearly = _whole(fields.get("yearly_benefit"), math.floor), _whole(fields.get("yearly_cost"), math.ceil)
    net = None if benefit is None or yearly is None else benefit - yearly
    return Candidate(
        id=record.id,
        name=_name(fields, record.id),
        fields=fields,
        amounts={one: _whole(fields.get(one.value), math.ceil) for one in Amount},
        net=net,
        scores={one.name: score_of(snapshot, record.id, one, given, net) for one in criteria},
        unread=unread,
        sectors=_sectors(snapshot, fields),
        mandatory=fields.get("mandatory") is True,
    )


def _whole(value: Value, rounded: Callable[[float], int]) -> int | None:
    """Return a number of the register as a whole one; what is no number, or beyond belief, is unknown."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > _MOST:
        return None
    return rounded(value)


def _sectors(snapshot: Snapshot, fields: Mapping[str, Value]) -> tuple[Reference, ...]:
    """Return the sector that a proposal names, else that of the unit it comes from."""
    for name in ("sector", "proposer_unit"):
        found: set[int] = set()
        for one in listed(fields.get(name)):
            whole = one if ":" in one else f"{Kind.UNIT.value}:{one}"
            if whole in snapshot:
                found |= set(snapshot.organisation.sectors_of(snapshot.index(whole)))
        if found:
            return tuple(snapshot.references[sector] for sector in sorted(found))
    return ()


def _name(fields: Mapping[str, Value], identifier: str) -> Text:
    return Text(*(shown_name(fields, identifier, language).words for language in Language))
