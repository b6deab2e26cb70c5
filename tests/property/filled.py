"""Random municipalities with more of their fields filled in: what the analyses of knowledge and data ask for."""

from __future__ import annotations

import random
from typing import Any

from graphsvc.snapshot import About, Fact, Facts, Origin
from tests.property.graphs import Municipality, municipality

__all__ = ["filled", "with_sources"]

DAYS = ("2014-01-01", "2019-06-30", "2025-11-30", "2026-01-01")


def filled(seed: int) -> Municipality:
    """Draw a municipality and fill in products, personal data, what flows carry, and more, with holes."""
    made = municipality(seed)
    chance = random.Random(seed + 7 * 10**6)
    for name, fields in made.things.items():
        kind = name.split(":")[0]
        for field, values in _FIELDS.get(kind, {}).items():
            _maybe(chance, fields, field, values)
        if kind == "proposal":
            capabilities = [one.split(":")[1] for one in made.of("capability")] + ["gone"]
            fields["needed_capabilities"] = tuple(chance.sample(capabilities, chance.randint(0, len(capabilities))))
    data = [one.split(":")[1] for one in made.of("data_object")]
    for relation, _, _, fields in made.ties:
        for field, values in _ATTRIBUTES.get(relation, {}).items():
            _maybe(chance, fields, field, values)
        if relation == "flow" and chance.random() < 0.8:
            fields["data_objects"] = tuple(chance.sample(data, chance.randint(1, min(2, len(data)))))
        elif relation == "flow" and chance.random() < 0.3:
            fields["data_objects"] = None  # claimed: nothing
    # A unit may use a system in two ways, since different days.
    again = [tie for tie in made.ties if tie[0] == "uses" and chance.random() < 0.25]
    for relation, start, end, fields in again:
        made.ties.append((relation, start, end, {**fields, "id": f"{fields['id']}b", "since": chance.choice(DAYS)}))
    return made


def with_sources(given: Facts, seed: int) -> Facts:
    """The same facts, claimed by one or two of three sources, some by none."""
    chance = random.Random(seed)
    names = ("forum", "register", "sheet")

    def claimed(fact: Fact) -> Fact:
        chosen = chance.sample(names, chance.choice((0, 1, 1, 2)))
        origins = tuple(Origin(name, f"{name}:1") for name in chosen)
        fields = {field: 1 for field in fact.record.fields if len(origins) == 2 and chance.random() < 0.3}
        return Fact(fact.record, origins, fields)

    about: About = given.about
    return Facts(
        given.revision, tuple(map(claimed, given.things)), tuple(map(claimed, given.relations)), given.conflicts, about
    )


def _maybe(chance: random.Random, fields: dict[str, Any], field: str, values: tuple[Any, ...]) -> None:
    drawn = chance.choice((*values, _ABSENT, _ABSENT))
    if drawn is not _ABSENT:
        fields[field] = drawn


_ABSENT = object()
_FIELDS: dict[str, dict[str, tuple[Any, ...]]] = {
    "system": {
        "product": ("Alfa", "alfa ", "Beta", None),
        "vendor": ("V", None),
        "hosting": ("saas", "onprem"),
        "criticality": (1, 4),
        "personal_data_level": (0, 1, 2),
        "claimed_none": (("owns",), ("owns", "uses")),
    },
    "data_object": {"personal_data": ("none", "ordinary", "special")},
    "service": {"legal_basis": ("lov", None), "criticality": (2, 3)},
}
_ATTRIBUTES: dict[str, dict[str, tuple[Any, ...]]] = {
    "uses": {"since": DAYS},
    "flow": {
        "data_to": ("dependent", "provider", "both", None),
        "legal_basis": ("lov", None),
        "status": ("existing", "planned", "ended"),
    },
    "contains": {"order": (1, 2, 3, 4)},
}
