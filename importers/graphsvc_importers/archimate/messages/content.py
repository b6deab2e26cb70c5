"""Messages about what is inside a model."""

from __future__ import annotations

from graphsvc_importers.archimate.messages.definitions import ERROR, EXPORT_AGAIN, NOTE, WARNING, Message, say

__all__ = ["CONTENT"]

#: What is inside the model.
CONTENT: dict[str, Message] = {
    "xinclude": say(
        WARNING,
        (
            "En XInclude ble ikke fulgt.",
            "Ein XInclude vart ikkje følgd.",
            "An XInclude was not resolved.",
        ),
        (
            "Sett innholdet inn i filen hvis det hører til modellen.",
            "Set innhaldet inn i fila om det høyrer til modellen.",
            "Put its content into the file if it belongs to the model.",
        ),
    ),
    "not-read": say(
        WARNING,
        (
            "«{tag}» er ikke en del av formatet og ble ikke lest.",
            "«{tag}» er ikkje ein del av formatet og vart ikkje lesen.",
            "'{tag}' is not part of the format and was not read.",
        ),
        EXPORT_AGAIN,
    ),
    "duplicate-id": say(
        ERROR,
        (
            "Identifikatoren {value} er brukt allerede på linje {first}.",
            "Identifikatoren {value} er alt brukt på linje {first}.",
            "The identifier {value} is already used on line {first}.",
        ),
        (
            "Gi den ene en egen identifikator, eller eksporter modellen på nytt.",
            "Gje den eine ein eigen identifikator, eller eksporter modellen på nytt.",
            "Give one of them an identifier of its own, or export the model again.",
        ),
    ),
    "missing-id": say(
        ERROR,
        (
            "{type} mangler identifikator.",
            "{type} manglar identifikator.",
            "{type} has no identifier.",
        ),
        EXPORT_AGAIN,
    ),
    "unknown-type": say(
        WARNING,
        (
            "{id} har typen {value}, som er ukjent{near}. Den er tatt vare på som {kept}.",
            "{id} har typen {value}, som er ukjend{near}. Han er teken vare på som {kept}.",
            "{id} has the type {value}, which is unknown{near}. It is kept as {kept}.",
        ),
        (
            "Rett typen i modellen, eller gi den en type i profilen under [kinds].",
            "Rett typen i modellen, eller gje han ein type i profilen under [kinds].",
            "Correct the type in the model, or give it a kind in the profile under [kinds].",
        ),
    ),
    "missing-end": say(
        ERROR,
        (
            "Relasjonen {id} peker på {value}, som ikke finnes{near}.",
            "Relasjonen {id} peikar på {value}, som ikkje finst{near}.",
            "The relationship {id} points at {value}, which does not exist{near}.",
        ),
        (
            "Rett enden, ta bort relasjonen, eller eksporter modellen på nytt med alt den viser til.",
            "Rett enden, ta bort relasjonen, eller eksporter modellen på nytt med alt han viser til.",
            "Correct the end, remove the relationship, or export the model again with all it refers to.",
        ),
    ),
    "circle-of-relations": say(
        ERROR,
        (
            "Relasjonen {id} har seg selv som ende.",
            "Relasjonen {id} har seg sjølv som ende.",
            "The relationship {id} has itself as an end.",
        ),
        EXPORT_AGAIN,
    ),
    "missing-definition": say(
        WARNING,
        (
            "En egenskap viser til definisjonen {value}, som ikke finnes; den er brukt som navn.",
            "Ein eigenskap viser til definisjonen {value}, som ikkje finst; han er brukt som namn.",
            "A property refers to the definition {value}, which does not exist; it is used as the name.",
        ),
    ),
    "text-too-long": say(
        ERROR,
        (
            "{field} til {id} har {size} tegn; grensen er {limit}.",
            "{field} til {id} har {size} teikn; grensa er {limit}.",
            "The {field} of {id} has {size} characters; the limit is {limit}.",
        ),
        (
            "Kort ned teksten, eller hev grensen i innstillingene.",
            "Kort ned teksten, eller hev grensa i innstillingane.",
            "Shorten the text, or raise the limit in the settings.",
        ),
    ),
    "more": say(
        NOTE,
        (
            "{count} flere problemer er ikke vist.",
            "{count} fleire problem er ikkje viste.",
            "{count} more problems are not shown.",
        ),
    ),
    "empty-model": say(
        NOTE,
        (
            "Modellen er tom: 0 elementer.",
            "Modellen er tom: 0 element.",
            "The model is empty: 0 elements.",
        ),
    ),
    "views": say(
        NOTE,
        (
            "{count} visninger i modellen ble ikke importert. Elementene og relasjonene i dem er med.",
            "{count} visingar i modellen vart ikkje importerte. Elementa og relasjonane i dei er med.",
            "{count} views in the model were not imported. Their elements and relationships are.",
        ),
    ),
    "model-text": say(
        NOTE,
        (
            "Modellens egen beskrivelse og egenskaper ({count}) ble ikke importert.",
            "Skildringa og eigenskapane til sjølve modellen ({count}) vart ikkje importerte.",
            "The model's own description and properties ({count}) were not imported.",
        ),
    ),
}
