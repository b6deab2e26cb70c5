"""The words of the metamodel: a kind, a relation, a field, an enumerated value, each with its labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from graphsvc.model import Kind, Relation
from graphsvc.text import Text

__all__ = ["Field", "FieldType", "KindDefinition", "RelationDefinition", "ValueDefinition"]


class FieldType(StrEnum):
    """What a field holds; dates are ISO text, money is kNOK (1 000 NOK)."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    LIST = "list"
    THINGS = "things"
    PROPERTIES = "properties"


@dataclass(frozen=True, slots=True)
class ValueDefinition:
    """One enumerated value with its label."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind or attribute of a relation.

    Parameters
    ----------
    name, type, label
        The canonical name used in code, API, files and Cypher; what it holds; what it is called.
    values
        The closed set of a choice.
    kinds
        For ``things``: the kinds that its ids may name (a bare id is of the first).
    lowest, highest
        Inclusive bounds of a number.
    expected
        Completeness counts it.
    sensitive
        May be hidden from some readers.
    """

    name: str
    type: FieldType
    label: Text
    values: tuple[ValueDefinition, ...] = ()
    kinds: tuple[Kind, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    expected: bool = False
    sensitive: bool = False

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values of a choice."""
        return tuple(value.value for value in self.values)


@dataclass(frozen=True, slots=True)
class KindDefinition:
    """One kind of thing.

    Parameters
    ----------
    kind, label, plural, meaning, fields
        What it is, what it is called, and what is known of one.
    in_graph
        False for the forum's own kinds, which live in the register but are no nodes of the graph.
    importable
        False for what only the forum itself writes: no file has a table of it, and no import claims it.
    append_only
        The register never changes nor withdraws such a claim, whoever asks.
    """

    kind: Kind
    label: Text
    plural: Text
    meaning: Text
    fields: tuple[Field, ...]
    in_graph: bool = True
    importable: bool = True
    append_only: bool = False


@dataclass(frozen=True, slots=True)
class RelationDefinition:
    """One type of relation.

    Parameters
    ----------
    label, inverse
        How it reads from start to end, and back.
    ends
        Allowed (start kinds, end kinds) pairs; empty = anything.
    same_kind
        Both ends must be of one kind.
    qualifier
        Attributes that tell two relations between the same ends apart, when the source gives no id.
    """

    relation: Relation
    label: Text
    inverse: Text
    ends: tuple[tuple[frozenset[Kind], frozenset[Kind]], ...]
    fields: tuple[Field, ...] = field(default_factory=tuple)
    same_kind: bool = False
    qualifier: tuple[str, ...] = ()

    def allows(self, start: Kind, end: Kind) -> bool:
        """Tell whether this relation may join these kinds."""
        if self.same_kind and start is not end:
            return False
        return not self.ends or any(start in starts and end in ends for starts, ends in self.ends)
