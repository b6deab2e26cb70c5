"""Who else: units beside those that the proposal names, which its services involve or which need the same."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model import Kind, Relation
from graphsvc.text import Text
from graphsvc_queries.assessment.findings import Need
from graphsvc_queries.assessment.ground import Ground
from graphsvc_queries.learning.result import Role
from graphsvc_queries.overlap.caps import caps_of

__all__ = ["needs_of"]

_DELIVERS = Text("Leverer «{service}».", "Leverer «{service}».", "Delivers “{service}”.")
_NEEDS = Text(
    "Leverer «{service}», som trenger {capability}.",
    "Leverer «{service}», som treng {capability}.",
    "Delivers “{service}”, which needs {capability}.",
)
_KNOWS = {
    Role.OWNER: Text("Eier {system} ({capability}).", "Eig {system} ({capability}).", "Owns {system} ({capability})."),
    Role.USER: Text(
        "Bruker {system} ({capability}).", "Bruker {system} ({capability}).", "Uses {system} ({capability})."
    ),
}


def needs_of(ground: Ground) -> tuple[Need, ...]:
    """Find deliverers of the affected services, then those whose services need the same or who have such a system.

    Notes
    -----
    O(deliverers + needs + experience). Those involved come first, then those with most reasons, then by reference.
    """
    involved = dict.fromkeys(unit for unit, _ in _deliverers(ground))
    found: dict[int, dict[Text, None]] = {}
    for unit, because in (*_deliverers(ground), *_needing(ground), *_experienced(ground)):
        if unit not in ground.named_units:
            found.setdefault(unit, {})[because] = None
    ordered = sorted(found, key=lambda unit: (unit not in involved, -len(found[unit]), unit))
    units = ground.named(ordered)
    return tuple(
        Need(unit, number in involved, tuple(found[number])) for unit, number in zip(units, ordered, strict=True)
    )


def _deliverers(ground: Ground) -> Iterator[tuple[int, Text]]:
    for service in ground.things("affected_services", Kind.SERVICE):
        words = _DELIVERS.format(service=ground.named([service])[0].name)
        for unit in ground.snapshot.organisation.deliverers_of(service):
            yield unit, words


def _needing(ground: Ground) -> Iterator[tuple[int, Text]]:
    edges = ground.snapshot.edges(Relation.NEEDS)
    for capability in ground.things("needed_capabilities", Kind.CAPABILITY):
        called = ground.named([capability])[0].name
        for edge in edges.into(capability).tolist():
            service = int(edges.start[edge])
            words = _NEEDS.format(service=ground.named([service])[0].name, capability=called)
            for unit in ground.snapshot.organisation.deliverers_of(service):
                yield unit, words


def _experienced(ground: Ground) -> Iterator[tuple[int, Text]]:
    """Give owners and users of systems with the same; of what is common or a platform, owners only.

    That a unit logs in or keeps an archive tells nothing of what it needs.
    """
    common = _common(ground)
    called = {one.key: one.name for one in ground.learning.topics}
    for one in ground.learning.experience:
        unit = ground.snapshot.index(one.unit.thing)
        for holding in one.holdings:
            fields = ground.snapshot.record(ground.snapshot.index(holding.system.thing)).fields
            for topic in holding.topics:
                if holding.role is Role.OWNER or not (fields.get("platform") or topic in common):
                    words = _KNOWS[holding.role]
                    yield unit, words.format(system=holding.system.name, capability=called[topic])


def _common(ground: Ground) -> set[str]:
    """Return the topics that so many systems have that sharing them says nothing (as overlap counts)."""
    caps = caps_of(ground.snapshot.rules)
    most = max(caps.generic_count, caps.generic_share * len(ground.snapshot.of_kind(Kind.SYSTEM)))
    return {one.key for one in ground.learning.topics if len(one.systems) > most}
