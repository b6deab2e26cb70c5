"""What a neighbourhood says, in three languages."""

from __future__ import annotations

from graphsvc.metamodel import KINDS, fields_of, value_label
from graphsvc.model import Kind, Relation
from graphsvc.records import RelationRecord
from graphsvc.text import Language, Text

__all__ = [
    "ARROW",
    "CLOSE",
    "COUNTED",
    "CROSSES",
    "DRAWN",
    "EMPTY",
    "HIDDEN",
    "LABEL",
    "MODE_UNKNOWN",
    "MORE",
    "NATIONAL",
    "OWNER",
    "REST",
    "SEVERAL",
    "SIDES",
    "WITHOUT_OWNER",
    "counted",
    "kind_word",
    "tie_words",
]

#: Head of the left and the right column, by the kind in the middle.
SIDES: dict[Kind, tuple[Text, Text]] = {
    Kind.SYSTEM: (
        Text("Er avhengig av ({counts})", "Er avhengig av ({counts})", "Depends on ({counts})"),
        Text(
            "Andre er avhengige av dette ({counts})",
            "Andre er avhengige av dette ({counts})",
            "Others depend on this ({counts})",
        ),
    ),
    Kind.SERVICE: (
        Text("Er avhengig av ({counts})", "Er avhengig av ({counts})", "Depends on ({counts})"),
        Text(
            "Leverer, eller er avhengige av dette ({counts})",
            "Leverer, eller er avhengige av dette ({counts})",
            "Deliver or depend on this ({counts})",
        ),
    ),
    Kind.UNIT: (
        Text("Bruker og eier ({counts})", "Bruker og eig ({counts})", "Uses and owns ({counts})"),
        Text(
            "Leverer, eller består av ({counts})",
            "Leverer, eller består av ({counts})",
            "Delivers or consists of ({counts})",
        ),
    ),
    Kind.CAPABILITY: (
        Text("Finnes i ({counts})", "Finst i ({counts})", "Provided by ({counts})"),
        Text("Trengs av ({counts})", "Trengst av ({counts})", "Needed by ({counts})"),
    ),
    Kind.DATA_OBJECT: (
        Text("Finnes i ({counts})", "Finst i ({counts})", "Held by ({counts})"),
        Text("Behandles i ({counts})", "Blir handsama i ({counts})", "Handled by ({counts})"),
    ),
    Kind.JOURNEY: (
        Text("Går gjennom ({counts})", "Går gjennom ({counts})", "Goes through ({counts})"),
        Text("Henger sammen med ({counts})", "Heng saman med ({counts})", "Related to ({counts})"),
    ),
    Kind.ORGANISATION: (
        Text("Henger sammen med ({counts})", "Heng saman med ({counts})", "Related to ({counts})"),
        Text("Består av ({counts})", "Består av ({counts})", "Consists of ({counts})"),
    ),
    Kind.ELEMENT: (
        Text("Henger sammen med, herfra ({counts})", "Heng saman med, herfrå ({counts})", "Related to this ({counts})"),
        Text("Henger sammen med ({counts})", "Heng saman med ({counts})", "This is related to ({counts})"),
    ),
}
SIDES[Kind.TECHNOLOGY] = SIDES[Kind.SYSTEM]
MORE = Text("+ {n} til (skjult): vis", "+ {n} til (gøymt): vis", "+ {n} more (hidden): show")
HIDDEN = Text("+ {n} til (skjult)", "+ {n} til (gøymt)", "+ {n} more (hidden)")
CLOSE = Text("Vis færre", "Vis færre", "Show fewer")
EMPTY = Text("Ingen kjente", "Ingen kjende", "None known")
SEVERAL = Text("+ {n} til", "+ {n} til", "+ {n} more")
MODE_UNKNOWN = Text("måte ukjent", "måte ukjend", "mode unknown")
OWNER = Text("eier: {names}", "eigar: {names}", "owner: {names}")
WITHOUT_OWNER = Text("uten eier", "utan eigar", "without owner")
#: What stands under the name in the middle, by its kind.
COUNTED: dict[Kind, Text] = {
    Kind.SYSTEM: Text(
        "trenger {left} · leverer til {right}",
        "treng {left} · leverer til {right}",
        "needs {left} · delivers to {right}",
    ),
    Kind.SERVICE: Text(
        "trenger {left} · henger sammen med {right}",
        "treng {left} · heng saman med {right}",
        "needs {left} · tied to {right}",
    ),
    Kind.UNIT: Text(
        "bruker {left} · har {right}",
        "bruker {left} · har {right}",
        "uses {left} · has {right}",
    ),
    Kind.CAPABILITY: Text(
        "finnes i {left} · trengs av {right}",
        "finst i {left} · trengst av {right}",
        "in {left} · needed by {right}",
    ),
    Kind.DATA_OBJECT: Text(
        "finnes i {left} · behandles i {right}",
        "finst i {left} · blir handsama i {right}",
        "held by {left} · handled by {right}",
    ),
    Kind.JOURNEY: Text("går gjennom {left}", "går gjennom {left}", "goes through {left}"),
    Kind.ORGANISATION: Text("består av {right}", "består av {right}", "consists of {right}"),
    Kind.ELEMENT: Text(
        "henger sammen med {left} og {right}",
        "heng saman med {left} og {right}",
        "related to {left} and {right}",
    ),
}
COUNTED[Kind.TECHNOLOGY] = COUNTED[Kind.SYSTEM]
NATIONAL = Text("nasjonalt", "nasjonalt", "national")
DRAWN = Text(
    "Tegnet {drawn} av {exist} koblinger",
    "Teikna {drawn} av {exist} koplingar",
    "Drawn {drawn} of {exist} ties",
)
REST = Text("resten står i «+ n til»", "resten står i «+ n til»", "the rest stands in “+ n more”")
CROSSES = Text("krysser sektorgrense", "kryssar sektorgrense", "crosses a sector border")
ARROW = Text(
    "pil = retning for avhengighet: fra den som leverer, til den som stopper uten",
    "pil = retning for avhengnad: frå den som leverer, til den som stoppar utan",
    "arrow = direction of dependence: from what delivers to what stops without it",
)
LABEL = Text(
    "{name} og det som henger sammen med det",
    "{name} og det som heng saman med det",
    "{name} and what hangs together with it",
)
_NONE = Text("ingen", "ingen", "none")


