"""Fields that several kinds share, and the ways to declare one in a line."""

from __future__ import annotations

from graphsvc.metamodel.definitions import Field, FieldType, KindDefinition, ValueDefinition
from graphsvc.model import Kind
from graphsvc.text import Text

__all__ = [
    "COMMON",
    "DERIVED",
    "NAMES",
    "ORIGIN",
    "choice",
    "date",
    "flag",
    "integer",
    "listed",
    "money",
    "text",
    "thing_kind",
    "things",
]


def text(name: str, nb: str, nn: str, en: str, *, expected: bool = False, sensitive: bool = False) -> Field:
    """Declare a text field."""
    return Field(name, FieldType.TEXT, Text(nb, nn, en), expected=expected, sensitive=sensitive)


def date(name: str, nb: str, nn: str, en: str, *, expected: bool = False) -> Field:
    """Declare a date field (ISO text)."""
    return Field(name, FieldType.DATE, Text(nb, nn, en), expected=expected)


def flag(name: str, nb: str, nn: str, en: str) -> Field:
    """Declare a yes/no field."""
    return Field(name, FieldType.FLAG, Text(nb, nn, en))


def money(name: str, nb: str, nn: str, en: str, *, expected: bool = False, sensitive: bool = False) -> Field:
    """Declare an amount in kNOK."""
    return Field(name, FieldType.MONEY, Text(nb, nn, en), expected=expected, sensitive=sensitive)


def integer(
    name: str,
    nb: str,
    nn: str,
    en: str,
    *,
    lowest: float | None = 0,
    highest: float | None = None,
    expected: bool = False,
    values: tuple[ValueDefinition, ...] = (),
) -> Field:
    """Declare a whole number; ``values`` gives words to the numbers of a scale."""
    return Field(name, FieldType.INTEGER, Text(nb, nn, en), values, lowest=lowest, highest=highest, expected=expected)


def listed(name: str, nb: str, nn: str, en: str) -> Field:
    """Declare a list of words."""
    return Field(name, FieldType.LIST, Text(nb, nn, en))


def things(name: str, nb: str, nn: str, en: str, *kinds: Kind) -> Field:
    """Declare a list of things, named by id (a bare id is of the first kind) or ``kind:id``."""
    return Field(name, FieldType.THINGS, Text(nb, nn, en), kinds=kinds)


def choice(name: str, nb: str, nn: str, en: str, *values: tuple[str, str, str, str], expected: bool = False) -> Field:
    """Declare a closed set of ``(value, nb, nn, en)``."""
    closed = tuple(ValueDefinition(value, Text(*labels)) for value, *labels in values)
    return Field(name, FieldType.CHOICE, Text(nb, nn, en), closed, expected=expected)


NAMES: tuple[Field, ...] = (
    text("name_nb", "Navn (bokmål)", "Namn (bokmål)", "Name (bokmål)"),
    text("name_nn", "Navn (nynorsk)", "Namn (nynorsk)", "Name (nynorsk)"),
    text("name_en", "Navn (engelsk)", "Namn (engelsk)", "Name (English)"),
    text("name", "Navn (kildens språk)", "Namn (språket til kjelda)", "Name (source's own language)"),
    text("description_nb", "Beskrivelse (bokmål)", "Skildring (bokmål)", "Description (bokmål)"),
    text("description_nn", "Beskrivelse (nynorsk)", "Skildring (nynorsk)", "Description (nynorsk)"),
    text("description_en", "Beskrivelse (engelsk)", "Skildring (engelsk)", "Description (English)"),
    text(
        "description",
        "Beskrivelse (kildens språk)",
        "Skildring (språket til kjelda)",
        "Description (source's own language)",
    ),
)

#: Every fact carries these (model.md section 2). Who said it, what was noted and what the metamodel does not know
#: are for those who keep the map: nobody has looked at whether everybody may read them.
COMMON: tuple[Field, ...] = (
    date("valid_from", "Gyldig fra", "Gyldig frå", "Valid from"),
    date("valid_to", "Gyldig til", "Gyldig til", "Valid to"),
    date("confirmed_on", "Bekreftet", "Stadfesta", "Confirmed on", expected=True),
    text("confirmed_by", "Bekreftet av", "Stadfesta av", "Confirmed by", sensitive=True),
    text("note", "Merknad", "Merknad", "Note", sensitive=True),
    Field(
        "properties",
        FieldType.PROPERTIES,
        Text("Andre egenskaper", "Andre eigenskapar", "Other properties"),
        sensitive=True,
    ),
)

#: What an import brings along of the source's own words.
ORIGIN: tuple[Field, ...] = (
    text("original_type", "Opprinnelig type", "Opphavleg type", "Original type"),
    text("subtype", "Undertype", "Undertype", "Subtype"),
    text("specialization", "Spesialisering", "Spesialisering", "Specialization"),
    text("folder", "Mappe", "Mappe", "Folder"),
    text("external_id", "Ekstern id", "Ekstern id", "External id"),
    text("url", "Nettadresse", "Nettadresse", "Web address"),
    listed("claimed_none", "Oppgitt at ingen finnes", "Oppgitt at ingen finst", "Claimed to have none"),
)

#: What a derived relation says of how it came to be.
DERIVED: tuple[Field, ...] = (
    flag("derived", "Avledet", "Avleidd", "Derived"),
    choice(
        "certainty",
        "Visshet",
        "Visse",
        "Certainty",
        ("certain", "sikker", "sikker", "certain"),
        ("potential", "mulig", "mogleg", "potential"),
    ),
    Field("factor", FieldType.NUMBER, Text("Faktor", "Faktor", "Factor"), lowest=0, highest=1),
    text("rule", "Regel", "Regel", "Rule"),
    listed("via", "Avledet av", "Avleidd av", "Derived from"),
)


def thing_kind(
    kind: Kind,
    label: tuple[str, str, str],
    plural: tuple[str, str, str],
    meaning: tuple[str, str, str],
    *fields: Field,
    in_graph: bool = True,
) -> KindDefinition:
    """Declare a kind with its own fields between those that every kind has."""
    words = Text(*label), Text(*plural), Text(*meaning)
    return KindDefinition(kind, *words, NAMES + fields + ORIGIN + COMMON, in_graph)
