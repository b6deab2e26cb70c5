"""What nobody knows of a proposal: unanswered questions, missing contacts, stale facts, and gaps in the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphsvc.i18n import number
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.assessment.ground import Ground
from graphsvc_queries.assessment.result import Answer, Status
from graphsvc_queries.assessment.wording import SERVICES, SYSTEMS, UNITS, names
from graphsvc_queries.naming import Named, counted
from graphsvc_queries.weak_spots.lifecycle import months_from

__all__ = ["unknown_of"]

_FRESH_MONTHS = 12
#: The questions whose gaps are gaps of the register, beside those that the overlap names itself.
_GAPS = {"Q06", "Q08", "Q15"}

_UNANSWERED = Text(
    "{n} av {of} spørsmål er ubesvart, og {partly} er bare delvis besvart.",
    "{n} av {of} spørsmål er ikkje svara på, og {partly} er berre delvis svara på.",
    "{n} of {of} questions are unanswered, and {partly} are answered in part only.",
)
_CONTACTS = Text(
    "Kontaktpunkt mangler for {n} av {of}{names}.",
    "Kontaktpunkt manglar for {n} av {of}{names}.",
    "No contact is known for {n} of {of}{names}.",
)
_NAMED = Text(": {names}", ": {names}", ": {names}")
_TOUCHED = Text("{units} som berøres", "{units} som blir rørte", "{units} touched")
_ALIKE = Text(
    "{systems} som endres eller likner", "{systems} som blir endra eller liknar", "{systems} changed or alike"
)
_STALE = Text(
    "Av {of} er {n} ikke bekreftet siste år{names}.",
    "Av {of} er {n} ikkje stadfesta siste år{names}.",
    "Of {of}, {n} were not confirmed in the last year{names}.",
)
_NOBODY = Text(
    "Ingen i registeret har erfaring med {topic}.",
    "Ingen i registeret har røynsle med {topic}.",
    "Nobody in the register has experience with {topic}.",
)
_BELOW = Text(
    "Svakere virkning enn {limit} er ikke med: {services} og {units}.",
    "Svakare verknad enn {limit} er ikkje med: {services} og {units}.",
    "Effects weaker than {limit} are left out: {services} and {units}.",
)


def unknown_of(ground: Ground, answers: Sequence[Answer], concerned: Sequence[Named]) -> tuple[Text, ...]:
    """Say what is not known, the most telling first.

    Parameters
    ----------
    concerned
        The systems that change or are alike.

    Notes
    -----
    O(touched + systems concerned).
    """
    return tuple(dict.fromkeys(_unknown(ground, answers, concerned)))


def _unknown(ground: Ground, answers: Sequence[Answer], concerned: Sequence[Named]) -> Iterator[Text]:
    counts = {status: sum(one.status is status for one in answers) for status in Status}
    if counts[Status.MISSING] or counts[Status.PARTLY]:
        yield _UNANSWERED.format(n=counts[Status.MISSING], of=len(answers), partly=counts[Status.PARTLY])
    consult = ground.impact.consult
    if consult:
        silent = [Named(one.thing, one.name) for one in consult if not one.contact]
        touched = _TOUCHED.format(units=counted(len(consult), *UNITS))
        yield _CONTACTS.format(n=len(silent), of=touched, names=_told(silent))
    if concerned:
        stale = [one for one in concerned if not _fresh(ground.snapshot, one)]
        alike = _ALIKE.format(systems=counted(len(concerned), *SYSTEMS))
        yield _STALE.format(n=len(stale), of=alike, names=_told(stale))
    for answer in answers:
        if answer.id in _GAPS:
            yield from answer.lacks
    below = ground.impact.below.effect
    if below.services or below.units:
        limit = Text(*(number(ground.impact.min_strength, one, 2) for one in Language))
        yield _BELOW.format(
            limit=limit, services=counted(below.services, *SERVICES), units=counted(below.units, *UNITS)
        )
    yield from ground.overlap.unknown
    yield from (_NOBODY.format(topic=one.name) for one in ground.learning.unknown)


def _told(things: Sequence[Named]) -> Text:
    return _NAMED.format(names=names(things)) if things else Text.same("")


def _fresh(snapshot: Snapshot, one: Named) -> bool:
    told = snapshot.record(snapshot.index(one.thing)).fields.get("confirmed_on")
    return (
        bool(told) and months_from(snapshot.date, -_FRESH_MONTHS).isoformat() <= str(told) <= snapshot.date.isoformat()
    )
