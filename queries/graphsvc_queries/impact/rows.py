"""The roll-up by sector, and what the minimum strength left out."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.text import Language, Text

__all__ = ["Below", "BelowWay", "SectorEffect", "SectorRow", "SectorWork"]


@dataclass(frozen=True, slots=True)
class SectorEffect:
    """What gets worse in a sector; ``below`` when units of it are touched only below the minimum strength.

    ``users`` are units touched by their own use, ``deliverers`` those touched through a service; a unit may be both.
    """

    strength: float = 0.0
    services: int = 0
    units: int = 0
    systems: int = 0
    users: int = 0
    deliverers: int = 0
    below: bool = False

    def document(self) -> dict[str, object]:
        """Return the promised fields."""
        return {
            "strength": round(self.strength, 9),
            "services": self.services,
            "units": self.units,
            "systems": self.systems,
            "users": self.users,
            "deliverers": self.deliverers,
            "below": self.below,
        }


@dataclass(frozen=True, slots=True)
class SectorWork:
    """Who must act in a sector; ``below`` as for effect."""

    strength: float = 0.0
    units: int = 0
    systems: int = 0
    below: bool = False

    def document(self) -> dict[str, object]:
        """Return the promised fields."""
        return {
            "strength": round(self.strength, 9),
            "units": self.units,
            "systems": self.systems,
            "below": self.below,
        }


@dataclass(frozen=True, slots=True)
class SectorRow:
    """One sector (or ``outside``, ``without_owner``) in the roll-up; ``direct`` counts distinct direct things."""

    id: str
    name: Text
    effect: SectorEffect
    work: SectorWork
    direct: int

    def document(self, language: Language) -> dict[str, object]:
        """Return the promised fields in one language."""
        return {
            "id": self.id,
            "name": self.name.in_(language),
            "effect": self.effect.document(),
            "work": self.work.document(),
            "direct": self.direct,
        }


@dataclass(frozen=True, slots=True)
class BelowWay:
    """How many would be touched in a way if the minimum were 0, and are not now."""

    sectors: int = 0
    units: int = 0
    services: int = 0
    systems: int = 0

    def document(self) -> dict[str, int]:
        """Return the promised fields."""
        return {
            "sectors": self.sectors,
            "units": self.units,
            "services": self.services,
            "systems": self.systems,
        }


@dataclass(frozen=True, slots=True)
class Below:
    """What the minimum strength left out, in each way."""

    effect: BelowWay
    work: BelowWay

    def document(self) -> dict[str, object]:
        """Return the promised fields."""
        return {"effect": self.effect.document(), "work": self.work.document()}
