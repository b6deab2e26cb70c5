"""Questions 6 and 7: what is touched, sector by sector and why, and which data is shared."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.model import Kind, Relation, Way
from graphsvc.records import RelationRecord
from graphsvc.text import Text
from graphsvc_queries.assessment.drafting import Draft
from graphsvc_queries.assessment.findings import SectorImpact, SharedData, Transfer
from graphsvc_queries.assessment.ground import Ground
from graphsvc_queries.assessment.wording import TRANSFERS, names
from graphsvc_queries.impact import Impact, Touched
from graphsvc_queries.naming import Named, counted, listed

__all__ = ["data_of", "sectors_of", "sharing", "touching", "transfers_of"]

_TRANSFERS = Text("{n} ved {systems}: {ends}.", "{n} ved {systems}: {ends}.", "{n} at {systems}: {ends}.")
_TRUNCATED = Text(
    "Svaret er avkortet ved {n} ledd.", "Svaret er avkorta ved {n} ledd.", "The answer is cut at {n} steps."
)
_NOTHING = Text(
    "Forslaget sier ikke hva det endrer: verken systemer, tjenester eller enheter.",
    "Forslaget seier ikkje kva det endrar: korkje system, tenester eller einingar.",
    "The proposal does not say what it changes: neither systems, services nor units.",
)
_NOT_THERE = Text(
    "Forslaget nevner noe som ikke finnes på denne datoen: {things}.",
    "Forslaget nemner noko som ikkje finst på denne datoen: {things}.",
    "The proposal names what is not there at this date: {things}.",
)
_MASTER = Text("{data}: kilden er {masters}.", "{data}: kjelda er {masters}.", "{data}: the source is {masters}.")
_NO_MASTER = Text("{data}: ingen kjent kilde.", "{data}: inga kjend kjelde.", "{data}: no known source.")
_WORDS = Text("Forslaget deler: {words}.", "Forslaget deler: {words}.", "The proposal shares: {words}.")
_UNRECOGNISED = Text(
    "Registeret kjenner ikke igjen: {words}.",
    "Registeret kjenner ikkje att: {words}.",
    "The register does not recognise: {words}.",
)
_NO_DATA = Text(
    "Forslaget sier ikke hvilke data det deler.",
    "Forslaget seier ikkje kva data det deler.",
    "The proposal does not say which data it shares.",
)


def sectors_of(impact: Impact) -> tuple[SectorImpact, ...]:
    """Name what the roll-up counts: a service stands in the sector of each unit that delivers it strongly enough."""
    sectors: dict[str, list[str]] = {one.thing: list(one.sectors) for one in impact.touched if one.kind is Kind.UNIT}
    services: dict[str, dict[str, None]] = {}
    for tie in impact.ties:
        if tie.relation is Relation.DELIVERS and tie.way is Way.EFFECT:
            for sector in sectors.get(tie.end, ()) or ["outside"]:
                services.setdefault(sector, {})[tie.start] = None
    return tuple(
        SectorImpact(
            row.id,
            row.name,
            _services(impact, services.get(f"unit:{row.id}") or services.get(row.id) or {}),
            _units(impact, row.id, Way.EFFECT),
            _units(impact, row.id, Way.WORK),
            max(row.effect.systems, row.work.systems),
            _because(impact, row.id),
        )
        for row in impact.sectors
    )


def _services(impact: Impact, found: dict[str, None]) -> tuple[Named, ...]:
    return tuple(
        _named(one)
        for one in impact.touched
        if one.kind is Kind.SERVICE and one.thing in found and one.way is Way.EFFECT
    )


def _units(impact: Impact, sector: str, way: Way) -> tuple[Named, ...]:
    return tuple(_named(one) for one in impact.by_way(way) if one.kind is Kind.UNIT and _stands_in(one, sector))


def _stands_in(one: Touched, sector: str) -> bool:
    return f"unit:{sector}" in one.sectors or sector in one.sectors or (sector == "outside" and not one.sectors)


def _named(one: Touched) -> Named:
    return Named(one.thing, one.name)


def _because(impact: Impact, sector: str) -> tuple[Text, ...]:
    """Return the path to the sector's strongest unit; effect tells more than work."""
    units = [one for one in impact.touched if one.kind is Kind.UNIT and _stands_in(one, sector)]
    strongest = min(units, key=lambda one: one.way is not Way.EFFECT, default=None)
    return tuple(hop.sentence for hop in strongest.path) if strongest else ()


