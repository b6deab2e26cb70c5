"""What the impact analysis answers: frozen values with words in all three languages."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graphsvc.model import Kind, Reference, Relation, Way
from graphsvc.text import Language, Text
from graphsvc_queries.impact.path import Confidence, Hop
from graphsvc_queries.impact.rows import Below, SectorRow

__all__ = [
    "Because",
    "Change",
    "Consulted",
    "CountedTies",
    "Drawn",
    "Impact",
    "PlatformNote",
    "SoughtRows",
    "Tie",
    "Touched",
    "Unknown",
    "is_pictured",
]


_ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes and how; ``kind`` is a :class:`~graphsvc.model.ChangeKind` value or ``integrate``."""

    thing: Reference
    kind: str
    name: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields in one language."""
        return {"thing": self.thing, "kind": self.kind, "name": self.name.in_(language)}


@dataclass(frozen=True, slots=True)
class Touched:
    """One thing touched in one way, with the strongest path that touches it.

    Parameters
    ----------
    thing, kind, id, name
        Which one.
    sectors
        Ids of its sectors: a unit's own, a system's owners', a service's lead unit's; the first is shown.
    unit
        Id of the lead unit of a service, of the first owner of a system, of the unit itself.
    way
        Effect or work; a thing touched in both ways is there twice.
    strength
        Product of the path's weights, above 0 and at most 1.
    steps
        Flow and runs_on edges of the path.
    direct
        Whether some path reaches it without going by another system or service (model.md section 4, Direct).
    own_use, delivers
        A unit touched by its own use, through a service that it delivers; both may be true.
    path
        From the change to the thing; ``path[0].start`` is the change.
    """

    thing: Reference
    kind: Kind
    id: str
    name: Text
    sectors: tuple[str, ...]
    unit: str | None
    way: Way
    strength: float
    steps: int
    direct: bool
    own_use: bool
    delivers: bool
    confidence: Confidence
    path: tuple[Hop, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields, and more, in one language."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "name": self.name.in_(language),
            "sector": self.sectors[0] if self.sectors else None,
            "unit": self.unit,
            "way": self.way.value,
            "strength": round(self.strength, 9),
            "steps": self.steps,
            "direct": self.direct,
            "confidence": self.confidence.document(),
            "path": [hop.document(language) for hop in self.path],
            "thing": self.thing,
            "sectors": list(self.sectors),
            "own_use": self.own_use,
            "delivers": self.delivers,
        }


@dataclass(frozen=True, slots=True)
class PlatformNote:
    """A platform that delivers to touched systems; it passes nothing on, so it is listed apart."""

    platform: Reference
    name: Text
    reached: bool
    touched: Sequence[Reference]

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields, and more, in one language."""
        return {
            "platform": self.platform,
            "touched": list(self.touched),
            "name": self.name.in_(language),
            "reached": self.reached,
        }


@dataclass(frozen=True, slots=True)
class Unknown:
    """A thing of which the register knows too little to say that it is not touched."""

    thing: Reference
    kind: Kind
    id: str
    name: Text
    why: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields in one language."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "name": self.name.in_(language),
            "why": self.why.in_(language),
            "thing": self.thing,
        }


@dataclass(frozen=True, slots=True)
class Because:
    """Why a unit should be consulted; ``way`` is None for what owning an affected system, or an outage, gives."""

    way: Way | None
    sentence: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return the reason in one language."""
        return {"way": self.way.value if self.way else None, "sentence": self.sentence.in_(language)}


@dataclass(frozen=True, slots=True)
class Consulted:
    """A unit to consult, its role mailbox and the reasons."""

    thing: Reference
    unit: str
    name: Text
    contact: str | None
    strength: float
    because: tuple[Because, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields, and more, in one language."""
        return {
            "unit": self.unit,
            "name": self.name.in_(language),
            "contact": self.contact,
            "because": [one.document(language) for one in self.because],
            "thing": self.thing,
            "strength": round(self.strength, 9),
        }


def is_pictured(way: Way, relation: Relation) -> bool:
    """Tell whether a line is due to a tie of a way along a relation, see :attr:`Tie.pictured`."""
    return relation is not (Relation.OWNS if way is Way.WORK else Relation.CONTAINS)


class SoughtRows(Sequence[Touched]):
    """Touched things that are found without making all of them."""

    @abstractmethod
    def find(self, thing: str, way: Way) -> Touched | None:
        """Return a thing as it is touched in one way, or None when it is not."""

    @abstractmethod
    def has(self, thing: str, way: Way) -> bool:
        """Tell whether a thing is touched in one way, without making its row."""


