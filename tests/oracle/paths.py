"""Paths, their strength, and which one is shown."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["EPSILON", "STEPS", "Hop", "Path", "first", "reaches", "shown", "weakest"]

#: Strengths closer than this are equal (model.md: "ties (within 1e-9)", ">= limit - 1e-9").
EPSILON = 1e-9
#: "A *step* is a flow or runs_on edge."
STEPS = ("flow", "runs_on")


@dataclass(frozen=True)
class Hop:
    """One relation on a path; a relation that a proposal promises has no id yet."""

    start: str
    end: str
    relation: str
    id: str | None
    weight: float
    confirmed: str | None = None


@dataclass(frozen=True)
class Path:
    """A way from a change to a thing; without hops it stands at the change itself."""

    start: str
    hops: tuple[Hop, ...] = ()

    @property
    def strength(self) -> float:
        """Product of the weights."""
        return math.prod(hop.weight for hop in self.hops)

    @property
    def things(self) -> tuple[str, ...]:
        """Every thing on the way, the changed one first."""
        return (self.start, *(hop.end for hop in self.hops))

    @property
    def steps(self) -> int:
        """Number of flows and runs_on relations."""
        return sum(hop.relation in STEPS for hop in self.hops)

    def plus(self, hop: Hop) -> Path:
        """The same way, one hop further."""
        return Path(self.start, (*self.hops, hop))


def reaches(strength: float, limit: float) -> bool:
    """A strength counts when it is >= limit - 1e-9."""
    return strength >= limit - EPSILON


def shown(paths: Iterable[Path]) -> Path:
    """The strongest; ties: fewer things, the smaller sequence of names, the smaller ids of relations."""
    every = list(paths)
    strongest = max(path.strength for path in every)
    return first(path for path in every if path.strength >= strongest - EPSILON)


def weakest(paths: Iterable[Path]) -> Path:
    """The weakest, ties as above: what a group of alternatives shows."""
    every = list(paths)
    least = min(path.strength for path in every)
    return first(path for path in every if path.strength <= least + EPSILON)


def first(paths: Iterable[Path]) -> Path:
    """The first of equally strong paths."""
    return min(paths, key=_before)


def _before(path: Path) -> tuple[object, ...]:
    return len(path.things), path.things, [(hop.id or "", hop.relation) for hop in path.hops]
