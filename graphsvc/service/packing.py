"""Previews as bytes, so that another worker can go on where one stopped.

Nothing that is read back can run: what is packed is data of a closed list of types, written as JSON and compressed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from graphsvc.model import Kind, Relation, Severity
from graphsvc.records import ChangeSet, ClaimChange, Cover, Place, Problem, Reading, RelationRecord, ThingRecord
from graphsvc.register import Counts, EndedElsewhere, MissingEnd, Plan
from graphsvc.service.importing import Preview
from graphsvc.text import Text

__all__ = ["pack", "unpack"]

_VALUES: dict[str, Callable[..., Any]] = {
    kind.__name__: kind
    for kind in (
        ChangeSet,
        ClaimChange,
        Counts,
        Cover,
        EndedElsewhere,
        MissingEnd,
        Place,
        Plan,
        Preview,
        Problem,
        Reading,
        RelationRecord,
        Text,
        ThingRecord,
    )
}
_WORDS: dict[str, Callable[[str], StrEnum]] = {kind.__name__: kind for kind in (Kind, Relation, Severity)}
#: A quick look at what is there: reading 50,000 records back takes about a second.
_LEVEL = 1


def pack(thing: Any) -> bytes:
    """Write a preview, or a part of one, as bytes.

    Examples
    --------
    >>> reading = Reading("tables", "hr", (ThingRecord(Kind.SYSTEM, "epj", {"protocols": ("HL7", "REST")}),))
    >>> unpack(pack(Preview(reading, None, named=True))).reading == reading
    True

    Raises
    ------
    TypeError
        When something in it is of no type that a preview is made of.
    """
    return zlib.compress(json.dumps(_down(thing), ensure_ascii=True, separators=(",", ":")).encode(), _LEVEL)


def unpack(content: bytes) -> Any:
    """Read back what was packed.

    Raises
    ------
    ValueError
        When it was not packed by this version of the product.
    """
    try:
        return _up(json.loads(zlib.decompress(content)))
    except (zlib.error, ValueError, KeyError, TypeError, IndexError) as error:
        raise ValueError("no packed preview") from error


def _down(thing: Any) -> Any:
    """Turn a value into JSON; whatever is no plain value is a list that begins with what it is."""
    if isinstance(thing, StrEnum):
        return ["word", type(thing).__name__, thing.value]
    if thing is None or isinstance(thing, (str, bool, int, float)):
        return thing
    if is_dataclass(thing) and type(thing).__name__ in _VALUES:
        # What does not count when two are compared follows from the rest, stands last and is worked out again.
        told = [_down(getattr(thing, one.name)) for one in fields(thing) if one.compare]
        return ["value", type(thing).__name__, told]
    if isinstance(thing, Mapping):
        return ["map", [[_down(key), _down(value)] for key, value in thing.items()]]
    if isinstance(thing, frozenset):
        return ["set", sorted(map(_down, thing), key=str)]
    if isinstance(thing, (tuple, list)):
        return ["row", [_down(one) for one in thing]]
    raise TypeError(f"a preview holds no {type(thing).__name__}")


def _up(told: Any) -> Any:
    if not isinstance(told, list):
        return told
    sort = told[0]
    if sort == "word":
        return _WORDS[told[1]](told[2])
    if sort == "value":
        return _VALUES[told[1]](*map(_up, told[2]))
    if sort == "map":
        return {_up(key): _up(value) for key, value in told[1]}
    return frozenset(map(_up, told[1])) if sort == "set" else tuple(map(_up, told[1]))
