"""Random municipalities with much in common: names of shared words, common vendors, generic capabilities."""

from __future__ import annotations

import random
from typing import Any

from tests.property.graphs import Municipality, municipality

__all__ = ["overlapping"]

WORDS = (
    "varsling",
    "befolkningsvarsling",
    "SMS",
    "booking",
    "Timebestilling",
    "sak",
    "saksbehandling",
    "arkiv",
    "SakArkiv",
    "skjema",
    "elektroniske skjemaer",
    "kart",
    "Kartportal",
    "og",
    "felles",
    "tjeneste",
)
ENGLISH = ("warning", "warnings", "case handling", "archive", "forms", "map", "the", "common", "service")
#: Kinds, chance, field, values.
FIELDS: tuple[tuple[tuple[str, ...], float, str, tuple[Any, ...]], ...] = (
    (("system", "proposal"), 0.7, "personal_data_level", (0, 1, 2)),
    (("system", "proposal", "service"), 0.3, "legal_basis",
     ("Opplæringslova", "helsepersonelloven; Opplæringslova", "Arkivlova")),
    (("system",), 0.7, "vendor", ("Alfa", "alfa ", "Bravo", "Egenutviklet")),
    (("system",), 0.3, "product", ("Ett", "To")),
)  # fmt: skip
OWN = ("beheren van de", "zaak", "Zaakcomponent", "formulier", "kaart", "het archief")


def overlapping(seed: int) -> Municipality:
    """Draw a municipality and give it what overlap looks at."""
    made, chance = municipality(seed), random.Random(seed + 77)
    for number in range(3):
        made.things.setdefault(f"capability:many{number}", {})
    for name, fields in made.things.items():
        fields.update(_fields(made, name.split(":")[0], chance))
    for system in made.of("system"):
        for number in range(3):
            if chance.random() < (0.75, 0.5, 0.2)[number]:
                made.ties.append(("provides", system, f"capability:many{number}", {"id": f"m{number}-{system}"}))
    for state in ("confirmed", "dismissed"):
        one, other = sorted(chance.sample(made.of("system"), 2))
        said = {"id": state, "original_type": f"overlap_{state}", "note": "fordi", "confirmed_by": "IT"}
        made.ties.append(("related", one, other, said))
    return made


def _fields(made: Municipality, kind: str, chance: random.Random) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if kind in {"system", "capability", "data_object", "proposal"}:
        fields.update(_words(chance))
    for kinds, share, field, values in FIELDS:
        if kind in kinds and chance.random() < share:
            fields[field] = chance.choice(values)
    if kind == "proposal":
        able = [one.split(":")[1] for one in made.of("capability")]
        fields["needed_capabilities"] = tuple(chance.sample(able, chance.randint(0, min(3, len(able)))))
    return fields


def _words(chance: random.Random) -> dict[str, str]:
    def some(words: tuple[str, ...], most: int) -> str:
        return " ".join(chance.choices(words, k=chance.randint(1, most)))

    fields = {"name_nb": some(WORDS, 3)}
    for name, words, most, share in (
        ("name_en", ENGLISH, 3, 0.5),
        ("name_nn", WORDS, 2, 0.2),
        ("name", OWN, 2, 0.3),
        ("description_nb", WORDS, 8, 0.4),
        ("description", OWN, 6, 0.2),
        ("need_nb", WORDS, 6, 0.5),
    ):
        if chance.random() < share:
            fields[name] = some(words, most)
    return fields
