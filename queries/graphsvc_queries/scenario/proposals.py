"""A proposal's fields as a change set: what the register would hold if it were carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from types import MappingProxyType

from graphsvc.errors import UnknownThing
from graphsvc.metamodel import relation_id, shown_name
from graphsvc.model import Kind, Reference, Relation, Value, reference
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Language, Text
from graphsvc_queries.naming import listed, named, sentence_list
from graphsvc_queries.scenario.effective import written_changes
from graphsvc_queries.scenario.planned import Planned, PlannedStep, ended

__all__ = ["carried_out"]

_PREFIX = "proposal:"
#: What a new system takes over from those that it replaces.
_INHERITED = (Relation.SUPPORTS, Relation.OWNS, Relation.USES, Relation.PROVIDES, Relation.HOLDS, Relation.FLOW)
#: A proposal that fills one of these introduces something; so does one that says nothing of what there is today.
_INTRODUCES = ("affected_services", "affected_units", "replaces_systems", "national_components")
_OLD = ("retires_systems", "extends_systems", "integrates_systems")

#: What is known of a flow that a proposal only hints at.
_PLANNED = MappingProxyType({"data_to": "both", "status": "planned"})

_TAKES_OVER = Text(
    "Antatt: {new} overtar tjenester, eiere, brukere, flyter, funksjoner og data fra {old}.",
    "Gått ut frå: {new} tek over tenester, eigarar, brukarar, flytar, funksjonar og data frå {old}.",
    "Assumed: {new} takes over services, owners, users, flows, capabilities and data from {old}.",
)
_SERVES = Text(
    "Antatt: {new} blir nødvendig for tjenestene som forslaget berører, og brukes av enhetene det berører.",
    "Gått ut frå: {new} blir nødvendig for tenestene som forslaget rører ved, og brukt av einingane det rører ved.",
    "Assumed: {new} becomes required for the services that the proposal affects, and is used by the units it affects.",
)
_EXTENDED = Text(
    "Antatt: {old} får funksjonene som forslaget trenger.",
    "Gått ut frå: {old} får funksjonane som forslaget treng.",
    "Assumed: {old} gains the capabilities that the proposal needs.",
)
_CONNECTED = Text(
    "Antatt: {old} utveksler data begge veier; måten er ukjent.",
    "Gått ut frå: {old} utvekslar data begge vegar; måten er ukjend.",
    "Assumed: {old} exchange data both ways; the mode is unknown.",
)


def carried_out(snapshot: Snapshot, words: str) -> Planned:
    """Turn a proposal's written change set, else its fields, into changes, and say what is assumed.

    The proposal says what is wanted, not every relation that will be there: what it leaves open is filled in the
    plainest way, and each such step is one of the ``assumptions``.

    Raises
    ------
    UnknownThing
        When there is no such proposal.
    QuestionError
        When its written change set can no longer be applied.

    Notes
    -----
    O(relations of the systems that the proposal names).
    """
    proposal = _find(snapshot, words.strip())
    written = written_changes(snapshot, proposal)
    if written is not None:
        named_ = Text(*(shown_name(proposal.fields, proposal.id, language).words for language in Language))
        return replace(written, title=named_)
    return _Carrying(snapshot, proposal).planned()


def _find(snapshot: Snapshot, words: str) -> ThingRecord:
    identifier = words.removeprefix(_PREFIX)
    if identifier in snapshot.proposals:
        record = snapshot.proposals[identifier].record
        assert isinstance(record, ThingRecord)  # noqa: S101 - proposals are things by construction
        return record
    known = ", ".join(snapshot.proposals)
    raise UnknownThing(
        Text(
            f"Fant ikke forslaget «{words}». " + (f"Forslag: {known}" if known else "Registeret har ingen forslag"),
            f"Fann ikkje forslaget «{words}». " + (f"Forslag: {known}" if known else "Registeret har ingen forslag"),
            f"No proposal '{words}'. " + (f"Proposals: {known}" if known else "The register has no proposals"),
        )
    )


class _Carrying:
    """Makes the steps of one proposal; every relation once, things before relations."""

    def __init__(self, snapshot: Snapshot, proposal: ThingRecord) -> None:
        self.snapshot = snapshot
        self.proposal = proposal
        self.missing: list[Reference] = []
        self.assumptions: list[Text] = []
        self._relations: dict[tuple[Relation, str], PlannedStep] = {}
        self.name = Text(*(shown_name(proposal.fields, proposal.id, language).words for language in Language))

    def planned(self) -> Planned:
        """Return title, steps, assumptions and what is missing."""
        replaced, retired = self._things("replaces_systems", Kind.SYSTEM), self._things("retires_systems", Kind.SYSTEM)
        gone = sorted({*replaced, *retired})
        things = [ended(self.snapshot.record(thing), self.snapshot.date.isoformat()) for thing in gone]
        fields = self.proposal.fields
        new: Reference | None = None
        if any(fields.get(name) for name in _INTRODUCES) or not any(fields.get(name) for name in _OLD):
            made = self._new()
            new = made.reference
            things.insert(0, PlannedStep("add", made))
            self._introduce(new, replaced, set(gone))
        self._extend(new)
        self._integrate(new)
        steps = (*things, *self._relations.values())
        return Planned(self.name, steps, tuple(self.assumptions), tuple(dict.fromkeys(self.missing)))

    # -- what is introduced ------------------------------------------------------------------------------------
    def _new(self) -> ThingRecord:
        identifier = self.proposal.id
        while reference(Kind.SYSTEM, identifier) in self.snapshot:
            identifier += "*"  # no id of a register is lost for it
        kept = ("name_nb", "name_nn", "name_en", "name", "personal_data_level", "yearly_cost")
        told = {name: self.proposal.fields[name] for name in kept if name in self.proposal.fields}
        return ThingRecord(Kind.SYSTEM, identifier, {**told, "scope": "local"})

    def _introduce(self, new: Reference, replaced: list[int], gone: set[int]) -> None:
        for old in replaced:
            self._inherit(new, old, gone)
        self._reroute(new, replaced, gone)
        if replaced:
            self._assume(_TAKES_OVER, new=self.name, old=self._names(replaced))
        services, units = self._named("affected_services", Kind.SERVICE), self._named("affected_units", Kind.UNIT)
        for service in services:
            self._join(Relation.SUPPORTS, new, service, {"strength": "required"})
        for unit in units:
            self._join(Relation.USES, unit, new, {"kind": "use"})
        if services or units:
            self._assume(_SERVES, new=self.name)
        if not any(key[0] is Relation.OWNS for key in self._relations):
            for unit in self._named("proposer_unit", Kind.UNIT):
                self._join(Relation.OWNS, unit, new)
        for component in self._named("national_components", Kind.SYSTEM):
            self._join(Relation.FLOW, component, new, _PLANNED)
        for capability in self._named("needed_capabilities", Kind.CAPABILITY):
            self._join(Relation.PROVIDES, new, capability)

    def _inherit(self, new: Reference, old: int, gone: set[int]) -> None:
        """Give the new system what the old one has; a flow between two that go goes with them."""
        name = self.snapshot.references[old]
        for relation in _INHERITED:
            edges = self.snapshot.edges(relation)
            for edge in sorted({*edges.out(old).tolist(), *edges.into(old).tolist()}):
                ends = int(edges.start[edge]), int(edges.end[edge])
                if not (gone - {old}) & set(ends):
                    self._inherit_one(new, name, edges.records[edge])

    def _inherit_one(self, new: Reference, old: Reference, record: RelationRecord) -> None:
        start, end = (new if one == old else one for one in (record.start, record.end))
        dropped = ("derived", "via", "certainty", "valid_from")
        fields = {name: value for name, value in record.fields.items() if name not in dropped}
        own = f"{record.id}>{new}" if record.relation is Relation.FLOW else None
        self._join(record.relation, start, end, fields, own)

    def _reroute(self, new: Reference, replaced: list[int], gone: set[int]) -> None:
        """Let flows that go through a replaced system go through the new one."""
        names = [self.snapshot.references[old] for old in replaced]
        through = {*names, *(name.removeprefix("system:") for name in names)}
        lost = {self.snapshot.references[old] for old in gone}
        for record in self.snapshot.edges(Relation.FLOW).records:
            hubs = listed(record.fields.get("through"))
            if through & set(hubs) and not lost & {record.start, record.end}:
                moved = dict.fromkeys(new.removeprefix("system:") if hub in through else hub for hub in hubs)
                step = PlannedStep("change", replace(record, fields={"through": tuple(moved)}))
                self._relations[Relation.FLOW, record.id] = step

    # -- what is extended and joined ---------------------------------------------------------------------------
    def _extend(self, new: Reference | None) -> None:
        extended = self._things("extends_systems", Kind.SYSTEM)
        capabilities = self._named("needed_capabilities", Kind.CAPABILITY)
        if not extended or not capabilities or new is not None:
            return
        for system in extended:
            for capability in capabilities:
                self._join(Relation.PROVIDES, self.snapshot.references[system], capability)
        self._assume(_EXTENDED, old=self._names(extended))

    def _integrate(self, new: Reference | None) -> None:
        joined = self._things("integrates_systems", Kind.SYSTEM)
        ends = [self.snapshot.references[system] for system in joined]
        for one, other in combinations(ends, 2) if new is None else [(end, new) for end in ends]:
            self._join(Relation.FLOW, one, other, _PLANNED)
        if joined:
            names = [named(self.snapshot, system).name for system in joined] + ([self.name] if new else [])
            self._assume(_CONNECTED, old=sentence_list(names))

    # -- words -------------------------------------------------------------------------------------------------
    def _join(
        self,
        relation: Relation,
        start: Reference,
        end: Reference,
        fields: Mapping[str, Value] = MappingProxyType({}),
        own: str | None = None,
    ) -> None:
        """Add a relation unless the same one is there, or already made by this proposal."""
        identifier = own or relation_id(relation, start, end, fields)
        standing = any(record.id == identifier for record in self._standing(relation, start))
        if not standing:
            record = RelationRecord(relation, identifier, start, end, fields)
            self._relations.setdefault((relation, identifier), PlannedStep("add", record))

    def _standing(self, relation: Relation, start: Reference) -> Iterator[RelationRecord]:
        if start in self.snapshot:
            edges = self.snapshot.edges(relation)
            for edge in edges.out(self.snapshot.index(start)).tolist():
                yield edges.records[edge]

    def _things(self, name: str, kind: Kind) -> list[int]:
        """Return the things that a field names, ascending; those that are not there are remembered."""
        found = set()
        for one in listed(self.proposal.fields.get(name)):
            wanted = Reference(one) if one in self.snapshot else reference(kind, one.removeprefix(f"{kind.value}:"))
            if wanted in self.snapshot:
                found.add(self.snapshot.index(wanted))
            else:
                self.missing.append(Reference(one if ":" in one else wanted))
        return sorted(found)

    def _named(self, name: str, kind: Kind) -> list[Reference]:
        things = self._things(name, kind)
        return [self.snapshot.references[thing] for thing in things if self.snapshot.kind(thing) is kind]

    def _names(self, things: Iterable[int]) -> Text:
        return sentence_list(named(self.snapshot, thing).name for thing in things)

    def _assume(self, pattern: Text, **words: Text) -> None:
        self.assumptions.append(pattern.format(**words))