def transfers_of(ground: Ground) -> tuple[Transfer, ...]:
    """Return the manual transfers at the systems that change, along the data."""
    return tuple(_transfer(ground, record) for record in ground.manual)


def _transfer(ground: Ground, record: RelationRecord) -> Transfer:
    ends = _along(record.start, record.end, record.fields.get("data_to"))
    start, end = ground.named(map(ground.snapshot.index, ends))
    data = [one for one in _references(listed(record.fields.get("data_objects"))) if one in ground.snapshot]
    return Transfer(record.id, start, end, ground.named(map(ground.snapshot.index, data)))


def _along(provider: str, dependent: str, data_to: object) -> tuple[str, str]:
    return (dependent, provider) if data_to == "provider" else (provider, dependent)


def _references(words: Sequence[str]) -> list[str]:
    return [one if ":" in one else f"{Kind.DATA_OBJECT.value}:{one}" for one in words]


def touching(ground: Ground, transfers: Sequence[Transfer]) -> Draft:
    """Q06: which systems, integrations and services are affected."""
    draft, found = Draft(), ground.impact
    draft.sources += [ground.question("impact"), ground.question("scenario")]
    draft.step(found.touched, found.summary, _NOTHING)
    if transfers:
        changed = {ground.snapshot.references[one] for one in ground.changed}
        ends = {one.thing: one for each in transfers for one in (each.start, each.end)}
        told = {
            "systems": names([one for thing, one in ends.items() if thing in changed]),
            "ends": names([one for thing, one in ends.items() if thing not in changed], 8),
        }
        draft.say(_TRANSFERS.format(n=counted(len(transfers), *TRANSFERS), **told))
        draft.show(ends.values())
    if found.truncated:
        draft.lack(_TRUNCATED.format(n=found.max_steps))
    absent = [one for one in found.unknown if one.thing not in ground.snapshot]
    if absent:
        draft.lack(_NOT_THERE.format(things=names([Named(one.thing, one.name) for one in absent])))
    draft.show(ground.named(ground.changed))
    draft.show(_named(one) for one in found.by_way(Way.EFFECT) if one.kind is Kind.SERVICE and one.direct)
    return draft


def data_of(ground: Ground) -> tuple[SharedData, ...]:
    """Return the data objects that the proposal's words mean, with their masters and how far they go."""
    goes = {one.data.thing: one for one in ground.privacy.data} if ground.privacy else {}
    found = []
    for one in ground.overlap.query.data_objects:
        thing = ground.snapshot.index(one.thing)
        told, edges = goes[one.thing], ground.snapshot.edges(Relation.HOLDS)
        holding = [(int(edges.start[edge]), edges.records[edge].fields) for edge in edges.into(thing)]
        masters = [system for system, fields in holding if fields.get("role") == "master"]
        category = ground.snapshot.record(thing).fields.get("personal_data")
        found.append(
            SharedData(
                Named(one.thing, one.name),
                str(category) if category else None,
                ground.named(sorted(set(masters))),
                len(told.systems),
                len(told.sectors),
            )
        )
    return tuple(found)


def sharing(ground: Ground, data: Sequence[SharedData]) -> Draft:
    """Q07: which data is shared, and who is the source."""
    draft = Draft()
    if data:
        draft.sources.append(ground.privacy_question)
    for one in data:
        if one.masters:
            draft.say(_MASTER.format(data=one.data.name, masters=names(one.masters)))
        else:
            draft.say(_NO_MASTER.format(data=one.data.name), counts=False)
            draft.lack(_NO_MASTER.format(data=one.data.name))
        draft.show([one.data, *one.masters])
    words = ground.overlap.query.unrecognised
    if words:
        draft.say(_WORDS.format(words=ground.words("shared_data_nb").rstrip(".")))
        draft.lack(_UNRECOGNISED.format(words=", ".join(words)))
    if not data and not words:
        draft.lack(_NO_DATA)
    return draft
