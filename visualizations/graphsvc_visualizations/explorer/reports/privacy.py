"""What the page of personal data tells."""

from __future__ import annotations

from graphsvc.i18n import say
from graphsvc.metamodel import fields_of, value_label
from graphsvc.model import Kind, Reference, Relation
from graphsvc.snapshot import Snapshot
from graphsvc_queries.privacy.record import HEADINGS, Processing
from graphsvc_queries.privacy.result import Movement, Place, Privacy
from graphsvc_visualizations.charts.travel import data_travel
from graphsvc_visualizations.explorer.frame import Frame
from graphsvc_visualizations.explorer.reports.report import (
    Cell,
    Choice,
    Column,
    Count,
    Entry,
    Figure,
    Report,
    Table,
    Tag,
    Thing,
    Things,
    Words,
    picture,
)

__all__ = ["privacy"]


def privacy(frame: Frame, snapshot: Snapshot, result: Privacy) -> Report:
    """Say where personal data goes, what carries it, what lacks a legal basis, and draft the records of processing.

    Notes
    -----
    O(findings).
    """
    tables = [
        *([_data(frame, result)] if len(result.data) != 1 else []),
        _systems(frame, result),
        _flows(frame, result),
        _services(frame, result),
        _unknown(frame, snapshot, result),
        _records(frame, result),
    ]
    drawn = picture(data_travel(snapshot, result, language=frame.language, standalone=False))
    return Report(
        "privacy",
        frame.say("reports.privacy"),
        frame.words(result.summary),
        notes=[frame.say("reports.privacy_records")] if result.records else [],
        fields=_fields(frame, snapshot),
        figures=[Figure(frame.number(table.count), table.title, table.key) for table in tables],
        pictures=[(frame.say("reports.privacy_picture"), drawn)] if result.systems else [],
        tables=tables,
    )


def _fields(frame: Frame, snapshot: Snapshot) -> list[Choice | Entry]:
    objects = snapshot.of_kind(Kind.DATA_OBJECT).tolist()[:2000]
    options = [(str(snapshot.references[one]), snapshot.name(one, frame.language).words) for one in objects]
    categories = [("", frame.say("reports.any")), *((one, _category(frame, one)) for one in ("ordinary", "special"))]
    return [
        Entry("thing", frame.say("reports.data_object"), frame.value("thing") or "", options),
        Choice("category", frame.say("reports.category"), categories, frame.value("category") or ""),
    ]


def _category(frame: Frame, value: str) -> str:
    return frame.words(value_label(fields_of(Kind.DATA_OBJECT)["personal_data"], value))


def _data(frame: Frame, result: Privacy) -> Table:
    rows = [
        (
            Thing(one.data.thing),
            Tag(frame.say("reports.unknown"), "unk") if one.category is None else Words(_category(frame, one.category)),
            Count(len(one.systems)),
            Count(len(one.flows)),
            Count(one.hops),
            Things([f"unit:{sector}" for sector in one.sectors if sector not in _APART]),
        )
        for one in result.data
    ]
    names = ("data_object", "category", "systems", "flows", "hops", "sectors")
    return Table("data", frame.say("reports.kinds_of_data"), _columns(frame, *names), rows)


#: Rows of the roll-up that are no sector.
_APART = frozenset({"national", "outside", "without_owner"})
_NUMBERS = frozenset({"systems", "flows", "hops", "kinds_of_data"})


def _columns(frame: Frame, *names: str) -> list[Column]:
    return [Column(frame.say(f"reports.{name}"), number=name in _NUMBERS) for name in names]


def _systems(frame: Frame, result: Privacy) -> Table:
    hosting = fields_of(Kind.SYSTEM)["hosting"]

    def row(one: Place) -> tuple[Cell, ...]:
        roles = sorted({stay.role for stay in one.stays})
        return (
            Thing(one.system.thing),
            Count(len(one.stays)),
            Words(", ".join(say(f"insight.role_{role}", frame.language) for role in roles)),
            Count(one.hops),
            Words(frame.words(value_label(hosting, one.hosting))) if one.hosting else Tag(frame.say("unknown"), "unk"),
            Things(one.owners),
            Tag(frame.say("reports.too_low")) if one.level_too_low else Words(""),
        )

    names = ("what", "kinds_of_data", "role", "hops", "hosting", "owner", "level")
    return Table("systems", frame.say("reports.where"), _columns(frame, *names), [row(one) for one in result.systems])


def _flows(frame: Frame, result: Privacy) -> Table:
    def row(one: Movement) -> tuple[Cell, ...]:
        assumed = f" ({frame.say('reports.assumed')})" if one.assumed else ""
        mode = value_label(fields_of(Relation.FLOW)["mode"], one.mode) if one.mode else None
        return (
            Words(one.id + assumed),
            Thing(one.start.thing),
            Thing(one.end.thing),
            Things([Reference(f"data_object:{data}") for data in one.data]),
            Words(one.protocol or "–"),
            Words(frame.words(mode)) if mode else Tag(frame.say("unknown"), "unk"),
            Words(one.legal_basis) if one.legal_basis else Tag(frame.say("reports.no_basis"), "unk"),
        )

    names = ("flow_id", "from", "to", "data", "protocol", "mode", "legal_basis")
    return Table("flows", frame.say("reports.moves"), _columns(frame, *names), [row(one) for one in result.flows])


def _services(frame: Frame, result: Privacy) -> Table:
    rows = [(Thing(Reference(f"service:{one}")),) for one in result.without_basis.get("services", ())]
    return Table("without-basis", frame.say("reports.services_without_basis"), _columns(frame, "service"), rows)


def _unknown(frame: Frame, snapshot: Snapshot, result: Privacy) -> Table:
    flows = {record.id: record for record in snapshot.edges(Relation.FLOW).records}
    rows = [
        (Words(one), Thing(flows[one].start), Thing(flows[one].end)) for one in result.unknown_flows if one in flows
    ]
    return Table(
        "unknown-flows",
        frame.say("reports.unknown_flows"),
        _columns(frame, "flow_id", "from", "to"),
        rows,
        frame.say("reports.unknown_flows_note"),
    )


def _records(frame: Frame, result: Privacy) -> Table:
    def row(one: Processing) -> tuple[Cell, ...]:
        return (
            Thing(one.service.thing),
            Things([one.unit.thing]) if one.unit else Tag(frame.say("unknown"), "unk"),
            Things([data.thing for data in one.data]),
            Words(one.legal_basis) if one.legal_basis else Tag(frame.say("reports.no_basis"), "unk"),
            Words("; ".join(frame.words(HEADINGS[name]) for name in one.missing)),
        )

    names = ("service", "unit", "data", "legal_basis", "to_fill_in")
    return Table(
        "records",
        frame.say("reports.records"),
        _columns(frame, *names),
        [row(one) for one in result.records],
        frame.say("reports.records_note"),
    )
