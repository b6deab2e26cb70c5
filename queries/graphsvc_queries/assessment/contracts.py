"""Questions 8 and 15: which contracts end, and what can be taken out of use."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from graphsvc.model import Kind, Scope
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.assessment.drafting import Draft
from graphsvc_queries.assessment.findings import Contract, Retirement
from graphsvc_queries.assessment.ground import Ground
from graphsvc_queries.assessment.wording import SYSTEMS, kilo, label, names, together, when
from graphsvc_queries.naming import counted
from graphsvc_queries.weak_spots.lifecycle import months_from

__all__ = ["PERIOD", "contracts_of", "expiring", "retired_of", "retiring"]

#: The period that is asked about, in months: a budget year, and the month in which it is decided.
PERIOD = 13
_SHOWN, _POINTED = 8, 4
_LEAVING = ("eliminate", "migrate")

_ENDS = Text("{system}: avtalen går ut {day}.", "{system}: avtalen går ut {day}.", "{system}: the contract ends {day}.")
_ENDED = Text(
    "{system}: avtalen gikk ut {day}.", "{system}: avtalen gjekk ut {day}.", "{system}: the contract ended {day}."
)
_NOTICE = Text("Siste frist for å si opp: {day}.", "Siste frist for å seie opp: {day}.", "Notice is due by {day}.")
_PASSED = Text("Fristen for å si opp var {day}.", "Fristen for å seie opp var {day}.", "Notice was due by {day}.")
_NO_NOTICE = Text("Oppsigelsestiden er ukjent.", "Oppseiingstida er ukjend.", "The notice period is unknown.")
_SAME_DAY = Text(
    "{n} avtaler går ut samme dag, {day}: {systems}.",
    "{n} avtalar går ut same dag, {day}: {systems}.",
    "{n} contracts end on the same day, {day}: {systems}.",
)
_NONE = Text(
    "Ingen av avtalene til {systems} går ut innen {day}.",
    "Ingen av avtalane til {systems} går ut innan {day}.",
    "None of the contracts of {systems} ends by {day}.",
)
_MORE = Text("Og {n} avtaler til i perioden.", "Og {n} avtalar til i perioden.", "And {n} more contracts.")
_NO_END = Text(
    "Avtalens slutt er ukjent for {systems}.",
    "Slutten på avtalen er ukjend for {systems}.",
    "The contract's end is unknown for {systems}.",
)
_NO_SYSTEM = Text(
    "Ingen systemer i registeret er knyttet til forslaget.",
    "Ingen system i registeret er knytte til forslaget.",
    "No system in the register is tied to the proposal.",
)
_RETIRES = Text(
    "Forslaget faser ut {systems}.", "Forslaget fasar ut {systems}.", "The proposal takes {systems} out of use."
)
_SAVES = Text(
    "Det sparer {amount} i året, etter det registeret vet.",
    "Det sparer {amount} i året, etter det registeret veit.",
    "That saves {amount} a year, as far as the register knows.",
)
_POINTS = Text(
    "Kartet peker også på {system}: registeret sier «{disposition}» om det, og det kan noe av det samme.",
    "Kartet peikar òg på {system}: registeret seier «{disposition}» om det, og det kan noko av det same.",
    "The map also points at {system}: the register says “{disposition}” of it, and it can do some of the same.",
)
_MORE_POINTS = Text("Og {systems} til.", "Og {systems} til.", "And {systems} more.")
_NO_COST = Text(
    "Årlig kostnad er ukjent for {systems}.",
    "Årleg kostnad er ukjend for {systems}.",
    "The yearly cost of {systems} is unknown.",
)
_NOTHING_NAMED = Text(
    "Forslaget sier ikke hva som kan fases ut.",
    "Forslaget seier ikkje kva som kan fasast ut.",
    "The proposal does not say what can be retired.",
)
_NOTHING_FOUND = Text(
    "Kartet finner heller ingenting som dekker behovet og som er ment å fases ut.",
    "Kartet finn heller ingenting som dekkjer behovet og som er meint å fasast ut.",
    "Nor does the map find anything that covers the need and is meant to be retired.",
)


def contracts_of(ground: Ground) -> tuple[Contract, ...]:
    """Return the contracts of the systems that change, and of those that can do some of the same, by their end."""
    changed = [one for one in ground.changed if _local(ground.snapshot, one)]
    covering = [ground.snapshot.index(one.thing.thing) for one in ground.covering]
    found = [_contract(ground, system, system in changed) for system in dict.fromkeys([*changed, *covering])]
    return tuple(sorted(found, key=lambda one: (one.end or dt.date.max, one.system.thing)))


def _local(snapshot: Snapshot, system: int) -> bool:
    return snapshot.record(system).fields.get("scope") != Scope.NATIONAL


def _contract(ground: Ground, system: int, changes: bool) -> Contract:
    fields, today = ground.snapshot.record(system).fields, ground.snapshot.date
    told, months = fields.get("contract_end"), fields.get("notice_months")
    end = dt.date.fromisoformat(str(told)) if told else None
    notice = months_from(end, -int(str(months))) if end and months is not None else None
    return Contract(
        ground.named([system])[0],
        end,
        notice,
        expires=end is not None and end <= months_from(today, PERIOD),
        passed=notice is not None and notice < today,
        changes=changes,
    )


def expiring(ground: Ground, contracts: Sequence[Contract]) -> Draft:
    """Q08: which contracts end in the period, and by when notice must be given."""
    draft, today = Draft(), ground.snapshot.date
    draft.sources.append(ground.question("overlap"))
    if not contracts:
        draft.lack(_NO_SYSTEM)
        return draft
    ending = [one for one in contracts if one.expires]
    # What the proposal itself changes comes first: there somebody must act.
    for one in sorted(ending, key=lambda one: not one.changes)[:_SHOWN]:
        draft.say(_ending(one, today))
    if len(ending) > _SHOWN:
        draft.say(_MORE.format(n=len(ending) - _SHOWN))
    for sentence in _together(ending):
        draft.say(sentence)
    known = [one for one in contracts if one.end]
    if known and not ending:
        last = when(months_from(today, PERIOD))
        draft.say(_NONE.format(systems=counted(len(known), *SYSTEMS), day=last))
    unknown = [one.system for one in contracts if one.end is None]
    if unknown:
        draft.lack(_NO_END.format(systems=names(unknown)))
    draft.show(one.system for one in ending)
    return draft


def _ending(one: Contract, today: dt.date) -> Text:
    assert one.end is not None  # noqa: S101 - only contracts with an end expire
    words = (_ENDED if one.end < today else _ENDS).format(system=one.system.name, day=when(one.end))
    told = _PASSED if one.passed else _NOTICE
    return together([words, told.format(day=when(one.notice)) if one.notice else _NO_NOTICE])


def _together(ending: Sequence[Contract]) -> Iterator[Text]:
    """Tell of contracts that end on the same day: they can be negotiated as one."""
    days = Counter(one.end for one in ending)
    for end, amount in sorted(days.items(), key=lambda pair: str(pair[0])):
        if end is not None and amount > 1:
            systems = names([one.system for one in ending if one.end == end])
            yield _SAME_DAY.format(n=amount, day=when(end), systems=systems)


def retired_of(ground: Ground) -> tuple[Retirement, ...]:
    """Return what the proposal takes out of use, then what is meant to leave anyway and can do some of the same."""
    going = list(
        dict.fromkeys([*ground.things("replaces_systems", Kind.SYSTEM), *ground.things("retires_systems", Kind.SYSTEM)])
    )
    leaving = [
        ground.snapshot.index(one.thing.thing)
        for one in ground.covering
        if one.disposition in _LEAVING and not one.keep_apart and not one.replaced
    ]
    pairs = [*((system, True) for system in going), *((system, False) for system in leaving if system not in going)]
    return tuple(_retirement(ground, system, proposed) for system, proposed in pairs)


def _retirement(ground: Ground, system: int, proposed: bool) -> Retirement:
    fields = ground.snapshot.record(system).fields
    cost, end, disposition = (fields.get(name) for name in ("yearly_cost", "contract_end", "disposition"))
    return Retirement(
        ground.named([system])[0],
        proposed,
        str(disposition) if disposition else None,
        float(str(cost)) if cost is not None else None,
        str(end) if end else None,
    )


def retiring(ground: Ground, retired: Sequence[Retirement], saved: float | None) -> Draft:
    """Q15: what can be taken out of use, and what that saves."""
    draft = Draft()
    draft.sources += [ground.question("impact"), ground.question("overlap")]
    going = [one for one in retired if one.proposed]
    others = [one for one in retired if not one.proposed]
    draft.step(going, _RETIRES.format(systems=names([one.system for one in going])), _NOTHING_NAMED)
    if saved is not None:
        draft.say(_SAVES.format(amount=kilo(saved)))
    unknown = [one.system for one in going if one.yearly_cost is None]
    if unknown:
        draft.lack(_NO_COST.format(systems=names(unknown)))
    for one in others[:_POINTED]:
        words = label(Kind.SYSTEM, "disposition", one.disposition)
        draft.say(_POINTS.format(system=one.system.name, disposition=words))
    if len(others) > _POINTED:
        draft.say(_MORE_POINTS.format(systems=counted(len(others) - _POINTED, *SYSTEMS)))
    if not retired and ground.overlap.query.capabilities:
        draft.say(_NOTHING_FOUND)
    draft.show(one.system for one in retired)
    return draft
