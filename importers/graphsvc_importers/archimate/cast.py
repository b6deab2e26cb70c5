"""Which part every element plays: its kind, its class in the mapping, its reference."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphsvc.model import Kind, Reference, reference
from graphsvc_importers.archimate.axis import Axis
from graphsvc_importers.archimate.profile import Profile
from graphsvc_importers.archimate.source import Element, Model
from graphsvc_importers.archimate.vocabulary import ELEMENTS, UNKNOWN, class_of_kind

__all__ = ["Cast", "cast_of"]


@dataclass(frozen=True, slots=True)
class Cast:
    """Kinds and classes of all elements.

    Parameters
    ----------
    model, profile, axis
        What they follow from.
    kinds, letters
        Element id -> kind; -> class (see :mod:`graphsvc_importers.archimate.vocabulary`).
    """

    model: Model
    profile: Profile
    axis: Axis
    kinds: dict[str, Kind] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)

    def reference(self, identifier: str) -> Reference:
        """Name an element as ``kind:id``, a relationship as ``relation:id``."""
        kind = self.kinds.get(identifier)
        return Reference(f"relation:{identifier}") if kind is None else reference(kind, identifier)

    def of_class(self, *letters: str) -> list[str]:
        """Return the ids of all elements of some classes, in order."""
        return sorted(one for one, letter in self.letters.items() if letter in letters)


def cast_of(model: Model, profile: Profile, axis: Axis) -> Cast:
    """Give every element its kind and class: the axis first, then the profile, then the table. O(n)."""
    cast = Cast(model, profile, axis)
    stages = _stages(model)
    for element in model.elements:
        kind, letter = _part(element, profile)
        if element.id in axis.nodes:
            kind, letter = Kind.UNIT, "U"
        elif kind is Kind.JOURNEY and element.id in stages:
            kind = Kind.ELEMENT
        cast.kinds[element.id], cast.letters[element.id] = kind, letter
    return cast


def _part(element: Element, profile: Profile) -> tuple[Kind, str]:
    usual = ELEMENTS.get(element.type, UNKNOWN)
    kind = profile.kinds.get(element.type, usual.kind)
    return (kind, usual.letter) if kind is usual.kind else (kind, class_of_kind(kind))


def _stages(model: Model) -> set[str]:
    """Value streams inside another value stream are its stages, not journeys of their own."""
    streams = {one.id for one in model.elements if one.type == "ValueStream"}
    return {
        one.target
        for one in model.relationships
        if one.type in {"Composition", "Aggregation"}
        and one.source in streams
        and one.target in streams
        and one.source != one.target
    }
