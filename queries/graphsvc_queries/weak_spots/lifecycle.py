"""What ends: required systems before their replacements start, and contracts within some months."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphsvc.metamodel import shown_name
from graphsvc.model import Kind, Reference, Relation, Strength
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Snapshot, validity
from graphsvc.text import Language, Text
from graphsvc_queries.naming import day, named
from graphsvc_queries.weak_spots.result import Ending, EndingKind

__all__ = ["endings", "months_from"]

_OPEN = "9999-12-31"
_LANGUAGES = (Language.NB, Language.NN, Language.EN)


@dataclass(frozen=True, slots=True)
class _Replacement:
    """What replaces a system: from when, until when, and its record (it need not be there at the date)."""

    starts: str
    stops: str
    record: ThingRecord


def months_from(start: dt.date, months: int) -> dt.date:
    """Return the same day some months later (earlier when negative), or the last of a shorter month.

    Examples
    --------
    >>> months_from(dt.date(2026, 12, 31), -10).isoformat()
    '2026-02-28'
    """
    counted = start.year * 12 + start.month - 1 + months
    year, month = max(counted // 12, 1), counted % 12 + 1
    return dt.date(min(year, 9999), month, min(start.day, calendar.monthrange(min(year, 9999), month)[1]))


@dataclass(frozen=True, slots=True)
class _Due:
    """Something that ends, before it is put in words: there may be very many, of which the first are told."""

    date: dt.date
    kind: EndingKind
    system: int
    coming: _Replacement | None = None


def endings(snapshot: Snapshot, months: int, limit: int) -> tuple[list[Ending], int]:
    """Return what ends, by date, then kind, then system: the first of it, and how much there is."""
    required = _required(snapshot)
    due = [*_systems(snapshot, required), *_contracts(snapshot, months)]
    due.sort(key=lambda one: (one.date, one.kind.value, one.system))
    return [_told(snapshot, one, required[one.system]) for one in due[:limit]], len(due)


def _told(snapshot: Snapshot, due: _Due, services: int) -> Ending:
    if due.kind in (EndingKind.CONTRACT, EndingKind.CONTRACT_OVER):
        return _contract(snapshot, due, services)
    return _system(snapshot, due.system, due.kind, due.date, due.coming, services)


def _required(snapshot: Snapshot) -> Counter[int]:
    """Count the services that require each system."""
    edges = snapshot.edges(Relation.SUPPORTS)
    strict = edges.holding("strength", Strength.REQUIRED)
    pairs = set(zip(edges.start[strict].tolist(), edges.end[strict].tolist(), strict=True))
    return Counter(carrier for carrier, _ in pairs)


def _systems(snapshot: Snapshot, required: Mapping[int, int]) -> Iterator[_Due]:
    """Give the required systems that end before anything that replaces them has started."""
    replacements = _replacements(snapshot)
    systems = snapshot.of_kind(Kind.SYSTEM)
    told = [snapshot.coded(Kind.SYSTEM, name).flags(bool) for name in ("valid_to", "decommission")]
    for system in systems[told[0] | told[1]].tolist():
        if system not in required:
            continue
        end = validity(snapshot.record(system))[1]
        if end == _OPEN:
            continue
        after = replacements.get(snapshot.references[system], [])
        if any(one.starts <= end < one.stops for one in after):
            continue
        coming = min(
            (one for one in after if one.starts > end), key=lambda one: (one.starts, one.record.reference), default=None
        )
        kind = EndingKind.GAP if coming else EndingKind.NO_REPLACEMENT
        yield _Due(dt.date.fromisoformat(end), kind, system, coming)


def _replacements(snapshot: Snapshot) -> dict[Reference, list[_Replacement]]:
    """Return what replaces each system, whenever it is there: by its start it may be of another date."""
    records = (fact.record for fact in snapshot.facts.of(Relation.REPLACES))
    replacing = [one for one in records if isinstance(one, RelationRecord)]
    wanted = {one.start for one in replacing}
    there = {name: snapshot.record(snapshot.index(name)) for name in wanted if name in snapshot}
    others = (fact.record for fact in snapshot.elsewhen()) if wanted - there.keys() else ()
    there |= {one.reference: one for one in others if isinstance(one, ThingRecord) and one.reference in wanted}
    found: dict[Reference, list[_Replacement]] = {}
    for one in replacing:
        if one.start in there:
            start, stop = validity(there[one.start])
            told = str(one.fields.get("date") or "")
            found.setdefault(one.end, []).append(_Replacement(max(start, told), stop, there[one.start]))
    return found


def _system(
    snapshot: Snapshot, system: int, kind: EndingKind, end: dt.date, coming: _Replacement | None, services: int
) -> Ending:
    starts, by = (dt.date.fromisoformat(coming.starts), coming.record.reference) if coming else (None, None)
    called = named(snapshot, system).name
    words = {"name": called, "date": day(end.isoformat()), "services": _counted(services)}
    if coming:
        shown = (shown_name(coming.record.fields, coming.record.id, one).words for one in _LANGUAGES)
        words |= {"other": Text(*shown), "starts": day(coming.starts)}
    sentence = _SENTENCES[kind].format(**words)
    return Ending(kind, snapshot.references[system], called, end, None, False, by, starts, services, sentence)


def _contracts(snapshot: Snapshot, months: int) -> Iterator[_Due]:
    """Give the contracts that have ended, or end within the months."""
    last, told = months_from(snapshot.date, months), snapshot.coded(Kind.SYSTEM, "contract_end")
    days = [dt.date.fromisoformat(str(one)) if one else None for one in told.each()]
    for system, code in zip(snapshot.of_kind(Kind.SYSTEM).tolist(), told.codes.tolist(), strict=True):
        end = days[code]
        if end is not None and end <= last:
            over = end < snapshot.date
            yield _Due(end, EndingKind.CONTRACT_OVER if over else EndingKind.CONTRACT, system)


def _contract(snapshot: Snapshot, due: _Due, services: int) -> Ending:
    """Tell of a contract, with the last day to give notice."""
    period = snapshot.fields(due.system).get("notice_months")
    notice = None if period is None else months_from(due.date, -int(str(period)))
    passed = notice is not None and notice < snapshot.date
    called = named(snapshot, due.system).name
    until = _NOTICE["unknown" if notice is None else "passed" if passed else "open"]
    words = {
        "name": called,
        "date": day(due.date.isoformat()),
        "notice": until.format(day=day((notice or due.date).isoformat())),
    }
    system, sentence = snapshot.references[due.system], _SENTENCES[due.kind].format(**words)
    return Ending(due.kind, system, called, due.date, notice, passed, None, None, services, sentence)


def _counted(services: int) -> Text:
    if services == 1:
        return Text("1 tjeneste", "1 teneste", "1 service")
    return Text(f"{services} tjenester", f"{services} tenester", f"{services} services")


_SENTENCES = {
    EndingKind.GAP: Text(
        "{name} avvikles {date}, men {other}, som erstatter det, starter først {starts}. {services} er avhengig "
        "av det.",
        "{name} blir avvikla {date}, men {other}, som erstattar det, startar først {starts}. {services} er avhengig av "
        "det.",
        "{name} ends on {date}, but {other}, which replaces it, starts on {starts} only. Required by {services}.",
    ),
    EndingKind.NO_REPLACEMENT: Text(
        "{name} avvikles {date}, og registeret kjenner ingen erstatning. {services} er avhengig av det.",
        "{name} blir avvikla {date}, og registeret kjenner inga erstatning. {services} er avhengig av det.",
        "{name} ends on {date}, and the register knows of no replacement. Required by {services}.",
    ),
    EndingKind.CONTRACT: Text(
        "Avtalen for {name} går ut {date}. {notice}",
        "Avtalen for {name} går ut {date}. {notice}",
        "The contract for {name} ends on {date}. {notice}",
    ),
    EndingKind.CONTRACT_OVER: Text(
        "Avtalen for {name} gikk ut {date}, og systemet er i bruk.",
        "Avtalen for {name} gjekk ut {date}, og systemet er i bruk.",
        "The contract for {name} ended on {date}, and the system is in use.",
    ),
}
_NOTICE = {
    "unknown": Text("Oppsigelsestiden er ukjent.", "Oppseiingstida er ukjend.", "The notice period is not known."),
    "passed": Text("Fristen for å si opp var {day}.", "Fristen for å seie opp var {day}.", "Notice was due by {day}."),
    "open": Text("Fristen for å si opp er {day}.", "Fristen for å seie opp er {day}.", "Notice is due by {day}."),
}
