"""The answer: a journey step by step, its hand-overs, and where it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graphsvc.model import Reference
from graphsvc.text import Language, Text
from graphsvc_queries.naming import Named, bare

__all__ = ["Break", "Flow", "HandOver", "How", "Journey", "Sector", "Step", "Supporter", "Taker"]


class How(StrEnum):
    """How one step hands over to the next, the best first."""

    SHARED = "shared"
    AUTOMATIC = "automatic"
    MANUAL = "manual"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Supporter:
    """A system that supports a service of the journey."""

    system: Named
    strength: str | None
    alternative: str | None

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {**self.system.document(language), "strength": self.strength, "alternative": self.alternative}


@dataclass(frozen=True, slots=True)
class Taker:
    """A unit that takes part in a step."""

    unit: Named
    role: str | None
    sectors: tuple[Reference, ...]
    contact: str | None

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        found = {**self.unit.document(language), "role": self.role, "sectors": bare(self.sectors)}
        return {**found, "contact": self.contact}


@dataclass(frozen=True, slots=True)
class Step:
    """A service of the journey, with who delivers it and what it rests on."""

    number: int
    service: Named
    units: tuple[Taker, ...]
    systems: tuple[Supporter, ...]

    @property
    def sectors(self) -> tuple[Reference, ...]:
        """Sectors of all units that deliver it, ascending."""
        return tuple(sorted({sector for unit in self.units for sector in unit.sectors}))

    def document(self, language: Language) -> dict[str, object]:
        """Return the step in one language."""
        return {
            "step": self.number,
            **self.service.document(language),
            "sectors": bare(self.sectors),
            "units": [one.document(language) for one in self.units],
            "systems": [one.document(language) for one in self.systems],
        }


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow between systems of the journey, along the data.

    Parameters
    ----------
    assumed
        The register does not say which way the data goes, so both are allowed.
    """

    id: str
    start: Named
    end: Named
    mode: str | None
    data: str | None
    through: tuple[str, ...]
    assumed: bool

    def document(self, language: Language) -> dict[str, object]:
        """Return the flow in one language."""
        return {
            "id": self.id,
            "from": self.start.id,
            "from_name": self.start.name.in_(language),
            "to": self.end.id,
            "to_name": self.end.name.in_(language),
            "mode": self.mode,
            "data": self.data,
            "through": list(self.through),
            "assumed": self.assumed,
        }


@dataclass(frozen=True, slots=True)
class HandOver:
    """From one step to the next.

    Parameters
    ----------
    crosses
        Whether the two steps have no sector in common.
    shared
        Systems that both steps use.
    flows
        Flows from a system of the first to one of the second; the manual ones only, when ``how`` is manual.
    """

    start: Named
    end: Named
    how: How
    crosses: bool
    shared: tuple[Named, ...]
    flows: tuple[Flow, ...]
    sentence: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return the hand-over in one language."""
        return {
            "from": self.start.id,
            "to": self.end.id,
            "how": self.how.value,
            "crosses_sector": self.crosses,
            "shared": [one.id for one in self.shared],
            "flows": [one.document(language) for one in self.flows],
            "sentence": self.sentence.in_(language),
        }


@dataclass(frozen=True, slots=True)
class Sector:
    """How much of the journey lies in a sector."""

    sector: Named
    steps: tuple[int, ...]
    units: tuple[Reference, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the sector in one language."""
        return {**self.sector.document(language), "steps": list(self.steps), "units": bare(self.units)}


@dataclass(frozen=True, slots=True)
class Break:
    """Where the journey breaks, or may break: ``what`` is a word for programs, the sentence is for people."""

    what: str
    things: tuple[Reference, ...]
    sentence: Text

    def document(self, language: Language) -> dict[str, object]:
        """Return it in one language."""
        return {"what": self.what, "things": list(self.things), "sentence": self.sentence.in_(language)}


@dataclass(frozen=True, slots=True)
class Journey:
    """A journey across services.

    Parameters
    ----------
    steps
        In the journey's order; a service without a place in it comes last, by id.
    sectors
        In the register's order; only those that take part.
    systems
        System -> numbers of the steps that it is required for without an alternative, most first.
    hand_overs
        One between each two steps.
    manual
        Every manual flow between systems of the journey, whichever steps they belong to.
    breaks
        Steps and hand-overs that break, in the journey's order, then systems on which half the journey or more rests.
    """

    revision: int
    as_of: str
    journey: Named
    steps: tuple[Step, ...]
    sectors: tuple[Sector, ...]
    systems: tuple[tuple[Named, tuple[int, ...]], ...]
    hand_overs: tuple[HandOver, ...]
    manual: tuple[Flow, ...]
    breaks: tuple[Break, ...]

    def document(self, language: Language) -> dict[str, object]:
        """Return the document in one language."""
        units = sorted({unit.unit.thing for step in self.steps for unit in step.units})
        return {
            "revision": self.revision,
            "as_of": self.as_of,
            "journey": self.journey.document(language),
            "steps": [one.document(language) for one in self.steps],
            "sectors": [one.document(language) for one in self.sectors],
            "units": bare(units),
            "systems": [{**one.document(language), "required_for": list(steps)} for one, steps in self.systems],
            "hand_overs": [one.document(language) for one in self.hand_overs],
            "manual": [one.document(language) for one in self.manual],
            "breaks": [one.document(language) for one in self.breaks],
        }

    def table(self, language: Language) -> list[dict[str, object]]:
        """Return the steps as rows, each with how it hands over to the next."""
        onward = [*self.hand_overs, *[None] * (len(self.steps) - len(self.hand_overs))]
        return [
            {
                "step": step.number,
                **step.service.document(language),
                "sectors": bare(step.sectors),
                "units": [one.unit.name.in_(language) for one in step.units],
                "systems": [one.system.name.in_(language) for one in step.systems],
                "hand_over": over.how.value if over else None,
                "crosses_sector": over.crosses if over else None,
                "sentence": over.sentence.in_(language) if over else None,
            }
            for step, over in zip(self.steps, onward, strict=True)
        ]
