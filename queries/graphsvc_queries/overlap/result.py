"""What overlap answers about a need: candidates, each with shares that add up to its score."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.model import Reference, split_reference
from graphsvc.text import Language, Text
from graphsvc_queries.overlap.scoring import Evidence

__all__ = [
    "Also",
    "Candidate",
    "Component",
    "Consulted",
    "Named",
    "Outcome",
    "Overlap",
    "Query",
    "Reason",
    "Together",
    "bare",
    "listed",
    "points_of",
    "sentences",
]


class Outcome(StrEnum):
    """What the candidates amount to."""

    YES = "yes"
    PARTLY = "partly"
    PERHAPS = "perhaps"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and what it is called."""

    thing: Reference
    name: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return thing, bare id and name."""
        return {"thing": self.thing, "id": bare(self.thing), "name": self.name.in_(language)}


@dataclass(frozen=True, slots=True)
class Also:
    """Something that can do some of what is needed, as many can; ``keep_apart`` says why it is not for this need."""

    thing: Reference
    name: Text
    keep_apart: Text | None

    def document(self, language: Language) -> dict[str, object]:
        """Return thing, name and the mark."""
        apart = self.keep_apart.in_(language) if self.keep_apart else None
        return {**Named(self.thing, self.name).document(language), "keep_apart": apart}


@dataclass(frozen=True, slots=True)
class Consulted:
    """A unit to ask, where to reach it, and why."""

    unit: Named
    contact: str | None
    because: tuple[Text, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return unit, name, contact and reasons."""
        return {
            "unit": bare(self.unit.thing),
            "name": self.unit.name.in_(language),
            "contact": self.contact,
            "because": [one.in_(language) for one in self.because],
        }


@dataclass(frozen=True, slots=True)
class Together:
    """The fewest systems that cover together what can be covered.

    Parameters
    ----------
    systems, places
        The systems, and their places among the candidates (None: among ``also``).
    covers, lacks
        What of the need they cover together, and what is still lacking.
    sentence
        The same in words.
    """

    systems: tuple[Named, ...]
    places: tuple[int | None, ...]
    covers: tuple[Named, ...]
    lacks: tuple[Named, ...]
    sentence: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return systems with their places, what they cover and lack, and the sentence."""
        systems = [
            {**one.document(language), "place": place} for one, place in zip(self.systems, self.places, strict=True)
        ]
        return {
            "systems": systems,
            "covers": listed(self.covers, language),
            "lacks": listed(self.lacks, language),
            "sentence": self.sentence.in_(language),
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """One share of a score, in points, and why."""

    kind: Evidence
    share: float
    sentence: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return kind, share and sentence."""
        return {"kind": self.kind.value, "share": self.share, "sentence": self.sentence.in_(language)}


