"""The words of paths, in three languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Relation
from graphsvc.text import Language, Text
from graphsvc_queries.paths.flows import Direction
from graphsvc_queries.paths.question import UNKNOWN, Filter

__all__ = ["ALLOW", "NO_PATH", "UNKNOWN_WORD", "hop_sentence", "joined", "none_sentence", "summary", "value_word"]

_LANGUAGES = (Language.NB, Language.NN, Language.EN)

UNKNOWN_WORD = Text("ukjent", "ukjend", "unknown")
_ASSUMED = Text("antatt retning", "anteken retning", "direction assumed")
_MODE_UNKNOWN = Text("ukjent måte", "ukjend måte", "mode unknown")
_THROUGH = Text("gjennom {hubs}", "gjennom {hubs}", "through {hubs}")
_STATUS = Text("status {status}", "status {status}", "status {status}")

_HOP = {
    Direction.DATA: Text(
        "{start} sender {data} til {end} ({how}).",
        "{start} sender {data} til {end} ({how}).",
        "{start} sends {data} to {end} ({how}).",
    ),
    Direction.DEPENDENCE: Text(
        "{end} er avhengig av {start}: {data} ({how}).",
        "{end} er avhengig av {start}: {data} ({how}).",
        "{end} depends on {start}: {data} ({how}).",
    ),
}
_EITHER = Text(
    "{start} og {end} er koblet sammen: {data} ({how}).",
    "{start} og {end} er kopla saman: {data} ({how}).",
    "{start} and {end} are joined: {data} ({how}).",
)

#: What is to be allowed, by the filter that is relaxed.
ALLOW: dict[Filter, Text] = {
    Filter.PROTOCOL: Text("protokollen {value}", "protokollen {value}", "the protocol {value}"),
    Filter.MODE: Text("måten {value}", "måten {value}", "the mode {value}"),
    Filter.LOGIN: Text("pålogging", "pålogging", "login"),
    Filter.STATUS: Text("flyter med status {value}", "flytar med status {value}", "flows of status {value}"),
    Filter.PERSONAL_DATA: Text("personopplysninger: {value}", "personopplysningar: {value}", "personal data: {value}"),
    Filter.MAY_PASS: Text("at veien går om {value}", "at vegen går om {value}", "that the path passes {value}"),
    Filter.AVOID: Text("at veien går om {value}", "at vegen går om {value}", "that the path passes {value}"),
    Filter.VIA: Text(
        "at veien ikke går om {value}", "at vegen ikkje går om {value}", "that the path does not pass {value}"
    ),
    Filter.MAX_STEPS: Text("{value} ledd", "{value} ledd", "{value} steps"),
}

NO_PATH = {
    "gone": Text(
        "Ingen vei funnet fra {start} til {end}. Dette gjelder det registeret vet per {date}.",
        "Fann ingen veg frå {start} til {end}. Dette gjeld det registeret veit per {date}.",
        "No path found from {start} to {end}. This holds for what the register knows at {date}.",
    ),
    "no_way_out": Text(
        "{start} har ingen flyt videre med disse filtrene.",
        "{start} har ingen flyt vidare med desse filtera.",
        "{start} has no flow onwards with these filters.",
    ),
    "no_way_in": Text(
        "{end} har ingen flyt inn med disse filtrene.",
        "{end} har ingen flyt inn med desse filtera.",
        "{end} has no flow inwards with these filters.",
    ),
}

_FOUND = Text(
    "Fra {start} til {end}: {count} {limit}. Viser {shown}, billigste først.",
    "Frå {start} til {end}: {count} {limit}. Viser {shown}, billigaste først.",
    "From {start} to {end}: {count} {limit}. Showing {shown}, cheapest first.",
)
_WITHIN = Text("med høyst {n} ledd", "med høgst {n} ledd", "of at most {n} steps")
_WITHIN_ONE = Text("med ett ledd", "med eitt ledd", "of one step")
_ANY_LENGTH = Text("uten grense for ledd", "utan grense for ledd", "of any length")
_AT_LEAST = Text("minst {count}", "minst {count}", "at least {count}")
_ONE, _MANY = Text("1 vei", "1 veg", "1 path"), Text("{n} veier", "{n} vegar", "{n} paths")
_GAVE_UP = Text(
    "Søket ble avbrutt før det var ferdig; snevr inn spørsmålet.",
    "Søket vart avbrote før det var ferdig; snevr inn spørsmålet.",
    "The search was cut short before it was done; narrow the question.",
)
_HIDDEN = Text(
    "Ingen av dem går om det du ba om å få vist.",
    "Ingen av dei går om det du bad om å få vist.",
    "None of them passes what you asked to be shown.",
)


def joined(parts: Sequence[Text]) -> Text:
    """Put words together with commas."""
    return Text(*(", ".join(part.in_(language) for part in parts) for language in _LANGUAGES))


def value_word(name: Filter, value: str) -> Text:
    """Say a value of a filter: a mode or status by its label, other values as they are."""
    if value == UNKNOWN:
        return UNKNOWN_WORD
    if name in (Filter.MODE, Filter.STATUS):
        return value_label(fields_of(Relation.FLOW)[name.value], value)
    return Text.same(value)


def hop_sentence(
    names: tuple[Text, Text],
    how: tuple[str | None, str | None, str | None],
    data: Text,
    hubs: Sequence[Text],
    way: tuple[Direction, bool, bool],
) -> Text:
    """Say what a hop does.

    Parameters
    ----------
    names
        Of both ends.
    how
        Protocol, mode and status of the flow that counts.
    data
        What it carries.
    hubs
        What it goes through.
    way
        Direction, undirected, and whether the way is assumed.
    """
    protocol, mode, status = how
    direction, undirected, assumed = way
    parts = [Text.same(protocol)] if protocol else []
    parts.append(value_word(Filter.MODE, mode) if mode else _MODE_UNKNOWN)
    parts += [_THROUGH.format(hubs=joined(hubs))] if hubs else []
    parts += [_STATUS.format(status=value_word(Filter.STATUS, status))] if status not in (None, "existing") else []
    parts += [_ASSUMED] if assumed else []
    sentence = _EITHER if undirected else _HOP[direction]
    return sentence.format(start=names[0], end=names[1], data=data, how=joined(parts))


def summary(
    names: tuple[Text, Text], count: tuple[int, bool], shown: int, max_steps: int | None, gave_up: bool
) -> Text:
    """Say how many paths there are, and how many are shown."""
    told = _ONE if count[0] == 1 else _MANY.format(n=count[0])
    number = told if count[1] else _AT_LEAST.format(count=told)
    limit = _ANY_LENGTH if max_steps is None else (_WITHIN_ONE if max_steps == 1 else _WITHIN.format(n=max_steps))
    parts = [_FOUND.format(start=names[0], end=names[1], count=number, limit=limit, shown=shown)]
    parts += [_HIDDEN] if not shown and count[0] else []
    return _sentences([*parts, _GAVE_UP] if gave_up else parts)


def none_sentence(names: tuple[Text, Text], date: dt.date, *, out: bool, into: bool) -> Text:
    """Say that no path was found, and at which end the map stops."""
    parts = [NO_PATH["gone"]]
    parts += [] if out else [NO_PATH["no_way_out"]]
    parts += [] if into else [NO_PATH["no_way_in"]]
    norwegian = f"{date.day}.{date.month}.{date.year}"
    day = Text(norwegian, norwegian, date.isoformat())
    return _sentences([part.format(start=names[0], end=names[1], date=day) for part in parts])


def _sentences(parts: Sequence[Text]) -> Text:
    return Text(*(" ".join(part.in_(language) for part in parts) for language in _LANGUAGES))
