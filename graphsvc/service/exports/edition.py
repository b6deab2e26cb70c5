"""What an export shows: which graph, in which language, for whom; and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from graphsvc.i18n import date, number, say
from graphsvc.metamodel import KINDS, fields_of
from graphsvc.model import Kind, Relation
from graphsvc.records import Record, RelationRecord, ThingRecord
from graphsvc.snapshot import Fact, Facts, Snapshot
from graphsvc.text import Language

__all__ = ["Edition", "Provenance"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What every export says of itself.

    Parameters
    ----------
    title, date, revision, digest
        Whose register, at which day (ISO text) and revision, and the SHA-256 of what is there that day.
    synthetic
        True when the data is invented.
    public
        True when fields that are not for everybody are left out.
    things, relations
        How many are in the graph that is written.
    things_exist, relations_exist
        How many the register has at this revision, whatever their validity.
    """

    title: str
    date: str
    revision: int
    digest: str
    synthetic: bool
    public: bool
    things: int
    things_exist: int
    relations: int
    relations_exist: int

    def sentence(self, language: Language) -> str:
        """Return it as a line to read."""
        counts = {
            name: number(getattr(self, name), language)
            for name in ("things", "things_exist", "relations", "relations_exist")
        }
        told = say(
            "exports.provenance",
            language,
            title=self.title or "–",
            date=date(self.date, language),
            revision=self.revision,
            **counts,
        )
        notes = [say(f"exports.{name}", language) for name in ("synthetic", "public") if getattr(self, name)]
        return " ".join([told, *notes])


@dataclass(frozen=True)
class Edition:
    """The graph that is written.

    Parameters
    ----------
    whole
        The graph at a revision and a date.
    language
        Of labels and of words around the data.
    public
        Leave out the fields that the metamodel calls sensitive.
    """

    whole: Snapshot
    language: Language
    public: bool = False

    @cached_property
    def snapshot(self) -> Snapshot:
        """The graph without what its readers may not see.

        Notes
        -----
        O(facts) the first time.
        """
        return Snapshot(_redacted(self.whole.facts), self.whole.date) if self.public else self.whole

    @cached_property
    def provenance(self) -> Provenance:
        """What the export says of itself."""
        snapshot, facts = self.snapshot, self.snapshot.facts
        drawn = sum(len(snapshot.edges(relation).records) for relation in Relation)
        return Provenance(
            title=facts.about.title,
            date=snapshot.date.isoformat(),
            revision=facts.revision,
            digest=snapshot.digest,
            synthetic=facts.about.synthetic,
            public=self.public,
            things=len(snapshot),
            things_exist=sum(KINDS[Kind(fact.record.subject.value)].in_graph for fact in facts.things),
            relations=drawn,
            relations_exist=len(facts.relations),
        )


def _redacted(facts: Facts) -> Facts:
    return replace(
        facts, things=tuple(map(_without, facts.things)), relations=tuple(map(_without, facts.relations)), conflicts=()
    )


def _without(fact: Fact) -> Fact:
    record = fact.record
    known = fields_of(record.subject)
    hidden = {name for name in record.fields if name in known and known[name].sensitive}
    return replace(fact, record=_kept(record, hidden)) if hidden else fact


def _kept(record: Record, hidden: set[str]) -> Record:
    fields = {name: value for name, value in record.fields.items() if name not in hidden}
    if isinstance(record, ThingRecord):
        return ThingRecord(record.kind, record.id, fields, record.place)
    return RelationRecord(record.relation, record.id, record.start, record.end, fields, record.place)