@dataclass(frozen=True, slots=True)
class Component:
    """A national or shared system that does some of what is needed, or that the proposal names."""

    system: Named
    scope: str
    covers: tuple[Named, ...]
    named: bool

    def document(self, language: Language) -> dict[str, object]:
        """Return the system, its scope and what it covers."""
        return {
            "system": bare(self.system.thing),
            "thing": self.system.thing,
            "name": self.system.name.in_(language),
            "scope": self.scope,
            "covers": listed(self.covers, language),
            "named": self.named,
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that is there and may be what is asked for.

    Parameters
    ----------
    score
        0 to 100, the sum of the shares of ``reasons``.
    covers, lacks
        Needed capabilities that it has, and has not (data objects, when only data is asked for).
    keep_apart
        Why it must not be merged with what is asked for; None = nothing known against it. Such candidates come last.
    replaced
        Whether the proposal would replace or retire it.
    yearly_cost
        In thousand kroner; None = unknown.
    components
        National or shared systems that do some of what this one covers.
    """

    thing: Named
    score: float
    reasons: tuple[Reason, ...]
    covers: tuple[Named, ...]
    lacks: tuple[Named, ...]
    keep_apart: Text | None
    replaced: bool
    owners: tuple[Named, ...]
    users: tuple[Named, ...]
    contract_end: str | None
    disposition: str | None
    scope: str | None
    yearly_cost: float | None
    components: tuple[Named, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised row; ``system`` is the bare id, whatever the kind of thing."""
        owner = self.owners[0].document(language) if self.owners else None
        return {
            "system": bare(self.thing.thing),
            "thing": self.thing.thing,
            "name": self.thing.name.in_(language),
            "score": self.score,
            "covers": listed(self.covers, language),
            "lacks": listed(self.lacks, language),
            "owner": owner,
            "owners": listed(self.owners, language),
            "users": listed(self.users, language),
            "contract_end": self.contract_end,
            "disposition": self.disposition,
            "scope": self.scope,
            "yearly_cost": self.yearly_cost,
            "components": listed(self.components, language),
            "keep_apart": self.keep_apart.in_(language) if self.keep_apart else None,
            "replaced": self.replaced,
            "reasons": [reason.document(language) for reason in self.reasons],
        }

    def row(self, number: int, language: Language) -> dict[str, object]:
        """Return the candidate as one row of a table."""
        document = self.document(language)
        told = {name: document[name] for name in ("system", "name", "score")}
        names = ("covers", "lacks", "owners", "users", "contract_end", "disposition", "scope", "yearly_cost")
        rest = {name: document[name] for name in (*names, "components", "keep_apart", "replaced")}
        return {
            "number": number,
            **told,
            **points_of(self.reasons),
            "because": sentences(self.reasons, language),
            **rest,
        }


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked, as it was understood."""

    text: str | None
    proposal: str | None
    thing: Named | None
    capabilities: tuple[Named, ...]
    data_objects: tuple[Named, ...]
    neighbours: tuple[Named, ...]
    unrecognised: tuple[str, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the question."""
        return {
            "text": self.text,
            "proposal": self.proposal,
            "thing": self.thing.document(language) if self.thing else None,
            "capabilities": listed(self.capabilities, language),
            "data_objects": listed(self.data_objects, language),
            "neighbours": listed(self.neighbours, language),
            "unrecognised": list(self.unrecognised),
        }


@dataclass(frozen=True, slots=True)
class Overlap:
    """Whether we already have this.

    Parameters
    ----------
    outcome, summary
        Yes, partly, perhaps or no; and the same as a sentence.
    candidates
        Best first; those to keep apart last.
    found, apart
        How many there are, shown or not, and how many of them are to be kept apart.
    also
        Those that can do some of it and have no points, because so many can.
    together
        Which few cover the need together, when none does alone.
    consult
        Which units to ask.
    components
        National and shared systems that do some of it, or that the proposal names.
    unknown
        What the answer does not rest on, because the register does not know it.
    """

    revision: int
    as_of: dt.date
    query: Query
    outcome: Outcome
    summary: Text
    candidates: tuple[Candidate, ...]
    found: int
    apart: int
    also: tuple[Also, ...]
    together: Together | None
    components: tuple[Component, ...]
    consult: tuple[Consulted, ...]
    unknown: tuple[Text, ...]

    @property
    def truncated(self) -> bool:
        """Whether there are more candidates than are shown."""
        return self.found > len(self.candidates)

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised document."""
        return {
            "revision": self.revision,
            "as_of": self.as_of.isoformat(),
            "query": self.query.document(language),
            "outcome": self.outcome.value,
            "summary": self.summary.in_(language),
            "candidates": [one.document(language) for one in self.candidates],
            "found": self.found,
            "apart": self.apart,
            "truncated": self.truncated,
            "also": [one.document(language) for one in self.also],
            "together": self.together.document(language) if self.together else None,
            "components": [one.document(language) for one in self.components],
            "consult": [one.document(language) for one in self.consult],
            "unknown": [one.in_(language) for one in self.unknown],
        }

    def table(self, language: Language) -> list[dict[str, object]]:
        """Return one row a candidate, as a spreadsheet wants it."""
        return [one.row(number, language) for number, one in enumerate(self.candidates, 1)]


def points_of(reasons: tuple[Reason, ...]) -> dict[str, object]:
    """Return the points of every kind of evidence, 0 where there are none."""
    given = {reason.kind: reason.share for reason in reasons}
    return {kind.value: given.get(kind, 0.0) for kind in Evidence}


def sentences(reasons: tuple[Reason, ...], language: Language) -> str:
    """Return the reasons as a running text."""
    return ". ".join(reason.sentence.in_(language) for reason in reasons)


def bare(thing: Reference) -> str:
    """Return a thing's id without its kind."""
    return split_reference(thing)[1]


def listed(things: tuple[Named, ...], language: Language) -> list[dict[str, object]]:
    """Return things as rows of a document."""
    return [one.document(language) for one in things]
