"""What the answers stand on: the proposal's own words, and what other questions answer about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import quote

from graphsvc.errors import UnknownThing
from graphsvc.metamodel import name_in_all
from graphsvc.model import Kind, Mode, Relation, Scope, Value
from graphsvc.ports import Ask
from graphsvc.records import RelationRecord, ThingRecord
from graphsvc.snapshot import Snapshot
from graphsvc.text import Text
from graphsvc_queries.assessment.result import Human
from graphsvc_queries.completeness import Completeness
from graphsvc_queries.impact import Impact
from graphsvc_queries.learning import Learning
from graphsvc_queries.naming import Named, listed, named
from graphsvc_queries.overlap import Candidate, Overlap
from graphsvc_queries.privacy import Privacy
from graphsvc_queries.scenario import Scenario

__all__ = ["CHANGED", "Ground"]

#: The fields that name what the proposal changes of what is there.
CHANGED = ("replaces_systems", "retires_systems", "extends_systems", "integrates_systems")
#: So many candidates are looked at; a proposal that more systems can serve says too little to be assessed.
_CANDIDATES = 50


class Ground:
    """One proposal, and the answers of other queries about it, each asked once.

    Raises
    ------
    UnknownThing
        When there is no such proposal; lists those there are.
    """

    def __init__(self, snapshot: Snapshot, words: str, ask: Ask) -> None:
        self.snapshot = snapshot
        self.record = _find(snapshot, words.strip())
        self.fields: Mapping[str, Value] = self.record.fields
        self._ask = ask
        self.proposal = Named(self.record.reference, name_in_all(self.fields, self.record.id))

    # -- other questions ---------------------------------------------------------------------------------------
    def question(self, name: str, **parameters: str) -> str:
        """Write a question about this proposal as in an address."""
        given = {"proposal": self.record.id, **parameters}
        return f"{name}?" + "&".join(f"{key}={quote(value, safe=':')}" for key, value in given.items())

    @cached_property
    def impact(self) -> Impact:
        """Whom it touches."""
        found: Impact = self._ask(self.snapshot, self.question("impact"))
        return found.whole()  # its rows are looked at again and again

    @cached_property
    def overlap(self) -> Overlap:
        """Whether we already have it."""
        found: Overlap = self._ask(self.snapshot, self.question("overlap", limit=str(_CANDIDATES)))
        return found

    @cached_property
    def learning(self) -> Learning:
        """Who has experience."""
        found: Learning = self._ask(self.snapshot, self.question("learning"))
        return found

    @cached_property
    def scenario(self) -> Scenario:
        """What carrying it out would do to the map; the matrix is the cheapest answer to compare."""
        found: Scenario = self._ask(self.snapshot, self.question("scenario", analysis="matrix"))
        return found

    @cached_property
    def completeness(self) -> Completeness:
        """What the register lacks."""
        found: Completeness = self._ask(self.snapshot, f"completeness?limit={len(self.snapshot)}")
        return found

    @property
    def privacy_question(self) -> str:
        """The question where the shared data goes."""
        things = (quote(one.thing, safe=":") for one in self.overlap.query.data_objects)
        return "privacy?" + "&".join(f"thing={one}" for one in things)

    @cached_property
    def privacy(self) -> Privacy | None:
        """Where the shared data goes; None when none of it is known."""
        if not self.overlap.query.data_objects:
            return None
        found: Privacy = self._ask(self.snapshot, self.privacy_question)
        return found

    # -- the proposal's own words --------------------------------------------------------------------------------
    def words(self, *names: str) -> str:
        """Return the first of some text fields that holds something."""
        return next((str(self.fields[name]).strip() for name in names if self.fields.get(name)), "")

    def told(self, name: str) -> Text | None:
        """Return a text field as it stands in each language (``need`` reads need_nb, need_nn, need_en)."""
        orders = (("nb", "nn", "en"), ("nn", "nb", "en"), ("en", "nb", "nn"))
        found = [self.words(*(f"{name}_{ending}" for ending in order), name) for order in orders]
        return Text(*found) if any(found) else None

    def amount(self, name: str) -> float | None:
        """Return a number field."""
        told = self.fields.get(name)
        return float(str(told)) if told is not None else None

    def things(self, name: str, kind: Kind) -> list[int]:
        """Return the things of a field that are there, in the proposal's order."""
        whole = (one if ":" in one else f"{kind.value}:{one}" for one in listed(self.fields.get(name)))
        return list(dict.fromkeys(self.snapshot.index(one) for one in whole if one in self.snapshot))

    @cached_property
    def proposers(self) -> list[int]:
        """The units behind it."""
        return self.things("proposer_unit", Kind.UNIT)

    @cached_property
    def named_units(self) -> set[int]:
        """The units that the proposal names, those behind it included."""
        return {*self.proposers, *self.things("affected_units", Kind.UNIT)}

    @cached_property
    def changed(self) -> list[int]:
        """The systems that it replaces, retires, extends or integrates, in that order."""
        return list(dict.fromkeys(one for name in CHANGED for one in self.things(name, Kind.SYSTEM)))

    @cached_property
    def covering(self) -> list[Candidate]:
        """Local candidates that can do some of what is needed, best first; those to keep apart last."""
        return [one for one in self.overlap.candidates if one.covers and one.scope != Scope.NATIONAL]

    @cached_property
    def manual(self) -> list[RelationRecord]:
        """Manual flows at the systems that change, by id."""
        edges, changed = self.snapshot.edges(Relation.FLOW), set(self.changed)
        ends = zip(edges.start.tolist(), edges.end.tolist(), edges.records, strict=True)
        found = [one for start, end, one in ends if {start, end} & changed and _by_hand(one)]
        return sorted(found, key=lambda one: one.id)

    @cached_property
    def humans(self) -> Mapping[str, Human]:
        """What people have answered, by question."""
        found: dict[str, Human] = {}
        for identifier, fact in self.snapshot.forum(Kind.ASSESSMENT).items():
            proposal, _, question = identifier.rpartition(":")
            said, by, on = (fact.record.fields.get(name) for name in ("answer", "answered_by", "answered_on"))
            if proposal == self.record.id and said:
                found[question] = Human(str(said), str(by) if by else None, str(on) if on else None)
        return found

    def named(self, things: Iterable[int]) -> tuple[Named, ...]:
        """Name things."""
        return tuple(named(self.snapshot, one) for one in things)


def _by_hand(flow: RelationRecord) -> bool:
    return flow.fields.get("mode") == Mode.MANUAL and flow.fields.get("status") != "ended"


def _find(snapshot: Snapshot, words: str) -> ThingRecord:
    identifier = words.removeprefix("proposal:")
    if identifier in snapshot.proposals:
        record = snapshot.proposals[identifier].record
        assert isinstance(record, ThingRecord)  # noqa: S101 - proposals are things by construction
        return record
    known = ", ".join(list(snapshot.proposals)[:20])
    raise UnknownThing(
        Text(
            f"Fant ikke forslaget «{words[:80]}». "
            + (f"Forslag: {known}" if known else "Registeret har ingen forslag"),
            f"Fann ikkje forslaget «{words[:80]}». "
            + (f"Forslag: {known}" if known else "Registeret har ingen forslag"),
            f"No proposal '{words[:80]}'. " + (f"Proposals: {known}" if known else "The register has no proposals"),
        )
    )
