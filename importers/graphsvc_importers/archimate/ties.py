"""Relationships as the mapping and the derivation see them: real ones, and those that stand for several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graphsvc.model import Relation, Value
from graphsvc_importers.archimate.cast import Cast
from graphsvc_importers.archimate.meaning import Row, row_for
from graphsvc_importers.archimate.source import Relationship

__all__ = ["LONGEST_CHAIN", "Meaning", "Reader", "Tie", "Web", "tie_of"]

#: Chains of more relationships than this are not followed: they say nothing any more, and a model made to do harm
#: could fill the memory with them.
LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship between two elements, or a chain that stands for one.

    Parameters
    ----------
    type, source, target
        As in the model.
    via
        Ids of the relationships it stands for: one for a real relationship.
    name, access
        Of the relationship, where it has them.
    alternative
        Group of alternatives (the id of an OR junction).
    required
        It goes through an AND junction: all its sources are needed.
    factor, certain
        1 and True, unless it stands for members of a grouping.
    """

    type: str
    source: str
    target: str
    via: tuple[str, ...]
    name: str = ""
    access: str | None = None
    alternative: str | None = None
    required: bool = False
    factor: float = 1.0
    certain: bool = True


def tie_of(one: Relationship) -> Tie:
    """Return a relationship as a tie."""
    return Tie(one.type, one.source, one.target, (one.id,), one.name, one.access)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a tie means: a relation between two elements, with its attributes."""

    relation: Relation
    start: str
    end: str
    fields: dict[str, Value] = field(default_factory=dict)


class Web:
    """Ties, found by their ends. Building is O(n log n)."""

    def __init__(self, ties: Iterable[Tie]) -> None:
        self.ties = sorted(ties, key=lambda tie: (tie.via, tie.type, tie.source, tie.target))
        self._out: dict[str, list[Tie]] = {}
        self._into: dict[str, list[Tie]] = {}
        for tie in self.ties:
            self._out.setdefault(tie.source, []).append(tie)
            self._into.setdefault(tie.target, []).append(tie)

    def out(self, element: str, types: frozenset[str]) -> Iterator[Tie]:
        """Go through the ties of some types that start at an element."""
        return (tie for tie in self._out.get(element, ()) if tie.type in types)

    def into(self, element: str, types: frozenset[str]) -> Iterator[Tie]:
        """Go through the ties of some types that end at an element."""
        return (tie for tie in self._into.get(element, ()) if tie.type in types)

    def together(self, others: Iterable[Tie]) -> Web:
        """Return a web with more ties."""
        return Web([*self.ties, *others])


class Reader:
    """Reads ties by the table: what they mean, and what stays uninterpreted.

    Parameters
    ----------
    cast
        Kinds and classes.
    web
        All real and junction ties, for what depends on others (how many realise the same thing).
    """

    def __init__(self, cast: Cast, web: Web) -> None:
        self.cast = cast
        self._realisers = _realisers(cast, web)
        self._writers = _writers(cast, web)
        self._believed = _believes_writes(cast)

    def row(self, tie: Tie) -> Row:
        """Return the table's row for a tie; associations are for the profile to name."""
        letters = self.cast.letters
        if tie.type == "Association":
            return row_for("", letters.get(tie.source, ""), letters.get(tie.target, ""))
        return row_for(tie.type, letters.get(tie.source, ""), letters.get(tie.target, ""))

    def meaning(self, tie: Tie) -> Meaning | None:
        """Return what a tie means, or None when it stays related."""
        row = self.row(tie)
        if row.relation is Relation.RELATED:
            return None
        start, end = (tie.target, tie.source) if row.turned else (tie.source, tie.target)
        fields = dict(row.fields)
        if row.relation is Relation.SUPPORTS:
            fields.update(self._strength(row, tie))
        if row.relation is Relation.FLOW:
            fields.update(_flow(tie))
        if row.access is not None:
            fields.update(self._access(row.access, tie))
        return Meaning(row.relation, start, end, fields)

    def _strength(self, row: Row, tie: Tie) -> dict[str, Value]:
        if tie.alternative is not None:
            return {"strength": "supporting", "alternative": tie.alternative}
        if tie.required:
            return {"strength": "required"}
        if row.shared and self._realisers.get(tie.target, 0) > 1:
            if self.cast.profile.alternatives:
                return {"strength": "supporting", "alternative": tie.target}
            return {"strength": "supporting"}
        return {}

    def _access(self, attribute: str, tie: Tie) -> dict[str, Value]:
        if attribute == "access":
            told = tie.access if self._believed or tie.access != "write" else None
            return {"access": told} if told in {"read", "write", "read_write"} else {}
        if tie.access == "read":
            return {"role": "copy"}
        alone = self.cast.profile.access == "write" or self._writers.get(tie.target, 0) == 1
        return {"role": "master"} if self._believed and alone and tie.access in {"write", "read_write"} else {}


def _flow(tie: Tie) -> dict[str, Value]:
    if tie.type == "Serving":
        return {"initiator": (tie.target,)}
    if tie.type == "Triggering":
        return {"initiator": (tie.source,)}
    return {"data_to": "dependent", **({"data": tie.name} if tie.name else {})}


def _realisers(cast: Cast, web: Web) -> dict[str, int]:
    """Count the systems and technologies that realise each service."""
    found: dict[str, set[str]] = {}
    for tie in web.ties:
        if tie.type in {"Realization", "Assignment"} and cast.letters.get(tie.source) in {"S", "T"}:
            found.setdefault(tie.target, set()).add(tie.source)
    return {target: len(sources) for target, sources in found.items()}


def _writers(cast: Cast, web: Web) -> dict[str, int]:
    found: dict[str, set[str]] = {}
    for tie in web.ties:
        writes = tie.type == "Access" and tie.access in {"write", "read_write"}
        if writes and cast.letters.get(tie.source) in {"S", "T", "K"}:
            found.setdefault(tie.target, set()).add(tie.source)
    return {target: len(sources) for target, sources in found.items()}


def _believes_writes(cast: Cast) -> bool:
    """Tell whether an access that says write means it: Archi writes nothing for write, so an untouched one says so."""
    if cast.profile.access != "auto":
        return cast.profile.access == "write"
    accesses = [one.access for one in cast.model.relationships if one.type == "Access"]
    return sum(access == "read" for access in accesses) * 5 >= len(accesses)
