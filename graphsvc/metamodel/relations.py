"""Every type of relation with its ends and attributes (model.md section 2)."""

from __future__ import annotations

from collections.abc import Iterable

from graphsvc.metamodel.definitions import Field, RelationDefinition
from graphsvc.metamodel.fields import COMMON, DERIVED, ORIGIN, choice, date, integer, text, things
from graphsvc.model import Kind, Relation
from graphsvc.text import Text

__all__ = ["RELATIONS"]

ORGANISATION, UNIT, SERVICE, SYSTEM = Kind.ORGANISATION, Kind.UNIT, Kind.SERVICE, Kind.SYSTEM
CAPABILITY, DATA_OBJECT, TECHNOLOGY, JOURNEY = Kind.CAPABILITY, Kind.DATA_OBJECT, Kind.TECHNOLOGY, Kind.JOURNEY

STRENGTH = choice(
    "strength",
    "Styrke",
    "Styrke",
    "Strength",
    ("required", "nødvendig", "nødvendig", "required"),
    ("supporting", "støttende", "støttande", "supporting"),
)
LABEL = text("name", "Navn", "Namn", "Name")


def _relation(
    relation: Relation,
    label: tuple[str, str, str],
    inverse: tuple[str, str, str],
    ends: Iterable[tuple[Iterable[Kind], Iterable[Kind]]],
    *fields: Field,
    same_kind: bool = False,
    qualifier: tuple[str, ...] = (),
) -> RelationDefinition:
    return RelationDefinition(
        relation,
        Text(*label),
        Text(*inverse),
        tuple((frozenset(starts), frozenset(stops)) for starts, stops in ends),
        (LABEL, *fields, *ORIGIN, *DERIVED, *COMMON),
        same_kind,
        qualifier,
    )


