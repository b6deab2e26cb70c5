"""The answer in a sentence or two."""

from __future__ import annotations

from graphsvc.i18n import number
from graphsvc.model import Way
from graphsvc.text import Language, Text
from graphsvc_queries.impact.answer import Answer
from graphsvc_queries.impact.compiled import LANGUAGES

__all__ = ["summary_of"]

_EFFECT = Text(
    "Virkning i {touched} av {all} {sectors}: {services}, {units} av {all_units} {of_units} og {systems}.",
    "Verknad i {touched} av {all} {sectors}: {services}, {units} av {all_units} {of_units} og {systems}.",
    "Effect in {touched} of {all} {sectors}: {services}, {units} of {all_units} {of_units} and {systems}.",
)
_NO_EFFECT = Text(
    "Ingen kjent virkning med styrke {limit} eller mer.",
    "Ingen kjend verknad med styrke {limit} eller meir.",
    "No known effect of strength {limit} or more.",
)
_WORK = Text(
    "Arbeid for {units} med {systems}.", "Arbeid for {units} med {systems}.", "Work for {units} with {systems}."
)
_NO_WORK = Text("Ingen må gjøre noe.", "Ingen må gjere noko.", "Nobody has to act.")
_JOURNEYS = Text("{word}: {names}.", "{word}: {names}.", "{word}: {names}.")

_MORE = Text(" og {n} til", " og {n} til", " and {n} more")
#: So many journeys are named in a sentence; a nation has a thousand.
_NAMED = 8

#: Each word for one and for several.
_WORDS: dict[str, tuple[Text, Text]] = {
    "sector": (Text("sektor", "sektor", "sector"), Text("sektorer", "sektorar", "sectors")),
    "service": (Text("tjeneste", "teneste", "service"), Text("tjenester", "tenester", "services")),
    "unit": (Text("enhet", "eining", "unit"), Text("enheter", "einingar", "units")),
    "system": (Text("system", "system", "system"), Text("systemer", "system", "systems")),
    "journey": (Text("Livshendelse", "Livshending", "Journey"), Text("Livshendelser", "Livshendingar", "Journeys")),
}


def summary_of(found: Answer, sectors: int) -> Text:
    """Say in how many sectors, and what, is touched, in every language.

    Parameters
    ----------
    sectors
        In how many a unit is touched by an effect.
    """
    parts = [_effect(found, sectors)]
    if not found.starts.kinds <= {"outage"}:
        parts.append(_work(found))
    if len(found.effect.journeys.things):
        parts.append(_journeys(found))
    return Text(*(" ".join(part.in_(language) for part in parts) for language in LANGUAGES))


def _effect(found: Answer, touched: int) -> Text:
    effect = found.effect
    if not len(found.touched[Way.EFFECT].things):
        shown = f"{found.limit:.2f}"
        return Text(
            *(
                _NO_EFFECT.in_(language).format(limit=shown if language is Language.EN else shown.replace(".", ","))
                for language in LANGUAGES
            )
        )
    sectors = len(found.compiled.snapshot.organisation.sectors)
    units = effect.units.things.tolist()
    is_sector = found.compiled.snapshot.organisation.is_sector
    all_units = found.compiled.units_to_count + sum(map(is_sector, units))
    return _EFFECT.format(
        touched=_number(touched),
        all=_number(sectors),
        sectors=_word("sector", sectors),
        services=_counted("service", len(effect.services.things)),
        units=_number(len(units)),
        all_units=_number(all_units),
        of_units=_word("unit", all_units),
        systems=_counted("system", len(found.systems_touched(Way.EFFECT))),
    )


def _work(found: Answer) -> Text:
    if not len(found.touched[Way.WORK].things):
        return _NO_WORK
    units, systems = len(found.work.units.things), len(found.systems_touched(Way.WORK))
    return _WORK.format(units=_counted("unit", units), systems=_counted("system", systems))


def _journeys(found: Answer) -> Text:
    journeys = found.effect.journeys.things.tolist()
    names = [found.compiled.name(journey) for journey in journeys[:_NAMED]]
    more = _MORE.format(n=_number(len(journeys) - _NAMED)) if len(journeys) > _NAMED else Text.same("")
    quoted = Text(
        ", ".join(f"«{name.nb}»" for name in names) + more.nb,
        ", ".join(f"«{name.nn}»" for name in names) + more.nn,
        ", ".join(f"“{name.en}”" for name in names) + more.en,
    )
    return _JOURNEYS.format(word=_word("journey", len(journeys)), names=quoted)


def _word(name: str, count: int) -> Text:
    return _WORDS[name][0 if count == 1 else 1]


def _number(count: int) -> Text:
    return Text(*(number(count, language) for language in LANGUAGES))


def _counted(name: str, count: int) -> Text:
    return Text("{n} {word}", "{n} {word}", "{n} {word}").format(n=_number(count), word=_word(name, count))
