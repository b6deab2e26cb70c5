"""Frozen typed values: the words that every room uses alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

__all__ = [
    "NO_VALUES",
    "ChangeKind",
    "Criticality",
    "DataTo",
    "Kind",
    "Mode",
    "PlannedChange",
    "Reference",
    "Relation",
    "Scope",
    "Severity",
    "Strength",
    "ThingId",
    "Value",
    "Way",
    "reference",
    "split_reference",
]

#: An id as text, unique within its kind.
ThingId = NewType("ThingId", str)
#: ``kind:id``, or ``relation:id`` for a relation that is itself an end.
Reference = NewType("Reference", str)

#: What a field may hold. Dates are ISO text (YYYY-MM-DD), so that they sort and digest as they stand.
#: ``None`` claims that there is none; a field that is absent is unknown.
Value = str | int | float | bool | tuple[str, ...] | Mapping[str, str] | None

#: Words in a cell that claim that there is none (model.md section 2).
NO_VALUES = frozenset({"ingen", "none"})


class Kind(StrEnum):
    """What a thing is (model.md section 1), and the forum's own kinds, which stand outside the graph."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    SERVICE = "service"
    SYSTEM = "system"
    CAPABILITY = "capability"
    DATA_OBJECT = "data_object"
    JOURNEY = "journey"
    TECHNOLOGY = "technology"
    ELEMENT = "element"
    PROPOSAL = "proposal"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    CONDITION = "condition"
    STATEMENT = "statement"
    MEETING = "meeting"
    ROLE = "role"
    NOTE = "note"


class Relation(StrEnum):
    """How two things hang together (model.md section 2)."""

    PART_OF = "part_of"
    DELIVERS = "delivers"
    OWNS = "owns"
    USES = "uses"
    SUPPORTS = "supports"
    FLOW = "flow"
    PROVIDES = "provides"
    NEEDS = "needs"
    HOLDS = "holds"
    REQUIRES = "requires"
    CONTAINS = "contains"
    RUNS_ON = "runs_on"
    REPLACES = "replaces"
    REALIZES = "realizes"
    HANDLES = "handles"
    KIND_OF = "kind_of"
    EXCHANGES = "exchanges"
    RELATED = "related"


class Scope(StrEnum):
    """Whose a system is."""

    LOCAL = "local"
    SHARED = "shared"
    NATIONAL = "national"


class Strength(StrEnum):
    """How much a service needs a system or another service."""

    REQUIRED = "required"
    SUPPORTING = "supporting"


class Mode(StrEnum):
    """How a flow runs; an absent mode is unknown."""

    SYNC = "sync"
    ASYNC = "async"
    BATCH = "batch"
    MANUAL = "manual"
    LOGIN = "login"


class Criticality(StrEnum):
    """What the dependent of a flow suffers when it stops; absent is unknown."""

    STOPS = "stops"
    DEGRADES = "degrades"
    DELAYS = "delays"
    NONE = "none"


class DataTo(StrEnum):
    """Which way the data of a flow moves; absent is unknown."""

    DEPENDENT = "dependent"
    PROVIDER = "provider"
    BOTH = "both"


class ChangeKind(StrEnum):
    """What is planned, or happens, to a thing (model.md section 4)."""

    OUTAGE = "outage"
    RETIRE = "retire"
    REPLACE = "replace"
    UPGRADE = "upgrade"
    INTRODUCE = "introduce"
    DATA = "data"


class Way(StrEnum):
    """The two ways of being touched."""

    EFFECT = "effect"
    WORK = "work"


class Severity(StrEnum):
    """How bad a problem in the input is: an error stops the import."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One thing and what happens to it.

    Examples
    --------
    >>> PlannedChange(Reference("system:epj"), ChangeKind.RETIRE).kind.value
    'retire'
    """

    thing: Reference
    kind: ChangeKind


def reference(kind: Kind | Relation, identifier: str) -> Reference:
    """Name a thing as ``kind:id`` (a relation as ``relation:id``).

    Examples
    --------
    >>> reference(Kind.SYSTEM, "epj")
    'system:epj'
    >>> reference(Relation.FLOW, "I001")
    'relation:I001'
    """
    word = "relation" if isinstance(kind, Relation) else kind.value
    return Reference(f"{word}:{identifier}")


def split_reference(name: str) -> tuple[str, str]:
    """Split ``kind:id`` at the first colon; ids may hold colons of their own.

    Examples
    --------
    >>> split_reference("system:a:b")
    ('system', 'a:b')
    """
    word, _, identifier = name.partition(":")
    return word, identifier
