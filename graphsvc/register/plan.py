"""What an import would do, before it does it: the difference between a reading and its source's claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphsvc.model import Reference
from graphsvc.records import ChangeSet, ClaimChange, Reading, RelationRecord
from graphsvc.register.claims import Stored
from graphsvc.text import Text

__all__ = ["Counts", "EndedElsewhere", "MissingEnd", "Plan"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims come, change, go and stay, each by kind or relation."""

    added: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    unchanged: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EndedElsewhere:
    """A thing or relation that this source still claims, but another one says has ended."""

    reference: Reference
    place: str
    ended_by: str
    valid_to: str


@dataclass(frozen=True, slots=True)
class MissingEnd:
    """A relation that will not be in the graph, because an end of it is claimed by nobody."""

    source: str
    record: RelationRecord
    missing: Reference


@dataclass(frozen=True, slots=True)
class Plan:
    """The difference between a reading and what its source claims, within what the reading covers.

    Parameters
    ----------
    source
        The name under which the claims are kept.
    head
        The revision that the plan was made at; the register refuses it when it has moved on.
    reading
        What was read.
    change_set
        The claims to add, change and withdraw, derived relations included.
    moved
        Claims that say the same at another place in the file; stored with the next real change.
    things, relations, derived
        Counts by kind, by relation, and of derived relations by relation.
    reasons
        Why a person must confirm the removals (``--confirm-removals``); empty when nobody must.
    same_source_question
        A known source whose ids this new name mostly claims: is it the same one?
    ended_elsewhere
        "Still in FILE, ended by ...".
    missing_ends
        Relations without an end.
    stored
        How the claims of the changes are written down, by subject and id; what is not there is encoded when written.
    """

    source: str
    head: int
    reading: Reading
    change_set: ChangeSet
    moved: tuple[ClaimChange, ...] = ()
    things: Counts = field(default_factory=Counts)
    relations: Counts = field(default_factory=Counts)
    derived: Counts = field(default_factory=Counts)
    reasons: tuple[Text, ...] = ()
    same_source_question: str | None = None
    ended_elsewhere: tuple[EndedElsewhere, ...] = ()
    missing_ends: tuple[MissingEnd, ...] = ()
    stored: Mapping[tuple[str, str], Stored] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return self.change_set.is_empty

    @property
    def needs_confirmation(self) -> bool:
        """Whether so much would go that a person must confirm it."""
        return bool(self.reasons)

    @property
    def added(self) -> Mapping[str, int]:
        """Things added, by kind."""
        return self.things.added

    @property
    def changed(self) -> Mapping[str, int]:
        """Things changed, by kind."""
        return self.things.changed

    @property
    def removed(self) -> Mapping[str, int]:
        """Things removed, by kind."""
        return self.things.removed

    @property
    def unchanged(self) -> Mapping[str, int]:
        """Things that stay as they are, by kind."""
        return self.things.unchanged
