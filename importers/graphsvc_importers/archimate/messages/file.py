"""Messages about the file as a whole."""

from __future__ import annotations

from graphsvc_importers.archimate.messages.definitions import ERROR, EXPORT, EXPORT_AGAIN, NOTE, SMALLER, Message, say

__all__ = ["FILE"]

#: The file as a whole.
FILE: dict[str, Message] = {
    "unreadable": say(
        ERROR,
        (
            "Filen kan ikke leses: {why}.",
            "Fila kan ikkje lesast: {why}.",
            "The file cannot be read: {why}.",
        ),
        (
            "Kontroller at filen finnes, og at du har tilgang til den.",
            "Kontroller at fila finst, og at du har tilgang til henne.",
            "Check that the file exists and that you may read it.",
        ),
    ),
    "several-models": say(
        ERROR,
        (
            "En kilde er én modell, men {count} filer ble gitt.",
            "Ei kjelde er éin modell, men {count} filer vart gjevne.",
            "A source is one model, but {count} files were given.",
        ),
        (
            "Importer filene hver for seg.",
            "Importer filene kvar for seg.",
            "Import the files one by one.",
        ),
    ),
    "too-large": say(
        ERROR,
        (
            "Filen er på {size} byte; grensen er {limit}.",
            "Fila er på {size} byte; grensa er {limit}.",
            "The file has {size} bytes; the limit is {limit}.",
        ),
        SMALLER,
    ),
    "unpacks-too-large": say(
        ERROR,
        (
            "Filen pakkes ut til mer enn {limit} byte, som er mer enn tillatt.",
            "Fila blir større enn {limit} byte når ho blir pakka ut, og det er meir enn tillate.",
            "The file unpacks to more than {limit} bytes, which is more than is allowed.",
        ),
        SMALLER,
    ),
    "damaged": say(
        ERROR,
        (
            "Den pakkede filen er skadet eller ufullstendig ({why}).",
            "Den pakka fila er skadd eller ufullstendig ({why}).",
            "The packed file is damaged or incomplete ({why}).",
        ),
        EXPORT_AGAIN,
    ),
    "no-model": say(
        ERROR,
        (
            "Zip-filen har ingen model.xml, slik Archi lagrer en modell med bilder.",
            "Zip-fila har ingen model.xml, slik Archi lagrar ein modell med bilete.",
            "The zip file holds no model.xml, as Archi saves a model with images.",
        ),
        EXPORT,
    ),
    "images": say(
        NOTE,
        (
            "{count} bilder i filen ble ikke importert.",
            "{count} bilete i fila vart ikkje importerte.",
            "{count} images in the file were not imported.",
        ),
    ),
    "doctype": say(
        ERROR,
        (
            "Filen har en DOCTYPE, som ikke er tillatt.",
            "Fila har ein DOCTYPE, som ikkje er tillaten.",
            "The file has a DOCTYPE, which is not allowed.",
        ),
        (
            "Fjern DOCTYPE-linjen, eller eksporter modellen på nytt. ArchiMate-filer har ingen.",
            "Fjern DOCTYPE-linja, eller eksporter modellen på nytt. ArchiMate-filer har ingen.",
            "Remove the DOCTYPE line, or export the model again. ArchiMate files have none.",
        ),
    ),
    "not-well-formed": say(
        ERROR,
        (
            "Filen er ikke gyldig XML ({why}).",
            "Fila er ikkje gyldig XML ({why}).",
            "The file is not well-formed XML ({why}).",
        ),
        EXPORT_AGAIN,
    ),
    "wrong-end-tag": say(
        ERROR,
        (
            "Ventet </{expected}>, åpnet på linje {opened}, men fant </{found}>.",
            "Venta </{expected}>, opna på linje {opened}, men fann </{found}>.",
            "Expected </{expected}>, opened on line {opened}, but found </{found}>.",
        ),
        EXPORT_AGAIN,
    ),
    "too-deep": say(
        ERROR,
        (
            "Elementer er nøstet dypere enn {limit} nivåer.",
            "Element er nøsta djupare enn {limit} nivå.",
            "Elements are nested deeper than {limit} levels.",
        ),
        SMALLER,
    ),
    "wrong-root": say(
        ERROR,
        (
            "Rotelementet er {root}; ventet en ArchiMate-modell (Open Exchange «model» eller Archi «archimate:model»).",
            "Rotelementet er {root}; venta ein ArchiMate-modell (Open Exchange «model» eller Archi «archimate:model»).",
            "The root is {root}; expected an ArchiMate model (Open Exchange 'model' or Archi 'archimate:model').",
        ),
        EXPORT,
    ),
}
