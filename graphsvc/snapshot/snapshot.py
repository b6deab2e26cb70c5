"""The snapshot: the merged graph at a revision and a date, immutable, typed, indexed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graphsvc.errors import QuestionError
from graphsvc.metamodel import KINDS, fields_of, shown_name
from graphsvc.model import Kind, Reference, Relation, Value, split_reference
from graphsvc.records import ChangeSet, ThingRecord
from graphsvc.rules import RuleSet
from graphsvc.search import Index
from graphsvc.snapshot.coded import Coded, coded
from graphsvc.snapshot.columns import Edges, column
from graphsvc.snapshot.facts import About, Conflict, Fact, Facts, SortedFacts, digest_of
from graphsvc.snapshot.lookup import Lookup
from graphsvc.snapshot.once import Once
from graphsvc.snapshot.onward import Onward
from graphsvc.snapshot.organisation import Organisation
from graphsvc.snapshot.standing import Indexed, Standing, in_graph
from graphsvc.snapshot.stored.indexing import stored_index
from graphsvc.snapshot.stored.reading import StoredFacts
from graphsvc.snapshot.stored.standing import StoredStanding
from graphsvc.snapshot.texts import search_index
from graphsvc.text import Language, Shown, Text

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["Snapshot"]


class Snapshot:
    """The merged graph at a revision and a date.

    Things are numbered 0..n-1 in the order of their references (``kind:id`` by code points), so that comparing
    numbers compares names. What is not valid at the date is not there; a relation is there while both its ends
    are; a derived one while everything it rests on is. Nothing in a snapshot ever changes.

    Parameters
    ----------
    facts
        The merged graph at a revision.
    date
        Validity at this day: valid from <= date < valid to.
    history
        Gives the facts of another revision, for :meth:`at`; None when there is no register behind.

    Notes
    -----
    Building is O(n log n) in facts; arrays are made when first asked for.

    Examples
    --------
    >>> import datetime as dt
    >>> from graphsvc.snapshot import Fact, Facts, Snapshot
    >>> from graphsvc.model import Kind
    >>> from graphsvc.records import ThingRecord
    >>> facts = Facts(1, (Fact(ThingRecord(Kind.SYSTEM, "bygg", {"name_nb": "Byggesak"})),), ())
    >>> snapshot = Snapshot(facts, dt.date(2026, 12, 1))
    >>> snapshot.references[snapshot.index("system:bygg")]
    'system:bygg'
    """

    def __init__(self, facts: Facts, date: dt.date, *, history: Callable[[int], Facts] | None = None) -> None:
        self.facts = facts
        self.date = date
        self._history = history
        self._standing = _standing(facts, date)
        self.things = self._standing.things
        self.references = self._standing.references
        self._number = self._standing.number
        self.missing_ends = self._standing.missing_ends
        self.annotations = self._standing.annotations
        self._edges: dict[Relation, Edges] = {}
        self._onward: dict[frozenset[Relation] | None, Onward] = {}
        self._columns: dict[tuple[Kind, str], NDArray[np.generic]] = {}
        self._search: Once[Index] = Once()

    # -- identity ----------------------------------------------------------------------------------------------
    @property
    def revision(self) -> int:
        """Number of the revision shown."""
        return self.facts.revision

    @property
    def about(self) -> About:
        """What the installation says of itself."""
        return self.facts.about

    @property
    def rules(self) -> RuleSet:
        """The touch rules in force."""
        return self.facts.about.rules

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Fields on which sources disagree."""
        return self.facts.conflicts

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every fact that is there at the date."""
        relations = (record for relation in Relation for record in self.edges(relation).records)
        return digest_of([*(fact.record for fact in self.things), *relations, *(f.record for f in self.annotations)])

    # -- other snapshots ---------------------------------------------------------------------------------------
    def as_of(self, date: dt.date) -> Snapshot:
        """Return the same revision at another date."""
        return self if date == self.date else Snapshot(self.facts, date, history=self._history)

    def at(self, revision: int) -> Snapshot:
        """Return what was known at another revision, at the same date.

        Raises
        ------
        QuestionError
            When no register stands behind this snapshot.
        """
        if revision == self.revision:
            return self
        if self._history is None:
            raise QuestionError(
                Text(
                    "Dette øyeblikksbildet har ikke noe register bak seg; åpne registeret og be om revisjonen der",
                    "Dette augeblinksbiletet har ikkje noko register bak seg; opne registeret og be om revisjonen der",
                    "This snapshot has no register behind it; open the register and ask for the revision there",
                )
            )
        return Snapshot(self._history(revision), self.date, history=self._history)

    def facts_at(self, revision: int) -> Facts | None:
        """Return every fact of another revision; None when no register stands behind this snapshot."""
        if revision == self.revision:
            return self.facts
        return None if self._history is None else self._history(revision)

    def with_(self, changes: ChangeSet) -> Snapshot:
        """Return a scenario: this snapshot with a change set on top; nothing is written."""
        return Snapshot(self.facts.with_(changes), self.date, history=self._history)

    def with_forum(self, facts: Facts) -> Snapshot:
        """Return this snapshot with facts that differ from its own in the forum's case only.

        The graph is not indexed again: it is the caller who knows that it is the same.
        """
        made = copy(self)
        made.facts = facts
        for name in ("_forum", "proposals"):
            made.__dict__.pop(name, None)
        return made

    def with_rules(self, rules: RuleSet) -> Snapshot:
        """Return this snapshot under other touch rules (an installation's own weights)."""
        facts = replace(self.facts, about=replace(self.facts.about, rules=rules))
        return Snapshot(facts, self.date, history=self._history)

    # -- things ------------------------------------------------------------------------------------------------
    def __len__(self) -> int:
        return len(self.things)

    def index(self, reference: str) -> int:
        """Return the number of a thing.

        Raises
        ------
        KeyError
            When it is not there; :meth:`find` raises a message for people instead.
        """
        return self._number[Reference(reference)]

    def named(self, things: NDArray[np.integer]) -> list[Reference]:
        """Return the references of many things at once, in their order: quicker than one after the other."""
        return self._standing.named(things)

    def __contains__(self, reference: object) -> bool:
        return reference in self._number

    def find(self, words: str) -> int:
        """Return the number of the thing that a person means: ``kind:id``, a bare id, or a name.

        Raises
        ------
        UnknownThing, AmbiguousThing
            With the nearest things, or those that fit.
        """
        return self.lookup.find(words)

    def record(self, thing: int) -> ThingRecord:
        """Return the merged record of a thing."""
        record = self.things[thing].record
        assert isinstance(record, ThingRecord)  # noqa: S101 - things hold thing records by construction
        return record

    def fields(self, thing: int) -> Mapping[str, Value]:
        """Return the merged fields of a thing: what its record holds, read faster where many are asked for."""
        return self._standing.fields(thing)

    def kind(self, thing: int) -> Kind:
        """Return the kind of a thing."""
        return self._standing.kind(thing)

    def name(self, thing: int, language: Language = Language.NB) -> Shown:
        """Return what a thing is called in a language, and whether another language had to step in."""
        return shown_name(self.fields(thing), split_reference(self.references[thing])[1], language)

    def of_kind(self, kind: Kind) -> NDArray[np.int32]:
        """Return the numbers of all things of a kind, ascending (empty when there are none)."""
        return self._standing.of_kind(kind)

    def coded(self, kind: Kind, name: str) -> Coded:
        """Return a field of all things of a kind as codes, in the order of :meth:`of_kind`."""
        return coded(self._standing.facts_of(kind), name)

    def column(self, kind: Kind, name: str) -> NDArray[np.generic]:
        """Return a field of all things of a kind as a typed array, in the order of :meth:`of_kind`."""
        if (kind, name) not in self._columns:
            made = column(self._standing.facts_of(kind), fields_of(kind)[name])
            made.setflags(write=False)
            self._columns[kind, name] = made
        return self._columns[kind, name]

    # -- relations ---------------------------------------------------------------------------------------------
    def edges(self, relation: Relation) -> Edges:
        """Return all relations of one type between things, as arrays."""
        if relation not in self._edges:
            self._edges[relation] = self._standing.edges(relation)
        return self._edges[relation]

    def onward(self, thing: int, relations: Iterable[Relation] | None = None) -> NDArray[np.int32]:
        """Return everything that relations lead to from a thing, however far.

        Parameters
        ----------
        thing
            Number of a thing.
        relations
            The types that are followed, each from its start to its end; all of them when nothing is said.

        Returns
        -------
        NDArray[np.int32]
            Numbers of things, nearest first; the thing itself is left out.

        Notes
        -----
        O(relations of what is found), by SciPy's breadth-first search; rows of these types are made at the first
        question and kept. Hubs that flows name (``through``) are followed by the analysis ``reach``, not here.

        Examples
        --------
        >>> import datetime as dt
        >>> from graphsvc.model import Kind
        >>> from graphsvc.records import RelationRecord
        >>> from graphsvc.snapshot import Fact, Facts
        >>> things = tuple(Fact(ThingRecord(Kind.SYSTEM, name, {})) for name in "abc")
        >>> flow = Fact(RelationRecord(Relation.FLOW, "f", Reference("system:a"), Reference("system:c"), {}))
        >>> Snapshot(Facts(1, things, (flow,)), dt.date(2026, 12, 1)).onward(0).tolist()
        [2]
        """
        types = None if relations is None else frozenset(relations)
        if types not in self._onward:
            followed = [self.edges(relation) for relation in Relation if types is None or relation in types]
            self._onward[types] = Onward(len(self), followed)
        return self._onward[types].of(thing)

    def counts(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Count things by kind and imported relations by type; derived relations are not counted."""
        kinds = {kind.value: len(self.of_kind(kind)) for kind in Kind if KINDS[kind].in_graph}
        relations = dict.fromkeys((relation.value for relation in Relation), 0)
        for relation in Relation:
            derived = coded(self.edges(relation).facts, "derived").flags(bool)
            relations[relation.value] += len(derived) - int(derived.sum())
        for fact in self.annotations:
            relations[fact.record.subject.value] += 1
        return kinds, relations

    def elsewhen(self) -> Iterable[Fact]:
        """Return the facts of things that the register knows and that are not here at this date, the forum's too."""
        return self._standing.elsewhen(self.facts.things)

    @cached_property
    def organisation(self) -> Organisation:
        """Sectors, owners and lead units."""
        return Organisation(self)

    @cached_property
    def lookup(self) -> Lookup:
        """Finds things by what people call them."""
        return Lookup(self)

    @property
    def search(self) -> Index:
        """Finds things by parts of words, typing errors forgiven; made when first asked for, once for all who ask."""
        return self._search.get(self._index)

    def _index(self) -> Index:
        standing = self._standing
        if isinstance(standing, StoredStanding):
            return stored_index(standing, lambda: search_index(self))
        return search_index(self)

    @cached_property
    def proposals(self) -> Mapping[str, Fact]:
        """The forum's proposals by id, read-only."""
        return self.forum(Kind.PROPOSAL)

    def forum(self, kind: Kind) -> Mapping[str, Fact]:
        """Return what the forum keeps of a kind (decisions, meetings, answers ...) by id, read-only.

        The forum's case has no validity: what was decided stays decided at every date.

        Parameters
        ----------
        kind
            A kind outside the graph; for one inside it there is nothing here.
        """
        return self._forum.get(kind, MappingProxyType({}))

    @cached_property
    def _forum(self) -> Mapping[Kind, Mapping[str, Fact]]:
        found: dict[Kind, dict[str, Fact]] = {}
        things = self.facts.things
        outside: Iterable[Fact] = (
            things.outside_graph() if isinstance(things, SortedFacts) else (f for f in things if not in_graph(f))
        )
        for fact in sorted(outside, key=lambda fact: fact.record.id):
            found.setdefault(Kind(fact.record.subject.value), {})[fact.record.id] = fact
        return {kind: MappingProxyType(facts) for kind, facts in found.items()}

    # -- other libraries ---------------------------------------------------------------------------------------
    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the graph for networkx: nodes by reference, edges keyed by (relation, id)."""
        from graphsvc.snapshot.conversion import to_networkx

        return to_networkx(self)

    def to_pandas(self) -> Mapping[str, pd.DataFrame]:
        """Return one table a kind and one a relation type, named as in the metamodel."""
        from graphsvc.snapshot.conversion import to_pandas

        return to_pandas(self)


def _standing(facts: Facts, date: dt.date) -> Standing:
    """Find what stands at a date: from the arrays of a file, where the whole map comes from one."""
    if isinstance(facts.relations, StoredFacts):
        return StoredStanding(facts.relations.store, date)
    return Indexed(facts, date)