class CountedTies(Sequence["Tie"]):
    """Ties that are counted without being made."""

    @abstractmethod
    def exist(self, way: Way) -> int:
        """Count the ties of a way that belong in a picture."""

    @abstractmethod
    def degrees(self) -> Mapping[Reference, int]:
        """Count the pictured effect ties at each thing, the change included."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A rule tie between the change and touched things, or between touched things, that alone carries the limit.

    ``strength`` is what it carries: the strength of ``start`` times ``weight``. ``crosses`` is true when the two
    have no sector in common (a thing without a sector counts as a sector of its own).
    """

    start: Reference
    end: Reference
    relation: Relation
    rule: str
    way: Way
    weight: float
    strength: float
    step: bool
    crosses: bool

    @property
    def pictured(self) -> bool:
        """Whether a line is due: journeys are told in the summary, and owners of what has work on its card."""
        return is_pictured(self.way, self.relation)


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many ties of a way are shown, and how many exist."""

    ties: int
    exist: int

    def document(self) -> dict[str, int]:
        """Return the promised fields."""
        return {"ties": self.ties, "exist": self.exist}


@dataclass(frozen=True)
class Impact:
    """Which sectors, units, services and systems a change touches, how strongly and why.

    Parameters
    ----------
    revision, as_of
        Which snapshot was asked.
    changes, min_strength, max_steps
        The question.
    summary
        The answer in one or two sentences.
    sectors
        Every sector of the municipalities concerned, strongest first; then the rows ``outside`` and ``without_owner``
        when not empty.
    touched
        By strength descending, then id; a thing touched in both ways is there twice.
    platforms, unknown, consult
        What platforms also deliver to the touched, what the register cannot tell, whom to ask.
    below, truncated
        What the minimum strength and the step limit left out.
    ties
        Every tie for a picture, by (way, start, end).
    unknown_elsewhere
        In a register of several municipalities: how many unknown things there are besides those of the nearest ones.
    sectors_elsewhere
        In such a register: how many sectors there are in municipalities where nothing is touched or changed.
    """

    revision: int
    as_of: dt.date
    changes: tuple[Change, ...]
    min_strength: float
    max_steps: int
    summary: Text
    sectors: Sequence[SectorRow]
    touched: Sequence[Touched]
    platforms: tuple[PlatformNote, ...]
    unknown: tuple[Unknown, ...]
    consult: Sequence[Consulted]
    below: Below
    truncated: bool
    ties: Sequence[Tie] = field(repr=False)
    unknown_elsewhere: int = 0
    sectors_elsewhere: int = 0

    @cached_property
    def degrees(self) -> Mapping[Reference, int]:
        """Number of pictured effect ties at each thing, the change included."""
        if isinstance(self.ties, CountedTies):
            return self.ties.degrees()
        found: dict[Reference, int] = {}
        for tie in self.ties:
            if tie.way is Way.EFFECT and tie.pictured:
                for end in (tie.start, tie.end):
                    found[end] = found.get(end, 0) + 1
        return found

    def by_way(self, way: Way) -> tuple[Touched, ...]:
        """Return what is touched in one way, in the order of :attr:`touched`."""
        return tuple(one for one in self.touched if one.way is way)

    def find(self, thing: str, way: Way) -> Touched | None:
        """Return a thing as it is touched in one way, or None when it is not."""
        if isinstance(self.touched, SoughtRows):
            return self.touched.find(thing, way)
        return self._by_thing.get((thing, way))

    def touches(self, thing: str, way: Way) -> bool:
        """Tell whether a thing is touched in one way."""
        if isinstance(self.touched, SoughtRows):
            return self.touched.has(thing, way)
        return (thing, way) in self._by_thing

    def whole(self) -> Impact:
        """Return the same answer with every row made, for whoever looks at all of them again and again.

        Notes
        -----
        O(hops + ties) where rows are made when they are looked at, else O(1).
        """
        lists = {"sectors": self.sectors, "touched": self.touched, "ties": self.ties, "consult": self.consult}
        made = {name: tuple(rows) for name, rows in lists.items() if not isinstance(rows, tuple)}
        return replace(self, **made) if made else self  # type: ignore[arg-type]

    @cached_property
    def _by_thing(self) -> Mapping[tuple[str, Way], Touched]:
        return {(one.thing, one.way): one for one in self.touched}

    def exist(self, way: Way) -> int:
        """Count the ties of one way that belong in a picture (:attr:`Tie.pictured`)."""
        if isinstance(self.ties, CountedTies):
            return self.ties.exist(way)
        return sum(tie.way is way and tie.pictured for tie in self.ties)

    def document(
        self, language: Language, drawn: Mapping[Way, Drawn] | None = None, *, rows: slice | None = None
    ) -> dict[str, object]:
        """Return the promised document in one language.

        Parameters
        ----------
        drawn
            What a picture of this answer drew. Without a picture nothing is left out, so that all that exists
            counts as shown.
        rows
            Which of the sectors, of what is touched and of whom to consult are listed: all when None. Where that
            leaves any out, ``listed`` says how many there are.
        """
        shown = {way: Drawn(self.exist(way), self.exist(way)) for way in Way} | dict(drawn or {})
        part = rows or _ALL
        sectors, touched, consult = self.sectors[part], self.touched[part], self.consult[part]
        lists = {
            "sectors": (sectors, self.sectors),
            "touched": (touched, self.touched),
            "consult": (consult, self.consult),
        }
        cut = any(len(told) < len(whole) for told, whole in lists.values())
        listed = {name: {"shown": len(told), "of": len(whole)} for name, (told, whole) in lists.items()}
        return {
            "revision": self.revision,
            "as_of": self.as_of.isoformat(),
            "changes": [change.document(language) for change in self.changes],
            "min_strength": self.min_strength,
            "max_steps": self.max_steps,
            "summary": self.summary.in_(language),
            "sectors": [row.document(language) for row in sectors],
            **({"sectors_elsewhere": self.sectors_elsewhere} if self.sectors_elsewhere else {}),
            "touched": [one.document(language) for one in touched],
            "platforms": [note.document(language) for note in self.platforms],
            "unknown": [one.document(language) for one in self.unknown],
            **({"unknown_elsewhere": self.unknown_elsewhere} if self.unknown_elsewhere else {}),
            "consult": [one.document(language) for one in consult],
            "below": self.below.document(),
            "truncated": self.truncated,
            "drawn": {way.value: shown[way].document() for way in Way},
            **({"listed": {"offset": rows.start or 0 if rows else 0, **listed}} if cut else {}),
        }