def kind_word(kind: Kind) -> Text:
    """Return what one thing of a kind is called."""
    return KINDS[kind].label


def counted(numbers: dict[Kind, int]) -> Text:
    """Count things by kind: "3 systemer, 7 tjenester".

    Examples
    --------
    >>> counted({Kind.SYSTEM: 3, Kind.SERVICE: 1}).nb
    '3 systemer, 1 tjeneste'
    """
    if not numbers:
        return _NONE
    parts = [(number, KINDS[kind].label if number == 1 else KINDS[kind].plural) for kind, number in numbers.items()]
    nb, nn, en = (", ".join(f"{number} {word.in_(language)}" for number, word in parts) for language in Language)
    return Text(nb, nn, en)


def tie_words(record: RelationRecord) -> list[Text]:
    """Return what a tie says of itself: for a flow its data, protocol and mode, else its kind of strength or role."""
    fields, known = record.fields, fields_of(record.relation)
    if record.relation is Relation.FLOW:
        said = [Text.same(str(fields[name])) for name in ("data", "protocol") if fields.get(name)]
        mode = fields.get("mode")
        return [*said, value_label(known["mode"], mode) if mode else MODE_UNKNOWN]
    names = ("strength", "role", "access", "original_type", "name")
    return [value_label(known[name], fields[name]) for name in names if name in known and fields.get(name)]
