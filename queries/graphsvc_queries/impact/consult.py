"""Whom to ask: units touched in either way, and owners of touched systems (model.md section 4, Consult)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graphsvc.model import ChangeKind, Kind, Way
from graphsvc.text import Text
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.paths import Paths
from graphsvc_queries.impact.result import Because, Consulted

__all__ = ["units_to_consult"]

_OWNS = Text(
    "{unit} eier {systems}, som blir berørt.",
    "{unit} eig {systems}, som blir råka.",
    "{unit} owns {systems}, which is touched.",
)
_OWNERLESS = Text(
    "{unit} svarer for system uten eier: {systems}.",
    "{unit} svarar for system utan eigar: {systems}.",
    "{unit} answers for systems without an owner: {systems}.",
)
_FAILS = Text(
    "{unit} eier {systems}, som er ute av drift.",
    "{unit} eig {systems}, som er ute av drift.",
    "{unit} owns {systems}, which is out of service.",
)
_MORE = Text(" og {n} til", " og {n} til", " and {n} more")
_SHOWN = 3


@dataclass(slots=True)
class _Reasons:
    strength: float = 0.0
    ways: list[Because] = field(default_factory=list)
    owned: list[int] = field(default_factory=list)
    ownerless: list[int] = field(default_factory=list)
    failing: list[int] = field(default_factory=list)


def units_to_consult(found: Answer, paths: Paths) -> tuple[Consulted, ...]:
    """List the units to ask, by their highest strength, then id.

    Notes
    -----
    O(touched things).
    """
    asked: dict[int, _Reasons] = {}
    for way, labels in ((Way.EFFECT, found.effect.units), (Way.WORK, found.work.units)):
        for unit, label in labels.items():
            reasons = asked.setdefault(unit, _Reasons())
            reasons.strength = max(reasons.strength, label.strength)
            reasons.ways.append(Because(way, paths.hops(label)[-1].sentence))
    _owners(found, asked)
    made = (_consulted(found, unit, reasons) for unit, reasons in asked.items())
    return tuple(sorted(made, key=lambda one: (-round(one.strength, 9), one.unit)))


def _owners(found: Answer, asked: dict[int, _Reasons]) -> None:
    organisation = found.compiled.snapshot.organisation
    for system, strength in sorted(_systems(found).items()):
        owners = organisation.owners_of(system)
        for unit in owners or _it_unit(found):
            reasons = asked.setdefault(unit, _Reasons())
            reasons.strength = max(reasons.strength, strength)
            (reasons.owned if owners else reasons.ownerless).append(system)
    for root in found.starts.roots:
        if root.kind is ChangeKind.OUTAGE:
            for unit in organisation.owners_of(root.thing):
                reasons = asked.setdefault(unit, _Reasons())
                reasons.strength = 1.0
                reasons.failing.append(root.thing)


def _systems(found: Answer) -> dict[int, float]:
    """Return the highest strength of each touched system over both ways."""
    strengths: dict[int, float] = {}
    for way in Way:
        for thing, label in found.labels(way).items():
            if found.compiled.snapshot.kind(thing) is Kind.SYSTEM:
                strengths[thing] = max(strengths.get(thing, 0.0), label.strength)
    return strengths


def _it_unit(found: Answer) -> Iterator[int]:
    """Give the unit set as IT, when it is set and there."""
    unit = found.compiled.snapshot.about.it_unit
    if unit is not None and unit in found.compiled.snapshot:
        yield found.compiled.snapshot.index(unit)


def _consulted(found: Answer, unit: int, reasons: _Reasons) -> Consulted:
    because = list(reasons.ways)
    # A touched unit's own sentences say why; owning something touched is a reason for the others.
    listed = [(_OWNERLESS, reasons.ownerless), (_FAILS, reasons.failing)]
    if not reasons.ways:
        listed.insert(0, (_OWNS, reasons.owned))
    because += [Because(None, _sentence(found, unit, words, systems)) for words, systems in listed if systems]
    contact = found.compiled.snapshot.record(unit).fields.get("contact")
    return Consulted(
        found.compiled.snapshot.references[unit],
        found.compiled.id(unit),
        found.compiled.name(unit),
        str(contact) if contact else None,
        reasons.strength,
        tuple(because),
    )


def _sentence(found: Answer, unit: int, words: Text, systems: list[int]) -> Text:
    names = [found.compiled.name(system) for system in systems[:_SHOWN]]
    more = _MORE.format(n=len(systems) - _SHOWN) if len(systems) > _SHOWN else Text.same("")
    listed = Text(
        ", ".join(name.nb for name in names) + more.nb,
        ", ".join(name.nn for name in names) + more.nn,
        ", ".join(name.en for name in names) + more.en,
    )
    return words.format(unit=found.compiled.name(unit), systems=listed)