RELATIONS: dict[Relation, RelationDefinition] = {
    definition.relation: definition
    for definition in (
        _relation(
            Relation.PART_OF,
            ("er del av", "er del av", "is part of"),
            ("har delen", "har delen", "has the part"),
            [
                ([UNIT], [UNIT, ORGANISATION]),
                ([CAPABILITY], [CAPABILITY]),
                ([SYSTEM], [SYSTEM]),
                ([DATA_OBJECT], [DATA_OBJECT]),
                ([TECHNOLOGY], [TECHNOLOGY]),
            ],
        ),
        _relation(
            Relation.DELIVERS,
            ("leverer", "leverer", "delivers"),
            ("leveres av", "blir levert av", "is delivered by"),
            [([UNIT], [SERVICE])],
            choice(
                "role",
                "Rolle",
                "Rolle",
                "Role",
                ("lead", "ansvarlig", "ansvarleg", "lead"),
                ("contributor", "bidrar", "bidreg", "contributor"),
            ),
            qualifier=("role",),
        ),
        _relation(
            Relation.OWNS, ("eier", "eig", "owns"), ("eies av", "er eigd av", "is owned by"), [([UNIT], [SYSTEM])]
        ),
        _relation(
            Relation.USES,
            ("bruker", "bruker", "uses"),
            ("brukes av", "blir brukt av", "is used by"),
            [([UNIT], [SYSTEM, TECHNOLOGY])],
            text("purpose", "Formål", "Føremål", "Purpose"),
            integer("users", "Brukere", "Brukarar", "Users"),
            date("since", "Siden", "Sidan", "Since"),
            choice(
                "kind",
                "Type bruk",
                "Type bruk",
                "Kind of use",
                ("use", "bruk", "bruk", "use"),
                ("interaction", "samhandling", "samhandling", "interaction"),
            ),
            qualifier=("kind", "purpose"),
        ),
        _relation(
            Relation.SUPPORTS,
            ("støtter", "støttar", "supports"),
            ("støttes av", "blir støtta av", "is supported by"),
            [([SYSTEM, TECHNOLOGY], [SERVICE])],
            STRENGTH,
            text("alternative", "Alternativgruppe", "Alternativgruppe", "Alternative group"),
            qualifier=("strength", "alternative"),
        ),
        _relation(
            Relation.FLOW,
            ("leverer til", "leverer til", "delivers to"),
            ("trenger", "treng", "needs"),
            [([SYSTEM], [SYSTEM])],
            choice(
                "mode",
                "Måte",
                "Måte",
                "Mode",
                ("sync", "synkron", "synkron", "synchronous"),
                ("async", "asynkron", "asynkron", "asynchronous"),
                ("batch", "satsvis", "satsvis", "batch"),
                ("manual", "manuell", "manuell", "manual"),
                ("login", "pålogging", "pålogging", "login"),
            ),
            choice(
                "criticality",
                "Hva stopper",
                "Kva stoppar",
                "Criticality for the dependent",
                ("stops", "stopper", "stoppar", "stops"),
                ("degrades", "blir dårligere", "blir dårlegare", "degrades"),
                ("delays", "forsinkes", "blir forseinka", "delays"),
                ("none", "merkes ikke", "blir ikkje merka", "none"),
            ),
            choice(
                "data_to",
                "Data til",
                "Data til",
                "Data to",
                ("dependent", "den som trenger", "den som treng", "the dependent"),
                ("provider", "den som leverer", "den som leverer", "the provider"),
                ("both", "begge", "begge", "both"),
            ),
            things("through", "Gjennom", "Gjennom", "Through", SYSTEM),
            text("protocol", "Protokoll", "Protokoll", "Protocol"),
            things("initiator", "Startes av", "Blir starta av", "Initiator", SYSTEM),
            things("data_objects", "Informasjonsobjekter", "Informasjonsobjekt", "Data objects", DATA_OBJECT),
            text("data", "Data", "Data", "Data"),
            text("legal_basis", "Rettslig grunnlag", "Rettsleg grunnlag", "Legal basis"),
            choice(
                "status",
                "Status",
                "Status",
                "Status",
                ("existing", "i drift", "i drift", "existing"),
                ("planned", "planlagt", "planlagd", "planned"),
                ("ended", "avsluttet", "avslutta", "ended"),
            ),
            qualifier=("mode", "protocol", "data", "data_objects"),
        ),
        _relation(
            Relation.PROVIDES,
            ("kan", "kan", "provides"),
            ("finnes i", "finst i", "is provided by"),
            [([SYSTEM], [CAPABILITY])],
            text("maturity", "Modenhet", "Modnad", "Maturity"),
        ),
        _relation(
            Relation.NEEDS,
            ("trenger", "treng", "needs"),
            ("trengs av", "trengst av", "is needed by"),
            [([SERVICE], [CAPABILITY])],
        ),
        _relation(
            Relation.HOLDS,
            ("har", "har", "holds"),
            ("finnes i", "finst i", "is held by"),
            [([SYSTEM, TECHNOLOGY], [DATA_OBJECT])],
            choice(
                "role",
                "Rolle",
                "Rolle",
                "Role",
                ("master", "master", "master", "master"),
                ("copy", "kopi", "kopi", "copy"),
            ),
            qualifier=("role",),
        ),
        _relation(
            Relation.REQUIRES,
            ("trenger", "treng", "requires"),
            ("trengs av", "trengst av", "is required by"),
            [([SERVICE], [SERVICE])],
            STRENGTH,
            qualifier=("strength",),
        ),
        _relation(
            Relation.CONTAINS,
            ("inneholder", "inneheld", "contains"),
            ("inngår i", "inngår i", "is part of"),
            [([JOURNEY], [SERVICE])],
            integer("order", "Rekkefølge", "Rekkjefølgje", "Order"),
        ),
        _relation(
            Relation.RUNS_ON,
            ("kjører på", "køyrer på", "runs on"),
            ("bærer", "ber", "carries"),
            [([SYSTEM, TECHNOLOGY], [TECHNOLOGY])],
        ),
        _relation(
            Relation.REPLACES,
            ("erstatter", "erstattar", "replaces"),
            ("erstattes av", "blir erstatta av", "is replaced by"),
            [([SYSTEM], [SYSTEM])],
            date("date", "Dato", "Dato", "Date"),
        ),
        _relation(
            Relation.REALIZES,
            ("realiserer", "realiserer", "realizes"),
            ("realiseres av", "blir realisert av", "is realized by"),
            [([SYSTEM], [SYSTEM])],
        ),
        _relation(
            Relation.HANDLES,
            ("behandler", "handsamar", "handles"),
            ("behandles i", "blir handsama i", "is handled by"),
            [([SERVICE], [DATA_OBJECT])],
            choice(
                "access",
                "Tilgang",
                "Tilgang",
                "Access",
                ("read", "leser", "les", "reads"),
                ("write", "skriver", "skriv", "writes"),
                ("read_write", "leser og skriver", "les og skriv", "reads and writes"),
            ),
            qualifier=("access",),
        ),
        _relation(
            Relation.KIND_OF,
            ("er en slags", "er eit slag", "is a kind of"),
            ("har typen", "har typen", "has the kind"),
            [],
            same_kind=True,
        ),
        _relation(
            Relation.EXCHANGES,
            ("informerer", "informerer", "informs"),
            ("informeres av", "blir informert av", "is informed by"),
            [([UNIT], [UNIT])],
        ),
        _relation(
            Relation.RELATED,
            ("henger sammen med", "heng saman med", "is related to"),
            ("henger sammen med", "heng saman med", "is related to"),
            [],
            qualifier=("original_type", "name"),
        ),
    )
}
