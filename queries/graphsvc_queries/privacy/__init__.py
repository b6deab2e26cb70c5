"""Privacy: where personal data goes, and a draft of the records of processing (model.md section 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

from graphsvc.errors import QuestionError
from graphsvc.metamodel import KINDS
from graphsvc.model import Kind, Reference, Scope, split_reference
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.naming import counted, named
from graphsvc_queries.privacy.drafting import records
from graphsvc_queries.privacy.result import Category, Data, Movement, Place, Privacy, Stay
from graphsvc_queries.privacy.travel import Carrier, Travel, carriers, travels, unknown_flows

__all__ = ["Category", "Privacy", "privacy"]

_LEVELS = {Category.ORDINARY.value: 1, Category.SPECIAL.value: 2}
_SUMMARY = Text(
    "{data} finnes i eller passerer {systems} over {flows}; {without} mangler rettslig grunnlag.",
    "{data} finst i eller passerer {systems} over {flows}; {without} manglar rettsleg grunnlag.",
    "{data} in or passing {systems} over {flows}; {without} without a legal basis.",
)
_DATA = (
    Text("informasjonsobjekt", "informasjonsobjekt", "data object"),
    Text("informasjonsobjekter", "informasjonsobjekt", "data objects"),
)
_SYSTEMS = Text("system", "system", "system"), Text("systemer", "system", "systems")
_FLOWS = Text("flyt", "flyt", "flow"), Text("flyter", "flytar", "flows")
_BOTH = Text(
    "Spør om bestemte informasjonsobjekter eller om en kategori, ikke begge deler",
    "Spør om visse informasjonsobjekt eller om ein kategori, ikkje begge delar",
    "Ask about certain data objects or about a category, not both",
)


def privacy(snapshot: Snapshot, /, *, things: tuple[str, ...] = (), category: Category | None = None) -> Privacy:
    """Tell where data objects, or a class of personal data, go along the data, and draft the records of processing.

    Information is followed over every flow that is known to carry it, from its masters and on, hubs included. Flows
    of which nobody knows what they carry are listed, not followed.

    Parameters
    ----------
    things
        Data objects, as ``kind:id``, id or name; none = all with personal data.
    category
        Only ordinary, or only special categories of personal data.

    Returns
    -------
    Privacy
        Information, systems, flows, sectors, hosting, missing legal basis, and a draft for article 30.

    Raises
    ------
    UnknownThing, AmbiguousThing
        When a thing cannot be found.
    QuestionError
        When one is no data object, or both things and a category are asked about.

    Notes
    -----
    O(flows in arrays + sum over the information of holders, flows that carry it and services that process it).

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.snapshot import Facts
    >>> privacy(Snapshot(Facts(1, (), ()), dt.date(2026, 12, 1))).systems
    ()
    """
    wanted = _wanted(snapshot, things, category)
    asked = frozenset(wanted)
    carrying = carriers(snapshot, wanted)
    found = travels(snapshot, carrying, wanted)
    systems = sorted({system for travel in found for system in travel.roles})
    drafted = records(snapshot, carrying, wanted)
    without = tuple(dict.fromkeys(one.record.id for one in carrying if not one.record.fields.get("legal_basis")))
    flows = {one.record.id for one in carrying}
    return Privacy(
        revision=snapshot.revision,
        as_of=snapshot.date.isoformat(),
        summary=_SUMMARY.format(
            data=counted(len(wanted), *_DATA),
            systems=counted(len(systems), *_SYSTEMS),
            flows=counted(len(flows), *_FLOWS),
            without=counted(len(without), *_FLOWS),
        ),
        data=_data(snapshot, found),
        systems=_places(snapshot, systems, found),
        flows=tuple(_movement(snapshot, one, asked) for one in carrying),
        sectors=_sectors(snapshot, systems),
        hosting=_hosting(snapshot, systems),
        without_basis={
            "flows": without,
            "services": tuple(row.service.id for row in drafted if row.legal_basis is None),
        },
        unknown_flows=unknown_flows(snapshot, systems),
        records=drafted,
    )


def _wanted(snapshot: Snapshot, things: Sequence[str], category: Category | None) -> list[int]:
    if things and category is not None:
        raise QuestionError(_BOTH)
    if things:
        return sorted({_object(snapshot, words) for words in things})
    asked = {Category(category).value} if category else set(_LEVELS)
    return [one for one in snapshot.of_kind(Kind.DATA_OBJECT).tolist() if _category(snapshot, one) in asked]


def _object(snapshot: Snapshot, words: str) -> int:
    meant = f"{Kind.DATA_OBJECT.value}:{words.strip()}"
    number = snapshot.index(meant) if meant in snapshot else snapshot.find(words)
    if snapshot.kind(number) is not Kind.DATA_OBJECT:
        told = Text(
            "{reference} er {kind}, ikke et informasjonsobjekt",
            "{reference} er {kind}, ikkje eit informasjonsobjekt",
            "{reference} is of kind {kind}, no data object",
        )
        raise QuestionError(told.format(reference=snapshot.references[number], kind=KINDS[snapshot.kind(number)].label))
    return number


def _category(snapshot: Snapshot, data: int) -> str | None:
    told = snapshot.record(data).fields.get("personal_data")
    return str(told) if told else None


def _data(snapshot: Snapshot, found: Sequence[Travel]) -> tuple[Data, ...]:
    made = [
        Data(
            named(snapshot, travel.data),
            _category(snapshot, travel.data),
            _named(snapshot, travel.origins),
            _named(snapshot, sorted(travel.roles)),
            tuple(dict.fromkeys(one.record.id for one in travel.carriers)),
            max((len(route) for route in travel.routes.values()), default=0),
            tuple(_sectors(snapshot, sorted(travel.roles))),
        )
        for travel in found
    ]
    return tuple(sorted(made, key=lambda one: (-len(one.systems), one.data.thing)))


def _named(snapshot: Snapshot, things: Sequence[int]) -> tuple[Reference, ...]:
    return tuple(snapshot.references[thing] for thing in things)


def _places(snapshot: Snapshot, systems: Sequence[int], found: Sequence[Travel]) -> tuple[Place, ...]:
    stays: dict[int, list[Stay]] = {system: [] for system in systems}
    for travel in found:
        identifier = split_reference(snapshot.references[travel.data])[1]
        for system, role in travel.roles.items():
            route = travel.routes.get(system)
            ids = tuple(one.record.id for one in route or ())
            stays[system].append(Stay(identifier, role, None if route is None else len(route), ids))
    made = [_place(snapshot, system, tuple(stays[system])) for system in systems]
    return tuple(sorted(made, key=lambda one: (-len(one.stays), one.system.thing)))


def _place(snapshot: Snapshot, system: int, stays: tuple[Stay, ...]) -> Place:
    fields = snapshot.record(system).fields
    level = fields.get("personal_data_level")
    held = [stay.data for stay in stays if stay.role in {"master", "copy", "unknown"}]
    kind = Kind.DATA_OBJECT.value
    highest = max(
        (_LEVELS.get(_category(snapshot, snapshot.index(f"{kind}:{one}")) or "", 0) for one in held), default=0
    )
    told = {name: str(fields[name]) if fields.get(name) else None for name in ("scope", "hosting", "vendor")}
    return Place(
        named(snapshot, system),
        stays,
        told["scope"],
        told["hosting"],
        told["vendor"],
        int(str(level)) if level is not None else None,
        _named(snapshot, snapshot.organisation.owners_of(system)),
        tuple(_rows(snapshot, system)),
        level is not None and int(str(level)) < highest,
    )


def _movement(snapshot: Snapshot, one: Carrier, wanted: Set[int]) -> Movement:
    fields = one.record.fields
    told = {
        name: str(fields[name]) if fields.get(name) else None for name in ("mode", "protocol", "status", "legal_basis")
    }
    return Movement(
        one.record.id,
        named(snapshot, one.start),
        named(snapshot, one.end),
        tuple(split_reference(snapshot.references[data])[1] for data in one.data if data in wanted),
        told["mode"],
        told["protocol"],
        tuple(split_reference(snapshot.references[hub])[1] for hub in one.hubs),
        told["status"],
        told["legal_basis"],
        not set(_rows(snapshot, one.start)) & set(_rows(snapshot, one.end)),
        one.assumed,
    )


def _rows(snapshot: Snapshot, system: int) -> list[str]:
    """Return in which rows of the roll-up a system stands; national ones have a row of their own."""
    if snapshot.record(system).fields.get("scope") == Scope.NATIONAL:
        return ["national"]
    owners = snapshot.organisation.owners_of(system)
    if not owners:
        return ["without_owner"]
    found = {sector for owner in owners for sector in snapshot.organisation.sectors_of(owner)}
    ordered = snapshot.organisation.sectors if len(found) > 1 else found  # a nation has thousands, a system mostly one
    return [split_reference(snapshot.references[one])[1] for one in ordered if one in found] or ["outside"]


def _sectors(snapshot: Snapshot, systems: Sequence[int]) -> dict[str, tuple[Reference, ...]]:
    """Return the rows with systems: sectors in the register's order, then the others."""
    found: dict[str, list[int]] = {}
    for system in systems:
        for row in _rows(snapshot, system):
            found.setdefault(row, []).append(system)
    sectors = [split_reference(snapshot.references[sector])[1] for sector in snapshot.organisation.sectors]
    ordered = [row for row in (*sectors, "national", "outside", "without_owner") if row in found]
    return {row: _named(snapshot, found[row]) for row in dict.fromkeys(ordered)}


def _hosting(snapshot: Snapshot, systems: Sequence[int]) -> dict[str, int]:
    counts = Counter(str(snapshot.record(system).fields.get("hosting") or "unknown") for system in systems)
    return dict(sorted(counts.items(), key=lambda row: (-row[1], row[0])))
