"""Completeness: how much the register knows, and a list to work off (model.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graphsvc.errors import QuestionError
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.completeness.counting import (
    Confirmed,
    expected_of,
    field_shares,
    known,
    relations_of,
    responsible,
    share_of,
    sources,
)
from graphsvc_queries.completeness.orphans import orphans
from graphsvc_queries.completeness.result import Completeness, Confirmation, Orphan, Task, UnitShare
from graphsvc_queries.naming import day as written
from graphsvc_queries.naming import named, sentence_list

__all__ = ["Completeness", "completeness"]

_MISSING = Text("Mangler {fields}.", "Manglar {fields}.", "Lacks {fields}.")
_NEVER = Text("Aldri bekreftet.", "Aldri stadfesta.", "Never confirmed.")
_STALE = Text("Sist bekreftet {day}.", "Sist stadfesta {day}.", "Last confirmed {day}.")
_AHEAD = Text(
    "Bekreftet {day}, som er etter datoen det spørres om.",
    "Stadfesta {day}, som er etter datoen det blir spurt om.",
    "Confirmed {day}, which is after the date asked about.",
)


def completeness(snapshot: Snapshot, /, *, unit: str | None = None, limit: int = 100) -> Completeness:
    """Tell how complete the register is: expected fields, orphans, unconfirmed facts, and what to do first.

    Parameters
    ----------
    unit
        Only this unit's things in the list to work off; the numbers are of the whole register all the same.
    limit
        At most so many things in that list.

    Returns
    -------
    Completeness
        Shares by field, unit and source; orphans; confirmation; the list to work off.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When the unit cannot be found.
    QuestionError
        When it is no unit, or the limit is below 0.

    Notes
    -----
    O(things + relations).

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.records import ThingRecord
    >>> from graphsvc.snapshot import Fact, Facts
    >>> facts = Facts(1, (Fact(ThingRecord(Kind.UNIT, "u", {"contact": "post@example.org"})),), ())
    >>> completeness(Snapshot(facts, dt.date(2026, 12, 1))).things
    Share(expected=2, known=1)
    """
    only = _unit(snapshot, unit, limit)
    confirmed, relations = Confirmed(snapshot), relations_of(snapshot)
    lost = orphans(snapshot)
    answering = {thing: responsible(snapshot, thing) for thing in range(len(snapshot))}
    tasks = _tasks(snapshot, answering, lost, confirmed)
    asked = [task for task in tasks if only is None or only in {str(one.thing) for one in task.units}]
    records = [fact.record for fact in snapshot.things]
    return Completeness(
        revision=snapshot.revision,
        as_of=snapshot.date.isoformat(),
        things=share_of(records),
        fields=field_shares(snapshot, relations),
        units=_units(snapshot, answering, lost, confirmed),
        sources=sources(snapshot.things, relations, confirmed),
        orphans=lost,
        confirmed={
            "things": confirmed.count(records),
            "relations": confirmed.count(fact.record for fact in relations),
        },
        work=tuple(asked[:limit]),
        work_count=len(asked),
    )


def _unit(snapshot: Snapshot, words: str | None, limit: int) -> str | None:
    if limit < 0:
        raise QuestionError(
            Text(
                f"Høyst {limit} ting går ikke; velg 0 eller flere",
                f"Høgst {limit} ting går ikkje; vel 0 eller fleire",
                f"At most {limit} things will not do; choose 0 or more",
            )
        )
    if words is None:
        return None
    meant = f"{Kind.UNIT.value}:{words.strip()}"
    number = snapshot.index(meant) if meant in snapshot else snapshot.find(words)
    if snapshot.kind(number) is not Kind.UNIT:
        told = Text(
            "{reference} er {kind}, ikke en enhet",
            "{reference} er {kind}, ikkje ei eining",
            "{reference} is of kind {kind}, no unit",
        )
        raise QuestionError(told.format(reference=snapshot.references[number], kind=KINDS[snapshot.kind(number)].label))
    return snapshot.references[number]


def _units(
    snapshot: Snapshot, answering: Mapping[int, Sequence[int]], lost: Sequence[Orphan], confirmed: Confirmed
) -> tuple[UnitShare, ...]:
    things: dict[int | None, list[int]] = {unit: [] for unit in snapshot.of_kind(Kind.UNIT).tolist()}
    for thing, units in answering.items():
        for unit in units or (None,):
            things.setdefault(unit, []).append(thing)
    orphaned = {one.one.thing for one in lost}
    made = [_unit_share(snapshot, unit, own, orphaned, confirmed) for unit, own in things.items()]
    return tuple(
        sorted(
            made,
            key=lambda row: (
                row.unit is None,
                row.count.known - row.count.expected,
                row.unit.thing if row.unit else "",
            ),
        )
    )


def _unit_share(
    snapshot: Snapshot, unit: int | None, things: Sequence[int], orphaned: Iterable[str], confirmed: Confirmed
) -> UnitShare:
    records = [snapshot.record(thing) for thing in things]
    contact = None if unit is None else snapshot.record(unit).fields.get("contact")
    return UnitShare(
        None if unit is None else named(snapshot, unit),
        str(contact) if contact else None,
        len(things),
        share_of(records),
        sum(snapshot.references[thing] in orphaned for thing in things),
        len(records) - confirmed.count(records)[Confirmation.FRESH],
    )


def _tasks(
    snapshot: Snapshot, answering: Mapping[int, Sequence[int]], lost: Sequence[Orphan], confirmed: Confirmed
) -> list[Task]:
    """Return what is to be done: critical things first, then those that lack most, then by reference."""
    why: dict[str, list[Text]] = {}
    for one in lost:
        why.setdefault(one.one.thing, []).append(one.why)
    found = [_task(snapshot, thing, units, why, confirmed) for thing, units in answering.items()]
    tasks = [task for task in found if task.sentence.en]
    tasks.sort(key=lambda task: (-(task.criticality or 0), -len(task.missing) - len(task.orphan), task.one.thing))
    return tasks


def _task(
    snapshot: Snapshot, thing: int, units: Sequence[int], why: Mapping[str, Sequence[Text]], confirmed: Confirmed
) -> Task:
    record, fact = snapshot.record(thing), snapshot.things[thing]
    missing = {field.name: field.label for field in expected_of(record.kind) if not known(record, field.name)}
    state, day = confirmed.of(record), confirmed.day(record)
    reasons = tuple(why.get(record.reference, ()))
    said = [*reasons, *_said(missing, state, day)]
    contacts = (snapshot.record(unit).fields.get("contact") for unit in units)
    criticality = record.fields.get("criticality")
    origin = fact.origins[0] if fact.origins else None
    return Task(
        one=named(snapshot, thing),
        units=tuple(named(snapshot, unit) for unit in units),
        contacts=tuple(str(contact) for contact in contacts if contact),
        missing=missing,
        confirmation=state,
        confirmed_on=day,
        orphan=reasons,
        criticality=int(str(criticality)) if criticality is not None else None,
        source=origin.source if origin else None,
        place=origin.place if origin else None,
        sentence=_joined(said),
    )


def _said(missing: Mapping[str, Text], state: Confirmation, told: str | None) -> Iterator[Text]:
    labels = [_lower(label) for name, label in missing.items() if name != "confirmed_on"]
    if labels:
        yield _MISSING.format(fields=sentence_list(labels))
    words = {Confirmation.NEVER: _NEVER, Confirmation.STALE: _STALE, Confirmation.AHEAD: _AHEAD}.get(state)
    if words is not None:
        yield words.format(day=written(told) if told else "")


def _lower(label: Text) -> Text:
    return Text(*(words[:1].lower() + words[1:] for words in (label.nb, label.nn, label.en)))


def _joined(said: Sequence[Text]) -> Text:
    return Text(" ".join(one.nb for one in said), " ".join(one.nn for one in said), " ".join(one.en for one in said))
