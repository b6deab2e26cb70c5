"""What the columns of a table mean: the common form of the product's own layout and of a mapping profile."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from graphsvc.metamodel import Field
from graphsvc.model import Kind, Reference, Relation, Value

__all__ = ["End", "FieldColumn", "FixedRelation", "FixedThing", "Plan", "RelationColumn", "TablePlan"]


@dataclasses.dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column that gives one field.

    Parameters
    ----------
    headings
        What the column may be called, the canonical name first.
    values
        The source's words for a closed set of values; any other word is an error.
    scale
        What a number is multiplied by (0.001 from NOK to kNOK).
    steps
        Words for a number: the first ``(at least, word)`` that fits; needs ``lowest`` and ``highest``.
    sets
        Other fields that a value of this column sets besides.
    """

    field: Field
    headings: tuple[str, ...]
    required: bool = False
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    scale: Decimal | None = None
    steps: tuple[tuple[Decimal, str], ...] = ()
    lowest: Decimal | None = None
    highest: Decimal | None = None
    sets: Mapping[str, Mapping[str, Value]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class RelationColumn:
    """A column of a table of things that gives relations.

    Parameters
    ----------
    row
        Which end the row's own thing is.
    kinds
        What the cell's ids may be; a bare id is of the first kind that has it.
    many
        Whether a cell may name several.
    fields, first
        Attributes of every relation, and of the first in the cell instead.
    ordered
        Whether the place in the cell becomes the attribute ``order``.
    repeats
        The column only repeats what a table of relations says; it is checked against it and gives nothing new.
    """

    relation: Relation
    headings: tuple[str, ...]
    row: Literal["start", "end"]
    kinds: tuple[Kind, ...]
    many: bool = True
    fields: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    first: Mapping[str, Value] | None = None
    ordered: bool = False
    repeats: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class End:
    """The column of one end of a relation; ``kinds`` empty = anything, named as ``kind:id``."""

    headings: tuple[str, ...]
    kinds: tuple[Kind, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class FixedRelation:
    """A relation that every row of a table has, to a thing named in the profile."""

    relation: Relation
    row: Literal["start", "end"]
    other: Reference
    fields: Mapping[str, Value] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class FixedThing:
    """A thing that has no row in the source."""

    kind: Kind
    id: str
    fields: Mapping[str, Value]


@dataclasses.dataclass(frozen=True, slots=True)
class TablePlan:
    """How one table is read.

    Parameters
    ----------
    name
        What the plan is called, in messages.
    subject
        The kind or relation of its rows; None = a table that is left alone on purpose.
    names
        Patterns of the file's stem or the sheet's name, in comparable form.
    needs
        Headings without which it is not this table.
    open
        Whether a column without a home is kept as a property (else it is an error).
    completes
        Whether its rows only add fields to things that other tables give.
    own_words
        Whether headings of the metamodel's fields count besides those in ``fields``.
    """

    name: str
    subject: Kind | Relation | None
    names: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    id: tuple[str, ...] = ("id",)
    start: End | None = None
    end: End | None = None
    fields: tuple[FieldColumn, ...] = ()
    relations: tuple[RelationColumn, ...] = ()
    fixed: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    fixed_relations: tuple[FixedRelation, ...] = ()
    ignore: tuple[str, ...] = ()
    open: bool = False
    completes: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """How a whole source is read.

    Parameters
    ----------
    name
        The profile's name; None for the product's own layout.
    match
        Sets of headings; a source with a table that has all of one set is recognised.
    separator
        Between the values of a list.
    decimal
        The decimal sign where the source is known to keep to one.
    text
        The profile as it stands, to be kept with the source.
    """

    name: str | None
    tables: tuple[TablePlan, ...]
    things: tuple[FixedThing, ...] = ()
    match: tuple[tuple[str, ...], ...] = ()
    separator: str = ";"
    decimal: Literal["comma", "point"] | None = None
    text: str | None = None
