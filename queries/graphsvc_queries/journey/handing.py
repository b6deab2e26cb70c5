"""How each step hands over to the next: by a system that both use, by a flow, by hand, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphsvc.model import DataTo, Kind, Mode, Reference, Relation, Scope
from graphsvc.records import RelationRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.journey.result import Flow, HandOver, How, Step
from graphsvc_queries.naming import Named, listed, named, sentence_list

__all__ = ["hand_over", "movements"]

_SHARED = Text(
    "Begge tjenestene bruker {systems}.", "Begge tenestene bruker {systems}.", "Both services use {systems}."
)
_AUTOMATIC = Text(
    "Data går av seg selv fra {start} til {end}.",
    "Data går av seg sjølv frå {start} til {end}.",
    "Data moves by itself from {start} to {end}.",
)
_MANUAL = Text(
    "Noen må overføre opplysninger for hånd fra {start} til {end}.",
    "Nokon må overføre opplysningar for hand frå {start} til {end}.",
    "Somebody must move information by hand from {start} to {end}.",
)
_NONE = Text(
    "Registeret har ingen felles løsning og ingen flyt fra «{start}» til «{end}».",
    "Registeret har inga felles løysing og ingen flyt frå «{start}» til «{end}».",
    "The register has no shared system and no flow from “{start}” to “{end}”.",
)
_UNKNOWN = Text(
    "Registeret vet ikke hvilke systemer «{services}» bruker.",
    "Registeret veit ikkje kva system «{services}» bruker.",
    "The register does not know which systems “{services}” uses.",
)


def movements(snapshot: Snapshot, systems: Iterable[Reference]) -> tuple[Flow, ...]:
    """Return the flows among some systems along the way their data moves; logins carry no case and are left out.

    A flow whose data goes both ways, or nobody knows which way, is given twice.

    Notes
    -----
    O(flows).
    """
    wanted = set(systems)
    found: list[Flow] = []
    for record in snapshot.edges(Relation.FLOW).records:
        if record.start in wanted and record.end in wanted and record.start != record.end:
            found += [_flow(snapshot, record, start, end) for start, end in _ways(record)]
    return tuple(sorted(found, key=lambda flow: (flow.start.thing, flow.end.thing, flow.id)))


def hand_over(snapshot: Snapshot, first: Step, second: Step, flows: Iterable[Flow]) -> HandOver:
    """Tell how one step hands over to the next: the best way there is.

    Platforms (login, registers, archive services that all use) are no shared system: sharing a login moves no case.
    """
    here, there = _own(snapshot, first), _own(snapshot, second)
    crosses = not set(first.sectors) & set(second.sectors)
    known = bool(first.systems) and bool(second.systems)
    between = [flow for flow in flows if flow.start.thing in _all(first) and flow.end.thing in _all(second)]
    automatic = tuple(flow for flow in between if flow.mode != Mode.MANUAL)
    shared = tuple(here[name] for name in sorted(here.keys() & there.keys()))
    if not known:
        unknown = [step.service.name for step in (first, second) if not step.systems]
        return _made(first, second, How.UNKNOWN, crosses, sentence=_UNKNOWN.format(services=sentence_list(unknown)))
    if shared:
        said = _SHARED.format(systems=sentence_list(one.name for one in shared))
        return _made(first, second, How.SHARED, crosses, shared=shared, flows=tuple(between), sentence=said)
    if automatic:
        return _made(first, second, How.AUTOMATIC, crosses, flows=automatic, sentence=_said(_AUTOMATIC, automatic[0]))
    if between:
        return _made(first, second, How.MANUAL, crosses, flows=tuple(between), sentence=_said(_MANUAL, between[0]))
    said = _NONE.format(start=first.service.name, end=second.service.name)
    return _made(first, second, How.NONE, crosses, sentence=said)


def _made(
    first: Step,
    second: Step,
    how: How,
    crosses: bool,
    *,
    sentence: Text,
    shared: tuple[Named, ...] = (),
    flows: tuple[Flow, ...] = (),
) -> HandOver:
    return HandOver(first.service, second.service, how, crosses, shared, flows, sentence)


def _said(words: Text, flow: Flow) -> Text:
    return words.format(start=flow.start.name, end=flow.end.name)


def _all(step: Step) -> set[Reference]:
    return {one.system.thing for one in step.systems}


def _own(snapshot: Snapshot, step: Step) -> dict[Reference, Named]:
    return {one.system.thing: one.system for one in step.systems if not _platform(snapshot, one.system)}


def _platform(snapshot: Snapshot, one: Named) -> bool:
    fields = snapshot.record(snapshot.index(one.thing)).fields
    return (one.kind is Kind.SYSTEM and fields.get("scope") == Scope.NATIONAL) or bool(fields.get("platform"))


def _ways(record: RelationRecord) -> Iterator[tuple[Reference, Reference]]:
    to = record.fields.get("data_to")
    nothing_moves = to is None and "data_to" in record.fields  # somebody says so; else the way is unknown
    if record.fields.get("mode") == Mode.LOGIN or nothing_moves:
        return
    if to != DataTo.PROVIDER:
        yield record.start, record.end
    if to != DataTo.DEPENDENT:
        yield record.end, record.start


def _flow(snapshot: Snapshot, record: RelationRecord, start: Reference, end: Reference) -> Flow:
    mode, data = record.fields.get("mode"), record.fields.get("data")
    return Flow(
        record.id,
        named(snapshot, snapshot.index(start)),
        named(snapshot, snapshot.index(end)),
        str(mode) if mode else None,
        str(data) if data else None,
        listed(record.fields.get("through")),
        record.fields.get("data_to") not in set(DataTo),
    )
