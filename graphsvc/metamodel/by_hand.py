"""What a person may write by hand: which fields of a thing or relation, and which relations of a thing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from graphsvc.metamodel import KINDS, RELATIONS, Field, fields_of
from graphsvc.metamodel.fields import DERIVED, ORIGIN
from graphsvc.model import Kind, Relation

__all__ = ["CONFIRMATION", "editable", "joinable"]

#: How fresh a fact is; set by confirming, never by hand.
CONFIRMATION = ("confirmed_on", "confirmed_by")
#: What a file brings along of its own words, and what a rule writes.
_NOT_BY_HAND = {field.name for field in (*ORIGIN, *DERIVED)} - {"url"} | {*CONFIRMATION, "properties"}


@cache
def editable(subject: Kind | Relation) -> Mapping[str, Field]:
    """Return the fields that a person may fill in.

    Examples
    --------
    >>> "vendor" in editable(Kind.SYSTEM), "confirmed_on" in editable(Kind.SYSTEM), "derived" in editable(Relation.FLOW)
    (True, False, False)
    """
    return {name: field for name, field in fields_of(subject).items() if name not in _NOT_BY_HAND}


@cache
def joinable(kind: Kind) -> tuple[tuple[Relation, bool], ...]:
    """Return the relations that people may add to a thing of a kind, and on which side it stands (true = from it).

    Examples
    --------
    >>> (Relation.FLOW, True) in joinable(Kind.SYSTEM), (Relation.OWNS, True) in joinable(Kind.SYSTEM)
    (True, False)
    """
    found = []
    for relation, definition in RELATIONS.items():
        if relation is Relation.RELATED:  # says nothing of its own: it is what files bring, and words on a pair
            continue
        inside = [one for one in Kind if KINDS[one].in_graph]
        if any(definition.allows(kind, other) for other in inside):
            found.append((relation, True))
        if any(definition.allows(other, kind) for other in inside):
            found.append((relation, False))
    return tuple(found)
