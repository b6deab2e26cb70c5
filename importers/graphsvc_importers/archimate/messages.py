"""What the ArchiMate importer says about its input: every message and its remedy, in three languages."""

from __future__ import annotations

from typing import NamedTuple

from graphsvc.model import Severity
from graphsvc.text import Text

__all__ = ["MESSAGES", "Message"]

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
Words = tuple[str, str, str]


class Message(NamedTuple):
    """One message: how bad it is, what it says, and how to mend it."""

    severity: Severity
    says: Text
    fix: Text | None = None


def _say(severity: Severity, says: Words, fix: Words | None = None) -> Message:
    return Message(severity, Text(*says), Text(*fix) if fix else None)


EXPORT: Words = (
    "I Archi: Fil > Eksporter > Modell til Open Exchange-fil, eller gi .archimate-filen som den er.",
    "I Archi: Fil > Eksporter > Modell til Open Exchange-fil, eller gje .archimate-fila som ho er.",
    "In Archi: File > Export > Model to Open Exchange File, or give the .archimate file as it is.",
)
EXPORT_AGAIN: Words = (
    "Eksporter modellen på nytt fra verktøyet den er laget i.",
    "Eksporter modellen på nytt frå verktøyet han er laga i.",
    "Export the model again from the tool it was made in.",
)
SMALLER: Words = (
    "Del modellen, eller hev grensen i innstillingene.",
    "Del modellen, eller hev grensa i innstillingane.",
    "Split the model, or raise the limit in the settings.",
)
PROFILE: Words = (
    "Rett profilen og importer på nytt. Formatet er beskrevet i docs/archimate.md.",
    "Rett profilen og importer på nytt. Formatet er skildra i docs/archimate.md.",
    "Correct the profile and import again. Its format is described in docs/archimate.md.",
)
#: The file as a whole.
FILE: dict[str, Message] = {
    "unreadable": _say(ERROR, (
        "Filen kan ikke leses: {why}.", "Fila kan ikkje lesast: {why}.", "The file cannot be read: {why}.",
    ), (
        "Kontroller at filen finnes, og at du har tilgang til den.",
        "Kontroller at fila finst, og at du har tilgang til henne.",
        "Check that the file exists and that you may read it.",
    )),
    "several-models": _say(ERROR, (
        "En kilde er én modell, men {count} filer ble gitt.",
        "Ei kjelde er éin modell, men {count} filer vart gjevne.",
        "A source is one model, but {count} files were given.",
    ), (
        "Importer filene hver for seg.", "Importer filene kvar for seg.", "Import the files one by one.",
    )),
    "too-large": _say(ERROR, (
        "Filen er på {size} byte; grensen er {limit}.", "Fila er på {size} byte; grensa er {limit}.",
        "The file has {size} bytes; the limit is {limit}.",
    ), SMALLER),
    "unpacks-too-large": _say(ERROR, (
        "Filen pakkes ut til mer enn {limit} byte, som er mer enn tillatt.",
        "Fila blir større enn {limit} byte når ho blir pakka ut, og det er meir enn tillate.",
        "The file unpacks to more than {limit} bytes, which is more than is allowed.",
    ), SMALLER),
    "damaged": _say(ERROR, (
        "Den pakkede filen er skadet eller ufullstendig ({why}).",
        "Den pakka fila er skadd eller ufullstendig ({why}).",
        "The packed file is damaged or incomplete ({why}).",
    ), EXPORT_AGAIN),
    "no-model": _say(ERROR, (
        "Zip-filen har ingen model.xml, slik Archi lagrer en modell med bilder.",
        "Zip-fila har ingen model.xml, slik Archi lagrar ein modell med bilete.",
        "The zip file holds no model.xml, as Archi saves a model with images.",
    ), EXPORT),
    "images": _say(NOTE, (
        "{count} bilder i filen ble ikke importert.", "{count} bilete i fila vart ikkje importerte.",
        "{count} images in the file were not imported.",
    )),
    "doctype": _say(ERROR, (
        "Linje {line}: filen har en DOCTYPE, som ikke er tillatt.",
        "Linje {line}: fila har ein DOCTYPE, som ikkje er tillaten.",
        "Line {line}: the file has a DOCTYPE, which is not allowed.",
    ), (
        "Fjern DOCTYPE-linjen, eller eksporter modellen på nytt. ArchiMate-filer har ingen.",
        "Fjern DOCTYPE-linja, eller eksporter modellen på nytt. ArchiMate-filer har ingen.",
        "Remove the DOCTYPE line, or export the model again. ArchiMate files have none.",
    )),
    "not-well-formed": _say(ERROR, (
        "Linje {line}, kolonne {column}: filen er ikke gyldig XML ({why}).",
        "Linje {line}, kolonne {column}: fila er ikkje gyldig XML ({why}).",
        "Line {line}, column {column}: the file is not well-formed XML ({why}).",
    ), EXPORT_AGAIN),
    "too-deep": _say(ERROR, (
        "Linje {line}: elementer er nøstet dypere enn {limit} nivåer.",
        "Linje {line}: element er nøsta djupare enn {limit} nivå.",
        "Line {line}: elements are nested deeper than {limit} levels.",
    ), SMALLER),
    "wrong-root": _say(ERROR, (
        "Rotelementet er {root}; ventet en ArchiMate-modell (Open Exchange «model» eller Archi «archimate:model»).",
        "Rotelementet er {root}; venta ein ArchiMate-modell (Open Exchange «model» eller Archi «archimate:model»).",
        "The root is {root}; expected an ArchiMate model (Open Exchange 'model' or Archi 'archimate:model').",
    ), EXPORT),
}
#: What is inside the model.
CONTENT: dict[str, Message] = {
    "xinclude": _say(WARNING, (
        "Linje {line}: en XInclude ble ikke fulgt.", "Linje {line}: ein XInclude vart ikkje følgd.",
        "Line {line}: an XInclude was not resolved.",
    ), (
        "Sett innholdet inn i filen hvis det hører til modellen.",
        "Set innhaldet inn i fila om det høyrer til modellen.",
        "Put its content into the file if it belongs to the model.",
    )),
    "not-read": _say(WARNING, (
        "Linje {line}: «{tag}» er ikke en del av formatet og ble ikke lest.",
        "Linje {line}: «{tag}» er ikkje ein del av formatet og vart ikkje lesen.",
        "Line {line}: '{tag}' is not part of the format and was not read.",
    ), EXPORT_AGAIN),
    "duplicate-id": _say(ERROR, (
        "Linje {line}: identifikatoren {value} er brukt allerede på linje {first}.",
        "Linje {line}: identifikatoren {value} er alt brukt på linje {first}.",
        "Line {line}: the identifier {value} is already used on line {first}.",
    ), (
        "Gi den ene en egen identifikator, eller eksporter modellen på nytt.",
        "Gje den eine ein eigen identifikator, eller eksporter modellen på nytt.",
        "Give one of them an identifier of its own, or export the model again.",
    )),
    "missing-id": _say(ERROR, (
        "Linje {line}: {type} mangler identifikator.", "Linje {line}: {type} manglar identifikator.",
        "Line {line}: {type} has no identifier.",
    ), EXPORT_AGAIN),
    "unknown-type": _say(WARNING, (
        "Linje {line}: {id} har typen {value}, som er ukjent{near}. Den er tatt vare på som {kept}.",
        "Linje {line}: {id} har typen {value}, som er ukjend{near}. Han er teken vare på som {kept}.",
        "Line {line}: {id} has the type {value}, which is unknown{near}. It is kept as {kept}.",
    ), (
        "Rett typen i modellen, eller gi den en type i profilen under [kinds].",
        "Rett typen i modellen, eller gje han ein type i profilen under [kinds].",
        "Correct the type in the model, or give it a kind in the profile under [kinds].",
    )),
    "missing-end": _say(ERROR, (
        "Linje {line}: relasjonen {id} peker på {value}, som ikke finnes{near}.",
        "Linje {line}: relasjonen {id} peikar på {value}, som ikkje finst{near}.",
        "Line {line}: the relationship {id} points at {value}, which does not exist{near}.",
    ), (
        "Rett enden, ta bort relasjonen, eller eksporter modellen på nytt med alt den viser til.",
        "Rett enden, ta bort relasjonen, eller eksporter modellen på nytt med alt han viser til.",
        "Correct the end, remove the relationship, or export the model again with all it refers to.",
    )),
    "circle-of-relations": _say(ERROR, (
        "Linje {line}: relasjonen {id} har seg selv som ende.", "Linje {line}: relasjonen {id} har seg sjølv som ende.",
        "Line {line}: the relationship {id} has itself as an end.",
    ), EXPORT_AGAIN),
    "missing-definition": _say(WARNING, (
        "Linje {line}: egenskapen viser til definisjonen {value}, som ikke finnes. Navnet er brukt som det står.",
        "Linje {line}: eigenskapen viser til definisjonen {value}, som ikkje finst. Namnet er brukt som det står.",
        "Line {line}: the property refers to the definition {value}, which does not exist. The name is used as it stands.",
    )),
    "text-too-long": _say(ERROR, (
        "Linje {line}: {field} til {id} har {size} tegn; grensen er {limit}.",
        "Linje {line}: {field} til {id} har {size} teikn; grensa er {limit}.",
        "Line {line}: the {field} of {id} has {size} characters; the limit is {limit}.",
    ), (
        "Kort ned teksten, eller hev grensen i innstillingene.",
        "Kort ned teksten, eller hev grensa i innstillingane.",
        "Shorten the text, or raise the limit in the settings.",
    )),
    "empty-model": _say(NOTE, (
        "Modellen er tom: 0 elementer.", "Modellen er tom: 0 element.", "The model is empty: 0 elements.",
    )),
    "views": _say(NOTE, (
        "{count} visninger i modellen ble ikke importert. Elementene og relasjonene i dem er med.",
        "{count} visingar i modellen vart ikkje importerte. Elementa og relasjonane i dei er med.",
        "{count} views in the model were not imported. Their elements and relationships are.",
    )),
    "model-text": _say(NOTE, (
        "Modellens egen beskrivelse og egenskaper ({count}) ble ikke importert.",
        "Skildringa og eigenskapane til sjølve modellen ({count}) vart ikkje importerte.",
        "The model's own description and properties ({count}) were not imported.",
    )),
}
#: Profiles and what they lead to.
PROFILES: dict[str, Message] = {
    "profile-unreadable": _say(ERROR, (
        "Profilen {value} kan ikke leses: {why}.", "Profilen {value} kan ikkje lesast: {why}.",
        "The profile {value} cannot be read: {why}.",
    ), (
        "Skriv {known}, eller stien til en egen profil (TOML).",
        "Skriv {known}, eller stien til ein eigen profil (TOML).",
        "Write {known}, or the path of a profile of your own (TOML).",
    )),
    "profile-unknown-key": _say(ERROR, (
        "Profilen har nøkkelen {value}, som ikke finnes{near}.", "Profilen har nøkkelen {value}, som ikkje finst{near}.",
        "The profile has the key {value}, which does not exist{near}.",
    ), PROFILE),
    "profile-bad-value": _say(ERROR, (
        "{key} i profilen kan ikke være {value}. Mulige verdier: {allowed}.",
        "{key} i profilen kan ikkje vere {value}. Moglege verdiar: {allowed}.",
        "{key} in the profile cannot be {value}. Possible values: {allowed}.",
    ), PROFILE),
    "profile-no-match": _say(ERROR, (
        "{key} i profilen nevner {value}, som ikke finnes i modellen{near}.",
        "{key} i profilen nemner {value}, som ikkje finst i modellen{near}.",
        "{key} in the profile names {value}, which is not in the model{near}.",
    ), PROFILE),
    "profile-recognised": _say(NOTE, (
        "Modellen heter {value}; profilen {profile} ble brukt. Skriv --mapping plain for å la være.",
        "Modellen heiter {value}; profilen {profile} vart brukt. Skriv --mapping plain for å la vere.",
        "The model is called {value}; the profile {profile} was used. Write --mapping plain to do without it.",
    )),
    "axis-without-element": _say(WARNING, (
        "Sektoren {value} finnes bare som verdi av egenskapen {key}; ingen element heter det, så den ble ikke en enhet.",
        "Sektoren {value} finst berre som verdi av eigenskapen {key}; ikkje noko element heiter det, så han vart ikkje ei eining.",
        "The sector {value} is only a value of the property {key}; no element is called so, so it did not become a unit.",
    ), (
        "Lag en gruppering med det navnet i modellen.", "Lag ei gruppering med det namnet i modellen.",
        "Make a grouping of that name in the model.",
    )),
    "no-axis": _say(NOTE, (
        "Ingen sektorer er valgt, så svar blir ikke fordelt på sektorer. Velg dem i en profil under [axis].",
        "Ingen sektorar er valde, så svar blir ikkje fordelte på sektorar. Vel dei i ein profil under [axis].",
        "No sectors are chosen, so answers are not divided among sectors. Choose them in a profile under [axis].",
    )),
    "platforms-proposed": _say(NOTE, (
        "{count} systemer har minst {limit} andre som er avhengige av dem, og kan være plattformer: {names}.",
        "{count} system har minst {limit} andre som er avhengige av dei, og kan vere plattformer: {names}.",
        "{count} systems have at least {limit} others that depend on them, and may be platforms: {names}.",
    ), (
        "Sett platform på dem som er det, eller skriv [platform] i profilen.",
        "Set platform på dei som er det, eller skriv [platform] i profilen.",
        "Set platform on those that are, or write [platform] in the profile.",
    )),
    "same-name": _say(NOTE, (
        "{count} ting heter {value}, og profilen sier at de er én: {ids}. De er importert hver for seg.",
        "{count} ting heiter {value}, og profilen seier at dei er éin: {ids}. Dei er importerte kvar for seg.",
        "{count} things are called {value}, and the profile says they are one: {ids}. They are imported one by one.",
    ), (
        "Godta et alias i registeret for å slå dem sammen.", "Godta eit alias i registeret for å slå dei saman.",
        "Accept an alias in the register to merge them.",
    )),
    "bad-field-value": _say(WARNING, (
        "Linje {line}: {value} passer ikke i feltet {field}; den er tatt vare på som egenskapen {key}.",
        "Linje {line}: {value} passar ikkje i feltet {field}; verdien er teken vare på som eigenskapen {key}.",
        "Line {line}: {value} does not fit the field {field}; it is kept as the property {key}.",
    )),
}

MESSAGES: dict[str, Message] = {**FILE, **CONTENT, **PROFILES}
